"""Tests of who has a file taken in: by a session or a token that is somebody's."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from accounts.models import ApiToken
from accounts.services import issue_token
from benchmarks.stage.field import sign_in
from contest_platform.serving.strangers import has_account
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def asks(**headers: str) -> bool:
    return has_account(RequestFactory().post("/api/v1/attachments/", headers=headers).environ)


def test_session_and_token_are_somebody() -> None:
    user = make_user()
    assert asks(Cookie=f"a=b; sessionid={sign_in(user)}")
    _, secret = issue_token(user=user, label="script", scope=ApiToken.Scope.ORGANISE)
    assert asks(Authorization=f"Bearer {secret}")


def test_token_that_may_only_read_sends_no_files() -> None:
    _, secret = issue_token(user=make_user(), label="script", scope=ApiToken.Scope.READ)
    assert not asks(Authorization=f"Bearer {secret}")


def test_stranger_is_nobody() -> None:
    assert not asks()
    assert not asks(Cookie="sessionid=forged")
    assert not asks(Authorization="Bearer forged")


def test_closed_account_is_nobody() -> None:
    user = make_user()
    session = sign_in(user)
    user.is_active = False
    user.save()
    assert not asks(Cookie=f"sessionid={session}")
