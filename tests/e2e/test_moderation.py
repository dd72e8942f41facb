"""A head judge's day through the screens: judges apart, a third marking, an override, the lock."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from contests.services import grant
from jobs.worker import run_pending
from judging.models import Discrepancy, RoundResult
from judging.services import record_heartbeat, recuse
from tests.e2e.conftest import Visit
from tests.e2e.steps import LAPTOP, PHONE, WALL, sign_in
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.judging import (
    fill_in,
    make_judge,
    make_judged_contest,
    make_scored_entry,
    make_sheet,
)
from tests.factories.submissions import make_entry
from tests.judging.test_discrepancies import PROTOCOL

pytestmark = [pytest.mark.long, pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def open_tab(page: Page, name: str) -> None:
    tabs = page.get_by_role("navigation", name="Các phần việc")
    tabs.get_by_role("link", name=name, exact=True).click()


@pytest.fixture
def day() -> dict[str, Any]:
    """Two works seen differently, one alike, one that a judge stepped back from."""
    organiser = make_user("Lê Thị Thu Hiền", password=PASSWORD)
    head = make_user("Nguyễn Thị Bạch Tuyết", password=PASSWORD)
    contest, round_ = make_judged_contest(policy=PROTOCOL, by=organiser)
    judges = [
        make_judge(contest, user=make_user(name, password=PASSWORD))
        for name in ("Vũ Đình Khôi", "Huỳnh Ngọc Trâm")
    ]
    spare = make_judge(contest, user=make_user("Ksor Y Thuỷ", password=PASSWORD))
    make_judge(contest, role="head", user=head)
    far = make_scored_entry(contest, round_, judges, [(9, 9), (4, 5)], title="Đèn ngủ tre")
    talk = make_scored_entry(contest, round_, judges, [(7, 7), (8, 9)], title="Vườn rau thông minh")
    close = make_scored_entry(contest, round_, judges, [(6, 6), (6, 7)], title="Nhật ký dòng sông")
    left = make_entry(contest, title="Chợ nổi")
    make_sheet(judges[0], left, round_)
    recuse(
        sheet=make_sheet(judges[1], left, round_),
        actor=judges[1].user,
        kind="family",
        reason="là cháu tôi",
    )
    record_heartbeat(user=judges[0].user, device="tablet-1", unsent=2)
    return {
        "contest": contest,
        "round": round_,
        "organiser": organiser,
        "head": head,
        "judges": judges,
        "spare": spare,
        "far": far,
        "talk": talk,
        "close": close,
        "left": left,
    }


def settle_talk(page: Page, day: dict[str, Any], look: Any, complaints: list[str]) -> None:
    """Notes a talk, after somebody else changed the row in between."""
    page.get_by_role("link", name="Vườn rau thông minh").click()
    expect(page.get_by_text("thể lệ yêu cầu các giám khảo thảo luận")).to_be_visible()
    table = page.get_by_role("region", name="Điểm các giám khảo theo tiêu chí")
    expect(table.get_by_role("row", name="Kỹ thuật")).to_contain_text("2")
    look(page)
    words = "Đã xem lại bài, giữ hai mức điểm."
    page.get_by_label("Nội dung thảo luận").fill(words)
    Discrepancy.objects.filter(attempt__entry=day["talk"]).update(revision=9)
    send = page.get_by_role("button", name="Ghi kết quả thảo luận")
    send.click()
    expect(page.get_by_text("Người khác vừa thay đổi")).to_be_visible()
    expect(page.get_by_label("Nội dung thảo luận")).to_have_value(words)
    (refused,) = complaints  # the browser tells every refusal
    assert "412" in refused
    complaints.clear()
    send.click()
    expect(page.get_by_text("Đã ghi cách xử lý")).to_be_visible()
    assert Discrepancy.objects.get(attempt__entry=day["talk"]).state == "discussed"


def appoint(page: Page, day: dict[str, Any], look: Any) -> None:
    """Appoints the third marker; the head judge's own seat and the spare judge are offered."""
    page.get_by_role("link", name="Đèn ngủ tre").click()
    page.get_by_role("radio", name="Ksor Y Thuỷ").check()
    page.get_by_label("Lý do").fill("Lệch quá mức, không thống nhất được.")
    look(page)
    page.get_by_role("button", name="Chỉ định", exact=True).click()
    expect(page.get_by_text("Đang chờ Ksor Y Thuỷ chấm")).to_be_visible()
    sheet = make_sheet(day["spare"], day["far"], day["round"])
    fill_in(sheet, 8, 8)
    assert RoundResult.objects.get(entry=day["far"]).value == 17  # the closest two of 18, 9, 16


