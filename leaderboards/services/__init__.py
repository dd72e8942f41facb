"""The verbs of leaderboards: decisions, publications, ceremonies, what boards show."""

from leaderboards.services.appeals import (
    accept_appeal,
    approve_appeal,
    conclude_appeal,
    decline_appeal,
    file_appeal,
    set_appeal_window,
)
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
    "accept_appeal",
    "approve_appeal",
    "approve_publication",
    "conclude_appeal",
    "decline_appeal",
    "file_appeal",
    "finish_ceremony",
    "move_ceremony",
    "propose_publication",
    "record_decision",
    "reject_publication",
    "set_appeal_window",
    "set_board_rules",
    "set_notes",
    "start_ceremony",
]
