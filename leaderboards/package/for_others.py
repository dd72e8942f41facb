"""A package for others (another school, the press): of pupils it tells what everybody may see.

Who may not be named in full is shown as far as that, or is "—"; texts that hold such a name are "—"
too. Mentors, birth dates, guardians and the names beside publications are left out, and publications
of before that hold names in what is hashed. Changes nothing that is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from common.text import UNKNOWN
from contests.models import Contest
from submissions.consents import consents
from submissions.models import Entry
from submissions.naming import (
    Named,
    Rule,
    finder,
    hidden_names,
    shown_name,
    without_names,
)

_ENTRY_OF_CODES = ("title", "team", "organization", "summary")


def for_others(document: Mapping[str, Any], contest: Contest) -> dict[str, Any]:
    """The exported document of `contest` without what its public may not see of its people."""
    people, rule = consents(contest), contest.display_rule
    ids = dict(Entry.objects.filter(contest=contest).order_by().values_list("code", "pk"))
    made = dict(document)
    made["entries"] = [
        _entry(row, people.get(ids[row["code"]], ()), rule) for row in made.get("entries", ())
    ]
    publications = made.pop("publications", ())
    if all(row["payload"].get("version", 1) > 1 for row in publications):
        made["publications"] = [
            {key: value for key, value in row.items() if key != "names"} for row in publications
        ]
    else:
        made.pop("appeals", None)  # they name the publication that they are against
    hidden = [name for some in people.values() for name in hidden_names(some, rule)]
    told: dict[str, Any] = _scrubbed(made, finder(hidden))
    return {key: told[key] for key in document if told.get(key)}


def _entry(row: Mapping[str, Any], people: Iterable[Named], rule: str) -> dict[str, Any]:
    made = {key: value for key, value in row.items() if key not in ("mentors", "participants")}
    some = list(people)
    hidden = hidden_names(some, rule)
    for key in ("title", "team"):
        if without_names(made.get(key), hidden) is None:
            made.pop(key, None)
    if rule == Rule.CODE:
        made = {key: value for key, value in made.items() if key not in _ENTRY_OF_CODES}
    if some:
        made["participants"] = [
            {"full_name": shown_name(one, rule) or UNKNOWN} | _consent(one) for one in some
        ]
    return made


def _consent(person: Named) -> dict[str, Any]:
    return {"consent": {"given": True}} if person.agreed else {}


def _scrubbed(value: Any, tells: Callable[[str], bool]) -> Any:
    if isinstance(value, dict):
        return {key: _scrubbed(member, tells) for key, member in value.items()}
    if isinstance(value, list):
        return [_scrubbed(member, tells) for member in value]
    # What has no space in it is a code, which others refer to.
    return UNKNOWN if isinstance(value, str) and " " in value and tells(value) else value
