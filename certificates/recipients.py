"""Who gets a certificate by a publication: its winners, all who took part, their schools, mentors
and judges. Reads the models, writes nothing.

Who took part, who won and who judged is what the publication keeps, so that what changes in the
contest afterwards reaches no certificate; whom an entry's pupils and mentor are is asked when it is
issued, their names as published where it tells them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from certificates.rendering.wording import tidy
from certificates.selectors import awards_in_printing_order, entries_in_printing_order
from contests.models import Organization
from judging.models import Judge
from leaderboards.models import Award, Publication
from submissions.models import Entry, Mentor, Participant

_OUT = frozenset({"disqualified", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a certificate is for, and what for.

    `holder` is the same in every publication of the contest. `award` is the one prize that it
    certifies; `awards` and `entries` are all that it is about.
    """

    holder: str
    name: str
    entries: tuple[Entry, ...] = ()
    awards: tuple[Award, ...] = ()
    award: Award | None = None
    participant: Participant | None = None
    mentor: Mentor | None = None
    judge: Judge | None = None
    school: Organization | None = None

    @property
    def entry(self) -> Entry | None:
        """The entry, when it is about one only."""
        return self.entries[0] if len(self.entries) == 1 else None


def recipients(publication: Publication, per: str, kind: str) -> Iterator[Recipient]:
    """In printing order. `per` and `kind` as in a template's definition."""
    if per == "judge":
        return _judges(publication, kind)
    if per in ("participant", "team"):
        if kind == "prize":
            return _winners(publication, per)
        return _people(publication, per, kind)
    awards = _awards_by_entry(publication)
    entries = [
        entry for entry in _entries(publication) if kind == "participation" or entry.pk in awards
    ]
    return (_schools if per == "school" else _mentors)(kind, entries, awards)


def members(publication: Publication, entry: Entry) -> list[tuple[Participant, str]]:
    """The entry's participants with their published names, in the entry's order.

    Equal names belong together; what is left over was renamed since and keeps its order. Who was
    not there at publication is left out.
    """
    people = list(entry.participants.all())
    own = [tidy(person.full_name) for person in people]
    rest = [tidy(name) for name in published(publication, entry).get("names") or ()]
    if not rest:
        return list(zip(people, own, strict=True))
    same_number = len(people) == len(rest)
    found = []
    for name in own:
        found.append(name if name in rest else "")
        if name in rest:
            rest.remove(name)
    if same_number:
        found = [name or rest.pop(0) for name in found]
    return [(person, name) for person, name in zip(people, found, strict=True) if name]


def published(publication: Publication, entry: Entry) -> dict[str, Any]:
    """The entry as the publication keeps it in full: {"title", "team", "names", …}, or nothing."""
    entries = publication.payload.get("private", {}).get("entries", {})
    return dict(entries.get(entry.code, {}))


# --- Pupils and teams -----------------------------------------------------------------


def _winners(publication: Publication, per: str) -> Iterator[Recipient]:
    for award in awards_in_printing_order(publication):
        yield from _of_entry(publication, award.entry, per, "prize", (award,))


def _people(publication: Publication, per: str, kind: str) -> Iterator[Recipient]:
    awards = _awards_by_entry(publication)
    for entry in _entries(publication):
        if kind == "participation" or entry.pk in awards:
            yield from _of_entry(publication, entry, per, kind, tuple(awards.get(entry.pk, ())))


def _of_entry(
    publication: Publication, entry: Entry, per: str, kind: str, awards: tuple[Award, ...]
) -> Iterator[Recipient]:
    """Its team, or its people; an entry without a team always gets personal ones."""
    award = awards[0] if kind == "prize" else None
    what = f"{kind}-{award.code if award else ''}-entry-{entry.pk}"
    if per == "team" and entry.team is not None:
        name = tidy(published(publication, entry).get("team") or entry.team.name)
        yield Recipient(f"{what}-team", name, (entry,), awards, award)
        return
    for person, name in members(publication, entry):
        yield Recipient(f"{what}-{person.pk}", name, (entry,), awards, award, person)


# --- Schools, mentors, judges ---------------------------------------------------------


def _schools(
    kind: str, entries: Sequence[Entry], awards: dict[int, list[Award]]
) -> Iterator[Recipient]:
    by_school: defaultdict[Organization, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.organization:
            by_school[entry.organization].append(entry)
    for school in sorted(by_school, key=lambda one: (one.name, one.pk)):
        own = tuple(by_school[school])
        yield Recipient(
            f"{kind}-school-{school.pk}", tidy(school.name), own, _of(own, awards), school=school
        )


def _mentors(
    kind: str, entries: Sequence[Entry], awards: dict[int, list[Award]]
) -> Iterator[Recipient]:
    """One for each mentor, however many entries: the same account, or name and school."""
    by_person: dict[str, list[tuple[Mentor, Entry]]] = {}
    for entry in entries:
        for mentor in entry.mentors.all():
            key = (
                f"user-{mentor.user_id}"
                if mentor.user_id
                else f"name-{entry.organization_id}-{tidy(mentor.full_name)}"
            )
            by_person.setdefault(key, []).append((mentor, entry))
    for some in by_person.values():
        first = min((mentor for mentor, _ in some), key=lambda mentor: mentor.pk)
        own = tuple(dict.fromkeys(entry for _, entry in some))
        yield Recipient(
            f"{kind}-mentor-{first.pk}",
            tidy(first.full_name),
            own,
            _of(own, awards),
            mentor=first,
            school=own[0].organization,
        )


def _judges(publication: Publication, kind: str) -> Iterator[Recipient]:
    """Those whose sheets stand in the publication's account of its results."""
    traces = publication.payload.get("private", {}).get("traces", {})
    codes = {
        sheet["judge"]
        for trace in traces.values()
        for round_ in trace["rounds"].values()
        for attempt in round_["attempts"]
        for sheet in attempt["sheets"]
    }
    rows = Judge.objects.filter(contest=publication.contest_id, code__in=codes)
    for judge in rows.select_related("organization", "panel").order_by("code"):
        yield Recipient(
            f"{kind}-judge-{judge.pk}",
            tidy(judge.full_name),
            judge=judge,
            school=judge.organization,
        )


def _entries(publication: Publication) -> list[Entry]:
    """All that the publication ranks or lists, but for those who are out of it."""
    private = publication.payload.get("private", {})
    traces = private.get("traces") or {key: {} for key in private.get("entries", {})}
    codes = [code for code, trace in traces.items() if trace.get("state") not in _OUT]
    return list(entries_in_printing_order(publication, codes))


def _awards_by_entry(publication: Publication) -> dict[int, list[Award]]:
    found: defaultdict[int, list[Award]] = defaultdict(list)
    for award in publication.awards.order_by("order", "pk"):
        found[award.entry_id].append(award)
    return dict(found)


def _of(entries: Sequence[Entry], awards: dict[int, list[Award]]) -> tuple[Award, ...]:
    return tuple(award for entry in entries for award in awards.get(entry.pk, ()))
