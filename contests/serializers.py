"""The shapes of contests in the API; no rules."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.serializers import NameField, ParagraphField, Strict
from contests.models import (
    Campaign,
    Contest,
    Division,
    FormVersion,
    Organization,
    Round,
    ScoringForm,
    ScoringPolicy,
)
from contests.permissions import GRANTS, ContestPolicy, grants_of
from contests.phases import Phase, entries_are_open, phase
from contests.uploads import UPLOAD_DEFAULTS


class ReadableContestField(serializers.SlugRelatedField[Contest]):
    """A contest by its slug; one that the person may not see is unknown."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("slug", queryset=Contest.objects.none(), **kwargs)

    def get_queryset(self) -> QuerySet[Contest]:
        user = self.context["request"].user
        return Contest.objects.filter(ContestPolicy.readable(user))


class OrganizationSerializer(serializers.ModelSerializer[Organization]):
    parent = serializers.SlugRelatedField("code", read_only=True, allow_null=True)  # type: ignore[assignment, var-annotated]

    class Meta:
        model = Organization
        fields = ["id", "code", "kind", "name", "name_en", "parent"]


class OrganizationBriefSerializer(serializers.ModelSerializer[Organization]):
    class Meta:
        model = Organization
        fields = ["id", "code", "kind", "name", "name_en"]


class CampaignSerializer(serializers.ModelSerializer[Campaign]):
    organization = OrganizationBriefSerializer()

    class Meta:
        model = Campaign
        fields = ["id", "slug", "title", "title_en", "organization", "starts_on", "ends_on"]


class CampaignBriefSerializer(serializers.ModelSerializer[Campaign]):
    class Meta:
        model = Campaign
        fields = ["slug", "title", "title_en"]


class UploadRuleSerializer(Strict, serializers.Serializer[Any]):
    types = serializers.ListField(child=serializers.SlugField(max_length=10), max_length=60)
    max_bytes = serializers.IntegerField(min_value=1)
    max_files = serializers.IntegerField(min_value=1, max_value=100)
    entry_bytes = serializers.IntegerField(
        min_value=1,
        default=None,
        allow_null=True,
        help_text="all files of an entry; null: the server's",
    )
    contest_bytes = serializers.IntegerField(
        min_value=1, default=None, allow_null=True, help_text="all files; null: the server's"
    )

    def to_representation(self, instance: Any) -> Any:
        """A rule that came in a package may leave members out."""
        return super().to_representation({**UPLOAD_DEFAULTS, **instance})


class DivisionSerializer(serializers.ModelSerializer[Division]):
    class Meta:
        model = Division
        fields = ["id", "code", "title", "title_en", "order"]


class DivisionCreateSerializer(Strict, serializers.Serializer[Any]):
    contest = ReadableContestField()
    code = serializers.SlugField(max_length=40)
    title = NameField(max_length=200)
    title_en = NameField(max_length=200, allow_blank=True, required=False)
    order = serializers.IntegerField(min_value=0, max_value=1000, required=False)


class DivisionUpdateSerializer(Strict, serializers.Serializer[Any]):
    title = NameField(max_length=200, required=False)
    title_en = NameField(max_length=200, allow_blank=True, required=False)
    order = serializers.IntegerField(min_value=0, max_value=1000, required=False)


class FormVersionBriefSerializer(serializers.ModelSerializer[FormVersion]):
    form_code = serializers.SlugField(source="form.code")

    class Meta:
        model = FormVersion
        fields = ["id", "number", "form_code"]


class RoundSerializer(serializers.ModelSerializer[Round]):
    form_version = FormVersionBriefSerializer()

    class Meta:
        model = Round
        fields = [
            "id",
            "code",
            "title",
            "title_en",
            "order",
            "form_version",
            "attempts_max",
            "judges_per_entry",
            "locked_at",
        ]


