"""Writing back what was read moves nobody: people keep their rows, certificates their holders."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from certificates.models import Certificate
from certificates.services import create_template
from contests.models import Contest
from leaderboards.models import Publication
from submissions.models import Entry
from submissions.services import MentorData, ParticipantData
from tests.factories.accounts import make_user
from tests.factories.certificates import issue_missing, make_certificates, make_publication
from tests.factories.contests import make_contest, make_organiser
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return make_contest(team_max=3)


@pytest.fixture
def student() -> User:
    return make_user("Lê Thị An")


@pytest.fixture
def entry(contest: Contest, student: User) -> Entry:
    return make_entry(
        contest,
        participants=[
            ParticipantData("Lê Thị An", username=student.username, class_name="9A"),
            ParticipantData("Trần Bình"),
            ParticipantData("Trần Bình", class_name="9C"),
        ],
        mentors=[MentorData("Cô Hà")],
        team_name="Phù Sa",
    )


@pytest.fixture
def client(contest: Contest) -> Client:
    client = Client()
    client.force_login(make_organiser(contest))
    return client


def read(client: Client, entry: Entry) -> dict[str, Any]:
    document: dict[str, Any] = client.get(f"/api/v1/entries/{entry.pk}/").json()
    return document


def patch(client: Client, entry: Entry, **body: Any) -> Any:
    entry.refresh_from_db()
    return client.patch(
        f"/api/v1/entries/{entry.pk}/",
        json.dumps(body),
        content_type="application/json",
        headers={"If-Match": f'"{entry.revision}"'},
    )


def rows(entry: Entry) -> list[tuple[int, str, int | None]]:
    return list(entry.participants.order_by("order").values_list("pk", "full_name", "user"))


def test_people_written_back_as_read_stay_themselves(client: Client, entry: Entry) -> None:
    before, mentors = rows(entry), list(entry.mentors.values_list("pk", "full_name"))
    was = read(client, entry)

    answer = patch(client, entry, participants=was["participants"], mentors=was["mentors"])

    assert answer.status_code == 200, answer.content
    assert rows(entry) == before
    assert list(entry.mentors.values_list("pk", "full_name")) == mentors
    assert read(client, entry)["participants"] == was["participants"]


def test_people_are_known_by_id_then_account_then_name(
    client: Client, entry: Entry, student: User
) -> None:
    (an, *_), (first, *_), (second, *_) = rows(entry)

    answer = patch(
        client,
        entry,
        participants=[
            {"id": second, "full_name": "Trần Văn Bình"},
            {"full_name": "  TRẦN bình "},
            {"full_name": "Lê An", "username": student.username},
        ],
    )

    assert answer.status_code == 200, answer.content
    assert rows(entry) == [
        (second, "Trần Văn Bình", None),
        (first, "TRẦN bình", None),
        (an, "Lê An", student.pk),
    ]


def test_what_a_line_leaves_out_stays(client: Client, entry: Entry, student: User) -> None:
    assert patch(client, entry, participants=[{"full_name": "Lê Thị An"}]).status_code == 200

    person = entry.participants.get()
    assert (person.user, person.class_name) == (student, "9A")


def test_said_emptiness_empties(client: Client, entry: Entry) -> None:
    line = {"full_name": "Lê Thị An", "username": None, "class_name": ""}

    assert patch(client, entry, participants=[line]).status_code == 200

    person = entry.participants.get()
    assert (person.user, person.class_name) == (None, "")


def test_accounts_change_places(client: Client, entry: Entry, student: User) -> None:
    other = make_user("Trần Bình")
    people = read(client, entry)["participants"][:2]
    people[1]["username"] = other.username
    assert patch(client, entry, participants=people).status_code == 200
    people = [
        {**people[0], "username": other.username},
        {**people[1], "username": student.username},
    ]

    assert patch(client, entry, participants=people).status_code == 200

    # An account keeps its row; the names are what was said.
    assert {name: user for _, name, user in rows(entry)} == {
        "Lê Thị An": other.pk,
        "Trần Bình": student.pk,
    }


@pytest.mark.parametrize("second", ["the same again", "nobody's"])
def test_id_of_nobody_is_refused(client: Client, entry: Entry, second: str) -> None:
    known = rows(entry)[0][0]
    before = rows(entry)

    answer = patch(
        client,
        entry,
        participants=[
            {"id": known, "full_name": "Lê Thị An"},
            {"id": known if second == "the same again" else known + 1000, "full_name": "Ai"},
        ],
    )

    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/person-unknown"
    assert answer.json()["errors"][0]["pointer"] == "/participants/1/id"
    assert rows(entry) == before


def test_account_kept_by_one_line_is_not_anothers(
    client: Client, entry: Entry, student: User
) -> None:
    an = rows(entry)[0][0]

    answer = patch(
        client,
        entry,
        participants=[
            {"id": an, "full_name": "Lê Thị An"},
            {"full_name": "Ai", "username": student.username},
        ],
    )

    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/participant-twice"


def test_no_second_certificate_after_the_people_were_written_back(
    client: Client, entry: Entry
) -> None:
    publication = make_publication(entry.contest, [entry])
    issued = make_certificates(publication, per="participant")
    template = create_template(
        contest=entry.contest, design="giay_khen", definition={"per": "participant"}, by=None
    )

    assert patch(client, entry, participants=read(client, entry)["participants"]).status_code == 200

    assert issue_missing(publication, template) == []
    assert {row.participant_id for row in issued} == {pk for pk, _, _ in rows(entry)}


def test_person_with_a_certificate_cannot_leave_the_entry(client: Client, entry: Entry) -> None:
    issued = make_certificates(make_publication(entry.contest, [entry]), per="participant")
    before = rows(entry)

    answer = patch(client, entry, participants=read(client, entry)["participants"][1:])

    assert answer.status_code == 409
    assert answer.json()["detail"] == (
        f"Lê Thị An giữ giấy chứng nhận {issued[0].code} còn hiệu lực nên không thể bỏ khỏi bài"
        " dự thi; hãy thu hồi giấy trước."
    )
    assert rows(entry) == before


def test_person_leaves_after_the_revocation(client: Client, entry: Entry) -> None:
    issued = make_certificates(make_publication(entry.contest, [entry]), per="participant")
    Certificate.objects.filter(pk=issued[0].pk).update(state="revoked", reason="Nhầm")

    answer = patch(client, entry, participants=read(client, entry)["participants"][1:])

    assert answer.status_code == 200
    issued[0].refresh_from_db()
    assert issued[0].participant is None


def test_another_account_does_not_take_over_a_certified_row(client: Client, entry: Entry) -> None:
    make_certificates(make_publication(entry.contest, [entry]), per="participant")
    people = read(client, entry)["participants"]
    people[0] |= {"full_name": "Kẻ Mạo Danh", "username": make_user().username}

    answer = patch(client, entry, participants=people)

    assert answer.json()["type"] == "/problems/person-certified"


def test_certificate_in_force_is_one_a_holder_and_line(entry: Entry) -> None:
    first = make_publication(entry.contest, [entry])
    certificate = make_certificates(first, per="participant")[0]
    Publication.objects.update(state=Publication.State.SUPERSEDED)
    amended = make_publication(entry.contest, [entry])
    certificate.pk = None
    certificate._state.adding = True
    certificate.publication, certificate.line = amended, ""
    certificate.number, certificate.code = 999, "AAAA-BBBB-CCCC"

    with pytest.raises(IntegrityError), transaction.atomic():
        certificate.save()

    certificate.state, certificate.reason = "revoked", "Nhầm"
    certificate.save()
    assert certificate.line == f"{entry.contest_id}-"
