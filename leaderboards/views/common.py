"""What the views of leaderboards share: who asks, what is asked, an answer by its ETag."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer

from accounts.models import User
from contests.models import Contest
from contests.permissions import ContestPolicy
from leaderboards.cache import Answer


def person(request: Request) -> User:
    """Who asks, where the view is for people who are signed in."""
    return cast(User, request.user)


def require(allowed: bool) -> None:
    """Raises 403 unless `allowed`."""
    if not allowed:
        raise PermissionDenied


def valid(serializer: BaseSerializer[Any]) -> dict[str, Any]:
    """The checked input; raises 400 that names the fields."""
    serializer.is_valid(raise_exception=True)
    return cast(dict[str, Any], serializer.validated_data)


def readable_contest(request: Request, slug: str) -> Contest:
    contest: Contest = get_object_or_404(
        Contest.objects.filter(ContestPolicy.readable(request.user)), slug=slug
    )
    return contest


def is_nobody(request: HttpRequest) -> bool:
    """Whether nothing in the request could sign anybody in."""
    return (
        settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "HTTP_AUTHORIZATION" not in request.META
    )


def conditional(request: HttpRequest | Request, answer: Answer) -> HttpResponse:
    """304 if the asker has it, else the body, packed for those who take it so."""
    headers = {
        "ETag": answer.etag,
        "Cache-Control": "private, no-cache",
        "Vary": "Cookie, Authorization, Accept-Encoding",
    }
    if answer.etag.removeprefix("W/") in _tags(request):
        return HttpResponse(status=status.HTTP_304_NOT_MODIFIED, headers=headers)
    body = answer.body
    if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "") and answer.packed is not None:
        headers["Content-Encoding"] = "gzip"
        body = answer.packed
    return HttpResponse(body, content_type="application/json", headers=headers)


def _tags(request: HttpRequest | Request) -> set[str]:
    """The tags of If-None-Match (RFC 9110, 13.1.2), compared weakly."""
    header = request.META.get("HTTP_IF_NONE_MATCH", "")
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}
