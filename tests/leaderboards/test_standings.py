"""Boards by viewer, publications by two people, decisions, and the command."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from common.canonical import digest
from contests.services import update_contest
from judging.models import Scoresheet
from leaderboards import viewing
from leaderboards.errors import (
    AwardInvalid,
    DecisionInvalid,
    InputsChanged,
    NotProposed,
    ReasonRequired,
    SamePerson,
)
from leaderboards.models import Award, Publication
from leaderboards.permissions import PublicationPolicy
from leaderboards.services import (
    AwardChange,
    approve_publication,
    propose_publication,
    record_decision,
    reject_publication,
)
from submissions.naming import initials
from submissions.services import ParticipantData
from tests.factories.accounts import make_staff, make_user
from tests.factories.contests import make_officer, make_organiser
from tests.factories.judging import fill_in, make_judge, make_judged_contest, make_scored_entry

pytestmark = pytest.mark.django_db


def client_of(user=None) -> APIClient:
    client = APIClient()
    if user is not None:
        client.force_authenticate(user)
    return client


def scored_contest(**changes):
    """Three entries: 18, 15 and 15 points (the latter tied); one judge."""
    contest, round_ = make_judged_contest(**changes)
    judge = make_judge(contest)
    entries = [
        make_scored_entry(contest, round_, [judge], [mark], participants=[ParticipantData(name)])
        for mark, name in [
            ((9, 9), "Nguyễn Văn An"),
            ((7, 8), "Trần Thị Bình"),
            (("7.5", "7.5"), "Lê Chi"),
        ]
    ]
    return contest, entries


def rows_of(answer) -> list:
    (division,) = [d for d in answer.json()["divisions"] if d["rows"]]
    return division["rows"]


def url_of(contest, query: str = "") -> str:
    return f"/api/v1/standings/{contest.slug}/{query}"


def test_organiser_sees_live_standings_with_names_and_exact_points():
    contest, entries = scored_contest()
    answer = client_of(make_organiser(contest)).get(url_of(contest))
    body = answer.json()
    assert (body["state"], body["publication"]) == ("live", None)
    assert [
        (r["rank"], r["tied"], r["points"], r["entry"]["code"], r["entry"]["names"])
        for r in rows_of(answer)
    ] == [
        (1, False, "18", entries[0].code, ["Nguyễn Văn An"]),
        (2, True, "15", entries[1].code, ["Trần Thị Bình"]),
        (2, True, "15", entries[2].code, ["Lê Chi"]),
    ]
    assert rows_of(answer)[0]["rounds"] == {"final": {"value": "18", "points": "18", "rank": 1}}


def test_public_sees_nothing_then_live_then_what_is_published():
    contest, entries = scored_contest(display_rule="initials")
    public = client_of()
    assert public.get(url_of(contest)).json()["state"] == "hidden"
    assert public.get(url_of(contest)).json()["divisions"] == []
    update_contest(contest=contest, live_standings=True)
    viewing.clear()
    live = public.get(url_of(contest, "?top=1"))
    assert live.json()["state"] == "live"
    assert [r["entry"]["names"] for r in rows_of(live)] == [["N.V.A."]]
    assert "Nguyễn Văn An" not in live.content.decode()
    organiser, publisher = make_organiser(contest), make_officer(contest, "publish")
    proposed = propose_publication(contest=contest, actor=organiser, note="Chung kết")
    approve_publication(publication=proposed, actor=publisher)
    judge = Scoresheet.objects.filter(attempt__entry=entries[0]).get()
    fill_in(judge, 0, 0)
    viewing.clear()
    shown = public.get(url_of(contest, "?top=2"))
    assert (shown.json()["state"], shown.json()["publication"]["note"]) == (
        "published",
        "Chung kết",
    )
    assert [
        (r["rank"], r["points"], r["award"] and r["award"]["code"]) for r in rows_of(shown)
    ] == [
        (1, "18", "nhat"),
        (2, "15", "nhi"),
    ]
    assert rows_of(shown)[0]["entry"]["id"] is None


def test_board_answers_304_until_something_changes():
    contest, entries = scored_contest()
    client = client_of(make_organiser(contest))
    first = client.get(url_of(contest))
    again = client.get(url_of(contest), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    fill_in(Scoresheet.objects.filter(attempt__entry=entries[2]).get(), 10, 10)
    viewing.clear()
    moved = client.get(url_of(contest), headers={"If-None-Match": first["ETag"]})
    assert (moved.status_code, rows_of(moved)[0]["points"]) == (200, "20")


def test_board_takes_as_many_queries_at_three_rows_as_at_one():
    contest, round_ = make_judged_contest()
    judge = make_judge(contest)
    client = client_of(make_organiser(contest))

    def queries() -> int:
        viewing.clear()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url_of(contest)).status_code == 200
        return len(captured)

    make_scored_entry(contest, round_, [judge], [(1, 1)])
    one = queries()
    for mark in (2, 3):
        make_scored_entry(contest, round_, [judge], [(mark, mark)])
    assert queries() == one


def test_kept_board_costs_the_public_no_query():
    contest, _ = scored_contest(live_standings=True)
    client = client_of()
    client.get(url_of(contest))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url_of(contest)).status_code == 200
    assert len(captured) == 0


def test_committee_decision_breaks_the_tie():
    contest, entries = scored_contest()
    chair = make_officer(contest, "chair")
    order = [entries[2].code, entries[1].code]
    body = {"contest": contest.slug, "kind": "committee", "data": {"order": order}, "reason": "phụ"}
    client = client_of(chair)
    assert client.post("/api/v1/decisions/", body).status_code == 201
    assert client.post("/api/v1/decisions/", {**body, "reason": " "}).status_code == 422
    viewing.clear()
    rows = rows_of(client.get(url_of(contest)))
    assert [(r["rank"], r["entry"]["code"], r["decided_by"]) for r in rows] == [
        (1, entries[0].code, None),
        (2, entries[2].code, "points"),
        (3, entries[1].code, "decision"),
    ]
    with pytest.raises(DecisionInvalid) as caught:
        record_decision(
            contest=contest, kind="draw", data={"order": ["X"]}, reason="rút thăm", actor=chair
        )
    assert [f.pointer for f in caught.value.errors] == ["/data/order/0"]


def test_publication_needs_two_people_and_is_frozen():
    contest, entries = scored_contest()
    organiser, publisher = make_organiser(contest), make_officer(contest, "publish")
    proposed = propose_publication(contest=contest, actor=organiser)
    assert [w["code"] for w in proposed.payload["warnings"]] == ["quota-exceeded"]
    with pytest.raises(SamePerson):
        approve_publication(publication=proposed, actor=organiser)
    done = approve_publication(publication=proposed, actor=publisher)
    assert done.state == "published"
    with pytest.raises(NotProposed):
        approve_publication(publication=proposed, actor=publisher)
    before = Publication.objects.get(pk=done.pk).payload
    fill_in(Scoresheet.objects.filter(attempt__entry=entries[0]).get(), 1, 1)
    after = Publication.objects.get(pk=done.pk)
    assert (after.payload, after.payload_sha256) == (before, digest(before))
    awards = Award.objects.filter(publication=done).values_list("entry__code", "code", "rank")
    assert sorted(awards) == sorted(
        [(entries[0].code, "nhat", 1), (entries[1].code, "nhi", 2), (entries[2].code, "nhi", 2)]
    )


def test_proposal_whose_inputs_changed_cannot_be_approved():
    contest, entries = scored_contest()
    proposed = propose_publication(contest=contest, actor=make_organiser(contest))
    fill_in(Scoresheet.objects.filter(attempt__entry=entries[0]).get(), 1, 1)
    with pytest.raises(InputsChanged):
        approve_publication(publication=proposed, actor=make_officer(contest, "publish"))


def test_amending_supersedes_with_a_reason():
    contest, _ = scored_contest()
    organiser, publisher = make_organiser(contest), make_officer(contest, "publish")
    first = propose_publication(contest=contest, actor=organiser)
    approve_publication(publication=first, actor=publisher)
    second = propose_publication(contest=contest, actor=organiser)
    with pytest.raises(ReasonRequired):
        approve_publication(publication=second, actor=publisher)
    done = approve_publication(publication=second, actor=publisher, reason="phúc khảo")
    first.refresh_from_db()
    assert (first.state, done.supersedes, done.number) == ("superseded", first, 2)
    third = propose_publication(contest=contest, actor=organiser)
    rejected = reject_publication(publication=third, actor=publisher, reason="chưa đủ")
    assert rejected.state == "rejected"


def test_award_is_overridden_with_a_reason():
    contest, entries = scored_contest()
    organiser = make_organiser(contest)
    with pytest.raises(AwardInvalid) as caught:
        propose_publication(
            contest=contest, actor=organiser, awards=[AwardChange(entries[2].code, "vang", "")]
        )
    assert [f.pointer for f in caught.value.errors] == ["/awards/0/code", "/awards/0/reason"]
    changes = [
        AwardChange(entries[2].code, "nhat", "sáng tạo"),
        AwardChange(entries[1].code, "", "rút"),
    ]
    made = propose_publication(contest=contest, actor=organiser, awards=changes)
    found = Award.objects.filter(publication=made).values_list("entry__code", "code", "reason")
    assert sorted(found) == sorted(
        [(entries[0].code, "nhat", ""), (entries[2].code, "nhat", "sáng tạo")]
    )
    assert {"code": "quota-exceeded", "prize": "nhat", "division": "B", "quota": 1, "count": 2} in (
        made.payload["warnings"]
    )


def test_publications_are_seen_by_exactly_who_may():
    contest, _ = scored_contest()
    organiser, publisher = make_organiser(contest), make_officer(contest, "publish")
    first = propose_publication(contest=contest, actor=organiser)
    first = approve_publication(publication=first, actor=publisher)
    second = propose_publication(contest=contest, actor=organiser)
    other, _ = make_judged_contest()
    visible = {
        organiser: {first, second},
        publisher: {first, second},
        make_officer(contest, "chair"): {first, second},
        make_staff(): {first, second},
        make_organiser(other): {first},
        make_user("Người Ngoài"): {first},
    }
    for user, expected in visible.items():
        assert set(Publication.objects.filter(PublicationPolicy.readable(user))) == expected
        for each in (first, second):
            assert PublicationPolicy.can_read(user, each) == (each in expected)


def test_publication_api_hides_names_and_people_from_the_public():
    contest, _ = scored_contest(display_rule="code")
    organiser, publisher = make_organiser(contest), make_officer(contest, "publish")
    made = client_of(organiser).post("/api/v1/publications/", {"contest": contest.slug})
    assert made.status_code == 201, made.content
    url = f"/api/v1/publications/{made.json()['id']}/"
    assert client_of().get(url).status_code == 404
    assert client_of(organiser).post(f"{url}approve/", {}).status_code == 403
    done = client_of(publisher).post(f"{url}approve/", {})
    assert (done.status_code, done.json()["state"]) == (200, "published")
    public = client_of().get(url)
    awards = client_of().get(f"/api/v1/awards/?contest={contest.slug}")
    assert [a["entry"]["code"] for a in awards.json()["results"]] != []
    listed = client_of().get(f"/api/v1/publications/?contest={contest.slug}")
    said = (public.content + awards.content + listed.content).decode()
    for name in ("Nguyễn Văn An", "Trần Thị Bình", organiser.full_name, publisher.full_name):
        assert name not in said
    office = client_of(publisher).get(f"/api/v1/awards/?contest={contest.slug}")
    assert "Nguyễn Văn An" in office.content.decode()


def test_command_prints_exact_json(capsys):
    contest, entries = scored_contest()
    call_command("standings", contest.slug, division="B", json=True)
    rows = json.loads(capsys.readouterr().out)
    assert rows[0] == {
        "division": "B",
        "entry": entries[0].code,
        "rank": 1,
        "tied": False,
        "state": "ranked",
        "points": "18",
        "keys": [{"type": "points", "value": "18"}, {"type": "decision", "value": None}],
        "rounds": {"final": {"value": "18", "points": "18", "rank": 1}},
    }
    call_command("standings", contest.slug, round_code="final", json=True)
    assert [r["rank"] for r in json.loads(capsys.readouterr().out)] == [1, 2, 2]


def test_initials_keep_every_word():
    assert initials("Nguyễn Văn An") == "N.V.A."
    assert initials("đỗ  Ánh") == "Đ.Á."
