"""Who reads the history, and what an upgrade writes into it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from accounts.audit.bounds import BOUNDS
from accounts.audit.kinds import Kind
from accounts.models import AuditEvent
from accounts.services import issue_card
from contests.models import Contest
from tests.factories.accounts import PASSWORD, make_staff, make_user
from tests.factories.contests import make_contest, make_organiser
from tests.factories.judging import make_judge
from tests.hostile.test_audit import last, send, sign_in, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_bounds() -> None:
    BOUNDS.clear()


ROOT = Path(__file__).resolve().parent.parent.parent
LIST = "/api/v1/audit/"


# --- who reads it ---------------------------------------------------------------------


def test_managers_see_their_contest_without_addresses_and_nothing_else() -> None:
    ours, theirs = make_contest(), make_contest()
    organiser = make_organiser(ours)
    make_organiser(theirs)
    judge = make_judge(ours)
    assert judge.user is not None
    _, secret = issue_card(
        user=judge.user, created_by=organiser, made_for=f"contest/{ours.pk}/judge/{judge.pk}/"
    )
    send(Client(), "post", "/api/v1/sign-in/card/", {"secret": secret})
    sign_in(Client(), make_user(password=PASSWORD))

    seen = signed_in(organiser).get(LIST).json()["results"]
    assert {row["contest"]["slug"] for row in seen} == {ours.slug}
    signs = [row for row in seen if row["kind"] == "sign_in.succeeded"]
    assert [row["facts"] for row in signs] == [{}]
    staff = signed_in(make_staff())
    signs = staff.get(f"{LIST}?kind=sign_in").json()["results"]
    assert [row["facts"] for row in signs] == [{"address": "127.0.0.1"}] * 2
    assert signed_in(judge.user).get(LIST).json()["results"] == []
    assert Client().get(LIST).status_code == 401
    outside = signed_in(organiser).get(f"{LIST}?contest={theirs.slug}").json()["results"]
    assert outside == []


def test_filters_narrow_by_person_kind_object_and_day() -> None:
    contest, other = make_contest(), make_contest()
    organiser = make_organiser(contest)
    client = signed_in(make_staff())

    def kinds(query: str) -> list[str]:
        return [row["kind"] for row in client.get(f"{LIST}?{query}").json()["results"]]

    assert kinds(f"person={organiser.username.upper()}&kind=grant") == ["grant.given"] * len(
        AuditEvent.objects.filter(subject=organiser, kind="grant.given")
    )
    assert kinds(f"about=contest/{other.pk}/") == []
    assert set(kinds(f"contest={contest.slug}")) == {"grant.given"}
    assert kinds("since=2999-01-01") == []
    assert kinds("until=2001-01-01") == []
    for wrong in ("kind=x", "about=%27", "since=0001-01-01", "until=x", "nothing=1"):
        assert client.get(f"{LIST}?{wrong}").status_code == 400


def test_a_file_escapes_formulas_and_is_an_export_itself() -> None:
    staff = make_staff()
    user = make_user('=HYPERLINK("http://x")')
    client = signed_in(staff)
    text = client.get(f"{LIST}history.csv?person={user.username}").content.decode()
    assert "'=HYPERLINK" in text.replace('""', '"')
    event = last(Kind.EXPORT_MADE)
    assert (event.actor, event.facts) == (staff, {"what": "history", "format": "csv"})
    assert client.get(f"{LIST}history.xlsx").content[:2] == b"PK"
    assert client.get(f"{LIST}history.pdf").status_code == 404


@pytest.mark.parametrize("contests", [1, 3])
def test_the_list_costs_the_same_queries(contests: int, django_assert_num_queries: Any) -> None:
    for _ in range(contests):
        make_organiser(make_contest())
    client = signed_in(make_staff())
    with django_assert_num_queries(5):  # session, person, events, contests, organizations
        assert len(client.get(LIST).json()["results"]) > contests


# --- of before ------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_an_upgrade_writes_what_is_known() -> None:
    contest = make_contest()
    organiser, judge = make_organiser(contest), make_judge(contest)
    assert judge.user is not None
    about = f"contest/{contest.pk}/judge/{judge.pk}/"
    card, _ = issue_card(user=judge.user, created_by=organiser, made_for=about)
    executor = MigrationExecutor(connection)
    try:
        executor.migrate([("accounts", "0003_ends_and_scopes"), ("judging", "0010_imports"),
                          ("contests", "0005_imports")])  # fmt: skip
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    assert all(row.facts["upgrade"] for row in AuditEvent.objects.all())
    printed = last(Kind.CARD_PRINTED)
    assert (printed.actor, printed.subject, printed.about) == (organiser, judge.user, about)
    assert (printed.at, printed.facts["card"]) == (card.created_at, card.pk)
    appointed = last(Kind.JUDGE_APPOINTED)
    assert (appointed.actor_id, appointed.subject, appointed.about) == (None, judge.user, about)
    assert {row.facts["grant"] for row in AuditEvent.objects.filter(subject=organiser, kind="grant.given")} == set(
        Contest.objects.get().contestusergrant_set.filter(user=organiser).values_list(
            "permission__codename", flat=True
        )
    )  # fmt: skip
