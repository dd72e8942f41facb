"""The shapes of entries, works and files in the API; no rules."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.serializers import NameField, ParagraphField, Strict
from contests.models import Division, Organization
from contests.permissions import ContestPolicy
from contests.serializers import (
    DivisionSerializer,
    OrganizationBriefSerializer,
    ReadableContestField,
)
from submissions.models import Attachment, Entry, Submission
from submissions.permissions import EntryPolicy
from submissions.serializers_people import (
    InvitationSerializer,
    MentorInputSerializer,
    MentorSerializer,
    ParticipantInputSerializer,
    ParticipantSerializer,
)
from submissions.services.fixing import people_fixed
from submissions.usage import usages


class FoundSerializer(serializers.Serializer[Any]):
    """What blind judges learn of people from a file: what it is, its value, where it stands."""

    what = serializers.ChoiceField(choices=["author", "place", "words", "name", "unread"])
    value = serializers.CharField()
    where = serializers.CharField()


class AttachmentSerializer(serializers.ModelSerializer[Attachment]):
    """A file with its addresses; `file_url` is null while the picture is being prepared.

    In a blind contest `found` is what the entrant is warned of; `cleaned`: judges get a copy without
    the file's properties.
    """

    found = serializers.SerializerMethodField()
    cleaned = serializers.SerializerMethodField()

    file_url = serializers.SerializerMethodField()
    thumbnail_url = serializers.SerializerMethodField()

    class Meta:
        model = Attachment
        fields = [
            "id",
            "name",
            "media_type",
            "size_bytes",
            "sha256",
            "state",
            "refusal",
            "public",
            "found",
            "cleaned",
            "width_px",
            "height_px",
            "file_url",
            "thumbnail_url",
            "created_at",
        ]

    @extend_schema_field(FoundSerializer(many=True))
    def get_found(self, attachment: Attachment) -> Any:
        return attachment.found or []

    def get_cleaned(self, attachment: Attachment) -> bool:
        return bool(attachment.blind_copy)

    def get_file_url(self, attachment: Attachment) -> str | None:
        if attachment.state != Attachment.State.READY:
            return None
        return reverse("attachment-file", args=[attachment.pk])

    def get_thumbnail_url(self, attachment: Attachment) -> str | None:
        return (
            reverse("attachment-thumbnail", args=[attachment.pk]) if attachment.thumbnail else None
        )


class AttachmentCreateSerializer(Strict, serializers.Serializer[Any]):
    entry = serializers.IntegerField(min_value=1)
    file = serializers.FileField(allow_empty_file=True)


class AttachmentUpdateSerializer(Strict, serializers.Serializer[Any]):
    public = serializers.BooleanField()


class SubmissionSerializer(serializers.ModelSerializer[Submission]):
    attachments = AttachmentSerializer(many=True)
    created_by = serializers.CharField(source="created_by.full_name", default=None, allow_null=True)

    class Meta:
        model = Submission
        fields = ["id", "number", "note", "link", "attachments", "created_by", "created_at"]


class SubmissionCreateSerializer(Strict, serializers.Serializer[Any]):
    entry = serializers.IntegerField(min_value=1)
    note = ParagraphField(max_length=10_000, allow_blank=True, required=False)
    link = serializers.URLField(max_length=500, allow_blank=True, required=False)
    attachments = serializers.ListField(
        child=serializers.IntegerField(min_value=1), max_length=200, required=False
    )


class EntryRowSerializer(serializers.ModelSerializer[Entry]):
    """An entry in a list."""

    contest = serializers.SlugField(source="contest.slug")
    contest_title = serializers.CharField(source="contest.title")
    division = DivisionSerializer()
    organization = OrganizationBriefSerializer(allow_null=True)
    team = serializers.CharField(source="team.name", default=None, allow_null=True)
    participants_count = serializers.SerializerMethodField()
    participant_names = serializers.SerializerMethodField()

    class Meta:
        model = Entry
        fields = [
            "id",
            "contest",
            "contest_title",
            "code",
            "title",
            "topic",
            "division",
            "organization",
            "team",
            "state",
            "submitted_at",
            "participants_count",
            "participant_names",
        ]

    def get_participants_count(self, entry: Entry) -> int:
        return len(entry.participants.all())

    def get_participant_names(self, entry: Entry) -> list[str]:
        return [each.full_name for each in entry.participants.all()]


class EntryPermissionsSerializer(serializers.Serializer[Any]):
    """What the person who asks may do by right; windows and states come on top."""

    change = serializers.BooleanField()
    organise = serializers.BooleanField()


class StorageSerializer(serializers.Serializer[Any]):
    """What the entry's files take and may take; `left_bytes` is what the asker may still upload."""

    used_bytes = serializers.IntegerField()
    allowed_bytes = serializers.IntegerField()
    left_bytes = serializers.IntegerField()


