"""The verbs of leaderboards: decisions, publications, ceremonies, what boards show."""

from leaderboards.services.boards import RoundRule, set_board_rules
from leaderboards.services.ceremonies import (
    finish_ceremony,
    move_ceremony,
    set_notes,
    start_ceremony,
)
from leaderboards.services.publications import (
    AwardChange,
    approve_publication,
    propose_publication,
    record_decision,
    reject_publication,
)

__all__ = [
    "AwardChange",
    "RoundRule",
    "approve_publication",
    "finish_ceremony",
    "move_ceremony",
    "propose_publication",
    "record_decision",
    "reject_publication",
    "set_board_rules",
    "set_notes",
    "start_ceremony",
]
