"""What a publication keeps about an entry and its people; what changed since is not read.

Publications made before they kept schools and mentors tell of entries and names only: what they do
not tell is as it is entered. Reads the models, writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from certificates.rendering.wording import tidy
from contests.models import Organization
from leaderboards.frozen import kept
from leaderboards.models import Publication
from submissions.models import Entry, Mentor, Participant


class _Person(Protocol):
    pk: Any
    full_name: Any


P = TypeVar("P", bound=_Person)


@dataclass(frozen=True, slots=True)
class School:
    """An entry's school as published; `organization` where it still exists."""

    code: str
    name: str
    name_en: str
    organization: Organization | None


def published(publication: Publication, entry: Entry) -> dict[str, Any]:
    """The entry as the publication keeps it in full: {"title", "team", "names", …}, or nothing."""
    return dict(kept(publication, entry.code)[0])


def members(publication: Publication, entry: Entry) -> list[tuple[Participant, str, str]]:
    """The entry's participants with their published names and classes, in the entry's order.

    Who was not there at publication is left out.
    """
    people = list(entry.participants.all())
    rows = kept(publication, entry.code)[1].get("participants")
    if rows is None:
        names = published(publication, entry).get("names")
        if names is None:
            names = [person.full_name for person in people]
        rows = [{"name": name} for name in names]
    return [
        (person, tidy(row["name"]), tidy(row.get("class", person.class_name)))
        for person, row in _matched(people, rows)
    ]


def mentors(publication: Publication, entry: Entry) -> list[tuple[Mentor, str]]:
    """The entry's mentors with their published names; who became one since is left out."""
    rows = kept(publication, entry.code)[1].get("mentors")
    people = list(entry.mentors.all())
    if rows is None:
        return [(mentor, tidy(mentor.full_name)) for mentor in people]
    return [(mentor, tidy(row["name"])) for mentor, row in _matched(people, rows)]


def school(publication: Publication, entry: Entry) -> School | None:
    """The entry's school."""
    people = kept(publication, entry.code)[1]
    now = entry.organization
    if "school" not in people:
        return School(now.code, tidy(now.name), tidy(now.name_en), now) if now else None
    row = people["school"]
    if row is None:
        return None
    if now is None or now.code != row["code"]:
        now = Organization.objects.filter(code=row["code"]).first()
    return School(row["code"], tidy(row["name"]), tidy(row["name_en"]), now)


def _matched(people: Sequence[P], rows: Sequence[dict[str, Any]]) -> list[tuple[P, dict[str, Any]]]:
    """Who is who: equal names belong together; of those renamed since, equal ids (a contest that
    was carried elsewhere has others); what is left keeps its order, if none came or went."""
    rest, found = list(rows), dict[Any, dict[str, Any]]()
    for same in (
        lambda person, row: tidy(row["name"]) == tidy(person.full_name),
        lambda person, row: row.get("id") == person.pk,
        lambda person, row: len(people) == len(rows),
    ):
        for person in people:
            row = next((row for row in rest if same(person, row)), None)
            if person.pk not in found and row is not None:
                found[person.pk] = row
                rest.remove(row)
    return [(person, found[person.pk]) for person in people if person.pk in found]
