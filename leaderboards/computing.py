"""Computing a contest's standings now, and what exactly they were computed from.

Reads the field, the policy and the decisions; stores nothing and knows no viewer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import F, Q

from common.canonical import digest
from common.prepared import PreparedModels
from contests.definitions import faults
from contests.models import Contest, ScoringPolicy
from contests.selectors import current_policy
from judging.definitions import policy_of
from judging.models import ScoresheetRevision
from judging.selectors import field, stored_field
from leaderboards.errors import PolicyMissing, PolicyUnusable, RoundUnknown
from leaderboards.models import Decision
from scoring.discrepancy import Ruling
from scoring.errors import DefinitionError
from scoring.exact import number
from scoring.field import EntryInput, Facts, Standings
from scoring.policy import Policy
from scoring.severity import RoundSeverity, with_severity
from scoring.standings import compute
from submissions.selectors import EntryRow, entry_rows


@dataclass(frozen=True, slots=True)
class Computed:
    """Standings with what they follow from."""

    standings: Standings
    policy: Policy
    stored_policy: ScoringPolicy
    entries: tuple[EntryInput, ...]
    facts: Facts
    rows: Sequence[EntryRow]
    severity: Mapping[str, RoundSeverity]
    """What came of the severity models that the policy names, by round code."""


def compute_standings(
    contest: Contest, *, round_code: str | None = None, traced: str | None = None
) -> Computed:
    """The standings from the stored results, with traces for the entry of the code `traced` alone.

    Raises PolicyMissing, PolicyUnusable, RoundUnknown.
    """
    stored, policy = policy_in_force(contest, round_code)
    rows = entry_rows(contest)
    entries = stored_field(contest, rows=rows, policy=stored, round_code=round_code, traced=traced)
    return _computed(contest, stored, policy, rows, entries, round_code)


def compute_from_sheets(contest: Contest, *, round_code: str | None = None) -> Computed:
    """The same standings from every sheet, with all traces. Raises like `compute_standings`."""
    stored, policy = policy_in_force(contest, round_code)
    entries = field(contest, policy=stored, round_code=round_code)
    return _computed(contest, stored, policy, entry_rows(contest), entries, round_code)


def policy_in_force(
    contest: Contest, round_code: str | None = None, *, at: datetime | None = None
) -> tuple[ScoringPolicy, Policy]:
    """The policy as stored and as parsed, now or at an instant (the first where none was yet).

    Raises PolicyMissing, PolicyUnusable, RoundUnknown.
    """
    stored = current_policy(contest)
    if at is not None:
        by_age = contest.policies.order_by("-number")
        stored = by_age.filter(known_at("created_at", contest, at)).first() or by_age.last()
    if stored is None:
        raise PolicyMissing
    try:
        policy = policy_of(stored)
    except DefinitionError as error:
        raise PolicyUnusable(errors=faults(error.problems)) from error
    if round_code is not None and round_code not in policy.rounds:
        raise RoundUnknown(round=round_code)
    return stored, policy


def _computed(
    contest: Contest,
    stored: ScoringPolicy,
    policy: Policy,
    rows: Sequence[EntryRow],
    entries: tuple[EntryInput, ...],
    round_code: str | None,
) -> Computed:
    known = facts(contest)
    entries, severity = with_severity(policy, entries, round_code)
    standings = compute(policy, entries, known, round=round_code)
    return Computed(standings, policy, stored, entries, known, rows, severity)


def known_at(field: str, contest: Contest, at: datetime) -> Q:
    """What was recorded up to `at`; what came with the contest was there from its beginning."""
    return Q(**{f"{field}__lte": at}) | Q(**{field: contest.created_at})


def facts(contest: Contest, *, at: datetime | None = None) -> Facts:
    """The latest decision of each kind and division, and the latest value of each target.

    Of those up to `at`, if that is given.
    """
    orders: dict[tuple[str, int | None], list[str]] = {}
    targets: dict[str, Fraction] = {}
    decisions: Iterable[Decision] = _decisions(contest.pk)
    if at is not None:
        known = Decision.objects.filter(known_at("decided_at", contest, at), contest=contest)
        decisions = known.order_by("decided_at", "pk")
    for decision in decisions:
        if decision.kind == Decision.Kind.TARGET:
            targets[decision.data["name"]] = number(decision.data["value"])
        else:
            orders[decision.kind, decision.division_id] = decision.data["order"]
    return Facts(
        targets=targets,
        draws=_places(orders, Decision.Kind.DRAW),
        decisions=_places(orders, Decision.Kind.COMMITTEE),
    )


_decisions = PreparedModels(
    lambda contest: Decision.objects.filter(contest_id=contest).order_by("decided_at", "pk")
)


def _places(orders: Mapping[tuple[str, int | None], list[str]], kind: str) -> dict[str, int]:
    return {
        code: place
        for (of, _), codes in orders.items()
        if of == kind
        for place, code in enumerate(codes, start=1)
    }


def inputs_digest(contest: Contest, computed: Computed) -> str:
    """SHA-256 of all that the standings follow from: policy, forms, sheets' revisions, decisions.

    Two computations with equal digests give equal standings, whenever they are made.
    """
    forms = contest.rounds.values_list("code", "form_version__sha256").order_by("code")
    sheets = (
        ScoresheetRevision.objects.filter(
            scoresheet__judge__contest=contest,
            scoresheet__attempt__round__calibration=False,
            number=F("scoresheet__revision"),
        )
        .order_by("scoresheet_id")
        .values_list("scoresheet_id", "number", "request_sha256", "state")
    )
    return digest(
        {
            "policy": computed.stored_policy.sha256,
            "forms": dict(forms),
            "sheets": [list(row) for row in sheets],
            "entries": [_entry(entry) for entry in computed.entries],
            "facts": {
                "targets": dict(computed.facts.targets),
                "draws": dict(computed.facts.draws),
                "decisions": dict(computed.facts.decisions),
            },
        }
    )


def _entry(entry: EntryInput) -> dict[str, Any]:
    adjusted = {
        code: {str(number): value for number, value in values.items()}
        for code, values in entry.adjusted.items()
    }
    return {
        **({"adjusted": adjusted} if adjusted else {}),
        "code": entry.code,
        "division": entry.division,
        "state": entry.state,
        "at": entry.at,
        "overrides": dict(entry.overrides),
        "rounds": {
            code: [
                {
                    "number": attempt.number,
                    "state": attempt.state,
                    "values": dict(attempt.values),
                    "at": attempt.at,
                    "ruling": _ruling(attempt.ruling),
                    "sheets": [
                        [sheet.judge, sheet.state, sheet.points] for sheet in attempt.sheets
                    ],
                }
                for attempt in attempts
            ]
            for code, attempts in entry.rounds.items()
        },
    }


def _ruling(ruling: Ruling | None) -> dict[str, Any] | None:
    if ruling is None:
        return None
    return {
        "marks": dict(ruling.marks),
        "value": ruling.value,
        "third": ruling.third,
        "settled": ruling.settled,
    }
