"""After the first assignment an entry's people ask the organiser for changes; two taps are one entry."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from submissions.models import Entry, Invitation, PeopleRequest
from tests.factories.accounts import make_user
from tests.factories.submissions import make_entry
from tests.hostile.test_pupils import Day, accept, client_of, get, name_mentor, patch, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def day() -> Day:
    return Day()


# --- After the first assignment changes of people are asked for -------------------------


def ask(day: Day, **changes: Any) -> Any:
    return post(day.pupil, "people-requests/", entry=day.entry.pk, reason="viết sai tên", **changes)


def test_people_of_a_judged_entry_are_the_organisers_affair(day: Day) -> None:
    day.judged()
    school = day.contest.organization.code
    (person,) = get(day.pupil, f"entries/{day.entry.pk}/")["participants"]

    for body in (
        {"participants": [{**person, "full_name": "Lê Thị Ân"}]},
        {"participants": [{**person, "username": None}]},
        {"mentors": [{"full_name": "Cô Hà"}]},
        {"organization": school},
    ):
        answer = patch(day.pupil, day.entry, **body)
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/people-fixed"), body
    same = patch(day.pupil, day.entry, title="Tên khác", participants=[person], mentors=[])
    assert same.status_code == 200, same.json()
    assert patch(day.organiser, day.entry, organization=school).status_code == 200


def test_request_is_kept_shown_and_made_true_by_the_organiser(day: Day) -> None:
    day.judged()
    (person,) = get(day.pupil, f"entries/{day.entry.pk}/")["participants"]
    changed = {**person, "full_name": "Lê Thị Ân", "class_name": "9A"}

    made = ask(day, participants=[changed])

    assert made.status_code == 201, made.json()
    assert day.entry.participants.get().full_name == person["full_name"]
    (shown,) = get(day.organiser, f"people-requests/?contest={day.contest.slug}&state=open")[
        "results"
    ]
    assert shown["before"]["participants"][0]["full_name"] == person["full_name"]
    assert shown["changes"]["participants"][0]["full_name"] == "Lê Thị Ân"
    assert (shown["reason"], shown["requested_by"]) == ("viết sai tên", "Lê Thị An")

    done = post(day.organiser, f"people-requests/{shown['id']}/accept/")

    assert done.json()["state"] == "accepted"
    row = day.entry.participants.get()
    assert (row.pk, row.full_name, row.class_name, row.user) == (
        person["id"], "Lê Thị Ân", "9A", day.pupil,
    )  # fmt: skip
    (told,) = get(day.pupil, f"people-requests/?entry={day.entry.pk}")["results"]
    assert (told["state"], told["decided_by"]) == ("accepted", day.organiser.full_name)
    again = post(day.organiser, f"people-requests/{shown['id']}/decline/", answer="thôi")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/request-over")


def test_request_is_declined_with_a_reason_that_the_entrant_reads(day: Day) -> None:
    day.judged()
    made = ask(day, mentors=[{"full_name": "Cô Hà"}]).json()
    silent = post(day.organiser, f"people-requests/{made['id']}/decline/")
    assert (silent.status_code, silent.json()["errors"][0]["pointer"]) == (422, "/answer")

    post(day.organiser, f"people-requests/{made['id']}/decline/", answer="cần giấy của trường")

    (told,) = get(day.pupil, f"people-requests/?entry={day.entry.pk}")["results"]
    assert (told["state"], told["answer"]) == ("declined", "cần giấy của trường")
    assert not day.entry.mentors.exists()


def test_accepted_request_invites_and_links_nobody(day: Day) -> None:
    day.judged()
    teacher = User.objects.create_user("co.ha", full_name="Cô Hà")
    lines = [
        {"full_name": "Cô Hà", "username": "co.ha"},
        {"full_name": "Thầy Khảo", "username": "giam.khao"},
    ]
    made = ask(day, mentors=lines).json()

    assert post(day.organiser, f"people-requests/{made['id']}/accept/").status_code == 200

    assert not day.entry.mentors.filter(user__isnull=False).exists()
    assert accept(day, teacher).state == "accepted"  # the organiser agreed already
    assert accept(day, day.judge.user).state == "asked"  # a judge is asked about once more
    assert list(day.entry.mentors.values_list("user", flat=True)) == [teacher.pk, None]


def test_one_request_of_an_entry_is_open_and_must_change_something(day: Day) -> None:
    day.judged()
    (person,) = get(day.pupil, f"entries/{day.entry.pk}/")["participants"]
    empty = ask(day, participants=[person])
    assert (empty.status_code, empty.json()["type"]) == (422, "/problems/request-empty")
    made = ask(day, mentors=[{"full_name": "Cô Hà"}]).json()

    second = ask(day, mentors=[{"full_name": "Cô Lan"}])

    assert (second.status_code, second.json()["type"]) == (409, "/problems/request-open")
    assert post(day.pupil, f"people-requests/{made['id']}/withdraw/").json()["state"] == "withdrawn"
    assert ask(day, mentors=[{"full_name": "Cô Lan"}]).status_code == 201


def test_request_about_people_who_changed_since_is_not_made_true(day: Day) -> None:
    day.judged()
    made = ask(day, mentors=[{"full_name": "Cô Hà"}]).json()
    patch(day.organiser, day.entry, mentors=[{"full_name": "Cô Lan"}])

    answer = post(day.organiser, f"people-requests/{made['id']}/accept/")

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/request-stale")
    assert PeopleRequest.objects.get().state == "open"


# --- Two taps are one entry -------------------------------------------------------------


def enter(user: User, day: Day, key: str, title: str = "Bài mới") -> Any:
    return client_of(user).post(
        "/api/v1/entries/",
        {"contest": day.contest.slug, "division": "B", "title": title},
        format="json",
        headers={"Idempotency-Key": key},
    )


def test_entry_that_is_sent_twice_is_made_once(day: Day) -> None:
    key = "entry-000001"
    first, again = enter(day.pupil, day, key), enter(day.pupil, day, key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    other = enter(day.pupil, day, key, "Bài khác")
    assert (other.status_code, other.json()["type"]) == (409, "/problems/operation-reused")
    # Another person's key neither reveals nor replays it.
    theirs = enter(make_user("Trần Bình"), day, key)
    assert theirs.status_code == 201
    assert theirs.json()["id"] != first.json()["id"]
    assert enter(day.pupil, day, "@entry-000001").status_code == 400


def test_lists_ask_as_often_for_three_as_for_one(day: Day) -> None:
    teacher = User.objects.create_user("co.ha", full_name="Cô Hà")

    def more(entry: Entry) -> None:
        name_mentor(day, "co.ha", entry)
        post(day.pupil, "people-requests/", entry=entry.pk, reason="thêm", mentors=[])

    def count(user: User, address: str) -> int:
        client = client_of(user)
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/api/v1/{address}")
        return len(caught)

    asked = [
        (day.organiser, "invitations/"),
        (day.pupil, "people-requests/"),
        (teacher, "my/invitations/"),
    ]
    more(day.entry)
    before = [count(*each) for each in asked]
    for _ in range(2):
        more(make_entry(day.contest, student=day.pupil))

    assert [count(*each) for each in asked] == before
    assert Invitation.objects.count() == PeopleRequest.objects.count() == 3
