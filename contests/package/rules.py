"""What a package's rules are referred to by, and how its rows name them. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.utils.dateparse import parse_datetime
from django.utils.translation import override
from rest_framework.exceptions import ValidationError
from rest_framework.serializers import Serializer

from accounts.models import User
from common.errors import Fault
from common.faults import Codes, Faults
from common.language import Text
from common.problems import field_faults
from contests.models import (
    Contest,
    Division,
    FormVersion,
    Organization,
    Round,
    ScoringPolicy,
)
from contests.package.marks import Mark, mark_of
from scoring.errors import Problem
from scoring.form import Form
from scoring.messages import message

T = TypeVar("T")

INSTANTS = ("entries_open_at", "entries_close_at", "submissions_close_at", "judging_open_at", "judging_close_at")  # fmt: skip
DEFAULTS: Mapping[str, Any] = {
    "kind": "other", "state": "open", "team_min": 1, "team_max": 1, "display_rule": "initials",
    "blind": False, "live_standings": False, "peers_after_submit": False,
}  # fmt: skip


NOUNS: Mapping[str, Text] = {
    "organization": {"vi": "đơn vị", "en": "organization"},
    "division": {"vi": "bảng", "en": "division"},
    "form": {"vi": "phiếu chấm", "en": "form"},
    "version": {"vi": "phiên bản phiếu chấm", "en": "form version"},
    "round": {"vi": "vòng", "en": "round"},
    "policy": {"vi": "quy chế tính điểm", "en": "policy"},
}
COUNTED: Text = {
    "vi": "“{code}” là vòng chấm thử, không có kết quả; hãy ghi vòng khác",
    "en": "'{code}' is a calibration round and has no results; name another round",
}
CHOOSE: Text = {
    "vi": "có nhiều {noun}; hãy ghi rõ mã",
    "en": "there are several of {noun}; name one by its code",
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a package comes from: the SHA-256 of its file, who imports it (None: the command), when."""

    sha256: str
    by: User | None
    moment: datetime


@dataclass(slots=True)
class Rules:
    """What the apps above refer to by code. `forms` holds the parsed form of each version by pk."""

    contest: Contest
    source: Source
    organizations: Codes[Organization]
    divisions: Codes[Division]
    versions: Codes[FormVersion]
    rounds: Codes[Round]
    policies: Codes[ScoringPolicy]
    forms: dict[int, Form] = field(default_factory=dict)

    @property
    def mark(self) -> Mark:
        """The mark of this import."""
        by = self.source.by
        return mark_of(
            organization=self.contest.organization.name,
            moment=self.source.moment,
            sha256=self.source.sha256,
            by="" if by is None else by.full_name,
        )

    def forms_of(self, round_: Round) -> list[Form]:
        """All versions of the round's form that can be used, that of now last."""
        here = round_.form_version
        others = [v for v in self.versions if v.form_id == here.form_id and v.pk != here.pk]
        return [self.forms[version.pk] for version in (*others, here)]

    def round_of(self, row: Mapping[str, Any], pointer: str, faults: Faults) -> Round | None:
        """The round that a row names, or the only one that counts."""
        code = row.get("round", self.only_round())
        return one_of(self.rounds, code, f"{pointer}/round", "round", faults)

    def counted_round_of(
        self, row: Mapping[str, Any], pointer: str, faults: Faults
    ) -> Round | None:
        """The same of what calibration rounds do not have."""
        round_ = self.round_of(row, pointer, faults)
        if round_ is None or not round_.calibration:
            return round_
        faults.add(f"{pointer}/round", "calibration-round", COUNTED, code=round_.code)
        return None

    def only_round(self) -> str | None:
        """The code of the only round that counts, if there is just one."""
        counted = [round_.code for round_ in self.rounds if not round_.calibration]
        return counted[0] if len(counted) == 1 else None


def one_of(codes: Codes[T], code: str | None, pointer: str, noun: str, faults: Faults) -> T | None:
    """The thing of that code; without a code the only one there is."""
    code = code if code is not None else codes.only()
    if code is None:
        faults.add(pointer, "code-needed", CHOOSE, noun=NOUNS[noun])
        return None
    return codes.find(code, pointer)


def at(value: str | None) -> Any:
    """The instant of a text that the schema has checked, or None."""
    return None if value is None else parse_datetime(value)


def add_problems(faults: Faults, problems: Sequence[Problem], pointer: str, **more: Any) -> None:
    """Problems that the scoring core found, at `pointer`, in both languages."""
    for problem in problems:
        texts = {language: message(problem, language) for language in ("vi", "en")}
        plain = {k: v.replace("{", "{{").replace("}", "}}") for k, v in texts.items()}
        faults.add(f"{pointer}{problem.pointer}", problem.code, plain, **more)


def add_invalid(faults: Faults, shape: Callable[[], Serializer[Any]], pointer: str) -> None:
    """What the API's shape finds wrong with a member, at `pointer`, in both languages."""
    vi, en = (_invalid(shape, language) for language in ("vi", "en"))
    faults.take(
        (
            Fault({"vi": str(one.detail), "en": str(other.detail)}, one.pointer, one.code)
            for one, other in zip(vi, en, strict=True)
        ),
        pointer,
    )


def _invalid(shape: Callable[[], Serializer[Any]], language: str) -> list[Fault]:
    with override(language):
        try:
            shape().is_valid(raise_exception=True)
        except ValidationError as error:
            return [
                Fault(str(fault.detail), fault.pointer, fault.code)
                for fault in field_faults(error.detail)
            ]
    return []
