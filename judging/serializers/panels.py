"""Shapes of seats, panels, conflicts and assignments."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from common.serializers import NameField, Strict
from contests.models import Contest, Division, Organization, Round
from judging import blind
from judging.models import ConflictOfInterest, Judge, JudgeAssignment, Panel
from submissions.models import Entry

By = serializers.SlugRelatedField[Any]


class PanelSerializer(serializers.ModelSerializer[Panel]):
    contest = By(slug_field="slug", read_only=True)

    class Meta:
        model = Panel
        fields = [
            "id",
            "contest",
            "code",
            "name",
            "division",
            "topic",
            "room",
            "starts_at",
            "ends_at",
        ]


class PanelWriteSerializer(Strict, serializers.Serializer[Any]):
    contest = By(slug_field="slug", queryset=Contest.objects.all())
    code = serializers.SlugField(max_length=40)
    name = NameField(max_length=200)
    division = serializers.PrimaryKeyRelatedField(
        queryset=Division.objects.all(), allow_null=True, required=False
    )
    topic = NameField(max_length=100, required=False, allow_blank=True)
    room = NameField(max_length=100, required=False, allow_blank=True)
    starts_at = serializers.DateTimeField(required=False, allow_null=True)
    ends_at = serializers.DateTimeField(required=False, allow_null=True)


class PanelChangeSerializer(Strict, serializers.Serializer[Any]):
    name = NameField(max_length=200, required=False)
    division = serializers.PrimaryKeyRelatedField(
        queryset=Division.objects.all(), allow_null=True, required=False
    )
    topic = NameField(max_length=100, required=False, allow_blank=True)
    room = NameField(max_length=100, required=False, allow_blank=True)
    starts_at = serializers.DateTimeField(required=False, allow_null=True)
    ends_at = serializers.DateTimeField(required=False, allow_null=True)


class JudgeSerializer(serializers.ModelSerializer[Judge]):
    contest = By(slug_field="slug", read_only=True)
    username = serializers.CharField(source="user.username", default=None, read_only=True)
    organization = By(slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = Judge
        fields = [
            "id",
            "contest",
            "username",
            "code",
            "full_name",
            "role",
            "panel",
            "organization",
            "active",
        ]


class JudgeWriteSerializer(Strict, serializers.Serializer[Any]):
    contest = By(slug_field="slug", queryset=Contest.objects.all())
    username = serializers.CharField(max_length=150, required=False, allow_blank=True)
    full_name = NameField(max_length=200, required=False, allow_blank=True)
    code = NameField(max_length=40, required=False, allow_blank=True)
    role = serializers.ChoiceField(choices=Judge.Role.choices, required=False)
    panel = serializers.PrimaryKeyRelatedField(
        queryset=Panel.objects.all(), allow_null=True, required=False
    )
    organization = By(
        slug_field="code", queryset=Organization.objects.all(), allow_null=True, required=False
    )


class JudgeChangeSerializer(Strict, serializers.Serializer[Any]):
    full_name = NameField(max_length=200, required=False)
    role = serializers.ChoiceField(choices=Judge.Role.choices, required=False)
    panel = serializers.PrimaryKeyRelatedField(
        queryset=Panel.objects.all(), allow_null=True, required=False
    )
    organization = By(
        slug_field="code", queryset=Organization.objects.all(), allow_null=True, required=False
    )
    active = serializers.BooleanField(required=False)


class CardRequestSerializer(Strict, serializers.Serializer[Any]):
    expires_at = serializers.DateTimeField(required=False, allow_null=True)


class JudgeCardSerializer(serializers.Serializer[Any]):
    """Shown once; only the secret's digest is kept."""

    url = serializers.CharField()
    secret = serializers.CharField()
    qr_svg = serializers.CharField(help_text="The address as a QR code: a whole SVG image.")
    expires_at = serializers.DateTimeField()


class ConflictSerializer(serializers.ModelSerializer[ConflictOfInterest]):
    contest = serializers.CharField(source="judge.contest.slug", read_only=True)
    entry = serializers.SerializerMethodField()
    entry_code = serializers.SerializerMethodField()
    note = serializers.SerializerMethodField()
    asked = serializers.SerializerMethodField()

    class Meta:
        model = ConflictOfInterest
        fields = [
            "id",
            "contest",
            "judge",
            "entry",
            "entry_code",
            "kind",
            "pinned",
            "note",
            "asked",
        ]

    def get_asked(self, conflict: ConflictOfInterest) -> bool:
        """Its judge asked to take it back, and waits for the head judge; a new one nobody did."""
        return bool(getattr(conflict, "asked", False))

    def get_entry(self, conflict: ConflictOfInterest) -> int | None:
        return blind.entry_id(conflict.entry, blind=self._hidden(conflict))

    def get_entry_code(self, conflict: ConflictOfInterest) -> str:
        """Empty where its reader is a blind judge: "K7QM is of your school" would name it."""
        return "" if self._hidden(conflict) else conflict.entry.code

    def get_note(self, conflict: ConflictOfInterest) -> str:
        """The organiser may have written a name there."""
        return "" if self._hidden(conflict) and conflict.pinned else conflict.note

    def _hidden(self, conflict: ConflictOfInterest) -> bool:
        hidden: bool = self.context["reader"].is_blind(conflict.judge.contest)
        return hidden


class ConflictWriteSerializer(Strict, serializers.Serializer[Any]):
    judge = serializers.PrimaryKeyRelatedField(
        queryset=Judge.objects.select_related("contest", "user")
    )
    entry = serializers.PrimaryKeyRelatedField(queryset=Entry.objects.select_related("contest"))
    kind = serializers.ChoiceField(choices=ConflictOfInterest.Kind.choices, required=False)
    pinned = serializers.BooleanField(required=False)
    note = NameField(max_length=300, required=False, allow_blank=True)


class AssignmentSerializer(serializers.ModelSerializer[JudgeAssignment]):
    contest = serializers.CharField(source="judge.contest.slug", read_only=True)
    judge_code = serializers.CharField(source="judge.code", read_only=True)
    judge_name = serializers.CharField(source="judge.full_name", read_only=True)
    entry_code = serializers.CharField(source="entry.code", read_only=True)
    round_code = serializers.CharField(source="round.code", read_only=True)

    class Meta:
        model = JudgeAssignment
        fields = [
            "id",
            "contest",
            "judge",
            "judge_code",
            "judge_name",
            "entry",
            "entry_code",
            "round",
            "round_code",
            "order",
        ]


class AssignmentWriteSerializer(Strict, serializers.Serializer[Any]):
    judge = serializers.PrimaryKeyRelatedField(queryset=Judge.objects.select_related("contest"))
    entry = serializers.PrimaryKeyRelatedField(queryset=Entry.objects.select_related("contest"))
    round = serializers.PrimaryKeyRelatedField(queryset=Round.objects.select_related("contest"))
    order = serializers.IntegerField(min_value=0, max_value=100_000, required=False)
