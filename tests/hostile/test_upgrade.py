"""What an upgrade made stricter is shown once to each administrator; what was there goes on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from rest_framework.test import APIClient

from accounts.services import issue_card
from certificates.models import Certificate
from common.canonical import digest
from contest_platform.stricter import CHANGES
from contests.permissions import grants_of, speaks_for
from leaderboards.models import Publication
from leaderboards.publicity import publication_in_force
from leaderboards.services import approve_publication, propose_publication
from tests.factories.accounts import make_staff, make_user
from tests.factories.certificates import make_certificates
from tests.factories.contests import make_officer, make_organiser
from tests.factories.judging import make_judge, make_judged_contest, make_scored_entry

# The last migrations of version 0.1.0.
BEFORE = (
    ("accounts", "0002_sign_in_link"),
    ("contests", "0003_calibration"),
    ("submissions", "0003_sample"),
    ("judging", "0009_carried"),
    ("leaderboards", "0004_carried"),
    ("certificates", "0005_copies"),
)
NOTICE = "/api/v1/upgrade-notice/"
PAGE = "/admin/stricter/"


def migrate(*targets: tuple[str, str]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets) or executor.loader.graph.leaf_nodes())
    return MigrationExecutor(connection).loader.project_state(list(targets)).apps


@pytest.fixture
def latest() -> Iterator[None]:
    """Leaves the tables as they were found, whatever happens."""
    yield
    migrate()


def client_of(user: Any, language: str = "vi") -> Client:
    client = Client(headers={"Accept-Language": language})
    client.force_login(user)
    return client


@pytest.mark.django_db
def test_every_change_names_a_migration_that_is_there() -> None:
    there = set(MigrationExecutor(connection).loader.disk_migrations or ())
    assert {each.since for each in CHANGES} <= there
    keys = [each.key for each in CHANGES]
    assert len(set(keys)) == len(keys)
    for each in CHANGES:
        for text in (each.name, each.text, each.do):
            assert set(text) == {"vi", "en"}, each.key


@pytest.mark.django_db
def test_a_new_installation_shows_nothing() -> None:
    client = client_of(make_staff(), "en")
    assert client.get(NOTICE).json() == {"unread": 0}
    assert "No upgrade has made anything stricter" in client.get(PAGE).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_database_of_before_goes_on_and_its_administrator_reads_what_is_stricter(
    latest: None, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    staff, other, creator = (
        make_staff(),
        make_staff("Người Quản Trị Khác"),
        make_user("Tạo Cuộc Thi"),
    )
    contest, round_ = make_judged_contest()
    judge = make_judge(contest)
    entry = make_scored_entry(contest, round_, [judge], [(7, 8)])
    manager, second = make_organiser(contest), make_officer(contest, "publish")
    publication = approve_publication(
        publication=propose_publication(contest=contest, actor=manager), actor=second
    )
    (certificate, *_) = make_certificates(publication)
    card, secret = issue_card(user=judge.user, created_by=manager)

    old = migrate(*BEFORE)
    old.get_model("accounts", "SignInCard").objects.filter(pk=card.pk).update(expires_at=None)
    creator.user_permissions.add(Permission.objects.get(codename="add_contest"))
    migrate()

    # The card signs in, the grants work.
    reader = APIClient()
    signed_in = reader.post("/api/v1/sign-in/card/", {"secret": secret}, format="json")
    assert (signed_in.status_code, signed_in.json()["id"]) == (200, judge.user.pk)
    creator.refresh_from_db()
    assert speaks_for(creator, contest.organization, "create_contests")
    assert grants_of(manager, contest) >= {"manage", "publish", "issue_certificates"}
    # The results are in force, unchanged, and what was issued from them is verified.
    found = publication_in_force(contest, None)
    assert found is not None
    assert found.pk == publication.pk
    kept = Publication.objects.get(pk=publication.pk)
    assert kept.payload_sha256 == publication.payload_sha256 == digest(kept.payload)
    assert entry.code in kept.payload["private"]["traces"]
    code = Certificate.objects.get(pk=certificate.pk).code
    verified = APIClient().get(f"/api/v1/verify/{code}/").json()
    assert verified["state"] == "issued"

    # Each administrator is shown it once; nobody else is.
    client = client_of(staff)
    assert client.get(NOTICE).json() == {"unread": len(CHANGES)}
    assert client_of(manager).get(NOTICE).json() == {"unread": 0}
    assert client_of(manager).get(PAGE).status_code == 302
    assert Client().get(NOTICE).status_code == 401
    page, english = (client_of(staff, each).get(PAGE).content.decode() for each in ("vi", "en"))
    for words in ("Điều gì chặt hơn", "Số thẻ còn dùng được: 1", "4 trong 4 người có thể duyệt"):
        assert words in page
    for words in (
        "What became stricter",
        "Cards that still work: 1",
        "Grants on organizations now: 2",
    ):
        assert words in english
    away = client.post(f"{PAGE}?next=https://example.org/")
    assert (away.status_code, away["Location"]) == (302, "/")
    assert client.get(NOTICE).json() == {"unread": 0}
    assert client.post(f"{PAGE}?next=/organise")["Location"] == "/organise"
    assert "Điều gì chặt hơn" in client.get(PAGE).content.decode()
    assert client_of(other).get(NOTICE).json() == {"unread": len(CHANGES)}
    # Who came after it has nothing to get used to.
    assert client_of(make_staff("Người Mới")).get(NOTICE).json() == {"unread": 0}
