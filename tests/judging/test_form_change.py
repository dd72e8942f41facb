"""Another version of the form after the first sheet: shown before, done by revisions, nothing lost."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from contests.errors import FormInUse, OtherContest
from contests.services import create_form, create_form_version, update_round
from judging.errors import FormEffectStale, ReasonRequired
from judging.models import FormChange, RoundResult, Scoresheet
from judging.selectors import queue
from judging.services import (
    change_form_version,
    fill_assignments,
    preview_form_version,
    rebuild,
)
from judging.services.form_change import told
from tests.factories.contests import make_organiser
from tests.factories.judging import (
    FORM,
    fill_in,
    make_judge,
    make_judged_contest,
    make_scored_entry,
    make_sheet,
)
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db

IDEA, CRAFT = FORM["items"]


class Scene:
    """Two entries that one judge scored (7+7, 9+2), and one that waits."""

    def __init__(self) -> None:
        self.contest, self.round = make_judged_contest(judges_per_entry=1)
        self.judge = make_judge(self.contest)
        self.even = make_scored_entry(self.contest, self.round, [self.judge], [(7, 7)])
        self.odd = make_scored_entry(self.contest, self.round, [self.judge], [(9, 2)])
        self.waiting = make_sheet(self.judge, make_entry(self.contest), self.round)
        self.organiser = make_organiser(self.contest)

    def version(self, items):
        return create_form_version(
            form=self.round.form_version.form, definition={"schema": 1, "items": items}, by=None
        )

    def change(self, version, reason="thang điểm mới", basis=None):
        self.round.refresh_from_db()
        basis = basis or preview_form_version(round_=self.round, form_version=version).basis
        return change_form_version(
            round_=self.round,
            form_version=version,
            actor=self.organiser,
            reason=reason,
            basis=basis,
        )

    def sheet(self, entry) -> Scoresheet:
        return Scoresheet.objects.get(attempt__entry=entry)


def test_the_preview_tells_the_effect_and_writes_nothing():
    scene = Scene()
    version = scene.version([{**IDEA, "max": 8}, {**CRAFT, "weight": 3}])
    effect = told(preview_form_version(round_=scene.round, form_version=version))
    assert effect["counts"] == {"moved": 1, "reopened": 1, "draft": 0, "empty": 1}
    first, second = effect["sheets"]
    assert (first["outcome"], first["points_before"], first["points_after"]) == (
        "moved",
        "14",
        "28",
    )
    assert (second["outcome"], second["points_after"]) == ("reopened", None)
    assert second["faults"] == [{"code": "above-max", "item": "idea", "value": 9}]
    assert [(row["entry"], row["before"], row["after"]) for row in effect["ranks"]] == [
        (scene.even.code, 1, 1),
        (scene.odd.code, 2, None),
    ]
    assert scene.sheet(scene.even).revision == 1
    assert not FormChange.objects.exists()


def test_the_change_moves_valid_sheets_and_gives_the_others_back():
    scene = Scene()
    version = scene.version([{**IDEA, "max": 8}, {**CRAFT, "weight": 3}])
    scene.change(version)
    even, odd = scene.sheet(scene.even), scene.sheet(scene.odd)
    assert (even.state, even.points, even.revision, even.form_version) == (
        "submitted",
        28,
        2,
        version,
    )
    assert (odd.state, odd.values, odd.points) == ("reopened", {"craft": 2}, None)
    assert odd.revisions.get(number=1).values == {"idea": 9, "craft": 2}
    last = odd.revisions.get(number=2)
    assert (last.actor, last.reason) == (scene.organiser, "thang điểm mới")
    scene.waiting.refresh_from_db()
    assert (scene.waiting.form_version, scene.waiting.revision) == (version, 0)
    assert RoundResult.objects.get(entry=scene.even).value == 28
    assert rebuild(contests=[scene.contest]) == []
    version.refresh_from_db()
    assert version.used_at is not None
    assert FormChange.objects.get().effect["counts"]["reopened"] == 1
    rows = {row["id"]: row for row in queue(scene.judge.user)["sheets"]}
    assert rows[odd.pk]["reason"] == "thang điểm mới"
    assert rows[even.pk]["reason"] == ""
    fill_in(odd, 8, 2)
    assert scene.sheet(scene.odd).points == 14


def test_an_item_taken_away_leaves_the_sheet_valid_and_its_value_in_history():
    scene = Scene()
    scene.change(scene.version([IDEA]))
    sheet = scene.sheet(scene.odd)
    assert (sheet.state, sheet.values, sheet.points) == ("submitted", {"idea": 9}, 9)
    assert sheet.revisions.get(number=1).values["craft"] == 2


def test_a_new_required_item_asks_every_judge_again():
    scene = Scene()
    scene.change(scene.version([IDEA, CRAFT, {**IDEA, "id": "talk"}]))
    assert set(Scoresheet.objects.values_list("state", flat=True)) == {"reopened", "draft"}


def test_nobody_decides_on_anything_but_what_they_saw():
    scene = Scene()
    version = scene.version([{**IDEA, "max": 8}, CRAFT])
    basis = preview_form_version(round_=scene.round, form_version=version).basis
    fill_in(scene.sheet(scene.odd), 8, 8)
    with pytest.raises(FormEffectStale):
        scene.change(version, basis=basis)
    with pytest.raises(ReasonRequired):
        scene.change(version, reason=" ")
    form = create_form(contest=scene.contest, code="khac", title="Khác")
    other = create_form_version(form=form, definition=dict(FORM), by=None)
    with pytest.raises(OtherContest):
        scene.change(other)
    with pytest.raises(FormInUse):
        update_round(round=scene.round, form_version=version)


def test_the_api_previews_and_then_changes():
    scene = Scene()
    version = scene.version([IDEA, {**CRAFT, "weight": 2}])
    client = APIClient()
    client.force_login(scene.organiser)
    path = f"/api/v1/rounds/{scene.round.pk}/form-version/"
    seen = client.post(path, {"form_version": version.pk, "dry_run": True}, format="json").json()
    assert (seen["done"], seen["before"], seen["after"]) == (False, 1, 2)
    body = {"form_version": version.pk, "basis": seen["basis"], "reason": "nhân đôi kỹ thuật"}
    assert client.post(path, {**body, "basis": "x"}, format="json").status_code == 409
    done = client.post(path, body, format="json")
    assert (done.status_code, done.json()["done"]) == (200, True)
    assert scene.sheet(scene.even).points == 21
    assert fill_assignments(round_=scene.round).created == 0
