"""The form of every source file: it says what it holds, reads in one sitting and sends no signals.

python -m scripts.house

Reads files alone; what needs the running product is in tests/test_architecture.py.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.setup import ROOT

PRODUCT = (
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
    "scoring",
)
FOLDERS = (*PRODUCT, "scripts", "benchmarks", "tests")
MAX_LINES = 400


def faults(path: Path) -> Iterator[str]:
    """What is wrong with one file of Python, each in a sentence."""
    text = path.read_text()
    tree = ast.parse(text)
    if not ast.get_docstring(tree):
        yield "has no docstring that says what it holds"
    if (lines := len(text.splitlines())) > MAX_LINES:
        yield f"has {lines} lines; {MAX_LINES} are read in one sitting"
    if path.relative_to(ROOT).parts[0] in PRODUCT and any(map(_imports_signals, ast.walk(tree))):
        yield "imports signals; what happens after a write stands in the service that writes"


def _imports_signals(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.ImportFrom)
        and node.module is not None
        and (node.module.startswith("django.dispatch") or node.module.endswith("signals"))
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
