"""A holder asks for the right name; the office answers; the file itself can be checked."""

import hashlib

import pytest
from rest_framework.test import APIClient

from certificates.errors import (
    CertificateNotInForce,
    CorrectionDecided,
    CorrectionPending,
    FileUnknown,
    NothingToCorrect,
    ReasonMissing,
)
from certificates.files import definition_of, single_pdf
from certificates.models import Certificate, CertificateBatch, DrawnCopy
from certificates.services import (
    approve_correction,
    decline_correction,
    order_batch,
    reissue,
    request_correction,
    revoke,
)
from certificates.verification import of_file
from jobs.worker import run_pending
from tests.factories.accounts import make_staff, make_user
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


def test_the_file_is_known_by_its_digest():
    order_batch(publication=make_results(2), template=None, by=make_user())
    run_pending()
    assert CertificateBatch.objects.get().state == "ready"
    certificate = Certificate.objects.get(number=2)
    data = single_pdf(certificate, definition_of(certificate.template))
    digest = hashlib.sha256(data).hexdigest()
    answer = APIClient().post("/api/v1/verify/file/", {"sha256": digest.upper()})
    assert (answer.status_code, answer.json()["code"]) == (200, certificate.code)
    assert answer.json() == {
        **APIClient().get(f"/api/v1/verify/{certificate.code}/").json(),
        "file_signed": False,
        "signature_intact": None,
    }
    new = reissue(certificate=certificate, reason="Sai tên", by=make_user())
    told = of_file(digest)
    assert (told["state"], told["superseded_by"]) == ("superseded", new.code)
    assert of_file(new.file_sha256)["state"] == "issued"
    changed = hashlib.sha256(data + b" ").hexdigest()
    with pytest.raises(FileUnknown):
        of_file(changed)


def test_a_file_that_an_upgrade_draws_otherwise_is_known_beside_the_one_of_the_day_of_issue():
    order_batch(publication=make_results(1), template=None, by=make_user())
    run_pending()
    certificate = Certificate.objects.get()
    of_the_day = "ab" * 32
    Certificate.objects.update(file_sha256=of_the_day)  # as other software had drawn it
    client = APIClient()
    client.force_authenticate(make_staff())
    for _ in range(2):
        data = client.get(f"/api/v1/certificates/{certificate.pk}/file/").content
    assert DrawnCopy.objects.count() == 1
    for digest in (hashlib.sha256(data).hexdigest(), of_the_day):
        assert of_file(digest)["code"] == certificate.code


def test_an_unprinted_certificate_is_not_found_by_an_empty_digest(certificate):
    assert certificate.file_sha256 == ""
    with pytest.raises(FileUnknown):
        of_file("")
    answer = APIClient().post("/api/v1/verify/file/", {"sha256": ""})
    assert answer.status_code in (400, 422)
