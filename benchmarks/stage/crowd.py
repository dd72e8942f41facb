"""The moment everybody looks: phones that poll a board, and judges who score meanwhile.

One loop plays them all, each over a connection of its own that stays open, so that the load takes
little of the machine that it measures. Runs against a server that is there already; knows no
database. How old a board was is told afterwards, from what was acknowledged when.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import math
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from benchmarks.stage.server import Answer

CSRF = "a" * 32
INTERVAL_SECONDS, JITTER_SECONDS = 4.0, 1.0  # as frontend/src/features/standings/standings.ts
ANSWER_WITHIN_SECONDS = 20  # as frontend/src/offline/scoresheets.ts waits
LAST_LOOK_SECONDS = 6.0  # after the last answer to a judge; by then somebody saw the score
STEP = 0.5  # of an item
_LINES = 64 * 1024  # bytes of a head at most


@dataclass(slots=True)
class Crowd:
    """What everybody saw, by `time.monotonic()`."""

    over: float = math.inf  # when the viewers leave
    boards: dict[str, bytes] = field(default_factory=dict)  # body by tag
    last_seen: dict[str, float] = field(default_factory=dict)  # when a viewer last had that board
    written: defaultdict[str, list[tuple[float, float]]] = field(
        default_factory=lambda: defaultdict(list)
    )  # by entry: points, and when they were acknowledged
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    poll_seconds: list[float] = field(default_factory=list)
    write_seconds: list[float] = field(default_factory=list)

    def failed(self, problem: str) -> None:
        self.counts["errors"] += 1
        self.problems.append(problem)

    def oldest_board_seconds(self) -> float:
        """The greatest age of a board that any viewer was answered.

        A board is as old, when its answer has come, as the acknowledgement of the first score that
        it lacks.
        """
        return max((self._age(tag, seen) for tag, seen in self.last_seen.items()), default=0.0)

    def unseen(self) -> int:
        """Scores' effects that no board showed in the end."""
        shown = _points(self.boards[max(self.last_seen, key=self.last_seen.__getitem__)])
        return sum(shown.get(entry) != scores[-1][0] for entry, scores in self.written.items())

    def _age(self, tag: str, seen: float) -> float:
        shown = _points(self.boards[tag])
        lacking = []
        for entry, scores in self.written.items():
            values = [points for points, _ in scores]
            known = values.index(shown[entry]) + 1 if shown.get(entry) in values else 0
            lacking += [told for _, told in scores[known:]]
        return max(0.0, seen - min(lacking, default=seen))


def _points(body: bytes) -> dict[str, float | None]:
    """Points by entry; None for one without."""
    rows = [row for division in json.loads(body)["divisions"] for row in division["rows"]]
    return {
        row["entry"]["code"]: None if row["points"] is None else float(row["points"])
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class Scorer:
    """A judge signed in, and the sheets (id, entry's code) that nobody else's scores meet at.

    So a board's points of an entry tell which of the judge's scores it carries.
    """

    session: str
    sheets: Sequence[tuple[int, str]]
    items: Sequence[str]
    seed: int


def watch(
    *, port: int, path: str, viewers: int, scorers: Sequence[Scorer], seconds: float, pause: float
) -> Crowd:
    """Let so many viewers poll `path` while the judges score for so long; `pause` between scores."""
    _allow_connections(viewers + len(scorers))
    return asyncio.run(_everybody(port, path, viewers, scorers, seconds, pause))


def _allow_connections(number: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < number + 100:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 2 * number + 100), hard))


async def _everybody(
    port: int, path: str, viewers: int, scorers: Sequence[Scorer], seconds: float, pause: float
) -> Crowd:
    crowd = Crowd()
    over = time.monotonic() + seconds
    looking = [
        asyncio.create_task(_view(crowd, port, path, Random(number))) for number in range(viewers)
    ]
    await asyncio.gather(*(_score(crowd, port, scorer, pause, over) for scorer in scorers))
    crowd.over = time.monotonic() + LAST_LOOK_SECONDS
    await asyncio.gather(*looking)
    return crowd


