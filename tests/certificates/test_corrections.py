"""A holder asks for the right name; the office answers."""

import pytest

from certificates.errors import (
    CertificateNotInForce,
    CorrectionDecided,
    CorrectionPending,
    NothingToCorrect,
    ReasonMissing,
)
from certificates.models import Certificate
from certificates.services import (
    approve_correction,
    decline_correction,
    request_correction,
    revoke,
)
from tests.factories.accounts import make_user
from tests.factories.certificates import make_certificates, make_results

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    return make_certificates(make_results(1))[0]


def ask(certificate, recipient="Lê Ánh", reason="Thiếu chữ"):
    return request_correction(
        certificate=certificate, recipient=recipient, reason=reason, by=make_user()
    )


def test_an_approved_correction_reissues_with_the_name(certificate):
    approve_correction(correction=ask(certificate), by=make_user())
    old, new = Certificate.objects.order_by("number")
    assert (old.state, old.reason, new.state) == ("superseded", "Thiếu chữ", "issued")
    assert (new.content["recipient"], new.supersedes) == ("Lê Ánh", old)


def test_a_declined_correction_leaves_the_certificate(certificate):
    correction = decline_correction(
        correction=ask(certificate), note="Đúng theo đăng ký", by=make_user()
    )
    assert (correction.state, correction.note) == ("declined", "Đúng theo đăng ký")
    assert Certificate.objects.get().state == "issued"
    ask(certificate)  # may be asked again


def test_a_correction_is_answered_once(certificate):
    correction = ask(certificate)
    with pytest.raises(ReasonMissing):
        decline_correction(correction=correction, note=" ", by=make_user())
    approve_correction(correction=correction, by=make_user())
    with pytest.raises(CorrectionDecided):
        decline_correction(correction=correction, note="Không", by=make_user())
    assert Certificate.objects.count() == 2


def test_a_correction_must_ask_for_something(certificate):
    with pytest.raises(NothingToCorrect):
        ask(certificate, recipient=certificate.content["recipient"] + " ")
    with pytest.raises(ReasonMissing):
        ask(certificate, reason="")
    ask(certificate)
    with pytest.raises(CorrectionPending):
        ask(certificate)


def test_a_revoked_certificate_is_not_corrected(certificate):
    correction = ask(certificate)
    revoke(certificate=certificate, reason="Nhầm", by=make_user())
    with pytest.raises(CertificateNotInForce):
        ask(certificate, recipient="Ai")
    with pytest.raises(CertificateNotInForce):
        approve_correction(correction=correction, by=make_user())
    correction.refresh_from_db()
    assert correction.state == "pending"
