"""The API of contests: creating, reading, changing, and what each list costs."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from contests.errors import PolicyInvalid
from contests.models import Contest
from contests.services import create_form_version, grant, update_round
from tests.factories.accounts import make_staff, make_user
from tests.factories.contests import make_contest, make_organiser, make_organization

pytestmark = pytest.mark.django_db

JSON = "application/json"


def client_of(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def quiz_form(contest: Contest) -> Any:
    """A version whose form holds the answers to a quiz."""
    definition = {
        "schema": 1,
        "items": [
            {
                "id": "q1",
                "label": {"vi": "Thiết bị nào là bộ nhớ trong?", "en": "Which is main memory?"},
                "kind": "answer",
                "source": "auto",
                "options": [
                    {"id": "a", "label": {"vi": "RAM"}, "points": 1},
                    {"id": "b", "label": {"vi": "Chuột"}, "points": 0},
                ],
            }
        ],
    }
    return create_form_version(form=contest.forms.first(), definition=definition, by=None)


def test_staff_creates_a_contest_from_a_preset() -> None:
    school = make_organization()
    answer = client_of(make_staff()).post(
        "/api/v1/contests/",
        {"preset": "robotics", "title": "Robot Đường đua xanh", "organization": school.code},
        JSON,
    )
    body = answer.json()
    assert answer.status_code == 201, body
    assert (body["slug"], body["kind"], body["state"]) == (
        "robot-duong-dua-xanh",
        "robotics",
        "draft",
    )
    assert body["permissions"]["manage"] is True
    assert [each["code"] for each in body["rounds"]]


def test_pupil_may_not_create_a_contest() -> None:
    school = make_organization()
    answer = client_of(make_user()).post(
        "/api/v1/contests/",
        {"preset": "robotics", "title": "Robot", "organization": school.code},
        JSON,
    )
    assert answer.status_code == 403
    assert not Contest.objects.exists()


def test_draft_is_seen_by_its_organisers_only() -> None:
    draft = make_contest(title="Bản nháp", state=Contest.State.DRAFT)
    shown = make_contest(title="Đã mở")
    slugs = {
        name: [row["slug"] for row in client_of(user).get("/api/v1/contests/").json()["results"]]
        for name, user in {
            "anonymous": None,
            "organiser": make_organiser(draft),
            "other": make_organiser(shown),
        }.items()
    }
    assert slugs == {
        "anonymous": [shown.slug],
        "organiser": [shown.slug, draft.slug],
        "other": [shown.slug],
    }


def test_windows_in_the_wrong_order_name_their_field() -> None:
    contest = make_contest()
    answer = client_of(make_organiser(contest)).patch(
        f"/api/v1/contests/{contest.slug}/",
        {"entries_open_at": "2026-10-07T00:00:00Z", "entries_close_at": "2026-10-01T00:00:00Z"},
        JSON,
    )
    assert answer.status_code == 422
    assert "/entries_close_at" in {error["pointer"] for error in answer.json()["errors"]}
    contest.refresh_from_db()
    assert (
        contest.entries_close_at is None
        or contest.entries_close_at.year != 2026
        or (contest.entries_close_at.month != 10)
    )


def test_form_that_cannot_be_read_names_its_items() -> None:
    contest = make_contest()
    answer = client_of(make_organiser(contest)).post(
        "/api/v1/form-versions/",
        {
            "form": contest.forms.get().pk,
            "definition": {"schema": 1, "items": [{"id": "Ý tưởng", "kind": "levels"}]},
        },
        JSON,
    )
    assert answer.status_code == 422
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert {"/definition/items/0/id", "/definition/items/0/kind"} <= pointers
    assert contest.forms.get().versions.count() == 1


@pytest.mark.parametrize(
    ("who", "status"), [("anonymous", 401), ("pupil", 403), ("judge", 200), ("organiser", 200)]
)
def test_form_with_answers_is_hidden_from_those_who_take_the_quiz(who: str, status: int) -> None:
    contest = make_contest()
    version = quiz_form(contest)
    judge = make_user()
    grant(contest=contest, name="judge", to=judge)
    users = {
        "anonymous": None,
        "pupil": make_user(),
        "judge": judge,
        "organiser": make_organiser(contest),
    }
    answer = client_of(users[who]).get(f"/api/v1/form-versions/{version.pk}/")
    assert answer.status_code == status


def test_rubric_is_public() -> None:
    version = make_contest().forms.get().versions.get()
    answer = client_of(None).get(f"/api/v1/form-versions/{version.pk}/")
    assert answer.status_code == 200
    assert answer.json()["definition"] == version.definition


def test_round_refuses_a_form_without_the_items_its_policy_names() -> None:
    contest = make_contest("digital_skills")
    round_ = contest.rounds.get()
    version = quiz_form(contest)
    with pytest.raises(PolicyInvalid):
        update_round(round=round_, form_version=version)
    round_.refresh_from_db()
    assert round_.form_version_id != version.pk


@pytest.mark.parametrize("path", ["contests/", "organizations/"])
def test_list_costs_the_same_at_one_and_three_rows(path: str) -> None:
    client = client_of(make_staff())
    make_contest()
    client.get(f"/api/v1/{path}")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(f"/api/v1/{path}")
    make_contest()
    make_contest()
    with CaptureQueriesContext(connection) as three:
        client.get(f"/api/v1/{path}")
    assert len(three) == len(one)
