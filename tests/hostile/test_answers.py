"""What answers forbid browsers, whom a finder of a weakness writes to, and who may read the file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from common.sqlite.base import DatabaseWrapper
from contest_platform.environment import sqlite_options
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/api/v1/me/", "/api/v1/tokens/", "/api/v1/nothing/"])
def test_answer_of_the_api_is_kept_nowhere(client: Client, path: str) -> None:
    client.force_login(make_user())
    assert client.get(path)["Cache-Control"] == "private, no-store"


def test_answer_of_the_sign_in_is_kept_nowhere(client: Client) -> None:
    assert "no-store" in client.get("/_allauth/browser/v1/auth/session")["Cache-Control"]


@pytest.mark.parametrize("path", ["/", "/api/v1/me/", "/embed/x", "/static/x.css"])
def test_every_answer_closes_the_sensors(client: Client, path: str) -> None:
    policy = client.get(path)["Permissions-Policy"]
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(policy.split(", "))


def test_security_text_names_the_contact_and_ends_within_a_year(
    client: Client, settings: Any
) -> None:
    settings.SECURITY_CONTACT = "an.toan@example.edu.vn"
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert lines["Contact"] == "mailto:an.toan@example.edu.vn"
    assert lines["Preferred-Languages"] == "vi, en"
    left = datetime.fromisoformat(lines["Expires"]) - datetime.now(UTC)
    assert 170 < left.days < 365


def test_security_text_is_missing_without_a_contact(client: Client) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize("before", [None, 0o644])
def test_database_and_its_log_belong_to_the_owner_alone(tmp_path: Path, before: int | None) -> None:
    path = tmp_path / "contest.sqlite3"
    if before is not None:
        path.touch(mode=before)
        path.chmod(before)
    settings = {
        "NAME": str(path),
        "OPTIONS": sqlite_options(),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": False,
        "AUTOCOMMIT": True,
        "TIME_ZONE": None,
        "TEST": {},
    }
    connection = DatabaseWrapper(settings, alias="closed")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE things (id INTEGER)")
    wal = path.with_name(path.name + "-wal")
    modes = [_mode(path), _mode(wal)]
    connection.close()
    assert modes == [0o600, 0o600]
