"""Every endpoint of the API answers every role as the matrix says."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import reverse

from tests.long import LONG
from tests.permissions.endpoints import endpoints
from tests.permissions.matrix import MATRIX
from tests.permissions.roles import EACH_KIND, ROLES
from tests.permissions.rows import Row
from tests.permissions.world import World


def test_every_endpoint_has_its_row_and_every_row_its_endpoint() -> None:
    rows = {key.partition(" #")[0] for key in MATRIX}
    missing = sorted(endpoints() - rows)
    superfluous = sorted(rows - endpoints())
    assert not missing, f"endpoints without a row in tests/permissions/matrix/: {missing}"
    assert not superfluous, f"rows of tests/permissions/matrix/ without endpoint: {superfluous}"


@pytest.mark.django_db
@pytest.mark.parametrize("key", sorted(MATRIX))
def test_endpoint_answers_every_role_as_the_matrix_says(world: World, key: str) -> None:
    row = MATRIX[key]
    differences = []
    for role in asked(row):
        with transaction.atomic():  # every role meets the same world
            response = ask(world, key, row, role)
            differences += difference(world, row, role, response)
            transaction.set_rollback(True)
    assert not differences, f"{key}\n" + "\n".join(differences)


def asked(row: Row) -> Collection[str]:
    """Everybody. On PostgreSQL one of each kind, and where no list is read one of those who are
    answered alike, unless all is asked for (`make test-all`)."""
    if connection.vendor == "sqlite" or LONG:
        return ROLES
    if row.sees:
        return EACH_KIND
    return {row.statuses[role]: role for role in EACH_KIND}.values()


def ask(world: World, key: str, row: Row, role: str) -> Any:
    method, name = key.partition(" #")[0].split(" ")
    cache.clear()
    if row.before:
        row.before(world)
    client = world.client(role)
    address = reverse(name, kwargs=row.path(world) if row.path else None)
    if method == "GET":
        return client.get(address, row.query(world) if row.query else None)
    send = getattr(client, method.lower())
    return send(
        address,
        row.body(world) if row.body else None,
        format="multipart" if row.multipart else "json",
        headers=row.headers(world) if row.headers else None,
    )


def difference(world: World, row: Row, role: str, response: Any) -> list[str]:
    expected = row.statuses[role]
    if response.status_code != expected:
        return [f"  {role}: expected {expected}, was {response.status_code} {told(response)}"]
    if role not in row.sees:
        return []
    attribute = row.attribute or row.key
    seen = {item[row.key] for item in items(response.json(), row.member)}
    allowed = {getattr(world.objects[name], attribute) for name in row.sees[role]}
    if seen == allowed:
        return []
    return [
        f"  {role}: must not see {[world.named(each, attribute) for each in seen - allowed]},"
        f" does not see {[world.named(each, attribute) for each in allowed - seen]}"
    ]


def items(document: Any, member: str) -> list[Any]:
    """The objects of a list, whether it comes in pages, whole, or as a `member`."""
    if isinstance(document, list):
        return document
    if member:
        return document[member]
    assert document["next"] is None, "the world does not fit into one page"
    return document["results"]


def told(response: Any) -> str:
    """What a refusal says of itself."""
    if getattr(response, "streaming", False) or response.status_code < 400:
        return ""
    problem = response.json()
    faults = [f"{each['pointer']}: {each['detail']}" for each in problem.get("errors", ())]
    return f"{problem['type']} {faults or problem['detail']}"
