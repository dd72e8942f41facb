"""Scoring: a judge has the own sheets; who oversees sees all; only the judge scores.

Ending and reopening is for head judges alone: who invites the judges does not also decide when
their word counts.
"""

from uuid import uuid4

from contests.services import update_contest
from judging.models import Discrepancy, Scoresheet
from judging.services import (
    Sample,
    create_calibration,
    lock_round,
    look_at_peers,
    transcribe,
)
from tests.factories.accounts import make_user
from tests.permissions.rows import SIGNED_IN, row, write
from tests.permissions.world import World


def _locked(world) -> None:
    Discrepancy.objects.update(state="lapsed")
    lock_round(round_id=world.our_round.pk, actor=world.users["head_judge"])


def _looked_at(world) -> None:
    update_contest(contest=world.ours, peers_after_submit=True)
    Scoresheet.objects.filter(pk=world.sheet.pk).update(state="submitted")
    look_at_peers(sheet_id=world.sheet.pk)


def _typed_twice(world) -> None:
    for name in ("Thư ký Một", "Thư ký Hai"):
        transcribe(paper_id=world.paper.pk, typist=make_user(name), values={}, comments={"": name})


def _calibration(w: World) -> dict[str, int]:
    """A calibration round of ours, with nothing scored in it."""
    made = create_calibration(of=w.our_round, samples=[Sample("Bài mẫu")], actor=None)
    return {"pk": made.pk}


