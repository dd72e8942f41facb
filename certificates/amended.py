"""What certificates say, or would say, that the results no longer do.

Compares those that were issued with the publication in force, and the publication in force with the
results of now. Reads only; ends no certificate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Q

from certificates.files import definition_of
from certificates.models import Certificate
from certificates.recipients import Recipient, recipients
from contests.models import Contest
from leaderboards.board import OUT, exact
from leaderboards.computing import compute_standings
from leaderboards.models import Award, Publication
from leaderboards.publicity import in_force, publication_in_force
from submissions.models import Entry

Why = Literal["out", "award", "person"]


@dataclass(frozen=True, slots=True)
class Outdated:
    """A valid certificate that the results in force would not give.

    `out`: its entry is disqualified or withdrawn; `award`: its holder has no such award any more;
    `person`: the award is somebody else's, or under another name. `now` is the award that the entry
    has by the results in force, None for none.
    """

    certificate: Certificate
    why: Why
    now: Award | None


@dataclass(frozen=True, slots=True)
class Concerned:
    """A recipient whose result changed since the publication; one who is `out` gets nothing."""

    name: str
    entry: str
    out: bool


class _Books:
    """What publications give to whom; each is read once, and so is each template."""

    def __init__(self, publications: Iterable[Publication]) -> None:
        self._publications = {row.pk: row for row in publications}
        self._recipients: dict[tuple[int, int], dict[str, Recipient]] = {}
        self._awards: dict[int, dict[int, Award]] = {}

    def of(self, publication: int, certificate: Certificate) -> dict[str, Recipient]:
        """All whom certificates of this one's template go to, by holder."""
        key = (publication, certificate.template_id)
        if key not in self._recipients:
            definition = definition_of(certificate.template)
            found = recipients(self._publications[publication], definition.per, definition.kind)
            self._recipients[key] = {each.holder: each for each in found}
        return self._recipients[key]

    def award(self, publication: int, entry: int | None) -> Award | None:
        """The highest award of the entry."""
        if publication not in self._awards:
            rows = self._publications[publication].awards.order_by("-order", "-pk")
            self._awards[publication] = {award.entry_id: award for award in rows}
        return self._awards[publication].get(entry or 0)


def outdated(contest: Contest) -> list[Outdated]:
    """The contest's valid certificates that should be revoked, by register number."""
    publications = list(Publication.objects.filter(contest=contest).defer("payload", "names"))
    force = {
        row.round_id: row.pk
        for row in Publication.objects.filter(in_force(), contest=contest).only("round_id")
    }
    rounds = {row.pk: row.round_id for row in publications}
    rows = (
        Certificate.objects.filter(
            ~Q(publication__in=force.values()) | Q(entry__state__in=OUT),
            publication__contest=contest,
            state=Certificate.State.ISSUED,
        )
        .select_related("award", "entry", "register")
        .prefetch_related("template")  # one for all: its definition may hold pictures
        .order_by("register", "number")
    )
    books, found = _Books(publications), list[Outdated]()
    for certificate in rows:
        current = force.get(rounds[certificate.publication_id])
        if certificate.entry is not None and certificate.entry.state in OUT:
            found.append(Outdated(certificate, "out", None))
        elif current is not None and (why := _differs(certificate, current, books)):
            found.append(Outdated(certificate, why, books.award(current, certificate.entry_id)))
    return found


def current_of(
    certificate: Certificate, *, public_at: datetime | None = None
) -> tuple[Publication, Award | None] | None:
    """The publication in force that gives this certificate, with its award; None if it does not.

    With `public_at`, the one in force for the public at that instant.
    """
    own = certificate.publication
    round_code = own.round.code if own.round else None
    current = publication_in_force(own.contest, round_code, public_at=public_at)
    if current is None or current.pk == own.pk:
        return own, certificate.award
    books = _Books([own, current])
    if _differs(certificate, current.pk, books):
        return None
    return current, books.of(current.pk, certificate)[certificate.holder].award


def _differs(certificate: Certificate, current: int, books: _Books) -> Why | None:
    """Why the publication `current` would not give it. Names are compared as they were published,
    so that one corrected by hand stays right."""
    given = books.of(current, certificate)
    now = given.get(certificate.holder)
    if now is None:
        others = [each for each in given.values() if _same_prize(each, certificate)]
        return "person" if others else "award"
    before = books.of(certificate.publication_id, certificate).get(certificate.holder)
    if before is None:
        return None
    if certificate.kind != "participation" and _titles(now) != _titles(before):
        return "award"
    return "person" if before.name != now.name else None


def _same_prize(recipient: Recipient, certificate: Certificate) -> bool:
    return (
        recipient.entry is not None
        and recipient.entry.pk == certificate.entry_id
        and recipient.award is not None
        and certificate.award is not None
        and recipient.award.code == certificate.award.code
    )


def _titles(recipient: Recipient) -> list[tuple[str, str]]:
    return sorted((award.code, award.title) for award in recipient.awards)


def concerned(publication: Publication, those: Iterable[Recipient]) -> list[Concerned]:
    """Whom of `those` a change since the publication concerns.

    The entry is out, or its rank, state or points are no longer those that were published.
    """
    waiting = list(those)
    moved = _moved(publication)
    gone = out_of(entry.pk for each in waiting for entry in each.entries)
    found = []
    for each in waiting:
        theirs = [entry for entry in each.entries if entry.pk in gone or entry.code in moved]
        if theirs:
            codes = ", ".join(entry.code for entry in theirs)
            found.append(Concerned(each.name, codes, is_out(each, gone)))
    return found


def out_of(entries: Iterable[int]) -> set[int]:
    """Which of these entries are disqualified or withdrawn by now."""
    rows = Entry.objects.filter(pk__in=set(entries), state__in=OUT)
    return set(rows.order_by().values_list("pk", flat=True))


def is_out(recipient: Recipient, gone: set[int]) -> bool:
    """Whether nothing is left that this recipient could get a certificate for."""
    return bool(recipient.entries) and all(entry.pk in gone for entry in recipient.entries)


def _moved(publication: Publication) -> set[str]:
    """Codes of the entries whose result is another than the published one."""
    traces: Mapping[str, Mapping[str, object]] = publication.payload.get("private", {}).get(
        "traces", {}
    )
    if not traces:  # published before they were kept
        return set()
    round_code = publication.round.code if publication.round else None
    rows = compute_standings(publication.contest, round_code=round_code).standings.rows
    now = {row.entry: (row.rank, row.state, exact(row.points)) for row in rows}
    return {
        code
        for code, trace in traces.items()
        if now.get(code) != (trace.get("rank"), trace.get("state"), trace.get("points"))
    }
