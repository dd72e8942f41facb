"""Score writes that must not count: wrong values, missing or stale conditions, repeated keys."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from judging.models import ScoresheetRevision
from tests.hostile.conftest import Refused, World
from tests.snapshot import everything

KEY = "hostile-operation-1"


def put(
    world: World,
    body: Any,
    *,
    if_match: str | None = '"1"',
    key: str | None = KEY,
    user: Any = None,
    content_type: str = "application/json",
) -> Any:
    """One write of the judge's sheet; `body` is sent as it is if it is bytes or text."""
    headers = {"If-Match": if_match, "Idempotency-Key": key}
    return world.client(user or world.judge).put(
        f"/api/v1/scoresheets/{world.sheet.pk}/",
        body if isinstance(body, bytes | str) else json.dumps(body),
        content_type=content_type,
        headers={name: value for name, value in headers.items() if value is not None},
    )


def values(idea: Any, craft: Any = 5, **more: Any) -> dict[str, Any]:
    return {"values": {"idea": idea, "craft": craft}, "comments": {}, "state": "draft", **more}


@pytest.mark.parametrize(
    ("idea", "code"),
    [
        (11, "above-max"),
        (-1, "below-min"),
        ("7.25", "off-step"),
        ("bảy", "type"),
        (True, "type"),
        ([7], "type"),
        ({"$gt": 0}, "type"),
        ("1e400", "type"),
        ("NaN", "type"),
        ("1/0", "type"),
        ("9" * 5000, "type"),
    ],
)
def test_value_out_of_its_domain_is_refused(
    world: World, refused: Refused, idea: Any, code: str
) -> None:
    problem = refused(lambda: put(world, values(idea)), 422, "sheet-invalid")

    (error,) = problem["errors"]
    assert error["pointer"] == "/values/idea"
    assert error["code"] == code


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_json_number_is_refused(world: World, refused: Refused, number: str) -> None:
    body = f'{{"values": {{"idea": {number}, "craft": 5}}, "comments": {{}}}}'

    refused(lambda: put(world, body), 400, "malformed")


def test_number_beyond_every_bound_is_refused(world: World, refused: Refused) -> None:
    body = '{"values": {"idea": 1e400, "craft": 5}, "comments": {}}'

    refused(lambda: put(world, body), 400, "malformed")


def test_integer_of_ten_thousand_digits_is_refused(world: World, refused: Refused) -> None:
    refused(lambda: put(world, f'{{"values": {{"idea": {"9" * 10_000}}}}}'), 400, "malformed")


def test_unknown_item_is_refused(world: World, refused: Refused) -> None:
    refused(lambda: put(world, {"values": {"__proto__": 1}}), 422, "sheet-invalid")


def test_stale_revision_is_told_what_is_there_now(world: World, refused: Refused) -> None:
    problem = refused(lambda: put(world, values(9), if_match='"0"'), 412, "sheet-stale")

    assert problem["current"]["revision"] == 1
    assert problem["current"]["values"] == {"idea": 7, "craft": 8}


def test_revision_from_the_future_is_stale_too(world: World, refused: Refused) -> None:
    refused(lambda: put(world, values(9), if_match='"99"'), 412, "sheet-stale")


def test_missing_if_match_is_428(world: World, refused: Refused) -> None:
    refused(lambda: put(world, values(9), if_match=None), 428, "precondition-missing")


def test_missing_key_is_428(world: World, refused: Refused) -> None:
    refused(lambda: put(world, values(9), key=None), 428, "precondition-missing")


@pytest.mark.parametrize("if_match", ["*", "1", '"-1"', '"1", "2"', '"' + "9" * 40 + '"'])
def test_malformed_if_match_is_400(world: World, refused: Refused, if_match: str) -> None:
    refused(lambda: put(world, values(9), if_match=if_match), 400, "precondition-malformed")


@pytest.mark.parametrize(
    "key", ["short", "k" * 101, "khoá-có-dấu-tiếng-việt".encode().decode("latin-1")]
)
def test_malformed_key_is_400(world: World, refused: Refused, key: str) -> None:
    refused(lambda: put(world, values(9), key=key), 400, "precondition-malformed")


