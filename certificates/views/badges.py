"""Open Badges in the API: the switch of a contest, a holder's badge, and what verifiers fetch.

What verifiers fetch is public, says nothing of a person, and is answered to every origin.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from certificates import badges, selectors, services
from certificates.key_errors import KeyUnknown
from certificates.permissions import CertificatePolicy, IssuingPolicy
from certificates.serializers import BadgeSwitchSerializer
from certificates.views._shared import require, require_issuing, signed_in
from contests.models import Contest, Organization

JWT = {(200, "text/plain"): OpenApiTypes.STR}


class BadgeSwitchView(APIView):
    """Whether a contest gives Open Badges."""

    @extend_schema(responses=BadgeSwitchSerializer)
    def get(self, request: Request, slug: str) -> Response:
        contest = get_object_or_404(Contest, slug=slug)
        require(IssuingPolicy.can_read(request.user, contest))
        return _told(hasattr(contest, "badge_switch"))

    @extend_schema(request=BadgeSwitchSerializer, responses=BadgeSwitchSerializer)
    def put(self, request: Request, slug: str) -> Response:
        contest = get_object_or_404(Contest, slug=slug)
        require_issuing(request.user, contest)
        body = BadgeSwitchSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return _told(
            services.switch_badges(
                contest=contest, on=body.validated_data["on"], by=signed_in(request)
            )
        )


class BadgeView(APIView):
    """A certificate as an Open Badge, for its holder alone."""

    @extend_schema(responses=JWT)
    def get(self, request: Request, pk: int) -> HttpResponse:
        certificate = get_object_or_404(
            selectors.certificates(request.user).select_related("template"), pk=pk
        )
        require(CertificatePolicy.can_take_badge(request.user, certificate))
        return HttpResponse(
            services.badge_of(certificate=certificate),
            content_type="text/plain; charset=us-ascii",
            headers={
                "Content-Disposition": f'attachment; filename="{certificate.code}.jwt"',
                "Cache-Control": "private, no-store",
            },
        )


class _Public(APIView):
    permission_classes = [AllowAny]
    authentication_classes = ()

    def answer(self, document: Any) -> Response:
        return Response(
            document,
            headers={"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=60"},
        )


class IssuerView(_Public):
    """The issuer's profile (Open Badges 3.0)."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, code: str) -> Response:
        organization = get_object_or_404(Organization, code=code)
        return self.answer({"@context": badges.CONTEXTS, **badges.profile(organization)})


class BadgeKeysView(_Public):
    """The public keys of an organization's badges, as a JWK set (RFC 7517)."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, code: str) -> Response:
        organization = get_object_or_404(Organization, code=code)
        return self.answer({"keys": badges.public_keys(organization)})


class BadgeKeyView(_Public):
    """One public key: what the `kid` of a badge leads to."""

    @extend_schema(operation_id="organizations_key", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, code: str, kid: str) -> Response:
        organization = get_object_or_404(Organization, code=code)
        for key in badges.public_keys(organization):
            if key["kid"] == kid:
                return self.answer(key)
        raise KeyUnknown


class RevocationsView(_Public):
    """The badges that hold no more (1EdTech Revocation List Status Method 1.0)."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, code: str) -> Response:
        return self.answer(badges.revocations(get_object_or_404(Organization, code=code)))


def _told(on: bool) -> Response:
    return Response(BadgeSwitchSerializer({"on": on}).data)
