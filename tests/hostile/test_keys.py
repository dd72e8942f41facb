"""An idempotency key is one person's: nobody meets another's, and the server's own cannot be sent."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from rest_framework.test import APIClient

from common.preconditions import server_key
from contests.models import Round
from judging.models import Scoresheet, ScoresheetRevision, SkippedTurn
from judging.services import recuse
from tests.factories.judging import (
    fill_in,
    make_judge,
    make_judged_contest,
    make_scored_entry,
    make_sheet,
)
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db

KEY = "key-00000001"


@pytest.fixture
def sheets() -> tuple[Scoresheet, Scoresheet]:
    """Two judges' sheets of one entry."""
    contest, round_ = make_judged_contest()
    entry = make_entry(contest)
    one, two = (make_sheet(make_judge(contest), entry, round_) for _ in range(2))
    return one, two


def put(sheet: Scoresheet, key: str, idea: int) -> Any:
    client = APIClient()
    client.force_authenticate(sheet.judge.user)
    sheet.refresh_from_db()
    return client.put(
        f"/api/v1/scoresheets/{sheet.pk}/",
        {"values": {"idea": idea, "craft": 5}, "comments": {}, "kind": "scored", "state": "draft"},
        format="json",
        headers={"If-Match": f'"{sheet.revision}"', "Idempotency-Key": key},
    )


def skip(sheet: Scoresheet, key: str, kind: str = "busy") -> Any:
    client = APIClient()
    client.force_authenticate(sheet.judge.user)
    return client.post(
        f"/api/v1/scoresheets/{sheet.pk}/skip/",
        {"kind": kind},
        format="json",
        headers={"Idempotency-Key": key},
    )


def test_key_of_one_judge_means_nothing_to_another(sheets: tuple[Scoresheet, Scoresheet]) -> None:
    mine, theirs = sheets

    assert put(mine, KEY, 5).json()["revision"] == 1
    answer = put(theirs, KEY, 7)

    assert (answer.status_code, answer.json()["revision"]) == (200, 1)
    theirs.refresh_from_db()
    assert theirs.values == {"idea": 7, "craft": 5}
    assert set(ScoresheetRevision.objects.values_list("actor", "operation")) == {
        (mine.judge.user_id, KEY),
        (theirs.judge.user_id, KEY),
    }


def test_key_of_one_person_is_refused_for_another_body(
    sheets: tuple[Scoresheet, Scoresheet],
) -> None:
    put(sheets[0], KEY, 5)

    answer = put(sheets[0], KEY, 6)

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/operation-reused")
    assert ScoresheetRevision.objects.count() == 1


def test_turn_put_off_by_one_judge_keeps_no_other_from_the_key(
    sheets: tuple[Scoresheet, Scoresheet],
) -> None:
    mine, theirs = sheets

    assert skip(mine, KEY).status_code == 201
    assert skip(theirs, KEY, "absent").status_code == 201
    assert skip(mine, KEY, "absent").status_code == 409

    assert set(SkippedTurn.objects.values_list("judge", "kind")) == {
        (mine.judge_id, "busy"),
        (theirs.judge_id, "absent"),
    }


@pytest.mark.parametrize("key", ["@recusal-1-1", '"@paper-1-1-scored"', "@import-1-1"])
def test_key_of_the_server_cannot_be_sent(sheets: tuple[Scoresheet, Scoresheet], key: str) -> None:
    for answer in (put(sheets[0], key, 5), skip(sheets[0], key)):
        assert answer.status_code == 400
        assert answer.json()["type"] == "/problems/precondition-malformed"
        assert answer.json()["detail"].startswith("Tiêu đề Idempotency-Key không đúng dạng")
    assert not ScoresheetRevision.objects.exists()


def test_every_key_of_the_server_is_out_of_reach() -> None:
    contest, round_ = make_judged_contest()
    judge = make_judge(contest)
    make_scored_entry(contest, round_, [judge], [(5, 5)])
    sheet = Scoresheet.objects.get()
    # What a judge could send to be there first, when keys were one namespace.
    put(sheet, "recusal-1-1", 6)

    recusal = recuse(sheet=sheet, actor=judge.user, kind="declared", reason="người nhà")

    last = sheet.revisions.get(number=3)
    assert last.operation == server_key("recusal", recusal.pk, sheet.pk)
    assert (last.operation[0], last.state) == ("@", "void")


def test_database_holds_a_persons_key_once(sheets: tuple[Scoresheet, Scoresheet]) -> None:
    put(sheets[0], KEY, 5)
    row = ScoresheetRevision.objects.get()
    row.pk, row.number = None, 2
    row._state.adding = True

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_stored_keys_of_the_server_move_out_of_reach() -> None:
    contest, round_ = make_judged_contest()
    sheet = make_sheet(make_judge(contest), make_entry(contest), round_)
    kept = ["7b0f5c9e-0000-4000-8000-000000000000", "paper-round-1", "formal-1-1"]
    moved = [
        "form-1-2",
        "paper-3-0-no_show",
        "recusal-4-5",
        "demo-6-7",
        "import-8-1",
        "carried-8-2",
    ]
    for key in (*kept, *moved):
        fill_in(sheet, 5, 5, operation=key)
    Round.objects.update(assigned_at=None)
    migration = importlib.import_module("judging.migrations.0013_keys_of_persons_and_take_backs")

    migration.move_the_servers_own_keys(apps, None)
    migration.mark_assigned_rounds(apps, None)

    stored = list(ScoresheetRevision.objects.order_by("pk").values_list("operation", flat=True))
    assert stored == [*kept, *(f"@{key}" for key in moved)]
    assert Round.objects.get(pk=round_.pk).assigned_at is not None
