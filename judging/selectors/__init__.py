"""The reads of judging across tables; each owns its joins."""

from judging.selectors.agreement import agreement
from judging.selectors.field import field, stored_field
from judging.selectors.lists import (
    assignments,
    attempts,
    conflicts,
    judges,
    matches,
    my_contests,
    panels,
    revisions,
    scoresheets,
)
from judging.selectors.minutes import minutes, verified
from judging.selectors.moderation import discrepancies, overrides, recusals, substitutes
from judging.selectors.peers import peers
from judging.selectors.progress import progress
from judging.selectors.queue import queue, shown_entry

__all__ = [
    "agreement",
    "assignments",
    "attempts",
    "conflicts",
    "discrepancies",
    "field",
    "judges",
    "matches",
    "minutes",
    "my_contests",
    "overrides",
    "panels",
    "peers",
    "progress",
    "queue",
    "recusals",
    "revisions",
    "scoresheets",
    "shown_entry",
    "stored_field",
    "substitutes",
    "verified",
]
