"""Every model of the product is carried by packages, or it is written down why it is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from leaderboards.package.shape import schema

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "contest-package.md"
OURS = (
    "accounts", "autoscoring", "certificates", "contests", "jobs", "judging", "leaderboards",
    "submissions",
)  # fmt: skip
ROW = re.compile(
    r"^\| `(?P<label>[a-z]+\.[A-Za-z]+)` \| (?P<where>[^|]+) \|(?P<why>[^|]*)\|$", re.M
)


def listed() -> list[tuple[str, str, str]]:
    return ROW.findall(DOCUMENT.read_text(encoding="utf-8"))


def test_every_model_is_listed_once() -> None:
    labels = [label for label, _, _ in listed()]
    assert len(labels) == len(set(labels))
    assert set(labels) == {
        model._meta.label for model in apps.get_models() if model._meta.app_label in OURS
    }


@pytest.mark.parametrize(("label", "where", "why"), listed(), ids=lambda value: str(value)[:40])
def test_what_is_carried_names_its_member_and_what_is_not_its_reason(
    label: str, where: str, why: str
) -> None:
    if where.strip() == "not carried":
        assert len(why.strip()) > 10, label
        return
    members = re.findall(r"`([a-z_]+)`", where)
    known = set(schema()["properties"]) | {
        name
        for definition in schema()["$defs"].values()
        for name in definition.get("properties", ())
    }
    assert members, label
    assert set(members) <= known, label
