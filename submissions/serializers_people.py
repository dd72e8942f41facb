"""The shapes of an entry's people, of invitations and of requests to change them; no rules."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.utils import timezone
from rest_framework import serializers

from common.filters import LARGEST_ID
from common.serializers import NameField, Strict
from contests.models import Organization
from contests.permissions import ContestPolicy
from submissions.models import Invitation, Mentor, Participant, PeopleRequest
from submissions.services.matching import MentorData, ParticipantData, PersonData


class ParticipantSerializer(serializers.ModelSerializer[Participant]):
    username = serializers.CharField(source="user.username", default=None, allow_null=True)

    class Meta:
        model = Participant
        fields = ["id", "full_name", "birth_date", "class_name", "username"]


class MentorSerializer(serializers.ModelSerializer[Mentor]):
    username = serializers.CharField(source="user.username", default=None, allow_null=True)

    class Meta:
        model = Mentor
        fields = ["id", "full_name", "username"]


class PersonInputSerializer(Strict, serializers.Serializer[Any]):
    """Whoever has an `id`, or is found without one, stays the same person.

    What a line leaves out of such a one stays as it was.
    """

    data_class: ClassVar[type[PersonData]]

    id = serializers.IntegerField(
        min_value=1, max_value=LARGEST_ID, allow_null=True, required=False
    )
    full_name = NameField(max_length=200)
    username = serializers.CharField(
        max_length=150, allow_blank=True, allow_null=True, required=False
    )

    def to_internal_value(self, data: Any) -> Any:
        line = super().to_internal_value(data)
        kept = frozenset(self.fields.keys() - line.keys())
        return self.data_class(**{**line, "username": line.get("username") or "", "kept": kept})


class ParticipantInputSerializer(PersonInputSerializer):
    data_class = ParticipantData

    birth_date = serializers.DateField(allow_null=True, required=False)
    class_name = NameField(max_length=60, allow_blank=True, required=False)


class MentorInputSerializer(PersonInputSerializer):
    data_class = MentorData


class InvitationSerializer(serializers.ModelSerializer[Invitation]):
    """An invitation for the entry's people and organisers.

    `state` is "ended" once nobody answered in time. `answered_by` and `judges` are for who oversees
    the contest: who said yes and waits, and whether that person has a part in its judging.
    """

    entry_code = serializers.CharField(source="entry.code")
    state = serializers.SerializerMethodField()
    invited_by = serializers.CharField(source="invited_by.full_name")
    answered_by = serializers.SerializerMethodField()
    judges = serializers.SerializerMethodField()

    class Meta:
        model = Invitation
        fields = [
            "id",
            "entry",
            "entry_code",
            "role",
            "participant",
            "mentor",
            "full_name",
            "username",
            "state",
            "invited_by",
            "answered_by",
            "judges",
            "reason",
            "created_at",
            "expires_at",
        ]

    def get_state(self, invitation: Invitation) -> str:
        pending = invitation.state == Invitation.State.PENDING
        over = pending and invitation.expires_at <= timezone.now()
        return "ended" if over else str(invitation.state)

    def get_answered_by(self, invitation: Invitation) -> str | None:
        person = invitation.answered_by
        return person.full_name if person is not None and self._oversees(invitation) else None

    def get_judges(self, invitation: Invitation) -> bool | None:
        return invitation.judges if self._oversees(invitation) else None

    def _oversees(self, invitation: Invitation) -> bool:
        """Asked once a contest and answer, however long the list."""
        shared = cast(dict[str, Any], self.context)
        known: dict[int, bool] = shared.setdefault("oversees", {})
        contest = invitation.entry.contest
        if contest.pk not in known:
            known[contest.pk] = ContestPolicy.can_oversee(self.context["request"].user, contest)
        return known[contest.pk]


class MyInvitationSerializer(serializers.ModelSerializer[Invitation]):
    """An invitation for whom it is to.

    `entry_title` is null for who judges in the contest: no entrant writes to a judge this way.
    """

    contest = serializers.CharField(source="entry.contest.slug")
    contest_title = serializers.CharField(source="entry.contest.title")
    contest_title_en = serializers.CharField(source="entry.contest.title_en")
    entry_title = serializers.SerializerMethodField()
    invited_by = serializers.CharField(source="invited_by.full_name")

    class Meta:
        model = Invitation
        fields = [
            "id",
            "contest",
            "contest_title",
            "contest_title_en",
            "entry_title",
            "role",
            "state",
            "invited_by",
            "created_at",
            "expires_at",
        ]

    def get_entry_title(self, invitation: Invitation) -> str | None:
        judged: frozenset[int] = self.context["judged"]
        return None if invitation.entry.contest_id in judged else invitation.entry.title


class DecisionSerializer(Strict, serializers.Serializer[Any]):
    agreed = serializers.BooleanField()
    reason = NameField(max_length=300, allow_blank=True, required=False)


class PeopleRequestSerializer(serializers.ModelSerializer[PeopleRequest]):
    """`changes` has the members that are to change, `before` the same as they were when asked."""

    contest = serializers.CharField(source="entry.contest.slug")
    entry_code = serializers.CharField(source="entry.code")
    entry_title = serializers.CharField(source="entry.title")
    requested_by = serializers.CharField(source="requested_by.full_name")
    decided_by = serializers.CharField(source="decided_by.full_name", default=None, allow_null=True)

    class Meta:
        model = PeopleRequest
        fields = [
            "id",
            "contest",
            "entry",
            "entry_code",
            "entry_title",
            "changes",
            "before",
            "reason",
            "state",
            "answer",
            "requested_by",
            "decided_by",
            "created_at",
            "decided_at",
        ]


class PeopleRequestCreateSerializer(Strict, serializers.Serializer[Any]):
    """`organization` by its code. Lists of people replace those that were there."""

    entry = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    participants = serializers.ListField(
        child=ParticipantInputSerializer(), required=False, max_length=50
    )
    mentors = serializers.ListField(child=MentorInputSerializer(), required=False, max_length=20)
    organization = serializers.SlugRelatedField(
        "code", queryset=Organization.objects.all(), allow_null=True, required=False
    )
    reason = NameField(max_length=300)


class AnswerSerializer(Strict, serializers.Serializer[Any]):
    answer = NameField(max_length=300, allow_blank=True, required=False)
