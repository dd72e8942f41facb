"""Results: what is published is everybody's; what is not is seen by those who run the contest.

Head judges and publishers propose, publishers approve, and never their own proposal.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from leaderboards.models import Ceremony
from leaderboards.services import file_appeal, set_appeal_window
from tests.package.whole import small
from tests.permissions.rows import row


def ceremony(world: Any) -> None:
    """The proposal of our contest is to be revealed in a ceremony."""
    script = {"entries": {}, "steps": [{"kind": "opening"}, {"kind": "closing"}]}
    Ceremony.objects.create(publication=world.proposed, script=script)


def appeals_open(world: Any) -> None:
    set_appeal_window(contest=world.ours, days=3)


def appeal(world: Any) -> None:
    """Our entry's student appeals."""
    appeals_open(world)
    world.objects["appeal"] = file_appeal(
        entry=world.entry,
        round_=world.our_round,
        actor=world.users["entry_student"],
        reason="Xin xem lại",
    )


ROWS = {
    # ------------------------------ anon stud entr ment ajud ujud head orga othr staf
    "GET standings": row("200", path=lambda w: {"slug": w.ours.slug}),
    "GET standings #draft": row(
        "404  404  404  404  404  404  404  200  404  200",
        path=lambda w: {"slug": w.our_draft.slug},
    ),
    "GET standings-file": row("200", path=lambda w: {"slug": w.ours.slug, "kind": "csv"}),
    "GET standings-file #draft": row(
        "404  404  404  404  404  404  404  200  404  200",
        path=lambda w: {"slug": w.our_draft.slug, "kind": "xlsx"},
    ),
    "GET explanation": row("200", path=lambda w: {"slug": w.ours.slug, "code": w.entry.code}),
    "GET explanation-file": row(
        "401  403  200  200  403  403  200  200  403  200",
        path=lambda w: {"slug": w.ours.slug, "code": w.entry.code},
    ),
    "GET what-if": row(
        "401  403  403  403  403  403  200  200  403  200", path=lambda w: {"slug": w.ours.slug}
    ),
    "GET decision-list": row(
        "401  200  200  200  200  200  200  200  200  200",
        sees={
            "others": "",
            "head_judge organiser": "decision",
            "other_organiser": "their_decision",
            "staff": "decision their_decision",
        },
    ),
    "POST decision-list": row(
        "401  403  403  403  403  403  201  201  403  201",
        body=lambda w: {
            "contest": w.ours.slug,
            "kind": "draw",
            "data": {"order": [w.other_entry.code, w.entry.code]},
            "reason": "bốc thăm",
        },
    ),
    "GET publication-list": row(
        "200",
        sees={
            "others": "published their_published",
            "head_judge organiser staff": "published their_published proposed",
        },
    ),
    "POST publication-list": row(
        "401  403  403  403  403  403  201  201  403  201",
        body=lambda w: {"contest": w.ours.slug},
    ),
    "GET publication-detail": row("200", path=lambda w: {"pk": w.published.pk}),
    "GET publication-detail #proposed": row(
        "404  404  404  404  404  404  200  200  404  200",
        path=lambda w: {"pk": w.proposed.pk},
    ),
    # The head judge proposed it.
    "POST publication-approve": row(
        "401  404  404  404  404  404  403  200  404  200",
        path=lambda w: {"pk": w.proposed.pk},
        body=lambda w: {"reason": "sửa giải"},
    ),
    "POST publication-reject": row(
        "401  404  404  404  404  404  403  200  404  200",
        path=lambda w: {"pk": w.proposed.pk},
        body=lambda w: {"reason": "thiếu biên bản"},
    ),
    "GET award-list": row(
        "200",
        sees={
            "others": "award their_award",
            "head_judge organiser staff": "award their_award proposed_award",
        },
    ),
    # ------------------------------ anon stud entr ment ajud ujud head orga othr staf
    "GET board-rules": row(
        "401  403  403  403  403  403  200  200  403  200", path=lambda w: {"slug": w.ours.slug}
    ),
    "PUT board-rules": row(
        "401  403  403  403  403  403  403  200  403  200",
        path=lambda w: {"slug": w.ours.slug},
        body=lambda w: {"live": True, "top": 10, "rounds": [{"round": w.our_round.code}]},
    ),
    "GET own-rows": row(
        "401  200  200  200  200  200  200  200  200  200", path=lambda w: {"slug": w.ours.slug}
    ),
    # A proposal is rehearsed by those who prepare it; the public's screen stays dark.
    "GET ceremony": row(
        "401  403  403  403  403  403  200  200  403  200",
        path=lambda w: {"slug": w.ours.slug},
        before=ceremony,
    ),
    "PATCH ceremony": row(
        "401  403  403  403  403  403  200  200  403  200",
        path=lambda w: {"slug": w.ours.slug},
        body=lambda w: {"notes": "Mời đại biểu lên sân khấu"},
        headers=lambda w: {"If-Match": '"0"'},
        before=ceremony,
    ),
    "GET ceremony-screen": row("200", path=lambda w: {"slug": w.ours.slug}, before=ceremony),
    "POST ceremony-start": row(
        "401  403  403  403  403  403  409  409  403  409",
        path=lambda w: {"slug": w.ours.slug},
        headers=lambda w: {"If-Match": '"0"'},
        before=ceremony,
    ),
    "POST ceremony-step": row(
        "401  403  403  403  403  403  200  200  403  200",
        path=lambda w: {"slug": w.ours.slug},
        body=lambda w: {"step": 1},
        headers=lambda w: {"If-Match": '"0"'},
        before=ceremony,
    ),
    "POST ceremony-finish": row(
        "401  403  403  403  403  403  409  409  403  409",
        path=lambda w: {"slug": w.ours.slug},
        headers=lambda w: {"If-Match": '"0"'},
        before=ceremony,
    ),
    "GET appeal-window": row("200", path=lambda w: {"slug": w.ours.slug}),
    "PUT appeal-window": row(
        "401  403  403  403  403  403  403  200  403  200",
        path=lambda w: {"slug": w.ours.slug},
        body=lambda w: {"days": 5},
    ),
    "GET appeal-list": row(
        "401  200  200  200  200  200  200  200  200  200",
        before=appeal,
        sees={
            "others": "",
            "entry_student mentor head_judge organiser staff": "appeal",
        },
    ),
    "POST appeal-list": row(
        "401  403  201  201  403  403  403  403  403  403",
        before=appeals_open,
        body=lambda w: {
            "entry": w.entry.pk,
            "round": w.our_round.pk,
            "reason": "Xin xem lại điểm ý tưởng",
        },
    ),
    "GET appeal-detail": row(
        "401  404  200  200  404  404  200  200  404  200",
        before=appeal,
        path=lambda w: {"pk": w.appeal.pk},
    ),
    "POST appeal-accept": row(
        "401  404  403  403  404  404  200  200  404  200",
        before=appeal,
        path=lambda w: {"pk": w.appeal.pk},
        body=lambda w: {"judge": w.other_seat.pk, "reason": "chấm lại"},
        headers=lambda w: {"If-Match": '"1"'},
    ),
    "POST appeal-decline": row(
        "401  404  403  403  404  404  200  200  404  200",
        before=appeal,
        path=lambda w: {"pk": w.appeal.pk},
        body=lambda w: {"reason": "không đủ căn cứ"},
        headers=lambda w: {"If-Match": '"1"'},
    ),
    # It is not accepted yet.
    "POST appeal-conclude": row(
        "401  404  403  403  404  404  409  409  404  409",
        before=appeal,
        path=lambda w: {"pk": w.appeal.pk},
        body=lambda w: {"reason": "điểm đúng"},
        headers=lambda w: {"If-Match": '"1"'},
    ),
    # For who creates contests of an organization; of ours that is staff alone.
    "POST contest-package-list": row(
        "401  403  403  403  403  403  403  403  403  201",
        body=lambda w: {"file": SimpleUploadedFile("goi.json", json.dumps(small()).encode())},
        multipart=True,
    ),
    "POST appeal-approve": row(
        "401  404  403  403  404  404  409  409  404  409",
        before=appeal,
        path=lambda w: {"pk": w.appeal.pk},
        headers=lambda w: {"If-Match": '"1"'},
    ),
}
