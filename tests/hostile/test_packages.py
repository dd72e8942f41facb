"""A contest package with a single wrong reference: named by its place, and nothing imported."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.package.whole import whole
from tests.snapshot import everything

pytestmark = pytest.mark.django_db

Break = Callable[[dict[str, Any]], object]

REFERENCES: dict[str, tuple[Break, str]] = {
    "division of an entry": (
        lambda d: d["entries"][0].update(division="ZZ"),
        "/entries/0/division",
    ),
    "judge of a sheet": (lambda d: d["sheets"][-1].update(judge="GK99"), "/sheets/"),
    "entry of a sheet": (lambda d: d["sheets"][-1].update(entry="X-999"), "/sheets/"),
}


@pytest.mark.parametrize("case", REFERENCES)
def test_package_with_one_broken_reference_leaves_nothing(case: str, tmp_path: Path) -> None:
    document = whole()
    spoil, pointer = REFERENCES[case]
    spoil(document)
    file = tmp_path / "cuoc-thi.json"
    file.write_text(json.dumps(document))
    before = everything()

    with pytest.raises(CommandError) as refusal:
        call_command("import_contest", str(file))

    assert pointer in str(refusal.value)
    assert everything() == before


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"{", b"[" * 100_000, b'{"a": NaN}', b'{"a": 1, "a": 2}'],
    ids=["empty", "no UTF-8", "cut", "deep", "NaN", "twice"],
)
def test_file_that_is_no_package_leaves_nothing(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content)
    before = everything()

    with pytest.raises(CommandError):
        call_command("import_contest", str(file))

    assert everything() == before
