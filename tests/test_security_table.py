"""The table of docs/security.md: each requirement once, and nothing named that is not there.

Also what the table says of the whole code and no single test would show.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from scripts.house import PRODUCT

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "security.md"

# How many requirements of levels 1 and 2 each section has; the few of level 3 stand behind them.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2,
    "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2,
    "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2,
    "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
    "9.1": 3, "9.2": 4,
    "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4,
    "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
    "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
ROW = re.compile(
    r"^\| v5\.0\.0-(\S+) \| ([12]) \| (.+?) \| (met|not applicable|\*\*not met\*\*) \| (.+) \|$",
    re.MULTILINE,
)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
FILE = re.compile(r"`((?:[\w-]+/)+[\w.-]+\.(?:py|md|ts|vue|yaml|json|lock))\b")


def rows() -> list[tuple[str, str, str, str, str]]:
    return ROW.findall(DOCUMENT.read_text())


def test_each_requirement_of_levels_1_and_2_stands_there_once() -> None:
    numbers = Counter(number for number, *_ in rows())
    expected = {
        f"{section}.{number}"
        for section, count in SECTIONS.items()
        for number in range(1, count + 1)
    }
    assert len(expected) == 253
    assert set(numbers) == expected
    assert set(numbers.values()) == {1}
    assert sum(level == "1" for _, level, *_ in rows()) == 70
    assert DOCUMENT.read_text().count("| v5.0.0-") == 253


def test_the_sum_above_the_table_is_that_of_its_rows() -> None:
    counts = Counter(state for *_, state, _ in rows())
    assert (
        f"{counts['met']} of the 253 are met, {counts['not applicable']} ask for nothing that the"
        f" product has, {counts['**not met**']} are not met."
    ) in DOCUMENT.read_text()


def test_every_test_and_file_that_is_named_is_there() -> None:
    text = DOCUMENT.read_text()
    named = set(TEST.findall(text))
    assert len(named) > 60
    assert [f"{file}::{name}" for file, name in sorted(named) if name not in functions(file)] == []
    # A file that is named as "`showing.py`" stands in the folder before it, and is not looked for.
    assert [file for file in sorted(set(FILE.findall(text))) if not (ROOT / file).exists()] == []


@cache
def functions(file: str) -> frozenset[str]:
    path = ROOT / file
    if not path.exists():
        return frozenset()
    tree = ast.parse(path.read_text())
    return frozenset(each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef))


def product_files() -> list[Path]:
    return [path for app in PRODUCT for path in (ROOT / app).rglob("*.py")]


@pytest.mark.parametrize(
    ("words", "known"),
    [
        (r"shell\s*=\s*True|os\.system|os\.popen", ()),
        # It reads what the web process itself sends; what comes back is read as plain values.
        (r"\beval\(|\bexec\(|pickle\.loads?\(|yaml\.load\(", ("common/confined/__main__.py",)),
        (r"^\s*(import|from) (requests|httpx|urllib\.request|urllib3|aiohttp)\b", ()),
        # Drawings of our own.
        (r"mark_safe\(|csrf_exempt", ("certificates/rendering/page.py", "judging/minutes/page.py")),
    ],
    ids=["starts a shell", "runs texts", "fetches addresses", "leaves escaping out"],
)
def test_the_product_never(words: str, known: tuple[str, ...]) -> None:
    found = [
        path.relative_to(ROOT).as_posix()
        for path in product_files()
        if re.search(words, path.read_text(), re.MULTILINE)
    ]
    assert sorted(found) == sorted(known)


def test_the_interface_writes_no_markup_of_others() -> None:
    sources = [
        path
        for ending in ("vue", "ts")
        for path in (ROOT / "frontend" / "src").rglob(f"*.{ending}")
        if not path.name.endswith(".test.ts")
    ]
    assert len(sources) > 100
    words = re.compile(r"v-html|innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function")
    assert [path.name for path in sources if words.search(path.read_text())] == []
