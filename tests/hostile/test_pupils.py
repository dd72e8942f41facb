"""A pupil cannot touch the judging by naming people, nor learn by it who has an account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from judging.models import ConflictOfInterest, Judge, JudgeAssignment, Scoresheet
from judging.permissions import JudgingPolicy
from submissions.models import Entry, Invitation
from submissions.services.invitations import A_DAY
from tests.factories.accounts import make_user
from tests.factories.contests import make_contest, make_officer, make_organiser
from tests.factories.judging import fill_in, make_judge, make_judged_contest, make_sheet
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db


class Day:
    """A pupil's entry that is being judged."""

    def __init__(self, **rules: Any) -> None:
        self.contest, self.round = make_judged_contest(team_max=3, **rules)
        self.pupil: User = make_user("Lê Thị An")
        self.judge: Judge = make_judge(
            self.contest, user=User.objects.create_user("giam.khao", full_name="Đỗ Thị Giám Khảo")
        )
        self.entry: Entry = make_entry(self.contest, student=self.pupil)
        self.organiser = make_organiser(self.contest)

    def judged(self) -> Scoresheet:
        return make_sheet(self.judge, self.entry, self.round)


@pytest.fixture
def day() -> Day:
    return Day()


def client_of(user: User | None) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def post(user: User | None, address: str, **body: Any) -> Any:
    return client_of(user).post(f"/api/v1/{address}", body, format="json")


def get(user: User | None, address: str) -> Any:
    return client_of(user).get(f"/api/v1/{address}").json()


def patch(user: User | None, entry: Entry, **body: Any) -> Any:
    entry.refresh_from_db()
    return client_of(user).patch(
        f"/api/v1/entries/{entry.pk}/",
        body,
        format="json",
        headers={"If-Match": f'"{entry.revision}"'},
    )


def name_mentor(day: Day, username: str, entry: Entry | None = None) -> Any:
    return patch(
        day.pupil, entry or day.entry, mentors=[{"full_name": "Cô Hà", "username": username}]
    )


def accept(day: Day, user: User | None) -> Invitation:
    (mine,) = get(user, "my/invitations/")
    assert post(user, f"my/invitations/{mine['id']}/accept/").status_code == 204
    return Invitation.objects.get(pk=mine["id"])


# --- Who is named is only invited -------------------------------------------------------


@pytest.mark.parametrize("people", ["participants", "mentors"])
def test_judge_who_is_named_keeps_sheet_card_and_assignment(day: Day, people: str) -> None:
    sheet = day.judged()
    fill_in(sheet, 5, 5)
    draft = make_entry(day.contest, student=day.pupil, submitted=False)
    other = make_contest(title="Cuộc thi khác", team_max=3)
    elsewhere = make_entry(other, student=day.pupil, submitted=False)
    line = {"full_name": "Ai đó", "username": day.judge.user.username}
    row = day.entry.participants.get()
    own = {"id": row.pk, "full_name": row.full_name}

    # In the entry that is judged, in a draft beside it, in another contest: nowhere a fact.
    lines = [line] if people == "mentors" else [own, line]
    refused = patch(day.pupil, day.entry, **{people: lines})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/people-fixed")
    assert refused.json()["errors"][0]["pointer"] == f"/{people}"
    for entry in (draft, elsewhere):
        mine = entry.participants.get()
        own = {"id": mine.pk, "full_name": mine.full_name}
        answer = patch(day.pupil, entry, **{people: [line] if people == "mentors" else [own, line]})
        assert answer.status_code == 200, answer.json()

    assert Invitation.objects.filter(state="pending").count() == 2
    queue = get(day.judge.user, "queue/")
    assert [row["id"] for row in queue["sheets"]] == [sheet.pk]
    assert client_of(day.judge.user).get(f"/api/v1/scoresheets/{sheet.pk}/").status_code == 200
    assert JudgingPolicy.can_issue_card(make_officer(day.contest, "chair"), day.judge)
    assert JudgeAssignment.objects.filter(judge=day.judge, entry=day.entry).exists()
    assert not ConflictOfInterest.objects.exists()


