"""The tables of judging: what is scored (`core`), by whom no longer (`seats`), watched, minuted."""

from judging.models.core import (
    Attempt,
    AttemptChange,
    ConflictOfInterest,
    Judge,
    JudgeAssignment,
    Match,
    MatchSide,
    Panel,
    RoundLock,
    RoundResult,
    Scoresheet,
    ScoresheetRevision,
)
from judging.models.minutes import Minutes
from judging.models.moderation import (
    DeviceSeen,
    Discrepancy,
    DiscrepancyEvent,
    OverrideEvent,
    Recusal,
    ScoreOverride,
)
from judging.models.seats import ConflictLift, SeatChange

__all__ = [
    "Attempt",
    "AttemptChange",
    "ConflictLift",
    "ConflictOfInterest",
    "DeviceSeen",
    "Discrepancy",
    "DiscrepancyEvent",
    "Judge",
    "JudgeAssignment",
    "Match",
    "MatchSide",
    "Minutes",
    "OverrideEvent",
    "Panel",
    "Recusal",
    "RoundLock",
    "RoundResult",
    "ScoreOverride",
    "Scoresheet",
    "ScoresheetRevision",
    "SeatChange",
]
