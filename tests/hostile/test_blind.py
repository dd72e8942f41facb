"""Blind is blind: nothing that a judge is given, alone or beside what the public is given, joins a
blind code and an entry while the contest's results are not public."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker
from rest_framework.test import APIClient

from accounts.models import User
from contests.errors import BlindTooLate
from contests.services import update_contest
from judging import drawn
from judging.blind import file_id
from judging.models import (
    Attempt,
    ConflictOfInterest,
    JudgeAssignment,
    Match,
    Scoresheet,
)
from judging.selectors import queue
from judging.selectors.paper import printable
from judging.services import (
    add_attempt,
    assign,
    create_calibration,
    fill_assignments,
    recuse,
)
from judging.services.calibration import Sample
from leaderboards import viewing
from submissions.models import Attachment, Entry
from tests.factories.accounts import make_user
from tests.factories.blind import MENTOR, PERSON, SCHOOL, TEAM, TITLE, World, make_world
from tests.factories.judging import make_judge, make_judged_contest, make_sheet
from tests.factories.submissions import make_entry
from tests.leaderboards.test_leaks import addresses, words
from tests.numbers import number
from tests.worlds import shared

pytestmark = pytest.mark.django_db

MARK = re.compile(number("16.79"))  # 9.5 + 7.29, the only one in the contest
PLANTED = re.compile("|".join(re.escape(each) for each in (TITLE, PERSON, MENTOR, TEAM)))


@pytest.fixture(scope="module")
def built(django_db_setup: Any, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with shared(django_db_blocker):
        yield make_world()


@pytest.fixture
def world(built: World, db: None) -> World:
    return built


def everything(world: World, user: User | None) -> Iterator[tuple[str, str]]:
    """Every GET address that can be filled in from what is there, and what it answers `user`."""
    client = APIClient()
    if user is not None:
        client.force_login(user)
    hall = SimpleNamespace(contest=world.contest)
    asked = set(addresses(SimpleNamespace(hall=hall, entry=world.planted, codes=[])))  # type: ignore[arg-type]
    for sheet in queue(user)["sheets"] if user else ():
        asked |= {file["url"] for file in sheet["entry"]["attachments"]}
    assert len(asked) > 40
    for address in sorted(asked):
        viewing.clear()
        yield address, words(client.get(address))


def test_planted_words_are_in_no_answer_to_a_judge(world: World) -> None:
    public_code = re.compile(rf"\b{re.escape(world.planted.code)}\b")
    for address, told in everything(world, world.judge.user):
        found = PLANTED.search(told) or public_code.search(told.replace(address, ""))
        assert found is None, (address, found)
        assert SCHOOL not in told or "/organizations/" in address, address


def test_no_answer_to_the_public_has_a_score_or_a_blind_code(world: World) -> None:
    codes = re.compile("|".join(entry.blind_code for entry in world.entries))
    for user in (None, make_user("Học Sinh Khác")):
        for address, told in everything(world, user):
            found = MARK.search(told) or codes.search(told)
            assert found is None, (address, found)


def test_summary_loses_names_and_title_and_nothing_else(world: World) -> None:
    sheets = queue(world.judge.user)["sheets"]
    shown = next(s["entry"] for s in sheets if s["entry"]["code"] == world.planted.blind_code)
    assert shown["summary"] == "Bài của  … về “…”: bầu khô, dây cước."
    assert (shown["title"], shown["team"], shown["link"], shown["id"]) == (None, None, "", None)
    assert [file["name"] for file in shown["attachments"]] == [f"{world.planted.blind_code}-1.pdf"]


def test_file_of_a_sheet_is_served_under_a_neutral_name(world: World) -> None:
    sheets = queue(world.judge.user)["sheets"]
    shown = next(s["entry"] for s in sheets if s["entry"]["code"] == world.planted.blind_code)
    address = shown["attachments"][0]["url"].removeprefix("/api/v1/")
    answer = world.get(address, world.judge.user)
    assert answer["Content-Disposition"] == (
        f'attachment; filename="{world.planted.blind_code}-1.pdf"'
    )
    by_own_id = re.sub(r"attachments/\d+", f"attachments/{world.files[0].pk}", address)
    assert world.get(by_own_id, world.judge.user).status_code == 404


def test_ids_that_a_judge_is_given_are_drawn_and_all_different(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As drawn: not in turn, not derived from anything of the entry."""
    given: list[int] = []

    def randbelow(most: int) -> int:
        given.append(drawn.LOWEST + secrets.SystemRandom().randrange(most))
        return given[-1] - drawn.LOWEST

    monkeypatch.setattr(drawn.secrets, "randbelow", randbelow)
    late = make_entry(world.contest, title="Bài nộp sau cùng")
    fill_assignments(round_=world.round)
    add_attempt(entry=late, round_id=world.round.pk)
    attempts = set(Attempt.objects.filter(entry=late).values_list("pk", flat=True))
    sheets = set(Scoresheet.objects.filter(attempt__entry=late).values_list("pk", flat=True))
    assert (len(attempts), len(sheets)) == (2, 4)
    assert attempts | sheets == set(given)
    every = [
        *Attempt.objects.filter(entry__contest=world.contest).values_list("pk", flat=True),
        *Scoresheet.objects.filter(judge__contest=world.contest).values_list("pk", flat=True),
    ]
    assert len(set(every)) == len(every) == 2 + 4 + 5 + 10
    assert all(drawn.LOWEST <= each < drawn.HIGHEST for each in every)


