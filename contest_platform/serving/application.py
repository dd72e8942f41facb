"""The RSGI application: takes the body in, runs Django in a thread, hands the answer over.

All of it but the thread's part runs in one event loop, which never waits for the disk or the
database.
"""

from __future__ import annotations

import asyncio
import io
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from rest_framework.exceptions import NotAuthenticated

from common import problems
from common.addresses import address_among
from common.errors import DomainError
from contest_platform.serving import sockets
from contest_platform.serving.answers import Answer, Application, answer_of
from contest_platform.serving.bodies import MEMORY_BYTES, Body, Intake, Pace, declared_length
from contest_platform.serving.environ import environ_of, split
from contest_platform.serving.errors import Busy
from contest_platform.serving.places import Place, Places
from contest_platform.serving.routes import LANES, QUICK, THREADS, UPLOADS, Lane, Route, Routes
from contest_platform.serving.strangers import has_account

MAX_WAITING: Final = 1000  # requests that wait for a thread of their lane, but for the quick
_LOOK_SECONDS: Final = 0.1  # until the server listens
_DRAIN_SECONDS: Final = 2  # for a client to hear that its body was refused
_STALE_SECONDS: Final = 24 * 3600  # another process may be at work in the same folder
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """Places and times of bodies that come in and large answers that go out."""

    bodies: Places
    body_pace: Pace
    answers: Places
    answer_pace: Pace
    unread_seconds: float


class Server:
    """What granian calls: once a request, and when it begins and ends."""

    def __init__(self, application: Application, *, limits: Limits, folder: Path) -> None:
        self._application, self._limits, self._folder = application, limits, folder
        self._routes = Routes()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="request")
        self._disk = ThreadPoolExecutor(2, thread_name_prefix="disk")
        self._intake = Intake(
            places=limits.bodies, pace=limits.body_pace, folder=folder, writer=self._disk
        )
        self._lanes = {lane: asyncio.Semaphore(lane.threads) for lane in LANES}
        self._waiting = dict.fromkeys(LANES, 0)

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        _clear(self._folder)

        def limit_unread() -> None:
            if not sockets.limit_unread(self._limits.unread_seconds):
                loop.call_later(_LOOK_SECONDS, limit_unread)

        loop.call_soon(limit_unread)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._threads.shutdown()
        self._disk.shutdown()

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        try:
            await self._serve(scope, proto)
        except Exception:
            _log.exception("%s %s was not served", scope.method, scope.path)
            _refuse(scope, proto, problems.server_error)

    async def _serve(self, scope: Any, proto: Any) -> None:
        headers = scope.headers
        route = self._routes.find(scope.method, scope.path)
        body: Body | None = None
        place: Place | None = None
        try:
            if "transfer-encoding" in headers or headers.get("content-length", "0") != "0":
                length = declared_length(headers, route.max_bytes)
                await self._admit(scope, route, length)
                body, place = await self._intake.collect(
                    proto, length, address=_address(scope), max_bytes=route.max_bytes
                )
            answer = await self._answer(scope, proto, route.lane, body)
        except (DomainError, NotAuthenticated) as refusal:
            _refuse(scope, proto, partial(_reason, refusal))
            if body is None:
                await _drain(scope, proto)
            return
        finally:
            if body is not None:
                body.close()
            if place is not None:
                self._limits.bodies.leave(place)
        if answer is not None:
            await self._send_file(scope, proto, answer)

    async def _admit(self, scope: Any, route: Route, length: int | None) -> None:
        """Only who has an account has files taken in. Raises NotAuthenticated."""
        if route.lane is not UPLOADS or (length is not None and length <= MEMORY_BYTES):
            return
        environ = environ_of(scope, io.BytesIO(), None)
        loop = asyncio.get_running_loop()
        if not await loop.run_in_executor(self._threads, _has_account, environ):
            raise NotAuthenticated

    async def _answer(self, scope: Any, proto: Any, lane: Lane, body: Body | None) -> Answer | None:
        """What is still to be sent, None if the thread has sent it. Raises Busy."""
        file = io.BytesIO() if body is None else await body.complete()
        environ = environ_of(scope, file, None if body is None else body.length)
        loop = asyncio.get_running_loop()
        if lane is QUICK:
            return await loop.run_in_executor(self._threads, self._run, environ, proto)
        if self._waiting[lane] >= MAX_WAITING:
            raise Busy
        self._waiting[lane] += 1
        try:
            await self._lanes[lane].acquire()
        finally:
            self._waiting[lane] -= 1
        try:
            return await loop.run_in_executor(self._threads, self._run, environ, proto)
        finally:
            self._lanes[lane].release()

    def _run(self, environ: dict[str, Any], proto: Any) -> Answer | None:
        """In a thread. Bytes are handed over at once: the loop may have others to see to."""
        answer = answer_of(self._application, environ, self._folder)
        if answer.descriptor is not None:
            return answer
        proto.response_bytes(answer.status, answer.headers, answer.body)
        return None

    async def _send_file(self, scope: Any, proto: Any, answer: Answer) -> None:
        """Waits until the file has left, or hangs up.

        The connection ends with it: granian says no other way when an answer has left.
        """
        loop = asyncio.get_running_loop()
        try:
            if scope.method == "HEAD":
                proto.response_empty(answer.status, answer.headers)
                return
            ended = asyncio.Event()
            place = self._limits.answers.take(_address(scope), ended.set)
            try:
                _hand_over(proto, answer)
                gone = loop.create_task(_disconnected(proto))
                cut = loop.create_task(ended.wait())
                seconds = self._limits.answer_pace.allows(answer.length)
                _, waiting = await asyncio.wait(
                    {gone, cut}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
                )
                for task in waiting:
                    task.cancel()
                if gone in waiting:
                    client = split(scope.client)
                    await loop.run_in_executor(self._disk, sockets.hang_up, client)
            finally:
                self._limits.answers.leave(place)
        except Busy as refusal:
            _refuse(scope, proto, partial(_reason, refusal))
        finally:
            answer.close()


