"""An organization's own key: taken, refused, replaced, removed; over HTTP too."""

import io

import pytest
from asn1crypto.pkcs12 import Pfx
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from rest_framework.test import APIClient

from certificates import vault
from certificates.key_errors import (
    KeyExpired,
    KeyFileUnreadable,
    KeyNotForSigning,
    KeyNotYetValid,
    KeyRemoved,
    KeyTooWeak,
    KeyWithoutCertificate,
    KeyWithoutPrivate,
    PassphraseWrong,
)
from certificates.models import SigningKey
from certificates.services import (
    add_signing_key,
    pen_of,
    remove_signing_key,
)
from tests.factories.accounts import make_user
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
