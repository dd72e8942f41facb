"""The tables of judging: what is scored (`core`), watched (`moderation`), minuted (`minutes`);
what tablets tell besides scores (`tablet`)."""

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
from judging.models.tablet import PeersSeen, SkippedTurn

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
    "SkippedTurn",
]
