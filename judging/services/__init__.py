"""The verbs of judging, the only writers of its tables."""

from judging.services.assignments import Filling, assign, fill_assignments, unassign
from judging.services.attempts import add_attempt, set_attempt
from judging.services.panels import (
    create_judge,
    create_panel,
    declare_conflict,
    delete_panel,
    remove_conflict,
    update_judge,
    update_panel,
)
from judging.services.results import rebuild, reduce_contest
from judging.services.rounds import lock_round, unlock_round
from judging.services.scoresheets import (
    Recorded,
    record_scoresheet,
    reopen_scoresheet,
    void_scoresheet,
)

__all__ = [
    "Filling",
    "Recorded",
    "add_attempt",
    "assign",
    "create_judge",
    "create_panel",
    "declare_conflict",
    "delete_panel",
    "fill_assignments",
    "lock_round",
    "rebuild",
    "record_scoresheet",
    "reduce_contest",
    "remove_conflict",
    "reopen_scoresheet",
    "set_attempt",
    "unassign",
    "unlock_round",
    "update_judge",
    "update_panel",
    "void_scoresheet",
]
