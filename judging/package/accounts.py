"""Which account a judge of a replaced contest keeps: the one whose own sheets the package holds.

A package names judges by codes that anybody can write, so a code alone links nobody: every revision
of the judge's sheets must be one that was recorded here. Never links by a name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q

from common.canonical import digest
from common.documents import instant, ordered
from common.language import Text
from contests.models import Contest
from judging.models import Judge, ScoresheetRevision
from judging.package.places import Places

_STRANGER: Text = {
    "vi": "gói có phiếu của “{code}” chưa từng được ghi ở đây; giám khảo này không còn gắn với tài khoản",
    "en": "the package has sheets of '{code}' that were not recorded here; the judge is no longer "
    "linked to an account",
}


@dataclass(frozen=True, slots=True)
class Account:
    """The user behind a judge's code, and who recorded what on the judge's sheets, by its digest."""

    user: int
    recorded: Mapping[str, int]


# A sheet that was given back before anything stood in it says nothing in its judge's name.
_EMPTY = Q(state__in=["draft", "reopened"], kind="scored", values={}, comments={})

Links = dict[str, Account]
"""By the judge's code."""


def of(contest: Contest) -> Links:
    """Which accounts the judges have, with every revision that people recorded here."""
    recorded: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for code, _, content, actor in _revisions(contest):
        if actor is not None:
            recorded[code][content] = actor
    rows = Judge.objects.filter(contest=contest, user__isnull=False)
    return {
        code: Account(user, recorded[code])
        for code, user in rows.values_list("code", "user_id")
        if user is not None
    }


def link(links: Links, places: Places) -> None:
    """Give the imported judges their accounts back; warns of each that stays without."""
    told: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for code, pk, content, _ in _revisions(places.rules.contest):
        told[code][pk] = content
    written: defaultdict[int, list[int]] = defaultdict(list)
    for index, judge in enumerate(places.judges):
        account = links.get(judge.code)
        if account is None:
            continue
        if not account.recorded.keys() >= set(told[judge.code].values()):
            pointer = f"/judges/{index}"
            places.warnings.add(pointer, "account-unlinked", _STRANGER, code=judge.code)
            continue
        judge.user_id = account.user
        for pk, content in told[judge.code].items():
            written[account.recorded[content]].append(pk)
    Judge.objects.bulk_update(list(places.judges), ["user"])
    for actor, pks in written.items():
        for start in range(0, len(pks), 500):
            revisions = ScoresheetRevision.objects.filter(pk__in=pks[start : start + 500])
            revisions.update(actor=actor)


def _revisions(contest: Contest) -> Iterator[tuple[str, int, str, int | None]]:
    """(judge's code, id, digest of what was recorded, where and when; who recorded it)."""
    rows = ScoresheetRevision.objects.filter(scoresheet__judge__contest=contest).order_by()
    rows = rows.exclude(_EMPTY)
    for code, pk, actor, moment, *content in rows.values_list(
        "scoresheet__judge__code", "pk", "actor_id", "created_at", "number",
        "scoresheet__attempt__entry__code", "scoresheet__attempt__round__code",
        "scoresheet__attempt__number", "state", "kind", "values", "comments",
    ).iterator(chunk_size=2000):  # fmt: skip
        yield code, pk, digest(ordered([instant(moment), *content])), actor
