"""Scoresheets and the arranging of a contest over HTTP: conditions, answers, who is what."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from contests.services import grant
from tests.factories.accounts import make_user
from tests.factories.contests import make_officer
from tests.factories.judging import (
    make_judge,
    make_judged_contest,
    make_sheet,
    operation,
)
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db


def client_of(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def test_api_writes_with_conditions():
    contest, round_ = make_judged_contest()
    judge = make_judge(contest)
    sheet = make_sheet(judge, make_entry(contest), round_)
    client = client_of(judge.user)
    url = f"/api/v1/scoresheets/{sheet.pk}/"
    body = {
        "values": {"idea": 5, "craft": "2.5"},
        "comments": {},
        "kind": "scored",
        "state": "draft",
    }
    assert client.put(url, body).status_code == 428
    assert client.put(url, body, headers={"If-Match": '"0"'}).status_code == 428
    key = operation()
    headers = {"If-Match": '"0"', "Idempotency-Key": key}
    first = client.put(url, body, headers=headers)
    assert first.status_code == 200, first.content
    assert first["ETag"] == '"1"'
    assert (first.json()["points"], first.json()["maximum"]) == ("7.5", "20")
    assert first.json()["receipt"]["revision"] == 1
    assert client.put(url, body, headers=headers).json() == first.json()
    other = client.put(url, {**body, "state": "submitted"}, headers=headers)
    assert (other.status_code, other.json()["type"]) == (409, "/problems/operation-reused")
    stale = client.put(url, body, headers={"If-Match": '"0"', "Idempotency-Key": operation()})
    assert (stale.status_code, stale.json()["current"]["revision"]) == (412, 1)
    wrong = {**body, "values": {"idea": 50}}
    refused = client.put(url, wrong, headers={"If-Match": '"1"', "Idempotency-Key": operation()})
    assert refused.status_code == 422
    assert [e["pointer"] for e in refused.json()["errors"]] == ["/values/idea"]
    rows = client.get(f"{url}revisions/").json()
    assert [row["number"] for row in rows] == [1]


def test_api_runs_the_organisers_side():
    contest, round_ = make_judged_contest()
    entry = make_entry(contest)
    chair = client_of(make_officer(contest, "chair"))
    made = chair.post("/api/v1/judges/", {"contest": contest.slug, "full_name": "Lý Thị Chấm"})
    assert made.status_code == 201, made.content
    assert made.json()["code"] == "GK01"
    card = chair.post(f"/api/v1/judges/{made.json()['id']}/sign-in-card/", {})
    assert card.status_code == 201, card.content
    panel = chair.post(
        "/api/v1/panels/", {"contest": contest.slug, "code": "h1", "name": "Hội đồng 1"}
    )
    assert panel.status_code == 201
    changed = chair.patch(f"/api/v1/judges/{made.json()['id']}/", {"panel": panel.json()["id"]})
    assert changed.json()["panel"] == panel.json()["id"]
    assert chair.delete(f"/api/v1/panels/{panel.json()['id']}/").status_code == 409
    filled = chair.post("/api/v1/assignments/fill/", {"contest": contest.slug, "round": round_.pk})
    assert filled.status_code == 200, filled.content
    assert filled.json()["created"] == 1
    assert [row["entry"] for row in filled.json()["uncovered"]] == [entry.code]
    progress = chair.get(f"/api/v1/progress/?contest={contest.slug}").json()
    assert [(r["expected"], r["submitted"], r["entries"]) for r in progress["rounds"]] == [
        (1, 0, 1)
    ]
    locked = chair.post(f"/api/v1/rounds/{round_.pk}/lock/", {})
    assert (locked.status_code, locked.json()["locked_at"] is not None) == (200, True)
    assert chair.post(f"/api/v1/rounds/{round_.pk}/unlock/", {"reason": ""}).status_code == 422
    assert chair.post(f"/api/v1/rounds/{round_.pk}/unlock/", {"reason": "tiếp"}).status_code == 200
    attempts = chair.get(f"/api/v1/attempts/?round={round_.pk}").json()["results"]
    changed = chair.patch(
        f"/api/v1/attempts/{attempts[0]['id']}/",
        {"state": "no_show", "reason": "vắng"},
        headers={"If-Match": f'"{attempts[0]["revision"]}"'},
    )
    assert (changed.status_code, changed.json()["state"]) == (200, "no_show")
    assert chair.get("/api/v1/matches/").json()["results"] == []
    stranger = client_of(make_user("Người Ngoài"))
    assert stranger.get(f"/api/v1/progress/?contest={contest.slug}").status_code == 403
    assert stranger.post(f"/api/v1/rounds/{round_.pk}/lock/", {}).status_code == 403
    assert stranger.get("/api/v1/scoresheets/").json()["results"] == []


def test_my_contests_tells_grants_seat_and_entries():
    contest, _ = make_judged_contest()
    person = make_user("Nhiều Vai")
    judge = make_judge(contest, user=person)
    grant(contest=contest, name="observe", to=person)
    entry = make_entry(contest, mentor=person)
    assert client_of(person).get("/api/v1/my/contests/").json() == [
        {
            "contest": contest.slug,
            "title": contest.title,
            "title_en": contest.title_en,
            "kind": "digital_content",
            "state": "open",
            "grants": ["judge", "observe"],
            "judge": {"id": judge.pk, "code": "GK01", "role": "judge"},
            "entries": [
                {"id": entry.pk, "code": entry.code, "title": entry.title, "role": "mentor"}
            ],
        }
    ]
