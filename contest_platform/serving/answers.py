"""Runs the WSGI application in a thread and collects its answer whole: bytes, or an open file.

Nothing here sends anything; the application's answer is closed before the thread is given back.
"""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from contest_platform.serving.bodies import spool
from contest_platform.serving.environ import FileWrapper

MEMORY_BYTES: Final = 256 * 1024  # of an answer; beyond it a file
MAX_BYTES: Final = 2 * 1024**3  # the largest is a batch of certificates in one file
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Headers = list[tuple[str, str]]


class AnswerTooLarge(Exception):
    """An answer that would fill the disk: a fault of ours."""


@dataclass(slots=True)
class Answer:
    """`descriptor` is an open file of which `length` bytes from `start` on are to be sent."""

    status: int
    headers: Headers
    body: bytes = b""
    descriptor: int | None = None
    start: int = 0
    length: int = 0

    def close(self) -> None:
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None


def answer_of(application: Application, environ: dict[str, Any], folder: Path) -> Answer:
    """The application's answer to `environ`; large ones wait in a file in `folder`."""
    answer = Answer(500, [])
    written: list[bytes] = []

    def start_response(status: str, headers: Headers, exc_info: Any = None) -> Any:
        answer.status = int(status.split(" ", 1)[0])
        answer.headers = [(name, _text(value)) for name, value in headers]
        return written.append

    result = application(environ, start_response)
    try:
        if not (isinstance(result, FileWrapper) and _is_file(answer, result.filelike)):
            _collect(answer, written, result, folder)
    except BaseException:
        answer.close()
        raise
    finally:
        if close := getattr(result, "close", None):
            close()
    if answer.status >= 200 and answer.status not in (204, 304):
        _say_length(answer, environ["REQUEST_METHOD"])
    return answer


def _is_file(answer: Answer, filelike: IO[bytes]) -> bool:
    """Whether it is a file of the disk, whose rest the server can send by itself."""
    try:
        descriptor = filelike.fileno()
        found, start = os.fstat(descriptor), filelike.tell()
    except (AttributeError, OSError, ValueError):
        return False
    length = found.st_size - start
    if not stat.S_ISREG(found.st_mode) or length <= MEMORY_BYTES:
        return False
    declared = [value for name, value in answer.headers if name.lower() == "content-length"]
    if declared not in ([], [str(length)]):
        return False
    answer.descriptor, answer.start, answer.length = os.dup(descriptor), start, length
    return True


def _collect(answer: Answer, written: list[bytes], result: Iterable[bytes], folder: Path) -> None:
    parts: list[bytes] = []
    size = 0
    file: IO[bytes] | None = None
    try:
        for chunk in result:
            parts += [*written, chunk]
            written.clear()
            size += len(chunk)
            if size > MAX_BYTES:
                raise AnswerTooLarge
            if size > MEMORY_BYTES:
                file = file or spool(folder)
                file.writelines(parts)
                parts.clear()
        if file is None:
            answer.body = b"".join([*parts, *written])
            return
        file.writelines([*parts, *written])
        answer.length = file.seek(0, io.SEEK_END)
        answer.descriptor = os.dup(file.fileno())
    finally:
        if file is not None:
            file.close()


def _say_length(answer: Answer, method: str) -> None:
    """Without it the server would send in chunks, and to HEAD a length of 0."""
    if any(name.lower() == "content-length" for name, _ in answer.headers):
        return
    length = answer.length if answer.descriptor is not None else len(answer.body)
    if length or method != "HEAD":
        answer.headers.append(("Content-Length", str(length)))


def _text(value: str) -> str:
    """A header's value as granian takes it: it writes UTF-8, while WSGI means single bytes."""
    value = value.strip()
    if value.isascii():
        return value
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value
