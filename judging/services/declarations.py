"""Conflicts that judges declare by school or name, where they must not know whose an entry is.

What is declared before the judge has anything to score holds at once. Later it waits for those who
arrange the judging: sheets that went away upon a school's name would tell whose they were.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from common.text import single_line
from contests.models import Organization
from judging.errors import DeclarationApplied, DeclarationEmpty
from judging.models import ConflictDeclaration, ConflictOfInterest, Judge, JudgeAssignment
from judging.selectors.barred import entries_named
from judging.services.conflicts import Named, record_conflicts


@transaction.atomic
def declare(
    *,
    judge: Judge,
    kind: str = ConflictOfInterest.Kind.DECLARED,
    organization: Organization | None = None,
    name: str = "",
    note: str = "",
) -> ConflictDeclaration:
    """Say whom the judge must not score: one school, or one person or team. Raises DeclarationEmpty."""
    name = single_line(name)
    if (organization is None) == (not name):
        raise DeclarationEmpty
    Judge.objects.select_for_update(no_key=True).get(pk=judge.pk)
    declaration = ConflictDeclaration.objects.create(
        judge=judge, organization=organization, name=name, kind=kind, note=single_line(note)[:300]
    )
    if not JudgeAssignment.objects.filter(judge=judge, round__calibration=False).exists():
        _apply(declaration)
    return declaration


@transaction.atomic
def apply_declaration(*, declaration: ConflictDeclaration) -> ConflictDeclaration:
    """Let it hold for a judge who has entries to score. Raises DeclarationApplied."""
    held = ConflictDeclaration.objects.select_for_update().get(pk=declaration.pk)
    if held.applied_at is not None:
        raise DeclarationApplied
    _apply(held)
    return held


def _apply(declaration: ConflictDeclaration) -> None:
    """Pinned: the judge takes nothing back by halves, entry by entry."""
    declaration.applied_at = timezone.now()
    declaration.save(update_fields=["applied_at"])
    judge = declaration.judge
    entries = entries_named(judge.contest_id, [declaration])[declaration.pk]
    whom = declaration.organization.name if declaration.organization else declaration.name
    note = " · ".join(filter(None, (whom, declaration.note)))[:300]
    record_conflicts(
        [Named(judge.pk, entry, declaration.kind, note) for entry in sorted(entries)], pinned=True
    )
