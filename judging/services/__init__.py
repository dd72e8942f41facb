"""The verbs of judging, the only writers of its tables."""

from judging.services.assignments import assign, unassign
from judging.services.attempts import add_attempt, set_attempt
from judging.services.conflict_list import import_conflicts
from judging.services.conflicts import (
    declare_conflict,
    detect_conflicts,
    lift_conflict,
    remove_conflict,
)
from judging.services.devices import record_heartbeat, skip_turn
from judging.services.filling import Filling, fill_assignments
from judging.services.overrides import (
    approve_override,
    propose_override,
    reject_override,
    void_override,
)
from judging.services.panels import (
    create_judge,
    create_panel,
    delete_panel,
    update_judge,
    update_panel,
)
from judging.services.peers import look_at_peers
from judging.services.planning import plan_assignments
from judging.services.recusals import recuse
from judging.services.results import rebuild, reduce_contest
from judging.services.rounds import lock_round, unlock_round
from judging.services.scoresheets import (
    Recorded,
    record_scoresheet,
    reopen_scoresheet,
    void_scoresheet,
)
from judging.services.seats import plan_release, reinstate_judge, release_judge
from judging.services.settling import appoint_third, settle_discrepancy

__all__ = [
    "Filling",
    "Recorded",
    "add_attempt",
    "appoint_third",
    "approve_override",
    "assign",
    "create_judge",
    "create_panel",
    "declare_conflict",
    "delete_panel",
    "detect_conflicts",
    "fill_assignments",
    "import_conflicts",
    "lift_conflict",
    "lock_round",
    "look_at_peers",
    "plan_assignments",
    "plan_release",
    "propose_override",
    "rebuild",
    "record_heartbeat",
    "record_scoresheet",
    "recuse",
    "reduce_contest",
    "reinstate_judge",
    "reject_override",
    "release_judge",
    "remove_conflict",
    "reopen_scoresheet",
    "set_attempt",
    "settle_discrepancy",
    "skip_turn",
    "unassign",
    "unlock_round",
    "update_judge",
    "update_panel",
    "void_override",
    "void_scoresheet",
]
