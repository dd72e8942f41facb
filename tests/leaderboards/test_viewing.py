"""Boards as viewers have them: the same as from every sheet, cut, packed, exported, hidden."""

from __future__ import annotations

import csv
import gzip
import io
import random
from typing import Any

import pytest
from openpyxl import load_workbook
from rest_framework.test import APIClient

from contests.services import create_policy, update_contest
from judging.models import Judge, Scoresheet
from judging.services import rebuild, update_judge
from leaderboards import viewing
from leaderboards.computing import Computed, compute_from_sheets, compute_standings
from leaderboards.services import approve_publication, propose_publication
from submissions.services import ParticipantData
from tests.factories.accounts import make_staff, make_user
from tests.factories.contests import make_officer, make_organiser, make_organization
from tests.factories.judging import (
    POLICY,
    fill_in,
    make_judge,
    make_judged_contest,
    make_scored_entry,
    make_sheet,
)
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db

ROUNDS: list[dict[str, Any]] = [
    {},
    {"judges": {"method": "drop", "high": 1, "low": 1}},
    {"round": {"method": "share_of_max"}, "rounding": {"round": {"digits": 0, "mode": "half_up"}}},
    {"round": {"method": "share_of_best"}, "missing": "zero"},
    {"round": {"method": "rank_average"}},
    {"round": {"method": "z", "mean": 50, "deviation": 10}},
    {"standardise": {"method": "z", "mean": 10, "deviation": 2, "over": "judge"}},
    {"judges": {"method": "rank_sum"}},
    {"attempt": {"expression": {"+": [{"var": "value"}, {"var": "idea"}]}}},
]
KEYS: list[list[dict[str, Any]]] = [
    [{"type": "points"}],
    [{"type": "points"}, {"type": "item", "round": "final", "item": "craft"}],
    [{"type": "points"}, {"type": "attempts_sorted", "round": "final"}, {"type": "earliest"}],
    [{"type": "round", "round": "final", "of": "value"}],
]


def bare(computed: Computed) -> list[Any]:
    """The rows without the traces."""
    return [
        row._replace(rounds={code: r._replace(attempts=()) for code, r in row.rounds.items()})
        for row in computed.standings.rows
    ]


def random_contest(seed: int, **rules: Any):
    """Eight entries of two divisions, three judges, some sheets missing or drafts."""
    chance = random.Random(seed)
    policy = {**POLICY, **{key: value for key, value in rules.items() if key != "final"}}
    policy["rounds"] = {"final": rules.get("final", {})}
    contest, round_ = make_judged_contest(policy=policy, judges_per_entry=3)
    judges = [make_judge(contest) for _ in range(3)]
    for _ in range(8):
        entry = make_entry(contest, division=chance.choice(["A", "B"]))
        for judge in judges:
            state = chance.choice(["submitted", "submitted", "submitted", "draft", ""])
            if state:
                marks = chance.randint(0, 20) / 2, chance.randint(0, 3)
                fill_in(make_sheet(judge, entry, round_), *map(str, marks), state=state)
    return contest, judges


@pytest.mark.parametrize(
    "seed",
    [
        *(pytest.param(seed, marks=pytest.mark.postgres) for seed in range(len(KEYS))),
        *range(len(KEYS), len(ROUNDS) * 2),
    ],
)
def test_stored_results_give_the_standings_of_the_sheets(seed: int):
    contest, _ = random_contest(
        seed, final=ROUNDS[seed % len(ROUNDS)], rank_keys=KEYS[seed % len(KEYS)]
    )
    assert bare(compute_standings(contest)) == bare(compute_from_sheets(contest))
    alone = compute_standings(contest, round_code="final")
    assert bare(alone) == bare(compute_from_sheets(contest, round_code="final"))
    assert rebuild(contests=[contest]) == []


def test_trace_is_that_of_the_sheets():
    contest, _ = random_contest(3)
    whole = compute_from_sheets(contest).standings.rows
    for row in whole:
        assert compute_standings(contest, traced=row.entry).standings.of(row.entry) == row


@pytest.mark.postgres
def test_new_policy_never_meets_values_of_the_old_one():
    contest, _ = random_contest(5, final={"judges": {"method": "mean"}})
    changed = {**POLICY, "rounds": {"final": {"judges": {"method": "sum"}}}}
    create_policy(contest=contest, definition=changed, by=None)
    expected = bare(compute_from_sheets(contest))
    assert bare(compute_standings(contest)) == expected
    rebuild(contests=[contest], write=True)
    assert bare(compute_standings(contest)) == expected


@pytest.mark.postgres
def test_role_of_a_judge_moves_the_results():
    contest, judges = random_contest(7)
    update_judge(judge=judges[0], role=Judge.Role.TRAINEE)
    assert bare(compute_standings(contest)) == bare(compute_from_sheets(contest))
    assert rebuild(contests=[contest]) == []


def board_of(*marks: int, **changes: Any):
    contest, round_ = make_judged_contest(live_standings=True, **changes)
    judge = make_judge(contest)
    entries = [make_scored_entry(contest, round_, [judge], [(mark, mark)]) for mark in marks]
    return contest, entries


