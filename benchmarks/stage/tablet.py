"""A judge's tablet as its outbox behaves, and the accidents of a hall. Knows no database.

A write is frozen and repeated unchanged, under its key, until it is answered; the next one builds
on the revision that the answer told. What the server acknowledged is kept as a receipt.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from random import Random
from typing import Any

from benchmarks.stage.server import Client

CSRF = "a" * 32
PAUSE_SECONDS = 0.1  # before a write without an answer goes out again
GIVE_UP_SECONDS = 300  # the server is not coming back
PAUSE_LOCKED_SECONDS = 0.3  # before a refused one does
ANSWER_WITHIN_SECONDS = 20  # as frontend/src/offline/scoresheets.ts waits
GENERAL = ""  # the place of the sheet's own comment; here it carries the edit's mark

# What happens to a write, and to how many of a hundred; to the others nothing does.
ACCIDENTS: Mapping[str, int] = {
    "hung_up": 5,  # the connection is gone before the answer comes
    "at_once": 5,  # the same write twice at the same time
    "again": 5,  # the same write again after its answer
    "replay": 5,  # a write of long ago again
    "reused": 3,  # the key once more, with another body
    "elsewhere": 7,  # another device of the judge wrote first
}

Answer = tuple[int, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Write:
    """One PUT of a whole sheet. `mark` names the edit, under whatever keys it is sent."""

    sheet: int
    key: str
    if_match: int
    mark: str
    values: Mapping[str, int]
    state: str

    @property
    def body(self) -> bytes:
        content = {"values": self.values, "comments": {GENERAL: self.mark}, "state": self.state}
        return json.dumps({**content, "kind": "scored"}).encode()


@dataclass(frozen=True, slots=True)
class Receipt:
    """A write that the server has acknowledged, as which revision."""

    write: Write
    revision: int
    sha256: str


@dataclass(slots=True)
class Sheet:
    """What the tablet knows of one sheet on the server."""

    id: int
    revision: int = 0
    values: Mapping[str, int] = field(default_factory=dict)
    edits: int = 0


class Tablet:
    """One judge who fills in one sheet after the other, whatever happens on the way."""

    def __init__(
        self, *, port: int, session: str, sheets: Sequence[int], items: Sequence[str], seed: int
    ) -> None:
        self.receipts: list[Receipt] = []
        self.counts: Counter[str] = Counter()  # what happened: accidents, answers by status
        self.seconds: list[float] = []  # how long each answer took
        self._port, self._session, self._items = port, session, items
        self._client = self._connection()
        self._sheets = [Sheet(pk) for pk in sheets]
        self._chance = Random(seed)
        self._fate = Random(seed)  # accidents: the same ones in every run
        self._keys = 0
        self._name = f"tablet{seed}"

    def score(self, edits: int, pause_seconds: float) -> None:
        """Fill in every sheet in so many edits, the last of which submits it; thinks in between."""
        self._chance.shuffle(self._sheets)
        share = -(-len(self._items) // edits)
        for sheet in self._sheets:
            for turn in range(edits):
                items = self._items[turn * share : (turn + 1) * share]
                self._edit(sheet, items, "submitted" if turn == edits - 1 else "draft")
                time.sleep(pause_seconds * self._chance.uniform(0.5, 1.5))

    def differing(self) -> list[int]:
        """The sheets that the server now shows otherwise than it acknowledged them."""
        answer = self._connection().get("/api/v1/queue/", self._headers()).expect(200)
        shown = {
            sheet["id"]: (sheet["revision"], sheet["values"])
            for sheet in json.loads(answer.body)["sheets"]
        }
        return [
            sheet.id
            for sheet in self._sheets
            if shown.get(sheet.id) != (sheet.revision, sheet.values)
        ]

    def _edit(self, sheet: Sheet, items: Sequence[str], state: str) -> None:
        """One change of the judge's, with what happens to it."""
        accident = self._accident()
        if accident:
            self.counts[accident] += 1
        if accident == "elsewhere":
            # The other device's write is acknowledged too; this one does not hear of it.
            known = (sheet.revision, sheet.values)
            self._store(sheet, self._marks(self._items[:1]), "draft")
            sheet.revision, sheet.values = known
        receipt = self._store(sheet, self._marks(items), state, accident)
        if accident == "again":
            self._expect_same(receipt)
        elif accident == "replay":
            self._expect_same(self._chance.choice(self.receipts))
        elif accident == "reused":
            self._expect_refusal(receipt.write)

    def _accident(self) -> str:
        dice = self._fate.randrange(100)
        for name, share in ACCIDENTS.items():
            dice -= share
            if dice < 0:
                return name
        return ""

    def _marks(self, items: Sequence[str]) -> dict[str, int]:
        return {item: self._chance.randint(0, 10) for item in items}

    def _store(
        self, sheet: Sheet, changes: Mapping[str, int], state: str, accident: str = ""
    ) -> Receipt:
        """Send one edit until the server holds it: repeated, merged, sent again after an unlock."""
        mark = f"{self._name}/{sheet.id}/{sheet.edits}"
        sheet.edits += 1
        tried: list[Write] = []
        while True:
            self._keys += 1
            write = Write(
                sheet=sheet.id,
                key=f"{self._name}-{self._keys:08d}",
                if_match=sheet.revision,
                mark=mark,
                values={**sheet.values, **changes},
                state=state,
            )
            status, body = self._deliver(write, "" if tried else accident)
            tried.append(write)
            if status == 200:
                return self._acknowledged(sheet, write, body)
            problem = body.get("type", "")
            if status == 409 and problem.endswith("/sheet-locked"):
                self.counts["locked"] += 1
                time.sleep(PAUSE_LOCKED_SECONDS)
            elif status == 412:
                self.counts["merged"] += 1
                current = body["current"]
                if current["comments"].get(GENERAL) == mark:
                    # An earlier try was under way while a later one was refused: its own key tells.
                    found = ((one, self._deliver(one)) for one in tried)
                    write, body = next((one, own) for one, (code, own) in found if code == 200)
                    return self._acknowledged(sheet, write, body)
                sheet.revision, sheet.values = current["revision"], current["values"]
            else:
                raise AssertionError(f"{status} for {write}: {body}")

    def _acknowledged(self, sheet: Sheet, write: Write, body: dict[str, Any]) -> Receipt:
        receipt = Receipt(write, body["receipt"]["revision"], body["receipt"]["sha256"])
        if (receipt.revision, body["values"]) != (write.if_match + 1, write.values):
            raise AssertionError(f"{write} was answered with {body}")
        sheet.revision, sheet.values = receipt.revision, write.values
        self.receipts.append(receipt)
        return receipt

    def _deliver(self, write: Write, accident: str = "") -> Answer:
        """Repeat the write, as it is, until it is answered."""
        if accident == "at_once":
            return self._twice(write)
        if accident == "hung_up":
            self._abandon(write)
        return self._repeat(self._client, write)

    def _repeat(self, client: Client, write: Write) -> Answer:
        limit = time.monotonic() + GIVE_UP_SECONDS
        while (answer := self._send(client, write.key, write)) is None:
            if time.monotonic() > limit:
                raise AssertionError(f"no answer in {GIVE_UP_SECONDS} s to {write}")
            self.counts["repeated"] += 1
            time.sleep(PAUSE_SECONDS * self._chance.uniform(0.5, 1.5))
        return answer

    def _send(self, client: Client, key: str, write: Write) -> Answer | None:
        """One try; None when no answer came, or one that says to try again."""
        started = time.perf_counter()
        try:
            answer = client.send(
                "PUT", _path(write), self._headers(key, write.if_match), write.body
            )
            body = json.loads(answer.body)
        except (OSError, HTTPException, ValueError):
            return None
        self.seconds.append(time.perf_counter() - started)
        self.counts[f"status_{answer.status}"] += 1
        if answer.status >= 500 or answer.status in {408, 429}:
            return None
        return answer.status, body

    def _twice(self, write: Write) -> Answer:
        """A double tap: both tries must come to the same."""
        with ThreadPoolExecutor(2) as pool:
            first, second = pool.map(
                self._repeat, (self._client, self._connection()), (write, write)
            )
        if first[0] == second[0] == 200 and first[1]["receipt"] != second[1]["receipt"]:
            raise AssertionError(f"one write, two receipts: {first}, {second}")
        # A lock may fall between the two: what was taken is taken.
        return second if second[0] == 200 else first

    def _abandon(self, write: Write) -> None:
        client = self._connection()
        with suppress(OSError, HTTPException):
            client.send_and_leave(
                "PUT", _path(write), self._headers(write.key, write.if_match), write.body
            )

    def _expect_same(self, receipt: Receipt) -> None:
        """A write that is repeated later answers with the revision that it made, and makes no other."""
        status, body = self._repeat(self._client, receipt.write)
        told = body.get("receipt", {})
        if (status, told.get("revision"), told.get("sha256")) != (
            200,
            receipt.revision,
            receipt.sha256,
        ):
            raise AssertionError(f"the repeat of {receipt} was answered {status}: {body}")

    def _expect_refusal(self, write: Write) -> None:
        other = Write(
            write.sheet, write.key, write.if_match + 1, f"{write.mark}/other", {}, "draft"
        )
        status, body = self._repeat(self._client, other)
        if (status, body["type"]) != (409, "/problems/operation-reused"):
            raise AssertionError(f"a used key with another body was answered {status}: {body}")

    def _connection(self) -> Client:
        return Client(self._port, timeout=ANSWER_WITHIN_SECONDS)

    def _headers(self, key: str = "", if_match: int | None = None) -> dict[str, str]:
        headers = {"Cookie": f"sessionid={self._session}; csrftoken={CSRF}"}
        if key:
            headers |= {
                "X-CSRFToken": CSRF,
                "Content-Type": "application/json",
                "If-Match": f'"{if_match}"',
                "Idempotency-Key": key,
            }
        return headers


def _path(write: Write) -> str:
    return f"/api/v1/scoresheets/{write.sheet}/"
