"""Facts of an attempt are checked like a sheet's, and no referee overwrites another one's."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from judging.models import Attempt, AttemptChange
from tests.factories.contests import make_officer
from tests.hostile.conftest import Refused, World


@pytest.fixture
def referee(world: World) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(make_officer(world.contest, "chair"))
    client.get("/api/v1/me/")  # a session is nothing that a refusal left behind
    return client


def patch(client: Client, world: World, if_match: str | None = '"1"', **body: Any) -> Any:
    return client.patch(
        f"/api/v1/attempts/{world.sheet.attempt_id}/",
        json.dumps({"reason": "đo lại", **body}),
        content_type="application/json",
        headers={"If-Match": if_match} if if_match else {},
    )


@pytest.mark.parametrize(
    ("values", "pointer", "words"),
    [
        ({"idea": 9999}, "/values/idea", "không được quá 10"),
        ({"idea": -1}, "/values/idea", "phải từ 0 trở lên"),
        ({"idea": "bảy"}, "/values/idea", "không đúng kiểu"),
        ({"idae": 7}, "/values/idae", "có phải bạn muốn ghi “idea”?"),
        ({"nhiệt độ": 7}, "/values/nhiệt độ", "hãy bỏ đi"),
        ({"value": 9999}, "/values/value", "không được quá 20"),
        ({"value": "x"}, "/values/value", "phải là số"),
        ({"chosen": {"$gt": 0}}, "/values/chosen", "phải là số"),
    ],
)
def test_value_of_an_attempt_is_checked_by_the_form(
    world: World, referee: Client, refused: Refused, values: Any, pointer: str, words: str
) -> None:
    problem = refused(lambda: patch(referee, world, values=values), 422, "attempt-value-invalid")

    assert [each["pointer"] for each in problem["errors"]] == [pointer]
    assert words in problem["errors"][0]["detail"]


def test_write_without_revision_is_refused(world: World, referee: Client, refused: Refused) -> None:
    refused(lambda: patch(referee, world, None, state="no_show"), 428, "precondition-missing")


def test_stale_write_is_told_what_stands(world: World, referee: Client, refused: Refused) -> None:
    first = patch(referee, world, values={"idea": 7, "value": 12, "chosen": True})
    assert (first.status_code, first["ETag"]) == (200, '"2"')

    problem = refused(lambda: patch(referee, world, values={"idea": 3}), 412, "revision-stale")

    assert problem["current"]["revision"] == 2
    assert problem["current"]["values"] == {"idea": 7, "value": 12, "chosen": True}
    assert AttemptChange.objects.count() == 1
    assert Attempt.objects.get(pk=world.sheet.attempt_id).values["idea"] == 7