ROWS = {
    # ------------------------------ anon stud entr ment ajud ujud head orga othr staf
    "GET queue": row(
        SIGNED_IN,
        member="sheets",
        sees={"others": "", "assigned_judge": "sheet", "unassigned_judge": "other_sheet"},
    ),
    "GET scoresheet-list": row(
        SIGNED_IN,
        sees={
            "others": "",
            "assigned_judge": "sheet",
            "unassigned_judge": "other_sheet",
            "head_judge organiser": "sheet other_sheet",
            "other_organiser": "their_sheet",
            "staff": "sheet other_sheet their_sheet",
        },
    ),
    "GET scoresheet-detail": row(
        "401  404  404  404  200  404  200  200  404  200",
        path=lambda w: {"pk": w.sheet.pk},
    ),
    # Nobody, not even staff, scores in another's name.
    "PUT scoresheet-detail": row(
        "401  404  404  404  200  404  403  403  404  403",
        path=lambda w: {"pk": w.sheet.pk},
        body=lambda w: {"values": {}, "comments": {}, "state": "draft"},
        headers=write("sheet"),
    ),
    "POST scoresheet-reopen": row(
        "401  404  404  404  404  403  200  403  404  200",
        path=lambda w: {"pk": w.other_sheet.pk},
        body=lambda w: {"reason": "thiếu nhận xét"},
        headers=write("other_sheet"),
    ),
    "POST scoresheet-void": row(
        "401  404  404  404  404  403  200  403  404  200",
        path=lambda w: {"pk": w.other_sheet.pk},
        body=lambda w: {"reason": "nhầm bài"},
        headers=write("other_sheet"),
    ),
    "GET scoresheet-revisions": row(
        "401  404  404  404  404  200  200  200  404  200",
        path=lambda w: {"pk": w.other_sheet.pk},
    ),
    "GET scoresheet-attachment": row(
        "401  404  404  404  200  404  200  200  404  200",
        path=lambda w: {"pk": w.sheet.pk, "attachment_id": w.file.pk},
    ),
    "GET scoresheet-thumbnail": row(
        "401  404  404  404  200  404  200  200  404  200",
        path=lambda w: {"pk": w.sheet.pk, "attachment_id": w.picture.pk},
    ),
    "GET attempt-list": row(
        SIGNED_IN,
        sees={
            "others": "",
            "assigned_judge": "attempt",
            "unassigned_judge": "other_attempt",
            "head_judge organiser": "attempt other_attempt",
            "other_organiser": "their_attempt",
            "staff": "attempt other_attempt their_attempt",
        },
    ),
    "POST attempt-list": row(
        "401  403  403  403  403  403  201  201  403  201",
        body=lambda w: {"entry": w.entry.pk, "round": w.our_round.pk},
    ),
    "PATCH attempt-detail": row(
        "401  404  404  404  403  404  200  200  404  200",
        path=lambda w: {"pk": w.attempt.pk},
        body=lambda w: {"state": "no_show", "reason": "vắng mặt"},
        headers=lambda w: {"If-Match": '"1"'},
    ),
    "GET match-list": row(
        SIGNED_IN,
        sees={
            "others": "match",
            "other_student entry_student mentor": "",
            "other_organiser": "their_match",
            "staff": "match their_match",
        },
    ),
    "POST round-lock": row(
        "401  403  403  403  403  403  200  403  403  200",
        path=lambda w: {"pk": w.our_round.pk},
        before=lambda w: Discrepancy.objects.update(state="lapsed"),
    ),
    "POST round-unlock": row(
        "401  403  403  403  403  403  200  403  403  200",
        path=lambda w: {"pk": w.our_round.pk},
        body=lambda w: {"reason": "chấm bổ sung"},
        before=_locked,
    ),
    # Nobody puts off or looks in another's name; this contest keeps judges' scores apart.
    "POST scoresheet-skip": row(
        "401  404  404  404  201  404  403  403  404  403",
        path=lambda w: {"pk": w.sheet.pk},
        body=lambda w: {"kind": "absent"},
        headers=lambda w: {"Idempotency-Key": str(uuid4())},
    ),
    "GET scoresheet-peers": row(
        "401  404  404  404  403  404  403  403  404  403",
        path=lambda w: {"pk": w.sheet.pk},
    ),
    "GET scoresheet-peers #seen": row(
        "401  404  404  404  200  404  403  403  404  403",
        path=lambda w: {"pk": w.sheet.pk},
        before=_looked_at,
    ),
    "POST scoresheet-peers": row(
        "401  404  404  404  403  404  403  403  404  403",
        path=lambda w: {"pk": w.sheet.pk},
    ),
    "POST device-heartbeat": row(
        "401  403  403  403  200  200  200  403  403  403",
        body=lambda w: {"device": "tablet-1", "unsent": 2},
    ),
    # Paper sheets: who arranges the judging prints and types them in, the head judge decides.
    "GET round-paper": row(
        "401  403  403  403  403  403  200  200  403  200",
        path=lambda w: {"pk": w.our_round.pk},
    ),
    "GET paper-sheet-list": row(
        SIGNED_IN,
        sees={
            "others": "",
            "head_judge organiser": "paper",
            "other_organiser": "their_paper",
            "staff": "paper their_paper",
        },
    ),
    "GET paper-sheet-lookup": row(
        "401  404  404  404  404  404  200  200  404  200",
        query=lambda w: {"code": w.paper.code},
    ),
    "POST paper-sheet-transcripts": row(
        "401  404  404  404  404  404  200  200  404  200",
        path=lambda w: {"pk": w.paper.pk},
        body=lambda w: {"values": {}, "kind": "no_show"},
    ),
    "GET paper-sheet-comparison": row(
        "401  404  404  404  404  404  200  403  404  200",
        path=lambda w: {"pk": w.paper.pk},
        before=_typed_twice,
    ),
    "POST paper-sheet-decide": row(
        "401  404  404  404  404  404  200  403  404  200",
        path=lambda w: {"pk": w.paper.pk},
        body=lambda w: {"verdict": "retype", "reason": "chữ khó đọc"},
        headers=lambda w: {"If-Match": '"2"'},
        before=_typed_twice,
    ),
    # Judges see those that they score in; the spread only once it is open.
    "GET calibration-list": row(SIGNED_IN),
    "POST calibration-list": row(
        "401  403  403  403  403  403  201  201  403  201",
        body=lambda w: {"round": w.our_round.pk, "samples": [{"title": "Bài mẫu"}]},
    ),
    "DELETE calibration-detail": row(
        "401  404  404  404  403  403  204  204  404  204", path=_calibration
    ),
    "POST calibration-fill": row(
        "401  404  404  404  403  403  200  200  404  200", path=_calibration
    ),
    "POST calibration-open-spread": row(
        "401  404  404  404  403  403  200  403  404  200",
        path=_calibration,
        body=lambda w: {"opened": True},
    ),
    "GET calibration-spread": row(
        "401  404  404  404  403  403  200  200  404  200", path=_calibration
    ),
}
