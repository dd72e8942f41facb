"""One contest from entry to certificate, through the screens only."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import zxingcpp
from django.db import connection
from django.utils import timezone
from PIL import ExifTags, Image
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from common.dates import local_date
from contests.models import Contest
from contests.selectors import current_policy
from contests.services import create_policy, grant, update_round
from jobs.worker import run_pending
from judging.models import Scoresheet
from submissions.services import ParticipantData
from tests.certificates.pictures import pages
from tests.e2e.conftest import Visit
from tests.e2e.steps import (
    LAPTOP,
    PHONE,
    TABLET,
    cut_network,
    keeps_interface,
    restore_network,
    sign_in,
)
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.contests import make_contest
from tests.factories.keys import PASSPHRASE, SUBJECT, make_p12
from tests.factories.submissions import make_entry
from tests.processes import wait_until

pytestmark = [pytest.mark.long, pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TITLE = "Nhật ký dòng sông quê em"
MARKS = {"Ý tưởng": "25", "Nội dung": "20", "Kỹ thuật": "20", "Hiệu quả": "25"}


def make_stage() -> tuple[Contest, User, User, User]:
    """A contest from the preset, one judge an entry; its organiser, a second approver, a student."""
    organiser = make_user("Lê Thị Thu Hiền", password=PASSWORD)
    approver = make_user("Trịnh Hữu Phước", password=PASSWORD)
    contest = make_contest(title="Sáng tạo nội dung số", by=organiser, display_rule="full_name")
    update_round(round=contest.rounds.get(), judges_per_entry=1)
    policy = current_policy(contest)
    assert policy is not None
    definition = policy.definition
    definition["rounds"]["final"]["judges"]["minimum_sheets"] = 1
    create_policy(contest=contest, definition=definition, by=organiser)
    grant(contest=contest, name="publish", to=approver)
    return contest, organiser, approver, make_user("Trần Bảo Ngân", password=PASSWORD)


def photograph() -> bytes:
    """A PNG that says where it was taken."""
    exif = Image.Exif()
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (21.0, 1.0, 42.0), 3: "E", 4: (105.0, 51.0, 15.0)}
    target = io.BytesIO()
    Image.linear_gradient("L").resize((640, 400)).save(target, "PNG", exif=exif)
    assert Image.open(target).getexif().get_ifd(ExifTags.IFD.GPSInfo)
    return target.getvalue()


def read_code(picture: Image.Image) -> str:
    """The path and fragment that a QR code leads to; the rest is the installation's own name."""
    (found,) = zxingcpp.read_barcodes(picture)
    address = urlsplit(found.text)
    return address.path + (f"#{address.fragment}" if address.fragment else "")


def enter(phone: Page, contest: Contest, student: User, look: Any) -> None:
    """The student signs in, enters a team of two with a mentor, and hands in a picture."""
    look(phone)
    phone.get_by_role("main").get_by_role("link", name=contest.title).click()
    phone.get_by_role("link", name="Đăng nhập để dự thi").click()
    look(phone)
    sign_in(phone, student.username, PASSWORD)
    look(phone)
    phone.get_by_role("link", name="Đăng ký dự thi").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Đăng ký dự thi")
    phone.get_by_role("radio", name="Trung học cơ sở").check()
    phone.get_by_label("Tên bài dự thi").fill(TITLE)
    phone.get_by_label("Mô tả ngắn").fill("Phim ngắn về dòng sông và người giữ sông.")
    phone.get_by_label("Tên đội").fill("Đội Phù Sa")
    school = contest.organization
    phone.get_by_label("Trường", exact=True).fill(school.name)
    draft = "slug => JSON.parse(localStorage[`entry-draft:${slug}`]).organization"
    wait_until(lambda: phone.evaluate(draft, contest.slug) == school.code)
    expect(phone.get_by_role("textbox", name="Họ và tên thí sinh 1")).to_have_value(
        student.full_name
    )
    phone.get_by_label("Lớp").fill("8A1")
    phone.get_by_role("button", name="Thêm thí sinh").click()
    phone.get_by_role("textbox", name="Họ và tên thí sinh 2").fill("Đỗ Gia Huy")
    phone.get_by_role("button", name="Thêm giáo viên").click()
    phone.get_by_role("textbox", name="Họ và tên giáo viên 1").fill("Phạm Thị Kim Oanh")
    look(phone)
    phone.get_by_role("button", name="Lưu và tải bài lên").click()

    expect(phone.get_by_role("heading", level=1)).to_have_text(TITLE)
    phone.locator("input[type=file]").set_input_files(
        {"name": "dòng sông.png", "mimeType": "image/png", "buffer": photograph()}
    )
    expect(phone.get_by_text("Đã tải lên")).to_be_visible()
    look(phone)
    phone.get_by_role("button", name="Nộp phiên bản này").click()
    expect(phone.get_by_text("Phiên bản 1", exact=True)).to_be_visible()
    phone.get_by_role("button", name="Nộp bài dự thi").click()
    expect(phone.get_by_role("main").get_by_text("Đã nộp", exact=True)).to_be_visible()

    assert run_pending() == 1  # the picture is made anew, without where it was taken
    phone.reload()
    file = phone.get_by_role("link", name="dòng sông.png")
    expect(file).to_be_visible()
    expect(phone.locator(".entry-files img")).to_have_js_property("complete", True)
    kept = phone.request.get(file.get_attribute("href") or "").body()
    assert Image.open(io.BytesIO(kept)).getexif().get_ifd(ExifTags.IFD.GPSInfo) == {}
    look(phone)


