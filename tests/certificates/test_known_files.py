"""Which files the verification page knows as a certificate's own, signed or not."""

import hashlib
import io
import zipfile

import pytest
from django.core import mail
from rest_framework.test import APIClient

from accounts.models import Consent
from certificates.errors import FileUnknown
from certificates.files import definition_of, single_pdf
from certificates.models import Certificate, CertificateBatch, DrawnCopy
from certificates.outputs import FORMS
from certificates.selectors import printed
from certificates.services import (
    add_signing_key,
    deliver,
    file_of,
    order_batch,
    order_delivery,
    reissue,
    remove_signing_key,
)
from certificates.verification import of_file
from jobs.worker import run_pending
from submissions.models import Participant
from tests.factories.accounts import make_staff, make_user
from tests.factories.certificates import make_certificates, make_results
from tests.factories.keys import (
    AUTHORITY,
    PASSPHRASE,
    SUBJECT,
    make_p12,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    return make_certificates(make_results(1))[0]


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


def test_such_a_file_is_known_also_from_a_letter_and_a_zip():
    order_batch(publication=make_results(1), template=None, by=make_user())
    run_pending()
    certificate, batch = Certificate.objects.get(), CertificateBatch.objects.get()
    drawn = single_pdf(certificate, definition_of(certificate.template))
    for hand_out in (_by_letter, _in_zip):
        DrawnCopy.objects.all().delete()
        Certificate.objects.update(file_sha256="ab" * 32)
        assert hand_out(batch) == drawn
        assert of_file(hashlib.sha256(drawn).hexdigest())["code"] == certificate.code


def _by_letter(batch):
    holder = make_user()
    holder.email = "holder@example.vn"
    holder.save()
    Participant.objects.update(user=holder)
    Consent.objects.create(user=holder, purpose="take_part", given=True, recorded_by=holder)
    order = order_delivery(publication=batch.publication, attach=True, by=holder)
    deliver(job=order.job.pk, attach=True, progress=lambda done, total: None)
    ((_, data, _),) = mail.outbox[0].attachments
    return data


def _in_zip(batch):
    places, rows = zip(*printed(batch, None, None), strict=True)
    with zipfile.ZipFile(io.BytesIO(b"".join(FORMS["zip"].make(batch, rows, places)))) as files:
        return files.read(files.namelist()[0])


def test_a_file_fetched_before_its_batch_is_printed_is_known(certificate):
    client = APIClient()
    client.force_authenticate(make_staff())
    data = client.get(f"/api/v1/certificates/{certificate.pk}/file/").content
    assert of_file(hashlib.sha256(data).hexdigest())["code"] == certificate.code
    assert not DrawnCopy.objects.exists()


def test_an_unprinted_certificate_is_not_found_by_an_empty_digest(certificate):
    assert certificate.file_sha256 == ""
    with pytest.raises(FileUnknown):
        of_file("")
    answer = APIClient().post("/api/v1/verify/file/", {"sha256": ""})
    assert answer.status_code in (400, 422)


def test_the_verification_page_knows_the_signed_and_the_unsigned_file(certificate):
    unsigned = file_of(certificate=certificate)
    key = add_signing_key(
        contest=certificate.publication.contest,
        data=make_p12(),
        passphrase=PASSPHRASE,
        by=make_user(),
    )
    data = file_of(certificate=certificate)
    api = APIClient()

    def verify(content):
        digest = hashlib.sha256(content).hexdigest()
        return api.post("/api/v1/verify/file/", {"sha256": digest})

    told = verify(data).json()
    assert (told["code"], told["file_signed"], told["signature_intact"]) == (
        certificate.code,
        True,
        True,
    )
    assert told["signature"]["signer"] == SUBJECT
    assert told["signature"]["authority"] == AUTHORITY
    assert told["signature"]["self_issued"] is False
    bare = verify(unsigned).json()
    assert (bare["file_signed"], bare["signature_intact"]) == (False, None)
    assert verify(data + b"\n").status_code == 404
    remove_signing_key(key=key, by=make_user())
    assert verify(data).json()["signature_intact"] is True
    by_code = api.get(f"/api/v1/verify/{certificate.code}/").json()
    assert by_code["signature"] == told["signature"]
    assert "file_signed" not in by_code


def test_an_unsigned_certificate_tells_of_no_signature(certificate):
    assert APIClient().get(f"/api/v1/verify/{certificate.code}/").json()["signature"] is None
