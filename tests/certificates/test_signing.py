"""An organization's own key: taken, kept, used, removed; and what a signed file is worth."""

import hashlib
import io
import subprocess
import sys
import zipfile
from datetime import timedelta

import pikepdf
import pytest
from asn1crypto.pkcs12 import Pfx
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from django.core import mail
from django.core.management import call_command
from rest_framework.test import APIClient

from accounts.models import Consent
from certificates import pades, vault
from certificates.errors import (
    KeyExpired,
    KeyFileUnreadable,
    KeyNotForSigning,
    KeyNotYetValid,
    KeyRemoved,
    KeyTooWeak,
    KeyUnreadable,
    KeyWithoutCertificate,
    KeyWithoutPrivate,
    PassphraseWrong,
)
from certificates.files import definition_of, single_pdf
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
from tests.factories.contests import make_contest, make_officer, make_organiser
from tests.factories.keys import (
    AUTHORITY,
    PASSPHRASE,
    SUBJECT,
    ec_key,
    make_p12,
    make_x509,
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


# --- Upload ---------------------------------------------------------------------------


def test_a_key_is_taken_sealed_and_described():
    contest, user = make_contest(), make_user()
    key = add_signing_key(contest=contest, data=make_p12(), passphrase=PASSPHRASE, by=user)
    key.refresh_from_db()
    assert (key.subject, key.authority, key.added_by) == (SUBJECT, AUTHORITY, user)
    assert key.chain.count("BEGIN CERTIFICATE") == 1
    assert "PRIVATE" not in key.chain
    private = vault.unseal(key.sealed)
    assert private not in bytes(key.sealed)
    assert PASSPHRASE.encode() not in bytes(key.sealed) + key.chain.encode()


def _certificate_only():
    return pkcs12.serialize_java_truststore(
        [pkcs12.PKCS12Certificate(make_x509(ec_key()), b"x")],
        BestAvailableEncryption(PASSPHRASE.encode()),
    )


def _endless():
    """A file whose MAC asks for two thousand million rounds."""
    pfx = Pfx.load(make_p12())
    pfx["mac_data"]["iterations"] = 2_000_000_000
    return pfx.dump(force=True)


REFUSED = {
    "empty": (lambda: b"", KeyFileUnreadable),
    "text": (lambda: b"-----BEGIN PRIVATE KEY-----", KeyFileUnreadable),
    "pdf": (lambda: b"%PDF-1.7\n" * 50, KeyFileUnreadable),
    "certificate": (lambda: make_x509(ec_key()).tbs_certificate_bytes, KeyFileUnreadable),
    "cut": (lambda: make_p12()[:400], KeyFileUnreadable),
    "trailing": (lambda: make_p12() + b"\0", KeyFileUnreadable),
    "10 MB": (lambda: b"\x30" * 10_000_000, KeyFileUnreadable),
    "endless": (_endless, KeyFileUnreadable),
    "other passphrase": (lambda: make_p12(passphrase="khác"), PassphraseWrong),
    "no private key": (_certificate_only, KeyWithoutPrivate),
    "weak": (lambda: make_p12(rsa_key(1024)), KeyTooWeak),
    "expired": (lambda: make_p12(until_days=-1), KeyExpired),
    "not yet": (lambda: make_p12(from_days=5), KeyNotYetValid),
    "encipherment": (lambda: make_p12(usage=False), KeyNotForSigning),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_sign_is_refused_with_its_reason(case):
    make, error = REFUSED[case]
    with pytest.raises(error):
        add_signing_key(contest=make_contest(), data=make(), passphrase=PASSPHRASE, by=make_user())
    assert not SigningKey.objects.exists()


def test_a_key_without_a_certificate_is_refused():
    data = pkcs12.serialize_key_and_certificates(
        b"key", ec_key(), None, None, BestAvailableEncryption(PASSPHRASE.encode())
    )
    with pytest.raises(KeyWithoutCertificate):
        add_signing_key(contest=make_contest(), data=data, passphrase=PASSPHRASE, by=make_user())


def test_a_certificate_without_key_usage_may_sign():
    contest = make_contest()
    add_signing_key(
        contest=contest, data=make_p12(usage=None), passphrase=PASSPHRASE, by=make_user()
    )
    assert pen_of(contest.pk) is not None


def test_a_second_key_replaces_the_first_and_wipes_it():
    contest, user = make_contest(), make_user()
    first, second = (
        add_signing_key(contest=contest, data=make_p12(), passphrase=PASSPHRASE, by=user)
        for _ in range(2)
    )
    first.refresh_from_db()
    assert (bytes(first.sealed), first.removed_by) == (b"", user)
    assert pen_of(contest.pk).key == second


def test_removing_wipes_the_key_and_happens_once():
    contest, user = make_contest(), make_user()
    key = add_signing_key(contest=contest, data=make_p12(), passphrase=PASSPHRASE, by=user)
    remove_signing_key(key=key, by=user)
    key.refresh_from_db()
    assert bytes(key.sealed) == b""
    assert pen_of(contest.pk) is None
    with pytest.raises(KeyRemoved):
        remove_signing_key(key=key, by=user)


# --- Signing --------------------------------------------------------------------------


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


# --- Secrets --------------------------------------------------------------------------


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


# --- Over HTTP ------------------------------------------------------------------------


def _client(user=None):
    api = APIClient()
    if user is not None:
        api.force_authenticate(user)
    return api


def _upload(user, contest, data, passphrase=PASSPHRASE, **headers):
    body = {"contest": contest.slug, "file": io.BytesIO(data), "passphrase": passphrase}
    return _client(user).post("/api/v1/signing-keys/", body, format="multipart", headers=headers)


def test_the_api_takes_lists_and_removes_a_key_and_never_gives_it_away():
    contest = make_contest()
    issuer, manager = make_officer(contest, "issue_certificates"), make_officer(contest, "manage")
    made = _upload(issuer, contest, make_p12())
    assert made.status_code == 201
    listed = _client(manager).get("/api/v1/signing-keys/", {"contest": contest.slug}).json()
    (told,) = listed["results"]
    assert told == made.json()
    assert set(told) == {
        "id", "contest", "subject", "authority", "sha256", "valid_from", "valid_until",
        "added_by", "added_at", "removed_at",
    }  # fmt: skip
    address = f"/api/v1/signing-keys/{told['id']}/remove/"
    assert _client(manager).post(address).status_code == 403
    assert _client(issuer).post(address).json()["removed_at"] is not None
    assert _client(issuer).post(address).status_code == 409


def test_an_issuer_of_another_contest_of_the_same_organization_gives_and_sees_no_key():
    contest = make_contest()
    theirs = make_contest(title="Khác")
    theirs.organization = contest.organization
    theirs.save()
    other = make_organiser(theirs)
    assert _upload(other, contest, make_p12()).status_code == 403
    key = add_signing_key(contest=contest, data=make_p12(), passphrase=PASSPHRASE, by=make_user())
    assert _client(other).get("/api/v1/signing-keys/").json()["results"] == []
    assert _client(other).post(f"/api/v1/signing-keys/{key.pk}/remove/").status_code == 404


@pytest.mark.parametrize(
    ("data", "passphrase", "code", "pointer"),
    [
        (b"\0" * 10_000_000, PASSPHRASE, "signing-key-unreadable-file", "/file"),
        (b"no", PASSPHRASE, "signing-key-unreadable-file", "/file"),
        (None, "sai", "signing-key-passphrase-wrong", "/passphrase"),
    ],
    ids=["10 MB", "text", "passphrase"],
)
def test_refusals_point_at_the_field_in_the_readers_language(data, passphrase, code, pointer):
    contest = make_contest()
    issuer = make_officer(contest, "issue_certificates")
    for language in ("vi", "en"):
        answer = _upload(
            issuer, contest, data or make_p12(), passphrase, **{"Accept-Language": language}
        )
        problem = answer.json()
        assert (answer.status_code, problem["errors"][0]["pointer"]) == (422, pointer)
        assert problem["type"].endswith(code)
        assert ("passphrase" in problem["detail"] or "file" in problem["detail"]) == (
            language == "en"
        )


def test_listing_keys_takes_the_same_queries_for_one_and_for_three(django_assert_num_queries):
    contest = make_contest()
    api = _client(make_officer(contest, "issue_certificates"))
    for _ in range(2):
        with django_assert_num_queries(1):
            api.get("/api/v1/signing-keys/")
        for _ in range(2):
            add_signing_key(contest=contest, data=make_p12(), passphrase=PASSPHRASE, by=make_user())


def test_the_verification_page_knows_the_signed_and_the_unsigned_file(issued):
    issued.file_sha256 = hashlib.sha256(_file(issued)).hexdigest()
    issued.save()
    key = _give_key(issued)
    data = _file(issued)
    api = _client()

    def verify(content):
        digest = hashlib.sha256(content).hexdigest()
        return api.post("/api/v1/verify/file/", {"sha256": digest})

    told = verify(data).json()
    assert (told["code"], told["file_signed"], told["signature_intact"]) == (
        issued.code,
        True,
        True,
    )
    assert told["signature"]["signer"] == SUBJECT
    assert told["signature"]["authority"] == AUTHORITY
    assert told["signature"]["self_issued"] is False
    unsigned = verify(single_pdf(issued, definition_of(issued.template))).json()
    assert (unsigned["file_signed"], unsigned["signature_intact"]) == (False, None)
    assert verify(data + b"\n").status_code == 404
    remove_signing_key(key=key, by=make_user())
    assert verify(data).json()["signature_intact"] is True
    by_code = api.get(f"/api/v1/verify/{issued.code}/").json()
    assert by_code["signature"] == told["signature"]
    assert "file_signed" not in by_code


def test_an_unsigned_certificate_tells_of_no_signature(issued):
    assert _client().get(f"/api/v1/verify/{issued.code}/").json()["signature"] is None
