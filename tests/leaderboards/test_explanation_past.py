"""What is published or frozen is explained as it was then, with nothing that came later."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from contest_platform.demo.clock import at
from contests.services import create_form_version
from judging.models import Scoresheet
from judging.services import (
    approve_override,
    change_form_version,
    preview_form_version,
    propose_override,
)
from leaderboards.services import (
    approve_appeal,
    approve_publication,
    decline_appeal,
    file_appeal,
    set_appeal_window,
    set_board_rules,
)
from tests.factories.judging import fill_in
from tests.leaderboards.explaining import FORM, Hall, ask, policy, vi
from tests.leaderboards.test_appeals import Case

pytestmark = pytest.mark.django_db


def test_published_results_are_explained_as_they_were():
    hall = Hall(policy(judges={"method": "mean"}), judges=1)
    entry = hall.own((7, 4))
    published = hall.publish()
    fill_in(Scoresheet.objects.get(attempt__entry=entry), 1, 1)
    overridden_later = propose_override(
        entry=entry, round_=hall.round, actor=hall.organiser, after=Fraction(3), reason="sau"
    )
    approve_override(override_id=overridden_later.pk, actor=hall.second)
    told = hall.ask(entry, hall.student).json()
    assert (told["state"], told["points"]) == ("published", "9")
    assert told["publication"]["number"] == 1
    assert told["publication"]["payload_sha256"] == published.payload_sha256
    (final,) = told["rounds"]
    assert final["override"] is None
    (table,) = final["attempts"][0]["tables"]
    assert [cell["points"] for line in table["lines"] for cell in line["cells"]] == [
        "9", "7", "2", "9",
    ]  # fmt: skip
    assert hall.ask(entry, hall.organiser).json()["points"] == "3"
    assert hall.ask(entry, hall.organiser, "?view=published").json()["points"] == "9"
    handed = hall.ask(entry, hall.organiser, "?view=entrant").json()
    assert handed == told


def test_appeal_is_told_with_its_words_once_the_amendment_is_public():
    case = Case()
    appeal = case.accept(case.file())
    fill_in(Scoresheet.objects.get(attempt=appeal.attempt), 9, 1)
    appeal = case.conclude(appeal, Fraction(10))
    appeal = approve_appeal(appeal=appeal, actor=case.second, expected_revision=appeal.revision)
    url = f"/api/v1/standings/{case.contest.slug}/entries/{case.entry.code}/"
    (final,) = ask(url, case.student).json()["rounds"]
    assert (final["points"], final["appeals"], final["override"]) == ("8", [], None)
    approve_publication(publication=appeal.amended, actor=case.organiser)
    (final,) = ask(url, case.student).json()["rounds"]
    assert final["points"] == "10"
    assert vi([final["override"]["text"]]) == [
        f"Điểm của vòng được điều chỉnh từ 8 thành 10 sau phúc khảo (đơn số {appeal.pk}), có người thứ hai duyệt."
    ]
    (told,) = final["appeals"]
    assert (told["state"], told["before"], told["after"]) == ("changed", "8", "10")
    assert (told["words"], told["marked"], told["marked_by"]) == ("theo phiếu chấm lại", None, None)
    office = ask(f"{url}?view=published", case.organiser).json()["rounds"][0]["appeals"][0]
    assert (office["marked"], office["marked_by"]) == ("10", case.other.code)
    assert ask(url).json()["rounds"][0]["appeals"] == []


def test_frozen_board_explains_what_was_there_and_no_neighbour_below_its_top():
    hall = Hall(policy(judges={"method": "mean"}), judges=1)
    entry, other = hall.own((7, 4)), hall.entry((2, 2))
    start = timezone.now()
    set_board_rules(
        contest=hall.contest, actor=hall.organiser, live=True, top=1,
        freeze_at=start + timedelta(minutes=1),
    )  # fmt: skip
    with at(start + timedelta(hours=1)):
        fill_in(Scoresheet.objects.get(attempt__entry=entry), 1, 1)
        told = hall.ask(entry, hall.student).json()
        assert (told["frozen"], told["points"], told["rank"]) == (True, "9", 1)
        (table,) = told["rounds"][0]["attempts"][0]["tables"]
        assert [line["cells"][0]["points"] for line in table["lines"]] == ["9", "7", "2", "9"]
        assert (told["below"], told["ranked"]) == (None, None)
        assert hall.ask(other).status_code == 404


def test_frozen_board_tells_no_appeal_that_ended_after_its_instant():
    hall = Hall(policy(judges={"method": "mean"}), judges=1)
    entry = hall.own((7, 4))
    now = timezone.now()
    set_board_rules(contest=hall.contest, actor=hall.organiser, live=True, freeze_at=now)
    hall.publish(round_=hall.round)
    set_appeal_window(contest=hall.contest, days=3)
    appeal = file_appeal(entry=entry, round_=hall.round, actor=hall.student, reason="chấm thấp")
    decline_appeal(appeal=appeal, actor=hall.organiser, expected_revision=1, reason="đã đúng")
    (told,) = hall.ask(entry, hall.student, "?round=final").json()["rounds"][0]["appeals"]
    assert (told["state"], told["words"]) == ("declined", "đã đúng")
    frozen = hall.ask(entry, hall.student).json()
    assert (frozen["frozen"], frozen["rounds"][0]["appeals"]) == (True, [])
    live = hall.ask(entry, hall.organiser).json()
    assert [appeal["state"] for appeal in live["rounds"][0]["appeals"]] == ["declined"]


def test_former_form_is_read_once_however_many_sheets_were_on_it():
    counts = []
    for judges in (1, 4):
        hall = Hall(policy(judges={"method": "mean"}), judges=judges)
        entry = hall.own(*[(7, 4)] * judges)
        hall.publish()
        heavier = [FORM["items"][0], {**FORM["items"][1], "weight": 1}]
        version = create_form_version(
            form=hall.round.form_version.form, by=None,
            definition={**FORM, "items": heavier},
        )  # fmt: skip
        seen = preview_form_version(round_=hall.round, form_version=version)
        change_form_version(
            round_=hall.round, form_version=version, actor=hall.organiser, reason="thang mới",
            basis=seen.basis,
        )  # fmt: skip
        client = APIClient()
        client.force_login(hall.student)
        client.get(hall.url(entry))
        with CaptureQueriesContext(connection) as queries:
            told = client.get(hall.url(entry)).json()
        counts.append(len(queries))
        (table,) = told["rounds"][0]["attempts"][0]["tables"]
        assert [cell["points"] for cell in table["lines"][-1]["cells"]] == ["9"] * judges
    assert counts[0] == counts[1]
