"""An administrator lets somebody speak for an organization, and takes it back; who may not is told."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from contests.models import OrganizationUserGrant
from contests.services import grant
from tests.e2e.conftest import Visit, card_of
from tests.e2e.steps import PHONE, sign_in
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.contests import make_contest

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_an_administrator_gives_and_takes_the_word(visit: Visit, look: Any) -> None:
    contest = make_contest()
    officer = make_user("Trần Thị Văn Phòng")
    for name in ("manage", "issue_certificates"):
        grant(contest=contest, name=name, to=officer)
    admin = make_user("Đặng Quốc Việt", password=PASSWORD, is_staff=True)

    theirs = visit(path=card_of(officer, f"/organise/{contest.slug}/certificates"))
    missing = theirs.get_by_text("Bạn chưa được cấp giấy thay mặt Trường THCS Sao Mai.")
    expect(missing).to_be_visible()
    look(theirs)

    page = visit(PHONE, "/sign-in?next=/organise")
    sign_in(page, admin.username, PASSWORD)
    page.get_by_role("link", name="Quyền thay mặt đơn vị").click()
    page.get_by_label("Đơn vị").fill("Trường THCS Sao Mai")
    page.get_by_label("Tên đăng nhập").fill(officer.username)
    page.get_by_label("Quyền").select_option(label="Cấp giấy")
    page.get_by_role("button", name="Cấp quyền").click()
    held = page.get_by_role("button", name="Bỏ quyền Cấp giấy của Trần Thị Văn Phòng")
    expect(held).to_be_visible()
    expect(page.get_by_text("Cấp quyền “Cấp giấy” thay mặt Trường THCS Sao Mai")).to_be_visible()
    look(page)

    theirs.reload()
    expect(theirs.get_by_role("heading", name="Giấy đã cấp")).to_be_visible()
    expect(missing).to_have_count(0)
    theirs.context.close()  # what it asks from now on is refused

    held.click()
    page.get_by_role("dialog").get_by_role("button", name="Bỏ quyền").click()
    expect(page.get_by_text("Chưa cấp quyền cho ai")).to_be_visible()
    assert not OrganizationUserGrant.objects.exists()
