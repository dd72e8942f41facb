"""What the views of certificates share: the signed-in person, refusals, PDFs as an answer."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from accounts.models import User
from certificates.permissions import IssuingPolicy
from contests.errors import MayNotCertifyFor
from contests.models import Contest
from contests.permissions import Person

PDF = {(200, "application/pdf"): OpenApiTypes.BINARY}
PNG = {(200, "image/png"): OpenApiTypes.BINARY}
CONTEST = OpenApiParameter("contest", str, description="slug of a contest")


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def require_issuing(user: Person, contest: Contest) -> None:
    """Go on only if `user` issues for the contest; who only lacks its organization learns which."""
    if IssuingPolicy.can_issue(user, contest):
        return
    require(IssuingPolicy.issues_for(user, contest))
    raise MayNotCertifyFor(organization=contest.organization.name)


def signed_in(request: Request) -> User:
    """Whoever may write is signed in; the permission was checked before."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def png(data: bytes) -> HttpResponse:
    return HttpResponse(
        data, content_type="image/png", headers={"Cache-Control": "private, no-store"}
    )


def pdf(data: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
