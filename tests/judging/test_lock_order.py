"""One order of locks for all writes: whoever holds a round and wants its results never waits for
somebody who holds a result and wants the round. On PostgreSQL another order is a deadlock.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from judging.models import Discrepancy, RoundResult
from judging.services import appoint_third, issue_papers, recuse, release_judge, transcribe
from judging.services.results import hold
from judging.services.rounds import hold_round
from leaderboards.services import approve_publication, propose_publication
from tests.factories.contests import make_officer, make_organiser
from tests.factories.judging import (
    fill_in,
    make_judge,
    make_judged_contest,
    make_scored_entry,
    make_sheet,
)
from tests.factories.submissions import make_entry
from tests.judging.test_discrepancies import PROTOCOL

pytestmark = pytest.mark.django_db(transaction=True)


def while_a_round_is_held(round_id: int, work: Callable[[], object]) -> object:
    """What `work` comes to while somebody holds the round, and then takes all of its results."""
    held, begun = threading.Event(), threading.Event()

    def run() -> object:
        try:
            held.wait(10)
            begun.set()
            return work()
        except Exception as error:
            return error
        finally:
            connection.close()

    outcome: list[object] = []
    thread = threading.Thread(target=lambda: outcome.append(run()))
    thread.start()
    with transaction.atomic():
        hold_round(round_id)
        held.set()
        begun.wait(10)
        thread.join(0.5)  # long enough for it to take what it takes first
        hold(RoundResult.objects.filter(round=round_id))
    thread.join(20)
    return outcome[0]


def test_a_third_marker_is_appointed_while_the_round_is_being_locked():
    contest, round_ = make_judged_contest(policy=PROTOCOL)
    judges = [make_judge(contest) for _ in range(3)]
    make_scored_entry(contest, round_, judges[:2], [(9, 9), (1, 1)])
    found = Discrepancy.objects.get()
    made = while_a_round_is_held(
        round_.pk,
        lambda: appoint_third(
            discrepancy_id=found.pk, actor=make_officer(contest, "chair"),
            expected_revision=found.revision, judge=judges[2], reason="chấm lần ba",
        ),
    )  # fmt: skip
    assert isinstance(made, Discrepancy)


def test_a_rounds_first_score_comes_from_paper_while_it_is_being_locked():
    contest, round_ = make_judged_contest()
    (paper,) = issue_papers(sheets=[make_sheet(make_judge(contest), make_entry(contest), round_)])
    typist = make_organiser(contest)
    typed = while_a_round_is_held(
        round_.pk,
        lambda: transcribe(paper_id=paper.pk, typist=typist, values={"idea": 5}, comments={}),
    )
    assert getattr(typed, "state", typed) == "once"


@pytest.mark.parametrize("verb", ["recuse", "release", "approve"])
def test_who_needs_many_results_takes_them_as_all_do(verb: str):
    contest, round_ = make_judged_contest(judges_per_entry=1)
    judge, organiser = make_judge(contest), make_organiser(contest)
    make_scored_entry(contest, round_, [judge], [(5, 5)])
    sheet = make_sheet(judge, make_entry(contest), round_)
    fill_in(sheet, 6, 6)
    proposed = propose_publication(contest=contest, actor=organiser)
    second = make_officer(contest, "publish")
    verbs: dict[str, Callable[[], Any]] = {
        "recuse": lambda: recuse(sheet=sheet, actor=judge.user, kind="family", reason="con"),
        "release": lambda: release_judge(judge=judge, actor=organiser, reason="ốm"),
        "approve": lambda: approve_publication(publication=proposed, actor=second),
    }
    done = while_a_round_is_held(round_.pk, verbs[verb])
    assert not isinstance(done, Exception), done
