"""Logo, seal and signature: which a definition names, and how an upload becomes a clean PNG."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from common import confined

IMAGE_BYTES_MAX = 2_000_000  # as it is sent
IMAGE_SIDE_PX = 1200  # 27 mm at 1100 dots an inch; larger ones are scaled down
IMAGE_PIXELS_MAX = 4_000_000
DIGEST = re.compile(r"[0-9a-f]{64}")


def digests(data: Any) -> set[str]:
    """The digests of stored pictures that a definition, right or wrong, names."""
    images = data.get("images") if isinstance(data, Mapping) else None
    values = images.values() if isinstance(images, Mapping) else ()
    return {value for value in values if isinstance(value, str) and DIGEST.fullmatch(value)}


def clean_png(data: bytes) -> bytes:
    """The picture (PNG, JPEG or WebP by its content) decoded and written anew as PNG, elsewhere.

    Nothing but pixels comes through; transparency stays; what is larger than `IMAGE_SIDE_PX` is
    scaled down. Raises ValueError.
    """
    if not 0 < len(data) <= IMAGE_BYTES_MAX:
        raise ValueError("too large, or empty")
    try:
        png: bytes = confined.run(
            "common.pictures:clean_png", data, IMAGE_PIXELS_MAX, IMAGE_SIDE_PX
        )
    except (confined.Refusal, confined.Exceeded) as wrong:
        raise ValueError("no picture") from wrong
    return png
