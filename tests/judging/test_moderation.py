"""Recusals, conflicts that data tell, heartbeats, and what the progress shows of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from judging.errors import JudgeConflicted, ReasonRequired, RoundLocked
from judging.models import (
    ConflictOfInterest,
    DeviceSeen,
    JudgeAssignment,
    RoundResult,
    Scoresheet,
)
from judging.selectors import progress, substitutes
from judging.services import (
    assign,
    detect_conflicts,
    lock_round,
    rebuild,
    record_heartbeat,
    recuse,
    update_judge,
)
from tests.factories.accounts import make_user
from tests.factories.contests import make_organization
from tests.factories.judging import (
    fill_in,
    make_judge,
    make_judged_contest,
    make_scored_entry,
    make_sheet,
)
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db


def step_back(sheet, reason="là cháu tôi"):
    return recuse(sheet=sheet, actor=sheet.judge.user, kind="family", reason=reason)


def test_a_recusal_takes_the_empty_sheet_away_and_keeps_the_judge_out():
    contest, round_ = make_judged_contest()
    judge, entry = make_judge(contest), make_entry(contest)
    sheet = make_sheet(judge, entry, round_)
    with pytest.raises(ReasonRequired):
        step_back(sheet, " ")
    recusal = step_back(sheet)
    assert (recusal.kind, recusal.reason) == ("family", "là cháu tôi")
    assert not Scoresheet.objects.exists()
    assert not JudgeAssignment.objects.exists()
    with pytest.raises(JudgeConflicted):
        assign(judge=judge, entry=entry, round_=round_)
    assert RoundResult.objects.get().sheets_expected == 0


def test_a_recusal_after_scoring_voids_the_sheet_and_keeps_its_values():
    contest, round_ = make_judged_contest()
    judge, other = make_judge(contest), make_judge(contest)
    entry = make_scored_entry(contest, round_, [judge, other], [(9, 9), (5, 5)])
    sheet = Scoresheet.objects.get(judge=judge)
    step_back(sheet)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.values, sheet.revision) == ("void", {"idea": 9, "craft": 9}, 2)
    last = sheet.revisions.last()
    assert (last.reason, last.actor) == ("là cháu tôi", judge.user)
    assert RoundResult.objects.get(entry=entry).value == 10
    assert rebuild(contests=[contest]) == []


def test_nobody_steps_back_from_a_locked_round():
    contest, round_ = make_judged_contest()
    judge = make_judge(contest)
    sheet = make_sheet(judge, make_entry(contest), round_)
    lock_round(round_id=round_.pk, actor=make_judge(contest, role="head").user)
    with pytest.raises(RoundLocked):
        step_back(sheet)
    assert not ConflictOfInterest.objects.exists()


def test_substitutes_are_the_least_loaded_who_may_score_the_entry():
    contest, round_ = make_judged_contest()
    judges = [make_judge(contest) for _ in range(5)]
    entry, other = make_entry(contest), make_entry(contest)
    gone = make_sheet(judges[0], entry, round_)
    make_sheet(judges[1], entry, round_)  # has it already
    make_sheet(judges[2], other, round_)  # has more to do
    ConflictOfInterest.objects.create(judge=judges[3], entry=entry, kind="mentor")
    make_judge(contest, role="observer")
    found = substitutes(step_back(gone))
    assert [(each.judge, each.load) for each in found] == [(judges[4], 0), (judges[2], 1)]


def test_a_blind_judge_who_steps_back_is_told_the_blind_code():
    contest, round_ = make_judged_contest(blind=True)
    judge, entry = make_judge(contest), make_entry(contest)
    sheet = make_sheet(judge, entry, round_)
    client = APIClient()
    client.force_authenticate(judge.user)
    url = f"/api/v1/scoresheets/{sheet.pk}/recuse/"
    body = client.post(url, {"reason": "quen"}, format="json").json()
    assert (body["entry_code"], body["kind"]) == (entry.blind_code, "declared")
    (listed,) = client.get("/api/v1/recusals/").json()["results"]
    assert listed["entry_code"] == entry.blind_code
    assert entry.code not in str(client.get("/api/v1/conflicts/").json())


def test_judges_of_the_entrys_school_are_found_and_pinned():
    contest, round_ = make_judged_contest()
    school, other_school = make_organization(), make_organization()
    judge, stranger, unknown = (make_judge(contest) for _ in range(3))
    update_judge(judge=judge, organization=school)
    update_judge(judge=stranger, organization=other_school)
    entry = make_entry(contest, organization=school)
    make_entry(contest)
    make_sheet(judge, entry, round_)
    make_sheet(unknown, entry, round_)
    assert detect_conflicts(contest=contest).created == 1
    found = ConflictOfInterest.objects.get()
    assert (found.judge, found.entry, found.kind, found.pinned) == (
        judge,
        entry,
        "same_school",
        True,
    )
    assert [a.judge for a in JudgeAssignment.objects.all()] == [unknown]
    assert detect_conflicts(contest=contest).created == 0


def test_progress_tells_silence_devices_gaps_and_discrepancies():
    contest, round_ = make_judged_contest()
    busy, away, new = (make_judge(contest) for _ in range(3))
    full = make_entry(contest)
    fill_in(make_sheet(busy, full, round_), 5, 5)
    make_sheet(away, full, round_)
    short = make_entry(contest)
    make_sheet(busy, short, round_)
    Scoresheet.objects.filter(revision=1).update(updated_at=timezone.now() - timedelta(minutes=7))
    record_heartbeat(user=away.user, device="tablet-1", unsent=2)
    record_heartbeat(user=away.user, device="tablet-2", unsent=3)
    record_heartbeat(user=away.user, device="tablet-1", unsent=1)
    DeviceSeen.objects.update(seen_at=timezone.now() - timedelta(minutes=4, seconds=30))
    told = progress(contest)
    signs = {row["id"]: (row["silence_minutes"], row["unsent"]) for row in told["judges"]}
    assert signs == {busy.pk: (7, 0), away.pk: (4, 4), new.pk: (None, 0)}
    assert told["short_entries"] == [
        {
            "id": short.pk,
            "code": short.code,
            "round": round_.pk,
            "round_code": "final",
            "judges": 1,
            "wanted": 2,
        }
    ]
    assert told["discrepancies"] == {
        "open": 0,
        "third_marking": 0,
        "discussed": 0,
        "minuted": 0,
        "resolved": 0,
        "lapsed": 0,
    }


def test_a_heartbeat_is_for_those_who_have_a_seat():
    contest, _ = make_judged_contest()
    client = APIClient()
    client.force_authenticate(make_judge(contest).user)
    body = {"device": "  tablet-1 ", "unsent": 4}
    assert client.post("/api/v1/devices/heartbeat/", body, format="json").status_code == 200
    seen = DeviceSeen.objects.get()
    assert (seen.device, seen.unsent) == ("tablet-1", 4)
    client.force_authenticate(make_user("Người Ngoài"))
    assert client.post("/api/v1/devices/heartbeat/", body, format="json").status_code == 403
