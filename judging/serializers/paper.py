"""Shapes of paper sheets. None but the comparison's has a transcript's values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.serializers import Strict
from common.text import UNKNOWN
from judging import blind
from judging.models import PaperRuling, PaperSheet, PaperTranscript, Scoresheet
from judging.selectors.paper import Comparison
from judging.serializers.scoresheets import PlaceSerializer


@dataclass(slots=True)
class PaperDocument:
    """What a sheet holds, as it was read from paper."""

    kind: str
    values: dict[str, Any]
    comments: dict[str, str]


class PaperPrintSerializer(serializers.Serializer[Any]):
    """Which sheets to print; none given: all of the round that are not handed in."""

    judge = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    panel = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    sheet = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)


class TypedSerializer(serializers.Serializer[Any]):
    """Who typed it in, and when."""

    full_name = serializers.CharField(source="typist.full_name", default=UNKNOWN)
    at = serializers.DateTimeField(source="created_at")


class PaperSheetSerializer(serializers.ModelSerializer[PaperSheet]):
    """How far a paper sheet is. `mine`: the asker typed it in, in this comparison."""

    judge_code = serializers.CharField(source="scoresheet.judge.code")
    judge_name = serializers.CharField(source="scoresheet.judge.full_name")
    entry_code = serializers.SerializerMethodField()
    round = PlaceSerializer(source="scoresheet.attempt.round")
    attempt = serializers.IntegerField(source="scoresheet.attempt.number")
    sheet_state = serializers.CharField(source="scoresheet.shown_state")
    outdated = serializers.SerializerMethodField()
    typed = TypedSerializer(many=True)
    mine = serializers.SerializerMethodField()

    class Meta:
        model = PaperSheet
        fields = [
            "id",
            "code",
            "scoresheet",
            "judge_code",
            "judge_name",
            "entry_code",
            "round",
            "attempt",
            "state",
            "sheet_state",
            "outdated",
            "comparison",
            "typed",
            "mine",
            "revision",
            "updated_at",
        ]

    def get_entry_code(self, paper: PaperSheet) -> str:
        """The code that stands on the paper."""
        contest = paper.scoresheet.judge.contest
        return blind.code(paper.scoresheet.attempt.entry, blind=contest.blind)

    def get_outdated(self, paper: PaperSheet) -> bool:
        """The round's form changed since it was printed."""
        return paper.form_version_id != paper.scoresheet.form_version_id

    def get_mine(self, paper: PaperSheet) -> bool:
        asker = self.context["request"].user.pk
        return any(each.typist_id == asker for each in paper.typed)  # type: ignore[attr-defined]


class PaperFormSerializer(PaperSheetSerializer):
    """A paper sheet with the form to type it into."""

    title = serializers.SerializerMethodField()
    definition = serializers.JSONField(source="form_version.definition")

    class Meta(PaperSheetSerializer.Meta):
        fields = [*PaperSheetSerializer.Meta.fields, "title", "definition"]

    def get_title(self, paper: PaperSheet) -> str | None:
        """As on the paper: none in a blind contest."""
        entry = paper.scoresheet.attempt.entry
        return None if paper.scoresheet.judge.contest.blind else entry.title


class TranscriptSerializer(Strict, serializers.Serializer[Any]):
    """What somebody read on a paper sheet."""

    values = serializers.DictField(child=serializers.JSONField(allow_null=True))
    comments = serializers.DictField(
        child=serializers.CharField(allow_blank=True, trim_whitespace=False), default=dict
    )
    kind = serializers.ChoiceField(
        choices=Scoresheet.Kind.choices, default=Scoresheet.Kind.SCORED.value
    )


class PaperDecisionSerializer(Strict, serializers.Serializer[Any]):
    """`decided` needs the whole document; `paper` and `tablet` the scoresheet's revision that was seen."""

    verdict = serializers.ChoiceField(
        choices=[kind for kind in PaperRuling.Kind.choices if kind[0] != PaperRuling.Kind.AGREED]
    )
    reason = serializers.CharField(max_length=300, allow_blank=True)
    values = serializers.DictField(child=serializers.JSONField(allow_null=True), required=False)
    comments = serializers.DictField(
        child=serializers.CharField(allow_blank=True, trim_whitespace=False), required=False
    )
    kind = serializers.ChoiceField(choices=Scoresheet.Kind.choices, required=False)
    sheet_revision = serializers.IntegerField(min_value=0, required=False)


class TranscriptReadSerializer(serializers.ModelSerializer[PaperTranscript]):
    typist = serializers.CharField(source="typist.full_name", default=UNKNOWN)

    class Meta:
        model = PaperTranscript
        fields = ["position", "typist", "kind", "values", "comments", "created_at"]


class PaperDifferenceSerializer(serializers.Serializer[Any]):
    what = serializers.ChoiceField(choices=["kind", "value", "comment"])
    item = serializers.CharField(allow_blank=True)
    first = serializers.JSONField(allow_null=True)
    second = serializers.JSONField(allow_null=True)


class PaperRulingSerializer(serializers.ModelSerializer[PaperRuling]):
    actor = serializers.CharField(source="actor.full_name", default=UNKNOWN)

    class Meta:
        model = PaperRuling
        fields = ["kind", "comparison", "reason", "actor", "created_at"]


class PaperContentSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    values = serializers.DictField(child=serializers.JSONField(allow_null=True))
    comments = serializers.DictField(child=serializers.CharField())
    revision = serializers.IntegerField()


class PaperComparisonSerializer(serializers.Serializer[Any]):
    """Both transcripts; `tablet` is where the settled paper and the scoresheet differ, in a conflict."""

    transcripts = TranscriptReadSerializer(many=True)
    differences = PaperDifferenceSerializer(many=True)
    tablet = PaperDifferenceSerializer(many=True)
    sheet = PaperContentSerializer(source="paper.scoresheet")
    rulings = PaperRulingSerializer(many=True)
    definition = serializers.SerializerMethodField()

    @extend_schema_field(serializers.JSONField())
    def get_definition(self, of: Comparison) -> Any:
        return of.paper.form_version.definition
