"""Sign-in cards: made once, used, used up, expired, revoked."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import errors
from accounts.models import SignInCard
from accounts.secrets import SECRET_BYTES
from accounts.services import issue_card, redeem_card, revoke_card
from tests.factories.accounts import make_staff, make_user

pytestmark = pytest.mark.django_db


def sign_in(browser: Client, secret: str) -> Any:
    return browser.post("/api/v1/sign-in/card/", {"secret": secret}, "application/json")


@pytest.fixture
def pupil():
    return make_user()


@pytest.fixture
def staff():
    return make_staff()


def test_secret_has_at_least_112_bits_and_only_its_hash_is_stored(pupil, staff) -> None:
    card, secret = issue_card(user=pupil, created_by=staff)
    assert SECRET_BYTES * 8 >= 112
    assert len(secret) == 22
    assert secret not in str(SignInCard.objects.filter(pk=card.pk).values().get())


def test_card_signs_in_as_often_as_it_is_shown(client, pupil, staff) -> None:
    _, secret = issue_card(user=pupil, created_by=staff)
    for browser in (Client(), Client()):
        assert sign_in(browser, secret).json()["id"] == pupil.pk
        assert browser.get("/api/v1/me/").json()["id"] == pupil.pk
        (session,) = [s for s in browser.get("/api/v1/sessions/").json() if s["current"]]
        assert session["ip"] == "127.0.0.1"


def test_single_use_card_signs_in_once(pupil, staff) -> None:
    _, secret = issue_card(user=pupil, created_by=staff, single_use=True)
    assert sign_in(Client(), secret).status_code == 200
    answer = sign_in(Client(), secret)
    assert answer.status_code == 403
    assert answer.json()["type"] == "/problems/card-refused"


def test_looking_at_a_card_does_not_use_it_up(client, pupil, staff) -> None:
    _, secret = issue_card(user=pupil, created_by=staff, single_use=True)
    assert client.get("/api/v1/sign-in/card/", {"secret": secret}).status_code == 405
    assert sign_in(client, secret).status_code == 200


def test_unknown_card_is_refused_in_the_language_of_the_request() -> None:
    answer = Client(headers={"Accept-Language": "en"}).post(
        "/api/v1/sign-in/card/", {"secret": "x"}, "application/json"
    )
    assert answer.status_code == 403
    assert answer.json()["detail"].startswith("The sign-in card is wrong")


def test_expired_card_is_refused(pupil, staff) -> None:
    card, secret = issue_card(
        user=pupil, created_by=staff, expires_at=timezone.now() + timedelta(hours=1)
    )
    SignInCard.objects.filter(pk=card.pk).update(expires_at=timezone.now())
    with pytest.raises(errors.CardRefused):
        redeem_card(secret=secret)


def test_card_that_expires_in_the_past_is_not_made(pupil, staff) -> None:
    with pytest.raises(errors.CardExpiryPast):
        issue_card(user=pupil, created_by=staff, expires_at=timezone.now())


def test_revoked_card_ends_the_sessions_that_it_opened(pupil, staff) -> None:
    lost, lost_secret = issue_card(user=pupil, created_by=staff)
    _, kept_secret = issue_card(user=pupil, created_by=staff)
    finder, owner = Client(), Client()
    sign_in(finder, lost_secret)
    sign_in(owner, kept_secret)

    revoke_card(card=lost)

    assert finder.get("/api/v1/me/").json()["authenticated"] is False
    assert owner.get("/api/v1/me/").json()["id"] == pupil.pk
    assert sign_in(Client(), lost_secret).status_code == 403


def test_card_of_an_inactive_person_is_refused(pupil, staff) -> None:
    _, secret = issue_card(user=pupil, created_by=staff)
    pupil.is_active = False
    pupil.save()
    assert sign_in(Client(), secret).status_code == 403
    with pytest.raises(errors.AccountInactive):
        issue_card(user=pupil, created_by=staff)


def test_staff_get_no_card_and_use_none_from_before(pupil, staff) -> None:
    with pytest.raises(errors.CardForStaff):
        issue_card(user=staff, created_by=staff)
    _, secret = issue_card(user=pupil, created_by=staff)
    pupil.is_staff = True
    pupil.save()
    assert sign_in(Client(), secret).status_code == 403


def test_card_sign_in_needs_the_csrf_token(pupil, staff) -> None:
    _, secret = issue_card(user=pupil, created_by=staff, single_use=True)
    browser = Client(enforce_csrf_checks=True)
    assert sign_in(browser, secret).json()["type"] == "/problems/csrf-failed"
    browser.get("/api/v1/me/")
    answer = browser.post(
        "/api/v1/sign-in/card/",
        {"secret": secret},
        "application/json",
        headers={"X-CSRFToken": browser.cookies["csrftoken"].value},
    )
    assert answer.status_code == 200


def test_guessing_cards_is_throttled() -> None:
    answers = [sign_in(Client(), f"guess{n}").status_code for n in range(301)]
    assert answers[:300] == [403] * 300
    assert answers[300] == 429


def test_staff_issue_a_card_and_read_its_secret_once(client, pupil, staff) -> None:
    client.force_login(staff)
    answer = client.post(
        "/api/v1/sign-in-cards/", {"user": pupil.pk, "label": "9A2"}, "application/json"
    )
    assert answer.status_code == 201
    assert sign_in(Client(), answer.json()["secret"]).status_code == 200
    (row,) = client.get("/api/v1/sign-in-cards/").json()["results"]
    assert (row["label"], row["used_at"] is None) == ("9A2", False)
    assert "secret" not in row
    assert "secret_sha256" not in row
