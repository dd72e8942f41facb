"""The person, the ways in, and what the person keeps: sessions, tokens, cards, consents."""

from dataclasses import asdict
from typing import Any

from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.usersessions.adapter import get_adapter as get_sessions_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import QuerySet
from django.middleware.csrf import get_token
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.mixins import ListModelMixin
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from accounts import confirming, selectors, services, sessions, two_people
from accounts.authentication import SignInAuthentication, person
from accounts.models import ApiToken, Consent, SignInCard, User
from accounts.permissions import SignInCardPolicy
from accounts.serializers import (
    CardSecretSerializer,
    CardSerializer,
    ConsentSerializer,
    EnrolmentSerializer,
    FirstCodeSerializer,
    IssuedCardSerializer,
    IssuedTokenSerializer,
    LanguageSerializer,
    LinkSecretSerializer,
    MeSerializer,
    OwnAccountSerializer,
    PurposeSerializer,
    SecondFactorSerializer,
    SessionSerializer,
    SignUpSerializer,
    TokenSerializer,
)
from accounts.sessions import open_session
from common import qr
from common.authentication import SessionAuthentication


def me(user: Any) -> dict[str, Any]:
    """Who `user` is, in the shape of `MeSerializer`."""
    known = user.is_authenticated
    return {
        "authenticated": known,
        "id": user.pk if known else None,
        "username": user.username if known else None,
        "full_name": user.full_name if known else None,
        "language": user.language if known else None,
        "is_staff": known and user.is_staff,
    }


class MeView(APIView):
    """Who is signed in. Reading it also sets the CSRF cookie, so a client begins here."""

    def get_permissions(self) -> list[Any]:
        return [AllowAny() if self.request.method == "GET" else IsAuthenticated()]

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        get_token(request)
        return Response(me(request.user))

    @extend_schema(request=LanguageSerializer, responses=MeSerializer)
    def patch(self, request: Request) -> Response:
        body = LanguageSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return Response(me(services.set_language(user=person(request), **body.validated_data)))


class SecondFactorView(APIView):
    """The person's second factor; allauth's addresses ask for it and end it."""

    authentication_classes = [SessionAuthentication]

    @extend_schema(responses=SecondFactorSerializer)
    def get(self, request: Request) -> Response:
        return self._state(request)

    @extend_schema(request=None, responses=EnrolmentSerializer)
    def post(self, request: Request) -> Response:
        """A new secret for an authenticator app, until the next one is asked for."""
        confirming.require_password_again(request)
        secret = get_totp_secret(regenerate=True)
        address = get_mfa_adapter().build_totp_url(person(request), secret)
        return Response({"secret": secret, "qr_svg": qr.image(address)})

    @extend_schema(request=FirstCodeSerializer, responses=SecondFactorSerializer)
    def put(self, request: Request) -> Response:
        """Turns it on by a first code, which also counts as given in this session."""
        confirming.require_password_again(request)
        body = FirstCodeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        confirming.activate_second_factor(request, **body.validated_data)
        return self._state(request)

    def _state(self, request: Request) -> Response:
        user = person(request)
        return Response(
            {
                "needed": settings.SECOND_FACTOR_REQUIRED,
                "enrolled": confirming.has_second_factor(user),
                "confirmed": confirming.gave_second_factor(request._request, user),
                "has_password": user.has_usable_password(),
                "by_card": sessions.opened_by_card(request._request),
            }
        )


class OwnAccountView(APIView):
    """What the person still has to do before approving what the account's makers propose."""

    authentication_classes = [SessionAuthentication]

    @extend_schema(responses=OwnAccountSerializer)
    def get(self, request: Request) -> Response:
        body = {
            "needed": settings.OWN_ACCOUNTS_REQUIRED,
            "mail": bool(settings.EMAIL_HOST),
            **asdict(two_people.overview(person(request))),
        }
        return Response(OwnAccountSerializer(body).data)


def _signed_in(request: Request, replace: bool) -> User | None:
    """Who would be signed out and did not agree."""
    return None if replace or not request.user.is_authenticated else person(request)


class CardSignInView(APIView):
    """Signs in by the secret of a printed card."""

    authentication_classes = [SignInAuthentication]
    permission_classes = [AllowAny]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "sign-in"

    @extend_schema(request=CardSecretSerializer, responses=MeSerializer)
    def post(self, request: Request) -> Response:
        body = CardSecretSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        replace = body.validated_data.pop("replace")
        card = services.redeem_card(**body.validated_data, signed_in=_signed_in(request, replace))
        open_session(request._request, card.user, way=card)
        return Response(me(card.user))


