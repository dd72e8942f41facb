"""The tables of judging: `core` (what is scored), `moderation` (what people do about it), `minutes`,
`seats` (who came, left and was lifted) and `tablet` (what tablets tell besides scores)."""

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
from judging.models.tablet import PeersSeen, SkippedTurn

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
    "PeersSeen",
    "Recusal",
    "RoundLock",
    "RoundResult",
    "ScoreOverride",
    "Scoresheet",
    "ScoresheetRevision",
    "SeatChange",
    "SkippedTurn",
]
