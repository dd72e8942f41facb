"""Opens stored files only as they were stored: there, whole, and of the digest that is known.

Who asks for another one is told so in words, the operator by the log. Never makes a file again: that is the
work of who made it.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable
from typing import IO, Any, Final

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse

from common.errors import DomainError
from common.language import current_language
from common.markup import from_template

_log = logging.getLogger(__name__)

SECONDS: Final = 10
"""After which a file that is being made again may be asked for again."""

_KEPT: Final = 4096
_seen: dict[str, tuple[tuple[int, int, int], str]] = {}
"""By name: which file had which digest. A file is read for its digest once, until it changes."""


class FileProblem(DomainError):
    """What people meet who follow a link to a file; a browser gets a page of it."""


class FileLost(FileProblem):
    """Nobody can make it again here."""

    code = "file-lost"
    status = 410
    text = {
        "vi": "Tệp “{name}” đã mất hoặc bị hỏng trên máy chủ. Hãy tải tệp lên lại, hoặc nhờ người vận hành "
        "khôi phục từ bản sao lưu.",
        "en": "The file “{name}” is lost or damaged on the server. Upload it again, or ask the operator "
        "to restore it from a backup.",
    }


class FileComing(FileProblem):
    """It was lost or damaged, and is being made again."""

    code = "file-being-made"
    status = 503
    text = {
        "vi": "Tệp “{name}” bị mất hoặc hỏng trên máy chủ và đang được làm lại; hãy thử lại sau ít giây.",
        "en": "The file “{name}” was lost or damaged on the server and is being made again; try again "
        "in a few seconds.",
    }

    def __init__(self, **params: Any) -> None:
        super().__init__(headers={"Retry-After": str(SECONDS)}, **params)


class FileDamaged(Exception):
    """The stored file `name` is "missing", "empty" or "damaged"."""

    def __init__(self, name: str, reason: str) -> None:
        self.name, self.reason = name, reason
        super().__init__(f"{name} is {reason}")


Looks = Callable[[bytes, int], bool]
"""Whether the first bytes of a file and its size fit."""


def is_whole_webp(start: bytes, size: int) -> bool:
    """RIFF says how long the file is (RFC 9649); for pictures without a stored digest."""
    return (
        start[:4] == b"RIFF"
        and start[8:12] == b"WEBP"
        and int.from_bytes(start[4:8], "little") + 8 == size
    )


def opened(name: str, *, sha256: str = "", looks: Looks | None = None) -> IO[bytes]:
    """The file's bytes from its start. Raises FileDamaged, which is logged."""
    try:
        file: IO[bytes] = default_storage.open(name)
    except (OSError, ValueError) as error:
        raise _damaged(name, "missing") from error
    reason = _reason(name, file, sha256, looks)
    if reason:
        file.close()
        raise _damaged(name, reason)
    return file


def reason_of(name: str, *, sha256: str = "", looks: Looks | None = None) -> str:
    """ "missing", "empty" or "damaged"; "" where the file is as it was stored."""
    try:
        with default_storage.open(name) as file:
            return _reason(name, file, sha256, looks)
    except (OSError, ValueError):
        return "missing"


def _reason(name: str, file: IO[bytes], sha256: str, looks: Looks | None) -> str:
    stat = os.fstat(file.fileno())
    if not stat.st_size:
        return "empty"
    if looks is not None:
        fits = looks(file.read(16), stat.st_size)
        file.seek(0)
        if not fits:
            return "damaged"
    if sha256 and _digest(name, file, stat) != sha256:
        return "damaged"
    return ""


def _digest(name: str, file: IO[bytes], stat: os.stat_result) -> str:
    now = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
    before, digest = _seen.get(name, (None, ""))
    if before != now:
        digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
        file.seek(0)
        while len(_seen) >= _KEPT:
            _seen.pop(next(iter(_seen)), None)
        _seen[name] = (now, digest)
    return digest


def _damaged(name: str, reason: str) -> FileDamaged:
    _log.error("The stored file %s is %s", name, reason)
    return FileDamaged(name, reason)


def page(request: HttpRequest, document: dict[str, Any]) -> HttpResponse | None:
    """The problem as a plain page, for who followed a link in a browser; else None."""
    if "text/html" not in request.headers.get("Accept", ""):
        return None
    words = {"title": document["title"], "detail": document["detail"]}
    return HttpResponse(
        from_template("common/file_problem.html", {"language": current_language(), **words}),
        status=document["status"],
        headers={"Cache-Control": "no-store"},
    )
