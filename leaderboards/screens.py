"""One step of a ceremony as a screen shows it, with real or with invented names.

Builds a screen from the steps up to it and never reads a later one, so that what is still to come
leaves by no door.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from leaderboards.models import Ceremony

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Vũ", "Đặng", "Bùi", "Đỗ", "Tôn Nữ")
_MIDDLE = ("Thị Diễm", "Văn", "Hoàng Bảo", "Ngọc", "Minh", "Thuỳ", "Quốc", "Gia")
_GIVEN = ("An", "Bình", "Chi", "Dương", "Giang", "Hương", "Khuê", "Long", "My", "Phương", "Uyên")
_SCHOOLS = ("THCS Ví Dụ", "THPT Thử Nghiệm", "Tiểu học Diễn Tập", "PTDTNT THCS&THPT Minh Hoạ")

Screen = dict[str, Any]


def screen(ceremony: Ceremony, step: int, entries: Mapping[str, Any]) -> Screen:
    """What the step shows: {"kind", "division", ...} with `entries` as shown in place of codes."""
    steps = ceremony.script["steps"][: step + 1]
    rehearsed = ceremony.state == Ceremony.State.REHEARSAL
    people = _invented(ceremony.script["entries"]) if rehearsed else entries
    now = steps[-1]
    made: Screen = {
        "kind": now["kind"],
        "division": now.get("division"),
        "prize": now.get("prize"),
        "count": now.get("count"),
        "award": None,
        "before": [],
        "podium": [],
        "rows": [],
    }
    if now["kind"] == "award":
        made["award"] = {
            "entry": people[now["entry"]],
            "rank": now["rank"],
            "tied": now["tied"],
            "points": _points(now["rank"]) if rehearsed else now["points"],
        }
        made["before"] = [people[code] for code in now["before"]]
    elif now["kind"] == "podium":
        made["podium"] = [
            {"prize": each["prize"], "entries": [people[code] for code in each["entries"]]}
            for each in now["awards"]
        ]
    elif now["kind"] in ("board", "resolve"):
        made["rows"] = _rows(steps, people, rehearsed=rehearsed)
    return made


def revealed(ceremony: Ceremony, entries: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The awards that the steps so far have told, in the order of their telling."""
    return [
        {"division": step["division"], "prize": step["prize"], "entry": entries[step["entry"]]}
        for step in ceremony.script["steps"][: ceremony.step + 1]
        if step["kind"] == "award"
    ]


def _rows(
    steps: list[dict[str, Any]], people: Mapping[str, Any], *, rehearsed: bool
) -> list[dict[str, Any]]:
    """The board of the division as the last step left it, by rank; `moved`: places up by it."""
    start = max(place for place, step in enumerate(steps) if step["kind"] == "board")
    cells: dict[str, list[Any]] = dict(steps[start]["rows"])
    pending = set(steps[start]["pending"])
    before, now = cells, steps[-1]
    for step in steps[start + 1 :]:
        if step["kind"] == "resolve":
            before, cells = cells, {**cells, **step["rows"]}
            pending.discard(step["entry"])
    order = sorted(cells, key=lambda code: (cells[code][0] is None, cells[code][0] or 0, code))
    resolving = now["kind"] == "resolve"
    return [
        {
            "entry": people[code],
            "rank": cells[code][0],
            "points": _points(cells[code][0]) if rehearsed else cells[code][1],
            "pending": code in pending,
            "now": resolving and code == now["entry"],
            "moved": _moved(before.get(code), cells[code]) if resolving else 0,
        }
        for code in order
        if code in people
    ]


def _moved(before: list[Any] | None, after: list[Any]) -> int:
    if before is None or before[0] is None or after[0] is None:
        return 0
    return int(before[0] - after[0])


def _invented(entries: Iterable[str]) -> dict[str, Any]:
    """People, works and schools that do not exist, the same ones at every rehearsal."""
    return {code: _one(place) for place, code in enumerate(sorted(entries))}


def _one(place: int) -> dict[str, Any]:
    names = [_name(place)] if place % 3 else [_name(place), _name(place + 7), _name(place + 17)]
    return {
        "id": None,
        "code": f"DT{place + 1:03d}",
        "title": f"Bài diễn tập số {place + 1}",
        "team": None if len(names) == 1 else f"Đội Diễn Tập {place + 1}",
        "school": _SCHOOLS[place % len(_SCHOOLS)],
        "names": names,
    }


def _name(place: int) -> str:
    return (
        f"{_FAMILY[place % len(_FAMILY)]} {_MIDDLE[place * 3 % len(_MIDDLE)]} "
        f"{_GIVEN[place * 7 % len(_GIVEN)]}"
    )


def _points(rank: int | None) -> str | None:
    """Points that fit the rank and are nobody's."""
    return None if rank is None else str(max(0, 1000 - 7 * rank))
