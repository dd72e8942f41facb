"""What a viewer sees of an entry's people: the one place that applies the display rule."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from contests.models import Contest, Organization
from submissions.models import Entry, Participant

Rule = Contest.DisplayRule


def shown(entry: Entry, rule: str | None) -> dict[str, Any]:
    """{id, code, title, team, school, names} by `rule`; None shows all, as the organiser sees it.

    full_name: everything; initials: initials and school; code: the code alone.
    Expects participants prefetched, team and organization joined.
    """
    return _shown(
        rule,
        entry.pk,
        entry.code,
        entry.title,
        entry.team.name if entry.team else None,
        entry.organization.name if entry.organization else None,
        [person.full_name for person in entry.participants.all()],
    )


def shown_entries(contest: Contest, rule: str | None) -> dict[str, dict[str, Any]]:
    """Every submitted entry of the contest as `shown`, by its code; four lean queries."""
    unseen = (Entry.State.DRAFT, Entry.State.SAMPLE)
    entries = Entry.objects.filter(contest=contest).exclude(state__in=unseen)
    if rule == Rule.CODE:
        codes = entries.order_by().values_list("code", flat=True)
        return {code: _shown(rule, 0, code, "", None, None, []) for code in codes}
    rows = list(entries.order_by().values_list("pk", "code", "title", "team_id", "organization_id"))
    names: defaultdict[int, list[str]] = defaultdict(list)
    people = Participant.objects.filter(entry__contest=contest).order_by("order", "pk")
    for entry_id, name in people.values_list("entry_id", "full_name"):
        names[entry_id].append(name)
    teams = dict(contest.teams.order_by().values_list("pk", "name"))
    schools = dict(
        Organization.objects.filter(pk__in=entries.order_by().values("organization_id"))
        .order_by()
        .values_list("pk", "name")
    )
    return {
        code: _shown(rule, pk, code, title, teams.get(team), schools.get(school), names[pk])
        for pk, code, title, team, school in rows
    }


def _shown(
    rule: str | None,
    pk: int,
    code: str,
    title: str,
    team: str | None,
    school: str | None,
    names: list[str],
) -> dict[str, Any]:
    if rule == Rule.CODE:
        return {"id": None, "code": code, "title": None, "team": None, "school": None, "names": []}
    if rule == Rule.INITIALS:
        names = [initials(name) for name in names]
    return {
        "id": pk if rule is None else None,
        "code": code,
        "title": title,
        "team": team,
        "school": school,
        "names": names,
    }


def initials(full_name: str) -> str:
    """The first letters of a name: Nguyễn Văn An gives N.V.A. (with a dot after each)."""
    return "".join([f"{word[0].upper()}." for word in full_name.split()])
