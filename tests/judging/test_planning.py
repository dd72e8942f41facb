"""Filling rounds by plan: even, covered, free of conflicts, comparable; panels, roles, trainees."""

from __future__ import annotations

import random
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from contests.services import update_round
from judging.errors import PanelSlotInvalid, RoomTaken, RoundLocked
from judging.models import (
    Attempt,
    ConflictOfInterest,
    Judge,
    JudgeAssignment,
    RoundResult,
    Scoresheet,
)
from judging.selectors import agreement, progress
from judging.selectors.situation import Options
from judging.services import (
    assign,
    create_panel,
    declare_conflict,
    fill_assignments,
    lock_round,
    plan_assignments,
    rebuild,
    recuse,
    update_judge,
    update_panel,
)
from scoring.severity import connectivity
from submissions.models import Entry
from submissions.services import update_entry
from tests.factories.accounts import make_staff, make_user
from tests.factories.contests import make_organiser
from tests.factories.judging import (
    FORM,
    POLICY,
    fill_in,
    make_judge,
    make_judged_contest,
    make_scored_entry,
    make_sheet,
)
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db


def client(user) -> APIClient:
    made = APIClient()
    made.force_authenticate(user)
    return made


def pairs(round_, *roles):
    rows = JudgeAssignment.objects.filter(round=round_)
    if roles:
        rows = rows.filter(judge__role__in=roles)
    return set(rows.values_list("entry__code", "judge__code"))


def loads(round_):
    return Counter(judge for _, judge in pairs(round_))


def many(contest, entries: int, judges: int) -> None:
    """Rows alone, a good deal faster than the services make them."""
    division = contest.divisions.get(code="B")
    Entry.objects.bulk_create(
        Entry(
            contest=contest, division=division, code=f"B-{n:03}", blind_code=f"X{n:03}",
            title=f"Bài {n}", state="submitted", submitted_at=timezone.now(),
        )
        for n in range(entries)
    )  # fmt: skip
    Judge.objects.bulk_create(
        Judge(contest=contest, code=f"GK{n:02}", full_name=f"Giám Khảo {n}") for n in range(judges)
    )


def test_a_large_contest_is_filled_through_the_api():
    contest, round_ = make_judged_contest(judges_per_entry=3)
    many(contest, 200, 30)
    draw = random.Random(7)
    judges, entries = list(contest.judges.all()), list(contest.entries.all())
    barred = [(j, e) for j in judges for e in entries if draw.random() < 0.1]
    ConflictOfInterest.objects.bulk_create(
        ConflictOfInterest(judge=judge, entry=entry, kind="family", pinned=True)
        for judge, entry in barred
    )
    body = {"contest": contest.slug, "round": round_.pk}
    api = client(make_organiser(contest))
    start = time.process_time()
    planned = api.post("/api/v1/assignments/plan/", body, format="json")
    between = time.process_time()
    filled = api.post("/api/v1/assignments/fill/", body, format="json")
    print(f"plan {between - start:.2f} s, fill {time.process_time() - between:.2f} s of CPU")
    assert (planned.status_code, filled.status_code) == (200, 200)
    told, done = planned.json(), filled.json()
    made = pairs(round_)
    assert told["created"] == done["created"] == len(made) == 600
    ids = {judge.pk: judge.code for judge in judges}
    assert {(e["code"], ids[j]) for e in told["entries"] for j in e["made"]} == made
    assert set(Counter(entry for entry, _ in made).values()) == {3}
    assert max(loads(round_).values()) - min(loads(round_).values()) <= 1
    assert not made & {(entry.code, judge.code) for judge, entry in barred}
    assert connectivity(made).lambda2 >= 3
    assert done["connectivity"]["strong"] is True
    assert (done["uncovered"], done["notes"], done["removed"]) == ([], [], 0)
    assert Scoresheet.objects.filter(revision=0).count() == 600
    assert set(RoundResult.objects.values_list("sheets_expected", flat=True)) == {3}
    again = api.post("/api/v1/assignments/fill/", body, format="json").json()
    assert (again["created"], again["kept"], pairs(round_)) == (0, 600, made)


