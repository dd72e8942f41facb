"""Entries and works: for their people and for those who oversee the contest.

Judges read an entry through their sheets (see judging), where a blind contest hides its people;
here they fetch its submitted files only.
"""

from django.core.files.uploadedfile import SimpleUploadedFile

from submissions.models import Invitation
from tests.factories.submissions import pdf_bytes
from tests.permissions.rows import row

_OURS = "entry other_entry draft_entry out_entry"
_PUPILS = "pupil other_pupil draft_pupil out_pupil"


def _if_match(name: str):
    return lambda w: {"If-Match": f'"{getattr(w, name).revision}"'}


ROWS = {
    # ------------------------------ anon stud entr ment ajud ujud head orga othr staf
    "GET entry-list": row(
        "401  200  200  200  200  200  200  200  200  200",
        sees={
            "other_student": "their_entry",
            "entry_student": "entry draft_entry",
            "mentor": "entry",
            "assigned_judge unassigned_judge": "",
            "head_judge organiser": _OURS,
            "other_organiser": "their_entry their_other_entry",
            "staff": f"{_OURS} their_entry their_other_entry",
        },
    ),
    # Everybody who is signed in may enter an open contest.
    "POST entry-list": row(
        "401  201  201  201  201  201  201  201  201  201",
        body=lambda w: {
            "contest": w.ours.slug,
            "division": w.our_division.code,
            "title": "Bài mới",
            "participants": [{"full_name": "Học Sinh Mới"}],
            "as": "mentor",
        },
    ),
    "GET entry-detail": row(
        "401  404  200  200  404  404  200  200  404  200",
        path=lambda w: {"pk": w.entry.pk},
    ),
    "PATCH entry-detail": row(
        "401  404  200  200  404  404  403  200  404  200",
        path=lambda w: {"pk": w.entry.pk},
        body=lambda w: {"title": "Tên mới"},
        headers=_if_match("entry"),
    ),
    "POST entry-submit": row(
        "401  404  200  404  404  404  403  200  404  200",
        path=lambda w: {"pk": w.draft_entry.pk},
        headers=_if_match("draft_entry"),
    ),
    "POST entry-withdraw": row(
        "401  404  200  200  404  404  403  200  404  200",
        path=lambda w: {"pk": w.entry.pk},
        body=lambda w: {"reason": "ốm"},
        headers=_if_match("entry"),
    ),
    "POST entry-disqualify": row(
        "401  404  403  403  404  404  403  200  404  200",
        path=lambda w: {"pk": w.entry.pk},
        body=lambda w: {"reason": "sao chép"},
        headers=_if_match("entry"),
    ),
    "POST entry-unrank": row(
        "401  404  403  403  404  404  403  200  404  200",
        path=lambda w: {"pk": w.entry.pk},
        body=lambda w: {"reason": "ngoài độ tuổi"},
        headers=_if_match("entry"),
    ),
    "POST entry-reinstate": row(
        "401  404  404  404  404  404  403  200  404  200",
        path=lambda w: {"pk": w.out_entry.pk},
        body=lambda w: {"reason": "nhầm"},
        headers=_if_match("out_entry"),
    ),
    "GET invitation-list": row(
        "401  200  200  200  200  200  200  200  200  200",
        sees={
            "others": "",
            "other_student other_organiser": "their_invitation",
            "entry_student head_judge organiser": "invitation",
            "staff": "invitation their_invitation",
        },
    ),
    "POST invitation-withdraw": row(
        "401  404  200  404  404  404  403  200  404  200",
        path=lambda w: {"pk": w.invitation.pk},
    ),
    "POST invitation-decide": row(
        "401  404  403  404  404  404  403  200  404  200",
        path=lambda w: {"pk": w.invitation.pk},
        body=lambda w: {"agreed": True},
        before=lambda w: Invitation.objects.update(
            state="asked", answered_by=w.users["other_student"]
        ),
    ),
    # To one user name, whoever may read the entry.
    "GET my-invitation-list": row(
        "401  200  200  200  200  200  200  200  200  200",
        sees={"others": "", "other_student": "invitation"},
    ),
    "POST my-invitation-accept": row(
        "401  204  404  404  404  404  404  404  404  404",
        path=lambda w: {"pk": w.invitation.pk},
    ),
    "POST my-invitation-decline": row(
        "401  204  404  404  404  404  404  404  404  404",
        path=lambda w: {"pk": w.invitation.pk},
    ),
    "GET people-request-list": row(
        "401  200  200  200  200  200  200  200  200  200",
        sees={
            "others": "",
            "other_student other_organiser": "their_request",
            "entry_student mentor head_judge organiser": "request",
            "staff": "request their_request",
        },
    ),
    "POST people-request-list": row(
        "401  404  201  404  404  404  403  201  404  201",
        body=lambda w: {"entry": w.draft_entry.pk, "mentors": [], "reason": "thôi hướng dẫn"},
    ),
    "POST people-request-accept": row(
        "401  404  403  403  404  404  403  200  404  200",
        path=lambda w: {"pk": w.request.pk},
    ),
    "POST people-request-decline": row(
        "401  404  403  403  404  404  403  200  404  200",
        path=lambda w: {"pk": w.request.pk},
        body=lambda w: {"answer": "cần giấy xác nhận"},
    ),
    "POST people-request-withdraw": row(
        "401  404  200  200  404  404  403  403  404  403",
        path=lambda w: {"pk": w.request.pk},
    ),
    "GET submission-list": row(
        "401  200  200  200  200  200  200  200  200  200",
        query=lambda w: {"entry": w.entry.pk},
        sees={
            "others": "",
            "entry_student mentor head_judge organiser staff": "submission",
        },
    ),
    "POST submission-list": row(
        "401  404  201  201  404  404  403  201  404  201",
        body=lambda w: {"entry": w.entry.pk, "note": "bản hai"},
    ),
    "POST attachment-list": row(
        "401  404  201  201  404  404  403  201  404  201",
        body=lambda w: {
            "entry": w.entry.pk,
            "file": SimpleUploadedFile("mới.pdf", pdf_bytes(), "application/pdf"),
        },
        multipart=True,
    ),
    "PATCH attachment-detail": row(
        "404  404  403  403  403  404  403  200  404  200",
        path=lambda w: {"pk": w.file.pk},
        body=lambda w: {"public": True},
    ),
    "DELETE attachment-detail": row(
        "404  404  204  204  404  404  403  204  404  204",
        path=lambda w: {"pk": w.loose_file.pk},
    ),
    "GET attachment-file": row(
        "404  404  200  200  200  404  200  200  404  200",
        path=lambda w: {"pk": w.file.pk},
    ),
    # Before it is submitted, a file is no judge's affair.
    "GET attachment-file #loose": row(
        "404  404  200  200  404  404  200  200  404  200",
        path=lambda w: {"pk": w.loose_file.pk},
    ),
    "GET attachment-file #public": row("200", path=lambda w: {"pk": w.public_file.pk}),
    "GET attachment-thumbnail": row(
        "404  404  200  200  200  404  200  200  404  200",
        path=lambda w: {"pk": w.picture.pk},
    ),
    # ------------------------------ anon stud entr ment ajud ujud head orga othr staf
    "GET name-consent-list": row(
        "401  200  200  200  200  200  200  200  200  200",
        sees={
            "other_student": "their_pupil",
            "entry_student": "pupil draft_pupil",
            "mentor": "pupil",
            "assigned_judge unassigned_judge": "",
            "head_judge organiser": _PUPILS,
            "other_organiser": "their_pupil their_other_pupil",
            "staff": f"{_PUPILS} their_pupil their_other_pupil",
        },
    ),
    "GET name-consent-summary": row(
        "401  403  403  403  403  403  200  200  403  200",
        query=lambda w: {"contest": w.ours.slug},
    ),
    "POST name-consent-list": row(
        "401  403  403  403  403  403  403  201  403  201",
        body=lambda w: {
            "contest": w.ours.slug,
            "signed_on": "2026-09-01",
            "people": [{"id": w.other_pupil.pk}],
        },
    ),
    "POST name-consent-withdraw": row(
        "401  403  403  403  403  403  403  201  403  201",
        body=lambda w: {"contest": w.ours.slug, "people": [{"id": w.pupil.pk}]},
    ),
    # By the own account: two pupils have consented.
    "POST name-consent-withdraw-own": row("401  204  204  409  409  409  409  409  409  409"),
}
