"""Shapes of turns put off, of the others' scores, and of a judge's sign-in link."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from common.serializers import Strict
from judging.models import Judge, Scoresheet, SkippedTurn


class SkipWriteSerializer(Strict, serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=SkippedTurn.Kind.choices)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)
    device = serializers.CharField(max_length=100, required=False, allow_blank=True)
    skipped_at = serializers.DateTimeField(required=False, allow_null=True)


class SkippedTurnSerializer(serializers.ModelSerializer[SkippedTurn]):
    class Meta:
        model = SkippedTurn
        fields = ["id", "kind", "note", "skipped_at", "created_at"]


class OwnSkipSerializer(serializers.Serializer[Any]):
    """A turn that the asker put off and has not submitted since."""

    kind = serializers.ChoiceField(choices=SkippedTurn.Kind.choices)
    note = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()


class OpenSkipSerializer(OwnSkipSerializer):
    judge = serializers.IntegerField()
    judge_code = serializers.CharField()
    entry = serializers.IntegerField()
    entry_code = serializers.CharField()
    round = serializers.IntegerField()
    round_code = serializers.CharField()
    attempt = serializers.IntegerField()
    times = serializers.IntegerField(help_text="How often this judge put this turn off.")


class PeerJudgeSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    full_name = serializers.CharField()
    role = serializers.ChoiceField(choices=Judge.Role.choices)


class PeerItemSerializer(serializers.Serializer[Any]):
    item = serializers.CharField()
    value = serializers.JSONField(allow_null=True)
    points = serializers.CharField(allow_null=True)


class PeerSerializer(serializers.Serializer[Any]):
    """What another judge gave; without comments."""

    id = serializers.IntegerField()
    judge = PeerJudgeSerializer()
    counted = serializers.BooleanField(help_text="A trainee's sheet is not.")
    kind = serializers.ChoiceField(choices=Scoresheet.Kind.choices)
    points = serializers.CharField(allow_null=True)
    items = PeerItemSerializer(many=True)


class LinkRequestSerializer(Strict, serializers.Serializer[Any]):
    expires_at = serializers.DateTimeField(required=False, allow_null=True)


class JudgeLinkSerializer(serializers.Serializer[Any]):
    """Shown once; only digests are kept. The PIN goes another way than the address."""

    url = serializers.CharField()
    pin = serializers.CharField()
    expires_at = serializers.DateTimeField()
