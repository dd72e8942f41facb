"""Names and numbers that break programs, sent where people type theirs."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import pytest
from django.test import Client

from submissions.models import Entry
from tests.hostile.conftest import Refused, World


def post(world: World, **changes: Any) -> Any:
    body = {
        "contest": world.contest.slug,
        "division": "B",
        "title": "Cây lúa nước",
        "participants": [{"full_name": "Nguyễn Thị Thí Sinh"}],
        **changes,
    }
    return world.client(world.student).post(
        "/api/v1/entries/", json.dumps(body), content_type="application/json"
    )


@pytest.mark.parametrize("field", ["title", "summary", "team_name", "full_name"])
@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"], ids=["NUL", "lone surrogate"])
def test_text_that_no_database_keeps_is_refused(
    world: World, refused: Refused, field: str, text: str
) -> None:
    changes = {"participants": [{"full_name": text}]} if field == "full_name" else {field: text}

    problem = refused(lambda: post(world, **changes), 400, "invalid")

    assert field in problem["errors"][0]["pointer"]


@pytest.mark.parametrize("field", ["title", "team_name", "full_name"])
def test_very_long_text_is_refused(world: World, refused: Refused, field: str) -> None:
    text = "ễ" * 100_000
    changes = {"participants": [{"full_name": text}]} if field == "full_name" else {field: text}

    refused(lambda: post(world, **changes), 400, "invalid")


def test_direction_overrides_and_invisible_letters_are_dropped(world: World) -> None:
    response = post(world, title="Bài\u202e gnp.exe\u200b\u2066 thi\ufeff")

    assert response.status_code == 201
    assert Entry.objects.get(pk=response.json()["id"]).title == "Bài gnp.exe thi"


def test_name_of_nothing_visible_is_refused(world: World, refused: Refused) -> None:
    refused(lambda: post(world, title="\u200b\u202e\ufeff"), 422, "title-missing")


def test_decomposed_letters_are_stored_composed(world: World) -> None:
    response = post(world, title="Tie\u0302\u0301ng Vie\u0323\u0302t")

    assert response.json()["title"] == "Tiếng Việt"


def test_markup_is_text(world: World) -> None:
    response = post(world, title="<script>alert(1)</script>")

    assert response["Content-Type"].startswith("application/json")
    assert response.json()["title"] == "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "changes",
    [
        {"contest": "không-có"},
        {"contest": {"slug": "x"}},
        {"division": "Z"},
        {"division": ["B"]},
        {"participants": "Nguyễn"},
        {"participants": [["Nguyễn"]]},
        {"participants": [{"full_name": "A"}] * 5000},
        {"participants": [{"full_name": "A", "birth_date": "0000-00-00"}]},
        {"participants": [{"full_name": 10**400}]},
        {"organization": "' OR 1=1 --"},
    ],
)
def test_wrong_shape_is_refused(world: World, refused: Refused, changes: dict[str, Any]) -> None:
    refused(lambda: post(world, **changes), 400, "invalid")


@pytest.mark.parametrize(
    "path",
    [
        "entries/99999999999999999999999/",
        "scoresheets/99999999999999999999999/",
        "attachments/99999999999999999999999/file/",
        "certificates/99999999999999999999999/",
        "jobs/99999999999999999999999/",
        "standings/kh%C3%B4ng-c%C3%B3/",
        "verify/%00/",
        "contests/%F0%9F%92%A3/",
    ],
)
def test_address_of_nothing_is_404(world: World, refused: Refused, path: str) -> None:
    refused(lambda: world.client(world.organiser).get(f"/api/v1/{path}"), 404)


@pytest.mark.parametrize(
    "query",
    [
        "entries/?contest=%00",
        "entries/?search=%00",
        "entries/?cursor=%00",
        "entries/?cursor=cD0x",
        "entries/?page_size=-1",
        "entries/?page_size=99999999999999999999",
        "scoresheets/?round=99999999999999999999",
        "scoresheets/?contest=%ff%fe",
        "standings/{slug}/?top=-1",
        "standings/{slug}/?top=99999999999999999999",
        "standings/{slug}/?top=NaN",
        "standings/{slug}/?division=%00",
        "standings/{slug}/?round=%00",
    ],
)
def test_query_of_nonsense_never_breaks_the_server(world: World, query: str) -> None:
    response = world.client(world.organiser).get(f"/api/v1/{query.format(slug=world.contest.slug)}")

    assert response.status_code < 500, response.content[:300]
    if response.status_code >= 400:
        assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "body",
    [b'{"username": "a\\ud800b", "password": "x"}', b"[" * 100_000 + b"]" * 100_000, b"{nonsense"],
    ids=["lone surrogate", "deep", "not JSON"],
)
def test_sign_in_that_no_reader_can_take_is_refused(body: bytes) -> None:
    client = Client(raise_request_exception=False)
    response = client.post("/_allauth/browser/v1/auth/login", body, content_type="application/json")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("query", ["contest=%00", "kh%C3%B4ng=a%00b"])
def test_nul_in_a_query_is_refused(world: World, refused: Refused, query: str) -> None:
    client = world.client(world.organiser)
    refused(lambda: client.get(f"/api/v1/certificate-templates/?{query}"), 400, "invalid")


def test_number_beyond_all_floats_is_refused(world: World, refused: Refused) -> None:
    client = world.client(world.organiser)
    body = '{"contest": "a", "division": 1e400}'
    refused(
        lambda: client.post("/api/v1/entries/", body, content_type="application/json"),
        400,
        "malformed",
    )


@pytest.mark.parametrize("position", ["p=\x00", "p=x", f"p={'9' * 5000}", "p=2020-13-45"])
def test_cursor_that_nobody_was_given_is_404(world: World, refused: Refused, position: str) -> None:
    cursor = b64encode(position.encode()).decode()
    client = world.client(world.organiser)
    refused(lambda: client.get("/api/v1/entries/", {"cursor": cursor}), 404, "not-found")
