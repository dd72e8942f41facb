"""A contest whose ranks are explained: its form, its policies, its people, and how they ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework.test import APIClient

from leaderboards.services import approve_publication, propose_publication
from tests.factories.accounts import make_user
from tests.factories.contests import make_officer, make_organiser
from tests.factories.judging import POLICY, make_judge, make_judged_contest, make_scored_entry

FORM: Mapping[str, Any] = {
    "schema": 1,
    "items": [
        {"id": "idea", "label": {"vi": "Ý tưởng", "en": "Idea"}, "kind": "number",
         "min": 0, "max": 10},
        {"id": "craft", "label": {"vi": "Kỹ thuật", "en": "Craft"}, "kind": "level",
         "levels": [{"value": n, "label": {"vi": f"Mức {n}", "en": f"Level {n}"}} for n in range(11)],
         "weight": "0.5"},
    ],
    "groups": [
        {"id": "work", "label": {"vi": "Sản phẩm", "en": "Work"}, "items": ["idea", "craft"],
         "cap": 12},
    ],
}  # fmt: skip


def policy(**final: Any) -> dict[str, Any]:
    return {
        **POLICY,
        "rounds": {"final": final},
        "rank_keys": [
            {"type": "points"},
            {"type": "item", "round": "final", "item": "idea", "reduce": "best_attempt"},
        ],
    }


TRIMMED = policy(
    judges={"method": "drop", "high": 1, "low": 1},
    round={"method": "share_of_max"},
    rounding={"judges": {"digits": 1, "mode": "half_up"}},
)


THIRD = policy(
    discrepancy={"bands": [{"up_to": 2, "action": "accept"}, {"action": "third_marking"}]}
)


class Hall:
    """A contest by a policy, its judges, an entrant, and two people who publish."""

    def __init__(self, definition: Mapping[str, Any], judges: int = 2, **changes: Any) -> None:
        self.contest, self.round = make_judged_contest(
            form=FORM, policy=definition, judges_per_entry=judges,
            **{"display_rule": "full_name", "live_standings": True, **changes},
        )  # fmt: skip
        self.judges = [make_judge(self.contest) for _ in range(judges)]
        self.student = make_user("Nguyễn Văn An")
        self.organiser = make_organiser(self.contest)
        self.second = make_officer(self.contest, "manage", "chair", "publish")

    def entry(self, *marks: tuple[Any, Any], **changes: Any) -> Any:
        return make_scored_entry(self.contest, self.round, self.judges, list(marks), **changes)

    def own(self, *marks: tuple[Any, Any]) -> Any:
        return self.entry(*marks, student=self.student, title="Bài của An")

    def publish(self, **changes: Any) -> Any:
        proposed = propose_publication(contest=self.contest, actor=self.organiser, **changes)
        return approve_publication(publication=proposed, actor=self.second, reason="lý do")

    def url(self, entry: Any, file: str = "") -> str:
        return f"/api/v1/standings/{self.contest.slug}/entries/{entry.code}/{file}"

    def ask(self, entry: Any, user: Any = None, query: str = "") -> Any:
        return ask(self.url(entry) + query, user)


def ask(url: str, user: Any = None) -> Any:
    client = APIClient()
    if user is not None:
        client.force_login(user)
    return client.get(url)


def vi(words: Any) -> list[str]:
    return [each["vi"] for each in words]


def sheets(hall: Hall, entry: Any, user: Any) -> Any:
    return hall.ask(entry, user).json()["rounds"][0]["attempts"][0]["sheets"]