def test_naming_a_judge_when_entering_is_an_invitation_too(day: Day) -> None:
    answer = post(
        day.pupil,
        "entries/",
        contest=day.contest.slug,
        division="B",
        title="Bài mới",
        participants=[{"full_name": "Lê Thị An"}],
        mentors=[{"full_name": "Cô Hà", "username": "giam.khao"}],
    )

    assert answer.status_code == 201
    assert [each["username"] for each in answer.json()["mentors"]] == [None]
    assert [each["state"] for each in answer.json()["invitations"]] == ["pending"]
    entry = Entry.objects.get(pk=answer.json()["id"])
    assert not entry.mentors.filter(user__isnull=False).exists()
    assert get(day.judge.user, f"entries/{entry.pk}/")["type"] == "/problems/not-found"


def test_invited_person_sees_accepts_and_is_a_mentor(day: Day) -> None:
    teacher = User.objects.create_user("co.ha", full_name="Cô Hà")
    name_mentor(day, "Co.Ha")
    (shown,) = get(teacher, "my/invitations/")
    assert (shown["entry_title"], shown["invited_by"], shown["role"]) == (
        day.entry.title,
        "Lê Thị An",
        "mentor",
    )
    assert client_of(teacher).get(f"/api/v1/entries/{day.entry.pk}/").status_code == 404

    accept(day, teacher)

    assert day.entry.mentors.get().user == teacher
    assert client_of(teacher).get(f"/api/v1/entries/{day.entry.pk}/").status_code == 200
    assert get(teacher, "my/invitations/") == []


def test_invited_person_declines_and_is_not_asked_again(day: Day) -> None:
    teacher = User.objects.create_user("co.ha", full_name="Cô Hà")
    name_mentor(day, "co.ha")
    (shown,) = get(teacher, "my/invitations/")

    assert post(teacher, f"my/invitations/{shown['id']}/decline/").status_code == 204

    assert day.entry.mentors.get().user is None
    again = name_mentor(day, "co.ha")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/invitation-declined")
    assert post(teacher, f"my/invitations/{shown['id']}/accept/").status_code == 404


def test_invitation_ends_and_can_be_withdrawn(day: Day) -> None:
    teacher = User.objects.create_user("co.ha", full_name="Cô Hà")
    name_mentor(day, "co.ha")
    invitation = Invitation.objects.get()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert get(teacher, "my/invitations/") == []
    assert get(day.pupil, f"entries/{day.entry.pk}/")["invitations"][0]["state"] == "ended"
    assert post(teacher, f"my/invitations/{invitation.pk}/accept/").status_code == 404
    name_mentor(day, "co.ha")  # asked anew

    (shown,) = get(teacher, "my/invitations/")
    assert shown["id"] != invitation.pk
    assert post(day.pupil, f"invitations/{shown['id']}/withdraw/").status_code == 200
    assert get(teacher, "my/invitations/") == []
    assert day.entry.mentors.get().full_name == "Cô Hà"  # the name stays


def test_name_taken_after_the_invitation_was_not_meant(day: Day) -> None:
    name_mentor(day, "co.ha")

    squatter = User.objects.create_user("co.ha", full_name="Kẻ Rình")

    assert get(squatter, "my/invitations/") == []


def test_written_back_as_read_an_invitation_stays_one(day: Day) -> None:
    name_mentor(day, "co.ha")
    read = get(day.pupil, f"entries/{day.entry.pk}/")["mentors"]

    assert patch(day.pupil, day.entry, mentors=read).status_code == 200

    assert Invitation.objects.get().state == "pending"
    assert name_mentor(day, "co.ha").status_code == 200
    assert Invitation.objects.count() == 1


