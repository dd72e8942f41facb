"""Browsers of people who make an account their own, or try to look as if: by the API alone."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from zeal import zeal_ignore

from accounts.models import User
from tests.factories.accounts import PASSWORD

BROWSER = "/_allauth/browser/v1"
FACTOR = "/api/v1/me/second-factor/"
OWN = "chim sẻ bay qua 93"


def post(client: Client, path: str, body: Any = None, *, status: int = 200) -> Any:
    answer = client.post(path, body or {}, content_type="application/json")
    assert answer.status_code == status, (path, answer.status_code, answer.content.decode())
    return answer.json()


def signed_in(user: User, password: str = PASSWORD) -> Client:
    client = Client()
    with zeal_ignore():  # allauth looks at the person's other sessions one by one
        post(client, f"{BROWSER}/auth/login", {"username": user.username, "password": password})
    return client


def by_card(card: str) -> Client:
    client = Client()
    post(client, "/api/v1/sign-in/card/", {"secret": card})
    return client


def by_link(secret: str, pin: str) -> Client:
    client = Client()
    post(client, "/api/v1/sign-in/link/", {"secret": secret, "pin": pin})
    return client


def set_password(client: Client, new: str, old: str = "") -> None:
    """In the session that is open; a first password, or another one instead of `old`."""
    body = {"new_password": new, **({"current_password": old} if old else {})}
    post(client, f"{BROWSER}/account/password/change", body)


def confirm_address(client: Client, password: str, address: str) -> None:
    """Adds `address` and opens the link of the mail that comes, on a device of its own."""
    post(client, f"{BROWSER}/auth/reauthenticate", {"password": password})
    post(client, f"{BROWSER}/account/email", {"email": address})
    post(Client(), f"{BROWSER}/auth/email/verify", {"key": key_in_mail(address)}, status=401)


def password_by_mail(address: str, new: str = OWN, client: Client | None = None) -> None:
    client = client or Client()
    post(client, f"{BROWSER}/auth/password/request", {"email": address})
    body = {"key": key_in_mail(address), "password": new}
    answer = client.post(f"{BROWSER}/auth/password/reset", body, "application/json")
    assert answer.status_code == 401, answer.content  # done; nobody is signed in


def enrol(client: Client, password: str) -> str:
    """Turns two-step sign-in on in the session that is open; the secret."""
    post(client, f"{BROWSER}/auth/reauthenticate", {"password": password})
    secret = str(post(client, FACTOR)["secret"])
    answer = client.put(FACTOR, {"code": code_of(secret)}, "application/json")
    assert answer.status_code == 200, answer.content
    return secret


def make_own(user: User, client: Client, password: str, address: str) -> Client:
    """The whole way: address, password by mail, two-step sign-in; the browser at its end."""
    confirm_address(client, password, address)
    password_by_mail(address)
    own = signed_in(user, OWN)
    enrol(own, OWN)
    return own


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def key_in_mail(address: str) -> str:
    """The key in the last mail with a link to `address`."""
    for letter in reversed(mail.outbox):
        if letter.to == [address.lower()] and (
            found := re.findall(r"https?://\S+", str(letter.body))
        ):
            return unquote(urlsplit(found[0]).fragment.removeprefix("key="))
    raise AssertionError(f"no mail to {address}")
