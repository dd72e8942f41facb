"""Sign-in by password over HTTP, as the visitor does it: CSRF cookie, session, sign-out, lock-out."""

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from zeal import zeal_ignore

from tests.factories.accounts import PASSWORD, make_staff, make_user

pytestmark = pytest.mark.django_db

LOGIN = "/_allauth/browser/v1/auth/login"
SESSION = "/_allauth/browser/v1/auth/session"


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=True)


def csrf(visitor: Client) -> dict[str, str]:
    return {"X-CSRFToken": visitor.cookies["csrftoken"].value}


def post(visitor: Client, path: str, body: dict[str, Any], **extra: Any) -> Any:
    return visitor.post(path, body, content_type="application/json", headers=csrf(visitor), **extra)


def test_me_of_a_stranger_sets_the_csrf_cookie(visitor) -> None:
    answer = visitor.get("/api/v1/me/")
    assert answer.json()["authenticated"] is False
    assert "csrftoken" in visitor.cookies


def test_password_sign_in_lasts_until_sign_out(visitor) -> None:
    user = make_user("Lê Thị Hoa", username="le.thi.hoa", password=PASSWORD)
    visitor.get("/api/v1/me/")

    answer = post(visitor, LOGIN, {"username": "Le.Thi.Hoa", "password": PASSWORD})
    assert answer.status_code == 200, answer.content
    assert visitor.get("/api/v1/me/").json() == {
        "authenticated": True,
        "id": user.pk,
        "username": "le.thi.hoa",
        "full_name": "Lê Thị Hoa",
        "language": "vi",
        "is_staff": False,
    }
    assert visitor.get(SESSION).json()["meta"]["is_authenticated"] is True

    assert visitor.delete(SESSION, headers=csrf(visitor)).status_code == 401  # signed out
    assert visitor.get("/api/v1/me/").json()["authenticated"] is False


def test_password_sign_in_without_csrf_token_is_refused(visitor) -> None:
    make_user(username="an", password=PASSWORD)
    answer = visitor.post(
        LOGIN, {"username": "an", "password": PASSWORD}, content_type="application/json"
    )
    assert answer.status_code == 403
    assert answer.json()["type"] == "/problems/csrf-failed"


def test_wrong_password_says_so_and_signs_nobody_in(visitor) -> None:
    make_user(username="an", password=PASSWORD)
    visitor.get("/api/v1/me/")
    answer = post(visitor, LOGIN, {"username": "an", "password": "sai mat khau"})
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["message"] == "Tên đăng nhập hoặc mật khẩu không đúng."
    assert visitor.get("/api/v1/me/").json()["authenticated"] is False


def test_sign_up_of_the_library_is_closed(visitor) -> None:
    visitor.get("/api/v1/me/")
    answer = post(
        visitor,
        "/_allauth/browser/v1/auth/signup",
        {"username": "la", "password": PASSWORD},
    )
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("language", "words"), [("vi", "hãy đợi 10 phút"), ("en", "wait 10 minutes")]
)
def test_ten_failures_lock_this_name_at_this_address_only(visitor, language, words) -> None:
    make_user(username="an", password=PASSWORD)
    make_user(username="binh", password=PASSWORD)
    visitor.get("/api/v1/me/")
    for turn in range(10):
        wrong = {"username": "an" if turn % 2 else "AN", "password": "sai"}
        post(visitor, LOGIN, wrong)

    right = {"username": "an", "password": PASSWORD}
    answer = visitor.post(
        LOGIN,
        right,
        content_type="application/json",
        headers={**csrf(visitor), "Accept-Language": language},
    )
    assert answer.status_code == 429
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "/problems/locked-out"
    assert words in answer.json()["detail"]

    # A neighbour at the same address, and the same pupil elsewhere, sign in.
    assert post(visitor, LOGIN, {**right, "username": "binh"}).status_code == 200
    elsewhere = Client(enforce_csrf_checks=True, REMOTE_ADDR="192.0.2.7")
    elsewhere.get("/api/v1/me/")
    assert post(elsewhere, LOGIN, right).status_code == 200


def test_a_class_signs_in_from_one_address_within_a_minute() -> None:
    user = make_user(username="hs", password=PASSWORD)
    with zeal_ignore():  # it takes the requests of one line for one loop
        for _ in range(40):
            visitor = Client(enforce_csrf_checks=True)
            visitor.get("/api/v1/me/")
            answer = post(visitor, LOGIN, {"username": user.username, "password": PASSWORD})
            assert answer.status_code == 200


