"""A prize was given the other way round after certificates were issued: what the office sees and does."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit, card_of
from tests.hostile.test_publication_in_force import Amended

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_the_office_finds_wrong_certificates_and_revokes_them(
    visit: Visit, look: Any, complaints: list[str]
) -> None:
    office = Amended()
    slug = office.contest.slug
    page = visit(path=card_of(office.proposer, f"/organise/{slug}/certificates"))
    section = page.locator("section", has_text="Giấy cần thu hồi")
    expect(section.get_by_role("listitem")).to_have_count(2)
    expect(section).to_contain_text("Kết quả đang công bố trao: Giải Nhì.")
    look(page)

    page.get_by_role("button", name="Cấp giấy", exact=True).click()
    asked = page.get_by_role("dialog")
    asked.get_by_role("button", name="Cấp giấy").click()
    expect(asked).to_contain_text("không còn đúng với kết quả đang công bố; hãy thu hồi.")
    expect(asked.get_by_role("checkbox")).to_have_count(1)
    look(page)
    asked.get_by_role("button", name="Huỷ").click()

    section.get_by_role("button", name="Thu hồi cả 2 giấy").click()
    page.get_by_role("dialog").get_by_label("Lý do").fill("Trao nhầm giải")
    page.get_by_role("dialog").get_by_role("button", name="Thu hồi").click()
    expect(section).to_have_count(0)

    page.get_by_role("button", name="Cấp giấy", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Cấp giấy").click()
    expect(page.get_by_text("Đang cấp và in")).to_be_visible()
    (refused,) = complaints  # the browser itself writes refused requests to the console
    assert "409" in refused
    complaints.clear()


def test_an_obsolete_proposal_says_so_and_verification_warns(visit: Visit, look: Any) -> None:
    office = Amended()
    older = office.propose()
    office.approve(office.propose(swap=True))
    page = visit(path=card_of(office.proposer, f"/organise/{office.contest.slug}/results"))
    line = page.get_by_role("listitem").filter(has_text=f"Bản công bố số {older.number}")
    expect(line).to_contain_text("Hết hiệu lực")
    line.get_by_role("button", name=re.compile("Xem")).click()
    expect(page.get_by_role("dialog")).to_contain_text("Bản này không duyệt được nữa")
    look(page)

    page = visit(path=f"/verify/{office.certificates[0].code}")
    expect(
        page.get_by_role("heading", name="Kết quả đã thay đổi sau khi cấp giấy này")
    ).to_be_visible()
    look(page)
