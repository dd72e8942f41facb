"""Shapes of an explanation in the API. Words are {vi, en}; exact numbers are texts."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from common.language import LANGUAGES
from leaderboards.explanation.source import View
from leaderboards.models import Appeal
from leaderboards.serializers.results import (
    STANDING_STATES,
    BoardPublicationSerializer,
    KeyValueField,
    ShownEntrySerializer,
    TitledSerializer,
)

VIEWS: tuple[View, ...] = ("live", "published", "entrant")


class ExplanationQuerySerializer(serializers.Serializer[Any]):
    """`view` is for those who run the contest: live (unless said otherwise), as approved, or as
    the entry's people see it."""

    view = serializers.ChoiceField(choices=VIEWS, required=False)
    round = serializers.SlugField(max_length=40, required=False)


class ExplanationFileQuerySerializer(ExplanationQuerySerializer):
    language = serializers.ChoiceField(choices=LANGUAGES, required=False)


class WordsSerializer(serializers.Serializer[Any]):
    vi = serializers.CharField()
    en = serializers.CharField()


class ExplainedCellSerializer(serializers.Serializer[Any]):
    """What a sheet says in a line: as entered where that is not the points themselves."""

    value = WordsSerializer(allow_null=True)
    points = serializers.CharField(allow_null=True)


class ExplainedLineSerializer(serializers.Serializer[Any]):
    id = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(choices=["item", "group", "total"])
    depth = serializers.IntegerField()
    label = WordsSerializer()  # type: ignore[assignment]  # hides `label` on purpose
    rule = WordsSerializer(allow_null=True)
    maximum = serializers.CharField(allow_null=True)
    cells = ExplainedCellSerializer(many=True)


class ExplainedTableSerializer(serializers.Serializer[Any]):
    """`sheets` are places in the attempt's sheets, in the order of the cells."""

    sheets = serializers.ListField(child=serializers.IntegerField())
    lines = ExplainedLineSerializer(many=True)


class ExplainedSheetSerializer(serializers.Serializer[Any]):
    """`judge` is the judge's code, or a number where judges are hidden."""

    judge = serializers.CharField()
    judge_name = serializers.CharField(allow_null=True)
    label = WordsSerializer()  # type: ignore[assignment]  # hides `label` on purpose
    points = serializers.CharField(allow_null=True)
    standardised = serializers.CharField(allow_null=True)
    counted = serializers.BooleanField()
    dropped = serializers.CharField(allow_null=True)
    third = serializers.BooleanField()
    note = WordsSerializer(allow_null=True)


class ExplainedFactSerializer(serializers.Serializer[Any]):
    label = WordsSerializer()  # type: ignore[assignment]  # hides `label` on purpose
    value = WordsSerializer()


class ExplainedReasonSerializer(serializers.Serializer[Any]):
    words = serializers.CharField()
    by = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()


class ExplainedDiscrepancySerializer(serializers.Serializer[Any]):
    difference = serializers.CharField()
    limit = serializers.CharField(allow_null=True)
    action = serializers.CharField()
    result = serializers.CharField()
    settled = serializers.BooleanField()
    texts = WordsSerializer(many=True)
    reasons = ExplainedReasonSerializer(many=True)


class ExplainedAttemptSerializer(serializers.Serializer[Any]):
    """`raw` is the judges' value where a severity model's stands in its place."""

    number = serializers.IntegerField()
    state = serializers.CharField()
    counted = serializers.BooleanField()
    value = serializers.CharField(allow_null=True)
    raw = serializers.CharField(allow_null=True)
    sheets = ExplainedSheetSerializer(many=True)
    tables = ExplainedTableSerializer(many=True)
    facts = ExplainedFactSerializer(many=True)
    discrepancy = ExplainedDiscrepancySerializer(allow_null=True)
    workings = WordsSerializer(many=True)


