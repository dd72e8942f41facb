"""One-time sign-in links: used once, with their PIN, for a while, and dead after five wrong ones."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import errors
from accounts.models import SignInLink, User
from accounts.services import issue_link, redeem_link
from tests.factories.accounts import make_staff, make_user

pytestmark = pytest.mark.django_db


def issue(user: User, **changes: Any) -> tuple[SignInLink, str, str]:
    return issue_link(user=user, created_by=make_staff(), **changes)


def sign_in(secret: str, pin: str, browser: Client | None = None) -> Any:
    body = {"secret": secret, "pin": pin}
    return (browser or Client()).post("/api/v1/sign-in/link/", body, "application/json")


def another(pin: str) -> str:
    return f"{(int(pin) + 1) % 10**6:06}"


def test_neither_secret_nor_pin_is_stored() -> None:
    link, secret, pin = issue(make_user())
    assert len(secret) == 22
    assert len(pin) == 6
    assert pin.isdecimal()
    stored = str(SignInLink.objects.filter(pk=link.pk).values().get())
    assert secret not in stored
    assert f"'{pin}'" not in stored


def test_link_signs_in_once_with_its_pin() -> None:
    judge = make_user()
    _, secret, pin = issue(judge)
    browser = Client()
    assert sign_in(secret, f" {pin} ", browser).json()["id"] == judge.pk
    assert browser.get("/api/v1/me/").json()["id"] == judge.pk
    assert len(browser.get("/api/v1/sessions/").json()) == 1
    again = sign_in(secret, pin)
    assert (again.status_code, again.json()["type"]) == (403, "/problems/link-refused")


def test_looking_at_a_link_does_not_use_it_up() -> None:
    _, secret, pin = issue(make_user())
    assert Client().get("/api/v1/sign-in/link/", {"secret": secret}).status_code == 405
    assert sign_in(secret, pin).status_code == 200


def test_five_wrong_pins_kill_the_link() -> None:
    link, secret, pin = issue(make_user())
    answers = [sign_in(secret, another(pin)).json() for _ in range(5)]
    assert [answer["type"] for answer in answers] == ["/problems/link-pin-wrong"] * 4 + [
        "/problems/link-refused"
    ]
    assert answers[0]["detail"] == "Mã PIN chưa đúng; còn 4 lần thử."
    assert answers[0]["errors"][0]["pointer"] == "/pin"
    assert sign_in(secret, pin).status_code == 403
    link.refresh_from_db()
    assert (link.wrong_pins, link.used_at) == (5, None)


def test_four_wrong_pins_leave_the_link_alive() -> None:
    _, secret, pin = issue(make_user())
    for _ in range(4):
        sign_in(secret, another(pin))
    assert sign_in(secret, pin).status_code == 200


def test_unknown_expired_and_revoked_links_are_refused_alike() -> None:
    judge = make_user()
    old, old_secret, old_pin = issue(judge)
    link, secret, pin = issue(judge)  # ends the former one
    old.refresh_from_db()
    assert old.revoked_at is not None
    assert link.expires_at - link.created_at > timedelta(hours=23)
    SignInLink.objects.filter(pk=link.pk).update(expires_at=timezone.now())
    for words in (("x", "000000"), (old_secret, old_pin), (secret, pin)):
        with pytest.raises(errors.LinkRefused):
            redeem_link(secret=words[0], pin=words[1])
    link.refresh_from_db()
    assert link.wrong_pins == 0


def test_staff_and_inactive_people_get_no_link() -> None:
    with pytest.raises(errors.CardForStaff):
        issue(make_staff())
    judge = make_user()
    _, secret, pin = issue(judge)
    User.objects.filter(pk=judge.pk).update(is_active=False)
    assert sign_in(secret, pin).status_code == 403
    judge.refresh_from_db()
    with pytest.raises(errors.AccountInactive):
        issue(judge)


@pytest.mark.parametrize("hours", [-1, 0, 24 * 15])
def test_link_lasts_no_less_than_now_and_no_more_than_two_weeks(hours: int) -> None:
    with pytest.raises(errors.LinkExpiryPast):
        issue(make_user(), expires_at=timezone.now() + timedelta(hours=hours))
