"""Shapes of scoresheets, the queue, and what a person is in each contest."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.language import current_language
from common.serializers import ExactNumberField, Strict
from judging.blind import hides
from judging.models import Attempt, Scoresheet, ScoresheetRevision
from judging.selectors import shown_entry
from judging.serializers.tablet import OwnSkipSerializer
from judging.services import Recorded
from scoring.exact import text
from scoring.messages import message


class ScoresheetWriteSerializer(Strict, serializers.Serializer[Any]):
    """What a judge sends: the whole sheet, not its difference."""

    values = serializers.DictField(child=serializers.JSONField(allow_null=True))
    comments = serializers.DictField(
        child=serializers.CharField(allow_blank=True, trim_whitespace=False), required=False
    )
    kind = serializers.ChoiceField(choices=Scoresheet.Kind.choices, required=False)
    state = serializers.ChoiceField(choices=["draft", "submitted"], required=False)
    device = serializers.CharField(max_length=100, required=False, allow_blank=True)
    edited_at = serializers.DateTimeField(required=False, allow_null=True)


class JudgingReasonSerializer(Strict, serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300, allow_blank=True)


class LockReasonSerializer(Strict, serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300, allow_blank=True, required=False)


class ProblemSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    item = serializers.CharField(allow_null=True)
    severity = serializers.ChoiceField(choices=["block", "warn"])
    detail = serializers.CharField()
    pointer = serializers.CharField()


class ReceiptSerializer(serializers.Serializer[Any]):
    """Proof that the server holds a write: the revision it made and the digest of what was sent."""

    revision = serializers.IntegerField()
    sha256 = serializers.CharField()
    at = serializers.DateTimeField()


class RecordedSerializer(serializers.Serializer[Any]):
    """A sheet as one write left it."""

    id = serializers.IntegerField()
    revision = serializers.IntegerField()
    state = serializers.CharField()
    kind = serializers.ChoiceField(choices=Scoresheet.Kind.choices)
    values = serializers.DictField(child=serializers.JSONField(allow_null=True))
    comments = serializers.DictField(child=serializers.CharField())
    points = serializers.CharField(allow_null=True)
    maximum = serializers.CharField(allow_null=True)
    complete = serializers.BooleanField()
    problems = ProblemSerializer(many=True)
    updated_at = serializers.DateTimeField()
    receipt = ReceiptSerializer()


def recorded(done: Recorded) -> dict[str, Any]:
    """`done` in the shape of `RecordedSerializer`; the same for a write and its repeats."""
    revision, evaluation = done.revision, done.evaluation
    scored = revision.kind == Scoresheet.Kind.SCORED
    return {
        "id": done.sheet.pk,
        "revision": revision.number,
        "state": revision.state,
        "kind": revision.kind,
        "values": revision.values,
        "comments": revision.comments,
        "points": None if revision.points is None else text(revision.points),
        "maximum": None if evaluation.maximum is None else text(evaluation.maximum),
        "complete": evaluation.complete or not scored,
        "problems": [
            {
                "code": problem.code,
                "item": problem.item,
                "severity": problem.severity,
                "detail": message(problem, current_language()),
                "pointer": problem.pointer,
            }
            for problem in (evaluation.problems if scored else ())
        ],
        "updated_at": revision.created_at,
        "receipt": {
            "revision": revision.number,
            "sha256": revision.request_sha256,
            "at": revision.created_at,
        },
    }


class SheetJudgeSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    full_name = serializers.CharField()
    role = serializers.CharField()


class PlaceSerializer(serializers.Serializer[Any]):
    """A round or division as named in lists."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    title_en = serializers.CharField()


class QueuedRoundSerializer(PlaceSerializer):
    """`calibration`: the sheet is for practice and counts for nothing."""

    calibration = serializers.BooleanField()


class SheetAttemptSerializer(serializers.ModelSerializer[Attempt]):
    class Meta:
        model = Attempt
        fields = ["id", "number", "state", "values"]


class SheetEntrySerializer(serializers.Serializer[Any]):
    """An entry as its judge sees it; in a blind contest without all that names somebody."""

    id = serializers.IntegerField(allow_null=True)
    code = serializers.CharField()
    title = serializers.CharField(allow_null=True)
    division = PlaceSerializer()
    summary = serializers.CharField()
    team = serializers.CharField(allow_null=True)


class SheetAttachmentSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    media_type = serializers.CharField()
    size_bytes = serializers.IntegerField()
    width_px = serializers.IntegerField(allow_null=True)
    height_px = serializers.IntegerField(allow_null=True)
    url = serializers.CharField()
    thumbnail_url = serializers.CharField(allow_null=True)


class QueueEntrySerializer(SheetEntrySerializer):
    link = serializers.CharField(allow_blank=True)
    thumbnail_url = serializers.CharField(allow_null=True)
    attachments = SheetAttachmentSerializer(many=True)


class ScoresheetSerializer(serializers.ModelSerializer[Scoresheet]):
    """One sheet in lists and by itself."""

    contest = serializers.CharField(source="judge.contest.slug")
    judge = SheetJudgeSerializer()
    round = PlaceSerializer(source="attempt.round")
    entry = serializers.SerializerMethodField()
    attempt = SheetAttemptSerializer()
    state = serializers.CharField(source="shown_state")
    points = ExactNumberField(allow_null=True)

    class Meta:
        model = Scoresheet
        fields = [
            "id",
            "contest",
            "judge",
            "round",
            "entry",
            "attempt",
            "form_version",
            "revision",
            "state",
            "kind",
            "values",
            "comments",
            "points",
            "complete",
            "updated_at",
        ]

    @extend_schema_field(SheetEntrySerializer)
    def get_entry(self, sheet: Scoresheet) -> dict[str, Any]:
        is_blind = self.context["reader"].is_blind(sheet.judge.contest)
        return shown_entry(sheet, hidden=hides(sheet.attempt.entry, blind=is_blind))


class RevisionSerializer(serializers.ModelSerializer[ScoresheetRevision]):
    points = ExactNumberField(allow_null=True)
    actor = serializers.CharField(source="actor.full_name", default=None)

    class Meta:
        model = ScoresheetRevision
        fields = [
            "number",
            "state",
            "kind",
            "values",
            "comments",
            "points",
            "actor",
            "device",
            "edited_at",
            "reason",
            "created_at",
            "request_sha256",
        ]


class SeatSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    contest = serializers.CharField()
    contest_title = serializers.CharField()
    contest_title_en = serializers.CharField(allow_blank=True)
    code = serializers.CharField()
    full_name = serializers.CharField()
    role = serializers.CharField()
    judging_open_at = serializers.DateTimeField(allow_null=True)
    judging_close_at = serializers.DateTimeField(allow_null=True)
    peers_after_submit = serializers.BooleanField()
    blind = serializers.BooleanField()


class QueueSheetSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    contest = serializers.CharField()
    contest_title = serializers.CharField()
    round = QueuedRoundSerializer()
    entry = QueueEntrySerializer()
    attempt = SheetAttemptSerializer()
    form_version = serializers.IntegerField()
    revision = serializers.IntegerField()
    state = serializers.CharField()
    kind = serializers.ChoiceField(choices=Scoresheet.Kind.choices)
    values = serializers.DictField(child=serializers.JSONField(allow_null=True))
    comments = serializers.DictField(child=serializers.CharField())
    points = serializers.CharField(allow_null=True)
    complete = serializers.BooleanField()
    updated_at = serializers.DateTimeField()
    order = serializers.IntegerField()
    skipped = OwnSkipSerializer(allow_null=True)
    peers_seen_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)  # why it was reopened


class QueueSerializer(serializers.Serializer[Any]):
    """A judge's whole day in one answer. `forms` by form version id."""

    judge_seats = SeatSerializer(many=True)
    forms = serializers.DictField(child=serializers.JSONField())
    sheets = QueueSheetSerializer(many=True)


class MyEntrySerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    role = serializers.ChoiceField(choices=["participant", "mentor"])


class MySeatSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    role = serializers.CharField()


class MyContestSerializer(serializers.Serializer[Any]):
    contest = serializers.CharField()
    title = serializers.CharField()
    title_en = serializers.CharField(allow_blank=True)
    kind = serializers.CharField()
    state = serializers.CharField()
    grants = serializers.ListField(child=serializers.CharField())
    judge = MySeatSerializer(allow_null=True)
    entries = MyEntrySerializer(many=True)
