"""Tests of the lock on failed sign-ins: on the pair of name and address, never on a school."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

pytestmark = pytest.mark.django_db


def sign_in(username: str, password: str, address: str = "203.0.113.7") -> Any:
    return Client().post(
        "/_allauth/browser/v1/auth/login",
        {"username": username, "password": password},
        content_type="application/json",
        REMOTE_ADDR=address,
    )


def test_lock_holds_one_name_at_one_address() -> None:
    for name in ("an", "binh"):
        get_user_model().objects.create_user(username=name, full_name=name, password="right horse")
    for _ in range(settings.AXES_FAILURE_LIMIT):
        assert sign_in("an", "wrong").status_code in {400, 429}
    assert sign_in("an", "right horse").status_code != 200
    assert sign_in("an", "right horse", address="203.0.113.8").status_code == 200
    assert sign_in("binh", "right horse").status_code == 200
