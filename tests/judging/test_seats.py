"""Judges who leave and come back; conflicts found, read from lists, and lifted."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from judging.errors import ConflictListInvalid, ReasonRequired, SeatActive, SeatReleased
from judging.models import (
    ConflictLift,
    ConflictOfInterest,
    JudgeAssignment,
    RoundResult,
    Scoresheet,
    SeatChange,
)
from judging.permissions import ScoresheetPolicy
from judging.services import (
    declare_conflict,
    detect_conflicts,
    fill_assignments,
    import_conflicts,
    lift_conflict,
    plan_release,
    rebuild,
    reinstate_judge,
    release_judge,
)
from tests.factories.accounts import make_staff, make_user
from tests.factories.contests import make_officer, make_organiser
from tests.factories.judging import fill_in, make_judge, make_judged_contest, make_sheet
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db


def pairs():
    return set(JudgeAssignment.objects.values_list("entry__code", "judge__code"))


def stage(entries: int = 8, judges: int = 4, per_entry: int = 2):
    contest, round_ = make_judged_contest(judges_per_entry=per_entry)
    seats = [make_judge(contest) for _ in range(judges)]
    for _ in range(entries):
        make_entry(contest)
    fill_assignments(round_=round_)
    return contest, round_, seats


def test_a_judge_who_leaves_disturbs_nobody_else():
    contest, _, seats = stage()
    leaver = seats[0]
    sheets = list(Scoresheet.objects.filter(judge=leaver).order_by("pk"))
    fill_in(sheets[0], 5, 5)
    before = pairs()
    told = plan_release(judge=leaver)
    assert pairs() == before
    release = release_judge(judge=leaver, actor=make_staff(), reason="ốm")
    (part,) = release.rounds
    assert part.taken == told.rounds[0].taken
    others = {pair for pair in before if pair[1] != leaver.code}
    assert others <= pairs()
    kept = sheets[0].attempt.entry.code
    assert {entry for entry, judge in pairs() if judge == leaver.code} == {kept}
    assert {t.entry.code for t in part.taken} == {
        entry for entry, judge in before if judge == leaver.code
    } - {kept}
    assert (part.scored, part.started, part.uncovered) == (1, (), ())
    counts = JudgeAssignment.objects.exclude(judge=leaver)
    assert all(counts.filter(judge=t.judge).count() == t.load for t in part.taken)
    assert set(RoundResult.objects.values_list("sheets_expected", flat=True)) == {2}
    assert rebuild(contests=[contest]) == []


def test_the_rights_end_and_come_back_with_the_seat():
    contest, _, seats = stage()
    head = make_judge(contest, role="head")
    sheet = Scoresheet.objects.filter(judge=seats[0]).first()
    fill_in(sheet, 5, 5)
    assert ScoresheetPolicy.can_write(seats[0].user, sheet)
    release_judge(judge=seats[0], actor=make_staff(), reason="về quê")
    release_judge(judge=head, actor=make_staff(), reason="về quê")
    assert not ScoresheetPolicy.can_read(seats[0].user, sheet)
    assert not make_fresh(head.user).has_perm("contests.chair", contest)
    reinstate_judge(judge=seats[0], actor=make_staff())
    reinstate_judge(judge=head, actor=make_staff())
    assert ScoresheetPolicy.can_write(seats[0].user, sheet)
    assert make_fresh(head.user).has_perm("contests.chair", contest)
    rows = SeatChange.objects.filter(judge=seats[0]).values_list("active", "reason")
    assert list(rows) == [(False, "về quê"), (True, "")]


def make_fresh(user):
    """Without the permissions that the instance remembers."""
    return type(user).objects.get(pk=user.pk)


def test_a_sheet_begun_and_not_handed_in_is_kept_and_somebody_else_scores():
    contest, _, seats = stage()
    sheet = Scoresheet.objects.filter(judge=seats[0]).first()
    fill_in(sheet, 5, None, state="draft")
    entry = sheet.attempt.entry
    release = release_judge(judge=seats[0], actor=make_staff(), reason="ốm")
    assert release.rounds[0].started == (entry,)
    assert entry in [taken.entry for taken in release.rounds[0].taken]
    assert (entry.code, seats[0].code) in pairs()
    assert RoundResult.objects.get(entry=entry).sheets_expected == 2
    reinstate_judge(judge=seats[0], actor=make_staff())
    assert RoundResult.objects.get(entry=entry).sheets_expected == 3
    assert rebuild(contests=[contest]) == []


def test_what_cannot_be_covered_is_told_with_its_reason():
    contest, _, seats = stage(entries=2, judges=2)
    api = APIClient()
    api.force_authenticate(make_organiser(contest))
    address = f"/api/v1/judges/{seats[0].pk}/release/"
    dry = api.get(address).json()
    done = api.post(address, {"reason": "ốm"}, format="json", headers={"accept-language": "en"})
    body = done.json()
    assert body["judge"]["active"] is False
    assert dry["rounds"][0]["taken"] == body["rounds"][0]["taken"] == []
    (row, _) = body["rounds"][0]["uncovered"]
    assert row["missing"] == 1
    assert row["reason"] == "There are only 1 judges and each entry needs 2. Invite more judges."
    assert api.get(address).status_code == 409
    assert api.post(address, {"reason": "ốm"}, format="json").status_code == 409
    assert api.post(address, {"reason": "  "}, format="json").status_code == 400


def test_leaving_twice_coming_back_twice_and_no_reason_are_refused():
    _, _, seats = stage(entries=1)
    staff = make_staff()
    with pytest.raises(ReasonRequired):
        release_judge(judge=seats[0], actor=staff, reason=" ")
    with pytest.raises(SeatActive):
        reinstate_judge(judge=seats[0], actor=staff)
    release_judge(judge=seats[0], actor=staff, reason="ốm")
    with pytest.raises(SeatReleased):
        release_judge(judge=seats[0], actor=staff, reason="ốm")


def test_a_trainee_who_leaves_needs_no_substitute():
    contest, round_, _ = stage(entries=3)
    trainee = make_judge(contest, role="trainee")
    fill_assignments(round_=round_)
    release = release_judge(judge=trainee, actor=make_staff(), reason="ốm")
    assert (release.rounds[0].taken, release.rounds[0].uncovered) == ((), ())
    assert not JudgeAssignment.objects.filter(judge=trainee).exists()


def test_a_list_of_conflicts_is_read_as_people_write_it():
    contest, round_ = make_judged_contest()
    one, two = make_judge(contest), make_judge(contest)
    first, second, third = (make_entry(contest) for _ in range(3))
    make_sheet(one, first, round_)
    fill_in(make_sheet(two, second, round_), 5, 5)
    text = (
        "\ufeffMã giám khảo\tMã bài\tLoại\tGhi chú\r\n"
        f"{one.code}\t{first.code}\tgia đình\tcháu ruột\r\n"
        "\r\n"
        f"{two.code.lower()}\t{second.code}\tmentor\r\n"
        f'{two.code}\t{third.code}\t\t"con ""út"""\r\n'
    )
    done = import_conflicts(contest=contest, text=text)
    assert done.created == 3
    assert done.scored == ((two, second),)
    rows = ConflictOfInterest.objects.order_by("pk").values_list("kind", "note", "pinned")
    assert list(rows) == [
        ("family", "cháu ruột", True),
        ("mentor", "", True),
        ("family", 'con "út"', True),
    ]
    assert pairs() == {(second.code, two.code)}
    assert import_conflicts(contest=contest, text=text).created == 0


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["empty"]),
        ("judge;entry", ["empty"]),
        ("GK01", ["columns"]),
        ("GK99,X", ["judge", "entry"]),
        ("{judge},{entry},tình bạn", ["kind"]),
        ("{judge},{entry}\n{judge},{entry}", ["duplicate"]),
        ('{judge},"{entry}', ["unreadable"]),
        ("{judge},{entry},family," + "x" * 301, ["note"]),
        ("{judge},{entry}\nGK99,{entry}", ["judge"]),
        ('"' + "x" * 200_000, ["unreadable"]),
    ],
)
def test_faulty_rows_are_named_and_nothing_is_recorded(text, codes):
    contest, _ = make_judged_contest()
    judge, entry = make_judge(contest), make_entry(contest)
    with pytest.raises(ConflictListInvalid) as raised:
        import_conflicts(
            contest=contest, text=text.replace("{judge}", judge.code).replace("{entry}", entry.code)
        )
    assert [fault.code for fault in raised.value.errors] == codes
    assert not ConflictOfInterest.objects.exists()