def test_planning_takes_the_same_queries_whatever_the_number_of_rows():
    taken = []
    for entries, judges in ((3, 3), (30, 12)):
        contest, round_ = make_judged_contest()
        many(contest, entries, judges)
        fill_assignments(round_=round_)
        with CaptureQueriesContext(connection) as captured:
            plan_assignments(round_=round_)
        taken.append(len(captured))
    assert taken[0] == taken[1]
    filled = []
    for entries in (3, 30):
        contest, round_ = make_judged_contest()
        many(contest, entries, 5)
        with CaptureQueriesContext(connection) as captured:
            fill_assignments(round_=round_)
        filled.append(len(captured))
    assert filled[0] == filled[1]


def test_a_dry_run_writes_nothing():
    contest, round_ = make_judged_contest()
    many(contest, 6, 3)
    plan_assignments(round_=round_)
    assert not JudgeAssignment.objects.exists()
    assert not Attempt.objects.exists()


def test_what_is_assigned_stays_unless_all_is_planned_anew():
    contest, round_ = make_judged_contest()
    many(contest, 12, 2)
    fill_assignments(round_=round_)
    before = pairs(round_)
    late = make_judge(contest)
    kept = fill_assignments(round_=round_)
    assert (kept.created, kept.removed, pairs(round_)) == (0, 0, before)
    anew = fill_assignments(round_=round_, options=Options(keep=False))
    assert set(loads(round_).values()) == {8}
    assert anew.removed == anew.created == loads(round_)[late.code]
    assert Scoresheet.objects.count() == JudgeAssignment.objects.count() == 24
    assert set(RoundResult.objects.values_list("sheets_expected", flat=True)) == {2}


def test_what_was_entered_is_never_removed():
    contest, round_ = make_judged_contest()
    first = [make_judge(contest) for _ in range(2)]
    entries = [make_scored_entry(contest, round_, first, [(1, 1), (2, 2)]) for _ in range(3)]
    draft = make_sheet(first[0], make_entry(contest), round_)
    fill_in(draft, 3, None, state="draft")
    scored = pairs(round_)
    for _ in range(4):
        make_judge(contest)
    fill_assignments(round_=round_, options=Options(keep=False))
    assert scored <= pairs(round_)
    assert set(Counter(entry for entry, _ in pairs(round_)).values()) == {2}
    assert len(entries) == 3


def test_extra_judges_given_by_hand_stay():
    contest, round_ = make_judged_contest(judges_per_entry=1)
    judges = [make_judge(contest), make_judge(contest), make_judge(contest, role="head")]
    entry = make_entry(contest)
    for judge in judges:
        assign(judge=judge, entry=entry, round_=round_)
    filling = fill_assignments(round_=round_)
    assert (filling.created, filling.kept, filling.removed) == (0, 3, 0)


def test_an_entry_goes_to_the_panel_of_its_topic_then_of_its_division():
    contest, round_ = make_judged_contest(judges_per_entry=2)
    division = contest.divisions.get(code="B")
    robots = create_panel(contest=contest, code="robot", name="Robot", topic="Robot")
    seniors = create_panel(contest=contest, code="b", name="Bảng B", division=division)
    rest = create_panel(contest=contest, code="chung", name="Chung")
    for panel in (robots, seniors, rest):
        for _ in range(2):
            update_judge(judge=make_judge(contest), panel=panel)
    named = {}
    for division_code, topic in (("B", "robot"), ("B", ""), ("A", "Robot"), ("A", "Văn học")):
        entry = make_entry(contest, division=division_code, topic=topic)
        named[entry.code] = (division_code, topic)
    planned = plan_assignments(round_=round_, options=Options(crossing=0))
    homes = {named[code]: home for code, home in planned.situation.homes.items()}
    assert homes == {
        ("B", "robot"): "robot",
        ("B", ""): "b",
        ("A", "Robot"): "robot",
        ("A", "Văn học"): "chung",
    }


def test_panels_alike_share_the_entries_and_cross():
    contest, round_ = make_judged_contest(judges_per_entry=3)
    many(contest, 40, 8)
    panels = [create_panel(contest=contest, code=c, name=c) for c in ("p1", "p2")]
    for place, judge in enumerate(contest.judges.all()):
        update_judge(judge=judge, panel=panels[place % 2])
    filling = fill_assignments(round_=round_)
    homes = Counter(filling.planned.situation.homes.values())
    assert homes == {"p1": 20, "p2": 20}
    assert filling.planned.plan.crossing >= 0.1
    anchored = plan_assignments(round_=round_, options=Options(anchors=3, keep=False))
    counts = Counter(pair.entry for pair in anchored.plan.pairs)
    assert sorted(counts.values())[-3:] == [8, 8, 8]
    assert set(counts.values()) == {3, 8}


