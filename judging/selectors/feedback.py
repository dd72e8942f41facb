"""Reads of feedback: all comments of a round for those who oversee it, released ones for entrants.

`released_to` is the only way to an entrant: copies of a release that still holds, without what was
held back since, without a judge's name, seat or sheet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from common.text import UNKNOWN
from contests.models import Division, FormVersion, Round
from judging.models import (
    FeedbackRelease,
    FeedbackRuling,
    ReleasedComment,
    Scoresheet,
)
from judging.selectors.awaited import AWAITED, SUBMITTED_STATES
from scoring.form import parse_form
from submissions.models import Entry


@dataclass(frozen=True, slots=True)
class Said:
    """One comment of a sheet that was handed in; `item` is empty for the one on the whole sheet."""

    entry: int
    division: int
    sheet: int
    judge: int
    judge_code: str
    judge_name: str
    form_version: int
    item: str
    words: str
    private: bool

    @property
    def key(self) -> tuple[int, str]:
        return self.sheet, self.item


def private_items(form_id: int) -> frozenset[str]:
    """Items whose comments are private ("" is the whole sheet's).

    What one version of the form says is private stays so in all: a judge wrote under it.
    """
    found: set[str] = set()
    for definition in FormVersion.objects.filter(form=form_id).values_list("definition", flat=True):
        form = parse_form(definition)
        found |= {item.id for item in form.items.values() if item.comment.private}
        if form.comment_private:
            found.add("")
    return frozenset(found)


def said_in(round_: Round, entries: Iterable[int] | None = None) -> list[Said]:
    """The comments of the round's sheets that count, by entry, judge, and the form's order."""
    rows = (
        Scoresheet.objects.filter(_telling(), attempt__round=round_)
        .order_by("attempt__entry_id", "judge__code", "attempt__number")
        .values_list(
            "attempt__entry_id", "attempt__entry__division_id", "pk", "judge_id", "judge__code",
            "judge__full_name", "form_version_id", "comments",
        )
    )  # fmt: skip
    if entries is not None:
        rows = rows.filter(attempt__entry__in=list(entries))
    listed = list(rows)
    forms = dict(
        FormVersion.objects.filter(pk__in={row[6] for row in listed}).values_list("pk", "form_id")
    )
    private = {form_id: private_items(form_id) for form_id in set(forms.values())}
    return [
        Said(
            entry, division, sheet, judge, code, name, version, item, words.strip(),
            item in private[forms[version]],
        )
        for entry, division, sheet, judge, code, name, version, comments in listed
        for item, words in comments.items()
        if words.strip()
    ]  # fmt: skip


def _telling() -> Q:
    """Sheets whose comments may go out: handed in, and such as count."""
    return AWAITED & Q(state__in=SUBMITTED_STATES) & ~Q(comments={})


def commented_entries(round_: Round, division: int | None = None) -> QuerySet[Entry]:
    """Entries that somebody commented on in the round."""
    sheets = Scoresheet.objects.filter(
        _telling(), attempt__round=round_, attempt__entry=OuterRef("pk")
    )
    entries = Entry.objects.filter(Exists(sheets)).select_related("division")
    return entries if division is None else entries.filter(division=division)


def held_comments(round_: Round) -> dict[tuple[int, str], FeedbackRuling]:
    """What is held back now, by sheet and item."""
    last = {
        (ruling.scoresheet_id, ruling.item): ruling
        for ruling in FeedbackRuling.objects.filter(scoresheet__attempt__round=round_)
        .select_related("actor")
        .order_by("pk")
    }
    return {key: ruling for key, ruling in last.items() if ruling.held}


def round_feedback(round_: Round, entries: list[Entry]) -> list[dict[str, Any]]:
    """These entries with all that was said of them, and what is held back or released."""
    held = held_comments(round_)
    standing = {release.pk for release in _standing(Q(round=round_)).values() if release.released}
    released = {
        (sheet, item): words
        for sheet, item, words in ReleasedComment.objects.filter(release__in=standing).values_list(
            "scoresheet_id", "item", "words"
        )
    }
    comments: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for said in said_in(round_, [entry.pk for entry in entries]):
        ruling = held.get(said.key)
        comments[said.entry].append(
            {
                "sheet": said.sheet,
                "judge_code": said.judge_code,
                "judge_name": said.judge_name,
                "form_version": said.form_version,
                "item": said.item,
                "words": said.words,
                "private": said.private,
                "held": ruling is not None,
                "held_reason": ruling.reason if ruling else "",
                "held_by": (ruling.actor.full_name if ruling.actor else UNKNOWN) if ruling else "",
                "released": released.get(said.key) == said.words and ruling is None,
            }
        )
    return [
        {
            "id": entry.pk,
            "code": entry.code,
            "title": entry.title,
            "division": entry.division,
            "comments": comments[entry.pk],
        }
        for entry in entries
    ]


def releases(round_: Round) -> list[dict[str, Any]]:
    """Every division of the contest: whether the round's comments are released there, how many."""
    standing = _standing(Q(round=round_), shown=Count("comments"))
    counts: defaultdict[int, int] = defaultdict(int)
    held = held_comments(round_)
    for said in said_in(round_):
        if not said.private and said.key not in held:
            counts[said.division] += 1
    return [
        _division_state(division, standing.get((round_.pk, division.pk)), counts[division.pk])
        for division in round_.contest.divisions.order_by("order", "code")
    ]


def _division_state(
    division: Division, release: FeedbackRelease | None, ready: int
) -> dict[str, Any]:
    out = release is not None and release.released
    return {
        "division": division,
        "released": out,
        "at": release.created_at if release is not None else None,
        "by": None if release is None else release.actor.full_name if release.actor else UNKNOWN,
        "shown": release.shown if release is not None and out else 0,  # type: ignore[attr-defined]  # annotated
        "ready": ready,
    }


def _standing(where: Q, **told: Count) -> dict[tuple[int, int], FeedbackRelease]:
    """The last word on each round and division."""
    releases = FeedbackRelease.objects.filter(where).annotate(**told)
    rows = releases.select_related("actor").order_by("pk")
    return {(row.round_id, row.division_id): row for row in rows}


def released_to(entry: Entry) -> list[dict[str, Any]]:
    """What the entry's people may read: by round, the comments of judges 1, 2, …"""
    here = Q(round__contest=entry.contest_id, division=entry.division_id)
    standing = [release.pk for release in _standing(here).values() if release.released]
    rows = (
        ReleasedComment.objects.filter(release__in=standing, entry=entry)
        .exclude(scoresheet__state=Scoresheet.State.VOID)
        .select_related("release__round", "form_version")
        .order_by("release__round__order", "release__round__code", "voice", "pk")
    )
    rounds: dict[int, dict[str, Any]] = {}
    held = {round_id: _held_keys(round_id) for round_id in {row.release.round_id for row in rows}}
    labels: dict[int, dict[str, Any]] = {}
    for row in rows:
        round_ = row.release.round
        if (row.scoresheet_id, row.item) in held[round_.pk]:
            continue
        if row.form_version_id not in labels:
            labels[row.form_version_id] = dict(_labels(row.form_version))
        place = rounds.setdefault(
            round_.pk,
            {
                "round": round_,
                "released_at": row.release.created_at,
                "comments": [],
            },
        )
        place["comments"].append(
            {
                "judge": row.voice,
                "item": row.item,
                "criterion": labels[row.form_version_id].get(row.item),
                "words": row.words,
            }
        )
    return list(rounds.values())


def _held_keys(round_id: int) -> set[tuple[int, str]]:
    return set(held_comments(Round(pk=round_id)))


def _labels(version: FormVersion) -> Iterator[tuple[str, Any]]:
    for item in version.definition["items"]:
        yield item["id"], item["label"]
