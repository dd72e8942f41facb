"""The verbs of judging, the only writers of its tables."""

from judging.services.assignments import assign, unassign
from judging.services.attempts import add_attempt, set_attempt
from judging.services.calibration import (
    Sample,
    create_calibration,
    delete_calibration,
    fill_calibration,
    open_spread,
)
from judging.services.conflict_list import import_conflicts
from judging.services.conflicts import declare_conflict, detect_conflicts
from judging.services.declarations import apply_declaration, declare
from judging.services.devices import record_heartbeat, skip_turn
from judging.services.feedback import release_feedback, rule_comment, withdraw_feedback
from judging.services.filling import Filling, fill_assignments
from judging.services.form_change import change_form_version, preview_form_version
from judging.services.minutes import open_minutes, reprint_minutes
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
from judging.services.paper import decide_paper, issue_papers, transcribe
from judging.services.peers import look_at_peers
from judging.services.planning import plan_assignments
from judging.services.rebuilding import rebuild
from judging.services.recusals import recuse
from judging.services.rounds import lock_round, unlock_round
from judging.services.scoresheets import (
    Recorded,
    record_scoresheet,
    reopen_scoresheet,
    void_scoresheet,
)
from judging.services.seats import plan_release, reinstate_judge, release_judge
from judging.services.settling import appoint_third, settle_discrepancy
from judging.services.taking_back import lift_conflict, rule_take_back, take_back_conflict
from judging.services.ways_in import issue_judge_card, issue_judge_link

__all__ = [
    "Filling",
    "Recorded",
    "Sample",
    "add_attempt",
    "apply_declaration",
    "appoint_third",
    "approve_override",
    "assign",
    "change_form_version",
    "create_calibration",
    "create_judge",
    "create_panel",
    "decide_paper",
    "declare",
    "declare_conflict",
    "delete_calibration",
    "delete_panel",
    "detect_conflicts",
    "fill_assignments",
    "fill_calibration",
    "import_conflicts",
    "issue_judge_card",
    "issue_judge_link",
    "issue_papers",
    "lift_conflict",
    "lock_round",
    "look_at_peers",
    "open_minutes",
    "open_spread",
    "plan_assignments",
    "plan_release",
    "preview_form_version",
    "propose_override",
    "rebuild",
    "record_heartbeat",
    "record_scoresheet",
    "recuse",
    "reinstate_judge",
    "reject_override",
    "release_feedback",
    "release_judge",
    "reopen_scoresheet",
    "reprint_minutes",
    "rule_comment",
    "rule_take_back",
    "set_attempt",
    "settle_discrepancy",
    "skip_turn",
    "take_back_conflict",
    "transcribe",
    "unassign",
    "unlock_round",
    "update_judge",
    "update_panel",
    "void_override",
    "void_scoresheet",
    "withdraw_feedback",
]
