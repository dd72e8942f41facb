"""Shapes of discrepancies, overrides, recusals and heartbeats."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.serializers import ExactNumberField, NameField, ParagraphField, Strict
from common.text import UNKNOWN
from contests.models import Contest, Round
from judging import blind
from judging.models import (
    ConflictOfInterest,
    Discrepancy,
    DiscrepancyEvent,
    Judge,
    OverrideEvent,
    Recusal,
    ScoreOverride,
)
from submissions.models import Entry

By = serializers.SlugRelatedField[Any]


class DiscrepancyEventSerializer(serializers.ModelSerializer[DiscrepancyEvent]):
    difference = ExactNumberField()
    marks = serializers.DictField(child=serializers.CharField())
    value = ExactNumberField(allow_null=True)
    third = By(slug_field="code", read_only=True, allow_null=True)
    actor = serializers.CharField(source="actor.full_name", default=None, allow_null=True)

    class Meta:
        model = DiscrepancyEvent
        fields = [
            "number",
            "state",
            "action",
            "difference",
            "marks",
            "value",
            "third",
            "reason",
            "actor",
            "created_at",
        ]


class DiscrepancySerializer(serializers.ModelSerializer[Discrepancy]):
    """`marks` are the first markers' points by judge code, `third` the third marker's code."""

    contest = serializers.CharField(source="attempt.round.contest.slug")
    round = serializers.IntegerField(source="attempt.round_id")
    round_code = serializers.CharField(source="attempt.round.code")
    entry = serializers.IntegerField(source="attempt.entry_id")
    entry_code = serializers.CharField(source="attempt.entry.code")
    entry_title = serializers.CharField(source="attempt.entry.title")
    attempt = serializers.IntegerField(source="attempt.number")
    difference = ExactNumberField()
    marks = serializers.DictField(child=serializers.CharField())
    value = ExactNumberField(allow_null=True)
    third = By(slug_field="code", read_only=True, allow_null=True)
    events = DiscrepancyEventSerializer(many=True)

    class Meta:
        model = Discrepancy
        fields = [
            "id",
            "contest",
            "round",
            "round_code",
            "entry",
            "entry_code",
            "entry_title",
            "attempt",
            "state",
            "action",
            "result",
            "difference",
            "marks",
            "value",
            "third",
            "revision",
            "updated_at",
            "events",
        ]


class SettleSerializer(Strict, serializers.Serializer[Any]):
    """`value` only where the policy asks the head judge for one."""

    reason = ParagraphField(max_length=5000, allow_blank=True)
    value = ExactNumberField(required=False, allow_null=True)


class ThirdSerializer(Strict, serializers.Serializer[Any]):
    judge = serializers.PrimaryKeyRelatedField(queryset=Judge.objects.select_related("contest"))
    reason = ParagraphField(max_length=5000, allow_blank=True)


class OverrideEventSerializer(serializers.ModelSerializer[OverrideEvent]):
    actor = serializers.CharField(source="actor.full_name", default=UNKNOWN)

    class Meta:
        model = OverrideEvent
        fields = ["state", "reason", "actor", "created_at"]


class RankChangeSerializer(serializers.Serializer[Any]):
    entry = serializers.CharField()
    before = serializers.IntegerField(allow_null=True)
    after = serializers.IntegerField(allow_null=True)


class OverrideSerializer(serializers.ModelSerializer[ScoreOverride]):
    """`mine`: the reader proposed it, so another person has to approve."""

    contest = serializers.CharField(source="round.contest.slug")
    round_code = serializers.CharField(source="round.code")
    entry_code = serializers.CharField(source="entry.code")
    entry_title = serializers.CharField(source="entry.title")
    mine = serializers.SerializerMethodField()
    before = ExactNumberField(allow_null=True)
    after = ExactNumberField()
    ranks = serializers.SerializerMethodField()
    proposed_by = serializers.CharField(source="proposed_by.full_name", default=UNKNOWN)
    approved_by = serializers.CharField(
        source="approved_by.full_name", default=None, allow_null=True
    )
    approver_appointed_by = serializers.ListField(
        child=serializers.CharField(), help_text="Who appointed the approver, or made the account."
    )
    events = OverrideEventSerializer(many=True)

    class Meta:
        model = ScoreOverride
        fields = [
            "id",
            "contest",
            "round",
            "round_code",
            "entry",
            "entry_code",
            "entry_title",
            "state",
            "mine",
            "before",
            "after",
            "reason",
            "ranks",
            "proposed_by",
            "approved_by",
            "approver_appointed_by",
            "created_at",
            "events",
        ]

    @extend_schema_field(RankChangeSerializer(many=True))
    def get_ranks(self, override: ScoreOverride) -> list[dict[str, Any]]:
        return list(override.ranks)

    def get_mine(self, override: ScoreOverride) -> bool:
        return override.proposed_by_id == self.context["request"].user.pk


class EffectSerializer(serializers.Serializer[Any]):
    """What an override would do."""

    before = ExactNumberField(allow_null=True)
    ranks = RankChangeSerializer(many=True)


class OverridePreviewSerializer(Strict, serializers.Serializer[Any]):
    entry = serializers.PrimaryKeyRelatedField(queryset=Entry.objects.select_related("contest"))
    round = serializers.PrimaryKeyRelatedField(queryset=Round.objects.select_related("contest"))
    after = ExactNumberField()


class OverrideWriteSerializer(Strict, serializers.Serializer[Any]):
    entry = serializers.PrimaryKeyRelatedField(queryset=Entry.objects.select_related("contest"))
    round = serializers.PrimaryKeyRelatedField(queryset=Round.objects.select_related("contest"))
    after = ExactNumberField()
    reason = ParagraphField(max_length=1000, allow_blank=True)


class OverrideReasonSerializer(Strict, serializers.Serializer[Any]):
    reason = ParagraphField(max_length=1000, allow_blank=True)


class RecusalWriteSerializer(Strict, serializers.Serializer[Any]):
    kind = serializers.ChoiceField(
        choices=ConflictOfInterest.Kind.choices, default=ConflictOfInterest.Kind.DECLARED
    )
    reason = NameField(max_length=300, allow_blank=True)


class RecusalSerializer(serializers.ModelSerializer[Recusal]):
    contest = serializers.CharField(source="judge.contest.slug")
    judge_code = serializers.CharField(source="judge.code")
    judge_name = serializers.CharField(source="judge.full_name")
    entry = serializers.SerializerMethodField()
    entry_code = serializers.SerializerMethodField()
    round_code = serializers.CharField(source="round.code")
    uncovered = serializers.BooleanField(help_text="The entry still lacks a judge in the round.")

    class Meta:
        model = Recusal
        fields = [
            "id",
            "contest",
            "judge",
            "judge_code",
            "judge_name",
            "entry",
            "entry_code",
            "round",
            "round_code",
            "kind",
            "reason",
            "uncovered",
            "created_at",
        ]

    def get_entry(self, recusal: Recusal) -> int | None:
        return blind.entry_id(recusal.entry, blind=self._hidden(recusal))

    def get_entry_code(self, recusal: Recusal) -> str:
        """The blind code where its reader is a blind judge."""
        return blind.code(recusal.entry, blind=self._hidden(recusal))

    def _hidden(self, recusal: Recusal) -> bool:
        hidden: bool = self.context["reader"].is_blind(recusal.judge.contest)
        return hidden


class SubstituteSerializer(serializers.Serializer[Any]):
    """A judge who could step in; `load` is their number of entries in the round."""

    judge = serializers.IntegerField(source="judge.pk")
    code = serializers.CharField(source="judge.code")
    full_name = serializers.CharField(source="judge.full_name")
    load = serializers.IntegerField()


class DetectSerializer(Strict, serializers.Serializer[Any]):
    contest = By(slug_field="slug", queryset=Contest.objects.all())


class HeartbeatSerializer(Strict, serializers.Serializer[Any]):
    device = NameField(max_length=100)
    unsent = serializers.IntegerField(min_value=0, max_value=100_000)


class HeartbeatAnswerSerializer(serializers.Serializer[Any]):
    """The server's clock, so that a device can show how far its own is off."""

    seen_at = serializers.DateTimeField()
