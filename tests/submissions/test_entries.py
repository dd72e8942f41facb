"""Entries: codes, people, limits, states, revisions."""

import threading

import pytest
from django.db import connection

from common.preconditions import RevisionStale
from contests.errors import UserUnknown
from contests.models import Contest
from submissions import errors
from submissions.models import Entry, Submission
from submissions.services import (
    MentorData,
    ParticipantData,
    create_entry,
    create_submission,
    delete_attachment,
    disqualify_entry,
    reinstate_entry,
    submit_entry,
    unrank_entry,
    update_entry,
    withdraw_entry,
)
from submissions.services.codes import ALPHABET
from tests.factories.accounts import make_user
from tests.factories.contests import hours, make_contest, make_organiser, make_organization
from tests.factories.submissions import make_attachment, make_entry

pytestmark = pytest.mark.django_db


def test_codes_count_on_in_each_division() -> None:
    contest = make_contest()
    codes = [make_entry(contest, division=d).code for d in ("B", "B", "A", "B")]
    assert codes == ["B-001", "B-002", "A-001", "B-003"]


def test_code_is_not_given_twice_after_a_move() -> None:
    contest = make_contest()
    first = make_entry(contest, submitted=False)
    make_entry(contest)
    moved = update_entry(entry=first, revision=1, by=None, division=contest.divisions.get(code="A"))
    assert moved.code == "A-001"
    assert [make_entry(contest).code for _ in range(2)] == ["B-003", "B-004"]


def test_blind_codes_are_unlike_and_unambiguous() -> None:
    contest = make_contest()
    codes = {make_entry(contest).blind_code for _ in range(20)}
    assert len(codes) == 20
    assert all(len(code) == 6 and set(code) <= set(ALPHABET) for code in codes)
    assert not set(ALPHABET) & set("0O1I2Z5S8B")


@pytest.mark.django_db(transaction=True)
def test_entries_that_come_at_once_get_codes_in_a_row() -> None:
    contest = make_contest()
    failures: list[BaseException] = []

    def enter() -> None:
        try:
            make_entry(contest)
        except BaseException as error:  # told by the main thread
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=enter) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    codes = sorted(contest.entries.values_list("code", flat=True))
    assert codes == [f"B-00{n}" for n in range(1, 7)]


def test_student_is_linked_to_their_line() -> None:
    contest = make_contest()
    student = make_user("Đỗ Minh Châu")
    entry = create_entry(
        contest=contest,
        division=contest.divisions.get(code="B"),
        title="Mo\u0301n qua\u0300",
        by=student,
        role="participant",
        team_name="Đội  Sao",
        participants=[ParticipantData("Lê An"), ParticipantData("Đỗ  Minh Châu", class_name="9A2")],
        mentors=[MentorData("Cô Hà")],
    )
    assert [(p.full_name, p.user) for p in entry.participants.all()] == [
        ("Lê An", None),
        ("Đỗ Minh Châu", student),
    ]
    assert (entry.title, entry.team.name) == ("Món quà", "Đội Sao")
    assert [m.user for m in entry.mentors.all()] == [None]


def test_mentor_is_linked_or_added() -> None:
    contest = make_contest()
    teacher = make_user("Cô Hà")
    fields = {"contest": contest, "division": contest.divisions.get(code="B"), "title": "Bài"}
    linked = create_entry(**fields, by=teacher, role="mentor", mentors=[MentorData("Cô Hà")])
    added = create_entry(**fields, by=teacher, role="mentor", mentors=[MentorData("Thầy Ba")])
    assert [m.user for m in linked.mentors.all()] == [teacher]
    assert [m.full_name for m in added.mentors.all()] == ["Thầy Ba", "Cô Hà"]


def test_unknown_user_is_named_by_line_and_nothing_is_made() -> None:
    contest = make_contest()
    with pytest.raises(UserUnknown) as caught:
        make_entry(
            contest,
            participants=[ParticipantData("An"), ParticipantData("Bình", username="khong-co")],
        )
    assert [fault.pointer for fault in caught.value.errors] == ["/participants/1/username"]
    assert not Entry.objects.exists()


def test_account_is_listed_once() -> None:
    user = make_user()
    with pytest.raises(errors.ParticipantTwice):
        make_entry(
            make_contest(),
            participants=[
                ParticipantData("An", username=user.username),
                ParticipantData("An", username=user.username.upper()),
            ],
        )


@pytest.mark.parametrize(
    ("count", "team_name", "error"),
    [
        (1, "Đội 1", errors.TeamTooSmall),
        (2, "", errors.TeamNameMissing),
        (2, "Đội 2", None),
        (3, "Đội 3", None),
        (4, "Đội 4", errors.TeamTooLarge),
    ],
)
def test_team_has_the_contests_size(count: int, team_name: str, error: type | None) -> None:
    contest = make_contest(team_min=2, team_max=3)
    people = [ParticipantData(f"Bạn {n}") for n in range(count)]
    if error is None:
        assert make_entry(contest, participants=people, team_name=team_name).state == "submitted"
        return
    with pytest.raises(error):
        make_entry(contest, participants=people, team_name=team_name)


def test_team_name_is_taken_once() -> None:
    contest = make_contest()
    make_entry(contest, team_name="Sao Mai")
    with pytest.raises(errors.TeamNameTaken):
        make_entry(contest, team_name=" Sao  Mai ")


