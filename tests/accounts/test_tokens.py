"""Tokens for machines."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken
from accounts.services import issue_token
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def machine(secret: str) -> Client:
    return Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret}"})


def test_token_acts_for_its_person_without_csrf() -> None:
    user = make_user()
    _, secret = issue_token(user=user, label="máy chấm", scope="organise")
    assert machine(secret).get("/api/v1/me/").json()["id"] == user.pk
    answer = machine(secret).patch(
        "/api/v1/me/", {"language": "en"}, content_type="application/json"
    )
    assert answer.status_code == 200


def test_token_is_made_shown_once_listed_and_revoked(client) -> None:
    client.force_login(make_user())
    made = client.post("/api/v1/tokens/", {"label": "bảng điểm"}, "application/json").json()
    (row,) = client.get("/api/v1/tokens/").json()
    assert set(row) == {"id", "label", "scope", "created_at", "expires_at", "last_used_at"}
    assert row["scope"] == "read"
    assert machine(made["secret"]).get("/api/v1/me/").json()["authenticated"] is True

    assert client.delete(f"/api/v1/tokens/{row['id']}/").status_code == 204

    answer = machine(made["secret"]).get("/api/v1/me/")
    assert answer.status_code == 401
    assert answer.json()["type"] == "/problems/authentication-failed"
    assert client.get("/api/v1/tokens/").json() == []


def test_token_neither_makes_tokens_nor_lists_sessions() -> None:
    _, secret = issue_token(user=make_user(), label="a")
    sent = machine(secret).post("/api/v1/tokens/", {"label": "b"}, "application/json")
    assert sent.status_code == 401
    assert machine(secret).get("/api/v1/sessions/").status_code == 401
    assert ApiToken.objects.count() == 1


def test_token_of_an_inactive_person_is_dead() -> None:
    user = make_user()
    _, secret = issue_token(user=user, label="a")
    user.is_active = False
    user.save()
    assert machine(secret).get("/api/v1/me/").status_code == 401


def test_use_is_noted_once_an_hour(django_assert_num_queries) -> None:
    token, secret = issue_token(user=make_user(), label="a")
    machine(secret).get("/api/v1/me/")
    token.refresh_from_db()
    first = token.last_used_at
    assert timezone.now() - first < timedelta(minutes=1)
    with django_assert_num_queries(1):
        machine(secret).get("/api/v1/me/")
    token.refresh_from_db()
    assert token.last_used_at == first


def test_blank_label_is_refused(client) -> None:
    client.force_login(make_user())
    answer = client.post("/api/v1/tokens/", {"label": "  "}, "application/json")
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/label-missing"