def test_second_factor_is_asked_for_after_the_password(visitor) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(make_user(username="quan.tri", password=PASSWORD, is_staff=True), secret)
    visitor.get("/api/v1/me/")
    answer = post(visitor, LOGIN, {"username": "quan.tri", "password": PASSWORD})
    assert answer.status_code == 401
    assert {"id": "mfa_authenticate", "is_pending": True, "types": ["totp"]}.items() <= next(
        flow for flow in answer.json()["data"]["flows"] if flow["id"] == "mfa_authenticate"
    ).items()
    assert visitor.get("/api/v1/me/").json()["authenticated"] is False

    counter = next(yield_hotp_counters_from_time())
    code = format_hotp_value(hotp_value(secret, counter))
    answer = post(visitor, "/_allauth/browser/v1/auth/2fa/authenticate", {"code": code})
    assert answer.status_code == 200
    assert visitor.get("/api/v1/me/").json()["username"] == "quan.tri"


def test_the_admin_has_no_door_of_its_own(client) -> None:
    answer = client.get("/admin/", follow=False)
    assert answer.status_code == 302
    answer = client.get(answer["Location"])
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in?next=/admin/")
    client.force_login(make_staff())
    assert client.get("/admin/").status_code == 200


def test_language_is_kept_with_the_person(client) -> None:
    user = make_user()
    client.force_login(user)
    answer = client.patch("/api/v1/me/", {"language": "en"}, content_type="application/json")
    assert answer.json()["language"] == "en"
    user.refresh_from_db()
    assert user.language == "en"
    answer = client.patch("/api/v1/me/", {"language": "fr"}, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/language"


def test_sessions_are_listed_and_ended(visitor) -> None:
    user = make_user(username="an", password=PASSWORD)
    phone = Client(headers={"User-Agent": "phone"})
    for each in (visitor, phone):
        each.get("/api/v1/me/")
        assert post(each, LOGIN, {"username": "an", "password": PASSWORD}).status_code == 200

    rows = visitor.get("/api/v1/sessions/").json()
    assert [(row["user_agent"], row["current"]) for row in rows] == [("phone", False), ("", True)]

    stranger = Client()
    stranger.force_login(make_user())
    path = f"/api/v1/sessions/{rows[0]['id']}/"
    assert stranger.delete(path).status_code == 404
    assert visitor.delete(path, headers=csrf(visitor)).status_code == 204
    assert phone.get("/api/v1/me/").json()["authenticated"] is False
    assert visitor.get("/api/v1/me/").json()["id"] == user.pk


def test_sessions_that_ended_are_not_listed(visitor) -> None:
    with zeal_ignore():  # one visitor after the other
        make_user(username="an", password=PASSWORD)
        phone, tablet = (Client(headers={"User-Agent": name}) for name in ("phone", "tablet"))
        for each in (visitor, phone, tablet):
            each.get("/api/v1/me/")
            assert post(each, LOGIN, {"username": "an", "password": PASSWORD}).status_code == 200
        Session.objects.filter(pk=tablet.session.session_key).update(expire_date=timezone.now())
        assert phone.delete(SESSION, headers=csrf(phone)).status_code == 401

        assert [row["current"] for row in visitor.get("/api/v1/sessions/").json()] == [True]


def test_sign_up_makes_a_person_with_consent_and_signs_in(visitor) -> None:
    visitor.get("/api/v1/me/")
    body = {
        "full_name": "Hoàng Minh Khôi",
        "username": "khoi.hm",
        "password": PASSWORD,
        "consent": True,
        "birth_year": 2012,
        "guardian_name": "Hoàng Văn Nam",
    }
    answer = post(visitor, "/api/v1/sign-up/", body)
    assert answer.status_code == 201, answer.content
    assert visitor.get("/api/v1/me/").json()["username"] == "khoi.hm"
    (consent,) = visitor.get("/api/v1/consents/").json()
    assert (consent["purpose"], consent["given"], consent["guardian_name"]) == (
        "take_part",
        True,
        "Hoàng Văn Nam",
    )


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"consent": False}, "consent-needed", "/consent"),
        ({"guardian_name": ""}, "guardian-missing", "/guardian_name"),
        ({"password": "12345678"}, "password-weak", "/password"),
        ({"username": "hai chu"}, "username-invalid", "/username"),
    ],
)
def test_sign_up_names_what_is_wrong_and_keeps_nothing(
    visitor, django_user_model, change, code, pointer
) -> None:
    visitor.get("/api/v1/me/")
    body = {
        "full_name": "Hoàng Minh Khôi",
        "username": "khoi.hm",
        "password": PASSWORD,
        "consent": True,
        "birth_year": 2012,
        "guardian_name": "Hoàng Văn Nam",
    }
    answer = post(visitor, "/api/v1/sign-up/", body | change)
    assert answer.json()["type"] == f"/problems/{code}"
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert not django_user_model.objects.exists()
