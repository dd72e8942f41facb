"""What the history knows of publications; it holds no rank and no mark."""

from __future__ import annotations

from accounts.audit.kinds import Kind
from accounts.audit.services import record
from accounts.models import User
from contests.services import made_for_contest
from leaderboards.models import Publication


def record_publication(kind: Kind, publication: Publication, actor: User) -> None:
    """`actor` proposed, approved or rejected `publication`."""
    record(
        kind,
        actor=actor,
        about=named(publication),
        facts={
            "number": publication.number,
            "round": publication.round.code if publication.round else None,
            "appointed_by": ", ".join(publication.approver_appointed_by),
        },
    )


def named(publication: Publication) -> str:
    """How the history names `publication`."""
    return f"{made_for_contest(publication.contest_id)}publication/{publication.pk}/"
