"""Running the ceremony of a publication: rehearse, start, step, finish.

Every verb carries the revision that its screen showed, so two presenters never step at once, and a
laptop that comes back resumes where the ceremony is.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.dates import local_time
from common.preconditions import RevisionStale
from common.text import many_lines
from contests.models import Contest
from leaderboards.errors import CeremonyNotReady, CeremonyOver, CeremonyTooEarly, StepUnknown
from leaderboards.models import Ceremony, Publication
from leaderboards.publicity import in_force

State = Ceremony.State


@transaction.atomic
def start_ceremony(*, ceremony: Ceremony, actor: User, expected_revision: int) -> Ceremony:
    """Begin for good, at the first step; from now on the screens show real names.

    Raises RevisionStale, CeremonyOver, CeremonyNotReady, CeremonyTooEarly.
    """
    held = _held(ceremony, expected_revision)
    if held.state == State.RUNNING:
        return held
    publication, now = held.publication, timezone.now()
    if not Publication.objects.filter(in_force(), pk=publication.pk).exists():
        raise CeremonyNotReady
    if publication.published_at is not None and publication.published_at > now:
        raise CeremonyTooEarly(until=local_time(publication.published_at))
    held.state, held.step = State.RUNNING, 0
    held.started_by, held.started_at = actor, now
    return _stored(held)


@transaction.atomic
def move_ceremony(*, ceremony: Ceremony, step: int, expected_revision: int) -> Ceremony:
    """Show the step with the index `step`, in the rehearsal or for good.

    Raises RevisionStale, CeremonyOver, StepUnknown.
    """
    held = _held(ceremony, expected_revision)
    last = len(held.script["steps"]) - 1
    if not 0 <= step <= last:
        raise StepUnknown(last=last)
    held.step = step
    return _stored(held)


@transaction.atomic
def finish_ceremony(*, ceremony: Ceremony, expected_revision: int) -> Ceremony:
    """End it: the whole publication is everybody's from now on.

    Raises RevisionStale, CeremonyOver, CeremonyNotReady.
    """
    held = _held(ceremony, expected_revision)
    if held.state != State.RUNNING:
        raise CeremonyNotReady
    now = timezone.now()
    Publication.objects.filter(pk=held.publication_id).update(published_at=now)
    held.state, held.step, held.done_at = State.DONE, len(held.script["steps"]) - 1, now
    return _stored(held)


@transaction.atomic
def set_notes(*, ceremony: Ceremony, notes: str, expected_revision: int) -> Ceremony:
    """What the presenter wants at hand. Raises RevisionStale, CeremonyOver."""
    held = _held(ceremony, expected_revision)
    held.notes = many_lines(notes)
    return _stored(held)


def _held(ceremony: Ceremony, expected: int) -> Ceremony:
    """The ceremony, held with its contest until the transaction ends: nothing is approved meanwhile."""
    contest_id = ceremony.publication.contest_id
    Contest.objects.select_for_update(no_key=True).get(pk=contest_id)
    held = Ceremony.objects.select_related("publication").get(pk=ceremony.pk)
    if held.revision != expected:
        current = {"revision": held.revision, "state": held.state, "step": held.step}
        raise RevisionStale(extra={"current": current}, headers={"ETag": f'"{held.revision}"'})
    if held.state == State.DONE:
        raise CeremonyOver
    return held


def _stored(held: Ceremony) -> Ceremony:
    held.revision += 1
    held.save()
    return held
