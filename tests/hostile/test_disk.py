"""Files never take the disk that scores need: quotas, a reserve, and nothing left by a failure."""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import shutil
import time
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contests.services import update_contest
from jobs.models import Job
from submissions.models import Attachment, Entry
from submissions.services import (
    add_attachment,
    create_submission,
    delete_attachment,
    finish_picture,
)
from submissions.services.storing import SWEEP_JOB, storing, sweep_uploads
from submissions.usage import usages
from tests.factories.accounts import make_staff
from tests.factories.contests import make_contest
from tests.factories.submissions import make_attachment, make_entry, pdf_bytes, picture_bytes
from tests.hostile.conftest import Refused, World

RULE = {"types": ["pdf", "png"], "max_bytes": 20_000_000, "max_files": 50}
SIZE = len(pdf_bytes())
Usage = namedtuple("Usage", "total used free")


def upload(world: World, name: str = "bài.pdf", user: Any = None) -> Any:
    file = SimpleUploadedFile(name, pdf_bytes())
    return world.client(user or world.student).post(
        "/api/v1/attachments/", {"entry": world.entry.pk, "file": file}
    )


def leave(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 10**12 - free, free))


def stored() -> set[Path]:
    return set(Path(django_settings.MEDIA_ROOT).rglob("entries/*/*"))


@pytest.mark.parametrize(
    ("rule", "setting", "code", "words"),
    [
        ({"entry_bytes": 2 * SIZE}, None, "entry-quota", "Bài dự thi đã dùng"),
        ({"contest_bytes": 2 * SIZE}, None, "contest-quota", "Cuộc thi đã dùng"),
        ({}, "QUOTA_ENTRY_BYTES", "entry-quota", "Bài dự thi đã dùng"),
        ({}, "QUOTA_PERSON_BYTES", "person-quota", "Bạn đã tải lên"),
        ({}, "QUOTA_CONTEST_BYTES", "contest-quota", "Cuộc thi đã dùng"),
    ],
)
def test_upload_over_a_quota_is_refused(
    world: World,
    refused: Refused,
    settings: Any,
    rule: dict[str, int],
    setting: str | None,
    code: str,
    words: str,
) -> None:
    update_contest(contest=world.contest, upload_rule={**RULE, **rule})
    if setting:
        setattr(settings, setting, 2 * SIZE)
    assert [upload(world).status_code for _ in range(2)] == [201, 201]

    problem = refused(lambda: upload(world, "bài ba.pdf"), 413, code)

    assert words in problem["detail"]
    assert "“bài ba.pdf”" in problem["detail"]


def test_every_version_and_draft_counts_and_a_file_once(world: World) -> None:
    update_contest(contest=world.contest, upload_rule=RULE)
    first, second, draft = (make_attachment(world.entry) for _ in range(3))
    create_submission(entry=world.entry, by=None, attachments=[first.pk])
    create_submission(entry=world.entry, by=None, attachments=[first.pk, second.pk])

    assert [each.used_bytes for each in usages(world.entry, None)] == [3 * SIZE, 3 * SIZE]

    delete_attachment(attachment=draft, by=None)

    assert [each.used_bytes for each in usages(world.entry, None)] == [2 * SIZE, 2 * SIZE]


def test_entry_tells_what_is_used_and_left(world: World, settings: Any) -> None:
    update_contest(contest=world.contest, upload_rule={**RULE, "entry_bytes": 10 * SIZE})
    settings.QUOTA_PERSON_BYTES = 4 * SIZE
    upload(world)

    def storage(user: Any) -> Any:
        return world.client(user).get(f"/api/v1/entries/{world.entry.pk}/").json()["storage"]

    shown = {"used_bytes": SIZE, "allowed_bytes": 10 * SIZE}
    assert storage(world.student) == {**shown, "left_bytes": 3 * SIZE}
    assert storage(world.organiser) == {**shown, "left_bytes": 9 * SIZE}  # uploads for many


