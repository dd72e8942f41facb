"""Policies side by side, and a severity model in force: what flips, what is refused, what is frozen.

Marks are truth less severity: A 8, B 9, C 6, D 5; x takes 1.5 off, z adds 1.5.
"""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contests.errors import SeverityTooLate
from contests.models import Contest, Round
from contests.services import create_policy
from judging.models import RoundResult
from judging.services import propose_override
from judging.services.rebuilding import rebuild
from leaderboards.computing import compute_from_sheets, compute_standings, inputs_digest
from leaderboards.errors import RoundUnknown, SeverityRefused
from leaderboards.services import approve_publication, propose_publication
from leaderboards.whatif.comparing import compare
from leaderboards.whatif.document import document
from tests.factories.contests import make_officer
from tests.factories.judging import POLICY, fill_in, make_judge, make_judged_contest, make_sheet
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db

MARKS = {
    "Bài A": {"y": "8", "z": "9.5"},
    "Bài B": {"x": "7.5", "y": "9"},
    "Bài C": {"x": "4.5", "z": "7.5"},
    "Bài D": {"x": "3.5", "y": "5", "z": "6.5"},
}
APART = {"Bài A": {"x": "8", "y": "7"}, "Bài B": {"z": "6", "w": "5"}}


def policy_with(model: str | None) -> dict[str, Any]:
    definition = deepcopy(dict(POLICY))
    if model is not None:
        definition["rounds"]["final"]["severity"] = {"model": model}
    return definition


def judged(
    model: str | None = None, marks: dict[str, dict[str, str]] = MARKS
) -> tuple[Contest, Round, dict[str, str]]:
    """A judged contest, its round, and the codes of its entries by title."""
    contest, round_ = make_judged_contest(policy=policy_with(model), live_standings=True)
    judges = {name: make_judge(contest) for name in sorted({j for m in marks.values() for j in m})}
    codes = {}
    for title, given in marks.items():
        entry = make_entry(contest, title=title)
        codes[title] = entry.code
        for name, idea in given.items():
            fill_in(make_sheet(judges[name], entry, round_), idea, 0)
    return contest, round_, codes


def order(contest: Contest) -> list[tuple[str, str]]:
    people = dict(contest.entries.values_list("code", "title"))
    rows = compute_standings(contest).standings.rows
    return [(people[row.entry], str(row.points)) for row in rows]


def test_the_adjusted_values_are_the_rounds_where_the_policy_names_a_model() -> None:
    contest, _, _ = judged("additive")
    assert order(contest) == [("Bài B", "9"), ("Bài A", "8"), ("Bài C", "6"), ("Bài D", "5")]
    assert set(RoundResult.objects.values_list("value", flat=True)) == {None}
    stored, sheets = compute_standings(contest), compute_from_sheets(contest)
    assert stored.standings.rows[0].points == sheets.standings.rows[0].points
    assert rebuild(contests=[contest]) == []


def test_without_a_model_the_raw_mean_stands() -> None:
    contest, _, _ = judged()
    assert [title for title, _ in order(contest)] == ["Bài A", "Bài B", "Bài C", "Bài D"]
    assert compute_standings(contest).severity == {}


def test_what_if_shows_the_prizes_that_would_flip() -> None:
    contest, _, codes = judged()
    found = compare(contest)
    a, b = codes["Bài A"], codes["Bài B"]
    flips = [(f.entry, f.before, f.after) for f in found.flips if f.column == "additive"]
    assert flips == [(b, "nhi", "nhat"), (a, "nhat", "nhi")]
    assert [f for f in found.flips if f.column in ("mean", "median", "trimmed")] == []
    columns = {column.id: column for column in found.columns}
    assert list(columns) == ["current", "mean", "trimmed", "median", "additive", "slope", "rasch"]
    refusal = columns["slope"].refusal
    assert refusal is not None
    assert refusal.code == "few-scores-of-judge"
    assert columns["slope"].standings is None


def test_what_if_tells_the_judges_severity() -> None:
    contest, _, codes = judged()
    body = document(contest, compare(contest))
    judges = {row["code"]: row for row in body["severity"]["judges"]}
    assert sorted(round(row["severity"], 3) for row in judges.values()) == [-1.5, 0.0, 1.5]
    assert [row["entries"] for row in judges.values()] == [3, 3, 3]
    assert body["severity"]["warnings"] == ["weak"]
    assert body["severity"]["lambda2"] == pytest.approx(2.5)
    row = next(
        r for d in body["divisions"] for r in d["rows"] if r["entry"]["code"] == codes["Bài A"]
    )
    assert row["sheets"] == 2
    assert row["cells"]["current"] == {
        "rank": 1, "tied": False, "points": "8.75", "value": "8.75", "prize": "nhat",
    }  # fmt: skip
    assert row["cells"]["additive"]["value"] == "8"


