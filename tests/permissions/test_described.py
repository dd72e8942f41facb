"""Every endpoint takes what its description says and nothing else: media type, body, query."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator
from rest_framework import serializers
from rest_framework.views import APIView

from common.negotiation import described
from common.serializers import Strict
from tests.permissions.matrix import MATRIX
from tests.permissions.rows import Row
from tests.permissions.world import World

UPLOADS = {
    "POST /api/v1/attachments/",
    "POST /api/v1/certificate-images/",
    "POST /api/v1/contest-packages/",
    "POST /api/v1/signing-keys/",
}
STRANGE = "nhietdo"


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    document: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return document


def views() -> Iterator[tuple[str, str, APIView]]:
    """Path, method and view of every operation, as the description comes by them."""
    generator = SchemaGenerator()
    generator._initialise_endpoints()
    for path, _, method, view in generator._get_paths_and_endpoints():
        yield path, method, view


def test_only_uploads_are_described_as_taking_a_form(description: dict[str, Any]) -> None:
    types = {
        f"{method.upper()} {path}": set(operation["requestBody"]["content"])
        for path, operations in description["paths"].items()
        for method, operation in operations.items()
        if "requestBody" in operation
    }

    assert {key for key, kinds in types.items() if kinds == {"multipart/form-data"}} == UPLOADS
    assert all(kinds == {"application/json"} for key, kinds in types.items() if key not in UPLOADS)


def test_what_is_taken_is_what_is_described(description: dict[str, Any]) -> None:
    differences = []
    for path, method, view in views():
        operation = description["paths"].get(path, {}).get(method.lower())
        if operation is None:  # the description itself
            continue
        taken = described(view, method)
        query = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"}
        assert taken is not None
        # Of a DELETE the description leaves the body out.
        body = taken.body if method == "DELETE" else "requestBody" in operation
        if (taken.query, taken.body) != (query, body):
            differences.append((method, path, taken, query))

    assert differences == []


def test_every_shape_of_a_body_is_strict() -> None:
    loose = {
        type(shape).__name__
        for _, method, view in views()
        if method in {"POST", "PUT", "PATCH"}
        for shape in shapes(request_shape(view, method))
        if not isinstance(shape, Strict)
    }

    assert loose == set()


def request_shape(view: APIView, method: str) -> Any:
    schema: Any = view.schema
    schema.method = method
    shape = schema.get_request_serializer()
    shape = next(iter(shape.values())) if isinstance(shape, dict) else shape
    return shape() if isinstance(shape, type) else shape


def shapes(field: Any) -> Iterator[serializers.BaseSerializer[Any]]:
    """The serializer with all that it reads inside of it."""
    if isinstance(field, serializers.Serializer):
        yield field
        for each in field.fields.values():
            if not each.read_only:
                yield from shapes(each)
    elif (child := getattr(field, "child", None)) is not None:
        yield from shapes(child)


def rows(*methods: str) -> Iterator[tuple[str, str, str, Row]]:
    for key, row in sorted(MATRIX.items()):
        method, name = key.partition(" #")[0].split(" ")
        if method in methods and " #" not in key and name != "schema":
            yield key, method, name, row


def send(world: World, method: str, name: str, row: Row, **more: Any) -> Any:
    """As the first role that the matrix lets through; leaves the world as it was."""
    role = next((role for role, status in row.statuses.items() if status < 300), "staff")
    cache.clear()
    with transaction.atomic():
        if row.before:
            row.before(world)
        address = reverse(name, kwargs=row.path(world) if row.path else None)
        if "member" in more:
            body = row.body(world) if row.body else {}
            more["data"] = {**(body if isinstance(body, dict) else {}), more.pop("member"): 1}
        response = getattr(world.client(role), method.lower())(
            address + more.pop("query", ""),
            headers=row.headers(world) if row.headers else None,
            **more,
        )
        transaction.set_rollback(True)
    return response


def refused(response: Any) -> bool:
    """Whether for the strange name and nothing else."""
    pointers = [each["pointer"] for each in response.json().get("errors", ())]
    return response.status_code == 400 and pointers == [f"/{STRANGE}"]


@pytest.mark.django_db
def test_endpoint_refuses_a_query_that_it_does_not_know(world: World) -> None:
    taken = [
        key
        for key, method, name, row in rows("GET", "POST", "PUT", "PATCH", "DELETE")
        if not refused(send(world, method, name, row, query=f"?{STRANGE}=1"))
    ]

    assert taken == []


@pytest.mark.django_db
def test_endpoint_refuses_a_member_that_it_does_not_know(world: World) -> None:
    taken = [
        key
        for key, method, name, row in rows("POST", "PUT", "PATCH", "DELETE")
        for form in ("multipart" if row.multipart else "json",)
        if not refused(send(world, method, name, row, member=STRANGE, format=form))
    ]

    assert taken == []


@pytest.mark.django_db
def test_endpoint_refuses_a_form_unless_it_is_an_upload(world: World) -> None:
    taken = [
        key
        for key, method, name, row in rows("POST", "PUT", "PATCH", "DELETE")
        for form in ("json" if row.multipart else "multipart",)
        if send(world, method, name, row, data={"values": "{}"}, format=form).status_code != 415
    ]

    assert taken == []
