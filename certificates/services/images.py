"""Takes a contest's logos, seals and signatures; each picture is stored once."""

from __future__ import annotations

import hashlib
import struct

from accounts.models import User
from certificates.errors import ImageRefused
from certificates.models import CertificateImage
from certificates.rendering import clean_png
from contests.models import Contest


def store_image(*, contest: Contest, data: bytes, by: User | None) -> CertificateImage:
    """Decodes and encodes a picture anew and keeps it; the same picture again is the same row.

    Raises ImageRefused.
    """
    try:
        png = clean_png(data)
    except ValueError:
        raise ImageRefused from None
    width, height = struct.unpack_from(">II", png, 16)  # of the PNG that we wrote
    image, _ = CertificateImage.objects.get_or_create(
        contest=contest,
        sha256=hashlib.sha256(png).hexdigest(),
        defaults={"png": png, "width_px": width, "height_px": height, "created_by": by},
    )
    return image
