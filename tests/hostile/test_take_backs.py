"""A declared conflict ends only with a reason, before another person's eyes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import User
from contests.models import Contest, Round
from judging.errors import JudgeConflicted
from judging.models import ConflictOfInterest, Judge, TakeBack
from judging.services import assign, declare_conflict
from submissions.models import Entry
from tests.factories.contests import make_officer, make_organiser
from tests.factories.judging import make_judge, make_judged_contest
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db


class Day:
    """A judge who declared a conflict, and a head judge."""

    contest: Contest
    round: Round

    def __init__(self) -> None:
        self.contest, self.round = make_judged_contest(blind=True)
        self.judge: Judge = make_judge(self.contest)
        self.entry: Entry = make_entry(self.contest)
        self.chair: User = make_officer(self.contest, "chair")
        self.conflict = declare_conflict(judge=self.judge, entry=self.entry, note="cháu tôi")


@pytest.fixture
def day() -> Day:
    return Day()


def post(user: User | None, address: str, **body: Any) -> Any:
    client = APIClient()
    client.force_authenticate(user)
    return client.post(f"/api/v1/{address}", body, format="json")


def get(user: User | None, address: str) -> Any:
    client = APIClient()
    client.force_authenticate(user)
    return client.get(f"/api/v1/{address}").json()["results"]


def ask(day: Day) -> int:
    answer = post(day.judge.user, f"conflicts/{day.conflict.pk}/take-back/", reason="nhầm bài")
    assert answer.status_code == 201, answer.json()
    pk: int = answer.json()["id"]
    return pk


def test_asking_ends_nothing_and_is_seen_by_the_head_judge(day: Day) -> None:
    ask(day)

    with pytest.raises(JudgeConflicted):
        assign(judge=day.judge, entry=day.entry, round_=day.round)
    (shown,) = get(day.chair, f"take-backs/?contest={day.contest.slug}&waiting=true")
    assert (shown["judge_name"], shown["entry_code"], shown["note"], shown["reason"]) == (
        day.judge.full_name,
        day.entry.code,
        "cháu tôi",
        "nhầm bài",
    )
    assert shown["ruling"] is None
    (own,) = get(day.judge.user, f"conflicts/?judge={day.judge.pk}")
    assert (own["asked"], own["entry_code"]) == (True, "")
    (mine,) = get(day.judge.user, "take-backs/")
    assert mine["entry_code"] == ""


@pytest.mark.parametrize("reason", ["", "  ", "\u200b"])
def test_asking_needs_a_reason(day: Day, reason: str) -> None:
    answer = post(day.judge.user, f"conflicts/{day.conflict.pk}/take-back/", reason=reason)

    assert answer.status_code in (400, 422)
    assert answer.json()["errors"][0]["pointer"] == "/reason"
    assert not TakeBack.objects.exists()


def test_asking_twice_is_one_question(day: Day) -> None:
    ask(day)

    answer = post(day.judge.user, f"conflicts/{day.conflict.pk}/take-back/", reason="nhầm")

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/take-back-twice")
    assert TakeBack.objects.count() == 1


def test_head_judge_agrees_and_the_conflict_is_gone(day: Day) -> None:
    asked = ask(day)

    answer = post(day.chair, f"take-backs/{asked}/rule/", agreed=True)

    assert answer.status_code == 200
    assert answer.json()["ruling"]["agreed"] is True
    assert not ConflictOfInterest.objects.exists()
    assign(judge=day.judge, entry=day.entry, round_=day.round)
    again = post(day.chair, f"take-backs/{asked}/rule/", agreed=False, reason="thôi")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/conflict-over")


def test_head_judge_lets_it_stand_with_a_reason_and_the_judge_may_ask_anew(day: Day) -> None:
    asked = ask(day)
    assert post(day.chair, f"take-backs/{asked}/rule/", agreed=False).status_code == 422

    answer = post(day.chair, f"take-backs/{asked}/rule/", agreed=False, reason="là cháu ruột")

    assert answer.json()["ruling"]["reason"] == "là cháu ruột"
    assert ConflictOfInterest.objects.get() == day.conflict
    ask(day)
    assert TakeBack.objects.count() == 2  # both stay on record


@pytest.mark.parametrize("way", ["rule", "lift"])
def test_nobody_decides_on_a_conflict_of_their_own(way: str) -> None:
    day = Day()
    head = make_organiser(day.contest)
    day.judge = make_judge(day.contest, role="head", user=head)
    day.conflict = declare_conflict(judge=day.judge, entry=day.entry)
    asked = ask(day)

    answer = (
        post(head, f"take-backs/{asked}/rule/", agreed=True)
        if way == "rule"
        else post(head, f"conflicts/{day.conflict.pk}/lift/", reason="tôi tự bỏ")
    )

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/conflict-yours")
    assert ConflictOfInterest.objects.filter(pk=day.conflict.pk).exists()


def test_pinned_meanwhile_it_is_the_organisers(day: Day) -> None:
    asked = ask(day)
    declare_conflict(judge=day.judge, entry=day.entry, kind="family", pinned=True)

    assert post(day.chair, f"take-backs/{asked}/rule/", agreed=True).status_code == 403
    organiser = make_organiser(day.contest)
    lift = post(organiser, f"conflicts/{day.conflict.pk}/lift/", reason="đã kiểm tra")

    assert lift.status_code == 204
    assert TakeBack.objects.get().ruling.agreed is True  # nothing waits any more


def test_no_judge_deletes_a_conflict(day: Day) -> None:
    client = APIClient()
    client.force_authenticate(day.judge.user)

    assert client.delete(f"/api/v1/conflicts/{day.conflict.pk}/").status_code == 404
    assert ConflictOfInterest.objects.filter(pk=day.conflict.pk).exists()


def test_lists_ask_as_often_for_three_as_for_one(day: Day) -> None:
    client = APIClient()
    client.force_authenticate(day.chair)
    ask(day)

    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/api/v1/{address}")
        return len(caught)

    counts = {address: count(address) for address in ("take-backs/", "conflicts/")}
    for _ in range(2):
        day.judge, day.entry = make_judge(day.contest), make_entry(day.contest)
        day.conflict = declare_conflict(judge=day.judge, entry=day.entry)
        ask(day)

    assert {address: count(address) for address in counts} == counts
