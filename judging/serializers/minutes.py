"""Shapes of minutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from contests.package.serializers import ImportMarkSerializer, OfficeImportMarkSerializer
from judging.models import Minutes


class MinutesSerializer(serializers.ModelSerializer[Minutes]):
    """`ready` tells whether the PDF is made, `job` the state of the job that makes it, `holds` whether the
    round is still as they say: locked, and no later minutes drawn up."""

    contest = serializers.CharField(source="round.contest.slug")
    round_code = serializers.CharField(source="round.code")
    locked_by = serializers.CharField(source="lock.actor.full_name", default=None, allow_null=True)
    ready = serializers.BooleanField(source="file")
    job = serializers.SerializerMethodField()
    holds = serializers.BooleanField()
    imports = OfficeImportMarkSerializer(many=True, help_text="By which packages they came.")
    path = serializers.SerializerMethodField(help_text="Where anybody may check the code.")

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
            "job",
            "holds",
            "imports",
            "path",
            "created_at",
        ]

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_job(self, minutes: Minutes) -> str | None:
        states: Mapping[int, str] = self.context["printing"]
        return states.get(minutes.pk)

    def get_path(self, minutes: Minutes) -> str:
        return f"/verify-minutes/{minutes.code}"


class VerifiedMinutesSerializer(serializers.Serializer[Any]):
    """What the public is told of a code: what the paper is, its digests, whether it still holds."""

    contest_title = serializers.CharField(source="round.contest.title")
    round_title = serializers.CharField(source="round.title")
    number = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    document_sha256 = serializers.CharField()
    file_sha256 = serializers.CharField()
    imports = ImportMarkSerializer(many=True)
    holds = serializers.SerializerMethodField()

    def get_holds(self, minutes: Minutes) -> bool:
        return bool(self.context["holds"])
