"""The reads of judging across tables; each owns its joins."""

from judging.selectors.agreement import agreement
from judging.selectors.feedback import commented_entries, released_to, releases, round_feedback
from judging.selectors.field import field, stored_field
from judging.selectors.form_change import FormEffect
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
from judging.selectors.paper import comparison, paper_by_code, papers, printable
from judging.selectors.peers import peers
from judging.selectors.progress import progress
from judging.selectors.queue import queue, shown_entry

__all__ = [
    "FormEffect",
    "agreement",
    "assignments",
    "attempts",
    "commented_entries",
    "comparison",
    "conflicts",
    "discrepancies",
    "field",
    "judges",
    "matches",
    "minutes",
    "my_contests",
    "overrides",
    "panels",
    "paper_by_code",
    "papers",
    "peers",
    "printable",
    "progress",
    "queue",
    "recusals",
    "released_to",
    "releases",
    "revisions",
    "round_feedback",
    "scoresheets",
    "shown_entry",
    "stored_field",
    "substitutes",
    "verified",
]
