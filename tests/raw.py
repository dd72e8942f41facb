"""A client that says over a socket exactly what a test wants, and reads when the test wants."""

from __future__ import annotations

import contextlib
import http.client
import select
import socket
import time
from collections.abc import Iterator


class Raw:
    """One connection; `grip` is how little it takes in before it is read."""

    def __init__(self, port: int, *, grip: int | None = None) -> None:
        self.socket = socket.socket()
        if grip is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, grip)
        self.socket.settimeout(15)
        self.socket.connect(("127.0.0.1", port))
        self._method = "GET"

    def ask(self, method: str, target: str, *headers: str, body: bytes = b"") -> Raw:
        """Send a head, and what there is of a body."""
        self._method = method
        lines = [f"{method} {target} HTTP/1.1", "Host: localhost", *headers, "", ""]
        self.socket.sendall("\r\n".join(lines).encode() + body)
        return self

    def answer(self) -> tuple[http.client.HTTPResponse, bytes]:
        response = http.client.HTTPResponse(self.socket, method=self._method)
        response.begin()
        return response, response.read()

    def ends_within(self, seconds: float) -> bool:
        """Whether the server closes the connection, though nothing is read."""
        poll = select.poll()
        poll.register(self.socket, select.POLLRDHUP)
        return bool(poll.poll(seconds * 1000))

    def close(self) -> None:
        self.socket.close()


@contextlib.contextmanager
def many(port: int, number: int, *, grip: int | None = None) -> Iterator[list[Raw]]:
    """So many connections, closed in the end."""
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(contextlib.closing(Raw(port, grip=grip))) for _ in range(number)]


def chunked(*parts: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    """A body in chunks (RFC 9112, section 7.1)."""
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + end


def elapsed(started: float) -> float:
    return time.monotonic() - started
