"""Shapes of a comparison; no rules."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from leaderboards.serializers.results import ShownEntrySerializer

MAX_VERSIONS = 5


@extend_schema_field(OpenApiTypes.STR)
class VersionsField(serializers.Field[Any, Any, Any, Any]):
    """Numbers of stored policies, such as "1,3"."""

    default_error_messages = {
        "invalid": gettext_lazy("Give the numbers of at most five stored policies, such as 1,3.")
    }

    def to_internal_value(self, data: Any) -> list[int]:
        parts = [part.strip() for part in str(data).split(",") if part.strip()]
        if len(parts) > MAX_VERSIONS or not all(
            part.isascii() and part.isdigit() for part in parts
        ):
            self.fail("invalid")
        return [int(part[:9]) for part in parts]


class WhatIfQuerySerializer(serializers.Serializer[Any]):
    round = serializers.CharField(max_length=40, required=False)
    policies = VersionsField(
        required=False, help_text="Numbers of stored policies, at most five: 1,3"
    )


class TitledSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    title = serializers.CharField()
    title_en = serializers.CharField()


class PolicyVersionSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    reason = serializers.CharField()
    created_at = serializers.DateTimeField()


class RefusalSerializer(serializers.Serializer[Any]):
    code = serializers.ChoiceField(
        ["few-judges", "disconnected", "few-scores", "few-scores-of-judge", "many-categories"]
    )
    judges = serializers.ListField(child=serializers.CharField())


class WhatIfColumnSerializer(serializers.Serializer[Any]):
    """`id` is "current", "mean", "trimmed", "median", a model, or "policy:<number>"."""

    id = serializers.CharField()
    computed = serializers.BooleanField()
    unusable = serializers.BooleanField()
    refusal = RefusalSerializer(allow_null=True)
    warnings = serializers.ListField(child=serializers.CharField())


class WhatIfFlipSerializer(serializers.Serializer[Any]):
    column = serializers.CharField()
    entry = serializers.CharField()
    division = serializers.CharField()
    before = serializers.CharField(allow_null=True)
    after = serializers.CharField(allow_null=True)


class WhatIfCellSerializer(serializers.Serializer[Any]):
    rank = serializers.IntegerField(allow_null=True)
    tied = serializers.BooleanField()
    points = serializers.CharField(allow_null=True)
    value = serializers.CharField(allow_null=True)
    prize = serializers.CharField(allow_null=True)


class WhatIfRowSerializer(serializers.Serializer[Any]):
    entry = ShownEntrySerializer()
    sheets = serializers.IntegerField()
    cells = serializers.DictField(child=WhatIfCellSerializer())


class WhatIfDivisionSerializer(TitledSerializer):
    rows = WhatIfRowSerializer(many=True)


class JudgeSeveritySerializer(serializers.Serializer[Any]):
    """What a judge takes off an average entry, with its standard error, in points."""

    code = serializers.CharField()
    full_name = serializers.CharField()
    entries = serializers.IntegerField()
    severity = serializers.FloatField(allow_null=True)
    error = serializers.FloatField(allow_null=True)


class ComponentSerializer(serializers.Serializer[Any]):
    judges = serializers.ListField(child=serializers.CharField())
    entries = serializers.IntegerField()


class SeveritySerializer(serializers.Serializer[Any]):
    model = serializers.CharField()
    refusal = RefusalSerializer(allow_null=True)
    warnings = serializers.ListField(child=serializers.CharField())
    connected = serializers.BooleanField()
    lambda2 = serializers.FloatField()
    strong_from = serializers.FloatField()
    components = ComponentSerializer(many=True)
    residual_deviation = serializers.FloatField(allow_null=True)
    judge_deviation = serializers.FloatField(allow_null=True)
    judges = JudgeSeveritySerializer(many=True)


class WhatIfSerializer(serializers.Serializer[Any]):
    contest = serializers.CharField()
    round = TitledSerializer()
    rounds = TitledSerializer(many=True)
    policy = serializers.IntegerField()
    policies = PolicyVersionSerializer(many=True)
    model = serializers.CharField(allow_null=True)
    comparable = serializers.BooleanField()
    prizes = TitledSerializer(many=True)
    columns = WhatIfColumnSerializer(many=True)
    flips = WhatIfFlipSerializer(many=True)
    divisions = WhatIfDivisionSerializer(many=True)
    severity = SeveritySerializer()
