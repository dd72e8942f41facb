"""Files signed with an organization's own key, and how the key is kept."""

import hashlib
import io
import subprocess
import sys
import zipfile
from datetime import timedelta

import pikepdf
import pytest
from django.core import mail
from django.core.management import call_command

from accounts.models import Consent
from certificates import pades, vault
from certificates.files import definition_of, single_pdf
from certificates.key_errors import KeyUnreadable
from certificates.models import Certificate, PdfSignature, SigningKey
from certificates.outputs import FORMS
from certificates.selectors import printed
from certificates.services import (
    add_signing_key,
    deliver,
    order_batch,
    order_delivery,
    pen_of,
    print_batch,
    reissue,
    remove_signing_key,
    revoke,
    signed,
)
from tests.factories.accounts import make_user
from tests.factories.certificates import make_certificates, make_results
from tests.factories.contests import make_contest
from tests.factories.keys import (
    PASSPHRASE,
    ec_key,
    make_p12,
    rsa_key,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued():
    """A published contest with one certificate."""
    publication = make_results(1)
    (certificate,) = make_certificates(publication)
    return certificate


def _file(certificate, pen="own"):
    return signed(
        certificate=certificate,
        pdf=single_pdf(certificate, definition_of(certificate.template)),
        pen=pen_of(certificate.publication.contest_id) if pen == "own" else pen,
    )


def _give_key(certificate, data=None):
    return add_signing_key(
        contest=certificate.publication.contest,
        data=data or make_p12(),
        passphrase=PASSPHRASE,
        by=make_user(),
    )


# --- Signing -----------------------------------------------------------------------


def test_without_a_key_the_file_is_the_unsigned_one_and_pyhanko_stays_unloaded(issued):
    plain = single_pdf(issued, definition_of(issued.template))
    assert _file(issued) == plain
    probe = (
        "import django; django.setup()\n"
        "import contest_platform.urls, certificates.views, sys\n"
        "assert 'pyhanko' not in sys.modules and 'aiohttp' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", probe], check=True)


@pytest.mark.parametrize("make_key", [ec_key, rsa_key])
def test_a_signed_file_is_the_unsigned_one_with_a_valid_signature_behind_it(issued, make_key):
    plain = _file(issued)
    _give_key(issued, make_p12(make_key()))
    data = _file(issued)
    assert data.startswith(plain)
    assert len(data) > len(plain)
    assert pades.intact(data)
    with pikepdf.open(io.BytesIO(data)) as document:
        assert len(document.pages) == 1
        (field,) = document.Root.AcroForm.Fields
        assert field.V.SubFilter == "/ETSI.CAdES.detached"
        assert [float(side) for side in field.Rect] == [0, 0, 0, 0]


@pytest.mark.parametrize("make_key", [ec_key, rsa_key])
def test_a_signed_file_comes_again_byte_for_byte_also_without_the_key(issued, make_key):
    key = _give_key(issued, make_p12(make_key()))
    data = _file(issued)
    fresh = Certificate.objects.get(pk=issued.pk)
    assert _file(fresh) == data
    remove_signing_key(key=key, by=make_user())
    assert _file(Certificate.objects.get(pk=issued.pk)) == data
    signature = PdfSignature.objects.get()
    assert signature.sha256 == hashlib.sha256(data).hexdigest()


def test_a_changed_byte_breaks_the_signature(issued):
    _give_key(issued)
    data = _file(issued)
    at = data.index(b"stream") + 20
    changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    assert pades.intact(data)
    assert not pades.intact(changed)
    assert not pades.intact(data + b"\n%more\n")
    assert not pades.intact(single_pdf(issued, definition_of(issued.template)))


def test_an_expired_key_signs_nothing_more(issued):
    key = _give_key(issued)
    key.valid_until = key.valid_from + timedelta(seconds=1)
    key.save()
    assert _file(issued) == _file(issued, pen=None)
    assert not PdfSignature.objects.exists()


def test_what_is_revoked_is_not_signed_any_more(issued):
    _give_key(issued)
    revoke(certificate=issued, reason="nhầm", by=make_user())
    issued.refresh_from_db()
    assert _file(issued) == _file(issued, pen=None)


def test_a_reissued_certificate_is_signed_with_the_key_of_that_day(issued):
    _give_key(issued)
    fresh = reissue(certificate=issued, reason="sai", by=make_user(), content={"recipient": "B"})
    assert pades.intact(_file(fresh))


def test_another_contests_key_signs_nothing_here(issued):
    other = make_contest()
    other.organization = issued.publication.contest.organization
    other.save()
    add_signing_key(contest=other, data=make_p12(), passphrase=PASSPHRASE, by=make_user())
    assert _file(issued) == _file(issued, pen=None)


def test_a_batch_signs_its_single_files_and_prints_unsigned(settings):
    publication = make_results(3)
    contest, user = publication.contest, make_user()
    add_signing_key(contest=contest, data=make_p12(), passphrase=PASSPHRASE, by=user)
    batch = order_batch(publication=publication, template=None, by=user)
    print_batch(batch=batch, progress=lambda done, total: None)
    assert PdfSignature.objects.count() == 3
    batch.refresh_from_db()
    with pikepdf.open(batch.file.path) as document:
        assert "/AcroForm" not in document.Root
    places, rows = zip(*printed(batch, None, None), strict=True)
    archive = b"".join(FORMS["zip"].make(batch, rows, places))
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        assert [pades.intact(files.read(name)) for name in files.namelist()] == [True] * 3
    assert archive == b"".join(FORMS["zip"].make(batch, rows, places))


def test_a_letter_brings_the_signed_file(issued):
    _give_key(issued)
    user = make_user()
    user.email = "holder@example.vn"
    user.save()
    issued.participant.user = user
    issued.participant.save()
    Consent.objects.create(user=user, purpose="take_part", given=True, recorded_by=user)
    order = order_delivery(publication=issued.publication, attach=True, by=user)
    deliver(job=order.job.pk, attach=True, progress=lambda done, total: None)
    ((_, data, _),) = mail.outbox[0].attachments
    assert pades.intact(data)


# --- Secrets -----------------------------------------------------------------------


def test_a_lost_secret_costs_the_signature_not_the_download(issued, settings):
    _give_key(issued)
    settings.KEY_SECRETS = ["another"]
    assert _file(issued) == _file(issued, pen=None)
    with pytest.raises(KeyUnreadable):
        vault.unseal(SigningKey.objects.get().sealed)


def test_resealing_moves_keys_to_the_first_secret(issued, settings, capsys):
    old = settings.KEY_SECRETS
    _give_key(issued)
    settings.KEY_SECRETS = ["new secret", *old]
    call_command("reseal_keys")
    assert capsys.readouterr().out == "1 sealed anew, 0 could not be opened\n"
    settings.KEY_SECRETS = ["new secret"]
    assert pades.intact(_file(issued))


def test_resealing_tells_of_keys_that_no_secret_opens(issued, settings, capsys):
    _give_key(issued)
    before = bytes(SigningKey.objects.get().sealed)
    settings.KEY_SECRETS = ["new secret"]
    with pytest.raises(SystemExit):
        call_command("reseal_keys")
    assert capsys.readouterr().out == "0 sealed anew, 1 could not be opened\n"
    assert bytes(SigningKey.objects.get().sealed) == before
