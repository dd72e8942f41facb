"""Decoding pictures that strangers sent: whole ones only."""

from PIL import Image, ImageFile


def load_whole(picture: Image.Image) -> None:
    """Decode an opened picture; OSError or SyntaxError when it is broken or cut short.

    WeasyPrint tells Pillow, for the whole process, to fill up what is missing; it needs that for
    none of our pictures. Never set back: another thread may be decoding.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    picture.load()