def open_tab(laptop: Page, name: str) -> None:
    tabs = laptop.get_by_role("navigation", name="Các phần việc")
    tabs.get_by_role("link", name=name, exact=True).click()


def appoint(laptop: Page, contest: Contest, look: Any) -> str:
    """The organiser adds a judge, prints the judge's card and assigns; where the card leads."""
    laptop.get_by_role("main").get_by_role("link", name=contest.title).click()
    open_tab(laptop, "Giám khảo")
    laptop.get_by_role("button", name="Thêm giám khảo").click()
    dialog = laptop.get_by_role("dialog")
    dialog.get_by_label("Họ và tên").fill("Vũ Đình Khôi")
    look(laptop)
    dialog.get_by_role("button", name="Thêm", exact=True).click()
    laptop.get_by_role("row", name="Vũ Đình Khôi").get_by_role(
        "button", name="Thẻ đăng nhập"
    ).click()
    dialog.get_by_role("button", name="Tạo thẻ").click()
    code = dialog.get_by_role("img", name="Mã QR để đăng nhập")
    expect(code).to_have_js_property("complete", True)
    look(laptop)
    card = read_code(Image.open(io.BytesIO(code.screenshot())))
    dialog.get_by_role("button", name="Đóng").last.click()

    open_tab(laptop, "Phân công")
    laptop.get_by_role("button", name="Xem trước").click()
    look(laptop)
    laptop.get_by_role("button", name="Áp dụng").click()
    expect(laptop.get_by_text("Đã thêm 2 phân công")).to_be_visible()
    look(laptop)
    return card


def record_consents(laptop: Page, look: Any) -> None:
    """A class list that was signed on paper: all three pupils may be named in public."""
    open_tab(laptop, "Bài dự thi")
    laptop.get_by_role("button", name="Ghi nhận đồng ý").click()
    dialog = laptop.get_by_role("dialog", name="Đồng ý nêu tên")
    dialog.get_by_role("button", name="Chọn hoặc bỏ chọn 3 dòng").click()
    dialog.get_by_label("Ngày ký trên giấy").fill(str(local_date(timezone.now())))
    look(laptop)
    dialog.get_by_role("button", name="Ghi đồng ý cho 3 em").click()
    expect(laptop.get_by_text("Đã ghi đồng ý cho 3 em")).to_be_visible()
    expect(dialog.get_by_role("button", name="Ghi đồng ý cho 0 em")).to_be_disabled()
    dialog.get_by_role("button", name="Đóng").click()
    expect(laptop.get_by_text("Công chúng thấy tên của 3 trên 3 học sinh")).to_be_visible()


def tap(tablet: Page, item: str, points: str) -> None:
    group = tablet.get_by_role("radiogroup", name=re.compile(item))
    group.locator("label").filter(has=tablet.get_by_text(points, exact=True)).tap()
    expect(group.get_by_role("radio", checked=True)).to_have_accessible_name(
        re.compile(f"^{points}")
    )