def test_school_has_its_limit_and_withdrawal_frees_a_place() -> None:
    contest = make_contest(entries_per_school=1)
    school, other = make_organization("THCS Một"), make_organization("THCS Hai")
    first = make_entry(contest, organization=school)
    make_entry(contest, organization=other)
    with pytest.raises(errors.SchoolFull):
        make_entry(contest, organization=school)
    with pytest.raises(errors.SchoolMissing):
        make_entry(contest)
    withdraw_entry(entry=first, revision=None, by=None, reason="Chuyển trường")
    second = make_entry(contest, organization=school)
    with pytest.raises(errors.SchoolFull):
        reinstate_entry(entry=first, revision=None)
    assert second.state == "submitted"


@pytest.mark.parametrize(
    "window",
    [{"entries_open_at": 1}, {"entries_close_at": -1}, {"state": "draft"}, {"state": "archived"}],
)
def test_closed_window_stops_students(window: dict[str, int | str]) -> None:
    contest = make_contest(
        **{key: value if key == "state" else hours(value) for key, value in window.items()}
    )
    student = make_user()
    with pytest.raises(errors.EntriesClosed):
        create_entry(
            contest=contest,
            division=contest.divisions.get(code="B"),
            title="Bài",
            by=student,
            role="participant",
        )


def test_organiser_enters_after_the_close() -> None:
    contest = make_contest(entries_close_at=hours(-1))
    organiser = make_organiser(contest)
    entry = create_entry(
        contest=contest,
        division=contest.divisions.get(code="B"),
        title="Bài",
        by=organiser,
        participants=[ParticipantData("An")],
    )
    assert submit_entry(entry=entry, revision=1, by=organiser).state == "submitted"


def test_division_of_another_contest_is_refused() -> None:
    with pytest.raises(errors.DivisionForeign):
        create_entry(
            contest=make_contest(),
            division=make_contest().divisions.get(code="B"),
            title="Bài",
            by=None,
        )


def test_stale_change_changes_nothing() -> None:
    entry = make_entry(make_contest())
    changed = update_entry(entry=entry, revision=entry.revision, by=None, title="Tên mới")
    assert changed.revision == entry.revision + 1
    with pytest.raises(RevisionStale):
        update_entry(entry=entry, revision=entry.revision, by=None, title="Tên khác")
    entry.refresh_from_db()
    assert entry.title == "Tên mới"


def test_people_are_replaced_as_a_whole() -> None:
    entry = make_entry(make_contest(), team_name="Một")
    update_entry(
        entry=entry,
        revision=entry.revision,
        by=None,
        participants=[ParticipantData("An"), ParticipantData("Bình")],
        team_name="Hai",
    )
    entry.refresh_from_db()
    assert [p.full_name for p in entry.participants.all()] == ["An", "Bình"]
    assert entry.team.name == "Hai"
    assert entry.contest.teams.count() == 1


@pytest.mark.parametrize("verb", [withdraw_entry, disqualify_entry, unrank_entry])
def test_moves_need_a_reason(verb: object) -> None:
    entry = make_entry(make_contest())
    more = {"by": None} if verb is withdraw_entry else {}
    with pytest.raises(errors.ReasonMissing):
        verb(entry=entry, revision=None, reason="  ", **more)
    moved = verb(entry=entry, revision=None, reason="Lý do", **more)
    assert (moved.state_reason, moved.revision) == ("Lý do", entry.revision + 1)
    with pytest.raises(errors.EntryState):
        verb(entry=entry, revision=None, reason="Lý do", **more)
    assert reinstate_entry(entry=entry, revision=None).state == "submitted"


def test_withdrawn_draft_comes_back_as_a_draft() -> None:
    entry = make_entry(make_contest(), submitted=False)
    with pytest.raises(errors.EntryState):
        disqualify_entry(entry=entry, revision=None, reason="Lý do")
    withdraw_entry(entry=entry, revision=None, by=None, reason="Đổi ý")
    assert reinstate_entry(entry=entry, revision=None).state == "draft"


def test_versions_are_numbered_and_may_share_files() -> None:
    entry = make_entry(make_contest())
    first, second = make_attachment(entry, name="một.pdf"), make_attachment(entry, name="hai.pdf")
    one = create_submission(entry=entry, by=None, attachments=[first.pk])
    two = create_submission(entry=entry, by=None, attachments=[first.pk, second.pk])
    assert (one.number, two.number) == (1, 2)
    assert [a.name for a in one.attachments.all()] == ["một.pdf"]
    assert sorted(a.name for a in two.attachments.all()) == ["hai.pdf", "một.pdf"]
    assert {a.file.name for a in one.attachments.all()} <= {
        a.file.name for a in two.attachments.all()
    }
    with pytest.raises(errors.AttachmentBound):
        delete_attachment(attachment=first, by=None)


def test_submission_takes_no_foreign_file_and_is_not_empty() -> None:
    contest = make_contest()
    entry, other = make_entry(contest), make_entry(contest)
    foreign = make_attachment(other)
    with pytest.raises(errors.AttachmentUnknown):
        create_submission(entry=entry, by=None, attachments=[foreign.pk])
    with pytest.raises(errors.SubmissionEmpty):
        create_submission(entry=entry, by=None, note=" \n ")
    assert not Submission.objects.exists()


def test_work_comes_until_the_servers_deadline() -> None:
    student = make_user()
    contest = make_contest(entries_close_at=hours(-2), submissions_close_at=hours(1))
    entry = make_entry(contest, student=student)
    assert create_submission(entry=entry, by=student, note="Bản 1").number == 1
    Contest.objects.update(submissions_close_at=hours(-1))
    entry = Entry.objects.get()
    with pytest.raises(errors.SubmissionsClosed):
        create_submission(entry=entry, by=student, note="Bản 2")
    organiser = make_organiser(contest)
    assert create_submission(entry=entry, by=organiser, note="Bản 2").number == 2