class LinkSignInView(APIView):
    """Signs in by a one-time link's secret and its PIN."""

    authentication_classes = [SignInAuthentication]
    permission_classes = [AllowAny]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "sign-in"

    @extend_schema(request=LinkSecretSerializer, responses=MeSerializer)
    def post(self, request: Request) -> Response:
        body = LinkSecretSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        replace = body.validated_data.pop("replace")
        link = services.redeem_link(**body.validated_data, signed_in=_signed_in(request, replace))
        open_session(request._request, link.user, way=link)
        return Response(me(link.user))


class SignUpView(APIView):
    """Makes the own account and signs in."""

    authentication_classes = [SignInAuthentication]
    permission_classes = [AllowAny]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "sign-up"

    @extend_schema(request=SignUpSerializer, responses={201: MeSerializer})
    def post(self, request: Request) -> Response:
        body = SignUpSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        user = services.sign_up(**body.validated_data)
        open_session(request._request, user)
        return Response(me(user), status=status.HTTP_201_CREATED)


class SessionViewSet(ListModelMixin, GenericViewSet[UserSession]):
    """The browsers on which the person is signed in."""

    # A token must not see or end what its person does by hand.
    authentication_classes = [SessionAuthentication]
    serializer_class = SessionSerializer
    pagination_class = None
    queryset = UserSession.objects.none()
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[UserSession]:
        return selectors.sessions_of(person(self.request))

    def destroy(self, request: Request, pk: str) -> Response:
        get_sessions_adapter().end_sessions([self.get_object()])
        return Response(status=status.HTTP_204_NO_CONTENT)


class TokenViewSet(ListModelMixin, GenericViewSet[ApiToken]):
    """The person's tokens for machines."""

    # A stolen token must not make another one.
    authentication_classes = [SessionAuthentication]
    serializer_class = TokenSerializer
    pagination_class = None
    queryset = ApiToken.objects.none()
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[ApiToken]:
        return selectors.living_tokens(person(self.request))

    @extend_schema(responses={201: IssuedTokenSerializer})
    def create(self, request: Request) -> Response:
        confirming.require_password_again(request)
        body = TokenSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        token, secret = services.issue_token(user=person(request), **body.validated_data)
        return Response(
            {**TokenSerializer(token).data, "secret": secret}, status=status.HTTP_201_CREATED
        )

    def destroy(self, request: Request, pk: str) -> Response:
        services.revoke_token(token=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)


class CardViewSet(ListModelMixin, GenericViewSet[SignInCard]):
    """Sign-in cards: the person's own, and those that the person issued."""

    authentication_classes = [SessionAuthentication]
    serializer_class = CardSerializer
    queryset = SignInCard.objects.none()
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[SignInCard]:
        return SignInCard.objects.filter(SignInCardPolicy.readable(self.request.user))

    @extend_schema(responses={201: IssuedCardSerializer})
    def create(self, request: Request) -> Response:
        if not SignInCardPolicy.can_create(request.user):
            raise PermissionDenied()
        body = CardSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        if body.validated_data["user"] == request.user:
            confirming.require_password_again(request)
        card, secret = services.issue_card(created_by=person(request), **body.validated_data)
        return Response(
            {**CardSerializer(card).data, "secret": secret}, status=status.HTTP_201_CREATED
        )

    @extend_schema(request=None, responses=CardSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        return Response(CardSerializer(services.revoke_card(card=self.get_object())).data)


class ConsentViewSet(ListModelMixin, GenericViewSet[Consent]):
    """What the person consented to and withdrew, oldest first."""

    serializer_class = ConsentSerializer
    pagination_class = None
    queryset = Consent.objects.none()

    def get_queryset(self) -> QuerySet[Consent]:
        return Consent.objects.filter(user=person(self.request))

    def create(self, request: Request) -> Response:
        body = ConsentSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        consent = services.record_own_consent(user=person(request), **body.validated_data)
        return Response(ConsentSerializer(consent).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=PurposeSerializer, responses={201: ConsentSerializer})
    @action(detail=False, methods=["post"])
    def withdraw(self, request: Request) -> Response:
        body = PurposeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        consent = services.withdraw_consent(
            user=person(request), recorded_by=person(request), **body.validated_data
        )
        return Response(ConsentSerializer(consent).data, status=status.HTTP_201_CREATED)
