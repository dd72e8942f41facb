"""The RSGI entry point that granian serves: the WSGI application, out of reach of slow clients.

How many and how slow may be served stands here; what an address takes, in `serving.routes`.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

from django.conf import settings

from contest_platform.wsgi import application

if TYPE_CHECKING:
    from contest_platform.serving.application import Server

_GB: Final = 1024**3
_LONGEST_SECONDS: Final = 2 * 3600.0
_BYTES_PER_SECOND: Final = 8 * 1024  # at least, once the first seconds are over


def server() -> Server:
    """To be called once, in the process that serves."""
    # When `wsgi` has set Django up: these know models.
    from contest_platform.serving.application import Limits, Server
    from contest_platform.serving.bodies import Pace
    from contest_platform.serving.places import Places

    free = shutil.disk_usage(settings.FILE_UPLOAD_TEMP_DIR).free
    return Server(
        application,
        # A school's pupils and judges all come from one address.
        limits=Limits(
            bodies=Places(total=1000, per_address=500, max_bytes=min(8 * _GB, free // 2)),
            body_pace=Pace(settings.BODY_SECONDS, _BYTES_PER_SECOND, _LONGEST_SECONDS),
            answers=Places(total=400, per_address=300, own_seconds=30),
            answer_pace=Pace(settings.UNREAD_SECONDS, _BYTES_PER_SECOND, _LONGEST_SECONDS),
            unread_seconds=settings.UNREAD_SECONDS,
        ),
        folder=settings.FILE_UPLOAD_TEMP_DIR,
    )
