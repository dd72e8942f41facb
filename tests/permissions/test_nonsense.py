"""Nothing that somebody writes into a query, a path or a body breaks the server: every endpoint, asked
by a role that it answers, refuses in words (400 to 499) or does its work."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from functools import cache as once
from typing import Any
from zlib import crc32

import pytest
import schemathesis
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.long import LONG
from tests.permissions.matrix import MATRIX
from tests.permissions.rows import Row
from tests.permissions.world import World

_DIGITS = "9" * 400
_LETTERS = "a" * 50_000


def _cursor(text: str) -> str:
    return b64encode(text.encode("latin-1")).decode()


CURSORS = [
    "%00", "%ED%A0%80", "cD0x", "!", _DIGITS, _LETTERS,
    *map(_cursor, [
        "p=\x00", "p=%00", "p=%ED%A0%80", "p=\xed\xa0\x80", f"p={_DIGITS}", f"o={_DIGITS}", "o=-1&p=1",
        f"r=1&o=999999999&p={_LETTERS}", "p=2020-13-45", "p=nan", "p=1e400", "o=1000&p=1&p=2", "=", "&&&",
    ]),
]  # fmt: skip
VALUES = ["%00", "a%00b", "%ED%A0%80", "%FF", _DIGITS, f"-{_DIGITS}", "1e400", "NaN", _LETTERS, "",
          "2026-13-45", "%F0%9F%92%A3", "1%7C2"]  # fmt: skip
PARTS = ["99999999999999999999999", _DIGITS, "a\x00b", "ễ" * 5_000, "-1"]
# As JSON, since Python writes some of them in no other way.
MEMBERS = [_DIGITS, f"-{_DIGITS}.5", "1e400", "-1e400", "9223372036854775808", "1e-400", f'"{_LETTERS}"',
           '"\\u0000"', '"\\ud800"', "[" * 300 + "]" * 300, f'"{_DIGITS}"', "null", "true", "{}", '""',
           '"0001-01-01T00:00:00+14:00"', '"9999-12-31T23:59:59-14:00"']  # fmt: skip


@once
def parameters() -> dict[str, list[str]]:
    """The query's parameters by path, as the API describes them."""
    described = schemathesis.openapi.from_path(settings.BASE_DIR / "docs" / "openapi.yaml")
    return {
        path: [each["name"] for each in methods.get("get", {}).get("parameters", ())
               if each["in"] == "query"]
        for path, methods in described.raw_schema["paths"].items()
    }  # fmt: skip


def role_of(row: Row) -> str:
    """Who gets furthest."""
    answered = [role for role, status in row.statuses.items() if status < 300]
    return answered[-1] if answered else "staff"


def client_of(world: World, row: Row) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies.update(world.cookies[role_of(row)])
    return client


def check(response: Any, what: str) -> None:
    assert response.status_code < 500, f"{what[:300]} -> {response.status_code}"
    if response.status_code >= 400:
        assert response["Content-Type"] == "application/problem+json", what[:300]
        assert json.loads(response.content)["detail"]


def some(values: list[str], key: str, at: int) -> Iterator[str]:
    """All of them (`make test-all`), or a few, others at each place."""
    start = crc32(key.encode()) + at
    step = 1 if LONG else 10 if connection.vendor == "sqlite" else 30
    yield from values[start % step :: step]


def names_of_query(path: str) -> list[str]:
    parts = path.strip("/").split("/")
    for described, names in parameters().items():
        pattern = described.strip("/").split("/")
        if len(pattern) == len(parts) and all(
            p == q or p.startswith("{") for p, q in zip(pattern, parts, strict=True)
        ):
            return names
    return []


GETS = sorted(key for key in MATRIX if key.startswith("GET ") and " #" not in key)
WRITES = sorted(
    key
    for key, row in MATRIX.items()
    if not key.startswith("GET ") and row.body is not None and not row.multipart
)
PATHS = sorted(key for key, row in MATRIX.items() if row.path is not None and " #" not in key)


@pytest.mark.django_db
@pytest.mark.parametrize("key", GETS)
def test_query_of_nonsense_is_refused(world: World, key: str) -> None:
    row = MATRIX[key]
    client = client_of(world, row)
    if row.before:
        row.before(world)
    address = reverse(key.split(" ")[1], kwargs=row.path(world) if row.path else None)
    given = row.query(world) if row.query else {}
    names = names_of_query(address)
    for at, name in enumerate(names):
        values = CURSORS if name == "cursor" else VALUES
        for value in some(values, key, at):
            cache.clear()
            rest = "".join(f"&{k}={v}" for k, v in given.items() if k != name)
            with transaction.atomic():
                check(client.get(f"{address}?{name}={value}{rest}"), f"{key} {name}={value}")
                transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("key", WRITES)
def test_body_of_nonsense_is_refused(world: World, key: str) -> None:
    row = MATRIX[key]
    assert row.body is not None
    method, name = key.partition(" #")[0].split(" ")
    for at in range(1000):
        with transaction.atomic():
            if row.before:
                row.before(world)
            places = list(_places(row.body(world)))
            transaction.set_rollback(True)
        if at == len(places):
            return
        for value in some(MEMBERS, key, at):
            cache.clear()
            with transaction.atomic():
                if row.before:
                    row.before(world)
                body = json.dumps(_with(row.body(world), places[at], "@@"), default=str)
                response = client_of(world, row).generic(
                    method,
                    reverse(name, kwargs=row.path(world) if row.path else None),
                    body.replace('"@@"', value),
                    content_type="application/json",
                    headers=row.headers(world) if row.headers else None,
                )
                check(response, f"{key} {places[at]}: {value}")
                transaction.set_rollback(True)


def _places(body: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The body, its members and theirs; of lists the first element."""
    yield path
    if isinstance(body, dict):
        for name in body:
            yield from _places(body[name], (*path, name))
    elif isinstance(body, list) and body:
        yield from _places(body[0], (*path, 0))


def _with(body: Any, path: tuple[Any, ...], value: str) -> Any:
    if not path:
        return value
    copy = dict(body) if isinstance(body, dict) else list(body)
    copy[path[0]] = _with(copy[path[0]], path[1:], value)
    return copy


@pytest.mark.django_db
@pytest.mark.parametrize("key", PATHS)
def test_path_of_nonsense_is_refused(world: World, key: str) -> None:
    row = MATRIX[key]
    assert row.path is not None
    method, name = key.split(" ")
    client = client_of(world, row)
    if row.before:
        row.before(world)
    given = row.path(world)
    for at, part in enumerate(given):
        for value in some(PARTS, key, at):
            try:
                address = reverse(name, kwargs={**given, part: value})
            except NoReverseMatch:
                continue  # no such address: Django's 404
            cache.clear()
            with transaction.atomic():
                headers = {"If-Match": '"1"', "Idempotency-Key": "nonsense-0001"}
                response = client.generic(
                    method, address, "{}", content_type="application/json", headers=headers
                )
                check(response, f"{key} {part}={value}")
                transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("key", sorted(key for key, row in MATRIX.items() if row.multipart))
def test_field_beside_a_file_that_no_database_keeps_is_refused(world: World, key: str) -> None:
    row = MATRIX[key]
    assert row.body is not None
    answer = client_of(world, row).post(
        reverse(key.partition(" ")[2]), {**row.body(world), "contest": "a\x00b"}
    )
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (400, "/problems/invalid")
    assert [each["pointer"] for each in problem["errors"]] == ["/contest"]
