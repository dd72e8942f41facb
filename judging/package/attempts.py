"""Matches and attempts of a package, and the check of the values that they carry themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from common.documents import instant, ordered, sparse
from common.faults import Codes, Faults
from common.language import Text
from contests.models import Contest, Round
from contests.package import Rules, add_problems, at, create_dated, told
from judging.drawn import give_ids
from judging.models import Attempt, AttemptChange, Match, MatchSide
from judging.package.places import check_sample
from scoring.errors import Problem
from scoring.form import Form
from scoring.items import ValueProblem
from scoring.reading import escape
from submissions.models import Entry

_MATCH: Text = {"vi": "trận", "en": "match"}
_SIDE: Text = {"vi": "bên của trận", "en": "side of a match"}
_ATTEMPT: Text = {"vi": "lượt thi", "en": "attempt"}


def load(
    data: Mapping[str, Any], *, rules: Rules, entries: Codes[Entry], faults: Faults
) -> Codes[Attempt]:
    """Write matches and the attempts that are told; answers the attempts by their key."""
    sides = _load_matches(data, rules, faults)
    attempts: Codes[Attempt] = Codes(faults, _ATTEMPT)
    changes: list[tuple[AttemptChange, str | None]] = []
    for index, row in enumerate(data.get("attempts", ())):
        pointer = f"/attempts/{index}"
        entry = entries.find(row["entry"], f"{pointer}/entry")
        round_ = rules.round_of(row, pointer, faults)
        side = None
        if "match" in row and round_ is not None:
            side = sides.find((round_.code, row["match"], row["side"]), f"{pointer}/side")
        if entry is None or round_ is None:
            continue
        values = row.get("values", {})
        check_values(faults, rules.forms[round_.form_version_id], values, f"{pointer}/values")
        key = (entry.code, round_.code, row.get("number", 1))
        attempt = Attempt(
            entry=entry, round=round_, number=key[2], state=row.get("state", Attempt.State.DONE),
            values=values, side=side, performed_at=at(row.get("performed_at")),
        )  # fmt: skip
        check_sample(entry, round_, pointer, faults)
        if attempts.declare(key, attempt, pointer):
            _check_changes(row, rules, round_, pointer, faults)
            changes += _changes(row, attempt)
    if not faults:
        give_ids(attempts, rules.contest)
        Attempt.objects.bulk_create(list(attempts))
        create_dated(changes, contest=rules.contest)
    return attempts


def _check_changes(
    row: Mapping[str, Any], rules: Rules, round_: Round, pointer: str, faults: Faults
) -> None:
    """What an attempt had before and after a change are values of some version of the round's form."""
    forms = rules.forms_of(round_)
    for place, change in enumerate(row.get("changes", ())):
        for side in ("before", "after"):
            values = change[side]["values"]
            found = [value_problems(form, values) for form in forms]
            if all(found):
                add_problems(faults, found[-1], f"{pointer}/changes/{place}/{side}/values")


def _changes(row: Mapping[str, Any], attempt: Attempt) -> list[tuple[AttemptChange, str | None]]:
    return [
        (
            AttemptChange(
                attempt=attempt, before=dict(change["before"]), after=dict(change["after"]),
                reason=change["reason"],
            ),
            change.get("recorded_at"),
        )
        for change in row.get("changes", ())
    ]  # fmt: skip


def _load_matches(data: Mapping[str, Any], rules: Rules, faults: Faults) -> Codes[MatchSide]:
    matches: Codes[Match] = Codes(faults, _MATCH)
    sides: Codes[MatchSide] = Codes(faults, _SIDE)
    for index, row in enumerate(data.get("matches", ())):
        pointer = f"/matches/{index}"
        round_ = rules.round_of(row, pointer, faults)
        if round_ is None:
            continue
        match = Match(
            round=round_, code=row["code"], number=row.get("number", index + 1),
            played_at=at(row.get("played_at")),
        )  # fmt: skip
        matches.declare((round_.code, row["code"]), match, f"{pointer}/code")
        for place, side in enumerate(row.get("sides", ())):
            values = side.get("values", {})
            where = f"{pointer}/sides/{place}"
            check_values(faults, rules.forms[round_.form_version_id], values, f"{where}/values")
            key = (round_.code, row["code"], side["code"])
            sides.declare(
                key, MatchSide(match=match, code=side["code"], values=values), f"{where}/code"
            )
    if not faults:
        Match.objects.bulk_create(list(matches))
        MatchSide.objects.bulk_create(list(sides))
    return sides


def check_values(faults: Faults, form: Form, values: Mapping[str, Any], pointer: str) -> None:
    """Values of an attempt or a side are items of the round's form, inside their domain."""
    add_problems(faults, value_problems(form, values), pointer)


def value_problems(form: Form, values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with single values; a form may ask for others beside them."""
    problems: list[Problem] = []
    for name, value in values.items():
        place = f"/{escape(name)}"
        item = form.items.get(name)
        if item is None or item.kind == "computed":
            problems.append(Problem("unknown-item", place, name[:60]))
            continue
        try:
            if value is not None:
                item.read_value(value)
        except ValueProblem as error:
            problems.append(Problem(error.code, place, name, params=error.params))
    return problems


def dump(contest: Contest) -> dict[str, Any]:
    """Matches with their sides, and the attempts that say more than their sheets."""
    matches = (
        Match.objects.filter(round__contest=contest)
        .select_related("round")
        .prefetch_related("sides")
        .order_by("round__order", "round__code", "number", "code")
    )
    attempts = (
        Attempt.objects.filter(entry__contest=contest)
        .select_related("entry", "round", "side__match")
        .prefetch_related("scoresheets", "changes")
        .order_by("round__order", "round__code", "entry__code", "number")
    )
    rows = (
        (
            attempt,
            sparse(
                {
                    "entry": attempt.entry.code,
                    "round": attempt.round.code,
                    "number": attempt.number,
                    "state": attempt.state,
                    "values": ordered(attempt.values),
                    "performed_at": instant(attempt.performed_at),
                    "match": attempt.side and attempt.side.match.code,
                    "side": attempt.side and attempt.side.code,
                    "changes": [
                        {
                            "before": ordered(change.before),
                            "after": ordered(change.after),
                            "reason": change.reason,
                            **sparse({"recorded_at": told(change.created_at, contest)}),
                        }
                        for change in sorted(attempt.changes.all(), key=lambda each: each.pk)
                    ],
                },
                {"number": 1, "state": "done"},
            ),
        )
        for attempt in attempts
    )
    return {
        "matches": [
            {
                "round": match.round.code,
                "code": match.code,
                "number": match.number,
                **sparse({"played_at": instant(match.played_at)}),
                "sides": [
                    sparse({"code": side.code, "values": ordered(side.values)})
                    for side in sorted(match.sides.all(), key=lambda side: side.code)
                ],
            }
            for match in matches
        ],
        "attempts": [
            row
            for attempt, row in rows
            if set(row) - {"entry", "round", "number"} or not attempt.scoresheets.all()
        ],
    }


def of_sheet(round_: Round, entry: Entry, number: int) -> Attempt:
    """The attempt that a sheet makes where the package does not tell one."""
    return Attempt(entry=entry, round=round_, number=number, state=Attempt.State.DONE)
