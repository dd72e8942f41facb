"""`record`: the only writer of the history, called by the services that do what is recorded.

In their transaction, so that what is taken back was never recorded either.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from accounts.audit import acting
from accounts.audit.bounds import BOUNDS
from accounts.audit.kinds import EVERYWHERE, FACTS, Kind
from accounts.models import AuditEvent, User

_LONGEST: Final = 300


def record(
    kind: Kind,
    *,
    subject: User | None = None,
    about: str = "",
    actor: User | None = None,
    facts: dict[str, Any] | None = None,
) -> None:
    """Add an event. Without `actor` it is who acts now (`acting.person`)."""
    record_all([event(kind, subject=subject, about=about, actor=actor, facts=facts)])


def record_bounded(
    kind: Kind,
    *,
    subject: User | None = None,
    about: str = "",
    actor: User | None = None,
    facts: dict[str, Any] | None = None,
) -> None:
    """As `record`, for what anybody may repeat at will (`BOUNDED`): the first ones of a minute and
    of a day are written, the last of them says that there were more."""
    source = actor or acting.person()
    left = BOUNDS.left(
        kind,
        f"person {source.pk}" if source else acting.address(),
        together=source is None,
    )
    if left > 0:
        more = {"more": True} if left == 1 else {}
        record(kind, subject=subject, about=about, actor=actor, facts={**(facts or {}), **more})


def record_failure(user: User | None, *, by: str, about: str = "") -> None:
    """Somebody did not get in: as `user`, if that is anybody, by a "password", "card" and so on."""
    record_bounded(
        Kind.SIGN_IN_FAILED,
        subject=user,
        about=about,
        facts={"address": acting.address(), "by": by},
    )


def record_export(what: str, form: str, *, about: str) -> None:
    """Who is signed in took data out as a file; what visitors see is nobody's export."""
    if acting.person() is not None or not acting.answers():
        facts = {"what": what, "format": form}
        record_bounded(Kind.EXPORT_MADE, about=about, facts=facts)


def record_all(events: Iterable[AuditEvent]) -> None:
    """Add what `event` made, in one query."""
    AuditEvent.objects.bulk_create(events)


def event(
    kind: Kind,
    *,
    subject: User | None = None,
    about: str = "",
    actor: User | None = None,
    facts: dict[str, Any] | None = None,
) -> AuditEvent:
    """An event for `record_all`; the parameters are those of `record`."""
    known = {
        name: _plain(value) for name, value in (facts or {}).items() if value not in ("", None)
    }
    if unknown := known.keys() - FACTS[kind] - EVERYWHERE:
        raise ValueError(f"{kind} holds no {sorted(unknown)}")
    if about and not about.endswith("/"):
        raise ValueError(f"no path: {about}")
    actor = actor or acting.person()
    return AuditEvent(
        kind=kind,
        actor_id=actor.pk if actor else None,
        subject_id=subject.pk if subject else None,
        about=about,
        root=root_of(about),
        way=acting.way(),
        facts=known,
    )


def root_of(about: str) -> str:
    """The first step of a path: "contest/12/" of "contest/12/judge/34/"."""
    return "".join(f"{part}/" for part in about.split("/")[:2] if part)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value[:_LONGEST] if isinstance(value, str) else value
