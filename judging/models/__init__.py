"""The tables of judging: what is scored (`core`), moderated (`moderation`) and minuted (`minutes`),
who came, left, declared and was lifted (`seats`), what tablets tell besides scores (`tablet`), what is written
on paper (`paper`), told to entrants (`feedback`), scored anew (`form_change`).
"""

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
from judging.models.feedback import FeedbackRelease, FeedbackRuling, ReleasedComment
from judging.models.form_change import FormChange
from judging.models.minutes import Minutes
from judging.models.moderation import (
    DeviceSeen,
    Discrepancy,
    DiscrepancyEvent,
    OverrideEvent,
    Recusal,
    ScoreOverride,
)
from judging.models.paper import PaperRuling, PaperSheet, PaperTranscript
from judging.models.seats import (
    ConflictDeclaration,
    ConflictLift,
    SeatChange,
    TakeBack,
    TakeBackRuling,
)
from judging.models.tablet import PeersSeen, SkippedTurn

__all__ = [
    "Attempt",
    "AttemptChange",
    "ConflictDeclaration",
    "ConflictLift",
    "ConflictOfInterest",
    "DeviceSeen",
    "Discrepancy",
    "DiscrepancyEvent",
    "FeedbackRelease",
    "FeedbackRuling",
    "FormChange",
    "Judge",
    "JudgeAssignment",
    "Match",
    "MatchSide",
    "Minutes",
    "OverrideEvent",
    "Panel",
    "PaperRuling",
    "PaperSheet",
    "PaperTranscript",
    "PeersSeen",
    "Recusal",
    "ReleasedComment",
    "RoundLock",
    "RoundResult",
    "ScoreOverride",
    "Scoresheet",
    "ScoresheetRevision",
    "SeatChange",
    "SkippedTurn",
    "TakeBack",
    "TakeBackRuling",
]
