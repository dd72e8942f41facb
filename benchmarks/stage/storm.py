"""A judging day in bad weather: tablets that write at once, and what befalls the server meanwhile.

Runs against a server that is there already; `audit` then reads the database. To be imported with
Django set up.
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import asdict, dataclass
from http.client import HTTPException

from accounts.services import create_user
from benchmarks.stage.field import ITEMS, sign_in
from benchmarks.stage.server import Answer, Client
from benchmarks.stage.tablet import CSRF, GENERAL, PAUSE_SECONDS, Receipt, Tablet
from contests.models import Round
from judging.models import Judge, Scoresheet, ScoresheetRevision
from judging.services import create_judge, rebuild

Event = tuple[float, Callable[[], None]]


def equip(judges: Sequence[Judge], port: int) -> list[Tablet]:
    """A tablet for each judge, signed in, with the judge's empty sheets."""
    sheets: defaultdict[int, list[int]] = defaultdict(list)
    for judge_id, sheet_id in Scoresheet.objects.filter(judge__in=judges).values_list(
        "judge_id", "pk"
    ):
        sheets[judge_id].append(sheet_id)
    return [
        Tablet(port=port, session=_session(judge), sheets=sheets[judge.pk], items=ITEMS, seed=seed)
        for seed, judge in enumerate(judges)
    ]


def _session(judge: Judge) -> str:
    assert judge.user is not None
    return sign_in(judge.user)


class HeadJudge:
    """Locks the round in the middle of everything, and opens it again."""

    def __init__(self, round_: Round, port: int) -> None:
        user = create_user(full_name="Trưởng ban", username=f"{round_.contest.slug}-head")
        seat = create_judge(contest=round_.contest, username=user.username, role=Judge.Role.HEAD)
        self._client = Client(port)
        self._round = f"/api/v1/rounds/{round_.pk}"
        self._headers = {
            "Cookie": f"sessionid={_session(seat)}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
            "Content-Type": "application/json",
        }

    def lock_for(self, seconds: float) -> None:
        self._post("lock", "round-locked")
        time.sleep(seconds)
        self._post("unlock", "round-not-locked")

    def _post(self, verb: str, done: str) -> None:
        """Repeat until answered; that it was done before is an answer too."""
        answer = self._answer(verb)
        while answer is None:
            time.sleep(PAUSE_SECONDS)
            answer = self._answer(verb)
        if not (answer.status == 409 and json.loads(answer.body)["type"].endswith(done)):
            answer.expect(200)

    def _answer(self, verb: str) -> Answer | None:
        body = json.dumps({"reason": "Kiểm tra giữa chừng"}).encode()
        with suppress(OSError, HTTPException):
            return self._client.send("POST", f"{self._round}/{verb}/", self._headers, body)
        return None


def rage(
    tablets: Sequence[Tablet],
    *,
    edits: int,
    sheets: int,
    events: Sequence[Event],
    pause_seconds: float = 0,
) -> None:
    """Let all tablets score at once; each event comes when its share of the edits is stored.

    Raises what a tablet raised: an answer that it must not get.
    """
    planned = len(tablets) * sheets * edits
    with ThreadPoolExecutor(len(tablets)) as pool:
        scoring = [pool.submit(tablet.score, edits, pause_seconds) for tablet in tablets]
        for share, event in sorted(events, key=lambda one: one[0]):
            while sum(len(tablet.receipts) for tablet in tablets) < share * planned:
                done, _ = wait(scoring, timeout=0.02, return_when=FIRST_EXCEPTION)
                for one in done:
                    one.result()
                if len(done) == len(scoring):
                    raise AssertionError(f"the storm was over before {event} at {share:.0%}")
            event()
        for one in scoring:
            one.result()


@dataclass(frozen=True, slots=True)
class Audit:
    """What the database says to the receipts; in a sound product all but the first are 0."""

    acknowledged: int  # edits of which a tablet holds a receipt
    lost: int  # receipts whose very write is not among the revisions
    doubled: int  # revisions that write an edit once more
    unacknowledged: int  # revisions of which no tablet knows
    stale: int  # sheets that do not show what was acknowledged last, in the database or the API
    gaps: int  # sheets whose revisions are not numbered 1, 2, 3, …
    rebuilt_differences: int  # stored sheets and results that their revisions do not bear out


def audit(round_: Round, tablets: Sequence[Tablet]) -> Audit:
    """Compare the round in the database with the tablets' receipts; the server must run."""
    receipts = {receipt.write.key: receipt for one in tablets for receipt in one.receipts}
    numbers: defaultdict[int, list[int]] = defaultdict(list)
    edits: Counter[str] = Counter()
    missing, unknown = set(receipts), 0
    revisions = ScoresheetRevision.objects.filter(scoresheet__attempt__round=round_)
    for row in revisions.order_by("number").iterator():
        numbers[row.scoresheet_id].append(row.number)
        edits[row.comments.get(GENERAL, "")] += 1
        receipt = receipts.get(row.operation)
        if receipt is None:
            unknown += 1
        elif _written(row) == _promised(receipt) and row.request_sha256 == receipt.sha256:
            missing.discard(row.operation)

    last: dict[int, Receipt] = {}
    for receipt in receipts.values():
        before = last.get(receipt.write.sheet)
        if before is None or before.revision < receipt.revision:
            last[receipt.write.sheet] = receipt
    stale = {sheet for tablet in tablets for sheet in tablet.differing()}
    gaps = 0
    for sheet in Scoresheet.objects.filter(attempt__round=round_):
        gaps += numbers[sheet.pk] != list(range(1, sheet.revision + 1))
        if sheet.pk not in last or _shown(sheet) != _promised(last[sheet.pk]):
            stale.add(sheet.pk)
    return Audit(
        acknowledged=len({receipt.write.mark for receipt in receipts.values()}),
        lost=len(missing),
        doubled=sum(count - 1 for count in edits.values()),
        unacknowledged=unknown,
        stale=len(stale),
        gaps=gaps,
        rebuilt_differences=len(rebuild(contests=[round_.contest])),
    )


def _written(row: ScoresheetRevision) -> tuple[object, ...]:
    return row.scoresheet_id, row.number, row.state, row.values, row.comments


def _shown(sheet: Scoresheet) -> tuple[object, ...]:
    return sheet.pk, sheet.revision, sheet.state, sheet.values, sheet.comments


def _promised(receipt: Receipt) -> tuple[object, ...]:
    write = receipt.write
    return write.sheet, receipt.revision, write.state, write.values, {GENERAL: write.mark}


def figures(tablets: Sequence[Tablet], found: Audit) -> dict[str, int | float]:
    """The audit, what happened how often, and how long answers took."""
    counts: Counter[str] = Counter()
    for tablet in tablets:
        counts.update(tablet.counts)
    times = sorted(second for tablet in tablets for second in tablet.seconds)
    return {
        **asdict(found),
        **dict(sorted(counts.items())),
        "p50_ms": round(times[len(times) // 2] * 1000, 1),
        "p95_ms": round(times[len(times) * 95 // 100] * 1000, 1),
        "max_ms": round(times[-1] * 1000, 1),
    }
