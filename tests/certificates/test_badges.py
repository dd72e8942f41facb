"""Open Badges: whom they are given to, what they say, and that others can verify them."""

import base64
import json

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from rest_framework.test import APIClient

from certificates.errors import CertificateNotInForce
from certificates.key_errors import BadgesOff
from certificates.models import BadgeKey, BadgeSwitch, Certificate
from certificates.services import badge_of, reissue, revoke, switch_badges
from submissions.services import ParticipantData
from tests.factories.accounts import make_staff, make_user
from tests.factories.certificates import make_certificates, make_publication, make_results
from tests.factories.contests import make_contest, make_officer
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db

PUBLIC = "https://thi.example.vn"


@pytest.fixture(autouse=True)
def _address(settings):
    settings.PUBLIC_URL = PUBLIC


@pytest.fixture
def held():
    """A certificate whose holder has an account, in a contest that gives badges."""
    contest = make_contest()
    holder, mentor = make_user("Lê A", username="lea"), make_user("Cô Hoa")
    entry = make_entry(
        contest, mentor=mentor, participants=[ParticipantData("Lê A", username="lea")]
    )
    (certificate,) = make_certificates(make_publication(contest, [entry]))
    switch_badges(contest=contest, on=True, by=make_user())
    return {"certificate": certificate, "contest": contest, "holder": holder, "mentor": mentor}


def _client(user=None):
    api = APIClient()
    if user is not None:
        api.force_authenticate(user)
    return api


def _fetch(held, user):
    return _client(user).get(f"/api/v1/certificates/{held['certificate'].pk}/badge/")


def _local(address):
    assert address.startswith(PUBLIC)
    return _client().get(address.removeprefix(PUBLIC))


