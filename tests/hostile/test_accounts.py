"""Accounts that somebody else is after: mail, passwords, second factors, guesses, old sessions."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as product
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import sessions
from accounts.models import ApiToken, User
from accounts.passwords import is_guessed_first
from accounts.services import issue_card, issue_link, issue_token
from tests.factories.accounts import PASSWORD, make_staff, make_user

pytestmark = pytest.mark.django_db

BROWSER = "/_allauth/browser/v1"
LOGIN = f"{BROWSER}/auth/login"
EMAIL = f"{BROWSER}/account/email"
RESET = f"{BROWSER}/auth/password/request"
CHANGE = f"{BROWSER}/account/password/change"
NEW = "núi cao biển rộng 58"


def post(client: Client, path: str, body: dict[str, Any], **extra: Any) -> Any:
    return client.post(path, body, content_type="application/json", **extra)


def signed_in(user: User, **headers: str) -> Client:
    """A browser on which `user` signed in by password."""
    client = Client()
    client.get("/api/v1/me/")
    answer = post(client, LOGIN, {"username": user.username, "password": PASSWORD}, headers=headers)
    assert answer.status_code == 200, answer.content
    return client


def confirm(client: Client) -> None:
    assert post(client, f"{BROWSER}/auth/reauthenticate", {"password": PASSWORD}).status_code == 200


def who(client: Client) -> str | None:
    name: str | None = client.get("/api/v1/me/").json()["username"]
    return name


@pytest.fixture
def user() -> User:
    return make_user("Lê Thị Hoa", username="le.thi.hoa", password=PASSWORD)


# --- the password again -----------------------------------------------------------------


def test_an_open_browser_adds_no_address_without_the_password(user: User) -> None:
    client = signed_in(user)
    answer = post(client, EMAIL, {"email": "ke.gian@example.org"})
    assert answer.status_code == 401
    assert {flow["id"] for flow in answer.json()["data"]["flows"]} >= {"reauthenticate"}
    assert not EmailAddress.objects.filter(user=user).exists()

    confirm(client)
    assert post(client, EMAIL, {"email": "hoa@example.org"}).status_code == 200
    assert EmailAddress.objects.get(user=user).verified is False


def test_an_open_browser_makes_no_token_without_the_password(user: User) -> None:
    client = signed_in(user)
    answer = post(client, "/api/v1/tokens/", {"label": "x"})
    assert (answer.status_code, answer.json()["type"]) == (
        403,
        "/problems/reauthentication-needed",
    )
    confirm(client)
    assert post(client, "/api/v1/tokens/", {"label": "x"}).status_code == 201


def test_a_password_changes_only_by_the_old_one(user: User) -> None:
    client = signed_in(user)
    for wrong in ({}, {"current_password": "sai"}):
        assert post(client, CHANGE, {"new_password": NEW, **wrong}).status_code == 400
    done = post(client, CHANGE, {"current_password": PASSWORD, "new_password": NEW})
    assert done.status_code == 200
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_a_printed_card_changes_nothing_of_the_account() -> None:
    judge = make_user()
    _, secret = issue_card(user=judge, created_by=make_staff())
    client = Client()
    assert post(client, "/api/v1/sign-in/card/", {"secret": secret}).status_code == 200
    for path, body in (
        (CHANGE, {"new_password": NEW}),
        (EMAIL, {"email": "ke.gian@example.org"}),
        (f"{BROWSER}/account/authenticators/totp", {"code": "000000"}),
        ("/api/v1/tokens/", {"label": "x"}),
        ("/api/v1/me/second-factor/", {}),
    ):
        answer = post(client, path, body)
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/session-of-card")
    judge.refresh_from_db()
    assert not judge.has_usable_password()


def test_a_one_time_link_lets_its_person_choose_a_first_password() -> None:
    judge = make_user()
    _, secret, pin = issue_link(user=judge, created_by=make_staff())
    client = Client()
    post(client, "/api/v1/sign-in/link/", {"secret": secret, "pin": pin})
    assert post(client, CHANGE, {"new_password": NEW}).status_code == 200
    judge.refresh_from_db()
    assert judge.check_password(NEW)
    # From now on the account is asked for its password.
    assert post(client, EMAIL, {"email": "x@example.org"}).status_code == 401


# --- mail -------------------------------------------------------------------------------


def test_an_unverified_address_resets_nothing(user: User) -> None:
    User.objects.filter(pk=user.pk).update(email="hoa@example.org")
    EmailAddress.objects.create(user=user, email="hoa@example.org", primary=True)
    for address in ("hoa@example.org", "khong.ai@example.org"):
        assert post(Client(), RESET, {"email": address}).status_code == 200
    assert mail.outbox == []


def test_an_address_of_the_users_table_alone_resets_nothing(user: User) -> None:
    User.objects.filter(pk=user.pk).update(email="hoa@example.org")
    post(Client(), RESET, {"email": "hoa@example.org"})
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("language", "subject"),
    [("vi", "Sân Thi: đặt mật khẩu mới"), ("en", "Sân Thi: a new password")],
)
def test_a_verified_address_gets_a_link_in_the_persons_language(
    user: User, language: str, subject: str
) -> None:
    User.objects.filter(pk=user.pk).update(language=language)
    EmailAddress.objects.create(user=user, email="hoa@example.org", verified=True, primary=True)
    # Whoever asks reads the other language.
    other = {"Accept-Language": "en" if language == "vi" else "vi"}
    assert post(Client(), RESET, {"email": "HOA@example.org"}, headers=other).status_code == 200
    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == (subject, ["hoa@example.org"])
    (link,) = re.findall(r"https?://\S+", str(letter.body))
    found = urlsplit(link)
    assert (found.path, found.query) == ("/reset-password", f"language={language}")

    key = found.fragment.removeprefix("key=")
    done = post(Client(), f"{BROWSER}/auth/password/reset", {"key": key, "password": NEW})
    assert done.status_code == 401  # changed, and nobody is signed in
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_a_confirmation_leads_to_its_page(user: User) -> None:
    client = signed_in(user)
    confirm(client)
    post(client, EMAIL, {"email": "hoa@example.org"})
    (letter,) = mail.outbox
    (link,) = re.findall(r"https?://\S+", str(letter.body))
    found = urlsplit(link)
    assert (found.path, found.query) == ("/verify-email", "language=vi")
    key = unquote(found.fragment.removeprefix("key="))
    assert post(client, f"{BROWSER}/auth/email/verify", {"key": key}).status_code == 200
    assert EmailAddress.objects.get(user=user).verified is True


def test_every_address_in_mails_is_a_page_of_the_interface() -> None:
    paths = (product.BASE_DIR / "frontend/src/app/paths.ts").read_text()
    pages = set(re.findall(r": '(/[^']*)'", paths))
    routes = "".join(
        path.read_text() for path in (product.BASE_DIR / "frontend/src/features").rglob("routes.ts")
    )
    for address in product.HEADLESS_FRONTEND_URLS.values():
        path = urlsplit(address).path
        assert path in pages
        (name,) = re.findall(rf"(\w+): '{path}'", paths)
        assert f"paths.{name}," in routes


# --- tokens -----------------------------------------------------------------------------


def machine(secret: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_a_token_dies_with_a_new_password_whichever_way_it_comes(user: User) -> None:
    _, secret = issue_token(user=user, label="máy")
    assert machine(secret).get("/api/v1/me/").status_code == 200
    user.set_password(NEW)
    user.save()
    assert machine(secret).get("/api/v1/me/").status_code == 401
    assert ApiToken.objects.get().revoked_at is not None


def test_a_token_ends_by_itself(user: User) -> None:
    token, secret = issue_token(user=user, label="máy")
    assert timedelta(days=89) < token.expires_at - timezone.now() < timedelta(days=90, minutes=1)
    ApiToken.objects.update(expires_at=timezone.now())
    assert machine(secret).get("/api/v1/me/").status_code == 401


@pytest.mark.parametrize("days", [0, 366])
def test_a_token_lasts_no_longer_than_a_year(user: User, days: int) -> None:
    client = signed_in(user)
    confirm(client)
    answer = post(client, "/api/v1/tokens/", {"label": "x", "days": days})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/days")


@pytest.mark.parametrize(
    ("scope", "statuses"),
    [("read", (200, 403, 403)), ("score", (200, 404, 403)), ("organise", (200, 404, 200))],
)
def test_a_token_writes_within_its_scope(
    user: User, scope: str, statuses: tuple[int, int, int]
) -> None:
    _, secret = issue_token(user=user, label="máy", scope=scope)
    client = machine(secret)
    sheet = {"If-Match": '"0"', "Idempotency-Key": "0190a1b2-0000-7000-8000-000000000001"}
    got = (
        client.get("/api/v1/me/").status_code,
        client.put(
            "/api/v1/scoresheets/999999/", {"values": {}}, "application/json", headers=sheet
        ).status_code,
        client.patch("/api/v1/me/", {"language": "en"}, "application/json").status_code,
    )
    assert got == statuses


# --- sessions ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "idle", "longest"),
    [
        ({}, timedelta(days=7), timedelta(days=30)),
        ({"Shared-Device": "?1"}, timedelta(minutes=30), timedelta(hours=4)),
    ],
)
def test_a_session_ends_when_idle_and_at_its_age(
    user: User, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str], idle: Any, longest: Any
) -> None:
    start = sessions.time.time()
    clock = {"now": start}
    monkeypatch.setattr(sessions.time, "time", lambda: clock["now"])
    client = signed_in(user, **headers)
    clock["now"] += idle.total_seconds() - 60
    assert who(client) == "le.thi.hoa"
    clock["now"] += idle.total_seconds() + 60
    assert who(client) is None

    clock["now"] = start
    client = signed_in(user, **headers)
    while clock["now"] < start + longest.total_seconds() - idle.total_seconds() / 2:
        assert who(client) == "le.thi.hoa"
        clock["now"] += idle.total_seconds() / 2
    clock["now"] = start + longest.total_seconds() + 1
    assert who(client) is None


def test_a_session_on_a_shared_device_ends_with_the_browser(user: User) -> None:
    client = signed_in(user, **{"Shared-Device": "?1"})
    assert client.cookies["sessionid"]["max-age"] == ""
    assert signed_in(user).cookies["sessionid"]["max-age"] > 0


# --- guesses ----------------------------------------------------------------------------


def guess(client: Client, times: int, address: str = "203.0.113.7") -> int:
    client.get("/api/v1/me/")
    wrong = {"username": "le.thi.hoa", "password": "sai"}
    return [post(client, LOGIN, wrong, REMOTE_ADDR=address).status_code for _ in range(times)][-1]


def enter(client: Client, address: str = "203.0.113.7") -> int:
    client.get("/api/v1/me/")
    right = {"username": "le.thi.hoa", "password": PASSWORD}
    status: int = post(client, LOGIN, right, REMOTE_ADDR=address).status_code
    return status


def test_a_guesser_locks_the_own_browser_and_nobody_at_the_same_address(user: User) -> None:
    guesser = Client()
    assert guess(guesser, 11) == 429
    assert enter(guesser) == 429
    assert enter(Client()) == 200


def test_a_guesser_who_throws_cookies_away_stops_others_but_no_known_browser(user: User) -> None:
    known = Client()
    assert enter(known) == 200
    known.delete(f"{BROWSER}/auth/session")
    for _ in range(12):
        guess(Client(), 9)
    assert enter(Client()) != 200  # the wide limit of the address
    assert enter(known) == 200
    assert enter(Client(), "203.0.113.8") == 200


def test_a_known_browser_is_known_for_its_person_alone(user: User) -> None:
    make_user(username="binh", password=PASSWORD)
    browser = Client()
    browser.get("/api/v1/me/")
    assert post(browser, LOGIN, {"username": "binh", "password": PASSWORD}).status_code == 200
    browser.delete(f"{BROWSER}/auth/session")
    assert guess(browser, 11) == 429
    assert post(browser, LOGIN, {"username": "binh", "password": PASSWORD}).status_code == 200


# --- passwords --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "password",
    [
        "matkhau123",
        "MậtKhẩu@2024",
        "m4tkh4u123",
        "NguyenVanAn2010",
        "Minh Anh 2012!",
        "linh19082009",
        "qwertyuiop",
        "1qaz2wsx",
        "asdfghjkl123",
        "0912345678",
        "abcabcabc",
        "hocsinh2024",
        "emyeuanh520",
    ],
)
def test_a_password_that_is_guessed_first_is_refused(user: User, password: str) -> None:
    assert is_guessed_first(password)
    client = signed_in(user)
    body = {"current_password": PASSWORD, "new_password": password}
    answer = post(client, CHANGE, body, headers={"Accept-Language": "vi"})
    assert answer.status_code == 400
    assert "nên dùng bốn từ không liên quan" in " ".join(
        error["message"] for error in answer.json()["errors"]
    )


@pytest.mark.parametrize(
    "password", [PASSWORD, NEW, "hoc-tap-suot-doi", "chuối chín trên mái", "Xk9$vvQ2mmTz"]
)
def test_a_password_of_words_that_do_not_belong_together_is_taken(password: str) -> None:
    assert not is_guessed_first(password)
