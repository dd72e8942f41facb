"""A school of two: the secretary makes the account their own in two minutes, and approves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from accounts.audit.acting import as_person
from contests.services import grant
from judging.services import create_judge, issue_judge_link
from leaderboards.models import Publication
from leaderboards.services import propose_publication
from tests.e2e.conftest import Visit
from tests.e2e.steps import approve_results, sign_in
from tests.factories.contests import make_organiser
from tests.factories.judging import make_judge, make_judged_contest, make_scored_entry
from tests.factories.own_accounts import OWN, code_of, key_in_mail

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

MINE = "thu.ky@example.org"


@pytest.fixture(autouse=True)
def _refusals(visit: Visit, complaints: list[str]) -> Iterator[None]:
    """A refused request is no fault of the page here: the page goes on from it."""
    yield
    expected = re.compile("responded with a status of (401|403)")
    complaints[:] = [each for each in complaints if not expected.search(each)]


def test_secretary_makes_the_account_their_own_and_approves(
    visit: Visit, look: Any, settings: Any
) -> None:
    settings.OWN_ACCOUNTS_REQUIRED = True
    settings.EMAIL_HOST = "mail.example.org"
    contest, round_ = make_judged_contest()
    make_scored_entry(contest, round_, [make_judge(contest)], [(9, 5)])
    head = make_organiser(contest, "Lê Thị Hiệu Trưởng")
    with as_person(head):
        judge = create_judge(contest=contest, full_name="Trần Văn Thư Ký", role="head")
        assert judge.user is not None
        grant(contest=contest, name="publish", to=judge.user)
        _, secret, pin = issue_judge_link(judge=judge, by=head)
    publication = propose_publication(contest=contest, actor=head)

    page = visit(path=f"/sign-in#link={secret}")
    page.get_by_label("Mã PIN").fill(pin)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto("/account")
    own = page.locator("#own")
    expect(own.get_by_text("Còn thiếu")).to_have_count(4)
    look(page)

    page.get_by_label("Thêm địa chỉ").fill(MINE)
    page.locator("#email").get_by_role("button", name="Thêm").click()
    expect(page.get_by_text("Đã gửi thư xác nhận.")).to_be_visible()
    page.goto(f"/verify-email#key={key_in_mail(MINE)}")
    page.get_by_role("button", name="Xác nhận").click()
    page.get_by_role("link", name="Tài khoản", exact=True).last.click()
    own.get_by_role("button", name="Gửi thư đặt mật khẩu").click()
    expect(page.get_by_text("Đã gửi thư. Hãy mở liên kết trong thư.")).to_be_visible()
    page.goto(f"/reset-password#key={key_in_mail(MINE)}")
    page.get_by_label("Mật khẩu mới").fill(OWN)
    page.get_by_role("button", name="Đặt mật khẩu").click()
    expect(page.get_by_text("Hãy đăng nhập bằng mật khẩu mới.")).to_be_visible()
    page.goto("/sign-in")
    sign_in(page, judge.user.username, OWN)

    page.goto(f"/organise/{contest.slug}/results")
    approve_results(page)
    page.get_by_role("alert").get_by_role("link", name="Xác thực hai lớp").click()
    expect(own.get_by_text("Của riêng bạn", exact=True)).to_have_count(3)
    page.get_by_role("button", name="Thiết lập").click()
    page.get_by_role("dialog").get_by_label("Mật khẩu").fill(OWN)
    page.get_by_role("dialog").get_by_role("button", name="Xác nhận").click()
    secret = page.locator(".account-secret").inner_text()
    page.get_by_label("Mã sáu chữ số mà ứng dụng hiện ra").fill(code_of(secret))
    page.get_by_role("button", name="Bật").click()
    page.get_by_role("button", name="Tôi đã cất các mã").click()
    expect(own.get_by_text("Của riêng bạn", exact=True)).to_have_count(4)
    page.get_by_role("link", name="Quay lại").click()
    approve_results(page)
    expect(page.get_by_text("Đã công bố kết quả")).to_be_visible()
    publication.refresh_from_db()
    assert publication.state == Publication.State.PUBLISHED
    expect(
        page.get_by_text("Người duyệt do Lê Thị Hiệu Trưởng phân công hoặc tạo tài khoản.")
    ).to_be_visible()


def test_refused_approval_leads_to_each_step(visit: Visit, look: Any, settings: Any) -> None:
    settings.OWN_ACCOUNTS_REQUIRED = True
    contest, round_ = make_judged_contest()
    make_scored_entry(contest, round_, [make_judge(contest)], [(9, 5)])
    head = make_organiser(contest, "Lê Thị Hiệu Trưởng")
    with as_person(head):
        judge = create_judge(contest=contest, full_name="Trần Văn Thư Ký", role="head")
        assert judge.user is not None
        grant(contest=contest, name="publish", to=judge.user)
    judge.user.set_password(OWN)
    judge.user.save()
    propose_publication(contest=contest, actor=head)
    page = visit(path="/sign-in")
    sign_in(page, judge.user.username, OWN)
    page.goto(f"/organise/{contest.slug}/results")
    approve_results(page)
    alert = page.get_by_role("alert").filter(has_text="Lê Thị Hiệu Trưởng, người đề nghị")
    expect(alert.get_by_role("listitem")).to_have_count(2)
    expect(alert.get_by_role("link")).to_have_text(["Xác nhận địa chỉ thư", "Xác thực hai lớp"])
    look(page)
    alert.get_by_role("link", name="Xác nhận địa chỉ thư").click()
    expect(page.locator("#own-address")).to_be_in_viewport()
    # Without a mail server the page says who stands in for it.
    expect(page.get_by_text("Máy chủ này không gửi thư.")).to_be_visible()
    look(page)
