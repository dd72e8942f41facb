"""Decoding pictures that strangers sent: whole ones only."""

import io

from PIL import Image, ImageFile, ImageOps

Image.init()  # all formats now, instead of in each process that is forked to read one picture

_FORMATS = ("PNG", "JPEG", "WEBP")


def clean_png(data: bytes, pixels_max: int, side_px: int) -> bytes:
    """The picture (PNG, JPEG or WebP by its content) decoded and written anew as PNG.

    Nothing but pixels comes through. For `common.confined`; raises ValueError.
    """
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            picture.verify()  # checksums of a PNG's chunks
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            if picture.width * picture.height > pixels_max:
                raise ValueError("too many pixels")
            load_whole(picture)
            clean = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, SyntaxError, Image.DecompressionBombError) as wrong:
        raise ValueError("no picture") from wrong
    clean.thumbnail((side_px, side_px))
    out = io.BytesIO()
    clean.save(out, "PNG", optimize=True)
    return out.getvalue()


def load_whole(picture: Image.Image) -> None:
    """Decode an opened picture; OSError or SyntaxError when it is broken or cut short.

    WeasyPrint tells Pillow, for the whole process, to fill up what is missing; it needs that for
    none of our pictures. Never set back: another thread may be decoding.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    picture.load()
