"""Certificates: made and ended by those who issue for the contest, fetched by who earned them."""

from typing import Any

from accounts.models import Consent
from certificates.services import cancel_batch, request_correction
from tests.factories.certificates import make_png
from tests.factories.keys import PASSPHRASE, make_p12_upload
from tests.permissions.rows import row

_SIGNED_IN = "401  200  200  200  200  200  200  200  200  200"
_OFFICE = "401  404  404  404  404  404  404  200  404  200"
_EARNED = "401  404  200  200  404  404  404  200  404  200"


def _of_office(name: str) -> dict[str, str]:
    return {
        "others": "",
        "organiser": name,
        "other_organiser": f"their_{name}",
        "staff": f"{name} their_{name}",
    }


def _ask(world: Any) -> None:
    world.objects["asked"] = request_correction(
        certificate=world.certificate,
        recipient="Tên Đúng",
        reason="thiếu dấu",
        by=world.users["entry_student"],
    )


def _let_send(world: Any) -> None:
    """The holder has an address and has agreed."""
    holder = world.users["entry_student"]
    holder.email = "holder@example.vn"
    holder.save()
    Consent.objects.create(
        user=holder, purpose=Consent.Purpose.TAKE_PART, given=True, recorded_by=holder
    )


ROWS = {
    # ------------------------------ anon stud entr ment ajud ujud head orga othr staf
    "GET certificate-template-list": row(_SIGNED_IN, sees=_of_office("template")),
    "POST certificate-template-list": row(
        "401  403  403  403  403  403  403  201  403  201",
        body=lambda w: {"contest": w.ours.slug, "definition": {}},
    ),
    "GET certificate-template-detail": row(_OFFICE, path=lambda w: {"pk": w.template.pk}),
    "GET certificate-template-preview": row(_OFFICE, path=lambda w: {"pk": w.template.pk}),
    "POST certificate-template-picture": row(
        "401  403  403  403  403  403  403  200  403  200",
        body=lambda w: {"contest": w.ours.slug, "design": "modern", "width_px": 200},
    ),
    "GET certificate-image-list": row(_SIGNED_IN, sees=_of_office("image")),
    "POST certificate-image-list": row(
        "401  403  403  403  403  403  403  201  403  201",
        body=lambda w: {"contest": w.ours.slug, "file": make_png()},
        multipart=True,
    ),
    "GET certificate-image-file": row(_OFFICE, path=lambda w: {"pk": w.image.pk}),
    "GET certificate-delivery-list": row(_SIGNED_IN, sees=_of_office("delivery")),
    "POST certificate-delivery-list": row(
        "401  403  403  403  403  403  403  201  403  201",
        before=_let_send,
        body=lambda w: {"publication": w.published.pk},
    ),
    "POST certificate-delivery-bounces": row(
        "401  403  403  403  403  403  403  200  403  200",
        body=lambda w: {"contest": w.ours.slug, "text": "office@example.vn"},
    ),
    "GET certificate-batch-list": row(_SIGNED_IN, sees=_of_office("batch")),
    "POST certificate-batch-list": row(
        "401  403  403  403  403  403  403  201  403  201",
        body=lambda w: {"publication": w.published.pk},
    ),
    "GET certificate-batch-detail": row(_OFFICE, path=lambda w: {"pk": w.batch.pk}),
    # The page is there; only the file is not printed yet.
    "GET certificate-batch-file": row(
        "401  404  404  404  404  404  404  409  404  409",
        path=lambda w: {"pk": w.batch.pk},
    ),
    "POST certificate-batch-cancel": row(_OFFICE, path=lambda w: {"pk": w.batch.pk}),
    "POST certificate-batch-retry": row(
        _OFFICE,
        path=lambda w: {"pk": w.batch.pk},
        before=lambda w: cancel_batch(batch=w.batch),
    ),
    "GET certificate-list": row(_SIGNED_IN, sees=_of_office("certificate")),
    "GET certificate-outdated": row(
        "401  403  403  403  403  403  403  200  403  200",
        query=lambda w: {"contest": w.ours.slug},
    ),
    "GET certificate-mine": row(
        _SIGNED_IN,
        sees={
            "others": "",
            "other_student": "their_certificate",
            "entry_student mentor": "certificate",
        },
    ),
    "GET certificate-detail": row(_EARNED, path=lambda w: {"pk": w.certificate.pk}),
    "GET certificate-file": row(_EARNED, path=lambda w: {"pk": w.certificate.pk}),
    "POST certificate-revoke": row(
        "401  404  403  403  404  404  404  200  404  200",
        path=lambda w: {"pk": w.certificate.pk},
        body=lambda w: {"reason": "nhầm người"},
    ),
    "POST certificate-reissue": row(
        "401  404  403  403  404  404  404  201  404  201",
        path=lambda w: {"pk": w.certificate.pk},
        body=lambda w: {"reason": "sai tên", "content": {"recipient": "Tên Đúng"}},
    ),
    "POST certificate-correction": row(
        "401  404  201  201  404  404  404  403  404  403",
        path=lambda w: {"pk": w.certificate.pk},
        body=lambda w: {"recipient": "Tên Đúng", "reason": "thiếu dấu"},
    ),
    "GET certificate-correction-list": row(
        _SIGNED_IN,
        sees={
            "others": "",
            "other_student other_organiser": "their_correction",
            "entry_student mentor organiser": "correction",
            "staff": "correction their_correction",
        },
    ),
    "GET certificate-correction-detail": row(_EARNED, path=lambda w: {"pk": w.correction.pk}),
    "POST certificate-correction-approve": row(
        "401  404  403  403  404  404  404  200  404  200",
        before=_ask,
        path=lambda w: {"pk": w.asked.pk},
    ),
    "POST certificate-correction-decline": row(
        "401  404  403  403  404  404  404  200  404  200",
        before=_ask,
        path=lambda w: {"pk": w.asked.pk},
        body=lambda w: {"note": "đúng theo danh sách"},
    ),
    "GET signing-key-list": row(_SIGNED_IN, sees=_of_office("signing_key")),
    "POST signing-key-list": row(
        "401  403  403  403  403  403  403  201  403  201",
        body=lambda w: {
            "contest": w.ours.slug,
            "file": make_p12_upload(),
            "passphrase": PASSPHRASE,
        },
        multipart=True,
    ),
    "POST signing-key-remove": row(_OFFICE, path=lambda w: {"pk": w.signing_key.pk}),
    "GET open-badges": row(
        "401  403  403  403  403  403  403  200  403  200",
        path=lambda w: {"slug": w.ours.slug},
    ),
    "PUT open-badges": row(
        "401  403  403  403  403  403  403  200  403  200",
        path=lambda w: {"slug": w.ours.slug},
        body=lambda w: {"on": False},
    ),
    # A badge names its holder: neither the mentor nor the office fetches it.
    "GET certificate-badge": row(
        "401  404  200  403  404  404  404  403  404  403",
        path=lambda w: {"pk": w.certificate.pk},
    ),
    # What verifiers need of an organization; nothing of a person.
    "GET badge-issuer": row("200", path=lambda w: {"code": w.school.code}),
    "GET badge-keys": row("200", path=lambda w: {"code": w.school.code}),
    "GET badge-key": row("200", path=lambda w: {"code": w.school.code, "kid": w.badge_key.kid}),
    "GET badge-revocations": row("200", path=lambda w: {"code": w.school.code}),
    "POST verify-file": row("404", body=lambda w: {"sha256": "0" * 64}),
    "GET verify": row("200", path=lambda w: {"code": w.certificate.code}),
}
