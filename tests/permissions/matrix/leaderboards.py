"""Results: what is published is everybody's; what is not is seen by those who run the contest.

Head judges and publishers propose, publishers approve, and never their own proposal.
"""

from tests.permissions.rows import row

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
}