def test_panels_at_the_same_time_do_not_cross_and_it_is_said():
    contest, round_ = make_judged_contest(judges_per_entry=2)
    many(contest, 12, 6)
    start = timezone.now()
    slot = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
    panels = [create_panel(contest=contest, code=c, name=c, room=c, **slot) for c in ("p1", "p2")]
    for place, judge in enumerate(contest.judges.all()):
        update_judge(judge=judge, panel=panels[place % 2])
    planned = plan_assignments(round_=round_)
    assert planned.plan.crossing == 0
    codes = [note.code for note in planned.plan.notes]
    assert codes == ["crossing-short", "disconnected", "panels-at-once"]
    later = {key: moment + timedelta(hours=2) for key, moment in slot.items()}
    update_panel(panel=panels[1], **later)
    assert plan_assignments(round_=round_).plan.crossing >= 0.1


def test_a_room_holds_one_panel_at_a_time():
    contest, _ = make_judged_contest()
    start = timezone.now()
    slot = {"starts_at": start, "ends_at": start + timedelta(hours=1)}
    create_panel(contest=contest, code="p1", name="Hội đồng 1", room="P.201", **slot)
    with pytest.raises(RoomTaken):
        create_panel(contest=contest, code="p2", name="Hội đồng 2", room="p.201", **slot)
    with pytest.raises(PanelSlotInvalid):
        create_panel(contest=contest, code="p3", name="Hội đồng 3", starts_at=start)
    create_panel(
        contest=contest, code="p4", name="Hội đồng 4", room="P.201",
        starts_at=slot["ends_at"], ends_at=slot["ends_at"] + timedelta(hours=1),
    )  # fmt: skip


def _form(source: str):
    return {**FORM, "items": [{**item, "source": source} for item in FORM["items"]]}


def test_referees_score_the_rounds_whose_items_are_theirs_and_no_others():
    for source, role in (("judge", "judge"), ("referee", "referee")):
        contest, round_ = make_judged_contest(form=_form(source))
        for each in ("judge", "judge", "referee", "referee", "observer", "head"):
            make_judge(contest, role=each)
        make_entry(contest)
        fill_assignments(round_=round_)
        assert len(pairs(round_)) == len(pairs(round_, role)) == 2
    contest, round_ = make_judged_contest(form=_form("referee"), judges_per_entry=1)
    make_judge(contest)
    make_entry(contest)
    assert fill_assignments(round_=round_).created == 1


def test_trainees_learn_beside_the_judges_and_count_nowhere():
    policy = {
        **POLICY,
        "rounds": {
            "final": {
                "judges": {"method": "mean"},
                "discrepancy": {"bands": [{"up_to": 1, "action": "accept"},
                                          {"action": "discuss"}]},
            }
        },
    }  # fmt: skip
    contest, round_ = make_judged_contest(policy=policy, judges_per_entry=2)
    judges = [make_judge(contest) for _ in range(2)]
    trainee = make_judge(contest, role="trainee")
    entries = [make_entry(contest) for _ in range(3)]
    filling = fill_assignments(round_=round_)
    assert filling.planned.trainees == {trainee.code: 3}
    assert len(pairs(round_, "judge")) == 6
    assert len(pairs(round_, "trainee")) == 3
    assert (filling.created, filling.uncovered) == (9, ())
    marks = {judges[0]: (5, 5), judges[1]: ("5.5", 5), trainee: (0, 0)}
    for entry in entries[:2]:
        for judge, (idea, craft) in marks.items():
            fill_in(make_sheet(judge, entry, round_), idea, craft)
    result = RoundResult.objects.get(entry=entries[0])
    assert str(result.value) == "41/4"  # the mean of 10 and 10.5, without the trainee's 0
    assert (result.sheets_expected, result.sheets_submitted) == (2, 2)
    told = progress(contest)
    assert sum(told["discrepancies"].values()) == 0
    assert [row["expected"] for row in told["rounds"]] == [6]
    seated = {judge["code"] for panel in agreement(round_) for judge in panel["judges"]}
    assert seated == {judge.code for judge in judges}
    assert rebuild(contests=[contest]) == []
    assert fill_assignments(round_=round_).created == 0


