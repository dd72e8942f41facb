"""A contest with one entry and one sheet, and a check that a refusal left no trace."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from accounts.models import User
from contests.models import Contest
from judging.models import Scoresheet
from submissions.models import Entry
from tests.factories.accounts import make_user
from tests.factories.contests import make_organiser
from tests.factories.judging import fill_in, make_judge, make_judged_contest, make_sheet
from tests.factories.submissions import make_entry
from tests.snapshot import everything
from tests.worlds import shared

CODES = "/problems/"
_VIETNAMESE = set("ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ")


@dataclass
class World:
    contest: Contest
    entry: Entry
    sheet: Scoresheet
    student: User
    judge: User
    organiser: User

    def __post_init__(self) -> None:
        """Signs all in now, so that a session is nothing that a refused request left behind."""
        self._cookies = {}
        for user in (self.student, self.judge, self.organiser):
            client = Client()
            client.force_login(user)
            self._cookies[user.pk] = client.cookies

    def client(self, user: User) -> Client:
        # A 500 is an answer, as a real browser would get.
        client = Client(raise_request_exception=False)
        client.cookies.update(self._cookies[user.pk])
        return client


@pytest.fixture
def world(built: World, db: None) -> World:
    """The file's world; what a test changes of its objects is its own."""
    return deepcopy(built)


@pytest.fixture(scope="module")
def built(django_db_setup: Any, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with shared(django_db_blocker):
        yield make_world()


def make_world() -> World:
    contest, round_ = make_judged_contest()
    student = make_user("Nguyễn Thị Thí Sinh")
    entry = make_entry(contest, student=student)
    judge = make_judge(contest)
    sheet = make_sheet(judge, entry, round_)
    fill_in(sheet, 7, 8, state="draft")
    sheet.refresh_from_db()
    assert judge.user is not None
    return World(contest, entry, sheet, student, judge.user, make_organiser(contest))


Refused = Callable[..., Any]


@pytest.fixture
def refused() -> Refused:
    """Sends a request; it must be refused with `status` and `code`, in Vietnamese, without a trace.

    `send` takes nothing and returns the response. Gives the problem document.
    """

    def check(send: Callable[[], Any], status: int, code: str | None = None) -> Any:
        before = everything()
        response = send()
        assert response.status_code == status, response.content[:500]
        assert response["Content-Type"] == "application/problem+json"
        problem = json.loads(response.content)
        assert problem["status"] == status
        if code is not None:
            assert problem["type"] == f"{CODES}{code}"
        assert problem["title"]
        assert _VIETNAMESE & set(problem["detail"].lower()), problem["detail"]
        assert everything() == before
        return problem

    return check
