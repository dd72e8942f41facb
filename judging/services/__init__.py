"""The verbs of judging, the only writers of its tables."""

from judging.services.assignments import Filling, assign, fill_assignments, unassign
from judging.services.attempts import add_attempt, set_attempt
from judging.services.calibration import (
    Sample,
    create_calibration,
    delete_calibration,
    fill_calibration,
    open_spread,
)
from judging.services.devices import record_heartbeat
from judging.services.overrides import (
    approve_override,
    propose_override,
    reject_override,
    void_override,
)
from judging.services.panels import (
    create_judge,
    create_panel,
    declare_conflict,
    delete_panel,
    remove_conflict,
    update_judge,
    update_panel,
)
from judging.services.recusals import detect_conflicts, recuse
from judging.services.results import rebuild, reduce_contest
from judging.services.rounds import lock_round, unlock_round
from judging.services.scoresheets import (
    Recorded,
    record_scoresheet,
    reopen_scoresheet,
    void_scoresheet,
)
from judging.services.settling import appoint_third, settle_discrepancy

__all__ = [
    "Filling",
    "Recorded",
    "Sample",
    "add_attempt",
    "appoint_third",
    "approve_override",
    "assign",
    "create_calibration",
    "create_judge",
    "create_panel",
    "declare_conflict",
    "delete_calibration",
    "delete_panel",
    "detect_conflicts",
    "fill_assignments",
    "fill_calibration",
    "lock_round",
    "open_spread",
    "propose_override",
    "rebuild",
    "record_heartbeat",
    "record_scoresheet",
    "recuse",
    "reduce_contest",
    "reject_override",
    "remove_conflict",
    "reopen_scoresheet",
    "set_attempt",
    "settle_discrepancy",
    "unassign",
    "unlock_round",
    "update_judge",
    "update_panel",
    "void_override",
    "void_scoresheet",
]
