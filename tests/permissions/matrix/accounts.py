"""Accounts and jobs: what is one's own is nobody else's, not even staff's."""

from tests.factories.accounts import PASSWORD
from tests.permissions.rows import SIGNED_IN, row

ROWS = {
    # ------------------------------ anon stud entr ment ajud ujud head orga othr staf
    "GET me": row("200"),
    "PATCH me": row(
        "401  200  200  200  200  200  200  200  200  200",
        body=lambda w: {"language": "en"},
    ),
    "GET second-factor": row(SIGNED_IN),
    "POST second-factor": row(SIGNED_IN),
    "GET own-account": row(SIGNED_IN),
    "PUT second-factor": row(
        "401  400  400  400  400  400  400  400  400  400",
        body=lambda w: {"code": "000000"},
    ),
    # Whoever holds the card is let in as its person, and nobody is signed out for it unasked.
    "POST sign-in-card-use": row(
        "200  409  200  409  409  409  409  409  409  409",
        body=lambda w: {"secret": w.secrets["card"]},
    ),
    # So with a link, beside its PIN.
    "POST sign-in-link-use": row(
        "200  409  200  409  409  409  409  409  409  409",
        body=lambda w: dict(zip(("secret", "pin"), w.secrets["link"], strict=True)),
    ),
    "POST sign-up": row(
        "201",
        body=lambda w: {
            "full_name": "Người Mới",
            "username": "nguoi.moi",
            "password": PASSWORD,
            "consent": True,
            "birth_year": 1990,
        },
    ),
    "GET session-list": row(
        "401  200  200  200  200  200  200  200  200  200",
        sees={"others": "", "other_student": "other_session", "entry_student": "session"},
    ),
    "DELETE session-detail": row(
        "401  404  204  404  404  404  404  404  404  404",
        path=lambda w: {"pk": w.session.pk},
    ),
    "GET token-list": row(
        "401  200  200  200  200  200  200  200  200  200",
        sees={"others": "", "other_student": "other_token", "entry_student": "token"},
    ),
    "POST token-list": row(
        "401  201  201  201  201  201  201  201  201  201",
        body=lambda w: {"label": "bảng"},
    ),
    "DELETE token-detail": row(
        "401  404  204  404  404  404  404  404  404  404",
        path=lambda w: {"pk": w.token.pk},
    ),
    # A card is seen by its person, by who issued it, and by staff.
    "GET sign-in-card-list": row(
        "401  200  200  200  200  200  200  200  200  200",
        sees={
            "others": "",
            "other_student": "other_card",
            "entry_student organiser": "card",
            "staff": "card other_card",
        },
    ),
    "POST sign-in-card-list": row(
        "401  403  403  403  403  403  403  403  403  201",
        body=lambda w: {"user": w.users["entry_student"].pk},
    ),
    "POST sign-in-card-revoke": row(
        "401  404  200  404  404  404  404  200  404  200",
        path=lambda w: {"pk": w.card.pk},
    ),
    "GET consent-list": row(
        "401  200  200  200  200  200  200  200  200  200",
        sees={"others": "", "other_student": "other_consent", "entry_student": "consent"},
    ),
    "POST consent-list": row(
        "401  201  201  201  201  201  201  201  201  201",
        body=lambda w: {"purpose": "publish_work", "guardian_name": "Phụ huynh"},
    ),
    # Only the students gave one; the others have none to withdraw.
    "POST consent-withdraw": row(
        "401  201  201  422  422  422  422  422  422  422",
        body=lambda w: {"purpose": "publish_name"},
    ),
    # A job belongs to who queued it.
    "GET job-detail": row(
        "401  404  404  404  404  404  404  200  404  200",
        path=lambda w: {"pk": w.job.pk},
    ),
    "POST job-cancel": row(
        "401  404  404  404  404  404  404  200  404  200",
        path=lambda w: {"pk": w.job.pk},
    ),
    "POST job-retry": row(
        "401  404  404  404  404  404  404  200  404  200",
        path=lambda w: {"pk": w.ended_job.pk},
    ),
    "GET schema": row("200"),
}