class RoundUpdateSerializer(Strict, serializers.Serializer[Any]):
    title = NameField(max_length=200, required=False)
    title_en = NameField(max_length=200, allow_blank=True, required=False)
    order = serializers.IntegerField(min_value=0, max_value=1000, required=False)
    form_version = serializers.PrimaryKeyRelatedField(
        queryset=FormVersion.objects.select_related("form"), required=False
    )
    attempts_max = serializers.IntegerField(min_value=1, max_value=100, required=False)
    judges_per_entry = serializers.IntegerField(min_value=1, max_value=100, required=False)


class RoundCreateSerializer(RoundUpdateSerializer):
    contest = ReadableContestField()
    code = serializers.SlugField(max_length=40)
    title = NameField(max_length=200)
    form_version = serializers.PrimaryKeyRelatedField(
        queryset=FormVersion.objects.select_related("form")
    )


class FormVersionRowSerializer(serializers.ModelSerializer[FormVersion]):
    class Meta:
        model = FormVersion
        fields = ["id", "number", "sha256", "created_at", "used_at"]


class FormVersionSerializer(serializers.ModelSerializer[FormVersion]):
    form = serializers.IntegerField(source="form_id")
    form_code = serializers.SlugField(source="form.code")
    definition = serializers.DictField()

    class Meta:
        model = FormVersion
        fields = [
            "id",
            "form",
            "form_code",
            "number",
            "definition",
            "sha256",
            "created_at",
            "used_at",
        ]


class FormVersionCreateSerializer(Strict, serializers.Serializer[Any]):
    form = serializers.PrimaryKeyRelatedField(
        queryset=ScoringForm.objects.select_related("contest")
    )
    definition = serializers.DictField()


class DefinitionSerializer(Strict, serializers.Serializer[Any]):
    definition = serializers.DictField()


class FormCheckSerializer(serializers.Serializer[Any]):
    sha256 = serializers.CharField()
    maximum = serializers.CharField(allow_null=True)


class ScoringFormSerializer(serializers.ModelSerializer[ScoringForm]):
    versions = FormVersionRowSerializer(many=True)

    class Meta:
        model = ScoringForm
        fields = ["id", "code", "title", "title_en", "versions"]


class ScoringFormCreateSerializer(Strict, serializers.Serializer[Any]):
    contest = ReadableContestField()
    code = serializers.SlugField(max_length=40)
    title = NameField(max_length=200)
    title_en = NameField(max_length=200, allow_blank=True, required=False)


class ScoringPolicySerializer(serializers.ModelSerializer[ScoringPolicy]):
    definition = serializers.DictField()
    created_by = serializers.CharField(source="created_by.full_name", default=None, allow_null=True)

    class Meta:
        model = ScoringPolicy
        fields = ["id", "number", "definition", "sha256", "reason", "created_by", "created_at"]


class ScoringPolicyCreateSerializer(Strict, serializers.Serializer[Any]):
    contest = ReadableContestField()
    definition = serializers.DictField()
    reason = NameField(max_length=300, allow_blank=True, required=False)


class ContestRowSerializer(serializers.ModelSerializer[Contest]):
    """A contest in a list."""

    organization = OrganizationBriefSerializer()
    campaign = CampaignBriefSerializer(allow_null=True)
    phase = serializers.SerializerMethodField()

    class Meta:
        model = Contest
        fields = [
            "slug",
            "kind",
            "title",
            "title_en",
            "organization",
            "campaign",
            "state",
            "phase",
            "entries_open_at",
            "entries_close_at",
            "submissions_close_at",
            "judging_open_at",
            "judging_close_at",
        ]

    @extend_schema_field(serializers.ChoiceField(choices=Phase.choices))
    def get_phase(self, contest: Contest) -> str:
        return phase(contest, timezone.now()).value


class ContestPermissionsSerializer(serializers.Serializer[Any]):
    """What the person who asks may do."""

    manage = serializers.BooleanField()
    chair = serializers.BooleanField()
    judge = serializers.BooleanField()
    observe = serializers.BooleanField()
    publish = serializers.BooleanField()
    issue_certificates = serializers.BooleanField()
    enter = serializers.BooleanField()


