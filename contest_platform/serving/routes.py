"""How large a body may be and which threads a request may take, by the kind of address.

The only table of both. A file's own limit stays with its app, which this table asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from leaderboards.package.uploads import MAX_BYTES as PACKAGE_BYTES
from submissions.uploads.rules import HARD_CAP_BYTES

THREADS: Final = (
    8  # SQLite wants all writers in one process; one waits for the disk most of the time
)
_FORM_BYTES: Final = 1024 * 1024  # around a file: its names, the boundaries
_SIGN_IN_BYTES: Final = 128 * 1024  # a passkey's answer is the largest
_PAGE_BYTES: Final = 16 * 1024  # a page takes no body


@dataclass(frozen=True, slots=True)
class Lane:
    """Requests that hold so many of the threads at most, so that others always find one."""

    name: str
    threads: int


QUICK: Final = Lane("quick", THREADS)
UPLOADS: Final = Lane("uploads", 2)
DOWNLOADS: Final = Lane("downloads", 2)
DOCUMENTS: Final = Lane("documents", 2)  # laid out, packed or computed while somebody waits
LANES: Final = (QUICK, UPLOADS, DOWNLOADS, DOCUMENTS)


@dataclass(frozen=True, slots=True)
class Route:
    """What a kind of address may take."""

    max_bytes: int
    lane: Lane


_Rule = tuple[frozenset[str], re.Pattern[str], Route]


def _rules() -> tuple[_Rule, ...]:
    """The first that fits counts; without methods it fits all."""
    plain = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return tuple(
        (frozenset(methods.split()), re.compile(path), Route(size, lane))
        for methods, path, size, lane in (
            ("POST", r"/api/v1/attachments/$", HARD_CAP_BYTES + _FORM_BYTES, UPLOADS),
            ("POST", r"/api/v1/contest-packages/$", PACKAGE_BYTES + _FORM_BYTES, UPLOADS),
            ("POST", r"/api/v1/(certificate-images|signing-keys)/$", plain, UPLOADS),
            (
                "GET HEAD",
                r"/api/v1/(certificates|certificate-batches)/\d+/(file|badge)/$",
                plain,
                DOCUMENTS,
            ),
            ("", r"/api/v1/certificate-templates/(\d+/preview|picture)/$", plain, DOCUMENTS),
            ("GET HEAD", r"/api/v1/rounds/\d+/paper/$", plain, DOCUMENTS),
            ("GET HEAD", r"/api/v1/standings/.+\.(csv|xlsx|json|pdf)$", plain, DOCUMENTS),
            ("GET HEAD", r"/api/v1/audit/history\.\w+$", plain, DOCUMENTS),
            ("GET HEAD", r"/api/v1/.*/(file|thumbnail)/$", plain, DOWNLOADS),
            ("", r"/api/", plain, QUICK),
            ("", r"/admin/", plain, QUICK),
            ("", r"/_allauth/", _SIGN_IN_BYTES, QUICK),
            ("", r"", _PAGE_BYTES, QUICK),
        )
    )


class Routes:
    """The table, read from the settings once."""

    def __init__(self) -> None:
        self._rules = _rules()

    def find(self, method: str, path: str) -> Route:
        return next(
            route
            for methods, pattern, route in self._rules
            if (not methods or method in methods) and pattern.match(path)
        )