def test_line_that_goes_takes_its_invitation_along(day: Day) -> None:
    name_mentor(day, "co.ha")

    assert patch(day.pupil, day.entry, mentors=[]).status_code == 200

    assert Invitation.objects.get().state == "withdrawn"


def test_one_pupil_does_not_invite_everybody(day: Day) -> None:
    for number in range(A_DAY):
        assert name_mentor(day, f"nguoi.{number}").status_code == 200

    answer = name_mentor(day, "mot.nguoi.nua")

    assert (answer.status_code, answer.json()["type"]) == (429, "/problems/invitations-many")
    assert Invitation.objects.count() == A_DAY
    assert Invitation.objects.filter(state="pending").count() == 1


def test_judge_is_not_written_to_by_an_invitation() -> None:
    day = Day(blind=True)
    name_mentor(day, "giam.khao")

    (shown,) = get(day.judge.user, "my/invitations/")

    assert shown["entry_title"] is None
    assert day.entry.code not in str(shown)


# --- The field says nothing about accounts ----------------------------------------------


def probe(day: Day, username: str) -> tuple[int, Any, int]:
    """Status, body without what differs anyway, and how often the database was asked."""
    entry = make_entry(day.contest, student=day.pupil, submitted=False)
    with CaptureQueriesContext(connection) as caught:
        answer = name_mentor(day, username, entry)
    body = {
        name: value for name, value in answer.json().items() if name in ("mentors", "invitations")
    }
    for line in (*body["mentors"], *body["invitations"]):
        for member in ("id", "entry", "entry_code", "mentor", "created_at", "expires_at"):
            line.pop(member, None)
        if line.get("username"):
            line["username"] = "?"
    return answer.status_code, body, len(caught)


def test_user_names_are_answered_alike_whether_or_not_they_exist(day: Day) -> None:
    User.objects.create_user("co.ha", full_name="Cô Hà")
    probe(day, "lam.nong.may")

    assert probe(day, "co.ha") == probe(day, "khong.co")


# --- Where judging could be touched, the organiser has the last word --------------------


def test_judge_who_accepts_waits_for_the_organiser(day: Day) -> None:
    sheet = day.judged()
    fill_in(sheet, 5, 5)
    draft = make_entry(day.contest, student=day.pupil, submitted=False)
    name_mentor(day, "giam.khao", draft)

    invitation = accept(day, day.judge.user)

    assert (invitation.state, invitation.judges) == ("asked", True)
    assert not draft.mentors.filter(user__isnull=False).exists()
    (asked,) = get(day.organiser, f"invitations/?contest={day.contest.slug}&state=asked")["results"]
    assert (asked["judges"], asked["answered_by"]) == (True, day.judge.full_name)
    assert get(day.pupil, f"invitations/?entry={draft.pk}")["results"][0]["judges"] is None
    no = post(day.organiser, f"invitations/{invitation.pk}/decide/", agreed=False)
    assert (no.status_code, no.json()["errors"][0]["pointer"]) == (422, "/reason")

    yes = post(day.organiser, f"invitations/{invitation.pk}/decide/", agreed=True)

    assert yes.json()["state"] == "accepted"
    assert draft.mentors.get().user == day.judge.user
    assert client_of(day.judge.user).get(f"/api/v1/scoresheets/{sheet.pk}/").status_code == 200


def test_invitation_accepted_after_the_first_assignment_waits_for_the_organiser(day: Day) -> None:
    teacher = User.objects.create_user("co.ha", full_name="Cô Hà")
    name_mentor(day, "co.ha")
    day.judged()

    invitation = accept(day, teacher)

    assert invitation.state == "asked"
    assert day.entry.mentors.get().user is None
    refused = post(
        day.organiser, f"invitations/{invitation.pk}/decide/", agreed=False, reason="trễ rồi"
    )
    assert refused.json()["state"] == "refused"
    assert get(teacher, "my/invitations/") == []
