"""Looking at what the other judges of an attempt gave. Never changes a score."""

from __future__ import annotations

from django.db import transaction

from judging.models import PeersSeen, Scoresheet
from judging.selectors.peers import check_may_look
from judging.services.results import lock_result


@transaction.atomic
def look_at_peers(*, sheet_id: int) -> PeersSeen:
    """Record that the sheet's judge looks at the others' scores now, which closes the own sheet.

    Under the lock of the entry's result, so that no write of the own sheet slips in between.
    Raises PeersHidden, PeersBeforeSubmit.
    """
    place = Scoresheet.objects.values_list("attempt__entry_id", "attempt__round_id").get(
        pk=sheet_id
    )
    lock_result(entry_id=place[0], round_id=place[1])
    sheet = Scoresheet.objects.select_related("judge__contest", "attempt__round").get(pk=sheet_id)
    check_may_look(sheet)
    seen, _ = PeersSeen.objects.get_or_create(scoresheet=sheet, revision=sheet.revision)
    return seen