def _part(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _number(text):
    return int.from_bytes(_part(text), "big")


# --- What it says ---------------------------------------------------------------------


def test_a_verifier_that_knows_the_standards_alone_accepts_the_badge(held):
    """Without a JOSE library: the header leads to the key, the key fits, the claims agree."""
    token = _fetch(held, held["holder"]).content.decode()
    head, body, signature = token.split(".")
    header, payload = json.loads(_part(head)), json.loads(_part(body))
    assert set(header) == {"alg", "kid", "typ"}
    assert (header["alg"], header["typ"]) == ("RS256", "JWT")
    jwk = _local(header["kid"]).json()
    assert set(jwk) == {"alg", "e", "kid", "kty", "n", "use"}
    key = rsa.RSAPublicNumbers(_number(jwk["e"]), _number(jwk["n"])).public_key()
    key.verify(_part(signature), f"{head}.{body}".encode(), padding.PKCS1v15(), SHA256())
    assert payload["iss"] == payload["issuer"]["id"]
    assert payload["jti"] == payload["id"]
    assert payload["sub"] == payload["credentialSubject"]["id"]
    assert _seconds(payload["validFrom"]) == payload["nbf"]
    assert "vc" not in payload


def _seconds(text):
    from datetime import datetime

    return int(datetime.fromisoformat(text).timestamp())


def test_the_public_key_set_verifies_the_badge_and_holds_nothing_private(held):
    token = _fetch(held, held["holder"]).content.decode()
    organization = held["contest"].organization.code
    keys = _client().get(f"/api/v1/organizations/{organization}/keys/").json()
    (key,) = jwt.PyJWKSet.from_dict(keys).keys
    assert jwt.decode(token, key, algorithms=["RS256"])["name"].startswith("Giải Nhất")
    assert not {"d", "p", "q", "dp", "dq", "qi"} & set(keys["keys"][0])
    changed = token[:-6] + ("A" if token[-6] != "A" else "B") + token[-5:]
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(changed, key, algorithms=["RS256"])


def test_the_credential_has_what_open_badges_require(held):
    """The required members of AchievementCredential and its parts, Open Badges 3.0 appendix B."""
    payload = jwt.decode(
        _fetch(held, held["holder"]).content.decode(), options={"verify_signature": False}
    )
    assert payload["@context"][:2] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    assert payload["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    issuer = payload["issuer"]
    assert (issuer["type"], issuer["name"]) == (["Profile"], "Trường THCS Sao Mai")
    subject = payload["credentialSubject"]
    assert subject["type"] == ["AchievementSubject"]
    assert subject["identifier"] == [
        {
            "type": "IdentityObject",
            "hashed": False,
            "identityHash": "Lê A",
            "identityType": "name",
        }
    ]
    achievement = subject["achievement"]
    assert achievement["type"] == ["Achievement"]
    assert achievement["achievementType"] == "Award"
    assert achievement["name"] == "Giải Nhất"
    assert achievement["description"].startswith("Giải Nhất, ")
    assert achievement["criteria"]["narrative"].startswith("Theo kết quả công bố số 1 của ")
    for identifier in (payload["id"], subject["id"], achievement["id"]):
        assert identifier.startswith("urn:uuid:")
    assert payload["credentialStatus"]["type"] == "1EdTechRevocationList"
    assert payload["evidence"][0]["id"] == f"{PUBLIC}/verify/{held['certificate'].code}"
    profile = _local(issuer["id"]).json()
    assert (profile["id"], profile["type"], profile["name"]) == (
        issuer["id"],
        ["Profile"],
        issuer["name"],
    )


def test_an_english_certificate_is_an_english_badge():
    publication = make_results(1)
    organization = publication.contest.organization
    organization.name_en = "Sao Mai School"
    organization.save()
    (certificate,) = make_certificates(publication, language="en")
    switch_badges(contest=publication.contest, on=True, by=make_user())
    payload = jwt.decode(badge_of(certificate=certificate), options={"verify_signature": False})
    achievement = payload["credentialSubject"]["achievement"]
    assert (achievement["name"], achievement["inLanguage"]) == ("First Prize", "en")
    assert payload["issuer"]["name"] == "Sao Mai School"


def test_the_same_badge_comes_again_and_the_same_prize_is_one_achievement():
    publication = make_results(3)
    switch_badges(contest=publication.contest, on=True, by=make_user())
    one, two, three = make_certificates(publication)
    assert badge_of(certificate=one) == badge_of(certificate=one)

    def achievement(certificate):
        payload = jwt.decode(badge_of(certificate=certificate), options={"verify_signature": False})
        return payload["credentialSubject"]["achievement"]["id"]

    # First prize, second, second.
    assert achievement(two) == achievement(three)
    assert achievement(one) != achievement(two)
    assert BadgeKey.objects.count() == 1


# --- Status ---------------------------------------------------------------------------


def test_revoked_and_superseded_badges_are_listed_without_codes_and_reasons():
    publication = make_results(3)
    organization = publication.contest.organization
    switch_badges(contest=publication.contest, on=True, by=make_user())
    certificates = make_certificates(publication)
    ids = [
        jwt.decode(badge_of(certificate=each), options={"verify_signature": False})["id"]
        for each in certificates
    ]
    address = f"{PUBLIC}/api/v1/organizations/{organization.code}/revocations/"
    assert _local(address).json()["revokedCredentials"] == []
    revoke(certificate=certificates[0], reason="Lê A gian lận", by=make_user())
    reissue(certificate=certificates[1], reason="sai tên", by=make_user())
    answer = _local(address)
    assert answer.json() == {
        "id": address,
        "issuer": f"{PUBLIC}/api/v1/organizations/{organization.code}/issuer/",
        "revokedCredentials": [{"id": each, "revoked": True} for each in ids[:2]],
    }
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert certificates[0].code not in answer.content.decode()
    certificates[0].refresh_from_db()
    with pytest.raises(CertificateNotInForce):
        badge_of(certificate=certificates[0])


# --- To whom --------------------------------------------------------------------------


def test_the_holder_alone_fetches_the_badge(held):
    contest = held["contest"]
    told = {
        "holder": held["holder"],
        "mentor": held["mentor"],
        "stranger": make_user(),
        "issuer": make_officer(contest, "issue_certificates"),
        "staff": make_staff(),
        "anonymous": None,
    }
    assert {name: _fetch(held, user).status_code for name, user in told.items()} == {
        "holder": 200,
        "mentor": 403,
        "stranger": 404,
        "issuer": 403,
        "staff": 403,
        "anonymous": 401,
    }


def test_own_certificates_say_where_the_badge_is(held):
    def told(user):
        (row,) = _client(user).get("/api/v1/certificates/mine/").json()["results"]
        return row["badge_url"]

    address = f"/api/v1/certificates/{held['certificate'].pk}/badge/"
    assert (told(held["holder"]), told(held["mentor"])) == (address, None)
    switch_badges(contest=held["contest"], on=False, by=make_user())
    assert told(held["holder"]) is None
    assert _fetch(held, held["holder"]).status_code == 409


def test_each_member_of_a_team_fetches_the_teams_badge():
    contest = make_contest(team_max=2)
    for name in ("lea", "tay"):
        make_user(name, username=name)
    entry = make_entry(
        contest,
        team_name="Đội 1",
        participants=[ParticipantData(name, username=name) for name in ("lea", "tay")],
    )
    certificates = make_certificates(make_publication(contest, [entry]), per="team")
    switch_badges(contest=contest, on=True, by=make_user())
    from accounts.models import User

    member = User.objects.get(username="tay")
    assert [each.team for each in certificates] == [True]
    answer = _client(member).get(f"/api/v1/certificates/{certificates[0].pk}/badge/")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")


# --- The switch and the key -----------------------------------------------------------


def test_badges_are_off_until_an_issuer_turns_them_on():
    contest = make_contest()
    address = f"/api/v1/open-badges/{contest.slug}/"
    issuer, manager = make_officer(contest, "issue_certificates"), make_officer(contest, "manage")
    assert _client(manager).get(address).json() == {"on": False}
    assert _client(manager).put(address, {"on": True}).status_code == 403
    assert _client(issuer).put(address, {"on": True}).json() == {"on": True}
    assert _client(issuer).put(address, {"on": True}).json() == {"on": True}
    assert _client(manager).get(address).json() == {"on": True}
    assert BadgeSwitch.objects.get().turned_on_by == issuer
    assert _client(issuer).put(address, {"on": False}).json() == {"on": False}


def test_no_badge_where_they_are_off():
    (certificate,) = make_certificates(make_results(1))
    with pytest.raises(BadgesOff):
        badge_of(certificate=certificate)
    assert not BadgeKey.objects.exists()


def test_a_key_that_cannot_be_opened_is_retired_and_its_badges_still_verify(held, settings):
    old = badge_of(certificate=held["certificate"])
    settings.KEY_SECRETS = ["another"]
    new = badge_of(certificate=Certificate.objects.get(pk=held["certificate"].pk))
    organization = held["contest"].organization.code
    keys = _client().get(f"/api/v1/organizations/{organization}/keys/").json()
    by_id = {key.key_id: key for key in jwt.PyJWKSet.from_dict(keys).keys}
    assert len(by_id) == 2
    for token in (old, new):
        kid = jwt.get_unverified_header(token)["kid"].rstrip("/").rpartition("/")[2]
        assert jwt.decode(token, by_id[kid], algorithms=["RS256"])
    assert [bytes(key.sealed) == b"" for key in BadgeKey.objects.order_by("pk")] == [True, False]


def test_an_unknown_key_or_organization_is_told_so():
    organization = make_contest().organization.code
    assert _client().get(f"/api/v1/organizations/{organization}/keys/none/").status_code == 404
    assert _client().get(f"/api/v1/organizations/{organization}/keys/").json() == {"keys": []}
    assert _client().get("/api/v1/organizations/khong-co/issuer/").status_code == 404
