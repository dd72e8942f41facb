"""Collects a request's body while no thread waits for it: counted, in time, in memory or a file.

The file has no name, so that it is gone with the process, whatever ends it.
"""

from __future__ import annotations

import asyncio
import io
import tempfile
from collections.abc import AsyncIterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from granian.rsgi import ProtocolClosed, ProtocolError

from contest_platform.serving.errors import BodyIncomplete, BodyTooLarge, BodyTooSlow, Busy
from contest_platform.serving.places import Place, Places

MEMORY_BYTES: Final = 64 * 1024  # of a body; beyond it a file


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a transfer may take: so many seconds, and longer as bytes move, up to an end."""

    seconds: float
    bytes_per_second: int
    longest_seconds: float

    def allows(self, moved: int) -> float:
        return min(self.seconds + moved / self.bytes_per_second, self.longest_seconds)


def spool(folder: Path) -> IO[bytes]:
    """A file without a name."""
    return tempfile.TemporaryFile(dir=folder)


class Body:
    """What came in, as a file to read from; to be closed."""

    def __init__(self, folder: Path, writer: Executor) -> None:
        self._folder, self._writer = folder, writer
        self._memory = bytearray()
        self._file: IO[bytes] | None = None
        self.length = 0

    async def add(self, chunk: bytes) -> None:
        self._memory += chunk
        self.length += len(chunk)
        if len(self._memory) > MEMORY_BYTES:
            await self._flush()

    async def complete(self) -> IO[bytes]:
        if self._file is None:
            return io.BytesIO(self._memory)
        await self._flush()
        self._file.seek(0)
        return self._file

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    async def _flush(self) -> None:
        """In a thread of its own kind: a disk that lags must not hold up everybody."""
        whole, self._memory = self._memory, bytearray()
        await asyncio.get_running_loop().run_in_executor(self._writer, self._write, whole)

    def _write(self, whole: bytearray) -> None:
        if self._file is None:
            self._file = spool(self._folder)
        self._file.write(whole)
        self._file.flush()


class Intake:
    """Takes bodies in."""

    def __init__(self, *, places: Places, pace: Pace, folder: Path, writer: Executor) -> None:
        self._places, self._pace, self._folder, self._writer = places, pace, folder, writer

    async def collect(
        self, proto: Any, length: int | None, *, address: str, max_bytes: int
    ) -> tuple[Body, Place]:
        """Raises BodyTooLarge, BodyTooSlow, BodyIncomplete, Busy."""
        body = Body(self._folder, self._writer)
        started = asyncio.get_running_loop().time()
        deadline = asyncio.timeout_at(started + self._pace.allows(0))
        given_way = False

        def give_way() -> None:
            nonlocal given_way
            given_way = True
            if not deadline.expired():
                deadline.reschedule(0)

        place = self._places.take(address, give_way)
        try:
            async with deadline:
                ends = 0  # granian gives an empty chunk at the end, and one more if it broke off
                async for chunk in _chunks(proto, length):
                    ends += not chunk
                    if body.length + len(chunk) > max_bytes:
                        raise _too_large(max_bytes)
                    self._places.grow(place, len(chunk))
                    await body.add(chunk)
                    if not given_way and not deadline.expired():
                        deadline.reschedule(started + self._pace.allows(body.length))
            if ends > 1 or length not in (None, body.length):
                raise BodyIncomplete
        except TimeoutError:
            self._drop(body, place)
            raise (Busy if given_way else BodyTooSlow)() from None
        except BaseException:
            self._drop(body, place)
            raise
        place.yields = False
        return body, place

    def _drop(self, body: Body, place: Place) -> None:
        body.close()
        self._places.leave(place)


async def _chunks(proto: Any, length: int | None) -> AsyncIterator[bytes]:
    """A small body at once: each chunk is a turn of the loop, and a score's body has one."""
    if length is None or length > MEMORY_BYTES:
        async for chunk in proto:
            yield chunk
        return
    try:
        yield await proto()
    except (ProtocolClosed, ProtocolError):
        raise BodyIncomplete from None


def declared_length(headers: Any, max_bytes: int) -> int | None:
    """What Content-Length says, None of a chunked body. Raises BodyTooLarge.

    The server has refused a length that is no number.
    """
    value = headers.get("content-length")
    length = None if value is None else int(value)
    if length is not None and length > max_bytes:
        raise _too_large(max_bytes)
    return length


def _too_large(max_bytes: int) -> BodyTooLarge:
    return BodyTooLarge(limit_mb=f"{max_bytes / 1024 / 1024:.3g}")
