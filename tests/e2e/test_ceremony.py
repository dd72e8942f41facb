"""A ceremony on two screens: keys on the presenter's laptop, the hall follows, then all is public."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from contests.services import grant
from leaderboards.services import approve_publication, propose_publication
from submissions.services import ParticipantData
from tests.e2e.conftest import Visit
from tests.e2e.steps import LAPTOP, WALL, sign_in
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.contests import make_officer
from tests.factories.judging import make_judge, make_judged_contest, make_scored_entry

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PEOPLE = ("Nguyễn Phúc Bảo Ngân", "Trần Đức Tuệ", "Tôn Nữ Hoàng Thị Thuỳ Dương Phương Uyên")


def test_presenter_reveals_by_keys_and_the_hall_follows(visit: Visit, axe: Any) -> None:
    contest, round_ = make_judged_contest(title="Hội thi cấp thành phố", display_rule="full_name")
    judge = make_judge(contest)
    for name, mark in zip(PEOPLE, (7, 5, 9), strict=True):
        make_scored_entry(
            contest, round_, [judge], [(mark, 1)], participants=[ParticipantData(name)]
        )
    organiser = make_user("Lê Thị Tổ Chức", password=PASSWORD)
    for name in ("manage", "publish"):
        grant(contest=contest, name=name, to=organiser)
    proposed = propose_publication(contest=contest, actor=organiser, ceremony=True)
    approve_publication(publication=proposed, actor=make_officer(contest, "publish"))

    desk, hall = visit(LAPTOP, "/sign-in"), visit(WALL)
    hall.goto(f"/contests/{contest.slug}/projector")
    expect(hall.get_by_text("Kết quả chưa được công bố")).to_be_visible()
    sign_in(desk, organiser.username, PASSWORD)
    desk.goto(f"/contests/{contest.slug}/reveal")
    expect(desk.get_by_text("Bước 1/8")).to_be_visible()
    axe(desk)
    desk.keyboard.press("ArrowRight")
    expect(desk.get_by_text("Bước 2/8")).to_be_visible()
    expect(hall.get_by_text("Kết quả chưa được công bố")).to_be_visible()

    desk.get_by_role("button", name="Bắt đầu lễ").click()
    desk.get_by_role("dialog").get_by_role("button", name="Bắt đầu lễ").click()
    expect(hall.get_by_role("heading", name="Hội thi cấp thành phố")).to_be_visible(timeout=8_000)
    for step in range(2, 5):
        desk.keyboard.press(" " if step % 2 else "ArrowRight")
        expect(desk.get_by_text(f"Bước {step}/8")).to_be_visible()
    expect(hall.get_by_role("heading", name=PEOPLE[0])).to_be_visible(timeout=3_000)
    assert PEOPLE[2] not in hall.content()
    desk.keyboard.press("ArrowLeft")
    expect(hall.get_by_role("heading", name="Giải Nhì")).to_be_visible(timeout=3_000)
    desk.reload()  # the laptop comes back where the ceremony is
    expect(desk.get_by_text("Bước 3/8")).to_be_visible()
    for step in range(4, 7):
        desk.keyboard.press("ArrowRight")
        expect(desk.get_by_text(f"Bước {step}/8")).to_be_visible()
    expect(hall.get_by_role("heading", name=PEOPLE[2])).to_be_visible(timeout=3_000)
    axe(hall)

    desk.get_by_role("button", name="Kết thúc và công bố tất cả").click()
    desk.get_by_role("dialog").get_by_role("button", name="Kết thúc và công bố tất cả").click()
    expect(desk.get_by_text("Lễ đã kết thúc")).to_be_visible()
    public = visit(LAPTOP)
    public.goto(f"/contests/{contest.slug}/standings")
    expect(public.get_by_text(PEOPLE[2])).to_be_visible(timeout=8_000)
    public.goto(f"/embed/{contest.slug}")
    expect(public.get_by_text(PEOPLE[2])).to_be_visible()