def test_what_if_with_an_older_policy() -> None:
    contest, _, codes = judged()
    definition = policy_with(None)
    definition["prizes"] = definition["prizes"][:1]
    create_policy(contest=contest, definition=definition, by=None)
    found = compare(contest, versions=[2])
    assert found.columns[-1].id == "policy:2"
    assert [(f.entry, f.before, f.after) for f in found.flips if f.column == "policy:2"] == [
        (codes["Bài B"], None, "nhi")
    ]


def test_what_if_changes_nothing() -> None:
    contest, _, _ = judged()
    before = inputs_digest(contest, compute_from_sheets(contest))
    compare(contest)
    assert inputs_digest(contest, compute_from_sheets(contest)) == before


def test_what_if_of_an_unknown_round() -> None:
    contest, _, _ = judged()
    with pytest.raises(RoundUnknown):
        compare(contest, round_code="nowhere")


def test_a_model_is_named_before_the_first_sheet_or_never() -> None:
    contest, round_ = make_judged_contest()
    judge, entry = make_judge(contest), make_entry(contest)
    sheet = make_sheet(judge, entry, round_)
    create_policy(contest=contest, definition=policy_with("slope"), by=None)
    fill_in(sheet, 5, 5)
    with pytest.raises(SeverityTooLate):
        create_policy(contest=contest, definition=policy_with("additive"), by=None)
    same = policy_with("slope")
    same["display"] = {"digits": 3}
    create_policy(contest=contest, definition=same, by=None)
    create_policy(contest=contest, definition=policy_with(None), by=None)
    with pytest.raises(SeverityTooLate) as refused:
        create_policy(contest=contest, definition=policy_with("slope"), by=None)
    assert "Chung kết" in refused.value.detail("vi")


def test_a_refused_model_is_published_only_for_a_reason() -> None:
    contest, _, _ = judged("additive", APART)
    chair = make_officer(contest, "chair", "publish")
    assert order(contest) == [("Bài A", "15/2"), ("Bài B", "11/2")]
    with pytest.raises(SeverityRefused) as refused:
        propose_publication(contest=contest, actor=chair)
    assert [fault.pointer for fault in refused.value.errors] == ["/reason"]
    made = propose_publication(contest=contest, actor=chair, reason="hai hội đồng tách rời")
    assert {"code": "severity-refused", "prize": "", "division": "", "round": "final"} in (
        made.payload["warnings"]
    )


def test_a_publication_freezes_the_adjusted_values() -> None:
    contest, _, codes = judged("additive")
    publication = propose_publication(contest=contest, actor=make_officer(contest, "publish"))
    done = approve_publication(publication=publication, actor=make_officer(contest, "publish"))
    row = done.payload["private"]["traces"][codes["Bài A"]]
    assert row["rounds"]["final"]["value"] == "8"
    assert row["rounds"]["final"]["attempts"][0]["raw"] == "8.75"
    assert {"code": "severity-weak", "prize": "", "division": "", "round": "final"} in (
        done.payload["warnings"]
    )


def test_an_override_tells_the_adjusted_value_before_it() -> None:
    contest, round_, codes = judged("additive")
    entry = contest.entries.get(code=codes["Bài A"])
    override = propose_override(
        entry=entry,
        round_=round_,
        actor=make_officer(contest, "manage"),
        after=Fraction(4),
        reason="sửa",
    )
    assert override.before == 8


def test_what_if_takes_the_same_queries_for_more_entries(client: Any) -> None:
    contest, round_, _ = judged()
    client.force_login(make_officer(contest, "chair"))
    path = f"/api/v1/contests/{contest.slug}/what-if/"

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    before = queries()
    judge = make_judge(contest)
    for _ in range(2):
        fill_in(make_sheet(judge, make_entry(contest), round_), 5, 5)
    assert queries() == before


def test_what_if_refuses_policies_that_are_no_numbers(client: Any) -> None:
    contest, _, _ = judged()
    client.force_login(make_officer(contest, "chair"))
    path = f"/api/v1/contests/{contest.slug}/what-if/"
    assert client.get(path, {"policies": "2"}).json()["columns"][-1]["id"] == "policy:2"
    assert client.get(path, {"policies": "x"}).status_code == 400
