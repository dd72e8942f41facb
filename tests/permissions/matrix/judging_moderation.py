"""Watching and moderating the judging: what several judges gave is for those who oversee.

Deciding on it is the head judge's; the entry's people read what was released to them.
"""

from judging.models import Discrepancy, Minutes, Scoresheet
from judging.services import (
    approve_override,
)
from tests.permissions.rows import SIGNED_IN, row

ROWS = {
    # ------------------------------ anon stud entr ment ajud ujud head orga othr staf
    "GET progress": row(
        "401  403  403  403  403  403  200  200  403  200",
        query=lambda w: {"contest": w.ours.slug},
    ),
    # What several judges gave is for those who oversee; to decide on it is the head judge's.
    "GET discrepancy-list": row(
        SIGNED_IN,
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
    "GET discrepancy-markers": row(
        "401  404  404  404  404  404  200  403  404  200",
        path=lambda w: {"pk": w.discrepancy.pk},
    ),
    "GET watched-entry-list": row(
        SIGNED_IN,
        key="entry",
        attribute="pk",
        sees={
            "others": "",
            "head_judge organiser": "entry other_entry",
            "other_organiser": "their_entry",
            "staff": "entry other_entry their_entry",
        },
    ),
    "GET agreement": row(
        "401  403  403  403  403  403  200  200  403  200",
        query=lambda w: {"contest": w.ours.slug, "round": w.our_round.pk},
    ),
    "GET override-list": row(
        SIGNED_IN,
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
    "POST override-preview": row(
        "401  403  403  403  403  403  200  200  403  200",
        body=lambda w: {"entry": w.other_entry.pk, "round": w.our_round.pk, "after": "7.5"},
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
        SIGNED_IN,
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
    "GET minutes-list": row(
        SIGNED_IN,
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
    # Comments: overseers read all of them, the head judge lets them out, the entry's people read those.
    "GET round-feedback": row(
        "401  403  403  403  403  403  200  200  403  200",
        path=lambda w: {"pk": w.our_round.pk},
    ),
    "GET feedback-release": row(
        "401  403  403  403  403  403  200  200  403  200",
        path=lambda w: {"pk": w.our_round.pk},
    ),
    "POST feedback-release": row(
        "401  403  403  403  403  403  200  403  403  200",
        path=lambda w: {"pk": w.our_round.pk},
        body=lambda w: {"divisions": [w.our_division.pk], "released": False, "reason": "xem lại"},
    ),
    "POST scoresheet-feedback": row(
        "401  404  404  404  404  403  200  403  404  200",
        path=lambda w: {"pk": w.other_sheet.pk},
        body=lambda w: {"item": "", "held": True, "reason": "nêu tên người khác"},
        before=lambda w: Scoresheet.objects.update(comments={"": "Rất sáng tạo"}),
    ),
    "GET entry-feedback": row(
        "401  404  200  200  404  404  200  200  404  200",
        path=lambda w: {"pk": w.entry.pk},
    ),
    "POST round-form-version": row(
        "401  403  403  403  403  403  403  200  403  200",
        path=lambda w: {"pk": w.our_round.pk},
        body=lambda w: {"form_version": w.our_form_version.pk, "dry_run": True},
    ),
    "POST minutes-reprint": row(
        "401  404  404  404  404  404  200  200  404  200",
        path=lambda w: {"pk": w.minutes.pk},
        before=lambda w: Minutes.objects.update(file=""),
    ),
    # Whoever holds the paper may check it.
    "GET minutes-verify": row("200", path=lambda w: {"code": w.minutes.code}),
}
