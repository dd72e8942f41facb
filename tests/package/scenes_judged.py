"""What was recorded and ruled on the way to a result."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

from django.utils import timezone

from contest_platform.demo.clock import at
from contests.models import Contest
from contests.services import create_policy
from judging.models import Attempt, ConflictOfInterest, Discrepancy, Scoresheet
from judging.services import (
    appoint_third,
    approve_override,
    lift_conflict,
    lock_round,
    look_at_peers,
    open_spread,
    propose_override,
    recuse,
    reinstate_judge,
    reject_override,
    release_judge,
    reopen_scoresheet,
    rule_comment,
    set_attempt,
    settle_discrepancy,
    unlock_round,
    void_override,
    withdraw_feedback,
)
from leaderboards.services import record_decision, set_board_rules
from tests.factories.judging import (
    POLICY,
    fill_in,
    make_judge,
    make_judged_contest,
    make_scored_entry,
    make_sheet,
    operation,
)
from tests.judging.paper_desk import Desk, Document
from tests.judging.test_calibration import calibrated
from tests.judging.test_discrepancies import PROTOCOL
from tests.judging.test_feedback import Scene as Feedback
from tests.judging.test_form_change import CRAFT, IDEA
from tests.judging.test_form_change import Scene as FormScene


def frozen() -> Contest:
    """Everything that moves a board moved before the freeze, and again after it."""
    contest, round_ = make_judged_contest(
        policy=PROTOCOL, live_standings=True, display_rule="full_name", attempts_max=2
    )
    judges = [make_judge(contest), make_judge(contest)]
    head = make_judge(contest, role="head").user
    second = make_judge(contest).user
    far = make_scored_entry(contest, round_, judges, [(7, 7), (9, 8)])
    lifted = make_scored_entry(contest, round_, judges, [(6, 6), (6, 6)])
    out = make_scored_entry(contest, round_, judges, [(9, 9), (9, 9)])
    tied = make_scored_entry(contest, round_, judges, [(6, 6), (6, 6)])
    row = Discrepancy.objects.get(attempt__entry=far)
    settle_discrepancy(discrepancy_id=row.pk, actor=head, expected_revision=1, reason="thống nhất")
    _override(lifted, round_, head, second, 13)
    record_decision(
        contest=contest, kind="committee", data={"order": [tied.code, lifted.code]},
        reason="hội đồng", actor=head,
    )  # fmt: skip
    with at(timezone.now() + timedelta(minutes=1)):
        set_board_rules(contest=contest, actor=head, live=True, freeze_at=timezone.now())
    with at(timezone.now() + timedelta(minutes=2)):
        first = Attempt.objects.get(entry=out, round=round_)
        set_attempt(attempt_id=first.pk, actor=head, state="disqualified", reason="sai luật")
        override = lifted.overrides.get()
        void_override(override_id=override.pk, actor=head, reason="nhầm")
        sheet = Scoresheet.objects.get(attempt__entry=far, judge=judges[0])
        reopen_scoresheet(
            sheet_id=sheet.pk, actor=head, expected_revision=sheet.revision,
            operation=operation(), reason="xem lại",
        )  # fmt: skip
        fill_in(sheet, 10, 10)
        record_decision(
            contest=contest, kind="committee", data={"order": [lifted.code, tied.code]},
            reason="đổi ý", actor=head,
        )  # fmt: skip
        create_policy(
            contest=contest, by=None, reason="chia đôi",
            definition={**PROTOCOL, "rounds": {"final": {"weight": "1/2"}}},
        )  # fmt: skip
    return contest


def overridden() -> Contest:
    contest, round_ = make_judged_contest(live_standings=True)
    judge, head = make_judge(contest), make_judge(contest, role="head").user
    second = make_judge(contest).user
    entries = [make_scored_entry(contest, round_, [judge], [(mark, mark)]) for mark in (9, 8, 7, 6)]
    _override(entries[3], round_, head, second, "58/3")
    _override(entries[2], round_, head, second, 1)
    void_override(override_id=entries[2].overrides.get().pk, actor=head, reason="nhầm bài")
    proposed = propose_override(
        entry=entries[1], round_=round_, actor=head, after=Fraction(2), reason="nghi ngờ"
    )
    reject_override(override_id=proposed.pk, actor=second, reason="không đủ căn cứ")
    propose_override(
        entry=entries[1], round_=round_, actor=head, after=Fraction(3), reason="lần nữa"
    )
    return contest


def _override(entry: Any, round_: Any, actor: Any, second: Any, after: Any) -> None:
    made = propose_override(
        entry=entry, round_=round_, actor=actor, after=Fraction(after), reason="chấm nhầm mẫu"
    )
    approve_override(override_id=made.pk, actor=second)


def disputed() -> Contest:
    """Discrepancies in every state: open, discussed, minuted by the head, third marking, resolved, lapsed."""
    bands = [
        {"up_to": "0.1", "action": "accept"},
        {"up_to": "0.2", "action": "discuss"},
        {"up_to": "0.3", "action": "minute"},
        {"action": "third_marking"},
    ]
    policy = {
        **POLICY, "rounds": {"final": {"discrepancy": {"measure": "share", "bands": bands}}},
    }  # fmt: skip
    contest, round_ = make_judged_contest(policy=policy, live_standings=True)
    judges = [make_judge(contest), make_judge(contest)]
    head, third = make_judge(contest, role="head").user, make_judge(contest)

    def disagree(*marks: Any) -> Discrepancy:
        entry = make_scored_entry(contest, round_, judges, list(marks))
        return Discrepancy.objects.get(attempt__entry=entry)

    disagree((7, 7), (9, 8))
    rows = [disagree((7, 7), (9, 8)), disagree((7, 7), (10, 10))]
    for row, value in zip(rows, (None, Fraction("18.5")), strict=True):
        settle_discrepancy(
            discrepancy_id=row.pk, actor=head, expected_revision=1, reason="đã bàn", value=value
        )
    for sent in (False, True):
        row = disagree((2, 2), (10, 10))
        appoint_third(
            discrepancy_id=row.pk, actor=head, expected_revision=1, judge=third, reason="lần ba"
        )
        if sent:
            fill_in(make_sheet(third, row.attempt.entry, round_), 9, 9)
    row = disagree((7, 7), (9, 8))
    sheet = Scoresheet.objects.get(attempt=row.attempt, judge=judges[0])
    reopen_scoresheet(
        sheet_id=sheet.pk, actor=head, expected_revision=sheet.revision, operation=operation(),
        reason="xem lại",
    )  # fmt: skip
    fill_in(sheet, 8, 8)
    return contest


def calibration() -> Contest:
    contest, round_, trial, judges = calibrated([[(4, 5), (6, 6)], [(5, 5)], [(9, 5)]])
    make_scored_entry(contest, round_, judges[:2], [(5, 5), (6, 6)])
    open_spread(round_=trial, opened=True)
    return contest


def recorded() -> Contest:
    """Locks with minutes, recusals, released seats, looks at the others, lifted conflicts."""
    contest, round_ = make_judged_contest(live_standings=True, peers_after_submit=True)
    judges = [make_judge(contest) for _ in range(4)]
    head = make_judge(contest, role="head").user
    entries = [
        make_scored_entry(contest, round_, judges[:2], [(mark, mark), (mark, 5)])
        for mark in (9, 8, 7)
    ]
    sheets = Scoresheet.objects.filter(attempt__entry=entries[0])
    look_at_peers(sheet_id=sheets.get(judge=judges[0]).pk)
    recuse(sheet=make_sheet(judges[2], entries[1], round_), actor=judges[2].user, kind="family",
           reason="cháu họ")  # fmt: skip
    make_sheet(judges[3], entries[2], round_)
    release_judge(judge=judges[3], actor=head, reason="ốm")
    reinstate_judge(judge=judges[3], actor=head)
    pinned = ConflictOfInterest.objects.create(
        judge=judges[3], entry=entries[0], kind="same_school", pinned=True, note="THCS Sao Mai"
    )
    lift_conflict(conflict=pinned, actor=head, reason="đã chuyển trường")
    lock_round(round_id=round_.pk, actor=head, reason="hết giờ")
    unlock_round(round_id=round_.pk, actor=head, reason="thiếu một phiếu")
    lock_round(round_id=round_.pk, actor=head)
    return contest


def released() -> Contest:
    scene = Feedback()
    scene.release()
    rule_comment(sheet=scene.other, item="", actor=scene.head, held=True, reason="quá gắt")
    withdraw_feedback(
        round_=scene.round, divisions=[scene.division], actor=scene.head, reason="nhầm"
    )
    scene.release()
    return scene.contest


def on_paper() -> Contest:
    desk = Desk(live_standings=True)
    desk.type(desk.first)
    desk.type(desk.second, {"idea": 7, "craft": 9})
    desk.decide("retype")
    desk.type(desk.first)
    desk.type(desk.second, {"idea": 6, "craft": 8})
    desk.decide("decided", document=Document({"idea": 7, "craft": 8}))
    return desk.contest


def form_changed() -> Contest:
    scene = FormScene()
    scene.change(scene.version([{**IDEA, "max": 8}, {**CRAFT, "weight": 3}]))
    return scene.contest


def form_changed_after_freeze() -> Contest:
    scene = FormScene()
    now = timezone.now()
    set_board_rules(contest=scene.contest, actor=scene.organiser, live=True, freeze_at=now)
    with at(now + timedelta(minutes=1)):
        scene.change(scene.version([{**IDEA, "max": 8}, {**CRAFT, "weight": 3}]))
    scene.contest.refresh_from_db()
    return scene.contest
