"""Writes forms, their versions and the contest's policy; all three only ever grow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from common.text import single_line
from contests.definitions import parsed_form, parsed_policy
from contests.errors import CodeTaken, SeverityTooLate
from contests.models import Contest, FormVersion, Round, ScoringForm, ScoringPolicy
from scoring.exact import text
from scoring.form import form_digest


@dataclass(frozen=True, slots=True)
class FormCheck:
    """A usable definition's digest, and the highest total, if it is known."""

    sha256: str
    maximum: str | None


@transaction.atomic
def create_form(*, contest: Contest, code: str, title: str, title_en: str = "") -> ScoringForm:
    """A form without versions; raises CodeTaken."""
    if contest.forms.filter(code=code).exists():
        raise CodeTaken(code=code)
    return ScoringForm.objects.create(
        contest=contest, code=code, title=single_line(title), title_en=single_line(title_en)
    )


@transaction.atomic
def create_form_version(
    *, form: ScoringForm, definition: Mapping[str, Any], by: User | None
) -> FormVersion:
    """The form's next version. Raises FormInvalid.

    A definition equal to the latest one makes no version; the latest is returned.
    """
    parsed_form(definition)
    digest = form_digest(definition)
    ScoringForm.objects.select_for_update().get(pk=form.pk)
    latest = form.versions.order_by("-number").first()
    if latest is not None and latest.sha256 == digest:
        return latest
    return FormVersion.objects.create(
        form=form,
        number=latest.number + 1 if latest else 1,
        definition=definition,
        sha256=digest,
        created_by=by,
    )


def check_definition(*, definition: Mapping[str, Any]) -> FormCheck:
    """What a version with this definition would be; stores nothing. Raises FormInvalid."""
    maximum = parsed_form(definition).maximum
    return FormCheck(form_digest(definition), None if maximum is None else text(maximum))


@transaction.atomic
def mark_form_version_used(*, form_version: FormVersion) -> None:
    """From now on a sheet depends on the version; its scoring never changes again."""
    FormVersion.objects.filter(pk=form_version.pk, used_at=None).update(used_at=timezone.now())


@transaction.atomic
def mark_round_scored(*, round_id: int) -> None:
    """Judging of the round has begun: its first sheet was written."""
    Round.everything.filter(pk=round_id, scored_at=None).update(scored_at=timezone.now())


def mark_round_assigned(*, round_id: int) -> None:
    """The round's first judge was assigned."""
    Round.everything.filter(pk=round_id, assigned_at=None).update(assigned_at=timezone.now())


@transaction.atomic
def create_policy(
    *, contest: Contest, definition: Mapping[str, Any], reason: str = "", by: User | None
) -> ScoringPolicy:
    """The contest's next policy, checked against its rounds' forms.

    Raises PolicyInvalid, SeverityTooLate.
    """
    Contest.objects.select_for_update(no_key=True).get(pk=contest.pk)
    # Held too, so that no first sheet comes between the look at `scored_at` and the policy.
    rounds = list(
        contest.rounds.select_for_update(of=("self",), no_key=True)
        .select_related("form_version")
        .order_by("pk")
    )
    parsed_policy(
        definition, {each.code: parsed_form(each.form_version.definition) for each in rounds}
    )
    _require_severity_in_time(contest, definition, rounds)
    number: int | None = contest.policies.aggregate(latest=Max("number"))["latest"]
    return ScoringPolicy.objects.create(
        contest=contest,
        number=(number or 0) + 1,
        definition=definition,
        sha256=form_digest(definition),
        reason=single_line(reason),
        created_by=by,
    )


def _require_severity_in_time(
    contest: Contest, definition: Mapping[str, Any], rounds: Iterable[Round]
) -> None:
    """A severity model is chosen before anybody knows a score; giving one up is always possible."""
    latest = contest.policies.order_by("-number").first()
    before = {} if latest is None else latest.definition["rounds"]
    for each in rounds:
        asked = definition["rounds"].get(each.code, {}).get("severity")
        had = before.get(each.code, {}).get("severity")
        if asked and asked != had and each.scored_at is not None:
            raise SeverityTooLate(round=each.title)
