"""Shapes of calibration rounds and the spread of their marks."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from common.serializers import NameField, ParagraphField, Strict
from contests.models import Round


class SampleWriteSerializer(Strict, serializers.Serializer[Any]):
    title = NameField(max_length=300)
    summary = ParagraphField(max_length=5000, required=False, allow_blank=True)
    link = serializers.URLField(max_length=500, required=False, allow_blank=True)


class CalibrationWriteSerializer(Strict, serializers.Serializer[Any]):
    """`round` is the round whose form is tried."""

    round = serializers.PrimaryKeyRelatedField(queryset=Round.objects.select_related("contest"))
    title = NameField(max_length=200, required=False, allow_blank=True)
    samples = serializers.ListField(child=SampleWriteSerializer(), max_length=20)


class OpenSpreadSerializer(Strict, serializers.Serializer[Any]):
    opened = serializers.BooleanField()


class CalibrationSerializer(serializers.ModelSerializer[Round]):
    """`opened_at` is when the scoring ended and judges could see the spread."""

    contest = serializers.CharField(source="contest.slug")
    opened_at = serializers.DateTimeField(source="locked_at", allow_null=True)
    samples = serializers.IntegerField()
    expected = serializers.IntegerField()
    submitted = serializers.IntegerField()

    class Meta:
        model = Round
        fields = [
            "id",
            "contest",
            "code",
            "title",
            "title_en",
            "opened_at",
            "samples",
            "expected",
            "submitted",
        ]


class SpreadLabelSerializer(serializers.Serializer[Any]):
    vi = serializers.CharField()
    en = serializers.CharField()


class SpreadItemSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    label = SpreadLabelSerializer()  # type: ignore[assignment]  # hides `label` on purpose


class SpreadMarkSerializer(serializers.Serializer[Any]):
    """`judge` is empty for everybody else's mark where names are not shown."""

    judge = serializers.CharField(allow_blank=True)
    value = serializers.CharField()
    far = serializers.BooleanField()


class SpreadRowSerializer(serializers.Serializer[Any]):
    """`item` is empty for the total."""

    item = serializers.CharField(allow_blank=True)
    count = serializers.IntegerField()
    least = serializers.CharField(allow_null=True)
    most = serializers.CharField(allow_null=True)
    mean = serializers.CharField(allow_null=True)
    deviation = serializers.CharField(allow_null=True)
    marks = SpreadMarkSerializer(many=True)


class SpreadSampleSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    link = serializers.CharField(allow_blank=True)
    rows = SpreadRowSerializer(many=True)


class SpreadJudgeSerializer(serializers.Serializer[Any]):
    """`far` counts the criteria where the judge lies far from the panel's median."""

    code = serializers.CharField()
    full_name = serializers.CharField()
    role = serializers.CharField()
    own = serializers.BooleanField()
    submitted = serializers.IntegerField()
    expected = serializers.IntegerField()
    far = serializers.IntegerField()


class SpreadSerializer(serializers.Serializer[Any]):
    items = SpreadItemSerializer(many=True)
    samples = SpreadSampleSerializer(many=True)
    judges = SpreadJudgeSerializer(many=True)
