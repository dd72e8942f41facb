"""What a visitor without an account sees, by day and by night."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from certificates.services import revoke
from contests.models import Contest
from contests.services import grant
from leaderboards.services import approve_publication, propose_publication
from submissions.services import ParticipantData
from tests.e2e.conftest import Visit
from tests.e2e.steps import PHONE, WALL, sign_in
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.certificates import make_certificates
from tests.factories.contests import make_officer
from tests.factories.judging import make_judge, make_judged_contest, make_scored_entry

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PEOPLE = ("Nguyễn Phúc Bảo Ngân", "Trần Đức Tuệ", "Ksor Y Thuỷ")


def make_scored_contest(title: str, *, published: bool) -> Contest:
    """Three scored entries, two of them tied, under a rule that shows initials only."""
    contest, round_ = make_judged_contest(
        title=title, title_en=f"{title} (en)", display_rule="initials"
    )
    judges = [make_judge(contest), make_judge(contest)]
    marks = ([(9, 8), (8, 9)], [(7, 7), (6, 8)], [(7, 7), (8, 6)])
    for name, points in zip(PEOPLE, marks, strict=True):
        make_scored_entry(
            contest,
            round_,
            judges,
            list(points),
            title=f"Tác phẩm của lớp {name[0]}",
            participants=[ParticipantData(name)],
            organization=contest.organization,
        )
    if published:
        first, second = make_officer(contest, "publish"), make_officer(contest, "publish")
        approve_publication(
            publication=propose_publication(contest=contest, actor=first), actor=second
        )
    return contest


def dark(page: Page, look: Any) -> None:
    """The same page by night, then by day again."""
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    look(page)
    page.evaluate("document.documentElement.dataset.theme = 'light'")


def test_visitor_reads_contests_and_boards(visit: Visit, look: Any) -> None:
    shown = make_scored_contest("Sáng tạo nội dung số", published=True)
    hidden = make_scored_contest("Robot cứu hộ", published=False)
    page = visit(PHONE)

    expect(page.get_by_role("link", name=shown.title)).to_be_visible()
    look(page)
    dark(page, look)
    page.get_by_role("link", name=shown.title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(shown.title)
    look(page)

    page.get_by_role("link", name="Kết quả", exact=True).click()
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.locator(".board-points")).to_have_text(["17", "14", "14"])
    expect(rows.nth(0)).to_contain_text("Giải Nhất")
    expect(rows.nth(1).locator(".board-rank")).to_contain_text("đồng hạng")
    for name in PEOPLE:  # initials and school, never the name
        assert name not in page.content()
    expect(rows.nth(0)).to_contain_text(f"{shown.organization.name}")
    look(page)
    dark(page, look)

    rows.nth(0).get_by_role("link").click()
    expect(page.get_by_text("Vì sao có thứ hạng này")).to_be_visible()
    assert PEOPLE[0] not in page.content()
    look(page)

    page.goto(f"/contests/{shown.slug}/projector")
    expect(page.locator(".projector-points")).to_have_text(["17", "14", "14"])
    look(page)

    page.goto(f"/contests/{hidden.slug}/standings")
    expect(page.get_by_text("Kết quả chưa được công bố")).to_be_visible()
    assert "Tác phẩm" not in page.content()
    look(page)


def test_projector_of_an_organiser_shows_no_more_than_the_public_sees(visit: Visit) -> None:
    contest = make_scored_contest("Sáng tạo nội dung số", published=True)
    organiser = make_user("Lê Thị Tổ Chức", username="tochuc", password=PASSWORD)
    grant(contest=contest, name="manage", to=organiser)
    page = visit(WALL, "/sign-in")
    sign_in(page, "tochuc", PASSWORD)

    page.goto(f"/contests/{contest.slug}/standings")
    expect(page.get_by_text(PEOPLE[0])).to_be_visible()  # the organiser's own view names people
    page.goto(f"/contests/{contest.slug}/projector")
    expect(page.locator(".projector-points")).to_have_text(["17", "14", "14"])
    for name in PEOPLE:
        assert name not in page.content()


def test_visitor_changes_the_language(visit: Visit, look: Any) -> None:
    contest = make_scored_contest("Sáng tạo nội dung số", published=True)
    page = visit(WALL, f"/contests/{contest.slug}/standings")

    page.get_by_label("Ngôn ngữ").select_option("en")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{contest.title} (en)")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    look(page)
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("tbody tr").first).to_contain_text("First prize")


def test_anyone_verifies_a_certificate(visit: Visit, look: Any, complaints: list[str]) -> None:
    contest = make_scored_contest("Sáng tạo nội dung số", published=True)
    valid, ended, *_ = make_certificates(contest.publications.get())
    revoke(certificate=ended, reason="Nhầm người", by=make_user())
    page = visit(PHONE, "/verify")
    look(page)

    page.get_by_label("Mã tra cứu").fill(valid.code.lower())
    page.get_by_role("button", name="Tra cứu").click()
    expect(page.get_by_role("heading", name="Giấy này là thật")).to_be_visible()
    assert not any(name in page.content() for name in PEOPLE)
    look(page)
    dark(page, look)

    page.goto(f"/verify/{ended.code}")
    expect(page.get_by_role("heading", name="Đã bị thu hồi")).to_be_visible()
    assert "Nhầm người" not in page.content()
    look(page)

    page.goto("/verify/AAAA-AAAA-AAAA")
    expect(page.get_by_text("Không có giấy nào mang mã này")).to_be_visible()
    look(page)
    (missing,) = complaints  # the browser itself writes refused requests to the console
    assert "404" in missing
    complaints.clear()
