"""What the answers forbid a browser: foreign code, frames, other origins, cookies read by scripts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.factories.accounts import PASSWORD, make_user

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/api/v1/me/", "/api/v1/nothing/", "/admin/", "/nothing.js"])
def test_every_answer_runs_own_code_alone_and_is_framed_by_nobody(path: str) -> None:
    headers = Client().get(path).headers
    policy = dict(
        part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "object-src" not in policy  # default-src holds
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_only_the_embedded_board_may_be_framed() -> None:
    answer = Client().get("/embed/cuoc-thi")
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/api/v1/me/", "/api/v1/contests/", "/_allauth/browser/v1/config"]
)
def test_no_other_origin_is_let_in(path: str) -> None:
    answer = Client().get(path, headers={"Origin": "https://example.org"})
    assert answer.status_code == 200
    assert not [name for name in answer.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 405),
        ("/api/v1/me/", 401),
        ("/admin/login/", 405),
        ("/_allauth/browser/v1/config", 405),
    ],
)
def test_trace_is_refused(path: str, status: int) -> None:
    answer = Client().generic("TRACE", path, headers={"X-Secret": "bi-mat"})
    assert answer.status_code == status
    assert b"bi-mat" not in answer.content


def test_session_cookie_is_out_of_reach_and_renewed_at_sign_in() -> None:
    user = make_user(password=PASSWORD)
    browser = Client()
    browser.get("/api/v1/me/")
    session = browser.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    browser.cookies["sessionid"] = planted
    answer = browser.post(
        "/_allauth/browser/v1/auth/login",
        json.dumps({"username": user.username, "password": PASSWORD}),
        content_type="application/json",
    )
    assert answer.status_code == 200
    cookie = answer.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie.value != planted
    assert len(cookie.value) == 32
    stranger = Client()
    stranger.cookies["sessionid"] = planted
    assert stranger.get("/api/v1/me/").json()["authenticated"] is False


def test_https_makes_cookies_secure_and_stays() -> None:
    program = (
        "import json; from contest_platform import settings as s; print(json.dumps(["
        "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS, s.DEBUG]))"
    )

    def read(url: str) -> Any:
        environment = {**os.environ, "PUBLIC_URL": url, "SECRET_KEY": "x" * 50}
        environment.pop("DEBUG", None)
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return json.loads(done.stdout)

    assert read("https://thi.example.edu.vn") == [True, True, 31_536_000, False]
    assert read("http://192.168.1.5:8000") == [False, False, 0, False]
