"""The marks of imports in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class ImportMarkSerializer(serializers.Serializer[Any]):
    """One import by which something came here: of whom the contest was there, when, the file's hash."""

    organization = serializers.CharField()
    imported_at = serializers.DateTimeField()
    sha256 = serializers.CharField()


class OfficeImportMarkSerializer(ImportMarkSerializer):
    """With who imported it here."""

    by = serializers.CharField(allow_blank=True)
