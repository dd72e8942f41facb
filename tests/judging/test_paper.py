"""Paper sheets: typed in by two people who do not see each other's values, decided on."""

from __future__ import annotations

import pytest

from judging.errors import (
    AssignmentUsed,
    PaperStateWrong,
    PaperThirdPerson,
    PaperTypedAlready,
    PaperTypistBarred,
    PaperValuesRequired,
    ReasonRequired,
    SheetInvalid,
    SheetLocked,
    SheetStale,
)
from judging.models import JudgeAssignment, PaperSheet, PaperTranscript, RoundResult
from judging.selectors import comparison
from judging.services import lock_round, rebuild, recuse, unassign
from tests.factories.accounts import make_user
from tests.factories.judging import fill_in
from tests.judging.paper_desk import READ, Desk, Document

pytestmark = pytest.mark.django_db


def test_two_who_read_the_same_make_one_revision_of_the_judges_sheet():
    desk = Desk()
    assert desk.type(desk.first) == "once"
    assert desk.now().revision == 0
    assert desk.type(desk.second, {"idea": "7.0", "craft": "8"}) == "entered"
    sheet = desk.now()
    assert (sheet.state, sheet.values, sheet.points, sheet.judge) == (
        "submitted",
        READ,
        15,
        desk.judge,
    )
    (revision,) = sheet.revisions.all()
    assert (revision.device, revision.actor) == ("paper", desk.second)
    assert revision.reason == f"{desk.paper.code}: Thư ký Một, Thư ký Hai"
    (ruling,) = desk.paper.rulings.all()
    assert (ruling.kind, ruling.revision) == ("agreed", revision)
    assert RoundResult.objects.get(entry=desk.entry).value == 15
    assert rebuild(contests=[desk.contest]) == []


def test_the_same_person_cannot_be_both_and_a_repeat_changes_nothing():
    desk = Desk()
    desk.type(desk.first)
    assert desk.type(desk.first) == "once"
    with pytest.raises(PaperTypedAlready):
        desk.type(desk.first, {"idea": 1, "craft": 1})
    assert PaperTranscript.objects.count() == 1


def test_neither_the_judge_nor_the_entrys_people_type_the_sheet_in():
    desk = Desk()
    mentor = make_user("Cô Mai")
    desk.entry.mentors.create(user=mentor, full_name="Cô Mai")
    for person in (desk.judge.user, mentor):
        with pytest.raises(PaperTypistBarred):
            desk.type(person)
    assert not PaperTranscript.objects.exists()


def test_a_value_out_of_its_domain_is_refused_at_once():
    desk = Desk()
    with pytest.raises(SheetInvalid):
        desk.type(desk.first, {"idea": 11, "craft": 8})
    assert desk.paper.state == "printed"


def test_a_paper_that_leaves_an_item_out_becomes_a_draft_for_its_judge():
    desk = Desk()
    desk.type(desk.first, {"idea": 7})
    assert desk.type(desk.second, {"idea": 7, "craft": None}) == "entered"
    assert (desk.now().state, desk.sheet.points) == ("draft", None)


def test_an_absence_on_paper_is_no_score():
    desk = Desk()
    desk.type(desk.first, {}, kind="no_show")
    assert desk.type(desk.second, {"idea": 0}, kind="no_show") == "entered"
    assert (desk.now().kind, desk.sheet.state, desk.sheet.points) == ("no_show", "submitted", None)


def test_where_they_differ_a_third_person_decides_item_by_item():
    desk = Desk()
    desk.type(desk.first)
    assert desk.type(desk.second, {"idea": 1, "craft": 8}) == "differs"
    assert desk.now().revision == 0
    found = comparison(desk.paper)
    assert [(d.what, d.item, d.first, d.second) for d in found.differences] == [
        ("value", "idea", 7, 1)
    ]
    said = Document({"idea": 7, "craft": 8})
    with pytest.raises(PaperThirdPerson):
        desk.decide("decided", actor=desk.second, document=said)
    assert desk.decide("decided", document=said) == "entered"
    revision = desk.now().revisions.get()
    assert (revision.actor, revision.points) == (desk.head, 15)
    assert revision.reason.endswith("Thư ký Một, Thư ký Hai. xem lại phiếu giấy")


