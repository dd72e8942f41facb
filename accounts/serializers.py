"""The shapes of accounts in the API."""

from allauth.usersessions.models import UserSession
from rest_framework import serializers

from accounts.models import ApiToken, Consent, SignInCard, SignInLink, User
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


class LinkSecretSerializer(Strict, serializers.Serializer[SignInLink]):
    secret = serializers.CharField(max_length=100)
    pin = serializers.CharField(max_length=20)


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
    class Meta:
        model = ApiToken
        fields = ["id", "label", "created_at", "last_used_at"]
        read_only_fields = ["created_at", "last_used_at"]
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