class ContestSerializer(ContestRowSerializer):
    """A contest with its divisions, rounds, and what the person may do there."""

    now = serializers.SerializerMethodField()
    upload_rule = UploadRuleSerializer()
    divisions = DivisionSerializer(many=True)
    rounds = RoundSerializer(many=True)
    permissions = serializers.SerializerMethodField()

    class Meta(ContestRowSerializer.Meta):
        fields = [
            *ContestRowSerializer.Meta.fields,
            "summary",
            "summary_en",
            "now",
            "team_min",
            "team_max",
            "entries_per_school",
            "display_rule",
            "blind",
            "live_standings",
            "peers_after_submit",
            "upload_rule",
            "divisions",
            "rounds",
            "permissions",
        ]

    @extend_schema_field(serializers.DateTimeField())
    def get_now(self, contest: Contest) -> Any:
        return timezone.now()

    @extend_schema_field(ContestPermissionsSerializer)
    def get_permissions(self, contest: Contest) -> dict[str, bool]:
        user = self.context["request"].user
        held = grants_of(user, contest)
        return {
            **{name: name in held for name in GRANTS},
            "enter": user.is_authenticated and entries_are_open(contest, timezone.now()),
        }


class ContestUpdateSerializer(Strict, serializers.ModelSerializer[Contest]):
    organization = serializers.SlugRelatedField("code", queryset=Organization.objects.all())
    campaign = serializers.SlugRelatedField(
        "slug", queryset=Campaign.objects.all(), allow_null=True, required=False
    )
    title = NameField(max_length=200)
    title_en = NameField(max_length=200, allow_blank=True, required=False)
    summary = ParagraphField(max_length=5000, allow_blank=True, required=False)
    summary_en = ParagraphField(max_length=5000, allow_blank=True, required=False)
    upload_rule = UploadRuleSerializer(required=False)

    class Meta:
        model = Contest
        fields = [
            "title",
            "title_en",
            "summary",
            "summary_en",
            "organization",
            "campaign",
            "state",
            "entries_open_at",
            "entries_close_at",
            "submissions_close_at",
            "judging_open_at",
            "judging_close_at",
            "team_min",
            "team_max",
            "entries_per_school",
            "display_rule",
            "blind",
            "live_standings",
            "peers_after_submit",
            "upload_rule",
        ]


class ContestCreateSerializer(ContestUpdateSerializer):
    preset = serializers.ChoiceField(
        choices=[kind for kind in Contest.Kind.choices if kind[0] != Contest.Kind.OTHER]
    )
    slug = serializers.SlugField(max_length=80, required=False)

    class Meta(ContestUpdateSerializer.Meta):
        fields = ["preset", "slug", *ContestUpdateSerializer.Meta.fields]


class GrantSerializer(serializers.Serializer[Any]):
    username = serializers.CharField()
    full_name = serializers.CharField()
    grant = serializers.ChoiceField(choices=GRANTS)


class GrantChangeSerializer(Strict, serializers.Serializer[Any]):
    username = serializers.CharField(max_length=150)
    grant = serializers.ChoiceField(choices=GRANTS)


class PresetDivisionSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    title = serializers.CharField()
    title_en = serializers.CharField()


class PresetFormSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    title = serializers.CharField()
    title_en = serializers.CharField()
    definition = serializers.DictField()


class PresetRoundSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    title = serializers.CharField()
    title_en = serializers.CharField()
    form = serializers.CharField()
    attempts_max = serializers.IntegerField(default=1)
    judges_per_entry = serializers.IntegerField(default=1)


class PresetSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=Contest.Kind.choices)
    title = serializers.CharField()
    title_en = serializers.CharField()
    summary = serializers.CharField()
    summary_en = serializers.CharField()
    team_min = serializers.IntegerField()
    team_max = serializers.IntegerField()
    blind = serializers.BooleanField()
    upload_rule = UploadRuleSerializer()
    divisions = PresetDivisionSerializer(many=True)
    forms = PresetFormSerializer(many=True)
    rounds = PresetRoundSerializer(many=True)
    policy = serializers.DictField()