def test_pinned_conflicts_are_lifted_by_the_organiser_alone_and_with_a_reason():
    contest, _ = make_judged_contest()
    judge, entry = make_judge(contest), make_entry(contest)
    conflict = declare_conflict(judge=judge, entry=entry, pinned=True)
    address = f"/api/v1/conflicts/{conflict.pk}/"
    api = APIClient()
    for user in (judge.user, make_officer(contest, "chair")):
        api.force_authenticate(user)
        assert api.post(f"{address}lift/", {"reason": "nhầm"}, format="json").status_code == 403
    api.force_authenticate(make_organiser(contest))
    assert api.delete(address).status_code == 404  # nothing ends without a word
    assert api.post(f"{address}lift/", {"reason": ""}, format="json").status_code == 400
    with pytest.raises(ReasonRequired):
        lift_conflict(conflict=conflict, actor=judge.user, reason="\u200b")
    assert api.post(f"{address}lift/", {"reason": "nhầm"}, format="json").status_code == 204
    lift = ConflictLift.objects.get()
    assert (lift.judge, lift.entry, lift.reason) == (judge, entry, "nhầm")
    assert not ConflictOfInterest.objects.exists()


def test_detection_records_accounts_suspects_names_and_respects_what_was_lifted():
    contest, _ = make_judged_contest()
    teacher = make_user("Cô Lan")
    seat = make_judge(contest, user=teacher)
    namesake = make_judge(contest, user=make_user("Thầy Hùng"))
    mine = make_entry(contest, mentor=teacher)
    other = make_entry(contest)
    other.mentors.create(full_name="thầy hùng")
    found = detect_conflicts(contest=contest)
    assert found.created == 1
    conflict = ConflictOfInterest.objects.get()
    assert (conflict.judge, conflict.entry, conflict.kind) == (seat, mine, "mentor")
    assert [(s.judge, s.entry) for s in found.suspects] == [(namesake, other)]
    lift_conflict(conflict=conflict, actor=make_staff(), reason="không còn dạy")
    assert detect_conflicts(contest=contest).created == 0
