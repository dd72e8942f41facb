"""Shapes of attempts, locked rounds, progress and matches."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.serializers import Strict
from contests.models import Contest
from judging import blind
from judging.models import Attempt, Match
from judging.serializers.tablet import OpenSkipSerializer
from judging.serializers.watching import AttentionSerializer
from submissions.models import Entry


class AttemptSerializer(serializers.ModelSerializer[Attempt]):
    entry = serializers.SerializerMethodField()
    entry_code = serializers.SerializerMethodField()
    revision = serializers.IntegerField(default=1)  # of a new one, which nobody has changed

    class Meta:
        model = Attempt
        fields = [
            "id",
            "entry",
            "entry_code",
            "round",
            "number",
            "state",
            "values",
            "performed_at",
            "revision",
        ]

    def get_entry_code(self, attempt: Attempt) -> str:
        """Referees and judges read this list: in a blind contest they know the blind code."""
        return blind.code(attempt.entry, blind=attempt.entry.contest.blind)

    def get_entry(self, attempt: Attempt) -> int | None:
        hidden = self.context["reader"].is_blind(attempt.entry.contest)
        return blind.entry_id(attempt.entry, blind=hidden)


class AttemptWriteSerializer(Strict, serializers.Serializer[Any]):
    entry = serializers.PrimaryKeyRelatedField(queryset=Entry.objects.select_related("contest"))
    round = serializers.IntegerField()


class AttemptChangeSerializer(Strict, serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=Attempt.State.choices, required=False)
    values = serializers.DictField(child=serializers.JSONField(allow_null=True), required=False)
    reason = serializers.CharField(max_length=300, allow_blank=True)


class LockedRoundSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    locked_at = serializers.DateTimeField(allow_null=True)


class CountsSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    expected = serializers.IntegerField()
    submitted = serializers.IntegerField()
    draft = serializers.IntegerField()


class RoundProgressSerializer(CountsSerializer):
    title = serializers.CharField()
    title_en = serializers.CharField(allow_blank=True)
    locked_at = serializers.DateTimeField(allow_null=True)
    entries_done = serializers.IntegerField()
    entries = serializers.IntegerField()
    unsettled = serializers.IntegerField()
    proposed_overrides = serializers.IntegerField()
    short = serializers.IntegerField()


class JudgeProgressSerializer(CountsSerializer):
    full_name = serializers.CharField()
    role = serializers.CharField()
    active = serializers.BooleanField()
    last_saved_at = serializers.DateTimeField(allow_null=True)
    device_seen_at = serializers.DateTimeField(allow_null=True)
    unsent = serializers.IntegerField()
    silence_minutes = serializers.IntegerField(allow_null=True)


class ShortEntrySerializer(serializers.Serializer[Any]):
    """An entry with fewer judges than its round asks for."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    round = serializers.IntegerField()
    round_code = serializers.CharField()
    judges = serializers.IntegerField()
    wanted = serializers.IntegerField()


class ProgressSerializer(serializers.Serializer[Any]):
    rounds = RoundProgressSerializer(many=True)
    judges = JudgeProgressSerializer(many=True)
    short_entries = ShortEntrySerializer(many=True)
    discrepancies = serializers.DictField(child=serializers.IntegerField())
    skips = OpenSkipSerializer(many=True)
    attention = AttentionSerializer(many=True)


class SideEntrySerializer(serializers.Serializer[Any]):
    attempt = serializers.IntegerField()
    entry = serializers.IntegerField(allow_null=True)
    code = serializers.CharField()
    state = serializers.CharField()


class MatchSideSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    values = serializers.DictField(child=serializers.JSONField(allow_null=True))
    entries = SideEntrySerializer(many=True)


class MatchSerializer(serializers.ModelSerializer[Match]):
    sides = serializers.SerializerMethodField()

    class Meta:
        model = Match
        fields = ["id", "round", "code", "number", "played_at", "sides"]

    @extend_schema_field(MatchSideSerializer(many=True))
    def get_sides(self, match: Match) -> list[dict[str, Any]]:
        contest = match.round.contest
        hidden = self.context["reader"].is_blind(contest)
        return [
            {
                "code": side.code,
                "values": side.values,
                "entries": sorted(
                    (_side_entry(attempt, contest, hidden) for attempt in side.attempts.all()),
                    key=itemgetter("code"),
                ),
            }
            for side in match.sides.all()
        ]


def _side_entry(attempt: Attempt, contest: Contest, hidden: bool) -> Mapping[str, Any]:
    return {
        "attempt": attempt.pk,
        "entry": blind.entry_id(attempt.entry, blind=hidden),
        "code": blind.code(attempt.entry, blind=contest.blind),
        "state": attempt.state,
    }
