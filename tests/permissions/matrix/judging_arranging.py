"""Arranging the judging: seats, panels, conflicts, assignments.

That is for organisers and head judges; a judge says for whom they must not judge.
"""

from judging.models import ConflictOfInterest, TakeBack
from judging.services import (
    update_judge,
)
from tests.permissions.rows import SIGNED_IN, row

_SEATS = "seat other_seat head_seat guest_seat"


ROWS = {
    # ------------------------------ anon stud entr ment ajud ujud head orga othr staf
    "GET my-contests": row(
        SIGNED_IN,
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
    "GET judge-list": row(
        SIGNED_IN,
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
        SIGNED_IN,
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
        SIGNED_IN,
        sees={
            "others": "",
            "assigned_judge head_judge organiser": "conflict",
            "other_organiser": "their_conflict",
            "staff": "conflict their_conflict",
        },
    ),
    # A judge declares the own conflicts, and asks the head judge to take them back.
    "POST conflict-list": row(
        "401  403  403  403  201  403  201  201  403  201",
        body=lambda w: {"judge": w.seat.pk, "entry": w.other_entry.pk},
    ),
    "POST conflict-take-back": row(
        "401  404  404  404  201  404  403  403  404  403",
        path=lambda w: {"pk": w.conflict.pk},
        body=lambda w: {"reason": "nhầm bài"},
        before=lambda w: TakeBack.objects.all().delete(),
    ),
    "GET take-back-list": row(
        SIGNED_IN,
        sees={
            "others": "",
            "assigned_judge head_judge organiser": "take_back",
            "other_organiser": "their_take_back",
            "staff": "take_back their_take_back",
        },
    ),
    "POST take-back-rule": row(
        "401  404  404  404  403  404  200  200  404  200",
        path=lambda w: {"pk": w.take_back.pk},
        body=lambda w: {"agreed": True},
    ),
    # A judge says whom not to score; that it holds for what is assigned, others decide.
    "GET conflict-declaration-list": row(
        SIGNED_IN,
        sees={
            "others": "",
            "assigned_judge head_judge organiser staff": "declaration",
        },
    ),
    "POST conflict-declaration-list": row(
        "401  403  403  403  201  403  201  201  403  201",
        body=lambda w: {"judge": w.seat.pk, "name": "Người Nhà"},
    ),
    "POST conflict-declaration-apply": row(
        "401  404  404  404  403  404  200  200  404  200",
        path=lambda w: {"pk": w.declaration.pk},
    ),
    "GET assignment-list": row(
        SIGNED_IN,
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
        "401  404  404  404  403  404  204  204  404  204",
        path=lambda w: {"pk": w.conflict.pk},
        body=lambda w: {"reason": "nhầm người"},
    ),
    "POST conflict-lift #pinned": row(
        "401  404  404  404  403  404  403  204  404  204",
        path=lambda w: {"pk": w.conflict.pk},
        body=lambda w: {"reason": "nhầm người"},
        before=lambda w: ConflictOfInterest.objects.update(pinned=True),
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
}
