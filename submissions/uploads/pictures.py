"""Reads pictures: their size from the header alone, and clean copies of them.

A picture is decoded only by `clean`, for the worker: a header is cheap to read, pixels are not.
Runs in a confined process (`common.confined`), so it loads neither models nor settings.
"""

from __future__ import annotations

import io
from typing import IO, Final

from PIL import Image, ImageOps, UnidentifiedImageError

from common.pictures import load_whole
from submissions.errors import PictureTooLarge, UploadUnreadable

MAX_PIXELS: Final = 40_000_000
MAX_FRAMES: Final = 500
THUMBNAIL_PX: Final = 480

_BROKEN: Final = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError)


def header(file: IO[bytes], name: str, picture_format: str) -> tuple[int, int]:
    """Width and height in pixels; decodes nothing. Raises PictureTooLarge, UploadUnreadable."""
    picture = _open(file, name, picture_format)
    try:
        if picture_format == "PNG":
            picture.verify()  # checksums of all chunks: cheap, and finds a file cut short
    except _BROKEN as error:
        raise UploadUnreadable(name=name) from error
    return picture.size


def clean(file: IO[bytes], name: str, picture_format: str) -> tuple[bytes, bytes, int, int]:
    """Decode and encode anew: no EXIF, no GPS, no comments, no bytes behind the picture.

    Gives content, thumbnail, width and height. Raises PictureTooLarge, UploadUnreadable.
    """
    try:
        picture = _open(file, name, picture_format)
        frames = getattr(picture, "n_frames", 1) if picture_format in {"GIF", "WEBP"} else 1
        if frames > MAX_FRAMES or frames * picture.width * picture.height > 4 * MAX_PIXELS:
            raise PictureTooLarge(name=name, limit=MAX_PIXELS // 1_000_000)
        pictures = []
        durations = []
        for frame in range(frames):
            if frames > 1:
                picture.seek(frame)
            load_whole(picture)
            durations.append(picture.info.get("duration", 100))
            pictures.append(_bare(picture, picture_format))
    except _BROKEN as error:
        raise UploadUnreadable(name=name) from error
    except Image.DecompressionBombError as error:
        raise PictureTooLarge(name=name, limit=MAX_PIXELS // 1_000_000) from error
    first = pictures[0]
    options: dict[str, object] = {"quality": 90} if picture_format in {"JPEG", "WEBP"} else {}
    if frames > 1:
        options |= {
            "save_all": True,
            "append_images": pictures[1:],
            "duration": durations,
            "loop": 0,
        }
    content = io.BytesIO()
    first.save(content, format=picture_format, **options)
    return content.getvalue(), _thumbnail(first), first.width, first.height


def _open(file: IO[bytes], name: str, picture_format: str) -> Image.Image:
    file.seek(0)
    try:
        picture = Image.open(file, formats=[picture_format])
    except Image.DecompressionBombError as error:
        raise PictureTooLarge(name=name, limit=MAX_PIXELS // 1_000_000) from error
    except _BROKEN as error:
        raise UploadUnreadable(name=name) from error
    if picture.width * picture.height > MAX_PIXELS:
        raise PictureTooLarge(name=name, limit=MAX_PIXELS // 1_000_000)
    return picture


def _bare(picture: Image.Image, picture_format: str) -> Image.Image:
    """Upright, and with nothing but pixels: `save` would carry parts of `info` along."""
    upright = ImageOps.exif_transpose(picture)
    if picture_format == "JPEG":
        mode = "L" if upright.mode == "L" else "RGB"
    elif upright.mode in {"L", "RGB", "RGBA"} and "transparency" not in upright.info:
        mode = upright.mode
    else:
        mode = "RGBA" if "transparency" in upright.info or "A" in upright.mode else "RGB"
    bare = upright.convert(mode) if mode != upright.mode else upright.copy()
    bare.info = {}
    return bare


def _thumbnail(picture: Image.Image) -> bytes:
    small = picture.copy()
    small.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX))
    content = io.BytesIO()
    small.save(content, format="WEBP", quality=80)
    return content.getvalue()
