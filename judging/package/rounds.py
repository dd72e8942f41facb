"""What happened to rounds: another version of the form, locks and unlocks, minutes without files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from common.canonical import digest
from common.codes import new_code
from common.documents import ordered, sparse
from common.language import Text
from contests.models import Contest, FormVersion
from contests.package import Rules, at, carried, create_dated, marked, told
from judging.models import FormChange, Minutes, RoundLock
from judging.package.places import Places

_ALTERED: Text = {
    "vi": "biên bản không khớp với mã băm của nó; hãy xuất lại gói",
    "en": "the minutes do not match their hash; export the package again",
}
_LOCKED: Text = {
    "vi": "lần khoá hoặc mở cuối cùng của vòng “{round}” không khớp với “locked_at” của vòng",
    "en": "the last lock or unlock of round '{round}' does not agree with the round's 'locked_at'",
}
_UNLOCKED: Text = {
    "vi": "chỉ lần khoá mới có biên bản",
    "en": "only a lock has minutes",
}
_CODE: Text = {
    "vi": "mã “{code}” đã được dùng ở đây; đã cấp mã “{fresh}”",
    "en": "the code '{code}' is used here already; it became '{fresh}'",
}

Timeline = Mapping[str, list[tuple[datetime, FormVersion]]]
"""By round code: when its form changed, and on which version it had been until then."""


def timeline(data: Mapping[str, Any], rules: Rules) -> Timeline:
    """When forms changed, as far as it can be told; what is wrong with the rows `load` says."""
    found: defaultdict[str, list[tuple[datetime, FormVersion]]] = defaultdict(list)
    rounds = {round_.code: round_ for round_ in rules.rounds}
    versions = {(version.form.code, version.number): version for version in rules.versions}
    for row in data.get("form_changes", ()):
        round_ = rounds.get(row.get("round", rules.only_round() or ""))
        moment = at(row.get("recorded_at"))
        if round_ is None or moment is None:
            continue
        before = versions.get((round_.form_version.form.code, row["before"]))
        if before is not None:
            found[round_.code].append((moment, before))
    return found


def load(data: Mapping[str, Any], places: Places) -> None:
    """Write changes of forms, locks and minutes; the sheets are there already."""
    changes = _load_changes(data, places)
    locks: list[tuple[RoundLock, str | None]] = []
    minutes: list[tuple[Minutes, str | None]] = []
    last: dict[str, tuple[int, RoundLock]] = {}
    counts: defaultdict[str, int] = defaultdict(int)
    for index, row in enumerate(data.get("locks", ())):
        pointer = f"/locks/{index}"
        round_ = places.counted_round(row, pointer)
        reason = places.reason(row, pointer, needed=not row["locked"])
        if round_ is None:
            continue
        lock = RoundLock(round=round_, locked=row["locked"], reason=reason)
        locks.append((lock, row.get("recorded_at")))
        last[round_.code] = (index, lock)
        if "minutes" in row:
            counts[round_.code] += 1
            drawn = _minutes(row, lock, counts[round_.code], places, f"{pointer}/minutes")
            minutes.append((drawn, row["minutes"].get("recorded_at")))
    for code, (index, lock) in last.items():
        if lock.locked != (lock.round.locked_at is not None):
            places.faults.add(f"/locks/{index}/locked", "lock-differs", _LOCKED, round=code)
    if places.faults:
        return
    create_dated(changes, contest=places.rules.contest)
    create_dated(locks, contest=places.rules.contest)
    taken = set(Minutes.objects.filter(code__in=[m.code for m, _ in minutes]).values_list("code"))
    for drawn, _ in minutes:
        drawn.code = free_code(drawn.code, {code for (code,) in taken}, places, "/locks")
    create_dated(minutes, contest=places.rules.contest)


def free_code(code: str, taken: set[str], places: Places, pointer: str) -> str:
    """The code; where this installation has given it away already, a fresh one with a warning."""
    if code not in taken:
        return code
    fresh = new_code()
    places.warnings.add(pointer, "code-taken", _CODE, code=code, fresh=fresh)
    return fresh


def _minutes(
    row: Mapping[str, Any], lock: RoundLock, number: int, places: Places, pointer: str
) -> Minutes:
    told_minutes = row["minutes"]
    sha256 = digest(told_minutes["document"])
    if told_minutes.get("document_sha256", sha256) != sha256:
        places.faults.add(f"{pointer}/document", "minutes-altered", _ALTERED)
    if not lock.locked:
        places.faults.add(pointer, "minutes-of-unlock", _UNLOCKED)
    return Minutes(
        round=lock.round, lock=lock, number=number, code=told_minutes["code"],
        document=told_minutes["document"], document_sha256=sha256,
        file_sha256=told_minutes.get("file_sha256", ""),
        imports=marked(told_minutes, places.rules.mark),
    )  # fmt: skip


def _load_changes(data: Mapping[str, Any], places: Places) -> list[tuple[FormChange, str | None]]:
    made = []
    for index, row in enumerate(data.get("form_changes", ())):
        pointer = f"/form_changes/{index}"
        round_ = places.counted_round(row, pointer)
        if round_ is None:
            continue
        before = places.version(round_, row["before"], f"{pointer}/before")
        after = places.version(round_, row["after"], f"{pointer}/after")
        if before is None or after is None:
            continue
        effect = _with_ids(row.get("effect", {}), round_.code, places, f"{pointer}/effect")
        change = FormChange(
            round=round_, before=before, after=after, reason=row["reason"], effect=effect
        )
        made.append((change, row.get("recorded_at")))
    return made


def _with_ids(effect: Mapping[str, Any], code: str, places: Places, pointer: str) -> dict[str, Any]:
    """The effect with the ids of its sheets as they are here."""
    sheets = []
    for index, row in enumerate(effect.get("sheets", ())):
        sheet = places.sheet({**row, "round": code}, f"{pointer}/sheets/{index}")
        sheets.append({**row, "id": sheet and sheet.pk})
    return {**effect, **({"sheets": sheets} if sheets else {})}


def _without_ids(effect: Mapping[str, Any]) -> Any:
    sheets = [{k: v for k, v in row.items() if k != "id"} for row in effect.get("sheets", ())]
    return ordered({**effect, **({"sheets": sheets} if sheets else {})})


def dump(contest: Contest) -> dict[str, Any]:
    """Changes of forms and locks, in the order in which they happened."""
    changes = FormChange.objects.filter(round__contest=contest)
    locks = RoundLock.objects.filter(round__contest=contest)
    return {
        "form_changes": [
            sparse(
                {
                    "round": row.round.code,
                    "before": row.before.number,
                    "after": row.after.number,
                    "reason": row.reason,
                    "effect": _without_ids(row.effect),
                    "recorded_at": told(row.created_at, contest),
                }
            )
            for row in changes.select_related("round", "before", "after").order_by("pk")
        ],
        "locks": [
            sparse(
                {
                    "round": row.round.code,
                    "locked": row.locked,
                    "reason": row.reason,
                    "recorded_at": told(row.created_at, contest),
                    "minutes": _dump_minutes(row, contest),
                }
            )
            for row in locks.select_related("round", "minutes").order_by("pk")
        ],
    }


def _dump_minutes(lock: RoundLock, contest: Contest) -> dict[str, Any] | None:
    minutes: Minutes | None = getattr(lock, "minutes", None)
    if minutes is None:
        return None
    return {
        "code": minutes.code,
        "document": ordered(minutes.document),
        "document_sha256": minutes.document_sha256,
        **sparse(
            {
                "file_sha256": minutes.file_sha256,
                "recorded_at": told(minutes.created_at, contest),
                "imports": carried(minutes.imports),
            }
        ),
    }
