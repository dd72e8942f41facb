"""What granian leaves to the system: connections whose other side does not read are ended.

Finds the server's own sockets among the process's open files.
"""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Iterator
from contextlib import suppress


def limit_unread(seconds: float) -> bool:
    """Connections accepted from now on end when nothing of what is sent is read for so long.

    Whether the process listens yet. Linux; the option passes from the listening socket on.
    """
    option = getattr(socket, "TCP_USER_TIMEOUT", None)
    found = False
    for each in _own():
        with each, suppress(OSError):
            if each.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                found = True
                if option is not None:
                    each.setsockopt(socket.IPPROTO_TCP, option, int(seconds * 1000))
    return found


def hang_up(client: tuple[str, str]) -> None:
    """End the connection from that host and port; what was not read is thrown away."""
    at_once = struct.pack("ii", 1, 0)
    for each in _own():
        with each, suppress(OSError):
            if tuple(map(str, each.getpeername()[:2])) == client:
                each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
                each.shutdown(socket.SHUT_RDWR)


def _own() -> Iterator[socket.socket]:
    """Every TCP socket, by a descriptor of its own: closing it leaves the server's open."""
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError):
            if not os.readlink(f"/proc/self/fd/{name}").startswith("socket:"):
                continue
            each = socket.socket(fileno=os.dup(int(name)))
            if each.family in (socket.AF_INET, socket.AF_INET6):
                yield each
            else:
                each.close()