def test_repeated_key_with_another_body_is_409(world: World, refused: Refused) -> None:
    assert put(world, values(9)).status_code == 200

    refused(lambda: put(world, values(3), if_match='"2"'), 409, "operation-reused")


def test_repeated_key_with_the_same_body_counts_once(world: World) -> None:
    first = put(world, values(9))
    before = everything()

    again = put(world, values(9))

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()
    assert again["ETag"] == first["ETag"] == '"2"'
    assert everything() == before
    assert ScoresheetRevision.objects.count() == 2


def test_key_of_another_judges_write_is_409(world: World, refused: Refused) -> None:
    used = ScoresheetRevision.objects.get().operation

    refused(lambda: put(world, values(9), key=used), 409, "operation-reused")


def test_another_judges_sheet_is_not_there(world: World, refused: Refused) -> None:
    refused(lambda: put(world, values(9), user=world.student), 404, "not-found")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe{}",
        b"",
        b'{"values": [], "comments": {}}',
        b'{"values": {"idea": 1}, "comments": {"idea": ["x"]}}',
        b'{"values": {"idea": 1}, "state": "locked"}',
        b'{"values": {"idea": 1}, "kind": "zero"}',
        b'{"values": {"idea": 1}, "edited_at": "tomorrow"}',
    ],
)
def test_body_of_another_shape_is_400(world: World, refused: Refused, body: bytes) -> None:
    refused(lambda: put(world, body), 400)


def test_nested_deeper_than_any_reader_goes_is_400(world: World, refused: Refused) -> None:
    deep = '{"values": {"idea": ' + "[" * 100_000 + "]" * 100_000 + "}}"

    refused(lambda: put(world, deep), 400, "malformed")


def test_nested_value_is_refused(world: World, refused: Refused) -> None:
    deep = '{"values": {"idea": ' + "[" * 400 + "]" * 400 + "}}"

    refused(lambda: put(world, deep), 422, "sheet-invalid")


def test_ten_megabytes_are_413(world: World, refused: Refused) -> None:
    body = json.dumps(values(9, comments={"": "ạ" * 2_000_000}))
    assert len(body) > 10_000_000

    refused(lambda: put(world, body), 413)


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/xml",
        "text/html",
        "bogus",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
    ],
)
def test_wrong_content_type_is_415(world: World, refused: Refused, content_type: str) -> None:
    refused(lambda: put(world, values(9), content_type=content_type), 415, "unsupported-media-type")


def test_sheet_sent_as_a_form_empties_nothing(world: World, refused: Refused) -> None:
    body = encode_multipart(BOUNDARY, {"values": json.dumps({"idea": 9}), "state": "submitted"})

    problem = refused(
        lambda: put(world, body, content_type=MULTIPART_CONTENT), 415, "unsupported-media-type"
    )

    assert "application/json" in problem["detail"]
    world.sheet.refresh_from_db()
    assert world.sheet.values == {"idea": 7, "craft": 8}


@pytest.mark.parametrize("words", ["a\x00b", "\ud800", "x" * 10_001])
def test_comment_that_cannot_be_kept_is_refused(world: World, refused: Refused, words: str) -> None:
    problem = refused(lambda: put(world, values(7, comments={"idea": words})), *_status(words))

    assert problem["errors"][0]["pointer"].startswith("/comments")


def _status(words: str) -> tuple[int]:
    return (422,) if len(words) > 3 else (400,)


def test_item_with_a_lone_surrogate_is_refused(world: World, refused: Refused) -> None:
    problem = refused(lambda: put(world, r'{"values": {"\ud800": 1}, "comments": {}}'), 400)

    assert problem["errors"][0]["pointer"] == "/values"


@pytest.mark.parametrize("text", ["\x00", "7\ud800"], ids=["NUL", "lone surrogate"])
def test_value_that_no_database_keeps_is_refused(world: World, refused: Refused, text: str) -> None:
    problem = refused(lambda: put(world, values(text)), 400, "invalid")

    assert problem["errors"][0]["pointer"] == "/values/idea"


def test_device_with_nul_is_refused(world: World, refused: Refused) -> None:
    refused(lambda: put(world, values(7, device="tab\x00let")), 400, "invalid")