class ExplainedOverrideSerializer(serializers.Serializer[Any]):
    """Reason and people are for those who run the contest alone."""

    before = serializers.CharField(allow_null=True)
    after = serializers.CharField()
    at = serializers.DateTimeField()
    text = WordsSerializer()
    reason = serializers.CharField(allow_null=True)
    proposed_by = serializers.CharField(allow_null=True)
    approved_by = serializers.CharField(allow_null=True)
    approver_appointed_by = serializers.ListField(child=serializers.CharField())


class ExplainedAppealSerializer(serializers.Serializer[Any]):
    """`words` were written for the entrant; the new mark is for those who run the contest alone."""

    id = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Appeal.State.choices)
    before = serializers.CharField(allow_null=True)
    after = serializers.CharField(allow_null=True)
    at = serializers.DateTimeField()
    text = WordsSerializer()
    words = serializers.CharField(allow_blank=True)
    marked = serializers.CharField(allow_null=True)
    marked_by = serializers.CharField(allow_null=True)


class ExplainedRoundSerializer(TitledSerializer):
    weight = serializers.CharField(allow_null=True)  # null: no part of the total
    value = serializers.CharField(allow_null=True)
    points = serializers.CharField(allow_null=True)
    rank = serializers.IntegerField(allow_null=True)
    rules = WordsSerializer(many=True)
    attempts = ExplainedAttemptSerializer(many=True)
    workings = WordsSerializer(many=True)
    override = ExplainedOverrideSerializer(allow_null=True)
    appeals = ExplainedAppealSerializer(many=True)


class ExplainedTotalSerializer(serializers.Serializer[Any]):
    rules = WordsSerializer(many=True)
    working = WordsSerializer(allow_null=True)


class ExplainedKeySerializer(serializers.Serializer[Any]):
    """A rank key with the neighbours' values; which of them it decided against."""

    type = serializers.CharField()
    label = WordsSerializer()  # type: ignore[assignment]  # hides `label` on purpose
    order = WordsSerializer()
    value = KeyValueField(allow_null=True)
    shown = WordsSerializer(allow_null=True)
    above = WordsSerializer(allow_null=True)
    below = WordsSerializer(allow_null=True)
    decides_above = serializers.BooleanField()
    decides_below = serializers.BooleanField()


class ExplainedNeighbourSerializer(serializers.Serializer[Any]):
    rank = serializers.IntegerField()
    entry = ShownEntrySerializer()


class ExplainedAwardSerializer(TitledSerializer):
    rule = WordsSerializer(allow_null=True)


class ExplainedPublicationSerializer(BoardPublicationSerializer):
    payload_sha256 = serializers.CharField()


class ExplainedDivisionSerializer(TitledSerializer):
    pass


class ExplanationSerializer(serializers.Serializer[Any]):
    """Why an entry has its rank: from item to rank, with the rules in words."""

    contest = serializers.CharField()
    title = serializers.CharField()
    title_en = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=["live", "published"])
    audience = serializers.ChoiceField(choices=["office", "entrant", "public"])
    as_of = serializers.DateTimeField(allow_null=True)
    frozen = serializers.BooleanField()
    publication = ExplainedPublicationSerializer(allow_null=True)
    round = serializers.CharField(allow_null=True)
    entry = ShownEntrySerializer()
    division = ExplainedDivisionSerializer()
    standing = serializers.ChoiceField(choices=STANDING_STATES)
    rank = serializers.IntegerField(allow_null=True)
    tied = serializers.BooleanField()
    ranked = serializers.IntegerField(allow_null=True)
    points = serializers.CharField(allow_null=True)
    rounds = ExplainedRoundSerializer(many=True)
    total = ExplainedTotalSerializer()
    keys = ExplainedKeySerializer(many=True)
    above = ExplainedNeighbourSerializer(allow_null=True)
    below = ExplainedNeighbourSerializer(allow_null=True)
    decided_by = serializers.CharField(allow_null=True)
    decided = WordsSerializer(many=True)
    award = ExplainedAwardSerializer(allow_null=True)
