"""Assignments that are no seats: of judges who mark an entry anew after an appeal. Expressions only.

Such a judge is assigned so as to own the one sheet on the surrogate attempt that was made for the
appeal; the attempts that the entry itself made are never theirs.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from judging.models import Attempt, JudgeAssignment


def remarking() -> Q:
    """Assignments whose judge has no sheet of the attempts that the entry itself made."""
    own = Attempt.objects.filter(entry=OuterRef("entry"), round=OuterRef("round")).exclude(
        state=Attempt.State.SURROGATE
    )
    return Q(Exists(own)) & ~Q(Exists(own.filter(scoresheets__judge=OuterRef("judge"))))


def remarked() -> Q:
    """Attempts that were made for such a judge alone."""
    assigned = JudgeAssignment.objects.filter(
        remarking(),
        entry=OuterRef("entry"),
        round=OuterRef("round"),
        judge__scoresheets__attempt=OuterRef("pk"),
    )
    return Q(Exists(assigned), state=Attempt.State.SURROGATE)
