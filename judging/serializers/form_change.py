"""Shapes of a round's change of form."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from common.serializers import Strict
from contests.models import FormVersion


class FormChangeSerializer(Strict, serializers.Serializer[Any]):
    """`basis` and `reason` are for the change itself; the preview gives the basis."""

    form_version = serializers.PrimaryKeyRelatedField(
        queryset=FormVersion.objects.select_related("form")
    )
    dry_run = serializers.BooleanField(default=False)
    basis = serializers.CharField(max_length=64, allow_blank=True, default="")
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class FormFaultSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    item = serializers.CharField(allow_null=True)
    value = serializers.JSONField(allow_null=True)


class SheetEffectSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    judge = serializers.CharField()
    entry = serializers.CharField()
    attempt = serializers.IntegerField()
    outcome = serializers.ChoiceField(choices=["moved", "reopened", "draft"])
    points_before = serializers.CharField(allow_null=True)
    points_after = serializers.CharField(allow_null=True)
    dropped = serializers.ListField(child=serializers.CharField())
    faults = FormFaultSerializer(many=True)


class FormRankSerializer(serializers.Serializer[Any]):
    entry = serializers.CharField()
    division = serializers.CharField()
    before = serializers.IntegerField(allow_null=True)
    after = serializers.IntegerField(allow_null=True)
    value_before = serializers.CharField(allow_null=True)
    value_after = serializers.CharField(allow_null=True)


class FormCountsSerializer(serializers.Serializer[Any]):
    moved = serializers.IntegerField()
    reopened = serializers.IntegerField()
    draft = serializers.IntegerField()
    empty = serializers.IntegerField()


class FormEffectSerializer(serializers.Serializer[Any]):
    """What changes, or changed (`done`). Ranks are those that the sheets alone give."""

    done = serializers.BooleanField()
    basis = serializers.CharField()
    before = serializers.IntegerField()
    after = serializers.IntegerField()
    counts = FormCountsSerializer()
    sheets = SheetEffectSerializer(many=True)
    ranks = FormRankSerializer(many=True)
