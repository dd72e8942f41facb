"""Writes the divisions and rounds of a contest."""

from __future__ import annotations

from typing import Any, Final, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from common.text import single_line
from contests.definitions import same_scoring
from contests.errors import (
    CodeTaken,
    ContestArchived,
    FormInUse,
    InUse,
    OtherContest,
    RoundLocked,
)
from contests.models import Contest, Division, FormVersion, Round
from contests.selectors import policy_with

_TITLES: Final = frozenset({"title", "title_en"})
Row = TypeVar("Row", Division, Round)


@transaction.atomic
def create_division(
    *, contest: Contest, code: str, title: str, title_en: str = "", order: int = 0
) -> Division:
    """A division; raises CodeTaken."""
    _require_writable(contest)
    try:
        with transaction.atomic():
            return Division.objects.create(
                contest=contest,
                code=code,
                title=single_line(title),
                title_en=single_line(title_en),
                order=order,
            )
    except IntegrityError as error:
        raise CodeTaken(code=code) from error


@transaction.atomic
def update_division(*, division: Division, **changes: Any) -> Division:
    """Change `title`, `title_en` or `order`; the code stays, entries are numbered by it."""
    _require_writable(division.contest)
    return _updated(division, changes, allowed={"title", "title_en", "order"})


@transaction.atomic
def delete_division(*, division: Division) -> None:
    """Delete a division that nothing refers to; raises InUse."""
    _require_writable(division.contest)
    _delete(division)


@transaction.atomic
def create_round(
    *,
    contest: Contest,
    code: str,
    title: str,
    form_version: FormVersion,
    title_en: str = "",
    order: int = 0,
    attempts_max: int = 1,
    judges_per_entry: int = 1,
) -> Round:
    """A round with a form of the same contest; raises CodeTaken, OtherContest."""
    _require_writable(contest)
    _require_own(contest, form_version)
    try:
        with transaction.atomic():
            return Round.objects.create(
                contest=contest,
                code=code,
                title=single_line(title),
                title_en=single_line(title_en),
                order=order,
                form_version=form_version,
                attempts_max=attempts_max,
                judges_per_entry=judges_per_entry,
            )
    except IntegrityError as error:
        raise CodeTaken(code=code) from error


@transaction.atomic
def update_round(*, round: Round, **changes: Any) -> Round:  # noqa: A002 (the term)
    """Change titles, order, form version, attempts or judges an entry.

    A round whose form is in use takes only a version that scores the same (FormInUse).
    """
    current = Round.objects.select_for_update().get(pk=round.pk)
    _require_writable(current.contest)
    if current.locked_at is not None:
        raise RoundLocked(title=current.title)
    version: FormVersion | None = changes.get("form_version")
    if version is not None and version.pk != current.form_version_id:
        _require_own(current.contest, version)
        before = current.form_version
        if before.used_at and not same_scoring(before.definition, version.definition):
            raise FormInUse(title=current.title)
        policy_with(current, version)
    return _updated(
        current,
        changes,
        allowed={*_TITLES, "order", "form_version", "attempts_max", "judges_per_entry"},
    )


def use_form_version(*, round: Round, form_version: FormVersion) -> Round:  # noqa: A002
    """Let a round that `check_form_version` holds go over to the version, in its transaction.

    The caller has shown what it does and moves the sheets.
    """
    return _updated(round, {"form_version": form_version}, allowed={"form_version"})


def check_form_version(*, round: Round, form_version: FormVersion) -> Round:  # noqa: A002
    """The round, held until the transaction ends, if it may take the version.

    Raises RoundLocked, OtherContest, PolicyInvalid, ContestArchived.
    """
    current = Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    _require_writable(current.contest)
    if current.locked_at is not None:
        raise RoundLocked(title=current.title)
    if form_version.form_id != current.form_version.form_id:
        raise OtherContest
    policy_with(current, form_version)
    return current


@transaction.atomic
def delete_round(*, round: Round) -> None:  # noqa: A002
    """Delete a round that was never judged; raises RoundLocked, InUse."""
    current = Round.objects.select_for_update().get(pk=round.pk)
    _require_writable(current.contest)
    if current.locked_at is not None:
        raise RoundLocked(title=current.title)
    if current.form_version.used_at is not None:
        raise InUse(title=current.title)
    _delete(current)


def _require_writable(contest: Contest) -> None:
    if contest.state == Contest.State.ARCHIVED:
        raise ContestArchived


def _require_own(contest: Contest, version: FormVersion) -> None:
    if version.form.contest_id != contest.pk:
        raise OtherContest


def _updated(row: Row, changes: dict[str, Any], allowed: set[str]) -> Row:
    if unknown := changes.keys() - allowed:
        raise TypeError(f"cannot change {', '.join(sorted(unknown))}")
    for name, value in changes.items():
        setattr(row, name, single_line(value) if name in _TITLES else value)
    row.save(update_fields=list(changes))
    return row


def _delete(row: Division | Round) -> None:
    try:
        row.delete()
    except ProtectedError as error:
        raise InUse(title=row.title) from error
