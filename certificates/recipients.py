"""Who gets a certificate by a publication: its winners, all who took part, their schools, mentors
and judges. Reads the models, writes nothing.

Who took part, who won and who judged is what the publication keeps, so that what changes in the
contest afterwards reaches no certificate. Judges' names are those of when it is issued: the
publication knows them by their codes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from certificates.published import School, members, mentors, published, school
from certificates.rendering.wording import tidy
from certificates.selectors import awards_in_printing_order, entries_in_printing_order
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
    class_name: str = ""
    school: School | None = None

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
    make = _schools if per == "school" else _mentors
    return make(publication, kind, entries, awards)


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
    for person, name, class_name in members(publication, entry):
        yield Recipient(
            f"{what}-{person.pk}", name, (entry,), awards, award, person, class_name=class_name
        )


# --- Schools, mentors, judges ---------------------------------------------------------


def _schools(
    publication: Publication,
    kind: str,
    entries: Sequence[Entry],
    awards: dict[int, list[Award]],
) -> Iterator[Recipient]:
    by_school: dict[str, tuple[School, list[Entry]]] = {}
    for entry in entries:
        if found := school(publication, entry):
            by_school.setdefault(found.code, (found, []))[1].append(entry)
    for one, theirs in sorted(by_school.values(), key=lambda pair: (pair[0].name, pair[0].code)):
        own = tuple(theirs)
        which = one.organization.pk if one.organization else one.code
        yield Recipient(f"{kind}-school-{which}", one.name, own, _of(own, awards), school=one)


def _mentors(
    publication: Publication,
    kind: str,
    entries: Sequence[Entry],
    awards: dict[int, list[Award]],
) -> Iterator[Recipient]:
    """One for each mentor, however many entries: the same account, or name and school."""
    by_person: dict[str, list[tuple[Mentor, str, Entry]]] = {}
    for entry in entries:
        for mentor, name in mentors(publication, entry):
            where = school(publication, entry)
            key = (
                f"user-{mentor.user_id}"
                if mentor.user_id
                else f"name-{where.code if where else ''}-{name}"
            )
            by_person.setdefault(key, []).append((mentor, name, entry))
    for some in by_person.values():
        first, name, _ = min(some, key=lambda row: row[0].pk)
        own = tuple(dict.fromkeys(entry for _, _, entry in some))
        yield Recipient(
            f"{kind}-mentor-{first.pk}",
            name,
            own,
            _of(own, awards),
            mentor=first,
            school=school(publication, own[0]),
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
            school=_own_school(judge),
        )


def _own_school(judge: Judge) -> School | None:
    place = judge.organization
    return School(place.code, tidy(place.name), tidy(place.name_en), place) if place else None


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
