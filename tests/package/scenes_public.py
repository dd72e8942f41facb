"""What the public sees of results: boards, publications, ceremonies, appeals."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

from django.utils import timezone

from contests.models import Contest
from judging.models import Scoresheet
from leaderboards.services import (
    RoundRule,
    approve_appeal,
    finish_ceremony,
    move_ceremony,
    propose_publication,
    set_board_rules,
    set_notes,
    start_ceremony,
)
from tests.factories.judging import fill_in
from tests.leaderboards.test_appeals import Case
from tests.leaderboards.test_publicity import Hall


def _hall(**changes: Any) -> Hall:
    return Hall(**{"live_standings": True, **changes})


def live() -> Contest:
    return _hall().contest


def embargo() -> Contest:
    hall = _hall()
    hall.publish(embargo_until=timezone.now() + timedelta(hours=2), note="đợi lễ")
    return hall.contest


def amendment_waits() -> Contest:
    hall = _hall()
    hall.publish()
    hall.mark(2, 10)
    hall.publish(embargo_until=timezone.now() + timedelta(hours=2))
    return hall.contest


def proposed_ceremony() -> Contest:
    hall = _hall()
    propose_publication(contest=hall.contest, actor=hall.proposer, ceremony=True)
    return hall.contest


def _ceremony(*steps: int, finish: bool = False, frozen: bool = False) -> Contest:
    hall = _hall()
    if frozen:
        start = timezone.now()
        set_board_rules(contest=hall.contest, actor=hall.proposer, live=True, freeze_at=start)
        hall.mark(2, 10)
    ceremony = hall.publish(ceremony=True).ceremony
    ceremony = set_notes(ceremony=ceremony, notes="Mời thầy hiệu trưởng", expected_revision=0)
    if steps or finish:
        ceremony = start_ceremony(
            ceremony=ceremony, actor=hall.proposer, expected_revision=ceremony.revision
        )
    for step in steps:
        ceremony = move_ceremony(ceremony=ceremony, step=step, expected_revision=ceremony.revision)
    if finish:
        finish_ceremony(ceremony=ceremony, expected_revision=ceremony.revision)
    return hall.contest


def rehearsed() -> Contest:
    return _ceremony()


def running() -> Contest:
    return _ceremony(1, 2, 3)


def resolving() -> Contest:
    return _ceremony(1, 2, 3, frozen=True)


def revealed() -> Contest:
    return _ceremony(1, finish=True)


def frozen_and_waiting() -> Contest:
    hall = _hall()
    set_board_rules(contest=hall.contest, actor=hall.proposer, live=True, freeze_at=timezone.now())
    hall.mark(2, 10)
    hall.publish(ceremony=True)
    return hall.contest


def top_alone() -> Contest:
    hall = _hall()
    set_board_rules(contest=hall.contest, actor=hall.proposer, live=True, top=1)
    return hall.contest


def hidden_round() -> Contest:
    hall = _hall()
    rule = RoundRule("final", hidden=True, top=3)
    set_board_rules(contest=hall.contest, actor=hall.proposer, live=True, rounds=[rule])
    return hall.contest


def appealed() -> Contest:
    case = Case(live_standings=True)
    appeal = case.accept(case.file())
    fill_in(Scoresheet.objects.get(attempt=appeal.attempt), 9, 1)
    appeal = case.conclude(appeal, Fraction(10))
    approve_appeal(appeal=appeal, actor=case.second, expected_revision=appeal.revision)
    return case.contest


def appeal_waits() -> Contest:
    case = Case(live_standings=True)
    case.accept(case.file())
    return case.contest
