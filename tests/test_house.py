"""The checks of the house find what they look for."""

from pathlib import Path

import pytest

from scripts import house


@pytest.mark.parametrize(
    ("folder", "text", "expected"),
    [
        ("judging", '"""Holds sheets."""\n', []),
        ("judging", "import os\n", ["has no docstring that says what it holds"]),
        ("tests", '"""Long."""\n' + "\n" * 400, ["has 401 lines; 400 are read in one sitting"]),
        (
            "judging",
            '"""Sends."""\nfrom django.db.models.signals import post_save\n',
            ["imports signals; what happens after a write stands in the service that writes"],
        ),
        (
            "judging",
            '"""Draws."""\nHEAD = "<p class=over>{}</p>"\n',
            ["holds markup; pages are templates, which escape (a computed drawing is no page)"],
        ),
        ("judging", '"""Draws."""\nMARK = "<svg viewBox=x/>"\n', []),
        ("tests", '"""Listens."""\nfrom django.test.signals import setting_changed\n', []),
    ],
)
def test_fault_in_a_file_is_named(
    folder: str, text: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house, "ROOT", tmp_path)
    (tmp_path / folder).mkdir()
    file = tmp_path / folder / "some.py"
    file.write_text(text)

    assert list(house.faults(file)) == expected
    assert house.sources() == [file]
