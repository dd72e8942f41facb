"""Paper sheets in the API: nobody is told what the other one read before both are in."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contests.services import grant
from judging.services import issue_papers, transcribe
from tests.factories.judging import make_sheet
from tests.factories.submissions import make_entry
from tests.judging.paper_desk import READ, Desk, client_of
from tests.numbers import tells

pytestmark = pytest.mark.django_db


def test_no_endpoint_tells_the_second_typist_what_the_first_one_read():
    desk = Desk()
    grant(contest=desk.contest, name="chair", to=desk.second)  # all that one can hold
    secret = "Chỉ người nhập thứ nhất biết"
    assert desk.type(desk.first, {"idea": "3.5", "craft": 6}, comments={"": secret}) == "once"
    client = client_of(desk.second)
    paper = f"/api/v1/paper-sheets/{desk.paper.pk}/"
    assert client.get(f"{paper}comparison/").status_code == 409
    paths = [
        "/api/v1/paper-sheets/",
        f"/api/v1/paper-sheets/lookup/?code={desk.paper.code}",
        f"/api/v1/scoresheets/{desk.sheet.pk}/",
        f"/api/v1/scoresheets/{desk.sheet.pk}/revisions/",
        f"/api/v1/scoresheets/?contest={desk.contest.slug}",
        f"/api/v1/progress/?contest={desk.contest.slug}",
        f"/api/v1/standings/{desk.contest.slug}/?view=live",
        f"/api/v1/rounds/{desk.round.pk}/feedback/",
        f"/api/v1/entries/{desk.entry.pk}/",
        f"{paper}comparison/",
    ]
    for path in paths:
        body = client.get(path).content.decode()
        assert secret not in body, path
        assert not tells(body, "3.5"), path
    refused = client.post(f"{paper}decide/", {"verdict": "retype", "reason": "x"}, format="json",
                          headers={"If-Match": '"1"'})  # fmt: skip
    assert refused.status_code == 409
    assert secret not in refused.content.decode()
    typed = client.post(f"{paper}transcripts/", {"values": {"idea": 1, "craft": 6}}, format="json")
    assert typed.status_code == 200
    assert typed.json()["state"] == "differs"
    assert secret not in typed.content.decode()


def test_the_api_takes_both_transcripts_and_the_decision():
    desk = Desk()
    first, second, head = map(client_of, (desk.first, desk.second, desk.head))
    form = first.get(
        "/api/v1/paper-sheets/lookup/", {"code": desk.paper.code.lower().replace("-", " ")}
    )
    assert form.status_code == 200
    body = form.json()
    assert (body["id"], body["state"], body["mine"]) == (desk.paper.pk, "printed", False)
    assert [item["id"] for item in body["definition"]["items"]] == ["idea", "craft"]
    assert first.get("/api/v1/paper-sheets/lookup/", {"code": "không"}).status_code == 404
    path = f"/api/v1/paper-sheets/{desk.paper.pk}/"
    answer = first.post(f"{path}transcripts/", {"values": READ}, format="json").json()
    assert (answer["state"], answer["mine"], len(answer["typed"])) == ("once", True, 1)
    second.post(f"{path}transcripts/", {"values": {"idea": 6, "craft": 8}}, format="json")
    seen = head.get(f"{path}comparison/")
    assert seen.headers["ETag"] == '"2"'
    assert seen.json()["differences"] == [
        {"what": "value", "item": "idea", "first": 7, "second": 6}
    ]
    assert second.get(f"{path}comparison/").status_code == 403
    body = {"verdict": "decided", "reason": "trên giấy là 6", "values": {"idea": 6, "craft": 8}}
    stale = head.post(f"{path}decide/", body, format="json", headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    done = head.post(f"{path}decide/", body, format="json", headers={"If-Match": '"2"'})
    assert (done.status_code, done.json()["state"]) == (200, "entered")
    assert desk.now().points == 14


@pytest.mark.parametrize("entries", [1, 3])
def test_the_list_costs_the_same_for_many(entries):
    desk = Desk()
    sheets = [make_sheet(desk.judge, make_entry(desk.contest), desk.round) for _ in range(entries)]
    for paper in issue_papers(sheets=sheets):
        transcribe(paper_id=paper.pk, typist=desk.first, values=READ, comments={})
    client = client_of(desk.second)
    with CaptureQueriesContext(connection) as queries:
        assert len(client.get("/api/v1/paper-sheets/").json()["results"]) == entries + 1
    assert len(queries) == 6
