"""The API's description as the server answers it: built once, whoever asks."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from contest_platform import schema

ADDRESS = "/api/v1/schema/"


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One member for each time that the description is built, from here on."""
    times: list[int] = []
    real = SchemaGenerator.get_schema

    def counted(self: Any, *arguments: Any, **named: Any) -> Any:
        times.append(1)
        return real(self, *arguments, **named)

    monkeypatch.setattr(SchemaGenerator, "get_schema", counted)
    schema._built.clear()
    return times


def test_description_is_built_once_for_all_who_ask_at_once(built: list[int]) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: Client().get(ADDRESS), range(8)))

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert len(built) == 1


def test_description_is_built_for_no_invented_language_or_version(built: list[int]) -> None:
    for query in ("lang=xx", "lang=vi", "lang=zz&version=9", "version=1' --"):
        assert Client().get(f"{ADDRESS}?{query}").status_code == 200
    assert len(built) == 1


def test_description_comes_in_the_form_that_is_asked_for() -> None:
    read, packed = (
        Client().get(ADDRESS, headers={"Accept": media})
        for media in ("application/yaml", "application/json")
    )

    assert (read["Content-Type"], packed["Content-Type"]) == (
        "application/yaml",
        "application/json",
    )
    assert read.content.startswith(b"openapi: 3")
    assert b"\n  /api/v1/standings/{slug}/:\n" in read.content
    assert "/api/v1/standings/{slug}/" in packed.json()["paths"]


def test_description_that_is_known_is_not_sent_again() -> None:
    first = Client().get(ADDRESS)
    again = Client().get(ADDRESS, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