def _has_account(environ: dict[str, Any]) -> bool:
    """In a thread, where no request has begun as yet and the database may have gone away."""
    close_old_connections()
    return has_account(environ)


def _clear(folder: Path) -> None:
    """Django's own files have names, and stay when the process is killed."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():
        with suppress(FileNotFoundError):
            if time.time() - file.stat().st_mtime > _STALE_SECONDS:
                file.unlink()


def _address(scope: Any) -> str:
    """Whose the request is, for what one address may take."""
    forwarded = [value for name, value in scope.headers.items() if name == "x-forwarded-for"]
    return address_among(",".join(forwarded), split(scope.client)[0])


async def _disconnected(proto: Any) -> None:
    await proto.client_disconnect()


def _hand_over(proto: Any, answer: Answer) -> None:
    """By the descriptor's own name: what was opened is sent, whatever became of its path."""
    path = f"/proc/self/fd/{answer.descriptor}"
    headers = [*answer.headers, ("Connection", "close")]
    if answer.start:
        end = answer.start + answer.length
        proto.response_file_range(answer.status, headers, path, answer.start, end)
    else:
        proto.response_file(answer.status, headers, path)


def _refuse(scope: Any, proto: Any, make: Callable[[HttpRequest], HttpResponse]) -> None:
    """Answer in the language of the request, without the application."""
    request = HttpRequest()
    request.path = request.path_info = scope.path
    request.META["HTTP_ACCEPT_LANGUAGE"] = scope.headers.get("accept-language", "")
    with translation.override(translation.get_language_from_request(request)):
        response = make(request)
    headers = [*response.items(), ("Connection", "close")]
    proto.response_bytes(response.status_code, headers, response.content)


def _reason(refusal: Exception, request: HttpRequest) -> HttpResponse:
    return problems.answer(refusal)


async def _drain(scope: Any, proto: Any) -> None:
    """Let a refused body run dry for a moment: hung up on, its client would not read the reason."""
    if "expect" in scope.headers:
        return
    with suppress(Exception):
        proto.__aiter__()  # unless somebody reads already
    with suppress(TimeoutError, StopAsyncIteration):
        async with asyncio.timeout(_DRAIN_SECONDS):
            while True:
                await proto.__anext__()
