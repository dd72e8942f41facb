"""Shapes of feedback. What entrants get names no judge, no seat and no sheet."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from common.serializers import Strict
from contests.models import Division
from judging.models import FeedbackRuling
from judging.serializers.scoresheets import PlaceSerializer


class RoundFeedbackQuerySerializer(serializers.Serializer[Any]):
    division = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)


class SaidSerializer(serializers.Serializer[Any]):
    """One comment; `released`: the entrants see exactly these words now."""

    sheet = serializers.IntegerField()
    judge_code = serializers.CharField()
    judge_name = serializers.CharField()
    form_version = serializers.IntegerField()
    item = serializers.CharField(allow_blank=True)
    words = serializers.CharField()
    private = serializers.BooleanField()
    held = serializers.BooleanField()
    held_reason = serializers.CharField(allow_blank=True)
    held_by = serializers.CharField(allow_blank=True)
    released = serializers.BooleanField()


class RoundFeedbackSerializer(serializers.Serializer[Any]):
    """An entry with all comments on it."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    division = PlaceSerializer()
    comments = SaidSerializer(many=True)


class RoundFeedbackPageSerializer(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = RoundFeedbackSerializer(many=True)


class FeedbackReleaseSerializer(Strict, serializers.Serializer[Any]):
    """Release the comments as they are now, or take them back (with a reason)."""

    divisions = serializers.PrimaryKeyRelatedField(
        many=True, queryset=Division.objects.all(), allow_empty=False
    )
    released = serializers.BooleanField(default=True)
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class FeedbackDivisionSerializer(serializers.Serializer[Any]):
    """`ready`: comments that a release would show now; `shown`: those of the release that holds."""

    division = PlaceSerializer()
    released = serializers.BooleanField()
    at = serializers.DateTimeField(allow_null=True)
    by = serializers.CharField(allow_null=True)
    shown = serializers.IntegerField()
    ready = serializers.IntegerField()


class FeedbackHoldSerializer(Strict, serializers.Serializer[Any]):
    item = serializers.CharField(max_length=60, allow_blank=True)
    held = serializers.BooleanField()
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class FeedbackRulingSerializer(serializers.ModelSerializer[FeedbackRuling]):
    class Meta:
        model = FeedbackRuling
        fields = ["scoresheet", "item", "held", "reason", "created_at"]


class ReleasedCommentSerializer(serializers.Serializer[Any]):
    """`judge` is a number of this entry's judges; `criterion` is null for the comment on the whole."""

    judge = serializers.IntegerField()
    item = serializers.CharField(allow_blank=True)
    criterion = serializers.DictField(child=serializers.CharField(), allow_null=True)
    words = serializers.CharField()


class EntryFeedbackSerializer(serializers.Serializer[Any]):
    """One round's released comments on the entry."""

    round = PlaceSerializer()
    released_at = serializers.DateTimeField()
    comments = ReleasedCommentSerializer(many=True)
