"""The own account: nobody is signed out unasked, and who approves is led through the second factor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import expect

from accounts.models import ApiToken
from contests.services import grant
from leaderboards.models import Publication
from leaderboards.services import propose_publication
from tests.e2e.conftest import Visit, card_of
from tests.e2e.steps import PHONE, approve_results, sign_in
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.contests import make_organiser
from tests.factories.judging import make_judged_contest
from tests.factories.submissions import make_entry

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _refusals(visit: Visit, complaints: list[str]) -> Iterator[None]:
    """A refused request is no fault of the page here: the page goes on from it."""
    yield
    expected = re.compile("responded with a status of (401|403|409)")
    complaints[:] = [each for each in complaints if not expected.search(each)]


def test_card_asks_before_it_signs_somebody_out(visit: Visit, look: Any) -> None:
    sau, bay = make_user("Trần Văn Sáu", password=PASSWORD), make_user("Lê Thị Bảy")
    card = card_of(bay)
    page = visit(PHONE, "/sign-in")
    sign_in(page, sau.username, PASSWORD)

    page.goto(card)
    expect(page.get_by_role("heading", name="Bạn đang đăng nhập là Trần Văn Sáu")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Ở lại là Trần Văn Sáu").click()
    page.goto("/me")
    expect(page.get_by_role("heading", name="Trần Văn Sáu")).to_be_visible()

    page.goto(card)
    page.get_by_role("button", name="Tiếp tục là Lê Thị Bảy").click()
    page.wait_for_url("**/")
    page.goto("/account")
    expect(page.get_by_text("Bạn đang đăng nhập bằng thẻ in")).to_be_visible()
    expect(page.get_by_role("heading", name="Mật khẩu")).to_have_count(0)
    look(page)


def test_approver_sets_the_second_factor_up_and_approves(
    visit: Visit, look: Any, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    contest, _ = make_judged_contest()
    make_entry(contest)
    publication = propose_publication(contest=contest, actor=make_organiser(contest))
    approver = make_user("Phạm Thị Duyệt", password=PASSWORD)
    grant(contest=contest, name="publish", to=approver)

    page = visit(path="/sign-in")
    sign_in(page, approver.username, PASSWORD)
    page.goto(f"/organise/{contest.slug}/results")
    approve_results(page)
    page.get_by_role("alert").filter(has_text="xác thực hai lớp").get_by_role(
        "link", name="Tài khoản"
    ).click()

    expect(page.get_by_text("Duyệt kết quả và cấp giấy cần lớp này")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Thiết lập").click()
    page.get_by_role("dialog").get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("dialog").get_by_role("button", name="Xác nhận").click()
    secret = page.locator(".account-secret").inner_text()
    look(page)
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    page.get_by_label("Mã sáu chữ số mà ứng dụng hiện ra").fill(code)
    page.get_by_role("button", name="Bật").click()
    expect(page.locator(".account-codes li")).to_have_count(10)
    spare = page.locator(".account-codes li").first.inner_text()
    page.get_by_role("button", name="Tôi đã cất các mã").click()
    page.get_by_role("link", name="Quay lại").click()
    approve_results(page)
    expect(page.get_by_text("Đã công bố kết quả")).to_be_visible()
    publication.refresh_from_db()
    assert publication.state == Publication.State.PUBLISHED

    # The next sign-in asks for a code; a spare one will do.
    page.goto("/me")
    page.get_by_role("button", name="Chức năng").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/")
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill(approver.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.get_by_label("Mã xác thực").fill(spare)
    page.get_by_role("button", name="Xác nhận").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.get_by_role("button", name="Chức năng").click()
    expect(page.get_by_role("link", name="Phạm Thị Duyệt")).to_be_visible()


def test_token_is_made_after_the_password_and_ended(visit: Visit, look: Any) -> None:
    user = make_user(password=PASSWORD)
    page = visit(PHONE, "/sign-in")
    sign_in(page, user.username, PASSWORD)
    page.goto("/account")
    page.get_by_label("Tên để nhận ra").fill("Bảng điểm sân trường")
    page.get_by_role("button", name="Tạo mã").click()
    page.get_by_role("dialog").get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("dialog").get_by_role("button", name="Xác nhận").click()
    expect(page.get_by_text("Mã chỉ hiện lần này")).to_be_visible()
    assert ApiToken.objects.get().scope == "read"
    look(page)
    row = page.get_by_role("listitem").filter(has_text="Bảng điểm sân trường")
    row.get_by_role("button", name="Kết thúc").click()
    expect(row).to_have_count(0)


def test_mails_lead_to_pages_in_their_language(visit: Visit, look: Any) -> None:
    page = visit(PHONE, "/reset-password?language=en#key=x-y")
    expect(page.get_by_role("heading", name="Choose a new password")).to_be_visible()
    look(page)
    page.goto("/verify-email?language=vi#key=x")
    expect(page.get_by_role("heading", name="Xác nhận địa chỉ thư")).to_be_visible()
    look(page)


def test_shared_device_that_is_left_alone_signs_out(visit: Visit) -> None:
    user = make_user(password=PASSWORD)
    page = visit(PHONE, "/sign-in")
    page.clock.install()
    page.goto("/sign-in")
    page.get_by_label("Đây là máy dùng chung").check()
    sign_in(page, user.username, PASSWORD)
    page.clock.fast_forward(29 * 60_000)
    page.goto("/account")
    expect(page.get_by_role("heading", name="Tài khoản")).to_be_visible()
    page.clock.fast_forward(31 * 60_000)
    page.wait_for_url("**/sign-in")
