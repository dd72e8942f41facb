"""Shapes of allocation plans, fillings, releases, and lists of conflicts."""

from __future__ import annotations

from collections import Counter
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.language import current_language, in_language
from common.serializers import NameField, Strict
from contests.models import Contest, Round
from judging.allocation import Note
from judging.allocation.messages import text
from judging.models import Judge
from judging.serializers.panels import JudgeSerializer
from judging.services.planning import Planned, Uncovered
from judging.services.seats import Release
from scoring.severity import STRONG

By = serializers.SlugRelatedField[Any]

MOST_ANCHORS = 50


class FillSerializer(Strict, serializers.Serializer[Any]):
    contest = By(slug_field="slug", queryset=Contest.objects.all())
    round = serializers.PrimaryKeyRelatedField(
        queryset=Round.objects.select_related("contest", "form_version")
    )
    judges_per_entry = serializers.IntegerField(
        min_value=1, max_value=50, required=False, help_text="The round's own number by default."
    )
    crossing = serializers.DecimalField(
        max_digits=4,
        decimal_places=3,
        min_value=0,
        max_value=1,
        required=False,
        help_text="The least share of scores across panels; 0.1 by default.",
    )
    anchors = serializers.IntegerField(
        min_value=0,
        max_value=MOST_ANCHORS,
        required=False,
        help_text="So many entries are scored by every judge, in place of crossing.",
    )
    keep = serializers.BooleanField(
        required=False, help_text="False plans all anew on which nothing was entered."
    )


class NoteSerializer(serializers.Serializer[Note]):
    code = serializers.CharField()
    text = serializers.SerializerMethodField()

    def get_text(self, note: Note) -> str:
        return text(note, current_language())


class UncoveredSerializer(serializers.Serializer[Uncovered]):
    entry = serializers.CharField(source="entry.code")
    entry_id = serializers.IntegerField(source="entry.pk")
    title = serializers.CharField(source="entry.title")
    missing = serializers.IntegerField()
    reason = serializers.SerializerMethodField()

    def get_reason(self, uncovered: Uncovered) -> str:
        return in_language(uncovered.reason)


class JudgeLoadSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    full_name = serializers.CharField()
    role = serializers.ChoiceField(choices=Judge.Role.choices)
    panel = serializers.CharField(allow_null=True)
    load = serializers.IntegerField()
    created = serializers.IntegerField()
    removed = serializers.IntegerField()


class LoadsSerializer(serializers.Serializer[Any]):
    """`min` and `max` are over those whose scores count."""

    min = serializers.IntegerField()
    max = serializers.IntegerField()
    judges = JudgeLoadSerializer(many=True)


class ConnectivitySerializer(serializers.Serializer[Any]):
    """How well the judges can be compared: `lambda2` is the second-smallest eigenvalue."""

    lambda2 = serializers.FloatField()
    needed = serializers.FloatField()
    groups = serializers.IntegerField()
    strong = serializers.BooleanField()


class PlanSummarySerializer(serializers.Serializer[Any]):
    judges_per_entry = serializers.IntegerField()
    entries_count = serializers.IntegerField()
    crossing = serializers.FloatField()
    panels = serializers.IntegerField()
    anchors = serializers.ListField(child=serializers.CharField())
    conflicts = serializers.IntegerField(help_text="Pairs that must not meet.")
    created = serializers.IntegerField()
    kept = serializers.IntegerField()
    removed = serializers.IntegerField()
    loads = LoadsSerializer()
    connectivity = ConnectivitySerializer()
    uncovered = UncoveredSerializer(many=True)
    notes = NoteSerializer(many=True)


class PlanEntrySerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    division = serializers.CharField()
    panel = serializers.CharField(allow_null=True)
    made = serializers.ListField(child=serializers.IntegerField())
    kept = serializers.ListField(child=serializers.IntegerField())
    removed = serializers.ListField(child=serializers.IntegerField())
    barred = serializers.ListField(child=serializers.IntegerField())


class PlanSerializer(PlanSummarySerializer):
    """With every entry's judges by id: to be assigned, staying, going, and in conflict."""

    entries = PlanEntrySerializer(many=True)


def summary(planned: Planned) -> dict[str, Any]:
    """The plan as a whole, for PlanSummarySerializer."""
    plan, situation = planned.plan, planned.situation
    loads = {**plan.loads, **planned.trainees}
    created = Counter(pair.judge for pair in planned.made)
    removed = Counter(pair.judge for pair in planned.removed)
    linked = plan.connectivity
    return {
        "judges_per_entry": planned.per_entry,
        "entries_count": len(situation.entries),
        "crossing": round(plan.crossing, 3),
        "panels": len(situation.problem.panels),
        "anchors": sorted(situation.problem.anchors),
        "conflicts": len(situation.barred),
        "created": len(planned.made),
        "kept": len(planned.kept),
        "removed": len(planned.removed),
        "loads": {
            "min": min(plan.loads.values(), default=0),
            "max": max(plan.loads.values(), default=0),
            "judges": [
                {
                    **_seat(situation.judges[code]),
                    "load": loads[code],
                    "created": created[code],
                    "removed": removed[code],
                }
                for code in loads
            ],
        },
        "connectivity": {
            "lambda2": round(linked.lambda2, 2),
            "needed": STRONG,
            "groups": len(linked.components),
            "strong": linked.strong,
        },
        "uncovered": planned.uncovered,
        "notes": plan.notes,
    }


