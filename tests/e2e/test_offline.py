"""Scores on a bad network: whatever happens on the way, the server has every value exactly once."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from judging.models import Scoresheet
from tests.e2e.conftest import Visit, place_of, written
from tests.e2e.steps import (
    SENT,
    TABLET,
    chosen,
    cut_network,
    keeps_interface,
    network_is_back,
    put,
    restore_network,
    sign_in,
    state_of,
    waiting,
)
from tests.factories.accounts import PASSWORD
from tests.processes import wait_until

pytestmark = [pytest.mark.long, pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

IDEA, CRAFT = "Ý tưởng", "Kỹ thuật"
WAITING = waiting(1)


def open_sheet(visit: Visit, sheet: Scoresheet) -> Page:
    assert sheet.judge.user is not None
    page = visit(TABLET, f"/sign-in?next={place_of(sheet)}")
    sign_in(page, sheet.judge.user.username, PASSWORD)
    expect(state_of(page)).to_have_text(SENT)
    return page


def test_sheet_survives_a_reload_without_network(visit: Visit, sheet: Scoresheet) -> None:
    page = open_sheet(visit, sheet)
    keeps_interface(page)

    cut_network(page)
    put(page, IDEA, "7")
    put(page, CRAFT, "8")
    expect(state_of(page)).to_have_text(WAITING)
    page.reload()
    expect(state_of(page)).to_have_text(WAITING)
    expect(chosen(page, IDEA)).to_have_accessible_name("7")
    page.goto("/judge")
    expect(page.get_by_text("Chưa nối được máy chủ")).to_be_visible()
    page.get_by_role("link", name="Cây lúa nước").tap()
    put(page, IDEA, "9")
    assert written(sheet) == []

    restore_network(page)
    expect(state_of(page)).to_have_text(SENT)
    page.get_by_role("button", name="Nộp phiếu").tap()
    expect(page.locator(".sheet-stage")).to_have_text("Đã nộp")
    expect(state_of(page)).to_have_text(SENT)

    # The first tap had been frozen for sending when the network was gone.
    assert written(sheet) == [("idea", 7), ("craft", 8), ("idea", 9)]
    sheet.refresh_from_db()
    assert (sheet.state, sheet.values) == ("submitted", {"idea": 9, "craft": 8})


def test_lost_answer_then_edit_writes_each_value_once(visit: Visit, sheet: Scoresheet) -> None:
    page = open_sheet(visit, sheet)
    keys: list[str] = []

    def lose_first_answer(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) > 1:
            return route.continue_()
        assert route.fetch().ok  # the server has it, the tablet never hears of it
        return route.abort()

    page.route(f"**/api/v1/scoresheets/{sheet.pk}/", lose_first_answer)
    with page.expect_event("requestfailed"):
        put(page, IDEA, "7")
    expect(state_of(page)).to_have_text(WAITING)
    assert written(sheet) == [("idea", 7)]
    put(page, CRAFT, "8")
    expect(chosen(page, CRAFT)).to_have_accessible_name("8")
    network_is_back(page)
    expect(state_of(page)).to_have_text(SENT)

    assert keys[0] == keys[1] != keys[2]
    assert len(keys) == 3
    assert written(sheet) == [("idea", 7), ("craft", 8)]


def test_two_tabs_are_one_device(visit: Visit, sheet: Scoresheet) -> None:
    first = open_sheet(visit, sheet)
    second = first.context.new_page()
    second.goto(first.url)
    expect(state_of(second)).to_have_text(SENT)
    answered: list[str] = []
    first.context.on(
        "response",
        lambda response: (
            answered.append(response.request.headers["idempotency-key"])
            if response.request.method == "PUT"
            else None
        ),
    )

    cut_network(first)
    put(first, IDEA, "7")
    expect(chosen(second, IDEA)).to_have_accessible_name("7")
    put(second, CRAFT, "8")
    expect(chosen(first, CRAFT)).to_have_accessible_name("8")
    restore_network(first)
    for page in (first, second):
        expect(state_of(page)).to_have_text(SENT)
        expect(chosen(page, IDEA)).to_have_accessible_name("7")
        expect(chosen(page, CRAFT)).to_have_accessible_name("8")

    assert written(sheet) == [("idea", 7), ("craft", 8)]
    assert len(answered) == len(set(answered)) == sheet.revisions.count()


def test_two_devices_are_reconciled_item_by_item(
    visit: Visit, sheet: Scoresheet, complaints: list[str], look: Any
) -> None:
    here, there = open_sheet(visit, sheet), open_sheet(visit, sheet)
    cut_network(here)
    put(here, IDEA, "7")
    put(here, CRAFT, "8")
    expect(state_of(here)).to_have_text(WAITING)
    put(there, IDEA, "5")
    put(there, CRAFT, "6")
    expect(state_of(there)).to_have_text(SENT)
    wait_until(lambda: Scoresheet.objects.get(pk=sheet.pk).values == {"idea": 5, "craft": 6})

    restore_network(here)
    rows = here.locator(".conflict-row")
    expect(rows).to_have_count(2)
    look(here)
    rows.filter(has_text=CRAFT).get_by_text("6", exact=True).tap()
    here.get_by_role("button", name="Lưu lựa chọn").tap()
    expect(state_of(here)).to_have_text(SENT)
    expect(chosen(here, IDEA)).to_have_accessible_name("7")
    expect(chosen(here, CRAFT)).to_have_accessible_name("6")

    assert written(sheet)[-1] == ("idea", 7)
    sheet.refresh_from_db()
    assert sheet.values == {"idea": 7, "craft": 6}
    (refusal,) = complaints  # the browser itself writes refused requests to the console
    assert "412" in refusal
    complaints.clear()