def judge(tablet: Page, look: Any) -> str:
    """Scores one work with the network cut in between, and a second one; the first one's total."""
    keeps_interface(tablet)
    look(tablet)
    tablet.get_by_role("link", name=re.compile(TITLE)).tap()
    state = tablet.locator(".save-state")
    expect(state).to_have_text("Đã gửi máy chủ")
    look(tablet)

    cut_network(tablet)
    for item, points in MARKS.items():
        tap(tablet, item, points)
    expect(state).to_have_text("Đã lưu trên máy · chờ mạng (1)")
    total = tablet.locator(".sheet-total strong")
    expect(total).to_have_text("90")
    look(tablet)
    tablet.reload()
    expect(state).to_have_text("Đã lưu trên máy · chờ mạng (1)")
    expect(total).to_have_text("90")
    assert not Scoresheet.objects.exclude(revision=0).exists()

    restore_network(tablet)
    expect(state).to_have_text("Đã gửi máy chủ")
    tablet.get_by_role("button", name="Nộp phiếu").tap()
    expect(tablet.locator(".sheet-stage")).to_have_text("Đã nộp")
    expect(state).to_have_text("Đã gửi máy chủ")
    found = total.inner_text()
    look(tablet)

    tablet.get_by_role("link", name="Bài kế tiếp").tap()
    expect(tablet.get_by_role("heading", level=1)).to_contain_text("Cây lúa nước")
    for item in MARKS:
        tap(tablet, item, "15")
    tablet.get_by_role("button", name="Nộp phiếu").tap()
    expect(state).to_have_text("Đã gửi máy chủ")
    tablet.get_by_role("link", name="Về danh sách", exact=True).tap()
    expect(tablet.locator(".queue-points")).to_have_text(["60", "90"])
    look(tablet)
    return found


def publish(laptop: Page, second: Page, approver: User, look: Any) -> None:
    """The organiser proposes the results; a second person approves them."""
    laptop.get_by_role("link", name="Điều hành chấm").click()
    expect(laptop.get_by_text("2 / 2").first).to_be_visible()
    look(laptop)
    laptop.get_by_role("link", name="Việc tổ chức").click()
    open_tab(laptop, "Kết quả")
    laptop.get_by_role("button", name="Đề nghị công bố").click()
    laptop.get_by_role("button", name="Đề nghị", exact=True).click()
    dialog = laptop.get_by_role("dialog")
    expect(dialog.get_by_text("Bạn là người đề nghị")).to_be_visible()
    expect(dialog.get_by_role("button", name="Duyệt và công bố")).to_have_count(0)
    look(laptop)
    dialog.get_by_role("button", name="Đóng").last.click()

    sign_in(second, approver.username, PASSWORD)
    second.get_by_role("button", name="Kiểm tra").click()
    expect(second.get_by_role("dialog").get_by_role("row", name=TITLE)).to_contain_text("Giải Nhất")
    look(second)
    second.get_by_role("button", name="Duyệt và công bố").click()
    second.get_by_role("dialog", name="Công bố kết quả này?").get_by_role(
        "button", name="Duyệt và công bố"
    ).click()
    expect(second.get_by_text("Đã công bố kết quả")).to_be_visible()


def give_key(laptop: Page, look: Any) -> None:
    """The organiser uploads the organization's own key, at first with a wrong passphrase."""
    laptop.get_by_role("button", name="Tải khoá lên").click()
    laptop.get_by_label("Tệp khoá PKCS#12").set_input_files(
        {"name": "khoa.p12", "mimeType": "application/x-pkcs12", "buffer": make_p12()}
    )
    passphrase = laptop.get_by_label("Mật khẩu của tệp khoá")
    passphrase.fill("sai")
    laptop.get_by_role("button", name="Tải khoá lên").click()
    expect(passphrase).to_have_attribute("aria-invalid", "true")
    look(laptop)
    passphrase.fill(PASSPHRASE)
    laptop.get_by_role("button", name="Tải khoá lên").click()
    expect(laptop.get_by_role("definition").filter(has_text=SUBJECT)).to_be_visible()
    look(laptop)


def print_certificates(laptop: Page, look: Any) -> bytes:
    """The organiser issues and prints the batch; the downloaded PDF."""
    open_tab(laptop, "Giấy chứng nhận")
    laptop.reload()  # meanwhile the results were published elsewhere
    give_key(laptop, look)
    laptop.get_by_role("button", name="Cấp giấy").click()
    look(laptop)
    laptop.get_by_role("dialog").get_by_role("button", name="Cấp giấy").click()
    expect(laptop.get_by_text("Đang chờ").first).to_be_visible()
    with ThreadPoolExecutor() as worker:  # Playwright's event loop runs in this thread
        assert worker.submit(run_and_leave).result() == 1
    link = laptop.get_by_role("link", name="Tải cả loạt (PDF)")
    expect(link).to_be_visible()
    look(laptop)
    return download(laptop, link)