def _seat(judge: Judge) -> dict[str, Any]:
    return {
        "id": judge.pk,
        "code": judge.code,
        "full_name": judge.full_name,
        "role": judge.role,
        "panel": judge.panel and judge.panel.code,
    }


def whole(planned: Planned) -> dict[str, Any]:
    """The plan with all its pairs, for PlanSerializer."""
    situation = planned.situation
    ids = {code: judge.pk for code, judge in situation.judges.items()}
    parts = {
        "made": planned.made,
        "kept": planned.kept,
        "removed": planned.removed,
        "barred": situation.barred,
    }
    by_entry: dict[str, dict[str, list[int]]] = {
        code: {part: [] for part in parts} for code in situation.entries
    }
    for part, pairs in parts.items():
        for pair in sorted(pairs):
            by_entry[pair.entry][part].append(ids[pair.judge])
    return {
        **summary(planned),
        "entries": [
            {
                "id": entry.pk,
                "code": code,
                "title": entry.title,
                "division": entry.division.code,
                "panel": home
                if (home := situation.homes[code]) in situation.problem.panels
                else None,
                **by_entry[code],
            }
            for code, entry in situation.entries.items()
        ],
    }


class TakenSerializer(serializers.Serializer[Any]):
    entry = serializers.CharField(source="entry.code")
    title = serializers.CharField(source="entry.title")
    judge = serializers.IntegerField(source="judge.pk")
    judge_code = serializers.CharField(source="judge.code")
    judge_name = serializers.CharField(source="judge.full_name")
    load = serializers.IntegerField()


class RoundReleaseSerializer(serializers.Serializer[Any]):
    """`scored` sheets stay and count; `started` ones are kept and do not."""

    round = serializers.IntegerField(source="round.pk")
    code = serializers.CharField(source="round.code")
    title = serializers.CharField(source="round.title")
    title_en = serializers.CharField(source="round.title_en")
    taken = TakenSerializer(many=True)
    uncovered = UncoveredSerializer(many=True)
    scored = serializers.IntegerField()
    started = serializers.SerializerMethodField()

    def get_started(self, part: Any) -> list[str]:
        return [entry.code for entry in part.started]


class ReleaseSerializer(serializers.Serializer[Release]):
    judge = JudgeSerializer()
    rounds = RoundReleaseSerializer(many=True)


class ReleaseRequestSerializer(Strict, serializers.Serializer[Any]):
    reason = NameField(max_length=300)


class ReinstateRequestSerializer(Strict, serializers.Serializer[Any]):
    reason = NameField(max_length=300, required=False, allow_blank=True)


class LiftRequestSerializer(Strict, serializers.Serializer[Any]):
    reason = NameField(max_length=300)


class ConflictListSerializer(Strict, serializers.Serializer[Any]):
    contest = By(slug_field="slug", queryset=Contest.objects.all())
    text = serializers.CharField(
        max_length=1_000_000,
        trim_whitespace=False,
        help_text="Rows of judge code, entry code, kind and note; tab, semicolon or comma between.",
    )


class ScoredConflictSerializer(serializers.Serializer[Any]):
    judge_code = serializers.CharField()
    judge_name = serializers.CharField()
    entry_code = serializers.CharField()


class ConflictsRecordedSerializer(serializers.Serializer[Any]):
    """`scored`: sheets with scores that the conflicts came too late for."""

    created = serializers.IntegerField()
    scored = serializers.SerializerMethodField()

    @extend_schema_field(ScoredConflictSerializer(many=True))
    def get_scored(self, recorded: Any) -> list[dict[str, str]]:
        return [
            {"judge_code": judge.code, "judge_name": judge.full_name, "entry_code": entry.code}
            for judge, entry in recorded.scored
        ]


class SuspectSerializer(serializers.Serializer[Any]):
    judge = serializers.IntegerField(source="judge.pk")
    judge_code = serializers.CharField(source="judge.code")
    entry = serializers.IntegerField(source="entry.pk")
    entry_code = serializers.CharField(source="entry.code")
    name = serializers.CharField()


class DetectedSerializer(serializers.Serializer[Any]):
    """`suspects`: judges with the name of an entry's mentor, not recorded."""

    created = serializers.IntegerField()
    suspects = SuspectSerializer(many=True)
