"""Tests of the house itself: arrows between apps, a pure core, the form of every file.

The arrows of imports are import-linter's (`make check` and here); a foreign key by name is no
import, so the models are walked as well.
"""

import ast
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.db.models import Field, Model

import scoring

ROOT = Path(__file__).resolve().parent.parent

# From the bottom up: an app may refer to itself and to those before it.
ORDER = (
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
PACKAGES = (*ORDER, "scoring")
MAX_LINES = 400


def own_models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ORDER
    ]


def sources(*folders: str) -> list[Path]:
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts and path.stat().st_size
    ]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def is_upward(source: str, target: str) -> bool:
    """Whether an app refers to one above it; apps of others have no place in the order."""
    return target in ORDER and ORDER.index(target) > ORDER.index(source)


def test_imports_follow_the_arrows() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("source", "target", "upward"),
    [
        ("jobs", "accounts", True),
        ("accounts", "jobs", False),
        ("judging", "judging", False),
        ("judging", "auth", False),
        ("submissions", "judging", True),
    ],
)
def test_is_upward_knows_the_order(source: str, target: str, upward: bool) -> None:
    assert is_upward(source, target) is upward


def test_foreign_keys_follow_the_arrows() -> None:
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in own_models()
        for field in (*model._meta.get_fields(include_parents=False),)
        if isinstance(field, Field)
        and isinstance(field.related_model, type)
        and is_upward(model._meta.app_label, field.related_model._meta.app_label)
    ]
    assert upward == []


def test_no_generic_relations() -> None:
    """A generic key can point anywhere, so no arrow holds for it; grants use direct tables."""
    generic = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.private_fields
        if isinstance(field, GenericForeignKey | GenericRelation)
    ]
    assert generic == []


def test_scoring_loads_no_framework() -> None:
    modules = [name for _, name, _ in pkgutil.walk_packages(scoring.__path__, "scoring.")]
    program = (
        f"import sys, importlib\nfor name in {modules!r}: importlib.import_module(name)\n"
        "print(sorted({name.split('.')[0] for name in sys.modules}"
        " & {'django', 'rest_framework', 'guardian', 'sqlite3', 'socket'}))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize("path", sources(*PACKAGES, "scripts", "tests"), ids=name_of)
def test_module_says_what_it_holds(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text())), f"{name_of(path)} has no docstring"


@pytest.mark.parametrize("path", sources(*PACKAGES, "scripts"), ids=name_of)
def test_module_is_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MAX_LINES


def test_no_signals() -> None:
    """What happens after a write stands in the service that writes."""
    users = [
        name_of(path)
        for path in sources(*PACKAGES)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        and node.module
        and (node.module.startswith("django.dispatch") or node.module.endswith("signals"))
    ]
    assert users == []


_ELEMENT = re.compile(
    r"<(!doctype|/?(html|head|body|title|style|script|section|header|footer|div|p|span|h[1-6]|table"
    r"|thead|tbody|tr|td|th|ul|ol|li|b|i|em|strong|small|br|img))[\s/>]",
    re.IGNORECASE,
)
MARKUP_IN_PYTHON = {
    "submissions/uploads/inspection.py": "the first bytes of files that are refused"
}


def test_markup_stands_in_templates() -> None:
    """Pages are templates, which escape; a drawing that is computed (SVG) is no page."""
    written = {
        name_of(path)
        for path in sources(*PACKAGES)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _ELEMENT.search(f"{node.value} ")
    }
    assert written == set(MARKUP_IN_PYTHON)
