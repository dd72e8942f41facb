"""The shapes of accounts in the API."""

from typing import Any

from allauth.usersessions.models import UserSession
from rest_framework import serializers

from accounts.models import ApiToken, Consent, SignInCard, SignInLink, User
from accounts.two_people import Part
from common.serializers import Strict


class MeSerializer(serializers.Serializer[User]):
    """Who is signed in; of an anonymous visitor everything else is null."""

    authenticated = serializers.BooleanField()
    id = serializers.IntegerField(allow_null=True)
    username = serializers.CharField(allow_null=True)
    full_name = serializers.CharField(allow_null=True)
    language = serializers.ChoiceField(choices=User.Language.choices, allow_null=True)
    is_staff = serializers.BooleanField()


class LanguageSerializer(Strict, serializers.Serializer[User]):
    language = serializers.CharField(max_length=8)


class CardSecretSerializer(Strict, serializers.Serializer[SignInCard]):
    secret = serializers.CharField(max_length=100)
    replace = serializers.BooleanField(
        default=False, help_text="Sign out whoever else is signed in on this browser."
    )


class LinkSecretSerializer(Strict, serializers.Serializer[SignInLink]):
    secret = serializers.CharField(max_length=100)
    pin = serializers.CharField(max_length=20)
    replace = serializers.BooleanField(
        default=False, help_text="Sign out whoever else is signed in on this browser."
    )


class SignUpSerializer(Strict, serializers.Serializer[User]):
    full_name = serializers.CharField(max_length=200)
    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=128, trim_whitespace=False)
    consent = serializers.BooleanField(default=False)
    birth_year = serializers.IntegerField(
        min_value=1900, max_value=2100, required=False, allow_null=True
    )
    guardian_name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    language = serializers.CharField(max_length=8, required=False)


class SessionSerializer(serializers.ModelSerializer[UserSession]):
    current = serializers.SerializerMethodField()

    class Meta:
        model = UserSession
        fields = ["id", "ip", "user_agent", "created_at", "last_seen_at", "current"]

    def get_current(self, session: UserSession) -> bool:
        key = self.context["request"].session.session_key
        return key is not None and session.session_key == key


class TokenSerializer(Strict, serializers.ModelSerializer[ApiToken]):
    days = serializers.IntegerField(write_only=True, required=False, help_text="1 to 365")

    class Meta:
        model = ApiToken
        fields = ["id", "label", "scope", "days", "created_at", "expires_at", "last_used_at"]
        read_only_fields = ["created_at", "expires_at", "last_used_at"]
        extra_kwargs = {"label": {"allow_blank": True}}


class IssuedTokenSerializer(TokenSerializer):
    """The only answer that holds the secret."""

    secret = serializers.CharField(read_only=True)

    class Meta(TokenSerializer.Meta):
        fields = [*TokenSerializer.Meta.fields, "secret"]


class CardSerializer(Strict, serializers.ModelSerializer[SignInCard]):
    class Meta:
        model = SignInCard
        fields = [
            "id",
            "user",
            "label",
            "single_use",
            "created_at",
            "expires_at",
            "used_at",
            "revoked_at",
        ]
        read_only_fields = ["created_at", "used_at", "revoked_at"]
        extra_kwargs = {"expires_at": {"required": False}}


class IssuedCardSerializer(CardSerializer):
    """The only answer that holds the secret."""

    secret = serializers.CharField(read_only=True)

    class Meta(CardSerializer.Meta):
        fields = [*CardSerializer.Meta.fields, "secret"]


class ConsentSerializer(Strict, serializers.ModelSerializer[Consent]):
    birth_year = serializers.IntegerField(
        min_value=1900, max_value=2100, required=False, write_only=True
    )

    class Meta:
        model = Consent
        fields = ["id", "purpose", "given", "guardian_name", "recorded_at", "birth_year"]
        read_only_fields = ["given", "recorded_at"]


class PurposeSerializer(Strict, serializers.Serializer[Consent]):
    purpose = serializers.ChoiceField(choices=Consent.Purpose.choices)


class SecondFactorSerializer(serializers.Serializer[User]):
    """Where the person stands with the second factor."""

    needed = serializers.BooleanField(
        help_text="Whether approving results and issuing certificates need it here."
    )
    enrolled = serializers.BooleanField()
    confirmed = serializers.BooleanField(help_text="Whether it was given in this session.")
    has_password = serializers.BooleanField()
    by_card = serializers.BooleanField(help_text="Whether a printed card opened this session.")


class PartSerializer(serializers.Serializer[Part]):
    """Something by which the account is opened."""

    there = serializers.BooleanField()
    behind = serializers.ListField(
        child=serializers.CharField(),
        help_text="Who may know or hold it beside the person: it is not own where they propose.",
    )
    unknown = serializers.BooleanField(
        help_text="Whether it is not on record how it was set, or others have the same mailbox."
    )


class OwnAccountSerializer(serializers.Serializer[dict[str, Any]]):
    """How far the account is its person's own."""

    needed = serializers.BooleanField(help_text="Whether approvals ask for it here.")
    mail = serializers.BooleanField(help_text="Whether this installation sends mail.")
    makers = serializers.ListField(
        child=serializers.CharField(),
        help_text="Who created or appointed the account, or gave a way into it.",
    )
    address = PartSerializer()
    password = PartSerializer()
    second_factor = PartSerializer()
    session = PartSerializer()


class EnrolmentSerializer(serializers.Serializer[User]):
    """A fresh secret for an authenticator app; turned on by a first code."""

    secret = serializers.CharField()
    qr_svg = serializers.CharField(help_text="The same as a QR code: a whole SVG image.")


class FirstCodeSerializer(Strict, serializers.Serializer[User]):
    code = serializers.CharField(max_length=20)
