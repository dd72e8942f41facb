"""One round of an explanation: its rules, its attempts with their sheets, and what stands in place
of what they give.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from common.language import Text
from leaderboards.board import exact
from leaderboards.explanation.attempts import (
    ExplainedAttempt,
    RoundSource,
    checked,
    known,
    working,
)
from leaderboards.explanation.formulas import formula
from leaderboards.explanation.history import Override
from leaderboards.explanation.sheets import names_of
from leaderboards.explanation.words import join, numbered, say
from leaderboards.models import Appeal
from scoring.methods.judges import mean
from scoring.rules import Rounding, RoundPolicy


def round_part(source: RoundSource) -> dict[str, Any]:
    """The round as JSON values; exact numbers as text, words in both languages."""
    trace = source.trace
    return {
        "code": source.round.code,
        "title": source.round.title,
        "title_en": source.round.title_en,
        "weight": exact(source.rule.weight) if source.in_total else None,
        "value": trace["value"],
        "points": trace["points"],
        "rank": trace["rank"],
        "rules": list(_rules(source)),
        "attempts": [ExplainedAttempt(source, attempt).part() for attempt in trace["attempts"]],
        "workings": list(_workings(source)),
        "override": _override(source),
        "appeals": [_appeal(source, each) for each in source.appeals],
    }


def _rules(source: RoundSource) -> Iterator[Text]:
    rule, attempts = source.rule, source.trace["attempts"]
    judged = any(each["sheets"] for each in attempts)
    if judged:
        yield from _rounding(rule, "sheet")
        if rule.standardise is not None:
            standard = rule.standardise
            yield say("standardise", mean=standard.mean, deviation=standard.deviation)
        judges = rule.judges
        name = f"judges.{judges.method}"
        if judges.method == "drop":
            name += f".{judges.aggregate}"
        yield say(name, share=judges.share, high=judges.high, low=judges.low)
        if judges.minimum_sheets > 1:
            yield say("judges.minimum", count=judges.minimum_sheets)
        yield from _rounding(rule, "judges")
    if rule.severity is not None:
        if source.severity_refused:
            yield say("severity.refused")
        else:
            yield say("severity", model=say(f"severity.{rule.severity}"))
            yield from _rounding(rule, "severity")
    if rule.attempt is not None:
        told = formula(source.rules["attempt"]["expression"], names_of(source.round.form_version))
        yield say("attempt.formula", formula=told)
    yield from _rounding(rule, "attempt")
    if len(attempts) > 1 or rule.attempts.method not in ("best", "single"):
        yield say(f"attempts.{rule.attempts.method}", k=rule.attempts.k)
    if rule.attempts.counted is not None:
        yield say("attempts.counted", count=rule.attempts.counted)
    if rule.attempts.disqualified == "zero":
        yield say("attempts.disqualified")
    if rule.attempts.no_show == "zero":
        yield say("attempts.no_show")
    method = rule.round
    if method.method != "raw":
        yield say(
            f"round.{method.method}",
            scale=method.scale, mean=method.mean, deviation=method.deviation,
        )  # fmt: skip
    if method.order == "asc":
        yield say("round.order.asc")
    yield from _rounding(rule, "round")
    if source.trace["points"] is None or (rule.missing == "zero" and not attempts):
        yield say(f"missing.{rule.missing}")
    if not source.in_total:
        yield say("combine.outside")


def _rounding(rule: RoundPolicy, place: str) -> Iterator[Text]:
    if place in rule.rounding:
        yield rounding(rule.rounding[place], place)


def rounding(how: Rounding, place: str) -> Text:
    """How numbers are rounded at a place of the policy."""
    told = say(f"rounding.{how.mode}", digits=how.digits)
    return say("rounding", place=say(f"rounding.{place}"), how=told)


def _workings(source: RoundSource) -> Iterator[Text]:
    """How the attempts come to the round's value, and that to its points."""
    rule, trace = source.rule, source.trace
    value, points = known(trace["value"]), known(trace["points"])
    counted = [known(each["value"]) for each in trace["attempts"] if each["counted"]]
    given = [each for each in counted if each is not None]
    method = rule.attempts.method
    if method in ("sum", "best_k"):
        made = sum(given, Fraction(0))
        yield from working(given, made, value, made, averaged=False)
    elif given and method in ("mean", "drop_lowest"):
        made = mean(given)
        yield from working(given, made, value, made, averaged=True)
    scale = rule.round.scale
    if rule.round.method != "share_of_max" or value is None:
        return
    if rule.round.maximum and rule.round.maximum != scale:
        made = scale * value / rule.round.maximum
        share = join([numbered(value), numbered(rule.round.maximum)], " ÷ ")
        shown = join([share, numbered(scale)], " × ")
        yield from checked(shown, made, points, rule.at("round", made))


def _override(source: RoundSource) -> dict[str, Any] | None:
    """The override that the round's value is, if there is one."""
    found = source.history.overrides.get(source.round.code)
    if found is None or exact(found.after) != source.trace["value"]:
        return None
    appeal = next((a for a in source.appeals if a.override_id == found.pk), None)
    office = source.audience == "office"
    return {
        "before": exact(found.before),
        "after": exact(found.after),
        "at": found.at.isoformat(),
        "text": _override_text(found, appeal),
        "reason": found.reason if office else None,
        "proposed_by": found.proposed_by if office else None,
        "approved_by": found.approved_by if office else None,
        "approver_appointed_by": list(found.appointed_by) if office else [],
    }


def _override_text(found: Override, appeal: Appeal | None) -> Text:
    name = "override" if appeal is None else "override.appeal"
    return say(
        name, before=found.before, after=found.after, appeal=None if appeal is None else appeal.pk
    )


def _appeal(source: RoundSource, appeal: Appeal) -> dict[str, Any]:
    """A concluded appeal with the words for its entrant; the new mark for the office alone."""
    (ended,) = [each for each in appeal.events.all() if each.state == appeal.state]
    office = source.audience == "office"
    sheets = [] if appeal.attempt is None else list(appeal.attempt.scoresheets.all())
    marked = next((sheet.points for sheet in sheets if sheet.judge_id == appeal.judge_id), None)
    changed = appeal.state == Appeal.State.CHANGED
    return {
        "id": appeal.pk,
        "state": appeal.state,
        "before": exact(appeal.before) if changed else None,
        "after": exact(appeal.after) if changed else None,
        "at": ended.created_at.isoformat(),
        "text": say(
            f"appeal.{appeal.state}", appeal=appeal.pk, before=appeal.before, after=appeal.after
        ),
        "words": ended.reason,
        "marked": exact(marked) if office else None,
        "marked_by": appeal.judge.code if office and appeal.judge else None,
    }
