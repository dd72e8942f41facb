"""Contests: open ones are public with their rules; only who manages one changes it."""

from tests.factories.contests import make_organization
from tests.permissions.rows import SIGNED_IN, row

_STAFF = "401  403  403  403  403  403  403  403  403  200"
_DIVISIONS = "our_division our_division_A our_division_C"

ROWS = {
    # ------------------------------ anon stud entr ment ajud ujud head orga othr staf
    "GET organization-list": row("200", sees={"others": "school"}),
    "GET organization-list #may": row(
        "200",
        query=lambda w: {"may": "certify"},
        sees={"others": "", "organiser other_organiser staff": "school"},
    ),
    "GET organization-grant-list": row(_STAFF, sees={"staff": "our_speaker their_speaker"}),
    "POST organization-grant-list": row(
        "401  403  403  403  403  403  403  403  403  201",
        body=lambda w: {
            "organization": w.school.code,
            "username": w.users["mentor"].username,
            "grant": "create_contests",
        },
    ),
    "DELETE organization-grant-detail": row(
        "401  403  403  403  403  403  403  403  403  204",
        path=lambda w: {"pk": w.our_speaker.pk},
    ),
    # Staff read the whole history, who manages a contest what happened in it.
    "GET audit-list": row(
        SIGNED_IN,
        query=lambda w: {"kind": "judge.appointed"},
        sees={
            "others": "",
            "organiser": "appointment other_appointment head_appointment guest_appointment",
            "other_organiser": "their_appointment",
            "staff": "appointment other_appointment head_appointment guest_appointment"
            " their_appointment",
        },
    ),
    "GET audit-list #contest": row(
        SIGNED_IN,
        query=lambda w: {"contest": w.theirs.slug, "kind": "judge"},
        sees={"others": "", "other_organiser staff": "their_appointment"},
    ),
    "GET audit-list #elsewhere": row(
        SIGNED_IN,
        query=lambda w: {"about": "organization/"},
        sees={"others": "", "staff": "our_speaker_event their_speaker_event"},
    ),
    "GET audit-file": row(
        SIGNED_IN, path=lambda w: {"form": "json"}, query=lambda w: {"contest": w.ours.slug}
    ),
    "GET campaign-list": row("200", sees={"others": "campaign"}),
    "GET presets": row("200"),
    "GET schemas": row("200", path=lambda w: {"name": "form"}),
    "GET contest-list": row(
        "200",
        key="slug",
        sees={
            "others": "ours theirs",
            "organiser": "ours theirs our_draft",
            "other_organiser": "ours theirs their_draft",
            "staff": "ours theirs our_draft their_draft",
        },
    ),
    "POST contest-list": row(
        "401  403  403  403  403  403  403  403  403  201",
        body=lambda w: {
            "preset": "robotics",
            "title": "Cuộc thi mới",
            "organization": w.school.code,
        },
    ),
    "GET contest-detail": row("200", path=lambda w: {"slug": w.ours.slug}),
    "GET contest-detail #draft": row(
        "404  404  404  404  404  404  404  200  404  200",
        path=lambda w: {"slug": w.our_draft.slug},
    ),
    "PATCH contest-detail": row(
        "401  403  403  403  403  403  403  200  403  200",
        path=lambda w: {"slug": w.ours.slug},
        body=lambda w: {"summary": "Mới"},
    ),
    # The name of another organization is taken by those who may speak for both.
    "PATCH contest-detail #organization": row(
        "404  404  404  404  404  404  404  403  404  200",
        path=lambda w: {"slug": w.our_draft.slug},
        body=lambda w: {"organization": make_organization().code},
    ),
    "GET contest-policy": row("200", path=lambda w: {"slug": w.ours.slug}),
    "GET contest-policy #draft": row(
        "404  404  404  404  404  404  404  200  404  200",
        path=lambda w: {"slug": w.our_draft.slug},
    ),
    "GET contest-grants": row(
        "401  403  403  403  403  403  403  200  403  200",
        path=lambda w: {"slug": w.ours.slug},
    ),
    "POST contest-grants": row(
        "401  403  403  403  403  403  403  201  403  201",
        path=lambda w: {"slug": w.ours.slug},
        body=lambda w: {"username": w.users["mentor"].username, "grant": "observe"},
    ),
    "DELETE contest-grants": row(
        "401  403  403  403  403  403  403  204  403  204",
        path=lambda w: {"slug": w.ours.slug},
        body=lambda w: {"username": w.users["head_judge"].username, "grant": "chair"},
    ),
    "GET division-list": row(
        "200", query=lambda w: {"contest": w.ours.slug}, sees={"others": _DIVISIONS}
    ),
    "POST division-list": row(
        "401  403  403  403  403  403  403  201  403  201",
        body=lambda w: {"contest": w.ours.slug, "code": "moi", "title": "Bảng mới"},
    ),
    "PATCH division-detail": row(
        "401  403  403  403  403  403  403  200  403  200",
        path=lambda w: {"pk": w.our_division.pk},
        body=lambda w: {"title": "Bảng khác"},
    ),
    "DELETE division-detail": row(
        "401  403  403  403  403  403  403  204  403  204",
        path=lambda w: {"pk": w.our_division_C.pk},
    ),
    "GET round-list": row(
        "200", query=lambda w: {"contest": w.ours.slug}, sees={"others": "our_round"}
    ),
    "GET round-list #draft": row(
        "200",
        query=lambda w: {"contest": w.our_draft.slug},
        sees={"others": "", "organiser staff": "our_draft_round"},
    ),
    "POST round-list": row(
        "401  403  403  403  403  403  403  201  403  201",
        body=lambda w: {
            "contest": w.ours.slug,
            "code": "moi",
            "title": "Vòng mới",
            "form_version": w.our_form_version.pk,
        },
    ),
    "PATCH round-detail": row(
        "401  403  403  403  403  403  403  200  403  200",
        path=lambda w: {"pk": w.our_round.pk},
        body=lambda w: {"title": "Vòng khác"},
    ),
    # Nobody but its organiser sees the draft that it belongs to.
    "DELETE round-detail": row(
        "404  404  404  404  404  404  404  204  404  204",
        path=lambda w: {"pk": w.our_draft_round.pk},
    ),
    "GET form-list": row(
        "200", query=lambda w: {"contest": w.ours.slug}, sees={"others": "our_form"}
    ),
    "POST form-list": row(
        "401  403  403  403  403  403  403  201  403  201",
        body=lambda w: {"contest": w.ours.slug, "code": "moi", "title": "Phiếu mới"},
    ),
    "GET form-version-detail": row("200", path=lambda w: {"pk": w.our_form_version.pk}),
    "GET form-version-detail #draft": row(
        "404  404  404  404  404  404  404  200  404  200",
        path=lambda w: {"pk": w.our_draft_form_version.pk},
    ),
    "POST form-version-list": row(
        "401  403  403  403  403  403  403  201  403  201",
        body=lambda w: {"form": w.our_form.pk, "definition": w.our_form_version.definition},
    ),
    "POST form-version-check": row(
        "401  200  200  200  200  200  200  200  200  200",
        body=lambda w: {"definition": w.our_form_version.definition},
    ),
    "GET policy-list": row(
        "200", query=lambda w: {"contest": w.ours.slug}, sees={"others": "our_policy"}
    ),
    "POST policy-list": row(
        "401  403  403  403  403  403  403  201  403  201",
        body=lambda w: {
            "contest": w.ours.slug,
            "definition": w.our_policy.definition,
            "reason": "làm rõ",
        },
    ),
}
