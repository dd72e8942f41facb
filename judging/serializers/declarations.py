"""Shapes of conflicts that judges declare by school or name."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from common.serializers import NameField, Strict
from contests.models import Organization
from contests.serializers import OrganizationBriefSerializer
from judging.models import ConflictDeclaration, ConflictOfInterest, Judge


class DeclarationSerializer(serializers.ModelSerializer[ConflictDeclaration]):
    """`entries`: how many it concerns now; null for the judge, who is told of no entry."""

    contest = serializers.CharField(source="judge.contest.slug")
    judge_code = serializers.CharField(source="judge.code")
    judge_name = serializers.CharField(source="judge.full_name")
    organization = OrganizationBriefSerializer(allow_null=True)
    entries = serializers.SerializerMethodField()

    class Meta:
        model = ConflictDeclaration
        fields = [
            "id",
            "contest",
            "judge",
            "judge_code",
            "judge_name",
            "organization",
            "name",
            "kind",
            "note",
            "entries",
            "applied_at",
            "created_at",
        ]

    def get_entries(self, declaration: ConflictDeclaration) -> int | None:
        found: int | None = self.context["entries"].get(declaration.pk)
        return found


class DeclarationWriteSerializer(Strict, serializers.Serializer[Any]):
    """One of `organization` (a school, by its code) and `name` (a person or a team)."""

    judge = serializers.PrimaryKeyRelatedField(
        queryset=Judge.objects.select_related("contest", "user")
    )
    organization = serializers.SlugRelatedField(
        "code", queryset=Organization.objects.all(), allow_null=True, required=False
    )
    name = NameField(max_length=200, allow_blank=True, required=False)
    kind = serializers.ChoiceField(choices=ConflictOfInterest.Kind.choices, required=False)
    note = NameField(max_length=300, allow_blank=True, required=False)
