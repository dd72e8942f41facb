"""A holder asks for the right name; the office approves, which reissues, or declines."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from certificates.errors import (
    CertificateNotInForce,
    CorrectionDecided,
    CorrectionPending,
    LettersMissing,
    NothingToCorrect,
    ReasonMissing,
)
from certificates.models import Certificate, NameCorrection
from certificates.rendering.letters import lacking
from certificates.rendering.wording import tidy
from certificates.services.life import reissue


@transaction.atomic
def request_correction(
    *, certificate: Certificate, recipient: str, reason: str, by: User
) -> NameCorrection:
    """Asks for another recipient's name on a certificate in force.

    Raises CertificateNotInForce, CorrectionPending, LettersMissing, NothingToCorrect,
    ReasonMissing.
    """
    current = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    if current.state != Certificate.State.ISSUED:
        raise CertificateNotInForce(number=certificate.register_number)
    if not tidy(reason):
        raise ReasonMissing
    if tidy(recipient) in ("", current.content["recipient"]):
        raise NothingToCorrect
    if letters := lacking(tidy(recipient)):
        raise LettersMissing(letters, "/recipient")
    if current.corrections.filter(state=NameCorrection.State.PENDING).exists():
        raise CorrectionPending
    return NameCorrection.objects.create(
        certificate=current, recipient=tidy(recipient), reason=tidy(reason), requested_by=by
    )


@transaction.atomic
def approve_correction(*, correction: NameCorrection, by: User) -> NameCorrection:
    """Reissues the certificate with the name that was asked for.

    Raises CorrectionDecided, CertificateNotInForce.
    """
    decided = _decided(correction, NameCorrection.State.APPROVED, "", by)
    reissue(
        certificate=correction.certificate,
        reason=decided.reason,
        by=by,
        content={"recipient": decided.recipient},
    )
    return decided


@transaction.atomic
def decline_correction(*, correction: NameCorrection, note: str, by: User) -> NameCorrection:
    """Leaves the certificate as it is and says why. Raises CorrectionDecided, ReasonMissing."""
    if not tidy(note):
        raise ReasonMissing("/note")
    return _decided(correction, NameCorrection.State.DECLINED, tidy(note), by)


def _decided(
    correction: NameCorrection, state: NameCorrection.State, note: str, by: User
) -> NameCorrection:
    current = NameCorrection.objects.select_for_update().get(pk=correction.pk)
    if current.state != NameCorrection.State.PENDING:
        raise CorrectionDecided
    current.state, current.note = state, note
    current.decided_by, current.decided_at = by, timezone.now()
    current.save(update_fields=["state", "note", "decided_by", "decided_at"])
    return current
