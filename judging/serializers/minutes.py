"""Shapes of minutes."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from judging.models import Minutes


class MinutesSerializer(serializers.ModelSerializer[Minutes]):
    """`ready` tells whether the PDF is made."""

    contest = serializers.CharField(source="round.contest.slug")
    round_code = serializers.CharField(source="round.code")
    locked_by = serializers.CharField(source="lock.actor.full_name", default=None, allow_null=True)
    ready = serializers.BooleanField(source="file")

    class Meta:
        model = Minutes
        fields = [
            "id",
            "contest",
            "round",
            "round_code",
            "number",
            "code",
            "document_sha256",
            "file_sha256",
            "locked_by",
            "ready",
            "created_at",
        ]


class VerifiedMinutesSerializer(serializers.Serializer[Any]):
    """What the public is told of a code: what the paper is, its digests, whether it still holds."""

    contest_title = serializers.CharField(source="round.contest.title")
    round_title = serializers.CharField(source="round.title")
    number = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    document_sha256 = serializers.CharField()
    file_sha256 = serializers.CharField()
    holds = serializers.SerializerMethodField()

    def get_holds(self, minutes: Minutes) -> bool:
        return bool(self.context["holds"])