def propose(page: Page, day: dict[str, Any], look: Any) -> None:
    open_tab(page, "Điều chỉnh")
    page.get_by_role("button", name="Đề nghị điều chỉnh").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Bài dự thi").fill("Nhật ký")
    dialog.get_by_role("button", name="Nhật ký dòng sông").click()
    dialog.get_by_label("Điểm mới của vòng").fill("19,5")
    expect(dialog.get_by_text("Thứ hạng thay đổi:")).to_be_visible()
    dialog.get_by_label("Lý do").fill("Nhập nhầm điểm, theo biên bản số 2.")
    look(page)
    dialog.get_by_role("button", name="Gửi đề nghị").click()
    expect(page.get_by_text("Bạn đã đề nghị; cần người khác duyệt.")).to_be_visible()
    expect(page.get_by_role("button", name="Duyệt", exact=True)).to_have_count(0)


def approve(phone: Page, day: dict[str, Any], look: Any) -> None:
    """The organiser approves on a phone; settling and locking are not offered."""
    sign_in(phone, day["organiser"].username, PASSWORD)
    look(phone)
    phone.get_by_role("button", name="Duyệt", exact=True).click()
    phone.get_by_role("dialog").get_by_role("button", name="Duyệt", exact=True).click()
    expect(phone.get_by_text("Điều chỉnh đã có hiệu lực")).to_be_visible()
    open_tab(phone, "Tiến độ")
    expect(phone.get_by_role("heading", name="Cần xử lý")).to_be_visible()
    look(phone)
    expect(phone.get_by_role("button", name="Khoá vòng")).to_have_count(0)
    assert RoundResult.objects.get(entry=day["close"]).value == 19.5


def test_head_judges_day(
    visit: Visit, look: Any, day: dict[str, Any], complaints: list[str]
) -> None:
    slug = day["contest"].slug
    page = visit(WALL, f"/sign-in?next=/moderate/{slug}")
    sign_in(page, day["head"].username, PASSWORD)
    waiting = page.locator(".attention")
    expect(waiting.get_by_text("2 bài lệch điểm chưa xử lý")).to_be_visible()
    expect(waiting.get_by_text("1 giám khảo rút lui, chưa có người thay")).to_be_visible()
    expect(waiting.get_by_text("1 máy còn phiếu chưa gửi")).to_be_visible()
    page.get_by_label("Chỉ bài có lưu ý").check()
    expect(page.get_by_role("button", name="Nhật ký dòng sông")).to_have_count(0)
    look(page)
    page.get_by_role("button", name="Khoá vòng").click()
    expect(page.get_by_role("dialog").get_by_text("Còn 2 bài lệch điểm")).to_be_visible()
    page.get_by_role("dialog").get_by_role("link", name="Xem chênh lệch").click()

    settle_talk(page, day, look, complaints)
    appoint(page, day, look)
    propose(page, day, look)
    approve(visit(PHONE, f"/sign-in?next=/moderate/{slug}/overrides"), day, look)

    open_tab(page, "Rút lui & xung đột")
    look(page)
    page.get_by_role("button", name="Ksor Y Thuỷ").click()
    expect(page.get_by_text("Đã đủ người")).to_be_visible()
    for judge in (day["judges"][0], day["spare"]):
        fill_in(make_sheet(judge, day["left"], day["round"]), 5, 5)
    open_tab(page, "Thống nhất")
    expect(page.get_by_role("row", name="Ý tưởng")).to_contain_text("0,")
    look(page)

    open_tab(page, "Tiến độ")
    page.get_by_role("button", name="Khoá vòng").click()
    page.get_by_role("dialog").get_by_role("button", name="Khoá vòng").click()
    expect(page.get_by_text("Đã khoá Chung kết")).to_be_visible()
    assert run_pending() == 1
    open_tab(page, "Biên bản")
    link = page.get_by_role("link", name="Tải biên bản (PDF)")
    expect(link).to_be_visible()
    look(page)
    data = page.request.get(link.get_attribute("href") or "").body()
    with pikepdf.open(io.BytesIO(data)) as document:
        assert len(document.pages) >= 1
    page.locator(".organise-facts a").click()
    expect(page.get_by_text("Biên bản này là thật")).to_be_visible()
    look(page)


def test_observer_reads_and_decides_nothing(visit: Visit, look: Any, day: dict[str, Any]) -> None:
    observer = make_user("Người Quan Sát", password=PASSWORD)
    grant(contest=day["contest"], name="observe", to=observer)
    slug = day["contest"].slug
    page = visit(LAPTOP, f"/sign-in?next=/moderate/{slug}/discrepancies")
    sign_in(page, observer.username, PASSWORD)
    page.get_by_role("link", name="Đèn ngủ tre").click()
    expect(page.get_by_text("Trưởng ban giám khảo xử lý bài này.")).to_be_visible()
    look(page)
    for tab, words in (
        ("Điều chỉnh", "Chưa có điều chỉnh nào"),
        ("Rút lui & xung đột", "Cần người thay"),
    ):
        open_tab(page, tab)
        expect(page.get_by_text(words)).to_be_visible()
        expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)
