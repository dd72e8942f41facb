"""What a judging day does to a tablet: a server that dies, no network till the evening, a newcomer."""

from __future__ import annotations

import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from benchmarks.stage.field import make_unscored
from judging.models import Scoresheet, ScoresheetRevision
from judging.services.results import lock_result
from tests.e2e.conftest import ONE_TAP, Visit, card_of, place_of, written
from tests.e2e.steps import (
    SENT,
    TABLET,
    chosen,
    cut_network,
    keeps_interface,
    network_is_back,
    put,
    restore_network,
    state_of,
    waiting,
)
from tests.factories.contests import make_contest
from tests.factories.judging import make_judge, make_judged_contest, make_sheet
from tests.factories.submissions import make_entry
from tests.long import LONG
from tests.processes import shipped_server

pytestmark = [pytest.mark.long, pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

IDEA, CRAFT = "Ý tưởng", "Kỹ thuật"


def test_server_killed_during_a_write_has_the_value_once(
    visit: Visit, sheet: Scoresheet, tmp_path: Path
) -> None:
    server = shipped_server(tmp_path)
    server.start()
    try:
        page = visit(
            TABLET,
            card_of(sheet.judge.user, place_of(sheet)),
            base_url=f"http://127.0.0.1:{server.port}",
        )
        expect(state_of(page)).to_have_text(SENT)
        keeps_interface(page)
        keys: list[str] = []
        page.on(
            "request",
            lambda request: (
                keys.append(request.headers["idempotency-key"]) if request.method == "PUT" else None
            ),
        )
        # Whoever holds the result keeps the write waiting in the server, which dies meanwhile.
        with transaction.atomic():
            lock_result(entry_id=sheet.attempt.entry_id, round_id=sheet.attempt.round_id)
            with page.expect_request(lambda request: request.method == "PUT"):
                put(page, IDEA, "7")
            time.sleep(0.5)
            with page.expect_event("requestfailed", lambda request: request.method == "PUT"):
                server.kill()
        expect(state_of(page)).to_have_text(waiting(1))
        put(page, CRAFT, "8")
        expect(chosen(page, CRAFT)).to_have_accessible_name("8")
        expect(state_of(page)).to_have_text(waiting(1))  # "saving" until the second value is stored
        page.reload()
        expect(chosen(page, IDEA)).to_have_accessible_name("7")
        expect(chosen(page, CRAFT)).to_have_accessible_name("8")
        expect(state_of(page)).to_have_text(waiting(1))
        assert written(sheet) == []

        server.start()
        network_is_back(page)
        expect(state_of(page)).to_have_text(SENT)
        assert written(sheet) == [("idea", 7), ("craft", 8)]
        assert keys[0] == keys[-2] != keys[-1]  # the frozen write again, then what came after it
        page.context.close()
    finally:
        server.stop()


def test_unsent_sheets_travel_by_file_and_arrive_once(visit: Visit, complaints: list[str]) -> None:
    contest, round_ = make_judged_contest(form=ONE_TAP)
    judge = make_judge(contest)
    sheets = [make_sheet(judge, make_entry(contest, title=t), round_) for t in ("Sen", "Cúc")]
    here = visit(TABLET, card_of(judge.user, place_of(sheets[0])))
    expect(state_of(here)).to_have_text(SENT)
    keeps_interface(here)
    cut_network(here)
    for place, sheet in enumerate(sheets):
        here.goto(place_of(sheet))
        put(here, IDEA, str(3 + place))
        put(here, CRAFT, str(5 + place))
        expect(state_of(here)).to_have_text(waiting(place + 1))
    here.goto("/judge")
    with here.expect_download() as download:
        here.get_by_role("button", name="Xuất phiếu chưa gửi (2)").tap()
    file = download.value.path()

    there = visit(TABLET, card_of(judge.user, "/judge"))
    expect(state_of(there)).to_have_text(SENT)
    for _ in range(2):  # a file may be taken in twice
        there.get_by_label("Nhập từ tệp").set_input_files(file)
        expect(there.get_by_text("Đã nhận 2 phiếu từ tệp.").last).to_be_visible()
        expect(state_of(there)).to_have_text(SENT)
    found = [[("craft", 5), ("idea", 3)], [("craft", 6), ("idea", 4)]]
    assert [written(sheet) for sheet in sheets] == found

    # The first device finds its network after all: the same values, nothing to choose or to add.
    restore_network(here)
    expect(state_of(here)).to_have_text(SENT)
    assert [written(sheet) for sheet in sheets] == found
    # What the second file and the first device still sent was refused, and was there already. A
    # device that learnt it from the queue in time sends nothing.
    assert [refusal for refusal in complaints if "412" not in refusal] == []
    complaints.clear()


def test_sheets_of_a_day_without_network_arrive_once(visit: Visit) -> None:
    count, by_hand = 200 if LONG else 60, 5
    _, (judge, *_) = make_unscored("hall", judges=3, sheets=count)
    sheets = list(Scoresheet.objects.filter(judge=judge).order_by("pk"))
    assert len(sheets) == count
    page = visit(TABLET, card_of(judge.user, "/judge"))
    expect(page.locator(".queue-list a")).to_have_count(count)
    page.goto(place_of(sheets[0]))  # the sheet's own page is on the device, too
    expect(state_of(page)).to_have_text(SENT)
    keeps_interface(page)
    answers: list[tuple[int, str]] = []
    page.on(
        "response",
        lambda response: (
            answers.append((response.status, response.request.headers["idempotency-key"]))
            if response.request.method == "PUT"
            else None
        ),
    )
    cut_network(page)
    values = {sheet.pk: {"item1": place % 40 / 2} for place, sheet in enumerate(sheets)}
    for sheet in sheets[:by_hand]:
        page.goto(place_of(sheet))
        page.get_by_role("textbox", name="Tiêu chí 1", exact=True).fill(
            str(values[sheet.pk]["item1"])
        )
        page.keyboard.press("Tab")
        expect(state_of(page)).to_have_text(re.compile(r"chờ mạng"))
    # By hand all of them would take minutes: the others go through the page's own outbox.
    page.evaluate(ENTER, [[sheet.pk, values[sheet.pk]] for sheet in sheets[by_hand:]])
    expect(state_of(page)).to_have_text(waiting(count))
    page.reload()
    expect(state_of(page)).to_have_text(waiting(count))
    assert not ScoresheetRevision.objects.exists()

    restore_network(page)
    expect(state_of(page)).to_have_text(SENT, timeout=60_000)
    rows = ScoresheetRevision.objects.values_list("scoresheet_id", "number", "values__item1")
    assert sorted((pk, number, float(value)) for pk, number, value in rows) == [
        (sheet.pk, 1, values[sheet.pk]["item1"]) for sheet in sheets
    ]
    assert [status for status, _ in answers] == [200] * count
    assert len({key for _, key in answers}) == count


# Finds the outbox among the modules that the page has loaded, and enters values in many sheets.
ENTER = """async (sheets) => {
  for (const { name } of performance.getEntriesByType('resource')) {
    if (!/\\/assets\\/[^/]+\\.js$/.test(name)) continue
    for (const part of Object.values(await import(name)))
      if (typeof part?.exportFile === 'function') {
        for (const [id, values] of sheets)
          await part.edit(id, { values, comments: {}, state: 'draft', kind: 'scored' })
        return
      }
  }
  throw new Error('the page has no outbox')
}"""


def test_newcomer_has_a_score_on_the_server_within_a_minute(visit: Visit) -> None:
    contest = make_contest()  # the preset's own form: four criteria in words
    judge = make_judge(contest)
    sheet = make_sheet(judge, make_entry(contest), contest.rounds.get())
    started = time.monotonic()
    page = visit(TABLET, card_of(judge.user))
    page.evaluate("window.taps = 0; addEventListener('pointerdown', () => { taps += 1 }, true)")

    page.get_by_role("link", name=re.compile("Chấm tiếp")).tap()
    criteria = page.get_by_role("radiogroup")
    expect(criteria).to_have_count(4)
    taps = [taps_of(page)]
    for place in range(4):
        level = criteria.nth(place).locator("label").last
        level.tap()
        expect(state_of(page)).to_have_text(SENT)
        taps.append(taps_of(page))
        if place == 0:
            assert written(sheet) != []
            assert time.monotonic() - started < 60
    page.get_by_role("button", name="Nộp phiếu").tap()
    expect(page.locator(".sheet-stage")).to_have_text("Đã nộp")
    expect(state_of(page)).to_have_text(SENT)

    assert taps[0] <= 2  # from the card to the sheet
    assert max(after - before for before, after in pairwise(taps)) <= 4
    sheet.refresh_from_db()
    assert (sheet.state, sheet.complete) == ("submitted", True)


def taps_of(page: Page) -> int:
    count: int = page.evaluate("window.taps")
    return count
