"""The judges' agreement over the entries that all of them scored."""

from __future__ import annotations

import pytest

from judging.selectors import agreement
from tests.factories.judging import make_judge, make_judged_contest, make_scored_entry

pytestmark = pytest.mark.django_db


def test_judges_of_one_mind_agree_fully():
    contest, round_ = make_judged_contest()
    judges = [make_judge(contest), make_judge(contest)]
    for mark in (1, 4, 9):
        make_scored_entry(contest, round_, judges, [(mark, mark), (mark, 0)])
    make_scored_entry(contest, round_, judges[:1], [(5, 5)])
    told = agreement(round_)
    assert (told["entries"], told["w"], told["judges"]) == (3, 1.0, {"GK01": 1.0, "GK02": 1.0})


def test_round_without_sheets_tells_nothing():
    _, round_ = make_judged_contest()
    assert agreement(round_) == {"entries": 0, "w": None, "p": None, "judges": {}}
