"""Turns publications of a package that its sheets do not bear out into proposals of what they come to.

What the package said of ranks and prizes is dropped; a person here must approve the proposal. Never
publishes anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import timezone

from accounts.models import User
from accounts.two_people import behind_this_session
from common.canonical import digest
from contests.models import Contest
from leaderboards.board import entries_of
from leaderboards.computing import compute_from_sheets, inputs_digest
from leaderboards.models import Award, Ceremony, Publication
from leaderboards.script import write_script
from leaderboards.services.publications import (
    award_rows,
    awards_of,
    frozen_payload,
    severity_warnings,
)

State = Publication.State
APPROVED = (State.PUBLISHED, State.SUPERSEDED)


def propose_instead(
    contest: Contest, publications: Sequence[Publication], differing: Iterable[int], by: User | None
) -> None:
    """What is in force becomes a proposal of `by`, anything older obsolete; by their ids.

    The last approved one that agrees is in force then.
    """
    wrong = set(differing)
    for publication in publications:
        if publication.pk in wrong:
            in_force = publication.state in (State.PUBLISHED, State.PROPOSED)
            _freeze_anew(contest, publication, State.PROPOSED if in_force else State.OBSOLETE, by)
    _set_in_force(publications)


def _freeze_anew(contest: Contest, publication: Publication, state: str, by: User | None) -> None:
    round_code = publication.round.code if publication.round else None
    computed = compute_from_sheets(contest, round_code=round_code)
    given, warnings = awards_of(computed, ())
    warnings += severity_warnings(computed, "-")
    payload, names = frozen_payload(contest, computed, round_code, given, warnings)
    publication.state = state
    publication.policy = computed.stored_policy
    publication.payload, publication.payload_sha256 = payload, digest(payload)
    publication.names = names
    publication.inputs_sha256 = inputs_digest(contest, computed)
    publication.proposed_by = by if state == State.PROPOSED else None
    publication.proposed_in = behind_this_session()
    publication.proposed_at = timezone.now()
    publication.approved_at = publication.published_at = publication.supersedes = None
    publication.save()
    Award.objects.filter(publication=publication).delete()
    Award.objects.bulk_create(award_rows(publication, computed, given, entries_of(contest)))
    if Ceremony.objects.filter(publication=publication).delete()[0]:
        script = write_script(contest, computed, payload, round_code)
        Ceremony.objects.create(publication=publication, script=script)


def _set_in_force(publications: Sequence[Publication]) -> None:
    """Of each contest and round the last approved one is in force, those before it superseded."""
    last: set[int | None] = set()
    approved: list[Publication] = []
    for publication in reversed(publications):
        if publication.state not in APPROVED:
            continue
        publication.state = State.SUPERSEDED if publication.round_id in last else State.PUBLISHED
        last.add(publication.round_id)
        approved.append(publication)
    kept = {publication.pk for publication in approved}
    for publication in approved:
        if publication.supersedes_id not in kept:
            publication.supersedes = None
        publication.save(update_fields=["state", "supersedes"])
