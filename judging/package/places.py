"""What the rows of a package's judging refer to: entries, judges, rounds, attempts and sheets.

Finds them by their codes and names what is not there; the other way, how rows name and tell them.
Never writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from common.documents import sparse
from common.faults import Codes, Faults
from common.language import Text
from contests.models import Contest, FormVersion, Round
from contests.package import Rules, told
from judging.models import Attempt, Judge, Scoresheet
from submissions.models import Entry

_SAMPLE: Text = {
    "vi": "bài mẫu chỉ thuộc vòng chấm thử, và vòng chấm thử chỉ có bài mẫu",
    "en": "samples belong to calibration rounds alone, and those have nothing but samples",
}
_REASON: Text = {"vi": "hãy ghi lý do", "en": "give the reason"}

Row = Mapping[str, Any]


@dataclass(slots=True)
class Places:
    """Everything by its codes: attempts by (entry, round, number), sheets by (judge, entry, round,
    attempt). `warnings` are what the import's writer should look at.
    """

    rules: Rules
    entries: Codes[Entry]
    judges: Codes[Judge]
    attempts: Codes[Attempt]
    sheets: Codes[Scoresheet]
    faults: Faults
    warnings: Faults = field(default_factory=Faults)

    def entry(self, row: Row, pointer: str) -> Entry | None:
        return self.entries.find(row["entry"], f"{pointer}/entry")

    def judge(self, row: Row, pointer: str) -> Judge | None:
        return self.judges.find(row["judge"], f"{pointer}/judge")

    def counted_round(self, row: Row, pointer: str) -> Round | None:
        return self.rules.counted_round_of(row, pointer, self.faults)

    def attempt(self, row: Row, pointer: str) -> Attempt | None:
        """The attempt of the row's entry and round whose number the row says, or the first."""
        entry, round_ = self.entry(row, pointer), self.counted_round(row, pointer)
        if entry is None or round_ is None:
            return None
        return self.attempts.find((entry.code, round_.code, row.get("attempt", 1)), pointer)

    def sheet(self, row: Row, pointer: str) -> Scoresheet | None:
        """The row's sheet; of calibration rounds too."""
        entry, judge = self.entry(row, pointer), self.judge(row, pointer)
        round_ = self.rules.round_of(row, pointer, self.faults)
        if entry is None or judge is None or round_ is None:
            return None
        return self.sheets.find(
            (judge.code, entry.code, round_.code, row.get("attempt", 1)), pointer
        )

    def version(self, round_: Round, number: int, pointer: str) -> FormVersion | None:
        """The version with that number of the round's form."""
        return self.rules.versions.find((round_.form_version.form.code, number), pointer)

    def reason(self, row: Row, pointer: str, *, needed: bool) -> str:
        """The row's reason; a fault where one is needed and none is there."""
        reason: str = row.get("reason", "")
        if needed and not reason.strip():
            self.faults.add(f"{pointer}/reason", "reason-needed", _REASON)
        return reason


def check_sample(entry: Entry, round_: Round, pointer: str, faults: Faults) -> None:
    """A calibration round is scored on samples, every other one on what was entered."""
    if (entry.state == Entry.State.SAMPLE) != round_.calibration:
        faults.add(f"{pointer}/entry", "sample-round", _SAMPLE)


def sheet_of(sheet: Scoresheet) -> dict[str, Any]:
    """How a row names a sheet; expects its attempt's entry and round, and its judge, joined."""
    return {**attempt_of(sheet.attempt), "judge": sheet.judge.code}


def attempt_of(attempt: Attempt) -> dict[str, Any]:
    """How a row names an attempt; expects its entry and round joined."""
    number = {} if attempt.number == 1 else {"attempt": attempt.number}
    return {"entry": attempt.entry.code, "round": attempt.round.code, **number}


def steps(events: Iterable[Any], contest: Contest) -> list[dict[str, Any]]:
    """The events of an override or an appeal as its row tells them, in the order of writing."""
    return [
        sparse(
            {
                "state": event.state,
                "reason": event.reason,
                "recorded_at": told(event.created_at, contest),
            }
        )
        for event in sorted(events, key=lambda event: event.pk)
    ]
