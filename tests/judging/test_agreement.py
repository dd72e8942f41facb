"""The judges' agreement by panel and criterion, from counted sheets, or why it cannot be told."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from judging.selectors import agreement
from judging.services import create_panel, update_judge, void_scoresheet
from scoring.interpretation import reading
from tests.factories.judging import (
    make_judge,
    make_judged_contest,
    make_scored_entry,
    make_sheet,
)
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db

# Shrout & Fleiss 1979, table 2: six targets, four judges.
TARGETS = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))


@pytest.fixture
def published():
    """The published table as the marks of the criterion "idea"; "craft" is always equal."""
    contest, round_ = make_judged_contest(judges_per_entry=4)
    judges = [make_judge(contest) for _ in range(4)]
    for marks in TARGETS:
        make_scored_entry(contest, round_, judges, [(mark, 5) for mark in marks])
    return contest, round_, judges


def test_published_table_gives_the_published_correlations(published):
    (told,) = agreement(published[1])
    whole, idea, craft = told["rows"]
    assert (told["attempts"], told["shared"], told["name"]) == (6, 6, None)
    assert [row["item"] for row in told["rows"]] == [None, "idea", "craft"]
    assert round(idea["icc_single"]["value"], 2) == 0.29
    assert round(idea["icc_mean"]["value"], 2) == 0.62
    assert (idea["icc_single"]["reading"], idea["icc_mean"]["reading"]) == ("low", "moderate")
    assert whole["icc_single"] == idea["icc_single"]
    assert idea["p"] is None  # six entries are too few for the chi-square tail
    assert {craft[name]["refused"] for name in ("kendall_w", "icc_single", "alpha")} == {
        "no_variance"
    }
    assert [judge["sheets"] for judge in told["judges"]] == [6, 6, 6, 6]
    assert told["judges"][0]["against_rest"] == pytest.approx(0.80, abs=0.06)


def test_judges_who_share_too_little_are_told_so_and_alpha_still_speaks():
    contest, round_ = make_judged_contest()
    first, second, third = (make_judge(contest) for _ in range(3))
    for mark in (1, 5, 9):
        make_scored_entry(contest, round_, [first, second], [(mark, 0), (mark, 0)])
        make_scored_entry(contest, round_, [second, third], [(mark, 1), (mark, 1)])
    (told,) = agreement(round_)
    whole = told["rows"][0]
    assert (told["attempts"], told["shared"]) == (6, 0)
    assert whole["kendall_w"] == {"value": None, "reading": None, "refused": "none_shared"}
    assert (whole["alpha"]["value"], whole["alpha"]["reading"]) == (1.0, "good")


def test_panels_and_divisions_stand_apart(published):
    contest, round_, judges = published
    for number, pair in enumerate((judges[:2], judges[2:3]), start=1):
        panel = create_panel(contest=contest, code=f"hd{number}", name=f"Hội đồng {number}")
        for judge in pair:
            update_judge(judge=judge, panel=panel)
    told = agreement(round_)
    assert [(each["name"], len(each["judges"])) for each in told] == [
        ("Hội đồng 1", 2),
        ("Hội đồng 2", 1),
        (None, 1),
    ]
    assert told[1]["rows"][0]["alpha"]["refused"] == "one_judge"
    (only,) = agreement(round_, panel=told[0]["id"])
    assert only["name"] == "Hội đồng 1"
    empty = contest.divisions.exclude(entries__in=contest.entries.all()).first()
    assert agreement(round_, division=empty.pk) == []


def test_only_submitted_counted_sheets_speak(published):
    contest, round_, judges = published
    trainee = make_judge(contest, role="trainee")
    make_scored_entry(contest, round_, [trainee], [(1, 1)])
    make_sheet(judges[0], make_entry(contest), round_)
    sheet = judges[0].scoresheets.filter(state="submitted").first()
    void_scoresheet(
        sheet_id=sheet.pk,
        actor=judges[0].user,
        expected_revision=sheet.revision,
        operation="void-0001",
        reason="nhầm bài",
    )
    (told,) = agreement(round_)
    assert ([judge["sheets"] for judge in told["judges"]], told["shared"]) == ([5, 6, 6, 6], 5)


def test_round_without_sheets_tells_nothing():
    _, round_ = make_judged_contest()
    assert agreement(round_) == []


def test_agreement_takes_as_many_queries_for_six_entries_as_for_three():
    def queries(entries: int) -> int:
        contest, round_ = make_judged_contest()
        judges = [make_judge(contest), make_judge(contest)]
        for mark in range(entries):
            make_scored_entry(contest, round_, judges, [(mark, 1), (mark, 2)])
        with CaptureQueriesContext(connection) as captured:
            agreement(round_)
        return len(captured)

    assert queries(3) == queries(6) <= 5


def test_api_tells_overseers_and_refuses_what_is_no_round(published):
    contest, round_, judges = published
    client = APIClient()
    url = f"/api/v1/agreement/?contest={contest.slug}&round="
    client.force_authenticate(judges[0].user)
    assert client.get(f"{url}{round_.pk}").status_code == 403
    client.force_authenticate(make_judge(contest, role="head").user)
    (told,) = client.get(f"{url}{round_.pk}").json()
    assert told["rows"][0]["alpha"]["refused"] is None
    assert client.get(f"{url}{round_.pk + 1}").status_code == 404
    assert client.get(f"{url}x").status_code == 400


@pytest.mark.parametrize(
    ("statistic", "value", "word"),
    [
        ("kendall_w", 0.49, "low"),
        ("kendall_w", 0.7, "good"),
        ("icc_single", 0.74, "moderate"),
        ("icc_mean", 0.9, "excellent"),
        ("alpha", 0.66, "low"),
        ("alpha", 0.8, "good"),
    ],
)
def test_bounds_belong_to_the_better_word(statistic, value, word):
    assert reading(statistic, Fraction(str(value))) == word
