"""Files in a blind contest: judges get them without the author's name, or the entrant is warned first."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from rest_framework.test import APIClient

from contests.services import update_contest
from jobs.models import Job
from judging.models import Scoresheet
from submissions.models import Attachment, Entry
from submissions.services import (
    ParticipantData,
    create_submission,
    delete_attachment,
    examine_attachment,
    finish_picture,
)
from submissions.services.storing import sweep_uploads
from submissions.usage import usages
from tests.factories.accounts import make_user
from tests.factories.contests import make_organiser
from tests.factories.files import BY
from tests.factories.judging import make_judge, make_judged_contest, make_sheet
from tests.factories.submissions import make_attachment, make_entry
from tests.submissions.test_properties import holds

pytestmark = pytest.mark.django_db

NAME = "Lường Thị Giấu Tên"
_RULE = {"types": sorted(BY), "max_files": 20}


class Desk:
    """An entry of a blind contest, its student, and a judge of it."""

    def __init__(self, **changes: Any) -> None:
        changes = {"blind": True, "upload_rule": _RULE, **changes}
        self.contest, self.round = make_judged_contest(**changes)
        self.student = make_user(NAME)
        people = [ParticipantData(NAME, username=self.student.username)]
        self.entry = make_entry(self.contest, participants=people)
        self.organiser = make_organiser(self.contest)
        self.judge = make_judge(self.contest)

    def client(self, user: Any) -> APIClient:
        client = APIClient()
        client.force_authenticate(user)
        return client

    def upload(self, name: str, content: bytes) -> Any:
        body = {"entry": self.entry.pk, "file": SimpleUploadedFile(name, content)}
        answer = self.client(self.student).post("/api/v1/attachments/", body, format="multipart")
        assert answer.status_code == 201, answer.json()
        return answer.json()

    def submit(self) -> Scoresheet:
        pks = list(self.entry.attachments.values_list("pk", flat=True))
        create_submission(entry=self.entry, by=self.student, attachments=pks)
        return make_sheet(self.judge, self.entry, self.round)

    def judged_files(self) -> list[dict[str, Any]]:
        (sheet,) = self.client(self.judge.user).get("/api/v1/queue/").json()["sheets"]
        files: list[dict[str, Any]] = sheet["entry"]["attachments"]
        return files

    def served(self, address: str, user: Any) -> tuple[bytes, str]:
        answer = self.client(user).get(address)
        assert answer.status_code == 200, address
        return b"".join(answer.streaming_content), answer["Content-Disposition"]


def test_judges_get_a_file_without_its_author_or_the_entrant_is_warned_before() -> None:
    """Every kind by itself: tests/submissions/test_properties.py."""
    stripped, warned = ("pdf", "docx"), ("mp4", "zip")
    desk = Desk()
    told = {name: desk.upload(f"{NAME}.{name}", BY[name](NAME)) for name in (*stripped, *warned)}
    for name in stripped:
        assert (told[name]["found"], told[name]["cleaned"]) == ([], True), name
    for name in warned:
        assert told[name]["cleaned"] is False
        assert {"author", NAME} <= {v for row in told[name]["found"] for v in row.values()}, name
    desk.submit()
    files = desk.judged_files()
    assert [file["name"] for file in files] == [
        f"{desk.entry.blind_code}-{place}.{name}"
        for place, name in enumerate((*stripped, *warned), start=1)
    ]
    for place, name in enumerate(stripped):
        content, disposition = desk.served(files[place]["url"], desk.judge.user)
        assert not holds(content), name
        assert f"{desk.entry.blind_code}-{place + 1}.{name}" in disposition
        assert len(content) == files[place]["size_bytes"]


def test_original_stays_as_it_was_sent_for_its_people_and_the_office() -> None:
    desk = Desk()
    content = BY["docx"](NAME)
    told = desk.upload("bai.docx", content)
    desk.submit()
    attachment = Attachment.objects.get()
    for user in (desk.student, desk.organiser):
        assert desk.served(told["file_url"], user)[0] == content
    (file,) = desk.judged_files()
    copy, _ = desk.served(file["url"], desk.judge.user)
    assert attachment.sha256 == hashlib.sha256(content).hexdigest()
    assert attachment.blind_sha256 == hashlib.sha256(copy).hexdigest() != attachment.sha256
    assert desk.client(desk.judge.user).get(told["file_url"]).status_code == 404


def test_head_judge_sees_that_a_warning_stood() -> None:
    desk = Desk()
    desk.upload("phim.mp4", BY["mp4"](NAME))
    desk.submit()
    listed = desk.client(desk.organiser).get(f"/api/v1/submissions/?entry={desk.entry.pk}").json()
    found = listed[0]["attachments"][0]["found"]
    assert {"what": "author", "value": NAME, "where": "artist"} in found
    told = desk.client(desk.judge.user).get("/api/v1/queue/").content.decode()
    assert NAME not in told


def test_new_version_names_the_same_copy_and_no_file_is_left_by_a_draft() -> None:
    desk = Desk()
    desk.upload("bai.pdf", BY["pdf"](NAME))
    desk.submit()
    first = Attachment.objects.get()
    create_submission(entry=desk.entry, by=None, attachments=[first.pk])
    second = Attachment.objects.exclude(pk=first.pk).get()
    assert (second.blind_copy, second.found) == (first.blind_copy, first.found)
    sent, copied = first.size_bytes, first.blind_bytes
    assert usages(desk.entry, None)[0].used_bytes == sent + (copied or 0)
    desk.upload("nhap.pdf", BY["pdf"](NAME))
    draft = Attachment.objects.get(submission=None)
    paths = [Path(draft.file.path), Path(draft.blind_copy.path)]
    assert all(path.exists() for path in paths)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("submissions.services.attachments.transaction.on_commit", lambda act: act())
        delete_attachment(attachment=draft, by=desk.student)
    assert not any(path.exists() for path in paths)


def test_sweep_keeps_copies_that_a_row_names(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    desk.upload("bai.pdf", BY["pdf"](NAME))
    monkeypatch.setattr(
        "submissions.services.storing.time.time", lambda: timezone.now().timestamp() + 10**6
    )
    sweep_uploads()
    assert Path(Attachment.objects.get().blind_copy.path).exists()


def test_file_from_before_the_contest_was_blind_is_looked_at_before_a_judge_gets_it() -> None:
    desk = Desk(blind=False)
    told = desk.upload("bai.docx", BY["docx"](NAME))
    assert (told["found"], told["cleaned"]) == ([], False)
    update_contest(contest=desk.contest, blind=True)
    desk.submit()
    (file,) = desk.judged_files()
    for _ in range(2):
        waits = desk.client(desk.judge.user).get(file["url"])
        assert (waits.status_code, waits.json()["type"]) == (409, "/problems/attachment-processing")
    job = Job.objects.get(kind="submissions.examine")
    folder = Path(Attachment.objects.get().file.path).parent
    before = len(list(folder.iterdir()))
    for _ in range(2):
        examine_attachment(attachment_id=job.payload["attachment"])
    assert not holds(desk.served(file["url"], desk.judge.user)[0])
    assert len(list(folder.iterdir())) == before + 1


def test_open_contest_takes_files_without_looking_for_names() -> None:
    desk = Desk(blind=False)
    desk.upload("phim.mp4", BY["mp4"](NAME))
    attachment = Attachment.objects.get()
    assert (attachment.found, attachment.blind_copy.name) == (None, "")


def test_picture_is_written_anew_for_everybody_and_needs_no_copy() -> None:
    desk = Desk()
    told = desk.upload("anh.jpg", BY["jpg"](NAME))
    assert (told["state"], told["found"], told["cleaned"]) == ("processing", [], False)
    desk.submit()
    (file,) = desk.judged_files()
    assert desk.client(desk.judge.user).get(file["url"]).status_code == 409
    finish_picture(attachment_id=Attachment.objects.get().pk)
    (file,) = desk.judged_files()
    assert not holds(desk.served(file["url"], desk.judge.user)[0])
    thumbnail = desk.client(desk.judge.user).get(file["thumbnail_url"])
    assert f"{desk.entry.blind_code}-1.webp" in thumbnail["Content-Disposition"]


def test_names_are_those_of_the_entry_alone() -> None:
    desk = Desk()
    other: Entry = make_entry(desk.contest)
    source = f"# {NAME}\n".encode()
    assert desk.upload("bai.pdf", BY["pdf"]("x"))["found"] == []
    assert make_attachment(desk.entry, name="a.zip", content=BY["zip"](NAME)).found != []
    desk.contest.upload_rule = {"types": ["py"]}
    desk.contest.save()
    for entry, expected in ((desk.entry, [NAME]), (other, [])):
        entry.contest.refresh_from_db()
        made = make_attachment(entry, name="bai.py", content=source)
        assert [row["value"] for row in made.found or []] == expected


def test_lost_file_is_called_by_its_neutral_name_and_a_lost_copy_is_made_again() -> None:
    desk = Desk()
    desk.upload(f"{NAME}.pdf", BY["pdf"](NAME))
    desk.submit()
    (file,) = desk.judged_files()
    attachment = Attachment.objects.get()
    Path(attachment.blind_copy.path).unlink()
    coming = desk.client(desk.judge.user).get(file["url"])
    assert (coming.status_code, NAME in coming.content.decode()) == (503, False)
    examine_attachment(attachment_id=attachment.pk)
    assert not holds(desk.served(file["url"], desk.judge.user)[0])
    attachment.refresh_from_db()
    for stored in (attachment.file, attachment.blind_copy):
        Path(stored.path).unlink()
    lost = desk.client(desk.judge.user).get(file["url"])
    assert lost.status_code == 410
    assert NAME not in lost.content.decode()
    assert f"{desk.entry.blind_code}-1.pdf" in lost.content.decode()
