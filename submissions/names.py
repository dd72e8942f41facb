"""The names by which an entry would be known: people, team, school."""

from __future__ import annotations

from submissions.models import Entry

SHORTEST = 3  # letters; a shorter name would be found in half of all words


def names_of(entry: Entry) -> list[str]:
    """Asks for participants and mentors, team and organization unless they were joined."""
    names = [person.full_name for person in entry.participants.all()]
    names += [mentor.full_name for mentor in entry.mentors.all()]
    if entry.team:
        names.append(entry.team.name)
    if entry.organization:
        names += [entry.organization.name, entry.organization.name_en]
    return [name for name in names if len(name) >= SHORTEST]
