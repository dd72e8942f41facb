"""A stored file that is lost, cut off or overwritten is never sent: people are told what to do, it is made
again where it can be, and the administrator sees it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from certificates.models import CertificateBatch
from certificates.services import create_template, order_batch
from contest_platform.checking import KINDS, Found, plan, step
from jobs import worker
from judging.models import Minutes
from judging.services import lock_round
from submissions.models import Attachment
from submissions.services import create_submission
from tests.factories.accounts import make_staff, make_user
from tests.factories.certificates import make_results
from tests.factories.contests import make_organiser
from tests.factories.judging import make_judge, make_judged_contest, make_scored_entry, make_sheet
from tests.factories.submissions import make_attachment, make_entry, pdf_bytes, picture_bytes

pytestmark = pytest.mark.django_db


@dataclass
class Stored:
    """A stored file and the addresses that send it."""

    path: Path
    addresses: list[str]
    again: bool  # whether the server can make it again


def work(name: str, content: bytes) -> Attachment:
    contest, round_ = make_judged_contest()
    entry = make_entry(contest)
    attachment = make_attachment(entry, name=name, content=content)
    worker.run_pending()
    create_submission(entry=entry, by=None, attachments=[attachment.pk])
    make_sheet(make_judge(contest), entry, round_)
    attachment.refresh_from_db()
    return attachment


def addresses_of(attachment: Attachment, what: str) -> list[str]:
    sheet = attachment.entry.attempts.get().scoresheets.get()
    return [
        f"/api/v1/attachments/{attachment.pk}/{what}/",
        f"/api/v1/scoresheets/{sheet.pk}/attachments/{attachment.pk}/{what}/",
    ]


def document() -> Stored:
    made = work("bai.pdf", pdf_bytes())
    return Stored(Path(made.file.path), addresses_of(made, "file"), again=False)


def picture() -> Stored:
    made = work("anh.png", picture_bytes())
    return Stored(Path(made.file.path), addresses_of(made, "file"), again=False)


def thumbnail() -> Stored:
    made = work("anh.png", picture_bytes())
    return Stored(Path(made.thumbnail.path), addresses_of(made, "thumbnail"), again=True)


def minutes() -> Stored:
    contest, round_ = make_judged_contest()
    make_scored_entry(contest, round_, [make_judge(contest)], [(7, 7)])
    lock_round(round_id=round_.pk, actor=make_organiser(contest))
    worker.run_pending()
    made = Minutes.objects.get()
    return Stored(Path(made.file.path), [f"/api/v1/minutes/{made.pk}/file/"], again=True)


def batch() -> Stored:
    publication, author = make_results(2), make_user()
    template = create_template(
        contest=publication.contest, design="giay_khen", definition={}, by=author
    )
    order_batch(publication=publication, template=template, by=author)
    worker.run_pending()
    made = CertificateBatch.objects.get()
    address = f"/api/v1/certificate-batches/{made.pk}/file/"
    forms = ("pdf", "zip", "two_up", "register", "labels")
    return Stored(Path(made.file.path), [f"{address}?form={form}" for form in forms], again=True)


FILES: dict[str, Callable[[], Stored]] = {
    each.__name__: each for each in (document, picture, thumbnail, minutes, batch)
}
HARM: dict[str, Callable[[Path], Any]] = {
    "deleted": lambda path: path.unlink(),
    "emptied": lambda path: path.write_bytes(b""),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:-20]),
    "overwritten": lambda path: path.write_bytes(b"x" * path.stat().st_size),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("harm", HARM)
@pytest.mark.parametrize("kind", FILES)
def test_a_damaged_file_is_refused_in_words_and_made_again_where_it_can_be(kind, harm):
    stored = FILES[kind]()
    client = APIClient(raise_request_exception=False)
    client.force_authenticate(make_staff())
    whole = client.get(stored.addresses[0])
    assert whole.status_code == 200
    before = hashlib.sha256(body(whole)).hexdigest()
    HARM[harm](stored.path)
    for address in stored.addresses:
        answer = client.get(address, headers={"Accept-Language": "en"})
        expected = (
            (503, "/problems/file-being-made") if stored.again else (410, "/problems/file-lost")
        )
        if stored.again and address != stored.addresses[0] and answer.status_code == 409:
            continue  # its job is on the way already
        assert (answer.status_code, answer.json()["type"]) == expected, address
        assert answer["Content-Type"] == "application/problem+json"
        assert "on the server" in answer.json()["detail"]
    if stored.again:
        worker.run_pending()
        again = client.get(stored.addresses[0])
        assert again.status_code == 200
        assert hashlib.sha256(body(again)).hexdigest() == before


def test_who_follows_a_link_to_a_lost_file_gets_a_page_in_the_own_language():
    stored = document()
    stored.path.unlink()
    client = APIClient(raise_request_exception=False)
    client.force_authenticate(make_staff())
    answer = client.get(stored.addresses[0], headers={"Accept": "text/html,*/*;q=0.8"})
    assert (answer.status_code, answer["Content-Type"]) == (410, "text/html; charset=utf-8")
    assert "Tệp “bai.pdf” đã mất hoặc bị hỏng" in answer.content.decode()


def test_a_batch_that_is_printed_again_issues_nothing():
    stored = batch()
    made = CertificateBatch.objects.get()
    make_entry(made.publication.contest)
    pages, digest = made.pages, made.sha256
    stored.path.unlink()
    client = APIClient()
    client.force_authenticate(make_staff())
    client.get(stored.addresses[0])
    worker.run_pending()
    made.refresh_from_db()
    assert (made.pages, made.sha256) == (pages, digest)


def test_a_picture_that_is_lost_before_it_is_prepared_is_refused_in_words():
    contest, _ = make_judged_contest()
    attachment = make_attachment(make_entry(contest), name="anh.png", content=picture_bytes())
    Path(attachment.file.path).unlink()
    worker.run_pending()
    attachment.refresh_from_db()
    assert (attachment.state, attachment.refusal) == ("refused", "upload-unreadable")


def test_the_look_at_files_goes_on_where_it_stopped_and_names_what_is_lost():
    lost = [document(), thumbnail()]
    minutes()
    for each in lost:
        each.path.unlink()
    found, steps = Found.read(None), 0
    while not found.done:
        found, steps = step(Found.read(found.told()), seconds=0), steps + 1
    assert (found.looked, found.count, steps) == (4, 2, 4 + len(KINDS) - 3)
    assert [(kind, reason) for kind, _, _, reason in found.lost] == [
        ("attachment", "missing"),
        ("thumbnail", "missing"),
    ]


def test_the_administrator_sees_lost_files_on_the_page_of_the_installation():
    stored = document()
    client = APIClient()
    root = make_staff()
    root.is_superuser = True
    root.save()
    client.force_login(root)
    page = client.get("/admin/state/").content.decode()
    assert "chưa kiểm tra lần nào" in page
    worker.run_pending()
    assert "1 tệp, 0 tệp mất hoặc hỏng" in client.get("/admin/state/").content.decode()
    stored.path.write_bytes(b"%PDF-")
    with pytest.raises(CommandError):
        call_command("check_files")
    plan()
    worker.run_pending()
    page = client.get("/admin/state/").content.decode()
    assert "1 tệp, 1 tệp mất hoặc hỏng" in page
    assert stored.path.name in page