class EntrySerializer(EntryRowSerializer):
    """An entry for its people and the organisers. `attachments` are those not yet submitted.

    `blind_code` is null for its own people: a pupil who knew it could tell it to a judge.
    """

    blind_code = serializers.SerializerMethodField()
    participants = ParticipantSerializer(many=True)
    mentors = MentorSerializer(many=True)
    invitations = InvitationSerializer(many=True)
    people_fixed = serializers.SerializerMethodField()
    attachments = serializers.SerializerMethodField()
    permissions = serializers.SerializerMethodField()
    storage = serializers.SerializerMethodField()

    class Meta(EntryRowSerializer.Meta):
        fields = [
            *EntryRowSerializer.Meta.fields,
            "revision",
            "blind_code",
            "summary",
            "state_reason",
            "participants",
            "mentors",
            "invitations",
            "people_fixed",
            "attachments",
            "created_at",
            "permissions",
            "storage",
        ]

    @extend_schema_field(StorageSerializer)
    def get_storage(self, entry: Entry) -> dict[str, int]:
        own, *others = usages(entry, self.context["request"].user)
        return {
            "used_bytes": own.used_bytes,
            "allowed_bytes": own.allowed_bytes,
            "left_bytes": min(each.left_bytes for each in (own, *others)),
        }

    def get_people_fixed(self, entry: Entry) -> bool:
        """Judges were assigned: only the organiser changes people and school, others ask."""
        return people_fixed(entry)

    def get_blind_code(self, entry: Entry) -> str | None:
        user = self.context["request"].user
        return entry.blind_code if ContestPolicy.can_oversee(user, entry.contest) else None

    @extend_schema_field(AttachmentSerializer(many=True))
    def get_attachments(self, entry: Entry) -> Any:
        free = [each for each in entry.attachments.all() if each.submission_id is None]
        return AttachmentSerializer(free, many=True, context=self.context).data

    @extend_schema_field(EntryPermissionsSerializer)
    def get_permissions(self, entry: Entry) -> dict[str, bool]:
        user = self.context["request"].user
        organise = EntryPolicy.can_organise(user, entry)
        return {"change": organise or EntryPolicy.is_own(user, entry), "organise": organise}


class EntryUpdateSerializer(Strict, serializers.Serializer[Any]):
    """`division` by its code in the entry's contest, `organization` by its code.

    Lists of people replace those that were there; a person who is in both stays the same one.
    """

    division = serializers.SlugField(max_length=40, required=False)
    title = NameField(max_length=300, required=False)
    summary = ParagraphField(max_length=5000, allow_blank=True, required=False)
    topic = NameField(max_length=100, allow_blank=True, required=False)
    organization = serializers.SlugRelatedField(
        "code", queryset=Organization.objects.all(), allow_null=True, required=False
    )
    team_name = NameField(max_length=200, allow_blank=True, required=False)
    participants = serializers.ListField(
        child=ParticipantInputSerializer(), required=False, max_length=50
    )
    mentors = serializers.ListField(child=MentorInputSerializer(), required=False, max_length=20)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        contest = attrs.get("contest") or self.context["contest"]
        if "division" in attrs:
            division = Division.objects.filter(contest=contest, code=attrs["division"]).first()
            if division is None:
                field = serializers.SlugRelatedField("code", queryset=Division.objects.none())
                raise serializers.ValidationError(
                    {
                        "division": field.error_messages["does_not_exist"].format(
                            slug_name="code", value=attrs["division"]
                        )
                    }
                )
            attrs["division"] = division
        return attrs


class EntryCreateSerializer(EntryUpdateSerializer):
    """`as` says what the person who sends this is in the entry.

    Without it an organiser is nobody in it, anybody else a participant. The line of the person
    among the participants is found by user name, then by name, then it is the first one.
    """

    contest = ReadableContestField()
    division = serializers.SlugField(max_length=40)
    title = NameField(max_length=300)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        role = serializers.ChoiceField(
            choices=["participant", "mentor"], required=False, source="role"
        )
        return {**super().get_fields(), "as": role}  # a keyword cannot be an attribute


class ReasonSerializer(Strict, serializers.Serializer[Any]):
    reason = NameField(max_length=300)


class OptionalReasonSerializer(Strict, serializers.Serializer[Any]):
    reason = NameField(max_length=300, allow_blank=True, required=False)