def test_below_the_reserve_files_are_refused_and_scores_go_on(
    world: World,
    refused: Refused,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (Path(settings.MEDIA_ROOT) / ".disk-reported").unlink(missing_ok=True)
    leave(monkeypatch, settings.DISK_RESERVE_BYTES - 1)
    settings.ADMINS = [("", "quantri@example.edu.vn")]
    upload(world)  # the first one writes down that the operator was notified

    for path in ("attachments", "certificate-images", "signing-keys"):
        file = SimpleUploadedFile("a.png", picture_bytes())
        body = {"entry": world.entry.pk, "contest": world.contest.slug, "file": file}
        client = world.client(world.organiser)
        problem = refused(
            lambda c=client, p=path, b=body: c.post(f"/api/v1/{p}/", b), 507, "disk-full"
        )
        assert "điểm vẫn được ghi" in problem["detail"]

    scored = world.client(world.judge).put(
        f"/api/v1/scoresheets/{world.sheet.pk}/",
        json.dumps({"values": {"idea": 9, "craft": 5}, "comments": {}, "state": "draft"}),
        content_type="application/json",
        headers={"If-Match": '"1"', "Idempotency-Key": "full-disk-1"},
    )
    assert scored.status_code == 200, scored.content
    # Four refusals, one mail, in both languages.
    assert [sent.to for sent in mail.outbox] == [["quantri@example.edu.vn"]]
    assert "không nhận tệp" in mail.outbox[0].body
    assert "no files are taken" in mail.outbox[0].body
    stamp = Path(settings.MEDIA_ROOT) / ".disk-reported"
    os.utime(stamp, (time.time() - 90_000,) * 2)
    upload(world)
    assert len(mail.outbox) == 2


def test_operator_is_notified_before_anything_is_refused(
    world: World,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (Path(settings.MEDIA_ROOT) / ".disk-reported").unlink(missing_ok=True)
    settings.ADMINS = [("", "quantri@example.edu.vn")]
    leave(monkeypatch, int(1.5 * settings.DISK_RESERVE_BYTES))

    assert upload(world).status_code == 201

    assert len(mail.outbox) == 1
    assert "disk: 1500 MB left, the reserve is 1000" in caplog.text


def test_storage_that_fails_halfway_leaves_no_file(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored()

    def half(self: FileSystemStorage, name: str, content: Any) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.read(100))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", half)

    assert upload(world).status_code == 500
    assert stored() == before
    assert not Attachment.objects.exists()


def test_refusal_after_the_file_was_stored_leaves_none(world: World) -> None:
    update_contest(contest=world.contest, upload_rule={**RULE, "max_files": 1})
    assert upload(world).status_code == 201
    before = stored()

    assert upload(world).status_code == 409
    assert stored() == before


def test_picture_whose_thumbnail_fails_keeps_only_what_was_there(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    update_contest(contest=world.contest, upload_rule=RULE)
    picture = make_attachment(world.entry, name="ảnh.png", content=picture_bytes())
    before = stored()
    save = FileSystemStorage._save

    def no_thumbnail(self: FileSystemStorage, name: str, content: Any) -> str:
        if name.endswith(".webp"):
            raise OSError(28, "No space left on device")
        return save(self, name, content)

    monkeypatch.setattr(FileSystemStorage, "_save", no_thumbnail)

    with pytest.raises(OSError, match="No space"):
        finish_picture(attachment_id=picture.pk)

    assert stored() == before


def _die_while_storing(entry: Entry) -> None:
    with storing() as store:
        store(entry, "pdf", ContentFile(b"%PDF-"))
        os._exit(9)  # as `kill -9`: nothing is cleaned up


def test_what_a_kill_leaves_is_swept_a_day_later(world: World) -> None:
    update_contest(contest=world.contest, upload_rule=RULE)
    kept = {Path(make_attachment(world.entry).file.path)}
    before = stored()
    killed = multiprocessing.get_context("fork").Process(
        target=_die_while_storing, args=(world.entry,)
    )
    killed.start()
    killed.join()
    (orphan,) = stored() - before
    assert killed.exitcode == 9

    sweep_uploads()
    assert orphan.exists()  # it might be an upload under way

    for path in (orphan, *kept):
        os.utime(path, (time.time() - 90_000,) * 2)
    sweep_uploads()

    assert not orphan.exists()
    assert all(path.exists() for path in kept)
    assert Job.objects.filter(kind=SWEEP_JOB).count() == 1  # an upload plans it


@pytest.mark.django_db
def test_state_of_the_installation_is_for_administrators(settings: Any) -> None:
    settings.EMAIL_HOST, settings.ADMINS = "mail.example.edu.vn", [("", "quantri@example.edu.vn")]
    make_attachment(make_entry(make_contest()))
    root = make_staff()
    root.is_superuser = True
    root.save()
    client = Client()
    assert client.get("/admin/state/").status_code == 302
    client.force_login(make_staff())
    assert client.get("/admin/state/").status_code == 403
    client.force_login(root)

    assert 'href="/admin/state/"' in client.get("/admin/").content.decode()
    page = client.get("/admin/state/", headers={"Accept-Language": "vi"}).content.decode()
    english = client.get("/admin/state/", headers={"Accept-Language": "en"}).content.decode()

    for words in ("Ổ đĩa", "bài nộp dùng 0 MB", "Cơ sở dữ liệu", "0 việc chờ quá 5 phút"):
        assert words in page
    for words in ("MB free", "works use 0 MB", "warnings go to quantri@example.edu.vn"):
        assert words in english


@pytest.mark.django_db
def test_system_itself_uploads_within_the_entrys_quota_too() -> None:
    entry = make_entry(make_contest(upload_rule={**RULE, "entry_bytes": 1}))

    with pytest.raises(Exception, match="The entry uses 0 of"):
        add_attachment(entry=entry, file=io.BytesIO(pdf_bytes()), name="a.pdf", by=None)
