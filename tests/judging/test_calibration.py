"""Calibration rounds: everybody scores the same samples, the spread is told, and nothing counts."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contests.models import Round
from contests.services import create_policy
from judging.errors import CalibrationUsed, SampleMissing, SheetLocked
from judging.models import Minutes, RoundResult, Scoresheet
from judging.selectors import progress, queue
from judging.selectors.calibration import spread_of
from judging.services import (
    Sample,
    create_calibration,
    delete_calibration,
    fill_assignments,
    fill_calibration,
    open_spread,
)
from judging.services.rebuilding import rebuild
from leaderboards.computing import compute_from_sheets, compute_standings, inputs_digest
from leaderboards.package.carry import export_contest
from leaderboards.past import compute_at
from leaderboards.services import propose_publication
from submissions.errors import EntryState
from submissions.models import Entry
from submissions.services import reinstate_entry
from tests.factories.contests import make_officer, make_organiser
from tests.factories.judging import (
    POLICY,
    fill_in,
    make_judge,
    make_judged_contest,
    make_scored_entry,
    make_sheet,
)
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db

SAMPLES = [Sample("Bài mẫu một", link="https://example.org/mot"), Sample("Bài mẫu hai")]


def calibrated(marks: list[list[tuple[Any, Any]]]) -> tuple[Any, Round, Round, list[Any]]:
    """A judged contest, its round, a calibration round; `marks` by judge and sample."""
    contest, round_ = make_judged_contest(live_standings=True)
    judges = [make_judge(contest) for _ in marks]
    trial = create_calibration(of=round_, samples=SAMPLES, actor=None)
    for judge, given in zip(judges, marks, strict=True):
        for entry, (idea, craft) in zip(samples_of(trial), given, strict=False):
            fill_in(make_sheet(judge, entry, trial), idea, craft)
    return contest, round_, trial, judges


def samples_of(trial: Round) -> list[Entry]:
    return list(Entry.objects.filter(attempts__round=trial).order_by("code"))


def test_every_judge_has_every_sample_and_the_queue_says_so() -> None:
    _, _, trial, judges = calibrated([[], []])
    assert Scoresheet.objects.filter(attempt__round=trial).count() == 4
    rows = queue(judges[0].user)["sheets"]
    assert [(row["entry"]["title"], row["round"]["calibration"]) for row in rows] == [
        ("Bài mẫu một", True),
        ("Bài mẫu hai", True),
    ]
    late = make_judge(trial.contest)
    assert fill_calibration(round_=trial) == 2
    assert len(queue(late.user)["sheets"]) == 2


def test_the_spread_of_each_criterion() -> None:
    _, _, trial, judges = calibrated([[(4, 5)], [(5, 5)], [(9, 5)]])
    document = spread_of(trial)
    total, idea, craft = document["samples"][0]["rows"]
    far = {"judge": judges[2].code, "value": "9", "far": True}
    assert idea["marks"][-1] == far
    assert {key: idea[key] for key in ("count", "least", "most", "mean", "deviation")} == {
        "count": 3, "least": "4", "most": "9", "mean": "6", "deviation": "2.65",
    }  # fmt: skip
    assert (craft["deviation"], total["mean"]) == ("0", "11")
    assert [row["far"] for row in document["judges"]] == [0, 0, 1]
    assert document["samples"][1]["rows"][0] == {
        "item": "", "count": 0, "least": None, "most": None, "mean": None, "deviation": None,
        "marks": [],
    }  # fmt: skip


def test_calibration_reaches_no_result() -> None:
    contest, round_, trial, judges = calibrated([[(4, 5)], [(9, 9)]])
    real = make_scored_entry(contest, round_, judges, [(5, 5), (6, 6)])
    for computed in (
        compute_standings(contest),
        compute_from_sheets(contest),
        compute_at(contest, at=timezone.now()),
    ):
        assert [row.entry for row in computed.standings.rows] == [real.code]
    digest = inputs_digest(contest, compute_from_sheets(contest))
    fill_in(make_sheet(judges[0], samples_of(trial)[1], trial), 1, 1)
    assert inputs_digest(contest, compute_from_sheets(contest)) == digest
    assert rebuild(contests=[contest]) == []
    assert set(RoundResult.objects.filter(round=trial).values_list("value", flat=True)) == {None}
    made = propose_publication(contest=contest, actor=make_officer(contest, "chair"))
    assert "Bài mẫu" not in str(made.payload)
    assert "MAU-" not in str(made.payload)
    assert [row["code"] for row in progress(contest)["rounds"]] == ["final"]
    assert sum(row["expected"] for row in progress(contest)["judges"]) == 2
    assert progress(contest)["short_entries"] == []
    fill_assignments(round_=round_)
    assert not Scoresheet.objects.filter(
        attempt__round=round_, attempt__entry__state="sample"
    ).exists()
    assert "MAU-" not in str(export_contest(contest=contest)["results"])


def test_calibration_shows_nowhere_in_public(client: Any) -> None:
    contest, round_, trial, judges = calibrated([[(4, 5)], [(9, 9)]])
    make_scored_entry(contest, round_, judges, [(5, 5), (6, 6)])
    for path in (
        f"/api/v1/contests/{contest.slug}/",
        f"/api/v1/standings/{contest.slug}/",
        f"/api/v1/rounds/?contest={contest.slug}",
    ):
        body = client.get(path).content.decode()
        assert "MAU-" not in body
        assert trial.code not in body
    client.force_login(make_organiser(contest))
    assert "MAU-" not in client.get(f"/api/v1/entries/?contest={contest.slug}").content.decode()
    assert (
        client.post(f"/api/v1/rounds/{trial.pk}/lock/", {}, "application/json").status_code == 404
    )
    assert not Minutes.objects.exists()
    sheets = client.get(f"/api/v1/scoresheets/?contest={contest.slug}").json()["results"]
    assert {row["round"]["code"] for row in sheets} == {"final"}


def test_a_calibration_does_not_bind_the_form_or_the_policy() -> None:
    contest, round_, _, _ = calibrated([[(4, 5)]])
    round_.form_version.refresh_from_db()
    assert round_.form_version.used_at is None
    definition = {**POLICY, "rounds": {"final": {"severity": {"model": "additive"}}}}
    create_policy(contest=contest, definition=definition, by=None)


def test_judges_see_the_spread_after_their_sheets_once_it_is_open(client: Any) -> None:
    _, _, trial, judges = calibrated([[(4, 5), (4, 4)], [(5, 5)]])
    client.force_login(judges[0].user)
    path = f"/api/v1/calibrations/{trial.pk}/spread/"
    assert client.get(path).json()["type"].endswith("spread-hidden")
    open_spread(round_=trial, opened=True)
    body = client.get(path).json()
    assert [judge["code"] for judge in body["judges"]] == [judges[0].code]
    assert {m["judge"] for m in body["samples"][0]["rows"][0]["marks"]} == {judges[0].code, ""}
    client.force_login(judges[1].user)
    assert client.get(path).status_code == 403
    with pytest.raises(SheetLocked):
        fill_in(make_sheet(judges[1], samples_of(trial)[0], trial), 1, 1)


def test_a_calibration_goes_away_only_unused() -> None:
    contest, round_, trial, _ = calibrated([[]])
    delete_calibration(round_=trial)
    assert not Entry.objects.filter(contest=contest, state="sample").exists()
    used = calibrated([[(1, 1)]])[2]
    with pytest.raises(CalibrationUsed):
        delete_calibration(round_=used)
    with pytest.raises(SampleMissing):
        create_calibration(of=round_, samples=[], actor=None)


def test_samples_take_no_number_of_the_entries() -> None:
    contest, _, _, _ = calibrated([[]])
    division = contest.divisions.order_by("order", "code")[0]
    entry = make_entry(contest, division=division.code)
    assert entry.code == f"{division.code}-001"


def test_a_sample_never_becomes_an_entry() -> None:
    _, _, trial, _ = calibrated([[]])
    with pytest.raises(EntryState):
        reinstate_entry(entry=samples_of(trial)[0], revision=None)


def test_calibrations_take_the_same_queries_for_more_rows(client: Any) -> None:
    contest, round_, _, _ = calibrated([[(1, 1)]])
    client.force_login(make_officer(contest, "chair"))

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/api/v1/calibrations/", {"contest": contest.slug}).status_code == 200
        return len(seen)

    queries()
    before = queries()
    create_calibration(of=round_, samples=SAMPLES, actor=None)
    create_calibration(of=round_, samples=SAMPLES, actor=None)
    assert queries() == before
