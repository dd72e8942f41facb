"""What the views of judging share: authorisation by contest and the answer to a sheet's write."""

from __future__ import annotations

from typing import Any, cast

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from accounts.models import User
from common.preconditions import etag
from contests.models import Contest, Round
from contests.permissions import ContestPolicy
from judging.blind import Reader
from judging.permissions import JudgingPolicy
from judging.serializers.scoresheets import recorded
from judging.services import Recorded

IF_MATCH = [OpenApiParameter("If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, required=True)]
"""The header that tells which revision a decision is about."""


def person(request: Request) -> User:
    """Who asks; the views are for people who are signed in."""
    return cast(User, request.user)


def require(allowed: bool) -> None:
    """Raises 403 unless `allowed`."""
    if not allowed:
        raise PermissionDenied


def require_arranger(request: Request, contest: Contest) -> None:
    require(JudgingPolicy.can_arrange(person(request), contest))


def reader(request: Request) -> Reader:
    """Who asks, as far as blind contests hide entries from them."""
    return Reader.of(person(request))


def readable_round(request: Request, pk: int) -> Round:
    """The round of a contest that the asker may see at all; else 404."""
    readable = Contest.objects.filter(ContestPolicy.readable(person(request))).values("pk")
    round_: Round = get_object_or_404(
        Round.objects.select_related("contest__organization", "form_version").filter(
            contest__in=readable
        ),
        pk=pk,
    )
    return round_


def valid(serializer: BaseSerializer[Any]) -> dict[str, Any]:
    """The checked input; raises 400 that names the fields."""
    serializer.is_valid(raise_exception=True)
    return cast(dict[str, Any], serializer.validated_data)


def answer(done: Recorded) -> Response:
    """A sheet as its write left it, with the revision as ETag."""
    return Response(recorded(done), headers={"ETag": etag(done.revision.number)})