def test_comments_differ_by_words_not_by_typing():
    desk = Desk()
    desk.type(desk.first, comments={"": "Rõ ràng,  đẹp."})
    assert desk.type(desk.second, comments={"": "rõ ràng, đẹp"}) == "entered"
    assert desk.now().comments == {"": "Rõ ràng,  đẹp."}
    desk = Desk()
    desk.type(desk.first, comments={"": "Rõ ràng"})
    assert desk.type(desk.second, comments={"": "Chưa rõ ràng"}) == "differs"


def test_what_the_tablet_brought_meanwhile_is_never_overwritten_without_a_decision():
    desk = Desk()
    desk.type(desk.first)
    fill_in(desk.sheet, 9, 9)
    assert desk.type(desk.second) == "conflict"
    assert (desk.now().points, desk.sheet.revision) == (18, 1)
    found = comparison(PaperSheet.objects.select_related("scoresheet").get())
    assert [(d.item, d.first, d.second) for d in found.tablet] == [("idea", 7, 9), ("craft", 8, 9)]
    assert desk.decide("tablet", sheet_revision=1) == "kept"
    assert desk.now().revision == 1


def test_the_head_judge_may_put_the_paper_before_the_tablet_they_saw():
    desk = Desk()
    fill_in(desk.sheet, 9, 9)
    desk.type(desk.first)
    desk.type(desk.second)
    fill_in(desk.sheet, 5, 5)  # after the head judge looked
    with pytest.raises(SheetStale):
        desk.decide("paper", sheet_revision=1)
    assert desk.decide("paper", sheet_revision=2) == "entered"
    assert (desk.now().points, desk.sheet.revision) == (15, 3)
    assert [revision.points for revision in desk.sheet.revisions.all()] == [18, 10, 15]


def test_the_same_from_paper_and_tablet_is_no_conflict():
    desk = Desk()
    fill_in(desk.sheet, 7, 8)
    desk.type(desk.first)
    assert desk.type(desk.second) == "entered"


def test_typing_anew_asks_two_people_again_and_not_who_ruled():
    desk = Desk()
    desk.type(desk.first)
    desk.type(desk.second, {"idea": 1, "craft": 8})
    assert desk.decide("retype") == "printed"
    with pytest.raises(PaperTypistBarred):
        desk.type(desk.head)
    assert desk.type(desk.second) == "once"
    with pytest.raises(PaperStateWrong):
        comparison(desk.paper)
    assert desk.type(desk.first) == "entered"
    assert PaperTranscript.objects.count() == 4


def test_each_verdict_fits_its_state_and_wants_a_reason():
    desk = Desk()
    for verdict in ("decided", "paper", "tablet", "retype"):
        with pytest.raises(PaperStateWrong):
            desk.decide(verdict)
    desk.type(desk.first)
    desk.type(desk.second, {"idea": 1})
    with pytest.raises(ReasonRequired):
        desk.decide("decided", reason=" ", document=Document(READ))
    with pytest.raises(PaperValuesRequired):
        desk.decide("decided")


def test_a_locked_round_takes_no_paper():
    desk = Desk()
    desk.type(desk.first)
    lock_round(round_id=desk.round.pk, actor=desk.head)
    with pytest.raises(SheetLocked):
        desk.type(desk.second)
    assert PaperTranscript.objects.count() == 1


def test_an_assignment_goes_with_its_blank_paper_and_stays_once_it_is_typed():
    desk = Desk()
    desk.type(desk.first)
    with pytest.raises(AssignmentUsed):
        unassign(assignment=JudgeAssignment.objects.get())
    recuse(sheet=desk.now(), actor=desk.judge.user, kind="family", reason="là cháu tôi")
    assert desk.now().state == "void"
    other = Desk()
    unassign(assignment=JudgeAssignment.objects.get(judge=other.judge))
    assert not PaperSheet.objects.filter(pk=other.paper.pk).exists()
