"""The form of every source file: it says what it holds, reads in one sitting, sends no signals and
holds no markup.

python -m scripts.house

Reads files alone; what needs the running product is in tests/test_architecture.py.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.setup import ROOT

# From the bottom up: an app may refer to itself and to those before it.
APPS = (
    "common",
    "jobs",
    "accounts",
    "contests",
    "submissions",
    "judging",
    "autoscoring",
    "leaderboards",
    "certificates",
    "contest_platform",
)
PRODUCT = (*APPS, "scoring")
FOLDERS = (*PRODUCT, "scripts", "benchmarks", "tests")
MAX_LINES = 400
_ELEMENT = re.compile(
    r"<(!doctype|/?(html|head|body|title|style|script|section|header|footer|div|p|span|h[1-6]|table"
    r"|thead|tbody|tr|td|th|ul|ol|li|b|i|em|strong|small|br|img))[\s/>]",
    re.IGNORECASE,
)
_SIGNALS_ALLOWED = {"accounts/apps.py"}  # rows that allauth alone writes: no service of ours does
_MARKUP_ALLOWED = {"submissions/uploads/inspection.py"}  # the first bytes of files that are refused


def faults(path: Path) -> Iterator[str]:
    """What is wrong with one file of Python, each in a sentence."""
    text = path.read_text()
    tree = ast.parse(text)
    if not ast.get_docstring(tree):
        yield "has no docstring that says what it holds"
    if (lines := len(text.splitlines())) > MAX_LINES:
        yield f"has {lines} lines; {MAX_LINES} are read in one sitting"
    name = path.relative_to(ROOT).as_posix()
    if name.split("/")[0] not in PRODUCT:
        return
    if name not in _SIGNALS_ALLOWED and any(map(_imports_signals, ast.walk(tree))):
        yield "imports signals; what happens after a write stands in the service that writes"
    if name not in _MARKUP_ALLOWED and any(map(_is_markup, ast.walk(tree))):
        yield "holds markup; pages are templates, which escape (a computed drawing is no page)"


def _imports_signals(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.ImportFrom)
        and node.module is not None
        and (node.module.startswith("django.dispatch") or node.module.endswith("signals"))
    )


def _is_markup(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _ELEMENT.search(f"{node.value} ") is not None
    )


def sources() -> list[Path]:
    """Every file with content, migrations left out."""
    return [
        path
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts and path.stat().st_size
    ]


def main() -> int:
    found = [f"{path.relative_to(ROOT)} {fault}" for path in sources() for fault in faults(path)]
    print("\n".join(found) or f"{len(sources())} files are in form.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
