"""Shapes of standings, publications, decisions and awards in the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.serializers import NameField, Strict
from contests.models import Contest, Division, Round
from contests.package.serializers import ImportMarkSerializer, OfficeImportMarkSerializer
from leaderboards.models import Award, Decision, Publication

By = serializers.SlugRelatedField[Any]

STANDING_STATES = ("ranked", "unranked", "disqualified", "withdrawn")


class ShownEntrySerializer(serializers.Serializer[Any]):
    """An entry as the viewer may see it."""

    id = serializers.IntegerField(allow_null=True)
    code = serializers.CharField()
    title = serializers.CharField(allow_null=True)
    team = serializers.CharField(allow_null=True)
    school = serializers.CharField(allow_null=True)
    names = serializers.ListField(child=serializers.CharField())


class RoundPointsSerializer(serializers.Serializer[Any]):
    value = serializers.CharField(allow_null=True)
    points = serializers.CharField(allow_null=True)
    rank = serializers.IntegerField(allow_null=True)


@extend_schema_field(
    {
        "oneOf": [
            {"type": "string"},
            {"type": "array", "items": {"type": "string", "nullable": True}},
        ],
        "nullable": True,
    }
)
class KeyValueField(serializers.JSONField):
    """An exact number as text, or a list of them."""


class KeySerializer(serializers.Serializer[Any]):
    type = serializers.CharField()
    value = KeyValueField(allow_null=True)


# No docstring: the API would say it of each shape that is one of these.
class TitledSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    title = serializers.CharField()
    title_en = serializers.CharField(allow_blank=True)


class AwardTitleSerializer(TitledSerializer):
    pass


class RowSerializer(serializers.Serializer[Any]):
    rank = serializers.IntegerField(allow_null=True)
    tied = serializers.BooleanField()
    state = serializers.ChoiceField(choices=STANDING_STATES)
    entry = ShownEntrySerializer()
    points = serializers.CharField(allow_null=True)
    rounds = serializers.DictField(child=RoundPointsSerializer())
    keys = KeySerializer(many=True)
    decided_by = serializers.CharField(allow_null=True)
    award = AwardTitleSerializer(allow_null=True)


class BoardDivisionSerializer(TitledSerializer):
    rows = RowSerializer(many=True)


class BoardRoundSerializer(TitledSerializer):
    order = serializers.IntegerField()


class BoardPublicationSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    published_at = serializers.DateTimeField()
    note = serializers.CharField(allow_blank=True)
    imports = ImportMarkSerializer(many=True)


class BoardSerializer(serializers.Serializer[Any]):
    """Rounds and divisions with their rows."""

    rounds = BoardRoundSerializer(many=True)
    divisions = BoardDivisionSerializer(many=True)


class StandingsSerializer(BoardSerializer):
    contest = serializers.CharField()
    title = serializers.CharField()
    title_en = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=["live", "published", "hidden"])
    revision = serializers.IntegerField()
    updated_at = serializers.DateTimeField(allow_null=True)
    publication = BoardPublicationSerializer(allow_null=True)
    frozen_at = serializers.DateTimeField(allow_null=True)
    top = serializers.IntegerField(allow_null=True)


class StandingsQuerySerializer(serializers.Serializer[Any]):
    division = serializers.SlugField(max_length=40, required=False)
    round = serializers.SlugField(max_length=40, required=False)
    organization = serializers.SlugField(max_length=60, required=False)
    top = serializers.IntegerField(min_value=1, max_value=100_000, required=False)
    view = serializers.ChoiceField(choices=["live", "published"], required=False)


class DecisionSerializer(serializers.ModelSerializer[Decision]):
    contest = By(slug_field="slug", read_only=True)
    decided_by = serializers.CharField(source="decided_by.full_name", default=None)

    class Meta:
        model = Decision
        fields = ["id", "contest", "division", "kind", "data", "reason", "decided_by", "decided_at"]


class DecisionWriteSerializer(Strict, serializers.Serializer[Any]):
    contest = By(slug_field="slug", queryset=Contest.objects.all())
    division = serializers.PrimaryKeyRelatedField(
        queryset=Division.objects.all(), allow_null=True, required=False
    )
    kind = serializers.ChoiceField(choices=Decision.Kind.choices)
    data = serializers.DictField()  # type: ignore[assignment]  # hides `data` on purpose
    reason = serializers.CharField(max_length=500, allow_blank=True)


class AwardChangeSerializer(Strict, serializers.Serializer[Any]):
    entry = serializers.CharField(max_length=40)
    code = serializers.CharField(max_length=40, allow_blank=True)
    reason = serializers.CharField(max_length=500, allow_blank=True)


class PublicationWriteSerializer(Strict, serializers.Serializer[Any]):
    contest = By(slug_field="slug", queryset=Contest.objects.all())
    round = serializers.PrimaryKeyRelatedField(
        queryset=Round.objects.all(), allow_null=True, required=False
    )
    note = NameField(max_length=500, required=False, allow_blank=True)
    reason = NameField(max_length=500, required=False, allow_blank=True)
    embargo_until = serializers.DateTimeField(required=False, allow_null=True)
    ceremony = serializers.BooleanField(required=False, default=False)
    awards = AwardChangeSerializer(many=True, required=False)


class PublicationReasonSerializer(Strict, serializers.Serializer[Any]):
    reason = NameField(max_length=500, required=False, allow_blank=True)


class PublicationSerializer(serializers.ModelSerializer[Publication]):
    """A publication as everybody may see it.

    `public`: the public sees it now. One that is amended is "published" as long as it is public.
    `imports`: by which packages it came, the first one first; none where it was published here.
    """

    contest = By(slug_field="slug", read_only=True)
    round = serializers.CharField(source="round.code", default=None)
    state = serializers.SerializerMethodField()
    public = serializers.BooleanField()
    imports = ImportMarkSerializer(many=True)

    class Meta:
        model = Publication
        fields = [
            "id",
            "contest",
            "round",
            "number",
            "state",
            "note",
            "published_at",
            "inputs_sha256",
            "payload_sha256",
            "supersedes",
            "public",
            "imports",
        ]

    @extend_schema_field(serializers.ChoiceField(choices=Publication.State.choices))
    def get_state(self, publication: Publication) -> str:
        shown: str = Publication.State.PUBLISHED.value if publication.public else publication.state  # type: ignore[attr-defined]
        return shown


class OfficePublicationSerializer(PublicationSerializer):
    """With the people and reasons behind it, for those who run the contest.

    `in_force`: of the approved ones the last; certificates are issued from it. `mine`: the reader
    proposed it, so another person has to approve.
    """

    proposed_by = serializers.CharField(source="proposed_by.full_name", default=None)
    mine = serializers.SerializerMethodField()
    approved_by = serializers.CharField(source="approved_by.full_name", default=None)
    approver_appointed_by = serializers.ListField(
        child=serializers.CharField(), help_text="Who appointed the approver, or made the account."
    )
    ceremony = serializers.CharField(source="ceremony.state", default=None)
    in_force = serializers.BooleanField()
    imports = OfficeImportMarkSerializer(many=True)

    class Meta(PublicationSerializer.Meta):
        fields = [
            *PublicationSerializer.Meta.fields,
            "reason",
            "proposed_by",
            "proposed_at",
            "mine",
            "approved_by",
            "approved_at",
            "approver_appointed_by",
            "embargo_until",
            "ceremony",
            "in_force",
        ]

    def get_mine(self, publication: Publication) -> bool:
        return publication.proposed_by_id == self.context["request"].user.pk


class WarningSerializer(serializers.Serializer[Any]):
    """A quota that the awards exceed or leave open, or a round whose severity model is in doubt."""

    code = serializers.CharField()
    prize = serializers.CharField(allow_blank=True)
    division = serializers.CharField(allow_blank=True)
    round = serializers.CharField(required=False)


class PublicationDetailSerializer(OfficePublicationSerializer):
    """The whole publication; for the public without people, reasons and warnings."""

    standings = BoardSerializer()
    warnings = WarningSerializer(many=True)

    class Meta(OfficePublicationSerializer.Meta):
        fields = [*OfficePublicationSerializer.Meta.fields, "standings", "warnings"]


class AwardSerializer(serializers.ModelSerializer[Award]):
    """An award with its entry as the viewer may see it."""

    entry = serializers.SerializerMethodField()
    division = serializers.CharField(source="division.code")

    class Meta:
        model = Award
        fields = [
            "id",
            "publication",
            "entry",
            "division",
            "code",
            "title",
            "title_en",
            "order",
            "rank",
        ]

    @extend_schema_field(ShownEntrySerializer)
    def get_entry(self, award: Award) -> Any:
        shown: Mapping[tuple[int, str], Any] = self.context["shown"]
        return shown[award.publication_id, award.entry.code]
