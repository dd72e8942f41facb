"""Shapes of conflicts that their judges ask to take back; no rules."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from common.serializers import NameField, Strict
from judging import blind
from judging.models import TakeBack, TakeBackRuling


class RulingSerializer(serializers.ModelSerializer[TakeBackRuling]):
    actor = serializers.CharField(source="actor.full_name", default=None, allow_null=True)

    class Meta:
        model = TakeBackRuling
        fields = ["agreed", "reason", "actor", "created_at"]


class TakeBackSerializer(serializers.ModelSerializer[TakeBack]):
    """`note` is what the judge declared, `reason` why it is to end; no `ruling`: it waits."""

    contest = serializers.CharField(source="judge.contest.slug")
    judge_code = serializers.CharField(source="judge.code")
    judge_name = serializers.CharField(source="judge.full_name")
    entry = serializers.SerializerMethodField()
    entry_code = serializers.SerializerMethodField()
    ruling = RulingSerializer(allow_null=True, default=None)

    class Meta:
        model = TakeBack
        fields = [
            "id",
            "contest",
            "judge",
            "judge_code",
            "judge_name",
            "entry",
            "entry_code",
            "kind",
            "note",
            "reason",
            "created_at",
            "ruling",
        ]

    def get_entry(self, row: TakeBack) -> int | None:
        return blind.entry_id(row.entry, blind=self._hidden(row))

    def get_entry_code(self, row: TakeBack) -> str:
        """Empty where its reader is a blind judge, as of the conflict itself."""
        return "" if self._hidden(row) else row.entry.code

    def _hidden(self, row: TakeBack) -> bool:
        hidden: bool = self.context["reader"].is_blind(row.judge.contest)
        return hidden


class TakeBackWriteSerializer(Strict, serializers.Serializer[Any]):
    reason = NameField(max_length=300)


class TakeBackRulingSerializer(Strict, serializers.Serializer[Any]):
    agreed = serializers.BooleanField()
    reason = NameField(max_length=300, allow_blank=True, required=False)
