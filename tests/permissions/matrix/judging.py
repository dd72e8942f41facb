"""Judging: a judge has the own sheets; who oversees sees all; only the judge scores.

Arranging (seats, panels, assignments) is for organisers and head judges, ending and reopening for
head judges alone: who invites the judges does not also decide when their word counts.
"""

from uuid import uuid4

from contests.services import update_contest
from judging.models import ConflictOfInterest, Discrepancy, Scoresheet
from judging.services import approve_override, lock_round, look_at_peers, update_judge
from tests.permissions.rows import row

_SEATS = "seat other_seat head_seat guest_seat"
_SIGNED_IN = "401  200  200  200  200  200  200  200  200  200"


def _write(name: str):
    return lambda w: {
        "If-Match": f'"{getattr(w, name).revision}"',
        "Idempotency-Key": str(uuid4()),
    }


def _locked(world) -> None:
    Discrepancy.objects.update(state="lapsed")
    lock_round(round_id=world.our_round.pk, actor=world.users["head_judge"])


def _looked_at(world) -> None:
    update_contest(contest=world.ours, peers_after_submit=True)
    Scoresheet.objects.filter(pk=world.sheet.pk).update(state="submitted")
    look_at_peers(sheet_id=world.sheet.pk)


ROWS = {
    # ------------------------------ anon stud entr ment ajud ujud head orga othr staf
    "GET my-contests": row(
        _SIGNED_IN,
        key="contest",
        attribute="slug",
        sees={
            "others": "ours",
            "other_student": "theirs",
            "organiser": "ours our_draft",
            "other_organiser": "theirs their_draft",
            "staff": "",
        },
    ),
    "GET queue": row(
        _SIGNED_IN,
        member="sheets",
        sees={"others": "", "assigned_judge": "sheet", "unassigned_judge": "other_sheet"},
    ),
    "GET progress": row(
        "401  403  403  403  403  403  200  200  403  200",
        query=lambda w: {"contest": w.ours.slug},
    ),
    "GET judge-list": row(
        _SIGNED_IN,
        sees={
            "others": "",
            "head_judge organiser": _SEATS,
            "other_organiser": "their_seat",
            "staff": f"{_SEATS} their_seat",
        },
    ),
    "POST judge-list": row(
        "401  403  403  403  403  403  201  201  403  201",
        body=lambda w: {"contest": w.ours.slug, "full_name": "Giám khảo mới"},
    ),
    "PATCH judge-detail": row(
        "401  404  404  404  404  404  200  200  404  200",
        path=lambda w: {"pk": w.seat.pk},
        body=lambda w: {"full_name": "Tên khác"},
    ),
    "POST judge-sign-in-card": row(
        "401  404  404  404  404  404  201  201  404  201",
        path=lambda w: {"pk": w.seat.pk},
    ),
    # The person of this seat runs another contest: a card would hand that over too.
    "POST judge-sign-in-card #elsewhere": row(
        "401  404  404  404  404  404  403  403  404  201",
        path=lambda w: {"pk": w.guest_seat.pk},
    ),
    "GET panel-list": row(
        _SIGNED_IN,
        sees={
            "others": "",
            "head_judge organiser": "panel",
            "other_organiser": "their_panel",
            "staff": "panel their_panel",
        },
    ),
    "POST panel-list": row(
        "401  403  403  403  403  403  201  201  403  201",
        body=lambda w: {"contest": w.ours.slug, "code": "hd2", "name": "Hội đồng 2"},
    ),
    "PATCH panel-detail": row(
        "401  404  404  404  404  404  200  200  404  200",
        path=lambda w: {"pk": w.panel.pk},
        body=lambda w: {"room": "P.201"},
    ),
    "DELETE panel-detail": row(
        "401  404  404  404  404  404  204  204  404  204",
        path=lambda w: {"pk": w.panel.pk},
    ),
    "GET conflict-list": row(
        _SIGNED_IN,
        sees={
            "others": "",
            "assigned_judge head_judge organiser": "conflict",
            "other_organiser": "their_conflict",
            "staff": "conflict their_conflict",
        },
    ),
    # A judge declares the own conflicts, and takes them back.
    "POST conflict-list": row(
        "401  403  403  403  201  403  201  201  403  201",
        body=lambda w: {"judge": w.seat.pk, "entry": w.other_entry.pk},
    ),
    "DELETE conflict-detail": row(
        "401  404  404  404  204  404  204  204  404  204",
        path=lambda w: {"pk": w.conflict.pk},
    ),
    "GET assignment-list": row(
        _SIGNED_IN,
        sees={
            "others": "",
            "head_judge organiser": "assignment other_assignment",
            "other_organiser": "their_assignment",
            "staff": "assignment other_assignment their_assignment",
        },
    ),
    "POST assignment-list": row(
        "401  403  403  403  403  403  201  201  403  201",
        body=lambda w: {"judge": w.other_seat.pk, "entry": w.entry.pk, "round": w.our_round.pk},
    ),
    "DELETE assignment-detail": row(
        "401  404  404  404  404  404  204  204  404  204",
        path=lambda w: {"pk": w.assignment.pk},
    ),
    "POST assignment-fill": row(
        "401  403  403  403  403  403  200  200  403  200",
        body=lambda w: {"contest": w.ours.slug, "round": w.our_round.pk},
    ),
    "POST assignment-plan": row(
        "401  403  403  403  403  403  200  200  403  200",
        body=lambda w: {"contest": w.ours.slug, "round": w.our_round.pk},
    ),
    "GET judge-release": row(
        "401  404  404  404  404  404  200  200  404  200",
        path=lambda w: {"pk": w.seat.pk},
    ),
    "POST judge-release": row(
        "401  404  404  404  404  404  200  200  404  200",
        path=lambda w: {"pk": w.seat.pk},
        body=lambda w: {"reason": "ốm"},
    ),
    "POST judge-reinstate": row(
        "401  404  404  404  404  404  200  200  404  200",
        path=lambda w: {"pk": w.seat.pk},
        body=lambda w: {},
        before=lambda w: update_judge(judge=w.seat, active=False),
    ),
    "POST conflict-import": row(
        "401  403  403  403  403  403  200  200  403  200",
        body=lambda w: {"contest": w.ours.slug, "text": f"{w.seat.code},{w.entry.code}"},
    ),
    # Whom the organiser keeps apart, only the organiser lets meet again.
    "POST conflict-lift": row(
        "401  404  404  404  403  404  403  204  404  204",
        path=lambda w: {"pk": w.conflict.pk},
        body=lambda w: {"reason": "nhầm người"},
    ),
    "DELETE conflict-detail #pinned": row(
        "401  404  404  404  403  404  403  403  404  403",
        path=lambda w: {"pk": w.conflict.pk},
        before=lambda w: ConflictOfInterest.objects.update(pinned=True),
    ),
    "GET scoresheet-list": row(
        _SIGNED_IN,
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
        headers=_write("sheet"),
    ),
    "POST scoresheet-reopen": row(
        "401  404  404  404  404  403  200  403  404  200",
        path=lambda w: {"pk": w.other_sheet.pk},
        body=lambda w: {"reason": "thiếu nhận xét"},
        headers=_write("other_sheet"),
    ),
    "POST scoresheet-void": row(
        "401  404  404  404  404  403  200  403  404  200",
        path=lambda w: {"pk": w.other_sheet.pk},
        body=lambda w: {"reason": "nhầm bài"},
        headers=_write("other_sheet"),
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
        _SIGNED_IN,
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
    ),
    "GET match-list": row(
        _SIGNED_IN,
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
    # What several judges gave is for those who oversee; to decide on it is the head judge's.
    "GET discrepancy-list": row(
        _SIGNED_IN,
        sees={
            "others": "",
            "head_judge organiser": "discrepancy",
            "other_organiser": "their_discrepancy",
            "staff": "discrepancy their_discrepancy",
        },
    ),
    "GET discrepancy-detail": row(
        "401  404  404  404  404  404  200  200  404  200",
        path=lambda w: {"pk": w.discrepancy.pk},
    ),
    "POST discrepancy-settle": row(
        "401  404  404  404  404  404  200  403  404  200",
        path=lambda w: {"pk": w.discrepancy.pk},
        body=lambda w: {"reason": "đã thống nhất"},
        headers=lambda w: {"If-Match": '"1"'},
    ),
    "POST discrepancy-third": row(
        "401  404  404  404  404  404  200  403  404  200",
        path=lambda w: {"pk": w.discrepancy.pk},
        body=lambda w: {"judge": w.other_seat.pk, "reason": "lệch quá mức"},
        headers=lambda w: {"If-Match": '"1"'},
        before=lambda w: Discrepancy.objects.update(action="third_marking", result="third"),
    ),
    "GET override-list": row(
        _SIGNED_IN,
        sees={
            "others": "",
            "head_judge organiser": "override",
            "other_organiser": "their_override",
            "staff": "override their_override",
        },
    ),
    "POST override-list": row(
        "401  403  403  403  403  403  201  201  403  201",
        body=lambda w: {
            "entry": w.other_entry.pk,
            "round": w.our_round.pk,
            "after": "7.5",
            "reason": "chấm nhầm mẫu",
        },
    ),
    # The head judge proposed it, so another person approves.
    "POST override-approve": row(
        "401  404  404  404  404  404  403  200  404  200",
        path=lambda w: {"pk": w.override.pk},
    ),
    "POST override-reject": row(
        "401  404  404  404  404  404  200  200  404  200",
        path=lambda w: {"pk": w.override.pk},
        body=lambda w: {"reason": "không đủ căn cứ"},
    ),
    "POST override-void": row(
        "401  404  404  404  404  404  200  200  404  200",
        path=lambda w: {"pk": w.override.pk},
        body=lambda w: {"reason": "không đủ căn cứ"},
        before=lambda w: approve_override(override_id=w.override.pk, actor=w.users["organiser"]),
    ),
    "GET recusal-list": row(
        _SIGNED_IN,
        sees={
            "others": "",
            "assigned_judge head_judge organiser": "recusal",
            "other_organiser": "their_recusal",
            "staff": "recusal their_recusal",
        },
    ),
    "GET recusal-substitutes": row(
        "401  404  404  404  403  404  200  200  404  200",
        path=lambda w: {"pk": w.recusal.pk},
    ),
    # Nobody steps back in another's name.
    "POST scoresheet-recuse": row(
        "401  404  404  404  201  404  403  403  404  403",
        path=lambda w: {"pk": w.sheet.pk},
        body=lambda w: {"kind": "family", "reason": "là cháu tôi"},
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
    "POST judge-sign-in-link": row(
        "401  404  404  404  404  404  201  201  404  201",
        path=lambda w: {"pk": w.seat.pk},
    ),
    # The person of this seat runs another contest: a link would hand that over too.
    "POST judge-sign-in-link #elsewhere": row(
        "401  404  404  404  404  404  403  403  404  201",
        path=lambda w: {"pk": w.guest_seat.pk},
    ),
    "POST conflict-detect": row(
        "401  403  403  403  403  403  200  200  403  200",
        body=lambda w: {"contest": w.ours.slug},
    ),
    "POST device-heartbeat": row(
        "401  403  403  403  200  200  200  403  403  403",
        body=lambda w: {"device": "tablet-1", "unsent": 2},
    ),
    "GET minutes-list": row(
        _SIGNED_IN,
        sees={
            "others": "",
            "head_judge organiser": "minutes",
            "other_organiser": "their_minutes",
            "staff": "minutes their_minutes",
        },
    ),
    "GET minutes-file": row(
        "401  404  404  404  404  404  200  200  404  200",
        path=lambda w: {"pk": w.minutes.pk},
    ),
    # Whoever holds the paper may check it.
    "GET minutes-verify": row("200", path=lambda w: {"code": w.minutes.code}),
}
