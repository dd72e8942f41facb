"""Computes what a package says of results again from its sheets, and tells where that differs.

Ranks, points, awards, traces and scripts must be what the sheets come to; names and titles may have
been corrected since, but are of the right kind. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from datetime import datetime
from typing import Any

from common.documents import ordered
from common.errors import DomainError
from common.faults import Faults
from common.language import Text
from contests.models import Contest
from leaderboards.board import OUT
from leaderboards.computing import Computed, compute_from_sheets
from leaderboards.freezing import first_version
from leaderboards.models import Award, Ceremony, Publication
from leaderboards.past import compute_at
from leaderboards.script import write_script
from leaderboards.services.publications import (
    AwardChange,
    Given,
    awards_of,
    frozen_payload,
    severity_warnings,
)
from scoring.errors import DefinitionError
from scoring.reading import escape
from submissions.models import Entry

DIFFERS: Text = {
    "vi": "{entry}{member}: gói ghi {told}, tính từ phiếu ra {found}",
    "en": "{entry}{member}: the package says {told}, the sheets say {found}",
}
_UNCOMPUTED: Text = {
    "vi": "không tính lại được kết quả này từ phiếu: {why}",
    "en": "these results cannot be computed again from the sheets: {why}",
}
_PRIZE: Text = {
    "vi": "{entry}: theo phiếu và quy chế thì bài này không có giải “{code}”, và không có lý do",
    "en": "{entry}: the sheets and the policy do not give the prize '{code}', and there is no reason",
}
_SHOWN = 60  # letters of a value that are repeated

Kind = Callable[[Any], bool]


def _text(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _number(value: Any) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def _warnings(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(row, dict) and isinstance(row.get("code"), str)
        and all(isinstance(each, str | int | None) for each in row.values())
        for row in value
    )  # fmt: skip


def _members(**kinds: Kind) -> Kind:
    def fits(value: Any) -> bool:
        return (
            isinstance(value, dict)
            and value.keys() == kinds.keys()
            and all(kind(value[name]) for name, kind in kinds.items())
        )

    return fits


def _rows(kind: Kind) -> Kind:
    return lambda value: isinstance(value, list) and all(map(kind, value))


_shown = _members(id=_number, code=_text, title=_text, team=_text, school=_text, names=_texts)
_school = _members(code=_text, name=_text, name_en=_text)
_behind = _members(
    school=lambda value: value is None or _school(value),
    participants=_rows(_members(**{"id": _number, "name": _text, "class": _text})),
    mentors=_rows(_members(id=_number, name=_text)),
)
is_named = _members(salt=lambda value: isinstance(value, str), entry=_shown, people=_behind)
"""Whether something is what stands of an entry beside the payload."""
_round = _members(code=_text, title=_text, title_en=_text, order=_number)

# Of these the kind alone counts: what they say may have been corrected since.
_LOOSE: Mapping[str, Kind] = {
    "id": _number, "title": _text, "title_en": _text, "team": _text, "school": _text,
    "names": _texts, "warnings": _warnings, "rounds": _rows(_round),
}  # fmt: skip


def differences(publication: Publication, given: Sequence[Award], *, told: bool) -> Faults:
    """Where a stored publication, its awards and its ceremony are not what the sheets come to.

    `told`: the package says when it was proposed, so that it is computed as of then.
    """
    found = Faults()
    round_code = publication.round.code if publication.round else None
    contest = copy(publication.contest)
    contest.display_rule = publication.payload.get("display_rule", "")
    if contest.display_rule not in Contest.DisplayRule.values:
        _add(found, "/payload/display_rule", "", contest.display_rule, "full_name, initials, code")
        return found
    at = publication.proposed_at if told else None
    try:
        computed = _computed(contest, publication, at, round_code)
        changes = [
            AwardChange(each.entry.code, each.code, each.reason) for each in given if each.reason
        ]
        suggested, warnings = awards_of(computed, changes)
        warnings += severity_warnings(computed, "-")
    except (DomainError, DefinitionError) as error:
        found.add("", "not-computed", _UNCOMPUTED, why=str(error)[:300])
        return found
    if computed.stored_policy != publication.policy:
        _add(found, "/policy", "", publication.policy.number, computed.stored_policy.number)
    _compare_awards(given, suggested, computed, found)
    titles: Given = {each.entry.code: _told_award(each) for each in given}
    payload, names = frozen_payload(contest, computed, round_code, titles, warnings)
    if "version" not in publication.payload:
        payload = first_version(payload, names)
    _compare_payload(publication.payload, ordered(payload), found)
    ceremony = Ceremony.objects.filter(publication=publication).first()
    if ceremony is not None and not found:
        script = ordered(write_script(contest, computed, publication.payload, round_code))
        _walk(ceremony.script, script, "/ceremony/script", found, loose={})
    return found


def _computed(
    contest: Contest, publication: Publication, at: datetime | None, round_code: str | None
) -> Computed:
    if at is None:
        return compute_from_sheets(contest, round_code=round_code)
    return compute_at(contest, at=at, round_code=round_code, again=_out_since(publication))


def _out_since(publication: Publication) -> frozenset[str]:
    """Entries that the publication ranks and that were taken out, or withdrew, since."""
    private = publication.payload.get("private")
    traces = private.get("traces") if isinstance(private, dict) else None
    if not isinstance(traces, dict):
        return frozenset()
    ranked = {
        code
        for code, trace in traces.items()
        if isinstance(trace, dict) and trace.get("state") == "ranked"
    }
    out = Entry.objects.filter(contest=publication.contest_id, state__in=(*OUT, "unranked"))
    return frozenset(ranked & set(out.values_list("code", flat=True)))


def _told_award(award: Award) -> dict[str, Any]:
    return {"code": award.code, "title": award.title, "title_en": award.title_en,
            "order": award.order, "reason": award.reason}  # fmt: skip


def _compare_awards(
    given: Sequence[Award], suggested: Given, computed: Computed, found: Faults
) -> None:
    ranks = {row.entry: row.rank for row in computed.standings.rows}
    for place, award in enumerate(given):
        code, where = award.entry.code, f"/awards/{place}"
        prize = suggested.get(code)
        if prize is None or prize["code"] != award.code:
            found.add(where, "award-differs", _PRIZE, entry=code, code=award.code)
            continue
        for member in ("title", "title_en", "order"):
            if getattr(award, member) != prize[member]:
                _add(found, f"{where}/{member}", code, getattr(award, member), prize[member])
        if award.rank != ranks.get(code):
            _add(found, f"{where}/rank", code, award.rank, ranks.get(code))


def _compare_payload(told: Mapping[str, Any], computed: Mapping[str, Any], found: Faults) -> None:
    """The whole, but for what is said of people: that is compared by kind, and by who there is."""
    expected = {**computed, "private": {**computed["private"]}}
    private = told.get("private")
    parts = private if isinstance(private, dict) else {}
    for name, kind in (("entries", _shown), ("people", _behind)):
        here, there = expected["private"].pop(name, None), parts.get(name)
        if here is None:
            continue  # names stand beside it
        where = f"/payload/private/{name}"
        if there is None and name == "people":
            continue  # publications of old tell of entries alone
        if not isinstance(there, dict):
            _add(found, where, "", there, "{}")
            continue
        for code, row in there.items():
            if code not in here or not kind(row) or row.get("code", code) != code:
                _add(found, f"{where}/{escape(code)}", code, row, here.get(code))
    beside = () if "entries" in computed["private"] else ("commitments",)
    if beside and not _commits(parts.get("commitments"), expected["private"].pop("commitments")):
        _add(found, "/payload/private/commitments", "", parts.get("commitments"), "{}")
    left_out = beside or ("entries", "people")
    rest = {
        **told,
        "private": {name: each for name, each in parts.items() if name not in left_out},
    }
    _walk(rest, expected, "/payload", found, loose=_LOOSE)


def _commits(told: Any, here: Mapping[str, Any]) -> bool:
    """The entries alone count: each was salted by chance, and names may have been corrected."""
    return (
        isinstance(told, dict)
        and told.keys() <= here.keys()
        and all(isinstance(each, str) for each in told.values())
    )


def _walk(
    told: Any, here: Any, pointer: str, found: Faults, *, loose: Mapping[str, Kind], entry: str = ""
) -> None:
    """Everything that is there must be told, and the same; as deep as what was computed."""
    if isinstance(here, dict) and isinstance(told, dict):
        entry = _entry_of(here) or entry
        for name in sorted(here.keys() | told.keys(), key=_order):
            where = f"{pointer}/{escape(name)}"
            known = loose.get(name)
            if name not in here or name not in told:
                _add(found, where, entry, told.get(name), here.get(name))
            elif known is not None and not _is_rounds_of_row(name, here[name]):
                hidden = pointer.startswith("/payload/public") and not here[name]
                if not known(told[name]) or (hidden and told[name]):
                    _add(found, where, entry, told[name], here[name])
            else:
                named = name if pointer.endswith("/traces") else entry
                below = {} if name == "award" else loose  # a prize's title was compared with it
                _walk(told[name], here[name], where, found, loose=below, entry=named)
    elif isinstance(here, list) and isinstance(told, list):
        _walk_list(told, here, pointer, found, loose=loose, entry=entry)
    elif told != here or isinstance(told, bool) != isinstance(here, bool):
        _add(found, pointer, entry, told, here)


def _walk_list(
    told: list[Any], here: list[Any], pointer: str, found: Faults, *, loose: Any, entry: str
) -> None:
    """Rows of entries are paired by their entry, so that one that moved is one difference."""
    by_entry = {code: row for row in here if (code := _entry_of(row))}
    pairs = [_entry_of(row) for row in told]
    if by_entry and len(by_entry) == len(here) and sorted(pairs) == sorted(by_entry):
        before = found.count
        for place, row in enumerate(told):
            _walk(
                row, by_entry[pairs[place]], f"{pointer}/{place}", found, loose=loose, entry=entry
            )
        if found.count == before and pairs != list(by_entry):
            _add(found, pointer, "", pairs, list(by_entry))
        return
    if len(told) != len(here):
        _add(found, pointer, entry, pairs if by_entry else len(told),
             list(by_entry) if by_entry else len(here))  # fmt: skip
        return
    for place, (one, other) in enumerate(zip(told, here, strict=True)):
        _walk(one, other, f"{pointer}/{place}", found, loose=loose, entry=entry)


def _order(name: str) -> tuple[bool, bool, str]:
    """What people see first is named first."""
    return (name not in ("public", "rank"), name != "points", name)


def _entry_of(row: Any) -> str:
    """The code of the entry that a board's row is of."""
    entry = row.get("entry") if isinstance(row, dict) else None
    code = entry.get("code") if isinstance(entry, dict) else None
    return code if isinstance(code, str) else ""


def _is_rounds_of_row(name: str, here: Any) -> bool:
    """The rounds of a row are its points; the rounds of a board are titles."""
    return name == "rounds" and isinstance(here, dict)


def _add(found: Faults, pointer: str, entry: str, told: Any, here: Any) -> None:
    member = pointer.rpartition("/")[2]
    found.add(
        pointer, "differs", DIFFERS, entry=f"{entry}, " if entry else "", member=member,
        told=str(told)[:_SHOWN], found=str(here)[:_SHOWN],
    )  # fmt: skip
