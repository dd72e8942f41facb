"""A judge's tablet besides scoring: turns put off, a picture without network, a sign of life."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from judging.models import DeviceSeen, Scoresheet, SkippedTurn
from submissions.services import create_submission, finish_picture
from tests.e2e.conftest import Visit
from tests.e2e.steps import PHONE, cut_network, keeps_interface, restore_network, sign_in
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.judging import make_judge, make_judged_contest, make_sheet
from tests.factories.submissions import make_attachment, make_entry, picture_bytes
from tests.processes import wait_until

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sheets() -> list[Scoresheet]:
    """Two empty sheets of one judge; the first entry has a picture."""
    contest, round_ = make_judged_contest()
    judge = make_judge(contest, user=make_user("Vũ Đình Khôi", password=PASSWORD))
    entries = [make_entry(contest) for _ in range(2)]
    picture = make_attachment(entries[0], name="hinh.png", content=picture_bytes())
    finish_picture(attachment_id=picture.pk)
    create_submission(entry=entries[0], by=None, attachments=[picture.pk])
    return [make_sheet(judge, entry, round_) for entry in entries]


def test_turn_is_put_off_without_network_and_told_later(
    visit: Visit, sheets: list[Scoresheet]
) -> None:
    first, second = sheets
    assert first.judge.user is not None
    page = visit(PHONE, "/sign-in?next=/judge", service_workers="allow")
    sign_in(page, first.judge.user.username, PASSWORD)
    rows = page.locator(".queue-row")
    expect(rows).to_have_count(2)
    wait_until(lambda: DeviceSeen.objects.filter(unsent=0).count() == 1)
    keeps_interface(page)
    picture = page.locator(".queue-picture img[src^='blob:']")
    expect(picture).to_have_count(1)  # fetched after the queue, and shown from the device since

    cut_network(page)
    page.reload()
    expect(picture).to_have_count(1)
    assert picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 0

    rows.first.tap()
    expect(page.locator(".sheet-picture")).to_be_visible()
    page.get_by_role("button", name="Chưa chấm được").tap()
    page.get_by_text("Chưa sẵn sàng").tap()
    page.get_by_role("button", name="Để chấm sau").tap()
    expect(page.locator(".sheet-code")).to_have_text(second.attempt.entry.code)
    page.goto("/judge")
    expect(rows.last).to_contain_text("Hẹn lại: Chưa sẵn sàng")
    assert not SkippedTurn.objects.exists()

    restore_network(page)
    wait_until(SkippedTurn.objects.exists)
    turn = SkippedTurn.objects.get()
    assert (turn.attempt, turn.kind) == (first.attempt, "not_set_up")
    page.reload()
    expect(rows.last).to_contain_text("Hẹn lại: Chưa sẵn sàng")
    assert SkippedTurn.objects.count() == 1