def test_a_recused_judge_is_not_counted_and_not_asked_again():
    contest, round_ = make_judged_contest(judges_per_entry=2)
    judges = [make_judge(contest) for _ in range(2)]
    entry = make_scored_entry(contest, round_, judges, [(1, 1), (2, 2)])
    sheet = Scoresheet.objects.get(judge=judges[0])
    recuse(sheet=sheet, actor=judges[0].user, kind="family", reason="cháu tôi")
    filling = fill_assignments(round_=round_)
    assert [(u.entry, u.missing) for u in filling.uncovered] == [(entry, 1)]
    assert [note.code for note in filling.uncovered[0].reasons] == ["conflicts"]
    late = make_judge(contest)
    assert fill_assignments(round_=round_).created == 1
    assert (entry.code, late.code) in pairs(round_)


def test_a_mentor_and_a_participant_are_never_planned():
    contest, round_ = make_judged_contest(judges_per_entry=1)
    mentor, student = make_user("Cô Giáo"), make_user("Trò")
    seats = [make_judge(contest, user=mentor), make_judge(contest, user=student)]
    make_entry(contest, mentor=mentor, student=student)
    filling = fill_assignments(round_=round_)
    assert filling.created == 0
    assert filling.uncovered[0].reasons[0].params["judges"] == tuple(s.code for s in seats)


def test_a_locked_round_is_not_planned():
    _, round_ = make_judged_contest()
    lock_round(round_id=round_.pk, actor=make_staff())
    round_.refresh_from_db()
    with pytest.raises(RoundLocked):
        plan_assignments(round_=round_)


@pytest.mark.parametrize(
    "wrong",
    [
        {"crossing": "NaN"}, {"crossing": 2}, {"crossing": -0.1}, {"anchors": -1},
        {"anchors": 10**9}, {"judges_per_entry": 0}, {"judges_per_entry": 10**9},
        {"keep": "có lẽ"}, {"round": 10**12}, {"crossing": [1]}, {"anchors": {"a": 1}},
    ],
)  # fmt: skip
def test_options_that_make_no_sense_are_refused(wrong):
    contest, round_ = make_judged_contest()
    body = {"contest": contest.slug, "round": round_.pk, **wrong}
    api = client(make_organiser(contest))
    for verb in ("plan", "fill"):
        answer = api.post(f"/api/v1/assignments/{verb}/", body, format="json")
        assert answer.status_code == 400, answer.content
        assert answer.json()["errors"][0]["pointer"] == f"/{next(iter(wrong))}"


def test_a_round_of_another_contest_is_refused():
    contest, _ = make_judged_contest()
    _, other = make_judged_contest()
    body = {"contest": contest.slug, "round": other.pk}
    answer = client(make_organiser(contest)).post("/api/v1/assignments/plan/", body, format="json")
    assert answer.json()["code" if "code" in answer.json() else "type"].endswith("other-contest")


def test_a_topic_is_changed_with_the_entry():
    contest, _ = make_judged_contest()
    entry = make_entry(contest, topic="  Môi   trường ")
    assert entry.topic == "Môi trường"
    assert update_entry(entry=entry, revision=entry.revision, by=None, topic="").topic == ""


def test_an_explicit_number_of_judges_goes_before_the_rounds():
    contest, round_ = make_judged_contest(judges_per_entry=2)
    update_round(round=round_, judges_per_entry=1)
    round_.refresh_from_db()
    many(contest, 4, 4)
    assert fill_assignments(round_=round_, options=Options(judges_per_entry=3)).created == 12


def test_conflicts_that_came_later_take_empty_assignments_back():
    contest, round_ = make_judged_contest(judges_per_entry=1)
    one, two = make_judge(contest), make_judge(contest)
    entry = make_entry(contest)
    assign(judge=one, entry=entry, round_=round_)
    declare_conflict(judge=one, entry=entry, pinned=True)
    fill_assignments(round_=round_)
    assert pairs(round_) == {(entry.code, two.code)}
