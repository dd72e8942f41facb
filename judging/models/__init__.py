"""The tables of judging: what is scored (`core`) and how the scoring is watched (`moderation`)."""

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
from judging.models.moderation import (
    DeviceSeen,
    Discrepancy,
    DiscrepancyEvent,
    OverrideEvent,
    Recusal,
    ScoreOverride,
)

__all__ = [
    "Attempt",
    "AttemptChange",
    "ConflictOfInterest",
    "DeviceSeen",
    "Discrepancy",
    "DiscrepancyEvent",
    "Judge",
    "JudgeAssignment",
    "Match",
    "MatchSide",
    "OverrideEvent",
    "Panel",
    "Recusal",
    "RoundLock",
    "RoundResult",
    "ScoreOverride",
    "Scoresheet",
    "ScoresheetRevision",
]
