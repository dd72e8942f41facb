"""Shapes of what those who oversee the judging watch: what waits, entries with flags, agreement."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.serializers import ExactNumberField
from judging import selectors
from judging.models import RoundResult, Scoresheet

_KINDS = (
    "discrepancy",
    "override",
    "recusal",
    "uncovered",
    "silent",
    "unsent",
    "third_marking",
)
_FLAGS = ("discrepancy", "third_marking", "override_proposed", "short", "settled", "override")
_READINGS = ("low", "moderate", "good", "excellent")
_REFUSALS = ("one_judge", "none_shared", "few_shared", "few_doubled", "no_variance")


class AttentionItemSerializer(serializers.Serializer[Any]):
    """`id` is the discrepancy's, override's, recusal's or judge's; `entry` its code."""

    id = serializers.IntegerField(allow_null=True)
    round = serializers.IntegerField(allow_null=True)
    entry = serializers.CharField(allow_null=True)
    judge = serializers.CharField(allow_null=True)
    since = serializers.DateTimeField(allow_null=True)
    count = serializers.IntegerField(allow_null=True)


class AttentionSerializer(serializers.Serializer[Any]):
    """Things of one kind that wait for the head judge; the first of `count`."""

    kind = serializers.ChoiceField(choices=_KINDS)
    count = serializers.IntegerField()
    items = AttentionItemSerializer(many=True)


class MarkSerializer(serializers.Serializer[Any]):
    """One judge's sheet of the entry in short."""

    sheet = serializers.IntegerField(source="pk")
    judge = serializers.CharField(source="judge.code")
    judge_name = serializers.CharField(source="judge.full_name")
    role = serializers.CharField(source="judge.role")
    attempt = serializers.IntegerField(source="attempt.number")
    state = serializers.CharField(source="shown_state")
    kind = serializers.CharField()
    revision = serializers.IntegerField()
    points = ExactNumberField(allow_null=True)


class WatchedEntrySerializer(serializers.ModelSerializer[RoundResult]):
    """An entry in a round: its judges' marks, how far they lie apart, and its flags."""

    code = serializers.CharField(source="entry.code")
    title = serializers.CharField(source="entry.title")
    division = serializers.CharField(source="entry.division.code")
    round_code = serializers.CharField(source="round.code")
    value = ExactNumberField(allow_null=True)
    wanted = serializers.IntegerField(source="round.judges_per_entry")
    maximum = serializers.SerializerMethodField()
    spread = serializers.SerializerMethodField()
    marks = serializers.SerializerMethodField()
    flags = serializers.SerializerMethodField()

    class Meta:
        model = RoundResult
        fields = [
            "id",
            "entry",
            "code",
            "title",
            "division",
            "round",
            "round_code",
            "value",
            "sheets_expected",
            "sheets_submitted",
            "wanted",
            "maximum",
            "spread",
            "marks",
            "flags",
        ]

    @extend_schema_field(ExactNumberField(allow_null=True))
    def get_maximum(self, row: RoundResult) -> Any:
        most = selectors.maximum(row)
        return None if most is None else ExactNumberField().to_representation(most)

    @extend_schema_field(ExactNumberField(allow_null=True))
    def get_spread(self, row: RoundResult) -> Any:
        apart = selectors.spread(self._sheets(row))
        return None if apart is None else ExactNumberField().to_representation(apart)

    @extend_schema_field(MarkSerializer(many=True))
    def get_marks(self, row: RoundResult) -> Any:
        return MarkSerializer(self._sheets(row), many=True).data

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=_FLAGS)))
    def get_flags(self, row: RoundResult) -> list[str]:
        return selectors.flags(row, self.context["watched"])

    def _sheets(self, row: RoundResult) -> list[Scoresheet]:
        return list(self.context["watched"].sheets.get((row.entry_id, row.round_id), ()))


class StatisticSerializer(serializers.Serializer[Any]):
    """A value with its reading in a word, or why there is none."""

    value = serializers.FloatField(allow_null=True)
    reading = serializers.ChoiceField(choices=_READINGS, allow_null=True)
    refused = serializers.ChoiceField(choices=_REFUSALS, allow_null=True)


class AgreementRowSerializer(serializers.Serializer[Any]):
    """One criterion; `item` is null for the whole sheet. `p` belongs to Kendall's W."""

    item = serializers.CharField(allow_null=True)
    title = serializers.CharField(allow_blank=True)
    title_en = serializers.CharField(allow_blank=True)
    kendall_w = StatisticSerializer()
    icc_single = StatisticSerializer()
    icc_mean = StatisticSerializer()
    alpha = StatisticSerializer()
    p = serializers.FloatField(allow_null=True)


class AgreeingJudgeSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    full_name = serializers.CharField()
    sheets = serializers.IntegerField()
    against_rest = serializers.FloatField(allow_null=True)


class AgreementSerializer(serializers.Serializer[Any]):
    """One panel's agreement; `id` and `name` are null for judges of no panel."""

    id = serializers.IntegerField(allow_null=True)
    name = serializers.CharField(allow_null=True)
    judges = AgreeingJudgeSerializer(many=True)
    attempts = serializers.IntegerField()
    shared = serializers.IntegerField()
    rows = AgreementRowSerializer(many=True)
