"""When results become public: embargo, ceremony, amendment; and what a board shows before that."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from certificates.errors import CeremonyToCome, NotPublicUntil
from certificates.services import order_batch
from common.dates import local_time
from common.preconditions import RevisionStale
from contest_platform.demo.clock import at
from judging.models import Scoresheet
from judging.services import approve_override, propose_override, set_attempt
from leaderboards import staging, viewing
from leaderboards.errors import (
    CeremonyNotReady,
    CeremonyOver,
    CeremonyRunning,
    CeremonyTooEarly,
    FreezeInvalid,
    StepUnknown,
)
from leaderboards.models import Publication
from leaderboards.past import compute_at
from leaderboards.permissions import PublicationPolicy
from leaderboards.services import (
    AwardChange,
    RoundRule,
    approve_publication,
    finish_ceremony,
    move_ceremony,
    propose_publication,
    record_decision,
    set_board_rules,
    start_ceremony,
)
from tests.factories.accounts import make_staff, make_user
from tests.factories.contests import make_officer, make_organiser
from tests.factories.judging import fill_in, make_judge, make_judged_contest, make_scored_entry
from tests.leaderboards.test_viewing import codes, get

pytestmark = pytest.mark.django_db


class Hall:
    """A contest with three scored entries, one who proposes and one who approves."""

    def __init__(self, *marks: float, **changes: Any) -> None:
        self.contest, self.round = make_judged_contest(display_rule="full_name", **changes)
        self.judge = make_judge(self.contest)
        self.entries = [
            make_scored_entry(
                self.contest, self.round, [self.judge], [(mark, 1)], title=f"Bài {place}"
            )
            for place, mark in enumerate(marks or (9, 7, 5), start=1)
        ]
        self.proposer = make_organiser(self.contest)
        self.approver = make_officer(self.contest, "publish")

    def publish(self, **changes: Any) -> Publication:
        proposed = propose_publication(contest=self.contest, actor=self.proposer, **changes)
        return approve_publication(publication=proposed, actor=self.approver, reason="lý do")

    def mark(self, entry: int, idea: Any) -> None:
        fill_in(Scoresheet.objects.get(attempt__entry=self.entries[entry]), idea, 1)

    def board(self, user: Any = None, query: str = "") -> Any:
        viewing.clear()
        return get(self.contest, query, user)


def readable(user: Any = None) -> set[int]:
    person = user or AnonymousUser()
    return set(
        Publication.objects.filter(PublicationPolicy.readable(person)).values_list("pk", flat=True)
    )


def test_embargo_keeps_results_from_all_but_those_who_prepare_them():
    hall = Hall()
    until = timezone.now() + timedelta(hours=2)
    published = hall.publish(embargo_until=until)
    student = make_user("Nguyễn Văn Ngoài")
    assert (published.state, published.published_at) == ("published", until)
    assert hall.board().json()["state"] == "hidden"
    assert readable() == readable(student) == readable(hall.judge.user) == set()
    assert readable(hall.approver) == {published.pk}
    assert codes(hall.board(make_staff(), "?view=published")) == [e.code for e in hall.entries]
    with at(until - timedelta(seconds=1)):
        assert hall.board().json()["state"] == "hidden"
    with at(until):
        assert codes(hall.board()) == [entry.code for entry in hall.entries]
        assert readable() == {published.pk}


def test_amended_results_stay_until_the_amendment_is_public():
    hall = Hall()
    first = hall.publish()
    until = timezone.now() + timedelta(hours=2)
    hall.mark(2, 10)
    second = hall.publish(embargo_until=until)
    first.refresh_from_db()
    assert first.state == "superseded"
    assert hall.board().json()["publication"]["number"] == 1
    assert readable() == {first.pk}
    listed = get(hall.contest, "").json()["publication"]["number"]
    assert listed == 1
    with at(until):
        assert hall.board().json()["publication"]["number"] == 2
        assert readable() == {second.pk}


def test_amendment_of_waiting_results_waits_for_the_same():
    hall = Hall()
    until = timezone.now() + timedelta(hours=2)
    hall.publish(embargo_until=until, ceremony=True)
    second = hall.publish()
    assert (second.embargo_until, second.ceremony.state) == (until, "rehearsal")
    assert readable() == set()


def test_live_board_is_hidden_while_approved_results_wait():
    hall = Hall(live_standings=True)
    assert hall.board().json()["state"] == "live"
    hall.publish(ceremony=True)
    assert hall.board().json()["state"] == "hidden"
    assert hall.board(query="?round=final").json()["state"] == "hidden"


def test_frozen_board_is_that_of_the_instant():
    hall = Hall(live_standings=True)
    start = timezone.now()
    set_board_rules(
        contest=hall.contest, actor=hall.proposer, live=True, freeze_at=start + timedelta(hours=1)
    )
    with at(start + timedelta(minutes=59)):
        hall.mark(2, 8)
        assert codes(hall.board()) == [hall.entries[n].code for n in (0, 2, 1)]
    late = start + timedelta(hours=2)
    with at(late):
        hall.mark(1, 10)
        before = hall.board()
        assert codes(before) == [hall.entries[n].code for n in (0, 2, 1)]
        assert before.json()["frozen_at"] is not None
        hall.mark(0, 0)
        override = propose_override(
            entry=hall.entries[2],
            round_=hall.round,
            actor=hall.proposer,
            after=Fraction(20),
            reason="x",
        )
        approve_override(override_id=override.pk, actor=hall.approver)
        set_attempt(
            attempt_id=hall.entries[0].attempts.get().pk, actor=hall.proposer,
            reason="x", state="disqualified",
        )  # fmt: skip
        record_decision(
            contest=hall.contest, kind="committee", data={"order": [hall.entries[1].code]},
            reason="x", actor=hall.proposer,
        )  # fmt: skip
        after = hall.board()
        assert (after.content, after["ETag"]) == (before.content, before["ETag"])
        live = codes(hall.board(make_staff()))
        assert live[:2] == [hall.entries[2].code, hall.entries[1].code]


def test_board_of_an_instant_is_the_board_of_that_instant():
    hall = Hall()
    start = timezone.now()
    now = compute_at(hall.contest, at=start + timedelta(seconds=1)).standings.rows
    with at(start + timedelta(hours=1)):
        hall.mark(2, 10)
        assert compute_at(hall.contest, at=start + timedelta(minutes=30)).standings.rows == now
        later = compute_at(hall.contest, at=timezone.now()).standings
    assert later.rows != now
    assert later.of(hall.entries[2].code).rank == 1


def test_board_shows_its_top_with_all_who_share_the_last_place():
    hall = Hall(9, 7, 7, 5, live_standings=True)
    set_board_rules(contest=hall.contest, actor=hall.proposer, live=True, top=2)
    assert codes(hall.board()) == [entry.code for entry in hall.entries[:3]]
    assert get(hall.contest, f"entries/{hall.entries[0].code}/").status_code == 200
    assert get(hall.contest, f"entries/{hall.entries[3].code}/").status_code == 404
    assert len(codes(hall.board(make_staff()))) == 4


def test_hidden_round_hides_the_board_that_would_tell_it():
    hall = Hall(live_standings=True)
    rules = [RoundRule("final", hidden=True)]
    set_board_rules(contest=hall.contest, actor=hall.proposer, live=True, rounds=rules)
    assert hall.board().json()["state"] == "hidden"
    assert hall.board(query="?round=final").json()["state"] == "hidden"
    with pytest.raises(FreezeInvalid):
        set_board_rules(
            contest=hall.contest, actor=hall.proposer, live=True, rounds=[RoundRule("khac")]
        )


def test_own_rows_are_those_of_the_shown_board():
    hall = Hall(9, 7, live_standings=True)
    student = make_user("Nguyễn Văn An")
    mine = make_scored_entry(hall.contest, hall.round, [hall.judge], [(3, 1)], student=student)
    set_board_rules(contest=hall.contest, actor=hall.proposer, live=True, top=1)
    (own,) = hall.board(student, "mine/").json()
    assert (own["row"]["entry"]["code"], own["row"]["rank"]) == (mine.code, 3)
    assert hall.board(make_user("Người Ngoài"), "mine/").json() == []
    set_board_rules(contest=hall.contest, actor=hall.proposer, live=False)
    assert hall.board(student, "mine/").json() == []
    hall.publish()
    (own,) = hall.board(student, "mine/").json()
    assert (own["division"], own["row"]["rank"], own["row"]["points"]) == ("B", 3, "4")


def test_own_rows_are_cut_from_everybodys_board():
    hall = Hall(9, 7, live_standings=True)
    student = make_user("Nguyễn Văn An")
    make_scored_entry(hall.contest, hall.round, [hall.judge], [(3, 1)], student=student)
    hall.board()
    with CaptureQueriesContext(connection) as asked:
        assert len(get(hall.contest, "mine/", student).json()) == 1
    assert not [query["sql"] for query in asked if "judging_roundresult" in query["sql"]]


def shown(hall: Hall, user: Any = None) -> Any:
    staging.clear()
    client = APIClient()
    if user is not None:
        client.force_login(user)
    return client.get(f"/api/v1/ceremonies/{hall.contest.slug}/screen/").json()


def run(hall: Hall, publication: Publication) -> Any:
    ceremony = publication.ceremony
    return start_ceremony(
        ceremony=ceremony, actor=hall.approver, expected_revision=ceremony.revision
    )


def test_ceremony_reveals_step_by_step_and_publishes_at_its_end():
    hall = Hall()
    published = hall.publish(ceremony=True)
    kinds = [step["kind"] for step in published.ceremony.script["steps"]]
    assert kinds == [
        "opening", "division", "prize", "award", "prize", "award", "podium", "closing",
    ]  # fmt: skip
    assert shown(hall)["state"] == "none"
    ceremony = run(hall, published)
    assert shown(hall)["screen"]["kind"] == "opening"
    ceremony = move_ceremony(ceremony=ceremony, step=3, expected_revision=ceremony.revision)
    told = shown(hall)
    assert told["screen"]["award"]["entry"]["title"] == "Bài 2"
    assert [each["entry"]["title"] for each in told["revealed"]] == ["Bài 2"]
    assert "Bài 1" not in str(told)
    assert readable() == set()
    ceremony = finish_ceremony(ceremony=ceremony, expected_revision=ceremony.revision)
    assert codes(hall.board()) == [entry.code for entry in hall.entries]
    assert readable() == {published.pk}
    with pytest.raises(CeremonyOver):
        move_ceremony(ceremony=ceremony, step=0, expected_revision=ceremony.revision)


def test_rehearsal_shows_invented_people_and_nobody_else_sees_it():
    hall = Hall()
    published = hall.publish(ceremony=True)
    move_ceremony(ceremony=published.ceremony, step=3, expected_revision=0)
    assert shown(hall)["state"] == "none"
    told = shown(hall, hall.proposer)
    assert told["state"] == "rehearsal"
    assert told["screen"]["award"]["entry"]["code"].startswith("DT")
    for entry in hall.entries:
        assert entry.code not in str(told)
        assert entry.title not in str(told)
    assert told == shown(hall, hall.proposer)


def test_ceremony_starts_neither_unapproved_nor_early_nor_stale():
    hall = Hall()
    proposed = propose_publication(contest=hall.contest, actor=hall.proposer, ceremony=True)
    with pytest.raises(CeremonyNotReady):
        run(hall, proposed)
    with pytest.raises(StepUnknown):
        move_ceremony(ceremony=proposed.ceremony, step=99, expected_revision=0)
    with pytest.raises(RevisionStale):
        move_ceremony(ceremony=proposed.ceremony, step=1, expected_revision=7)
    later = hall.publish(ceremony=True, embargo_until=timezone.now() + timedelta(hours=1))
    with pytest.raises(CeremonyTooEarly):
        run(hall, later)


def test_results_are_not_amended_while_their_ceremony_runs():
    hall = Hall()
    run(hall, hall.publish(ceremony=True))
    with pytest.raises(CeremonyRunning):
        hall.publish()


def test_frozen_board_is_resolved_from_the_bottom_up():
    hall = Hall(9, 7, 5, 4)
    start = timezone.now()
    set_board_rules(
        contest=hall.contest, actor=hall.proposer, live=True, freeze_at=start + timedelta(hours=1)
    )
    with at(start + timedelta(hours=2)):
        hall.mark(3, 10)
        hall.mark(1, "7.5")
        script = hall.publish(ceremony=True).ceremony.script
    code = [entry.code for entry in hall.entries]
    told = [(step["kind"], step.get("entry")) for step in script["steps"]]
    assert told == [
        ("opening", None), ("division", None), ("board", None),
        ("resolve", code[3]), ("resolve", code[1]), ("award", code[0]), ("award", code[3]),
        ("podium", None), ("closing", None),
    ]  # fmt: skip
    board = next(step for step in script["steps"] if step["kind"] == "board")
    assert board["rows"][code[3]] == [4, "5"]
    assert board["pending"] == sorted([code[1], code[3]])
    first = next(step for step in script["steps"] if step["kind"] == "resolve")
    assert first["rows"] == {
        code[3]: [1, "11"], code[0]: [2, "10"], code[1]: [3, "8"], code[2]: [4, "6"],
    }  # fmt: skip


def test_award_of_the_jury_is_called_with_its_prize():
    hall = Hall()
    change = AwardChange(hall.entries[2].code, "nhi", "ý tưởng hay nhất")
    steps = hall.publish(ceremony=True, awards=[change]).ceremony.script["steps"]
    called = [(step["prize"]["code"], step["rank"]) for step in steps if step["kind"] == "award"]
    assert called == [("nhi", 3), ("nhi", 2), ("nhat", 1)]


def test_no_certificate_before_the_results_are_public():
    hall = Hall()
    until = timezone.now() + timedelta(hours=2)
    published = hall.publish(embargo_until=until, ceremony=True)
    with pytest.raises(NotPublicUntil) as refused:
        order_batch(publication=published, template=None, by=hall.proposer)
    assert local_time(until) in refused.value.detail("vi")
    with at(until):
        with pytest.raises(CeremonyToCome):
            order_batch(publication=published, template=None, by=hall.proposer)
        ceremony = run(hall, published)
        finish_ceremony(ceremony=ceremony, expected_revision=ceremony.revision)
        published.refresh_from_db()
        assert order_batch(publication=published, template=None, by=hall.proposer).pk
