"""Shapes of contest packages in the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.errors import Fault
from common.language import in_language
from common.serializers import Strict
from contests.package.serializers import ImportMarkSerializer
from leaderboards.models import Publication


class PackageImportSerializer(Strict, serializers.Serializer[Any]):
    file = serializers.FileField(help_text="The package: docs/contest-package.md.")
    replace = serializers.BooleanField(
        default=False, help_text="Take the place of the contest with the same slug."
    )
    propose = serializers.BooleanField(
        default=False,
        help_text="Import results that differ from the sheets as proposals; else all is refused.",
    )
    preview = serializers.BooleanField(
        default=False, help_text="Only say what would happen; nothing is written."
    )


class PackageCountSerializer(serializers.Serializer[Any]):
    member = serializers.CharField()
    count = serializers.IntegerField()


class PackagePublicationSerializer(serializers.Serializer[Any]):
    """`told`: the state in the package, `state`: what it becomes here."""

    number = serializers.IntegerField()
    round = serializers.CharField(allow_null=True)
    told = serializers.ChoiceField(choices=Publication.State.choices)
    state = serializers.ChoiceField(choices=Publication.State.choices)
    differences = serializers.IntegerField()
    imports = ImportMarkSerializer(many=True)


class PackageFaultSerializer(serializers.Serializer[Fault]):
    pointer = serializers.CharField(allow_blank=True)
    code = serializers.CharField(allow_null=True)
    detail = serializers.SerializerMethodField()

    @extend_schema_field(serializers.CharField())
    def get_detail(self, fault: Fault) -> str:
        return in_language(fault.detail)


class PackageSerializer(serializers.Serializer[Any]):
    """What an import did, or with `preview` would do."""

    preview = serializers.BooleanField()
    replaced = serializers.BooleanField()
    sha256 = serializers.CharField()
    slug = serializers.CharField(source="imported.contest.slug")
    title = serializers.CharField(source="imported.contest.title")
    title_en = serializers.CharField(source="imported.contest.title_en", allow_blank=True)
    organization = serializers.CharField(source="imported.contest.organization.name")
    counts = PackageCountSerializer(many=True)
    publications = PackagePublicationSerializer(many=True)
    differences = PackageFaultSerializer(many=True)
    warnings = PackageFaultSerializer(many=True)
