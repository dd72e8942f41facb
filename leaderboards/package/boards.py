"""What the public sees of live boards, and when entrants may appeal, in a package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from common.documents import instant, sparse
from common.faults import Codes
from common.language import Text
from contests.models import Contest
from contests.package import at
from judging.package import Places
from leaderboards.models import AppealWindow, BoardRule

_RULE: Text = {"vi": "quy định bảng điểm", "en": "board rule"}
_ORDER: Text = {
    "vi": "hạn cuối phải sau lúc bắt đầu nhận",
    "en": "the end must come after the beginning",
}


def load(data: Mapping[str, Any], places: Places) -> None:
    """Write the rules of boards and the window of appeals."""
    rules: Codes[BoardRule] = Codes(places.faults, _RULE)
    for index, row in enumerate(data.get("boards", ())):
        pointer = f"/boards/{index}"
        round_ = places.counted_round(row, pointer) if "round" in row else None
        rule = BoardRule(
            contest=places.rules.contest, round=round_, hidden=row.get("hidden", False),
            top=row.get("top"), freeze_at=at(row.get("freeze_at")),
        )  # fmt: skip
        rules.declare(row.get("round", "-"), rule, pointer)
    window = _window(data, places)
    if not places.faults:
        BoardRule.objects.bulk_create(list(rules))
        if window is not None:
            window.save()


def _window(data: Mapping[str, Any], places: Places) -> AppealWindow | None:
    row = data.get("appeal_window")
    if row is None:
        return None
    window = AppealWindow(
        contest=places.rules.contest, opens_at=at(row.get("opens_at")),
        closes_at=at(row.get("closes_at")), days=row.get("days"),
    )  # fmt: skip
    if window.opens_at and window.closes_at and window.closes_at <= window.opens_at:
        places.faults.add("/appeal_window/closes_at", "window-order", _ORDER)
    return window


def clear(contest: Contest) -> None:
    """Delete both."""
    contest.board_rules.all().delete()
    AppealWindow.objects.filter(contest=contest).delete()


def dump(contest: Contest) -> dict[str, Any]:
    """The rules that say something, the contest's first; and the window, if there is one."""
    rules = BoardRule.objects.filter(contest=contest).select_related("round")
    rows = [
        sparse(
            {
                "round": rule.round and rule.round.code,
                "hidden": rule.hidden,
                "top": rule.top,
                "freeze_at": instant(rule.freeze_at),
            },
            {"hidden": False},
        )
        for rule in sorted(rules, key=lambda rule: rule.round.code if rule.round else "")
    ]
    window = AppealWindow.objects.filter(contest=contest).first()
    return {
        "boards": [row for row in rows if set(row) - {"round"}],
        "appeal_window": window
        and sparse(
            {
                "opens_at": instant(window.opens_at),
                "closes_at": instant(window.closes_at),
                "days": window.days,
            }
        ),
    }
