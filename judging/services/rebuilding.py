"""The proof of the stored figures: everything computed once more from the revisions, and compared.

By the same functions as every write, but many entries at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery

from contests.models import Contest, FormVersion, Round
from contests.selectors import current_policy
from judging.definitions import form_of, policy_of
from judging.models import Attempt, RoundResult, Scoresheet, ScoresheetRevision
from judging.selectors.awaited import counted_sheets_where
from judging.selectors.field import attempts_where, overrides_where
from judging.services import discrepancies
from judging.services.results import hold, item_comments, lock_result, reduce_result, reduced
from scoring.exact import text
from scoring.form import evaluate

_ENTRIES = 200  # at a time: their results stay locked for a tenth of a second


@dataclass(frozen=True, slots=True)
class Difference:
    """A stored figure that its revisions do not bear out."""

    where: str
    stored: str
    computed: str


def rebuild(*, contests: Iterable[Contest], write: bool = False) -> list[Difference]:
    """Compare sheets with their revisions and results with their sheets; with `write` mend them."""
    differences: list[Difference] = []
    for contest in contests:
        for round_ in contest.rounds.order_by("pk"):
            entries = list(
                Attempt.objects.filter(round=round_)
                .order_by("entry_id")
                .values_list("entry_id", "entry__code")
                .distinct()
            )
            for start in range(0, len(entries), _ENTRIES):
                codes = dict(entries[start : start + _ENTRIES])
                differences += _rebuild_entries(contest, round_, codes, write=write)
    return differences


@transaction.atomic
def _rebuild_entries(
    contest: Contest, round_: Round, codes: dict[int, str], *, write: bool
) -> list[Difference]:
    """The same for the entries with these ids (and codes) in one round, under their locks."""
    results = _locked(round_, codes)
    policy = current_policy(contest)
    rules = policy_of(policy) if policy else None
    rule = rules.rounds.get(round_.code) if rules else None
    found: defaultdict[int, list[Difference]] = defaultdict(list)

    def differ(entry_id: int, place: str, stored: str, computed: str) -> None:
        where = f"{contest.slug}/{codes[entry_id]}/{round_.code}{place}"
        found[entry_id].append(Difference(where, stored, computed))

    for entry_id, place, stored, computed in _sheets(round_, list(codes), write=write):
        differ(entry_id, place, stored, computed)
    where: dict[str, Any] = {"round_id": round_.pk, "entry_id__in": list(codes)}
    attempts = attempts_where(where, policy)
    counts = counted_sheets_where(where)
    overrides = overrides_where(where)
    rows = discrepancies.rows_where(where) if rule is not None and rule.discrepancy else {}
    for result in results:
        entry_id = result.entry_id
        tries = attempts.get((entry_id, round_.code), ())
        if rule is not None:
            unlike = discrepancies.differences(rule, tries, rows.get(entry_id, {}))
            for attempt, stored, computed in unlike:
                differ(entry_id, f"/{attempt}", stored, computed)
        count = counts.get((entry_id, round_.pk), (0, 0))
        value = reduced(rules, round_.code, tries, overrides.get(entry_id, {}).get(round_.code))
        before = (result.value, result.sheets_expected, result.sheets_submitted)
        if before != (value, *count):
            differ(entry_id, "", _words(*before), _words(value, *count))
        if write and found[entry_id]:
            reduce_result(result=result, policy=policy, code=round_.code)
    return [difference for entry_id in codes for difference in found[entry_id]]


def _locked(round_: Round, entry_ids: Iterable[int]) -> list[RoundResult]:
    """The entries' results, made where there are none, locked in the order in which all lock."""
    rows = RoundResult.objects.filter(round=round_, entry_id__in=list(entry_ids))
    stored = {row.entry_id: row for row in hold(rows)}
    return [
        stored.get(entry_id) or lock_result(entry_id=entry_id, round_id=round_.pk)
        for entry_id in entry_ids
    ]


def _words(value: Fraction | None, expected: int, submitted: int) -> str:
    return f"{'-' if value is None else text(value)} ({submitted} of {expected} sheets)"


_WRITTEN = ("state", "kind", "values", "comments", "points")


def _sheets(
    round_: Round, entry_ids: Sequence[int], *, write: bool
) -> Iterator[tuple[int, str, str, str]]:
    """(entry, place, stored, computed) of sheets that do not say what their last revision says."""
    sheets = Scoresheet.objects.filter(
        attempt__round=round_, attempt__entry_id__in=entry_ids, revision__gt=0
    )
    latest = _latest(sheets.order_by().values("pk"))
    versions: dict[int, FormVersion] = {}
    for pk, entry_id, attempt, judge, version_id, *stored in sheets.order_by("pk").values_list(
        "pk", "attempt__entry_id", "attempt__number", "judge__code", "form_version_id",
        "revision", *_WRITTEN,
    ):  # fmt: skip
        place = f"/{attempt}/{judge}"
        if pk not in latest:
            yield entry_id, place, f"revision {stored[0]}", "no revision"
            continue
        number, state, kind, values, comments = latest[pk]
        points = None
        if kind == Scoresheet.Kind.SCORED:
            if version_id not in versions:
                versions[version_id] = FormVersion.objects.get(pk=version_id)
            form = form_of(versions[version_id])
            points = evaluate(form, values, item_comments(comments)).points
        computed = [number, state, kind, values, comments, points]
        if stored == computed:
            continue
        yield entry_id, place, str(tuple(stored)), str(tuple(computed))
        if write:
            sheet = Scoresheet.objects.get(pk=pk)
            sheet.revision = number
            for name, value in zip(_WRITTEN, computed[1:], strict=True):
                setattr(sheet, name, value)
            sheet.complete = points is not None or kind != Scoresheet.Kind.SCORED
            sheet.save()


def _latest(sheets: Any) -> dict[int, tuple[int, str, str, dict[str, Any], dict[str, str]]]:
    """The last revision of each sheet: number, state, kind, values, comments."""
    last = (
        ScoresheetRevision.objects.filter(scoresheet=OuterRef("scoresheet"))
        .order_by("-number")
        .values("number")[:1]
    )
    rows = ScoresheetRevision.objects.filter(scoresheet__in=sheets, number=Subquery(last))
    return {
        pk: (number, state, kind, values, comments)
        for pk, number, state, kind, values, comments in rows.order_by().values_list(
            "scoresheet_id", "number", "state", "kind", "values", "comments"
        )
    }
