"""Runs a function that looks inside a stranger's file in a process of its own, with limits.

A file of a megabyte can ask its reader for gigabytes, or for minutes: here that ends a child, never
the process that serves. The first call starts `python -m common.confined`, which has one thread and
forks a child for each call; later calls take some ten milliseconds. What the child answers is read
as plain values only, since a reader that was taken over may answer anything.
"""

from __future__ import annotations

import io
import os
import pickle
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from common.errors import DomainError

_ROOT: Final = Path(__file__).resolve().parents[2]
_AT_ONCE: Final = 2
"""Children of one process at once: each may take a gigabyte."""
_TURN_SECONDS: Final = 20
_GRACE_SECONDS: Final = 5
_ANSWER_BYTES: Final = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may take; the time of the processor as much as that of the clock."""

    seconds: int = 10
    megabytes: int = 1024


class Refusal(Exception):
    """The function raised a DomainError: its code, and the parameters of its text."""

    def __init__(self, code: str, params: Mapping[str, Any]) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params)


class Exceeded(Exception):
    """The function came to no answer within its limits, or broke."""


class NoTurn(DomainError):
    """Others' files are being read, and took too long."""

    code = "busy"
    status = 503
    text = {
        "vi": "Máy chủ đang bận kiểm tra các tệp khác; hãy thử lại sau vài giây.",
        "en": "The server is busy with other files; try again in a few seconds.",
    }


def run(
    function: str, *arguments: Any, file: IO[bytes] | None = None, limits: Limits = Limits()
) -> Any:
    """What "package.module:name" returns for the arguments; `file` comes before them, at its start.

    Arguments and answer are plain values (texts, bytes, numbers, tuples, lists, dicts, instants of
    arguments). Raises Refusal, Exceeded, NoTurn.
    """
    if not _turns.acquire(timeout=_TURN_SECONDS):
        raise NoTurn(headers={"Retry-After": "10"})
    try:
        with ExitStack() as stack:
            handles = [] if file is None else [_handle(file, stack)]
            mine, theirs = socket.socketpair()
            stack.enter_context(closing(mine))
            try:
                _server.ask(function.partition(":")[0], [theirs.fileno(), *handles])
            finally:
                theirs.close()
            mine.settimeout(limits.seconds + _GRACE_SECONDS)
            request = (function, arguments, limits.seconds, limits.megabytes)
            return _read(_exchange(mine, pickle.dumps(request)))
    finally:
        _turns.release()


_turns = threading.BoundedSemaphore(_AT_ONCE)


def _handle(file: IO[bytes], stack: ExitStack) -> int:
    """A descriptor of the file's content; what lies in memory is written to a temporary file."""
    try:
        number = file.fileno()
    except (AttributeError, OSError):
        pass
    else:
        if file.writable():
            file.flush()
        return number
    copy = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115  the stack closes it
    file.seek(0)
    shutil.copyfileobj(file, copy)
    copy.flush()
    return copy.fileno()


def _exchange(connection: socket.socket, request: bytes) -> bytes:
    answer = bytearray()
    try:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        while part := connection.recv(1024 * 1024):
            answer += part
            if len(answer) > _ANSWER_BYTES:
                raise Exceeded("the answer is too long")
    except OSError as error:
        raise Exceeded(str(error)) from error
    return bytes(answer)


def _read(answer: bytes) -> Any:
    if not answer:
        raise Exceeded("the child ended without an answer")
    try:
        kind, *content = _PlainValues(io.BytesIO(answer)).load()
        if kind == "answer":
            return content[0]
        if kind == "refused":
            raise Refusal(*content)
    except (pickle.UnpicklingError, EOFError, ValueError, TypeError, IndexError) as error:
        raise Exceeded("the answer cannot be read") from error
    raise Exceeded(str(content)[:300])


class _PlainValues(pickle.Unpickler):
    """Reads no classes and calls nothing."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} is no plain value")


class _Server:
    """The process that forks; started when it is first needed, and again if it died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def ask(self, module: str, handles: list[int]) -> None:
        """Has a child take these descriptors over; the module is loaded before it is forked."""
        with self._lock:
            for last in (False, True):
                if self._process is None or self._process.poll() is not None:
                    self._start()
                assert self._control is not None
                try:
                    socket.send_fds(self._control, [module.encode()], handles)
                except OSError:
                    self._process = None
                    if last:
                        raise
                else:
                    return

    def _start(self) -> None:
        if self._control is not None:
            self._control.close()
        # Messages keep their bounds, and its end is noticed when this process is no more.
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "common.confined", str(theirs.fileno())],
                cwd=_ROOT,
                env={**os.environ, "PYTHONPATH": str(_ROOT)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C is for the one who asks
            )


_server = _Server()