def run_and_leave() -> int:
    try:
        return run_pending()
    finally:
        connection.close()


def download(page: Page, link: Locator) -> bytes:
    with page.expect_download() as fetched:
        link.click()
    return Path(fetched.value.path()).read_bytes()


def test_contest_goes_from_entry_to_verified_certificate(
    visit: Visit, look: Any, complaints: list[str]
) -> None:
    contest, organiser, approver, student = make_stage()
    make_entry(contest, participants=[ParticipantData("Lò Văn Páo", class_name="7B")])

    phone = visit(PHONE)
    enter(phone, contest, student, look)

    laptop = visit(LAPTOP, "/sign-in", device_scale_factor=2)
    sign_in(laptop, organiser.username, PASSWORD)
    card = appoint(laptop, contest, look)
    record_consents(laptop, look)

    tablet = visit(TABLET, card)
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Phiếu chấm của tôi")
    total = judge(tablet, look)

    sheet = Scoresheet.objects.get(attempt__entry__title=TITLE)
    marks = {"idea": 25, "content": 20, "craft": 20, "impact": 25}
    assert (sheet.state, sheet.values, str(sheet.points)) == ("submitted", marks, total)
    written: list[str] = []  # each value came to the server once
    before: dict[str, Any] = {}
    for revision in sheet.revisions.order_by("number"):
        written += [item for item, value in revision.values.items() if before.get(item) != value]
        before = revision.values
    assert sorted(written) == sorted(marks)

    publish(
        laptop, visit(LAPTOP, f"/sign-in?next=/organise/{contest.slug}/results"), approver, look
    )

    phone.goto(f"/contests/{contest.slug}/standings")
    own = phone.get_by_role("region", name="Bài của bạn")
    for part in (own, phone.get_by_role("tabpanel")):
        row = part.get_by_role("row", name=TITLE)
        expect(row.locator(".board-points")).to_have_text(total)
        expect(row.locator(".board-rank")).to_have_text("1")
        expect(row).to_contain_text("Giải Nhất")
    look(phone)

    printed = pages(print_certificates(laptop, look), dpi=150)
    assert len(printed) == 3  # two of the team, one of the other entry
    paths = [read_code(page) for page in printed]
    assert len(set(paths)) == 3

    verified = []
    stranger = visit(PHONE, paths[0])
    for path in paths:
        stranger.goto(path)
        expect(stranger.get_by_role("heading", name="Giấy này là thật")).to_be_visible()
        verified.append(tuple(stranger.locator("dd").all_inner_texts()[:3]))
    assert sorted(verified) == sorted(
        [
            (student.full_name, "Giải Nhất", contest.title),
            ("Đỗ Gia Huy", "Giải Nhất", contest.title),
            ("Lò Văn Páo", "Giải Ba", contest.title),
        ]
    )
    look(stranger)

    name = re.compile(f"Tải giấy của {student.full_name}")
    signed = download(laptop, laptop.get_by_role("link", name=name))
    pdf = {"name": "giấy.pdf", "mimeType": "application/pdf"}
    for data, told in (
        (signed + b"\n", "Tệp có chữ ký số nhưng không phải bản đã cấp"),
        (signed, "Tệp này đúng từng byte là bản gốc có chữ ký số, và chữ ký còn nguyên vẹn."),
    ):
        stranger.locator("input[type=file]").set_input_files({**pdf, "buffer": data})
        expect(stranger.get_by_text(told)).to_be_visible()
    expect(stranger.locator("dd").filter(has_text=SUBJECT)).to_be_visible()
    look(stranger)
    other = paths[[name for name, *_ in verified].index("Lò Văn Páo")]
    stranger.get_by_label("Mã tra cứu").fill(other.rsplit("/", 1)[-1])
    stranger.get_by_role("button", name="Tra cứu").click()
    expect(stranger.get_by_text("Lò Văn Páo")).to_be_visible()
    expect(stranger.get_by_text(told)).to_have_count(0)
    passphrase, digest = complaints  # the browser itself writes what was refused to its console
    assert ("422" in passphrase, "404" in digest) == (True, True)
    complaints.clear()

    phone.goto("/me")
    expect(phone.get_by_role("heading", name="Giải Nhất")).to_be_visible()
    look(phone)
