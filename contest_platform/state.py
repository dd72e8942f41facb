"""The state of the installation on one page for administrators: disk, database, worker, mail.

Looks and shows; mends nothing, and shows no secret.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.dates import local_time
from common.disk import free_bytes
from common.language import Text, in_language
from contest_platform import checking
from jobs.models import Job, State
from submissions.models import Attachment

_NAMED = 10  # files on the page; `manage.py check_files` names more
_LATE = timedelta(minutes=5)  # a worker takes a job within seconds, or is at a long one


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at: whether it is well, and what to do if not."""

    name: Text
    well: bool
    text: Text


def lines() -> Iterator[Line]:
    yield _disk()
    yield _database()
    yield _worker()
    yield _mail()
    yield _files()


@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """Behind the admin's door; for administrators, not for all staff."""
    if not getattr(request.user, "is_superuser", False):
        raise PermissionDenied
    shown = [(in_language(each.name), each.well, in_language(each.text)) for each in lines()]
    title = in_language({"vi": "Tình trạng hệ thống", "en": "State of the installation"})
    context: dict[str, Any] = {**admin.site.each_context(request), "title": title, "lines": shown}
    return render(request, "contest_platform/state.html", context)


def _disk() -> Line:
    free, reserve = free_bytes(), settings.DISK_RESERVE_BYTES
    files = Attachment.objects.exclude(file="").order_by().values("file", "size_bytes").distinct()
    used = files.aggregate(total=Sum("size_bytes"))["total"] or 0
    figures = {"free": _mb(free), "used": _mb(used), "reserve": _mb(reserve)}
    text: Text = {
        "vi": "còn {free} MB; bài nộp dùng {used} MB; dưới {reserve} MB thì không nhận tệp",
        "en": "{free} MB free; works use {used} MB; below {reserve} MB no files are taken",
    }
    if free < 2 * reserve:
        text = {
            "vi": text["vi"] + ". Hãy dọn bớt hoặc thêm dung lượng.",
            "en": text["en"] + ". Free or add space.",
        }
    return Line(
        {"vi": "Ổ đĩa", "en": "Disk"},
        free >= 2 * reserve,
        {language: words.format(**figures) for language, words in text.items()},
    )


def _database() -> Line:
    size = "—"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            size = _mb(cursor.fetchone()[0])
    elif (path := Path(str(settings.DATABASES["default"]["NAME"]))).is_file():
        size = _mb(path.stat().st_size)
    name = connection.display_name
    return Line(
        {"vi": "Cơ sở dữ liệu", "en": "Database"},
        True,  # it answered
        {"vi": f"{name}, {size} MB", "en": f"{name}, {size} MB"},
    )


def _worker() -> Line:
    now = timezone.now()
    waiting = Job.objects.filter(state=State.QUEUED, run_after__lt=now - _LATE).count()
    dead = Job.objects.filter(state=State.RUNNING, lease_until__lt=now - _LATE).count()
    failed = Job.objects.filter(state=State.FAILED, finished_at__gt=now - timedelta(days=7)).count()
    text: Text = {
        "vi": f"{waiting} việc chờ quá 5 phút, {dead} việc bị bỏ dở, {failed} việc hỏng trong 7 ngày",
        "en": f"{waiting} jobs wait for over 5 minutes, {dead} were dropped, {failed} failed in 7 days",
    }
    if waiting or dead:
        text = {
            "vi": text["vi"] + ". Hãy xem `manage.py serve` có chạy tiến trình nền không.",
            "en": text["en"] + ". See whether `manage.py serve` runs the worker.",
        }
    return Line({"vi": "Tiến trình nền", "en": "Worker"}, not (waiting or dead), text)


def _mail() -> Line:
    name: Text = {"vi": "Thư điện tử", "en": "Mail"}
    if not settings.EMAIL_HOST:
        return Line(name, False, {
            "vi": "chưa cấu hình, thư chỉ ghi vào nhật ký; hãy đặt EMAIL_HOST",
            "en": "not set up, mail goes to the log only; set EMAIL_HOST",
        })  # fmt: skip
    if not settings.ADMINS:
        return Line(name, False, {
            "vi": "không ai nhận cảnh báo; hãy đặt ADMINS",
            "en": "nobody gets warnings; set ADMINS",
        })  # fmt: skip
    to = ", ".join(address for _, address in settings.ADMINS)
    return Line(name, True, {"vi": f"cảnh báo gửi đến {to}", "en": f"warnings go to {to}"})


def _files() -> Line:
    name: Text = {"vi": "Tệp đã lưu", "en": "Stored files"}
    job, found = checking.last()
    if job is None or found is None:
        return Line(name, True, {
            "vi": "chưa kiểm tra lần nào; tiến trình nền sẽ kiểm tra",
            "en": "not looked at yet; the worker will",
        })  # fmt: skip
    time = local_time(job.finished_at or job.created_at)
    text: Text = {
        "vi": f"{found.looked} tệp, {found.count} tệp mất hoặc hỏng, kiểm tra lúc {time}",
        "en": f"{found.looked} files, {found.count} lost or damaged, looked at on {time}",
    }
    if found.count:
        listed = "; ".join(f"{kind} {pk}: {path}" for kind, pk, path, _ in found.lost[:_NAMED])
        text = {
            "vi": f"{text['vi']}. Hãy khôi phục từ bản sao lưu: {listed}",
            "en": f"{text['en']}. Restore them from a backup: {listed}",
        }
    return Line(name, not found.count, text)


def _mb(size: int) -> str:
    return f"{size / 1e6:,.0f}".replace(",", "\u202f")  # a space that both languages read
