"""Shows an administrator once what became stricter with an upgrade, and on demand again.

An entry concerns whoever had an account before its migration was applied: a new installation has
nobody of that kind, and shows nothing. What became stricter stands in `stricter.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import person
from accounts.models import User
from common.language import in_language
from contest_platform.models import ReadChange
from contest_platform.stricter import CHANGES, Change


def changes_since(instant: datetime | None) -> list[Change]:
    """Those that were applied after `instant`, by the database's own record of its migrations."""
    if instant is None:
        return []
    applied = dict[tuple[str, str], datetime]()
    for app, name, at in MigrationRecorder.Migration.objects.values_list("app", "name", "applied"):
        applied[app, name] = at
    return [each for each in CHANGES if each.since in applied and applied[each.since] > instant]


def of_installation() -> list[Change]:
    """What became stricter since somebody first had an account here."""
    return changes_since(User.objects.aggregate(first=Min("date_joined"))["first"])


def unread(user: User) -> list[Change]:
    """What concerns `user` and was not dismissed; only administrators are shown anything."""
    if not user.is_staff or not user.is_active:
        return []
    read = set(ReadChange.objects.filter(user=user).values_list("change", flat=True))
    return [each for each in changes_since(user.date_joined) if each.key not in read]


def dismiss(user: User, changes: Sequence[Change]) -> None:
    """A second call changes nothing."""
    ReadChange.objects.bulk_create(
        [ReadChange(user=user, change=each.key) for each in changes], ignore_conflicts=True
    )


class UpgradeNoticeSerializer(serializers.Serializer[Any]):
    unread = serializers.IntegerField(help_text="Entries that the person has not dismissed.")


class UpgradeNoticeView(APIView):
    """How much became stricter that the administrator has not read; 0 for everybody else."""

    @extend_schema(responses=UpgradeNoticeSerializer)
    def get(self, request: Request) -> Response:
        return Response({"unread": len(unread(person(request)))})


@require_http_methods(["GET", "HEAD", "POST"])
def stricter(request: HttpRequest) -> HttpResponse:
    """The page, behind the admin's door; a POST says that it was read."""
    user = request.user
    assert isinstance(user, User)
    next_ = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(next_, allowed_hosts=None):
        next_ = "/"
    if request.method == "POST":
        dismiss(user, unread(user))
        return HttpResponseRedirect(next_)
    shown = [
        {
            "name": in_language(each.name),
            "text": in_language(each.text),
            "here": in_language(here) if (here := each.here()) else "",
            "do": in_language(each.do),
        }
        for each in of_installation()
    ]
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": in_language({"vi": "Điều gì chặt hơn", "en": "What became stricter"}),
        "lead": in_language(
            {
                "vi": "Bản mới này chặt hơn ở những điểm sau. Thẻ, quyền và kết quả đã có vẫn giữ.",
                "en": "This version is stricter in what follows. Cards, grants and results go on.",
            }
            if shown
            else {
                "vi": "Máy chủ này chưa qua bản nâng cấp nào làm điều gì chặt hơn.",
                "en": "No upgrade has made anything stricter on this server.",
            }
        ),
        "do_label": in_language({"vi": "Nên làm", "en": "What to do"}),
        "here_label": in_language({"vi": "Ở đây", "en": "Here"}),
        "button": in_language({"vi": "Đã đọc, tiếp tục", "en": "Read, go on"}),
        "changes": shown,
    }
    return render(request, "contest_platform/stricter.html", context)
