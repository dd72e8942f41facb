"""The process that forks a child for each function to be run; see `common.confined`.

Never answers itself, keeps nothing of a call, and ends with the process that started it.
"""

from __future__ import annotations

import gc
import importlib
import io
import os
import pickle
import resource
import signal
import socket
import sys
from contextlib import suppress
from typing import Any

from common.errors import DomainError

_NAME_BYTES = 200
_FILES = 64


def main(control: socket.socket) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the children
    while True:
        name, handles, _, _ = socket.recv_fds(control, _NAME_BYTES, 2)
        if not name:
            return
        with suppress(Exception):  # the child meets it again, and says so
            importlib.import_module(name.decode())
        gc.freeze()
        if os.fork() == 0:
            control.close()
            _answer(socket.socket(fileno=handles[0]), handles[1:])
        for handle in handles:
            os.close(handle)


def _answer(connection: socket.socket, handles: list[int]) -> None:
    """In the child: one call, then the end, whatever happens."""
    try:
        request = bytearray()
        while part := connection.recv(1024 * 1024):
            request += part
        function, arguments, seconds, megabytes = pickle.loads(request)
        _limit(seconds, megabytes)
        connection.sendall(pickle.dumps(_result(function, arguments, handles)))
    finally:
        os._exit(0)


def _limit(seconds: int, megabytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    resource.setrlimit(resource.RLIMIT_NOFILE, (_FILES, _FILES))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds)  # the kernel ends it, also amid a library's work
    os.nice(5)


def _result(function: str, arguments: tuple[Any, ...], handles: list[int]) -> tuple[Any, ...]:
    module, _, name = function.partition(":")
    files = [io.BufferedReader(_Positional(handle)) for handle in handles]
    try:
        return "answer", getattr(importlib.import_module(module), name)(*files, *arguments)
    except DomainError as error:
        return "refused", error.code, error.params
    except BaseException as error:  # also MemoryError
        return "broken", f"{type(error).__name__}: {error}"[:300]


class _Positional(io.RawIOBase):
    """Reads a descriptor that another process has open too, without moving that one's position."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = os.preadv(self._handle, [buffer], self._at)
        self._at += count
        return count

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at}.get(whence)
        self._at = offset + (os.fstat(self._handle).st_size if start is None else start)
        return self._at

    def tell(self) -> int:
        return self._at


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
