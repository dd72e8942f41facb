"""Tests of the small pure parts: canonical JSON, texts, cells, conditions, renderer."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.test import RequestFactory, override_settings
from django.utils.translation import gettext_lazy

from common.addresses import client_address
from common.canonical import canonical_json, digest
from common.preconditions import (
    PreconditionMalformed,
    PreconditionMissing,
    etag,
    expected_revision,
    idempotency_key,
)
from common.renderers import OrjsonRenderer
from common.spreadsheets import safe_cell
from common.text import many_lines, single_line


def test_canonical_json_sorts_keys_and_writes_exact_numbers() -> None:
    value = {"b": [Fraction(1, 3), None, True], "a": "Điểm", "c": (Fraction(1, 2),)}
    assert canonical_json(value) == '{"a":"Điểm","b":["1/3",null,true],"c":["0.5"]}'.encode()
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@pytest.mark.parametrize("value", [0.1, {1: 2}, datetime(2026, 10, 1, tzinfo=UTC)])
def test_canonical_json_refuses_what_has_no_single_form(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-5", "-5"),
        ("-5,25", "-5,25"),
        ("-5+cmd", "'-5+cmd"),
        ("＝1", "'＝1"),
        ("\t=1", "'\t=1"),
        ("Nguyễn", "Nguyễn"),
        (-5, -5),
        (None, None),
    ],
)
def test_safe_cell_defuses_formulas_only(cell: Any, safe: Any) -> None:
    assert safe_cell(cell) == safe


def test_single_line_composes_and_drops_what_is_invisible() -> None:
    assert single_line("  Nguye\u0302\u0303n\u200b\tVăn \n An\x00 ") == "Nguyễn Văn An"


def test_many_lines_keeps_line_ends() -> None:
    assert many_lines("a\r\nb\rc\x07 \n") == "a\nb\nc"


def test_many_lines_turns_no_text_around() -> None:
    assert many_lines("lý do \u202eabc\u2066 👩\u200d💻") == "lý do abc 👩\u200d💻"


def with_headers(**headers: str) -> Any:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return RequestFactory().put("/", headers=names)


@pytest.mark.parametrize("value", ['"12"', 'W/"12"'])
def test_expected_revision_reads_the_tag(value: str) -> None:
    assert expected_revision(with_headers(if_match=value)) == 12
    assert etag(12) == '"12"'


@pytest.mark.parametrize("value", ["12", "*", '"x"', '"1", "2"'])
def test_expected_revision_refuses_other_forms(value: str) -> None:
    with pytest.raises(PreconditionMalformed):
        expected_revision(with_headers(if_match=value))


def test_missing_conditions_are_428() -> None:
    for read in (expected_revision, idempotency_key):
        with pytest.raises(PreconditionMissing) as raised:
            read(with_headers())
        assert raised.value.status == 428


@pytest.mark.parametrize("value", ["0f8fad5b-d9cb-469f", '"0f8fad5b-d9cb-469f"'])
def test_idempotency_key_is_read_with_or_without_quotes(value: str) -> None:
    assert idempotency_key(with_headers(idempotency_key=value)) == "0f8fad5b-d9cb-469f"


@pytest.mark.parametrize("value", ["short", "x" * 101, "khoá-này-sai"])
def test_idempotency_key_refuses_other_forms(value: str) -> None:
    with pytest.raises(PreconditionMalformed):
        idempotency_key(with_headers(idempotency_key=value))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "9.9.9.9", "127.0.0.1"),
        (1, "9.9.9.9, 10.0.0.7", "10.0.0.7"),
        (2, "9.9.9.9, 10.0.0.7", "9.9.9.9"),
        (3, "9.9.9.9, 10.0.0.7", "127.0.0.1"),
    ],
)
def test_client_address_believes_own_proxies_only(
    proxies: int, forwarded: str, address: str
) -> None:
    with override_settings(PROXY_COUNT=proxies):
        assert client_address(with_headers(x_forwarded_for=forwarded)) == address


def test_renderer_writes_instants_exact_numbers_and_lazy_texts() -> None:
    data = {
        "at": datetime(2026, 10, 1, 8, tzinfo=UTC),
        "points": Fraction(1, 3),
        "price": Decimal("1.50"),
        "label": gettext_lazy("Điểm"),
    }
    expected = '{"at":"2026-10-01T08:00:00Z","points":"1/3","price":"1.50","label":"Điểm"}'
    assert OrjsonRenderer().render(data) == expected.encode()
    assert OrjsonRenderer().render(b"[1]") == b"[1]"
    with pytest.raises(TypeError):
        OrjsonRenderer().render({"x": object()})
