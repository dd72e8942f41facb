"""Tests of the house itself: arrows between apps, a pure core.

The arrows of imports are import-linter's and the form of files is scripts/house.py's (`make check`);
a foreign key by name is no import, so the models are walked here.
"""

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.db.models import Field, Model

import scoring
from scripts.house import APPS

ROOT = Path(__file__).resolve().parent.parent


def own_models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in APPS
    ]


def is_upward(source: str, target: str) -> bool:
    """Whether an app refers to one above it; apps of others have no place in the order."""
    return target in APPS and APPS.index(target) > APPS.index(source)


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
