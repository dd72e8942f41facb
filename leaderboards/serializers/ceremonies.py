"""Shapes of ceremonies and of what boards show."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from common.serializers import Strict
from leaderboards.models import Ceremony
from leaderboards.serializers.results import (
    AwardTitleSerializer,
    RowSerializer,
    ShownEntrySerializer,
    TitledSerializer,
)


class StageDivisionSerializer(TitledSerializer):
    pass


class StageAwardSerializer(serializers.Serializer[Any]):
    entry = ShownEntrySerializer()
    rank = serializers.IntegerField(allow_null=True)
    tied = serializers.BooleanField()
    points = serializers.CharField(allow_null=True)


class PodiumSerializer(serializers.Serializer[Any]):
    prize = AwardTitleSerializer()
    entries = ShownEntrySerializer(many=True)


class StageRowSerializer(serializers.Serializer[Any]):
    """A row of the board that is resolved; `moved` counts places up by this step."""

    entry = ShownEntrySerializer()
    rank = serializers.IntegerField(allow_null=True)
    points = serializers.CharField(allow_null=True)
    pending = serializers.BooleanField()
    now = serializers.BooleanField()
    moved = serializers.IntegerField()


class ScreenSerializer(serializers.Serializer[Any]):
    """One step of a ceremony."""

    kind = serializers.ChoiceField(
        choices=[
            "opening",
            "division",
            "board",
            "resolve",
            "prize",
            "award",
            "podium",
            "closing",
        ]
    )
    division = StageDivisionSerializer(allow_null=True)
    prize = AwardTitleSerializer(allow_null=True)
    count = serializers.IntegerField(allow_null=True)
    award = StageAwardSerializer(allow_null=True)
    before = ShownEntrySerializer(many=True)
    podium = PodiumSerializer(many=True)
    rows = StageRowSerializer(many=True)


class RevealedSerializer(serializers.Serializer[Any]):
    division = StageDivisionSerializer()
    prize = AwardTitleSerializer()
    entry = ShownEntrySerializer()


class StageSerializer(serializers.Serializer[Any]):
    """What the hall's screens show now."""

    contest = serializers.CharField()
    title = serializers.CharField()
    title_en = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=["none", *Ceremony.State.values])
    revision = serializers.IntegerField()
    screen = ScreenSerializer(allow_null=True)
    revealed = RevealedSerializer(many=True)


class OutlineSerializer(serializers.Serializer[Any]):
    step = serializers.IntegerField()
    kind = serializers.CharField()
    division = StageDivisionSerializer(allow_null=True)


class CeremonySerializer(serializers.Serializer[Any]):
    """The presenter's desk."""

    contest = serializers.CharField()
    publication = serializers.IntegerField()
    publication_number = serializers.IntegerField()
    publication_state = serializers.CharField()
    embargo_until = serializers.DateTimeField(allow_null=True)
    state = serializers.ChoiceField(choices=Ceremony.State.choices)
    revision = serializers.IntegerField()
    step = serializers.IntegerField()
    last_step = serializers.IntegerField()
    notes = serializers.CharField(allow_blank=True)
    screen = ScreenSerializer()
    next = ScreenSerializer(allow_null=True)
    outline = OutlineSerializer(many=True)


class StepSerializer(Strict, serializers.Serializer[Any]):
    step = serializers.IntegerField(min_value=0)


class NotesSerializer(Strict, serializers.Serializer[Any]):
    notes = serializers.CharField(max_length=5000, allow_blank=True)


class RoundRuleSerializer(Strict, serializers.Serializer[Any]):
    round = serializers.SlugField(max_length=40)
    hidden = serializers.BooleanField(default=False)
    top = serializers.IntegerField(
        min_value=1, max_value=100_000, allow_null=True, required=False, default=None
    )
    freeze_at = serializers.DateTimeField(allow_null=True, required=False, default=None)


class BoardRulesSerializer(Strict, serializers.Serializer[Any]):
    """What the public sees of the live boards; the strictest of the rules counts."""

    live = serializers.BooleanField()
    top = serializers.IntegerField(
        min_value=1, max_value=100_000, allow_null=True, required=False, default=None
    )
    freeze_at = serializers.DateTimeField(allow_null=True, required=False, default=None)
    rounds = RoundRuleSerializer(many=True, required=False, default=list)


class OwnRowSerializer(serializers.Serializer[Any]):
    division = serializers.CharField()
    row = RowSerializer()
