"""The WSGI environment (PEP 3333) of a request: the words of the protocol as Latin-1."""

from __future__ import annotations

import sys
from typing import IO, Any, Final

_BASE: Final[dict[str, Any]] = {
    "GATEWAY_INTERFACE": "CGI/1.1",
    "SCRIPT_NAME": "",
    "SERVER_SOFTWARE": "Granian",
    "wsgi.errors": sys.stderr,
    "wsgi.input_terminated": True,
    "wsgi.multiprocess": False,
    "wsgi.multithread": True,
    "wsgi.run_once": False,
    "wsgi.version": (1, 0),
}
_PROTOCOLS: Final = {"1": "HTTP/1.0", "1.1": "HTTP/1.1", "2": "HTTP/2"}
_OWN: Final = {"content-type", "content-length", "transfer-encoding"}


class FileWrapper:
    """`wsgi.file_wrapper`: an answer that is a file."""

    def __init__(self, filelike: IO[bytes], block_size: int = 8192) -> None:
        self.filelike, self._block_size = filelike, block_size

    def __iter__(self) -> FileWrapper:
        return self

    def __next__(self) -> bytes:
        if chunk := self.filelike.read(self._block_size):
            return chunk
        raise StopIteration

    def close(self) -> None:
        self.filelike.close()


def environ_of(scope: Any, body: IO[bytes], length: int | None) -> dict[str, Any]:
    """`length` is None for a request without a body."""
    server, server_port = split(scope.server)
    client, client_port = split(scope.client)
    environ = {
        **_BASE,
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": _latin(scope.path),
        "QUERY_STRING": _latin(scope.query_string),
        "SERVER_PROTOCOL": _PROTOCOLS.get(scope.http_version, "HTTP/1.1"),
        "SERVER_NAME": server,
        "SERVER_PORT": server_port,
        "REMOTE_ADDR": client,
        "REMOTE_PORT": client_port,
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.file_wrapper": FileWrapper,
    }
    if length is not None:
        environ["CONTENT_LENGTH"] = str(length)  # counted; a chunked body comes without
    if kind := scope.headers.get("content-type"):
        environ["CONTENT_TYPE"] = kind
    for name, value in scope.headers.items():
        # With an underscore it would pass for the proxy's own: X_Forwarded_For.
        if name in _OWN or "_" in name:
            continue
        key = f"HTTP_{name.replace('-', '_').upper()}"
        if (before := environ.get(key)) is not None:
            value = f"{before}{'; ' if name == 'cookie' else ','}{value}"
        environ[key] = value
    return environ


def split(address: str) -> tuple[str, str]:
    """Host and port; IPv6 without its brackets."""
    host, _, port = address.rpartition(":")
    return host.strip("[]"), port


def _latin(text: str) -> str:
    return text.encode().decode("latin-1")
