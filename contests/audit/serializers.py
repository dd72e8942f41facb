"""The shape of the history; the sentences are the interface's."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.audit.kinds import Kind
from accounts.models import AuditEvent, User
from contests.models import Contest
from contests.serializers import OrganizationBriefSerializer

FAMILIES = tuple(dict.fromkeys(kind.split(".")[0] for kind in Kind.values))
_SOME_DAY = (MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 30)))


class AuditQuerySerializer(serializers.Serializer[Any]):
    """What of the history is asked for."""

    contest = serializers.CharField(max_length=80, required=False, help_text="its slug")
    about = serializers.RegexField(
        r"^[a-z]+/([a-z0-9]+/)*$",
        max_length=120,
        required=False,
        help_text="a path and all below it: contest/12/judge/34/",
    )
    person = serializers.CharField(
        max_length=150, required=False, help_text="user name of who acted or whom it concerns"
    )
    kind = serializers.ChoiceField(
        choices=[*FAMILIES, *Kind.values], required=False, help_text="a kind, or its first word"
    )
    since = serializers.DateField(required=False, validators=_SOME_DAY, help_text="first day")
    until = serializers.DateField(required=False, validators=_SOME_DAY, help_text="last day")


class AuditPersonSerializer(serializers.Serializer[Any]):
    """A person; of a deleted account the number is left."""

    id = serializers.IntegerField()
    username = serializers.CharField(allow_null=True)
    full_name = serializers.CharField(allow_null=True)


class AuditContestSerializer(serializers.ModelSerializer[Contest]):
    class Meta:
        model = Contest
        fields = ["slug", "title", "title_en"]


class AuditEventSerializer(serializers.ModelSerializer[AuditEvent]):
    """An event, with the contest or organization that it happened in."""

    kind = serializers.ChoiceField(choices=Kind.choices)
    actor = serializers.SerializerMethodField()
    subject = serializers.SerializerMethodField()
    contest = serializers.SerializerMethodField()
    organization = serializers.SerializerMethodField()
    facts = serializers.SerializerMethodField()

    class Meta:
        model = AuditEvent
        fields = [
            "id", "at", "kind", "actor", "subject", "about", "contest", "organization", "way", "facts",
        ]  # fmt: skip

    @extend_schema_field(AuditPersonSerializer(allow_null=True))
    def get_actor(self, event: AuditEvent) -> dict[str, Any] | None:
        return _person(event.actor_id, event.actor)

    @extend_schema_field(AuditPersonSerializer(allow_null=True))
    def get_subject(self, event: AuditEvent) -> dict[str, Any] | None:
        return _person(event.subject_id, event.subject)

    @extend_schema_field(AuditContestSerializer(allow_null=True))
    def get_contest(self, event: AuditEvent) -> dict[str, Any] | None:
        contest = self.context["places"].contests.get(event.root)
        return contest and AuditContestSerializer(contest).data

    @extend_schema_field(OrganizationBriefSerializer(allow_null=True))
    def get_organization(self, event: AuditEvent) -> dict[str, Any] | None:
        organization = self.context["places"].organizations.get(event.root)
        return organization and OrganizationBriefSerializer(organization).data

    @extend_schema_field(serializers.DictField())
    def get_facts(self, event: AuditEvent) -> dict[str, Any]:
        """From where somebody came is for staff alone."""
        hidden = () if self.context["reads_all"] else ("address",)
        return {name: value for name, value in event.facts.items() if name not in hidden}


def _person(number: int | None, user: User | None) -> dict[str, Any] | None:
    if number is None:
        return None
    name, full_name = (user.username, user.full_name) if user else (None, None)
    return {"id": number, "username": name, "full_name": full_name}
