"""The shape of a job in the API."""

from typing import Any

from rest_framework import serializers

from common.language import in_language
from jobs.models import Job


class JobErrorSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    detail = serializers.SerializerMethodField()

    def get_detail(self, error: dict[str, Any]) -> str:
        return in_language(error["detail"])


class JobSerializer(serializers.ModelSerializer[Job]):
    error = JobErrorSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Job
        fields = (
            "id",
            "kind",
            "state",
            "done",
            "total",
            "attempts",
            "cancel_requested",
            "error",
            "created_at",
            "finished_at",
        )
        read_only_fields = fields
