"""One attempt of an explanation: its sheets with their items, what became of each, and how those
that count come to its value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from common.language import Text
from contests.models import Round
from leaderboards.board import exact
from leaderboards.explanation.history import Filled, History
from leaderboards.explanation.sheets import facts, names_of, tables
from leaderboards.explanation.words import join, numbered, say
from leaderboards.models import Appeal
from scoring.discrepancy import Assessment, closest
from scoring.exact import number
from scoring.field import AttemptInput
from scoring.methods.judges import mean
from scoring.rounds import discrepancy_of
from scoring.rules import RANKING_JUDGES, RoundPolicy

Audience = Literal["office", "entrant", "public"]
"""Who runs the contest sees all; the entry's people their sheets without the judges; others none."""

_AVERAGED = ("mean", "trimmed", "closest_two")
_MOST_SHOWN = 12
"""Numbers in one working; of more nobody adds them up on paper."""


@dataclass(frozen=True, slots=True)
class RoundSource:
    """What a round is told from. `rules` is its part of the policy's definition."""

    round: Round
    rule: RoundPolicy
    rules: Mapping[str, Any]
    trace: Mapping[str, Any]
    history: History
    audience: Audience
    severity_refused: bool
    in_total: bool
    appeals: Sequence[Appeal]

    def input(self, attempt_number: int) -> AttemptInput | None:
        tries = self.history.attempts.get(self.round.code, ())
        return next((each for each in tries if each.number == attempt_number), None)


