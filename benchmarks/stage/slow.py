"""Clients that are slow on purpose, four kinds of them, and how long each is put up with.

One loop plays them all. Runs against a server that is there already; knows no database.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import select
import socket
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event

_SECONDS = 1.0  # between two looks
_RATE = 10_000  # bytes a second of an upload
_DECLARED = 15_000_000  # bytes that an upload says it has
_GRIP = 4096  # bytes that a client that does not read takes in

Act = Callable[[bytes, socket.socket], Awaitable[None]]


@contextmanager
def siege(port: int, *, each: int, session: str, download: str) -> Iterator[Counter[str]]:
    """So many clients of each kind while the block runs; who is thrown out comes back at once.

    In a process of their own, not to be in the way of whoever measures. In the end the counter
    holds how often each kind came.
    """
    context = multiprocessing.get_context("spawn")
    over, told = context.Event(), context.Queue()
    player = context.Process(target=_play, args=(port, each, session, download, over, told))
    counts: Counter[str] = Counter()
    player.start()
    try:
        yield counts
    finally:
        over.set()
        counts.update(told.get(timeout=60))
        player.join()


def _play(
    port: int, each: int, session: str, download: str, over: Event, told: Queue[Counter[str]]
) -> None:
    counts: Counter[str] = Counter()

    async def everybody() -> None:
        await asyncio.gather(
            *(
                _come_again(port, partial(act, words), over, counts, name)
                for name, (act, words) in _kinds(session, download).items()
                for _ in range(each)
            )
        )

    asyncio.run(everybody())
    told.put(counts)


def _kinds(session: str, download: str) -> dict[str, tuple[Act, bytes]]:
    """What each kind does, and the words it begins with."""
    sheet = "/api/v1/scoresheets/1/"
    upload = (
        f"Cookie: sessionid={session}; csrftoken={'a' * 32}\r\nX-CSRFToken: {'a' * 32}\r\n"
        f"Content-Length: {_DECLARED}\r\nContent-Type: multipart/form-data; boundary=limit\r\n"
    )
    return {
        "half_heads": (_say, _head("POST", sheet)[:-2]),
        "one_byte_bodies": (_say, _head("POST", sheet, "Content-Length: 100\r\n") + b"{"),
        "slow_uploads": (_upload, _head("POST", "/api/v1/attachments/", upload)),
        "unread_downloads": (_say, _head("GET", download)),
    }


async def _come_again(
    port: int,
    act: Callable[[socket.socket], Awaitable[None]],
    over: Event,
    counts: Counter[str],
    name: str,
) -> None:
    loop = asyncio.get_running_loop()
    while not over.is_set():
        with socket.socket() as client, contextlib.suppress(OSError):
            client.setblocking(False)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _GRIP)
            await loop.sock_connect(client, ("127.0.0.1", port))
            counts[name] += 1
            playing = asyncio.ensure_future(act(client))
            while not (over.is_set() or _hung_up(client)):
                await asyncio.sleep(_SECONDS)
            playing.cancel()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await playing


def _head(method: str, path: str, more: str = "") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n".encode()


async def _say(words: bytes, client: socket.socket) -> None:
    """Send that, and nothing more; read nothing."""
    await asyncio.get_running_loop().sock_sendall(client, words)


async def _upload(head: bytes, client: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(client, head)
    while True:
        await loop.sock_sendall(client, b"x" * int(_RATE * _SECONDS))
        await asyncio.sleep(_SECONDS)


def _hung_up(client: socket.socket) -> bool:
    """Whether the server has closed its side, read or not."""
    poll = select.poll()
    poll.register(client, select.POLLRDHUP)
    return bool(poll.poll(0))
