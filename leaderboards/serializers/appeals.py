"""Shapes of appeals: what the entrant sees, and what those who decide see."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.serializers import ExactNumberField, Strict
from common.text import UNKNOWN
from contests.models import Round
from judging.models import Judge, Scoresheet
from leaderboards.models import Appeal
from scoring.exact import text
from submissions.models import Entry


class AppealWindowSerializer(Strict, serializers.Serializer[Any]):
    """When appeals are taken; `from` and `until` are what it comes to for the results of now."""

    opens_at = serializers.DateTimeField(allow_null=True, required=False, default=None)
    closes_at = serializers.DateTimeField(allow_null=True, required=False, default=None)
    days = serializers.IntegerField(
        min_value=1, max_value=365, allow_null=True, required=False, default=None
    )
    open = serializers.BooleanField(read_only=True)
    since = serializers.DateTimeField(read_only=True, allow_null=True)
    until = serializers.DateTimeField(read_only=True, allow_null=True)


class AppealRoundSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    title_en = serializers.CharField(allow_blank=True)


class AppealEntrySerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()


class AppealEventSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=Appeal.State.choices)
    reason = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()


class AppealSerializer(serializers.ModelSerializer[Appeal]):
    """An appeal as its entrant sees it: what is still being decided is not told."""

    contest = serializers.CharField(source="entry.contest.slug")
    entry = AppealEntrySerializer()
    round = AppealRoundSerializer()
    items = serializers.ListField(child=serializers.CharField())
    state = serializers.SerializerMethodField()
    before = serializers.SerializerMethodField()
    after = serializers.SerializerMethodField()
    events = serializers.SerializerMethodField()

    class Meta:
        model = Appeal
        fields = [
            "id",
            "contest",
            "entry",
            "round",
            "items",
            "reason",
            "state",
            "before",
            "after",
            "events",
            "revision",
            "created_at",
        ]

    @extend_schema_field(serializers.ChoiceField(choices=Appeal.State.choices))
    def get_state(self, appeal: Appeal) -> str:
        return _public_state(appeal.state)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_before(self, appeal: Appeal) -> str | None:
        return self._value(appeal, "before")

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_after(self, appeal: Appeal) -> str | None:
        return self._value(appeal, "after")

    def _value(self, appeal: Appeal, name: str) -> str | None:
        value = getattr(appeal, name)
        told = appeal.state == Appeal.State.CHANGED
        return text(value) if told and value is not None else None

    @extend_schema_field(AppealEventSerializer(many=True))
    def get_events(self, appeal: Appeal) -> Any:
        told = [each for each in appeal.events.all() if each.state != Appeal.State.DECIDING]
        return AppealEventSerializer(told, many=True).data


def _public_state(state: str) -> str:
    return Appeal.State.ACCEPTED.value if state == Appeal.State.DECIDING else state


class RemarkSerializer(serializers.ModelSerializer[Scoresheet]):
    """The new sheet, as far as those who decide need it."""

    points = serializers.SerializerMethodField()

    class Meta:
        model = Scoresheet
        fields = ["id", "state", "points"]

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_points(self, sheet: Scoresheet) -> str | None:
        return None if sheet.points is None else text(sheet.points)


class RemarkerSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    full_name = serializers.CharField()


class OfficeAppealSerializer(AppealSerializer):
    """With the judge, the new sheet and the people, for those who run the contest."""

    judge = RemarkerSerializer(allow_null=True)
    sheet = serializers.SerializerMethodField()
    override_state = serializers.CharField(source="override.state", default=None)
    proposed_by = serializers.CharField(source="override.proposed_by.full_name", default=None)
    mine = serializers.SerializerMethodField()
    filed_by = serializers.CharField(source="filed_by.full_name", default=UNKNOWN)
    amended = serializers.IntegerField(source="amended_id", allow_null=True)

    class Meta(AppealSerializer.Meta):
        fields = [
            *AppealSerializer.Meta.fields,
            "judge",
            "sheet",
            "override_state",
            "proposed_by",
            "mine",
            "filed_by",
            "amended",
        ]

    @extend_schema_field(serializers.ChoiceField(choices=Appeal.State.choices))
    def get_state(self, appeal: Appeal) -> str:
        return appeal.state

    def get_mine(self, appeal: Appeal) -> bool:
        """The reader proposed the new value, so another person has to approve."""
        reader = self.context["request"].user.pk
        return appeal.override is not None and appeal.override.proposed_by_id == reader

    def _value(self, appeal: Appeal, name: str) -> str | None:
        value = getattr(appeal, name)
        return None if value is None else text(value)

    @extend_schema_field(AppealEventSerializer(many=True))
    def get_events(self, appeal: Appeal) -> Any:
        return AppealEventSerializer(appeal.events.all(), many=True).data

    @extend_schema_field(RemarkSerializer(allow_null=True))
    def get_sheet(self, appeal: Appeal) -> Any:
        sheets = [] if appeal.attempt is None else list(appeal.attempt.scoresheets.all())
        found = next((sheet for sheet in sheets if sheet.judge_id == appeal.judge_id), None)
        return None if found is None else RemarkSerializer(found).data


class OfficeAppealDetailSerializer(OfficeAppealSerializer):
    """With those who could mark the entry anew."""

    candidates = RemarkerSerializer(many=True)

    class Meta(OfficeAppealSerializer.Meta):
        fields = [*OfficeAppealSerializer.Meta.fields, "candidates"]


class AppealFileSerializer(Strict, serializers.Serializer[Any]):
    entry = serializers.PrimaryKeyRelatedField(queryset=Entry.objects.select_related("contest"))
    round = serializers.PrimaryKeyRelatedField(
        queryset=Round.objects.select_related("form_version")
    )
    items = serializers.ListField(
        child=serializers.CharField(max_length=60), max_length=200, required=False, default=list
    )
    reason = serializers.CharField(max_length=3000, allow_blank=True)


class AppealAcceptSerializer(Strict, serializers.Serializer[Any]):
    judge = serializers.PrimaryKeyRelatedField(queryset=Judge.objects.all())
    reason = serializers.CharField(max_length=3000, allow_blank=True)


class AppealReasonSerializer(Strict, serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=3000, allow_blank=True)


class AppealConcludeSerializer(AppealReasonSerializer):
    """Without `after` the result stands."""

    after = ExactNumberField(allow_null=True, required=False, default=None)