class ExplainedAttempt:
    """One attempt: its sheets in the order and under the names that the viewer may know."""

    def __init__(self, source: RoundSource, trace: Mapping[str, Any]) -> None:
        self.source, self.trace = source, trace
        self.input = source.input(trace["number"])
        self.found = None if self.input is None else discrepancy_of(source.rule, self.input)
        self.value, self.raw = known(trace["value"]), known(trace.get("raw"))
        self.used = self.counted_judges()

    def part(self) -> dict[str, Any]:
        trace, told = self.trace, self.source.audience != "public"
        sheets = self.sheets() if told else []
        shown = [self.filled(sheet["judge"]) for sheet in sheets]
        own = {} if self.input is None or not told else self.input.values
        names = names_of(self.source.round.form_version)
        return {
            "number": trace["number"],
            "state": trace["state"],
            "counted": trace["counted"],
            "value": trace["value"],
            "raw": trace.get("raw"),
            "sheets": [self.sheet(n, sheet) for n, sheet in enumerate(sheets, start=1)],
            "tables": tables(shown),
            "facts": facts(own, names),
            "discrepancy": self.discrepancy() if told else None,
            "workings": [*self.judged(), *self.severity()] if told else [*self.severity()],
        }

    def sheets(self) -> list[Mapping[str, Any]]:
        """In the order of points where judges are hidden, so that the place does not tell them."""
        sheets: list[Mapping[str, Any]] = list(self.trace["sheets"])
        if self.source.audience == "office":
            return sheets
        return sorted(sheets, key=lambda s: (s["points"] is None, known(s["points"]) or 0))

    def filled(self, judge: str) -> Filled | None:
        """The sheet's items, if they are those that gave its points."""
        code, attempt = self.source.round.code, self.trace["number"]
        found = self.source.history.filled.get((code, attempt, judge))
        (sheet,) = [each for each in self.trace["sheets"] if each["judge"] == judge]
        if found is None or exact(found.evaluation.points) != sheet["points"]:
            return None
        return found

    def sheet(self, place: int, sheet: Mapping[str, Any]) -> dict[str, Any]:
        office, judge = self.source.audience == "office", sheet["judge"]
        shown = judge if office else str(place)
        return {
            "judge": shown,
            "judge_name": self.source.history.judges.get(judge) if office else None,
            "label": say("sheet.office" if office else "sheet", judge=shown),
            "points": sheet["points"],
            "standardised": sheet["standardised"],
            "counted": judge in self.used,
            "dropped": self.dropped(sheet),
            "third": judge == self.third,
            "note": self.note(sheet),
        }

    @property
    def third(self) -> str | None:
        ruling = None if self.input is None else self.input.ruling
        return None if ruling is None else ruling.third

    def counted_judges(self) -> Collection[str]:
        """The judges whose sheets are in the attempt's value."""
        counted = [sheet["judge"] for sheet in self.trace["sheets"] if sheet["counted"]]
        result = self.found.band.result if self.found and self.found.settled else None
        if result == "closest_two":
            marks = [self.mark(judge) for judge in counted]
            return [counted[place] for place in closest([m for m in marks if m is not None])]
        if result == "third":
            return [judge for judge in counted if judge == self.third]
        return [] if result == "head" else counted

    def dropped(self, sheet: Mapping[str, Any]) -> str | None:
        """Why the sheet is not in the value: high, low, state, far, replaced."""
        if sheet["judge"] in self.used:
            return None
        if sheet["dropped"] is not None or not sheet["counted"]:
            return sheet["dropped"] or None
        result = self.found.band.result if self.found else None
        return "far" if result == "closest_two" else "replaced"

    def note(self, sheet: Mapping[str, Any]) -> Text | None:
        dropped = self.dropped(sheet)
        if dropped == "state" and self.input is not None:
            states = {each.judge: each.state for each in self.input.sheets}
            if states.get(sheet["judge"]) in ("no_show", "abstained"):
                return say(f"sheet.{states[sheet['judge']]}")
        if dropped is not None:
            return say(f"sheet.{dropped}")
        if not sheet["counted"]:
            return say("sheet.waiting")
        return say("sheet.third") if sheet["judge"] == self.third else None

    def mark(self, judge: str) -> Fraction | None:
        """What the sheet brings in: standardised, or rounded as the policy rounds sheets."""
        (sheet,) = [each for each in self.trace["sheets"] if each["judge"] == judge]
        if sheet["standardised"] is not None:
            return known(sheet["standardised"])
        return self.source.rule.at("sheet", known(sheet["points"]))

    def judged(self) -> Iterator[Text]:
        """How the sheets that count come to the value."""
        rule = self.source.rule
        result = self.found.band.result if self.found and self.found.settled else "judges"
        method = rule.judges.method if result == "judges" else result
        if rule.judges.method in RANKING_JUDGES:
            return
        marks = [self.mark(judge) for judge in self.used]
        given = sorted(mark for mark in marks if mark is not None)
        summed = method == "sum" or (method == "drop" and rule.judges.aggregate == "sum")
        if len(given) < 2 or not (summed or method in (*_AVERAGED, "drop")):
            return
        made = sum(given, Fraction(0)) if summed else mean(given)
        stands = self.value if self.raw is None else self.raw
        if rule.attempt is not None:
            stands = rule.at("judges", made)
        elif stands not in (rule.at("judges", made), rule.at("attempt", rule.at("judges", made))):
            return
        yield from working(given, made, stands, stands, averaged=not summed)

    def severity(self) -> Iterator[Text]:
        if self.raw is not None and self.value is not None:
            yield say("severity.value", raw=self.raw, value=self.value)

    def discrepancy(self) -> dict[str, Any] | None:
        """What the protocol asked for and what came of it; words of people for the office alone."""
        found = self.found
        if found is None:
            return None
        place = (self.source.round.code, self.trace["number"])
        said = self.source.history.said.get(place, ()) if self.source.audience == "office" else ()
        return {
            "difference": exact(found.difference),
            "limit": exact(found.band.limit),
            "action": found.band.action,
            "result": found.band.result,
            "settled": found.settled,
            "texts": list(self.ruled(found)),
            "reasons": [
                {"words": each.words, "by": each.by, "at": each.at.isoformat()} for each in said
            ],
        }

    def ruled(self, found: Assessment) -> Iterator[Text]:
        band = found.band
        yield say(f"discrepancy.{band.action}", difference=found.difference)
        if not found.settled:
            yield say("result.open")
        elif band.action != "accept" or band.result != "judges":
            ruling = None if self.input is None else self.input.ruling
            yield say(f"result.{band.result}", value=ruling.value if ruling else None)


def working(
    given: Sequence[Fraction],
    made: Fraction,
    stands: Fraction | None,
    expected: Fraction | None,
    *,
    averaged: bool,
) -> Iterator[Text]:
    """`given` added up or averaged to `made`; nothing if the number that stands is another than
    what is expected of it."""
    if not 1 < len(given) <= _MOST_SHOWN:
        return
    shown = join(map(numbered, given), " + ")
    if averaged:
        shown = {language: f"({words}) ÷ {len(given)}" for language, words in shown.items()}
    yield from checked(shown, made, stands, expected)


def checked(
    shown: Text, made: Fraction, stands: Fraction | None, expected: Fraction | None
) -> Iterator[Text]:
    if stands is None or stands != expected:
        return
    if stands == made:
        yield say("working", sum=shown, value=stands)
    else:
        yield say("working.rounded", sum=shown, exact=made, value=stands)


def known(value: Any) -> Fraction | None:
    """A number as a trace writes it."""
    return None if value is None else number(value)