def get(contest: Any, query: str = "", user: Any = None, **headers: str) -> Any:
    client = APIClient()
    if user is not None:
        client.force_login(user)  # as in a browser: the answer for nobody looks at cookies
    return client.get(f"/api/v1/standings/{contest.slug}/{query}", headers=headers)


def codes(answer: Any) -> list[str]:
    return [r["entry"]["code"] for d in answer.json()["divisions"] for r in d["rows"]]


@pytest.mark.postgres
def test_board_is_cut_to_a_school_and_to_all_below_a_ward():
    contest, entries = board_of(9, 8, 7, display_rule="initials")
    ward = make_organization("Phường Đông", "ward")
    school = make_organization("THCS Hoa Mai")
    school.parent = ward
    school.save()
    for entry in entries[1:]:
        entry.organization = school
        entry.save()
    for place in (ward, school):
        answer = get(contest, f"?organization={place.code}")
        assert codes(answer) == [entries[1].code, entries[2].code]
    assert codes(get(contest, f"?organization={ward.code}&top=1")) == [entries[1].code]
    assert codes(get(contest, "?organization=none-such")) == []


def test_codes_alone_are_not_told_apart_by_school():
    contest, _ = board_of(9, display_rule="code")
    place = make_organization()
    assert get(contest, f"?organization={place.code}").status_code == 403
    assert get(contest, f"?organization={place.code}", make_staff()).status_code == 200


def test_large_board_is_packed_for_those_who_take_it():
    contest, _ = board_of(9, 8, 7, 6)
    plain = get(contest)
    packed = get(contest, **{"Accept-Encoding": "br, gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] == plain["ETag"]
    assert get(contest, **{"If-None-Match": packed["ETag"]}).status_code == 304


@pytest.mark.postgres
def test_kept_board_is_renewed_when_a_score_moves(monkeypatch):
    contest, entries = board_of(9, 8)
    before = get(contest)
    fill_in(Scoresheet.objects.get(attempt__entry=entries[1]), 10, 10)
    assert get(contest).content == before.content
    monkeypatch.setattr("leaderboards.cache.FRESH_SECONDS", 0.0)
    viewing.clear()
    assert codes(get(contest))[0] == entries[1].code
    fill_in(Scoresheet.objects.get(attempt__entry=entries[1]), 1, 1)
    assert codes(get(contest))[0] == entries[0].code


def test_board_is_exported_as_its_viewer_sees_it():
    contest, round_ = make_judged_contest(live_standings=True, display_rule="full_name")
    make_scored_entry(
        contest, round_, [make_judge(contest)], [(9, "7.5")], title="=HYPERLINK(1)",
        participants=[ParticipantData("Nguyễn Văn An")],
    )  # fmt: skip
    read = csv.reader(io.StringIO(get(contest, "board.csv").content.decode("utf-8-sig")))
    (head, line) = list(read)
    assert head[:3] == ["Bảng", "Hạng", "Mã"]
    assert line[1] == "1"
    assert line[3:5] + line[7:8] == ["'=HYPERLINK(1)", "Nguyễn Văn An", "16.5"]
    sheet = load_workbook(io.BytesIO(get(contest, "board.xlsx").content)).active
    assert [cell.value for cell in sheet[2]][3] == "'=HYPERLINK(1)"
    assert get(contest, "board.json").content == get(contest).content
    update_contest(contest=contest, live_standings=False, display_rule="code")
    viewing.clear()
    assert len(get(contest, "board.csv").content.decode().splitlines()) == 1


@pytest.mark.parametrize("published", [False, True])
def test_hidden_scores_leave_by_no_door_of_the_standings(published: bool):
    contest, round_ = make_judged_contest(display_rule="code")
    judge, student = make_judge(contest), make_user("Nguyễn Văn An")
    others = [make_scored_entry(contest, round_, [judge], [("3.5", "4")])]
    mine = make_scored_entry(contest, round_, [judge], [("9.5", "9")], student=student)
    if published:
        proposed = propose_publication(contest=contest, actor=make_organiser(contest))
        approve_publication(publication=proposed, actor=make_officer(contest, "publish"))
        for sheet in Scoresheet.objects.all():
            fill_in(sheet, "0.5", "0")
    hidden = ["18.5", "7.5"] if not published else ["0.5"]
    paths = ["", "?top=1", "?view=live", "?round=final", "board.csv", "board.xlsx", "board.json"]
    paths += [f"entries/{entry.code}/" for entry in (mine, *others)]
    for user in (None, student, judge.user, make_user("Người Ngoài")):
        for path in paths:
            answer = get(contest, path, user)
            body = answer.content
            if path.endswith("xlsx"):
                rows = load_workbook(io.BytesIO(body)).active.values
                body = repr(list(rows)).encode()
            for number in hidden:
                assert number.encode() not in body, (user, path)
            assert published or path.startswith("entries") == (answer.status_code == 404)
    assert b'"18.5"' in get(contest, "", make_staff()).content or published