async def _view(crowd: Crowd, port: int, path: str, chance: Random) -> None:
    """One phone: asks with the tag it has, waits as long as the frontend waits, asks again."""
    browser = Browser(port)
    tag = ""
    await asyncio.sleep(chance.uniform(0, INTERVAL_SECONDS))
    while time.monotonic() < crowd.over:
        headers = {"Accept-Encoding": "gzip, deflate", "Cookie": f"csrftoken={CSRF}"}
        if tag:
            headers["If-None-Match"] = tag
        started = time.monotonic()
        try:
            answer = await browser.send("GET", path, headers)
        except (OSError, EOFError, TimeoutError) as error:
            crowd.failed(f"poll: {error!r}")
        else:
            seen = time.monotonic()
            crowd.poll_seconds.append(seen - started)
            crowd.counts["polls"] += 1
            if answer.status == 200:
                tag = answer.headers["etag"]
                if tag not in crowd.boards:
                    packed = answer.headers.get("content-encoding") == "gzip"
                    crowd.boards[tag] = gzip.decompress(answer.body) if packed else answer.body
            if answer.status == 304:
                crowd.counts["polls_not_modified"] += 1
            if answer.status in (200, 304):
                crowd.last_seen[tag] = seen
            else:
                crowd.failed(f"poll: {answer.status} {answer.body[:300]!r}")
        await asyncio.sleep(INTERVAL_SECONDS + chance.uniform(-JITTER_SECONDS, JITTER_SECONDS))
    browser.close()


async def _score(crowd: Crowd, port: int, scorer: Scorer, pause: float, until: float) -> None:
    """One judge: fills in sheet after sheet, then begins again with one step more on each."""
    browser = Browser(port)
    chance = Random(scorer.seed)
    turn, last = 0, len(scorer.items) - 1
    while True:
        for sheet, entry in scorer.sheets:
            await asyncio.sleep(pause * chance.uniform(0.5, 1.5))
            if time.monotonic() >= until:
                return browser.close()
            # No two scores of an entry are equal: a board tells them apart.
            marks = [min(20.0, max(0.0, STEP * (turn + 1) - 20 * place)) for place in range(last)]
            values = dict(zip(scorer.items, [*marks, 0.0], strict=True))
            headers = {
                "Cookie": f"sessionid={scorer.session}; csrftoken={CSRF}",
                "X-CSRFToken": CSRF,
                "Content-Type": "application/json",
                "If-Match": f'"{turn}"',
                "Idempotency-Key": f"crowd-{scorer.seed}-{sheet}-{turn}",
            }
            body = json.dumps({"values": values, "comments": {}, "state": "submitted"}).encode()
            started = time.monotonic()
            try:
                answer = await browser.send("PUT", f"/api/v1/scoresheets/{sheet}/", headers, body)
            except (OSError, EOFError, TimeoutError) as error:
                crowd.failed(f"write: {error!r}")
                continue
            told = time.monotonic()
            crowd.write_seconds.append(told - started)
            crowd.counts["writes"] += 1
            if answer.status == 200:
                crowd.written[entry].append((sum(marks), told))
            else:
                crowd.failed(f"write: {answer.status} {answer.body[:300]!r}")
        turn += 1


class Browser:
    """One connection that is kept, and opened anew when the other side closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Answer:
        """Raises OSError, EOFError, TimeoutError."""
        try:
            async with asyncio.timeout(ANSWER_WITHIN_SECONDS):
                return await self._send(method, path, headers, body)
        except (OSError, EOFError, TimeoutError):
            self.close()
            raise

    async def _send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        if self._streams is None or self._streams[0].at_eof():
            self.close()
            self._streams = await asyncio.open_connection("127.0.0.1", self._port, limit=_LINES)
        reader, writer = self._streams
        sent = {"Host": f"127.0.0.1:{self._port}", **headers}
        if body:
            sent["Content-Length"] = str(len(body))
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status = int(head[0].split()[1])
        told = {
            name.lower(): value
            for name, _, value in (line.partition(": ") for line in head[1:] if line)
        }
        length = 0 if status == 304 else int(told["content-length"])
        return Answer(status, told, await reader.readexactly(length))

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None
