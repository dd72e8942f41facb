"""The reads of judging across tables; each owns its joins."""

from judging.selectors.agreement import agreement
from judging.selectors.effects import Effect, effect_of_override
from judging.selectors.feedback import commented_entries, released_to, releases, round_feedback
from judging.selectors.field import field, stored_field
from judging.selectors.form_change import FormEffect
from judging.selectors.lists import (
    assignments,
    attempts,
    conflicts,
    declarations,
    judges,
    matches,
    my_contests,
    panels,
    revisions,
    scoresheets,
)
from judging.selectors.minutes import minutes, printing, verified
from judging.selectors.moderation import (
    discrepancies,
    overrides,
    recusals,
    substitutes,
    take_backs,
    third_markers,
)
from judging.selectors.paper import comparison, paper_by_code, papers, printable
from judging.selectors.peers import peers
from judging.selectors.progress import progress
from judging.selectors.queue import queue, shown_entry
from judging.selectors.watching import flagged, flags, maximum, spread, watched, watched_entries

__all__ = [
    "Effect",
    "FormEffect",
    "agreement",
    "assignments",
    "attempts",
    "commented_entries",
    "comparison",
    "conflicts",
    "declarations",
    "discrepancies",
    "effect_of_override",
    "field",
    "flagged",
    "flags",
    "judges",
    "matches",
    "maximum",
    "minutes",
    "my_contests",
    "overrides",
    "panels",
    "paper_by_code",
    "papers",
    "peers",
    "printable",
    "printing",
    "progress",
    "queue",
    "recusals",
    "released_to",
    "releases",
    "revisions",
    "round_feedback",
    "scoresheets",
    "shown_entry",
    "spread",
    "stored_field",
    "substitutes",
    "take_backs",
    "third_markers",
    "verified",
    "watched",
    "watched_entries",
]
