"""Entries, works and files for tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from itertools import count
from typing import Any

import pikepdf
from PIL import Image

from accounts.models import User
from contests.models import Contest
from submissions.models import Attachment, Entry, NameConsent
from submissions.services import (
    MentorData,
    ParticipantData,
    add_attachment,
    create_entry,
    submit_entry,
)

_numbers = count(1)


def make_entry(
    contest: Contest,
    *,
    division: str = "B",
    title: str = "Cây lúa nước",
    student: User | None = None,
    mentor: User | None = None,
    submitted: bool = True,
    named: bool = True,
    **changes: Any,
) -> Entry:
    """An entry of one participant, made by the system itself; `named`: with everybody's consent."""
    number = next(_numbers)
    changes.setdefault(
        "participants",
        [ParticipantData(f"Học Sinh {number}", username=student.username if student else "")],
    )
    if mentor is not None:
        changes["mentors"] = [MentorData(mentor.full_name, username=mentor.username)]
    entry = create_entry(
        contest=contest,
        division=contest.divisions.get(code=division),
        title=title,
        by=None,
        **changes,
    )
    if named:
        sign_paper(entry)
    return submit_entry(entry=entry, revision=None, by=None) if submitted else entry


def sign_paper(entry: Entry) -> None:
    """A paper in which all the entry's people consent to be named."""
    NameConsent.objects.bulk_create(
        NameConsent(
            participant=person, full_name=person.full_name, given=True, signed_on=date(2026, 9, 1)
        )
        for person in entry.participants.all()
    )


def make_attachment(
    entry: Entry, *, name: str = "bài làm.pdf", content: bytes | None = None
) -> Attachment:
    return add_attachment(entry=entry, file=io.BytesIO(content or pdf_bytes()), name=name, by=None)


def pdf_bytes() -> bytes:
    """A PDF of one empty page."""
    target = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(target)
    return target.getvalue()


def picture_bytes(
    picture_format: str = "PNG", size: tuple[int, int] = (64, 40), **options: Any
) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "teal").save(target, format=picture_format, **options)
    return target.getvalue()


def zip_bytes(members: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()
