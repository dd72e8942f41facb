"""A publication in force, where packages and upgrades bring some: one truth there too."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from contests.models import Contest
from leaderboards.models import Publication
from leaderboards.package.carry import PackageRefused, export_contest, import_contest
from tests.hostile.test_publication_in_force import Office
from tests.package.whole import whole

pytestmark = pytest.mark.django_db

PRIZES = ("nhat", "nhi")


def published_twice(**second: Any) -> dict[str, Any]:
    """A package with two publications of its contest."""
    document = whole()
    first = document["publications"][0]
    plain = {key: value for key, value in first.items() if key != "ceremony"}
    document["publications"].append({**plain, **second})
    return document


def test_a_package_with_two_results_in_force_is_refused():
    with pytest.raises(PackageRefused) as refused:
        import_contest(document=published_twice())
    assert [(each.pointer, each.code) for each in refused.value.errors] == [
        ("/publications/0/state", "publication-in-force")
    ]
    assert not Contest.objects.exists()


def test_what_was_not_approved_replaces_nothing_in_a_package():
    with pytest.raises(PackageRefused) as refused:
        import_contest(document=published_twice(state="rejected", supersedes=1))
    assert [(each.pointer, each.code) for each in refused.value.errors] == [
        ("/publications/1/supersedes", "supersedes-unapproved")
    ]


def test_a_packages_proposal_that_is_older_than_what_is_in_force_comes_in_obsolete():
    document = published_twice()
    document["publications"].reverse()
    document["publications"][0]["state"] = "proposed"
    for appeal in document["appeals"]:
        appeal["publication"] = 2
    contest = import_contest(document=document).contest
    states = contest.publications.order_by("number").values_list("state", flat=True)
    assert list(states) == ["obsolete", "published"]
    sent = export_contest(contest=contest)["publications"]
    assert [row["state"] for row in sent] == ["obsolete", "published"]


@pytest.mark.django_db(transaction=True)
def test_an_upgrade_closes_open_proposals_that_are_older_than_what_is_in_force():
    office = Office()
    older, other = office.propose(), office.propose(round_=office.round)
    office.approve(office.propose(swap=True))
    newer = office.propose()
    Publication.objects.filter(pk=older.pk).update(state="proposed")
    try:
        _migrate("0004_carried")
        _migrate("0005_obsolete")
    finally:
        _migrate()
    states = dict(office.contest.publications.values_list("pk", "state"))
    assert (states[older.pk], states[other.pk], states[newer.pk]) == (
        "obsolete", "proposed", "proposed",
    )  # fmt: skip


def _migrate(*names: str) -> None:
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    executor.migrate([("leaderboards", name) for name in names] or leaves)
