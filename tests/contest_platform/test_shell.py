"""Tests of the application's page and its files: policy, caching, compression, fallback."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
}


@pytest.fixture
def shell(tmp_path: Path, settings: Any) -> Client:
    """A client of a server whose interface is built."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>Cuộc thi</title>")
    (tmp_path / "sw.js").write_text("// worker")
    (tmp_path / "assets" / "app-B1c2D3e4.js").write_text("let a = 1;" * 100)
    (tmp_path / "assets" / "app-B1c2D3e4.js.gz").write_bytes(gzip.compress(b"let a = 1;" * 100))
    settings.FRONTEND_DIST = settings.WHITENOISE_ROOT = tmp_path
    return Client()  # its handler reads the folder when the first request comes


def policy_of(answer: Any) -> set[str]:
    return {part.strip() for part in answer.headers["content-security-policy"].split(";")}


@pytest.mark.parametrize("path", ["/", "/contests/tin-hoc-tre/standings", "/verify/ABC"])
def test_every_address_of_the_application_is_its_page(shell: Client, path: str) -> None:
    answer = shell.get(path)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    assert "<title>Cuộc thi</title>" in answer.content.decode()
    assert policy_of(answer) > POLICY
    assert "csrftoken" in answer.cookies


@pytest.mark.parametrize("path", ["/media/secret.pdf", "/assets/gone.js", "/static/gone.css"])
def test_missing_file_is_not_the_page(shell: Client, path: str) -> None:
    assert shell.get(path).status_code == 404


def test_hashed_asset_is_kept_for_ever_and_sent_compressed(shell: Client) -> None:
    answer = shell.get("/assets/app-B1c2D3e4.js", headers={"accept-encoding": "gzip"})
    assert answer.headers["cache-control"] == "max-age=315360000, public, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    assert policy_of(answer) > POLICY


def test_service_worker_is_always_revalidated(shell: Client) -> None:
    answer = shell.get("/sw.js")
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"].startswith("text/javascript")


def test_page_that_is_not_built_says_what_to_do(tmp_path: Path, settings: Any) -> None:
    settings.FRONTEND_DIST = tmp_path
    answer = Client().get("/")
    assert answer.status_code == 503
    assert "make frontend" in answer.content.decode()


def test_page_takes_no_writes(shell: Client) -> None:
    assert shell.post("/").status_code == 405


def test_headers_keep_other_origins_out(shell: Client) -> None:
    headers = shell.get("/").headers
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