def test_a_taken_id_is_drawn_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = Attempt.objects.filter(entry__contest=world.contest).values_list("pk", flat=True)[0]
    numbers = iter([taken, 7, 7, 8])
    monkeypatch.setattr(drawn.secrets, "randbelow", lambda most: next(numbers) - drawn.LOWEST)
    ids = drawn.drawn_ids(Attempt, world.contest)
    assert [next(ids), next(ids)] == [7, 8]


def test_ids_of_an_open_contest_are_given_in_turn() -> None:
    contest, round_ = make_judged_contest()
    judge = make_judge(contest)
    first, second = (make_sheet(judge, make_entry(contest), round_) for _ in range(2))
    assert second.pk == first.pk + 1
    assert second.attempt_id == first.attempt_id + 1


def test_file_ids_come_from_the_random_part_of_the_stored_name(world: World) -> None:
    twin = Attachment(file="entries/1/0123456789abcdef0123456789abcdef.pdf")
    assert file_id(twin, blind=True) == file_id(twin, blind=True)
    other = Attachment(file="entries/1/0123456789abcdef0123456789abcdee.pdf")
    assert file_id(twin, blind=True) != file_id(other, blind=True)
    sheets = queue(world.judge.user)["sheets"]
    ids = {file["id"] for sheet in sheets for file in sheet["entry"]["attachments"]}
    assert ids == {file_id(file, blind=True) for file in world.files}
    assert ids.isdisjoint(Attachment.objects.values_list("pk", flat=True))


def test_queue_and_paper_stand_in_the_order_of_drawn_codes(world: World) -> None:
    late = make_entry(world.contest, title="Bài nộp sau cùng")
    Entry.objects.filter(pk=late.pk).update(blind_code="333333")
    late.refresh_from_db()
    assign(judge=world.judge, entry=late, round_=world.round)
    sheets = queue(world.judge.user)["sheets"]
    codes = [sheet["entry"]["code"] for sheet in sheets]
    assert codes == sorted(codes)
    assert codes[0] == "333333"
    assert [sheet["order"] for sheet in sheets] == list(range(1, 7))
    Scoresheet.objects.filter(judge=world.judge).update(state="draft")
    printed = printable(world.round, judge=world.judge.pk)
    assert [sheet.attempt.entry.blind_code for sheet in printed] == codes


def test_first_assignment_orders_entries_by_drawn_codes(world: World) -> None:
    rows = JudgeAssignment.objects.filter(judge=world.judge).order_by("order")
    codes = list(rows.values_list("entry__blind_code", flat=True))
    assert codes == sorted(codes)


@pytest.mark.parametrize("kind", ["scoresheets", "attempts"])
def test_blind_judge_finds_nothing_by_an_entrys_id(world: World, kind: str) -> None:
    path = f"{kind}/?entry={world.planted.pk}"
    assert world.get(path, world.judge.user).json()["results"] == []
    rows = world.get(f"{kind}/?page_size=500", world.judge.user).json()["results"]
    assert len(rows) == 5
    assert {
        json.dumps(r["entry"]["id"] if kind == "scoresheets" else r["entry"]) for r in rows
    } == {"null"}
    assert len(world.get(path, world.organiser).json()["results"]) == (
        2 if kind == "scoresheets" else 1
    )


