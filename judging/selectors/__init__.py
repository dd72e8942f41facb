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
from judging.selectors.progress import progress
from judging.selectors.queue import queue, shown_entry

__all__ = [
    "agreement",
    "assignments",
    "attempts",
    "conflicts",
    "field",
    "judges",
    "matches",
    "my_contests",
    "panels",
    "progress",
    "queue",
    "revisions",
    "scoresheets",
    "shown_entry",
    "stored_field",
]
