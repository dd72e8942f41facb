"""The demo: every state is there to be seen, a second run changes nothing, nobody is polluted.

It is built once for the module, since it takes several seconds.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import transaction
from django.test import RequestFactory
from django.utils import timezone

from accounts.models import User
from certificates.models import Certificate, CertificateBatch
from contest_platform.demo import accounts, published, robots, running
from contest_platform.demo.build import CAMPAIGN, SCENES
from contest_platform.demo.clock import at
from contests.models import Campaign, Contest
from contests.phases import phase
from judging.models import Minutes, Scoresheet
from judging.selectors import agreement, progress, queue
from judging.services import rebuild
from leaderboards.computing import compute_standings
from leaderboards.models import Publication
from submissions.models import Attachment, Entry
from tests.factories.contests import make_contest
from tests.snapshot import everything
from tests.worlds import shared


def run_demo(*arguments: str) -> str:
    out = io.StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def demo(django_db_setup: Any, django_db_blocker: Any) -> Iterator[str]:
    """What the first run printed."""
    with shared(django_db_blocker), pytest.MonkeyPatch.context() as patch:
        # The heart beats on a connection of its own, which sees nothing of this transaction.
        patch.setattr("jobs.worker._beat", lambda *_: None)
        yield run_demo()


def contest_of(plan: Any) -> Contest:
    return Contest.objects.get(slug=plan.slug)


def test_demo_has_a_contest_of_every_kind(demo: str) -> None:
    kinds = set(Contest.Kind.values) - {"other"}

    assert set(Contest.objects.values_list("kind", flat=True)) == kinds
    assert Contest.objects.count() == 8


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (running.UPCOMING, "upcoming"),
        (running.ENTERING, "entries"),
        (running.JUDGING, "judging"),
        (robots.LIVE, "judging"),
        (robots.PROPOSED, "closed"),
        (published.AWARDED, "closed"),
        (published.CERTIFIED, "closed"),
    ],
)
def test_demo_shows_every_phase(demo: str, plan: Any, expected: str) -> None:
    assert phase(contest_of(plan), timezone.now()) == expected


def test_judge_has_twelve_pictured_works_half_done(demo: str) -> None:
    everything = queue(User.objects.get(username="giamkhao1"))["sheets"]
    sheets = [sheet for sheet in everything if not sheet["round"]["calibration"]]

    assert len(everything) - len(sheets) == 2
    assert Counter((sheet["state"], sheet["revision"]) for sheet in sheets) == {
        ("submitted", 1): 5,
        ("draft", 1): 1,
        ("draft", 0): 6,
    }
    assert all(sheet["entry"]["thumbnail_url"] for sheet in sheets)


def test_pictures_are_ready(demo: str) -> None:
    assert set(Attachment.objects.values_list("state", flat=True)) == {"ready"}


def test_head_judge_has_something_of_everything_to_see_to(demo: str) -> None:
    contest = contest_of(running.JUDGING)
    waiting = {group["kind"] for group in progress(contest)["attention"]}

    assert waiting >= {"discrepancy", "third_marking", "override", "recusal", "silent", "unsent"}
    (minutes,) = Minutes.objects.filter(round__contest=contest)
    assert minutes.file
    assert minutes.document["discrepancies"]
    assert minutes.document["overrides"]
    (panel,) = agreement(minutes.round)
    assert panel["rows"][0]["kendall_w"]["refused"] is None


def test_proposed_results_show_a_tie_and_every_way_out(demo: str) -> None:
    contest = contest_of(robots.PROPOSED)
    rows = compute_standings(contest).standings.rows

    assert [row.rank for row in rows if row.tied] == [3, 3]
    assert {row.state for row in rows} == {"ranked", "disqualified", "withdrawn", "unranked"}
    assert list(contest.publications.values_list("state", flat=True)) == ["proposed"]
    assert all(row.points is None or row.points <= 100 for row in rows)


def test_published_results_were_approved_by_another(demo: str) -> None:
    for publication in Publication.objects.filter(state="published"):
        assert publication.proposed_by != publication.approved_by
        assert publication.awards.count() >= 6
    assert Publication.objects.filter(state="published").count() == 3


def test_certificates_of_one_contest_are_printed(demo: str) -> None:
    batch = CertificateBatch.objects.get()

    assert batch.state == "ready"
    assert Certificate.objects.filter(state="issued").exclude(file_sha256="").count() == 18
    assert Certificate.objects.filter(participant__user__username="hocsinh1").exists()


def test_results_are_borne_out_by_the_revisions(demo: str) -> None:
    assert rebuild(contests=Contest.objects.all()) == []


def test_entries_are_older_than_the_close(demo: str) -> None:
    for entry in (
        Entry.objects.exclude(submitted_at=None)
        .exclude(state=Entry.State.SAMPLE)
        .select_related("contest")
    ):
        assert entry.contest.entries_close_at is not None
        assert entry.contest.entries_open_at <= entry.submitted_at <= entry.contest.entries_close_at


def test_all_sign_ins_work_and_are_printed(demo: str) -> None:
    request = RequestFactory().post("/")
    for account in accounts.ACCOUNTS:
        user = authenticate(request, username=account.username, password=accounts.PASSWORD)
        assert user is not None, account.username
        assert f"{account.username} " in demo
    assert accounts.PASSWORD in demo


def test_machine_cannot_sign_in(demo: str) -> None:
    assert not User.objects.get(username=accounts.MACHINE.username).has_usable_password()


def test_second_run_changes_nothing(demo: str) -> None:
    before = everything()

    assert "cuộc thi mẫu" not in run_demo()
    assert everything() == before


def test_old_demo_gets_its_phases_back(demo: str) -> None:
    with transaction.atomic():
        with at(timezone.now() + timedelta(days=70)):
            run_demo()
            assert phase(contest_of(running.ENTERING), timezone.now()) == "entries"
            assert phase(contest_of(running.JUDGING), timezone.now()) == "judging"
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_contests_of_ones_own_are_left_alone() -> None:
    make_contest()

    said = run_demo()

    assert "không thêm dữ liệu mẫu" in said
    assert accounts.PASSWORD not in said
    assert Contest.objects.count() == 1
    assert not User.objects.filter(username="quantri").exists()
    assert not Scoresheet.objects.exists()


@pytest.mark.django_db
def test_own_contest_beside_the_demo_is_no_hindrance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contest_platform.demo.build.SCENES", SCENES[:1])
    run_demo()
    make_contest()

    assert accounts.PASSWORD in run_demo()
    assert Campaign.objects.filter(slug=CAMPAIGN).count() == 1
    assert Contest.objects.count() == 2


@pytest.mark.django_db
def test_force_adds_the_demo_to_contests_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contest_platform.demo.build.SCENES", SCENES[:1])
    make_contest()

    assert accounts.PASSWORD in run_demo("--force")
    assert Contest.objects.count() == 2