def test_matches_and_recusals_name_no_entry(world: World) -> None:
    match = Match.objects.create(round=world.round, code="T1", number=1)
    side = match.sides.create(code="red")
    Attempt.objects.filter(entry__in=world.entries[:3]).update(side=side)
    (shown,) = world.get("matches/", world.judge.user).json()["results"]
    sides = shown["sides"][0]["entries"]
    assert [each["entry"] for each in sides] == [None] * 3
    assert [each["code"] for each in sides] == sorted(e.blind_code for e in world.entries[:3])
    sheet = Scoresheet.objects.get(judge=world.judge, attempt__entry=world.planted)
    recuse(sheet=sheet, actor=world.judge.user, kind="family", reason="người nhà")
    (told,) = world.get("recusals/", world.judge.user).json()["results"]
    assert (told["entry"], told["entry_code"]) == (None, world.planted.blind_code)
    (office,) = world.get("recusals/", world.organiser).json()["results"]
    assert (office["entry"], office["entry_code"]) == (world.planted.pk, world.planted.code)


def test_blind_judge_names_no_entry_in_a_conflict_or_an_attempt(world: World) -> None:
    body = {"judge": world.judge.pk, "entry": world.planted.pk}
    refused = world.post("conflicts/", body, world.judge.user)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/entry-hidden")
    assert not ConflictOfInterest.objects.exists()
    assert world.post("conflicts/", body, world.organiser).status_code == 201
    (own,) = world.get("conflicts/", world.judge.user).json()["results"]
    assert (own["entry"], own["entry_code"]) == (None, "")
    (office,) = world.get("conflicts/", world.organiser).json()["results"]
    assert (office["entry"], office["entry_code"]) == (world.planted.pk, world.planted.code)
    referee = make_judge(world.contest, role="referee")
    asked = {"entry": world.planted.pk, "round": world.round.pk}
    refused = world.post("attempts/", asked, referee.user)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/entry-hidden")
    assert world.post("attempts/", asked, world.organiser).status_code == 201


def test_samples_of_a_calibration_are_nobodys_and_are_shown(world: World) -> None:
    sample = Sample("Bài mẫu", "Tóm tắt", "https://example.org/mau")
    round_ = create_calibration(of=world.round, samples=[sample], actor=None)
    sheets = queue(world.judge.user)["sheets"]
    (shown,) = (s["entry"] for s in sheets if s["round"]["id"] == round_.pk)
    assert (shown["title"], shown["link"]) == ("Bài mẫu", "https://example.org/mau")


# --- What the public sees


def test_live_board_of_a_blind_contest_is_hidden_until_results_are_public(world: World) -> None:
    slug = world.contest.slug
    board = f"standings/{slug}/"
    explained = f"standings/{slug}/entries/{world.planted.code}/"
    for user in (None, world.judge.user):
        for query in ("", "?round=final"):
            shown = world.get(f"{board}{query}", user).json()
            assert (shown["state"], shown["divisions"]) == ("hidden", [])
        assert world.get(explained, user).status_code == 404
    assert world.get(board, world.organiser).json()["state"] == "live"
    world.publish()
    shown = world.get(board).json()
    assert shown["state"] == "published"
    assert TITLE in json.dumps(shown, ensure_ascii=False)
    assert world.get(explained).status_code == 200


def test_public_files_of_a_blind_contest_are_public_with_its_results(world: World) -> None:
    path = f"attachments/{world.files[0].pk}/file/"
    for user in (None, world.judge.user):
        assert world.get(path, user).status_code == 404
    assert world.get(path, world.organiser).status_code == 200
    world.publish()
    answer = world.get(path)
    assert answer.status_code == 200
    assert world.planted.blind_code not in answer["Content-Disposition"]


# --- The setting


def test_blind_judging_is_not_switched_on_after_judges_have_seen_names() -> None:
    contest, round_ = make_judged_contest()
    update_contest(contest=contest, blind=True)
    update_contest(contest=contest, blind=False)
    make_sheet(make_judge(contest), make_entry(contest), round_)
    with pytest.raises(BlindTooLate):
        update_contest(contest=contest, blind=True)
    update_contest(contest=contest, blind=False, title="Tên khác")
