"""The shapes of consents to be named, in the API; no rules."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.filters import LARGEST_ID
from common.serializers import NameField, Strict
from contests.models import Contest
from contests.serializers import ReadableContestField
from submissions.models import NameConsent, Participant
from submissions.services.consents import MOST_AT_ONCE, Signed

STATES = ("given", "withdrawn", "none")


class NameConsentSerializer(serializers.ModelSerializer[NameConsent]):
    """What an organiser recorded; without `signed_on` it is no paper."""

    recorded_by = serializers.CharField(
        source="recorded_by.full_name", default=None, allow_null=True
    )

    class Meta:
        model = NameConsent
        fields = ["given", "guardian_name", "signed_on", "note", "recorded_by", "recorded_at"]


class ParticipantConsentSerializer(serializers.ModelSerializer[Participant]):
    """A participant; `by_person`: what they said by their account, null for nothing.

    `recorded` (guardian, note) is for the person and the organisers, not for the rest of the team.
    """

    contest = serializers.CharField(source="entry.contest.slug")
    contest_title = serializers.CharField(source="entry.contest.title")
    entry = serializers.IntegerField(source="entry_id")
    code = serializers.CharField(source="entry.code")
    title = serializers.CharField(source="entry.title")
    school = serializers.CharField(source="entry.organization.name", default=None, allow_null=True)
    state = serializers.SerializerMethodField()
    by_person = serializers.SerializerMethodField()
    recorded = serializers.SerializerMethodField()

    class Meta:
        model = Participant
        fields = [
            "id",
            "contest",
            "contest_title",
            "entry",
            "code",
            "title",
            "school",
            "full_name",
            "class_name",
            "state",
            "by_person",
            "recorded",
        ]

    @extend_schema_field(serializers.ChoiceField(choices=STATES))
    def get_state(self, row: Participant) -> str:
        state: str = self.context["standings"][row.pk].state
        return state

    def get_by_person(self, row: Participant) -> bool | None:
        own = self.context["standings"][row.pk].own
        return None if own is None else own.given

    @extend_schema_field(NameConsentSerializer(allow_null=True))
    def get_recorded(self, row: Participant) -> Any:
        mine = row.user_id == self.context["user"].pk
        if self.context["standings"][row.pk].record is None or not (
            mine or row.entry.contest_id in self.context["contests"]
        ):
            return None
        return NameConsentSerializer(list(row.name_consents.all())[-1]).data


class RecordedConsentsSerializer(serializers.Serializer[Any]):
    """The participants whose consent was recorded or withdrawn, as it stands now."""

    results = ParticipantConsentSerializer(many=True)


class SignedSerializer(Strict, serializers.Serializer[Any]):
    id = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    guardian_name = NameField(max_length=200, allow_blank=True, required=False)

    def to_internal_value(self, data: Any) -> Any:
        return Signed(**super().to_internal_value(data))


class WithdrawnSerializer(Strict, serializers.Serializer[Any]):
    id = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value(data)["id"]


class WithdrawalSerializer(Strict, serializers.Serializer[Any]):
    contest: serializers.Field[Any, Any, Any, Any] = ReadableContestField()
    people: serializers.Field[Any, Any, Any, Any] = serializers.ListField(
        child=WithdrawnSerializer(), allow_empty=False, max_length=MOST_AT_ONCE
    )
    note = NameField(max_length=200, allow_blank=True, required=False)


class PaperSerializer(WithdrawalSerializer):
    """A list that was signed on paper; `note` says who keeps it."""

    people = serializers.ListField(
        child=SignedSerializer(), allow_empty=False, max_length=MOST_AT_ONCE
    )
    signed_on = serializers.DateField()


class ShownNamesSerializer(serializers.Serializer[Any]):
    """`named`: full names or initials are shown of so many; `titles`: those that tell a hidden name."""

    display_rule = serializers.ChoiceField(choices=Contest.DisplayRule.choices)
    people = serializers.IntegerField()
    named = serializers.IntegerField()
    withdrawn = serializers.IntegerField()
    missing = serializers.IntegerField()
    titles = serializers.IntegerField()
