"""Cards and links open what they were made for, and nothing beyond it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from zeal import zeal_ignore

from accounts.models import SignInCard, SignInLink, User
from accounts.services import issue_card
from contests.models import Contest
from contests.services import grant, update_contest
from judging.models import Judge
from judging.services import (
    create_judge,
    issue_judge_card,
    issue_judge_link,
    release_judge,
    update_judge,
)
from tests.factories.accounts import make_staff, make_user
from tests.factories.contests import make_contest, make_organiser
from tests.factories.judging import make_judge, make_judged_contest

pytestmark = pytest.mark.django_db


@pytest.fixture
def judge() -> Judge:
    contest, _ = make_judged_contest()
    return make_judge(contest)


def person(judge: Judge) -> User:
    assert judge.user is not None
    return judge.user


def scan(secret: str, browser: Client | None = None, **more: Any) -> Any:
    body = {"secret": secret, **more}
    return (browser or Client()).post("/api/v1/sign-in/card/", body, "application/json")


def opened(judge: Judge) -> tuple[str, Client, Client]:
    """A card's secret, and browsers that it and a link signed in."""
    staff = make_staff()
    _, secret = issue_judge_card(judge=judge, by=staff)
    _, link, pin = issue_judge_link(judge=judge, by=staff)
    by_card, by_link = Client(), Client()
    assert scan(secret, by_card).status_code == 200
    body = {"secret": link, "pin": pin}
    assert by_link.post("/api/v1/sign-in/link/", body, "application/json").status_code == 200
    return secret, by_card, by_link


def who(client: Client) -> int | None:
    number: int | None = client.get("/api/v1/me/").json()["id"]
    return number


def ended(secret: str, *browsers: Client) -> bool:
    return scan(secret).status_code == 403 and [who(each) for each in browsers] == [None, None]


def _another_grant(judge: Judge) -> None:
    grant(contest=make_contest(), name="observe", to=person(judge))


def _another_seat(judge: Judge) -> None:
    create_judge(contest=make_contest(), username=person(judge).username)


def _group(judge: Judge) -> None:
    group = Group.objects.create(name="Phòng giáo dục")
    person(judge).groups.add(group)
    grant(contest=make_contest(), name="manage", to=group)


def _head(judge: Judge) -> None:
    update_judge(judge=judge, role=Judge.Role.HEAD)


def _released(judge: Judge) -> None:
    release_judge(judge=judge, actor=make_staff(), reason="Ốm")


def _archived(judge: Judge) -> None:
    update_contest(contest=judge.contest, state=Contest.State.ARCHIVED)


def _made_staff(judge: Judge) -> None:
    User.objects.create_superuser("goc", "", "x", full_name="Quản trị gốc")
    admin = Client()
    admin.force_login(User.objects.get(username="goc"))
    user = person(judge)
    body = {
        "username": user.username,
        "full_name": user.full_name,
        "language": "vi",
        "is_active": "on",
        "is_staff": "on",
        "date_joined_0": "2026-01-01",
        "date_joined_1": "00:00:00",
    }
    with zeal_ignore():  # it takes the signed-in user and the one to change for a loop
        answer = admin.post(f"/admin/accounts/user/{user.pk}/change/", body)
    assert answer.status_code == 302, answer.content


@pytest.mark.parametrize(
    "event", [_another_grant, _another_seat, _group, _head, _released, _archived, _made_staff]
)
def test_card_link_and_their_browsers_end_with(judge: Judge, event: Any) -> None:
    opening = opened(judge)
    event(judge)
    assert ended(*opening)


def test_card_goes_on_when_a_grant_is_given_again_or_another_contest_ends(judge: Judge) -> None:
    secret, by_card, by_link = opened(judge)
    grant(contest=judge.contest, name="judge", to=person(judge))
    update_contest(contest=make_contest(), state=Contest.State.ARCHIVED)
    _released(make_judge(judge.contest))
    assert scan(secret).status_code == 200
    assert [who(by_card), who(by_link)] == [person(judge).pk] * 2


def test_card_ends_with_the_judging_and_its_browser_with_it(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = timezone.now() + timedelta(hours=5)
    Contest.objects.filter(pk=judge.contest.pk).update(judging_close_at=close)
    judge.contest.refresh_from_db()
    late = close + timedelta(days=3)
    card, secret = issue_judge_card(judge=judge, by=make_staff(), expires_at=late)
    assert card.expires_at == close
    browser = Client()
    scan(secret, browser)
    assert who(browser) == person(judge).pk
    monkeypatch.setattr("accounts.sessions.time.time", lambda: close.timestamp() + 1)
    assert who(browser) is None


def test_card_has_an_end_by_default_which_its_maker_sees(judge: Judge) -> None:
    organiser = Client()
    organiser.force_login(make_organiser(judge.contest))
    Contest.objects.filter(pk=judge.contest.pk).update(judging_open_at=None, judging_close_at=None)
    made = organiser.post(f"/api/v1/judges/{judge.pk}/sign-in-card/", {}, "application/json")
    assert made.status_code == 201, made.content
    left = SignInCard.objects.get().expires_at - timezone.now()
    assert timedelta(days=29) < left <= timedelta(days=30)
    assert made.json()["expires_at"][:16] == SignInCard.objects.get().expires_at.isoformat()[:16]


def test_card_signs_nobody_out_unasked(judge: Judge) -> None:
    other = make_user("Trần Văn Sáu")
    _, secret = issue_card(user=other, created_by=make_staff(), single_use=True)
    browser = Client()
    browser.force_login(person(judge))

    answer = scan(secret, browser)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/signed-in-as-other")
    assert (answer.json()["current"], answer.json()["next"]) == (
        person(judge).full_name,
        "Trần Văn Sáu",
    )
    assert who(browser) == person(judge).pk
    assert SignInCard.objects.get().used_at is None

    assert scan(secret, browser, replace=True).status_code == 200
    assert who(browser) == other.pk


def test_link_signs_nobody_out_unasked_and_is_not_used_up(judge: Judge) -> None:
    _, secret, pin = issue_judge_link(judge=judge, by=make_staff())
    browser = Client()
    other = make_user()
    browser.force_login(other)
    body = {"secret": secret, "pin": pin}
    answer = browser.post("/api/v1/sign-in/link/", body, "application/json")
    assert (answer.status_code, answer.json()["next"]) == (409, judge.user and judge.user.full_name)
    assert who(browser) == other.pk
    assert SignInLink.objects.get().used_at is None
    body = {**body, "replace": True}
    assert browser.post("/api/v1/sign-in/link/", body, "application/json").status_code == 200
    assert who(browser) == person(judge).pk


def test_own_card_needs_the_password_again(judge: Judge) -> None:
    """A judge who arranges the judging too, on a browser left open."""
    grant(contest=judge.contest, name="chair", to=person(judge))
    _, secret = issue_judge_card(judge=judge, by=make_staff())
    browser = Client()
    scan(secret, browser)
    answer = browser.post(f"/api/v1/judges/{judge.pk}/sign-in-card/", {}, "application/json")
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/session-of-card")
