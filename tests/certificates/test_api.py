"""Certificates over HTTP: who may do what, exactly."""

import pytest
from rest_framework.test import APIClient

from certificates.models import Certificate
from certificates.permissions import CertificatePolicy
from certificates.services import revoke
from submissions.services import ParticipantData
from tests.factories.accounts import make_staff, make_user
from tests.factories.certificates import make_certificates, make_publication
from tests.factories.contests import make_contest, make_officer, make_organiser
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """A published contest with two certificates, and a person of every role."""
    contest = make_contest(team_max=2)
    student, mentor = make_user("Lê A", username="lea"), make_user("Cô Hoa")
    other = make_user("Tạ Y", username="tay")
    entries = [
        make_entry(contest, mentor=mentor, participants=[ParticipantData("Lê A", username="lea")]),
        make_entry(contest, participants=[ParticipantData("Tạ Y", username="tay")]),
    ]
    publication = make_publication(contest, entries)
    return {
        "contest": contest,
        "publication": publication,
        "certificates": make_certificates(publication),
        "people": {
            "anonymous": None,
            "stranger": make_user(),
            "student": student,
            "other": other,
            "mentor": mentor,
            "judge": make_officer(contest, "judge"),
            "chair": make_officer(contest, "chair"),
            "issuer": make_officer(contest, "issue_certificates"),
            "manager": make_officer(contest, "manage"),
            "elsewhere": make_organiser(make_contest(title="Cuộc thi khác")),
            "staff": make_staff(),
        },
    }


def client(user=None):
    api = APIClient()
    if user is not None:
        api.force_authenticate(user)
    return api


SEES = {
    "stranger": [], "student": ["Lê A"], "other": ["Tạ Y"], "mentor": ["Lê A"], "judge": [],
    "chair": [], "issuer": ["Lê A", "Tạ Y"], "manager": ["Lê A", "Tạ Y"], "elsewhere": [],
    "staff": ["Lê A", "Tạ Y"],
}  # fmt: skip


@pytest.mark.parametrize("role", SEES)
def test_readable_and_can_read_agree(world, role):
    user = world["people"][role]
    rows = Certificate.objects.filter(CertificatePolicy.readable(user)).distinct()
    assert sorted(row.content["recipient"] for row in rows) == SEES[role]
    for row in world["certificates"]:
        assert CertificatePolicy.can_read(user, row) == (row in rows)


@pytest.mark.parametrize("role", SEES)
def test_a_file_is_for_its_holder_the_mentor_and_the_office(world, role):
    certificate = world["certificates"][0]
    answer = client(world["people"][role]).get(f"/api/v1/certificates/{certificate.pk}/file/")
    assert answer.status_code == (200 if "Lê A" in SEES[role] else 404)
    if answer.status_code == 200:
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")


def test_a_revoked_file_is_for_the_office_only(world):
    certificate = world["certificates"][0]
    revoke(certificate=certificate, reason="Sai", by=world["people"]["issuer"])
    path = f"/api/v1/certificates/{certificate.pk}/file/"
    assert client(world["people"]["student"]).get(path).status_code == 403
    assert client(world["people"]["issuer"]).get(path).status_code == 200


@pytest.mark.parametrize(
    ("role", "status"),
    [("anonymous", 401), ("stranger", 403), ("student", 403), ("judge", 403), ("chair", 403),
     ("manager", 403), ("elsewhere", 403), ("issuer", 201), ("staff", 201)],
)  # fmt: skip
def test_batches_and_templates_are_made_by_issuers(world, role, status):
    api = client(world["people"][role])
    body = {"publication": world["publication"].pk}
    assert api.post("/api/v1/certificate-batches/", body).status_code == status
    body = {"contest": world["contest"].slug, "design": "giay_khen", "definition": {}}
    assert api.post("/api/v1/certificate-templates/", body).status_code == status


@pytest.mark.parametrize(
    ("role", "status"), [("student", 403), ("manager", 403), ("stranger", 404), ("issuer", 200)]
)
def test_certificates_are_revoked_by_issuers(world, role, status):
    path = f"/api/v1/certificates/{world['certificates'][0].pk}/revoke/"
    assert client(world["people"][role]).post(path, {"reason": "Sai"}).status_code == status


def test_the_office_lists_and_searches(world):
    api = client(world["people"]["issuer"])
    path = f"/api/v1/certificates/?contest={world['contest'].slug}&search="
    found = {
        text: [row["recipient"] for row in api.get(path + text).json()["results"]]
        for text in ("", "Lê", "le a", "TA", "%", "0002", world["certificates"][0].code)
    }
    assert found == {
        "": ["Tạ Y", "Lê A"], "Lê": ["Lê A"], "le a": ["Lê A"], "TA": ["Tạ Y"], "%": [],
        "0002": ["Tạ Y"], world["certificates"][0].code: ["Lê A"],
    }  # fmt: skip


def test_a_register_number_is_found_with_its_year_and_nothing_too_long_is_one(world):
    api = client(world["people"]["issuer"])
    year = world["certificates"][1].register.year
    found = {
        text: [
            row["recipient"]
            for row in api.get("/api/v1/certificates/", {"search": text}).json()["results"]
        ]
        for text in (f"0002/{year}", "2 /", f"0002/{year - 1}", "0002/x", "9" * 100)
    }
    assert found == {
        f"0002/{year}": ["Tạ Y"], "2 /": ["Tạ Y"], f"0002/{year - 1}": [], "0002/x": [],
        "9" * 100: [],
    }  # fmt: skip


def test_mine_holds_the_own_ones_only(world):
    answer = client(world["people"]["student"]).get("/api/v1/certificates/mine/").json()
    assert [row["recipient"] for row in answer["results"]] == ["Lê A"]
    assert client(world["people"]["student"]).get("/api/v1/certificates/").json()["results"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_queries_whatever_its_length(count, django_assert_num_queries):
    from tests.factories.certificates import make_results

    make_certificates(make_results(count))
    api = client(make_staff())
    with django_assert_num_queries(1):
        assert len(api.get("/api/v1/certificates/").json()["results"]) == count


def test_anybody_verifies_a_code(world):
    certificate = world["certificates"][0]
    answer = client().get(f"/api/v1/verify/{certificate.code}/")
    assert answer.status_code == 200
    assert answer.json() | {"file_sha256": "", "issued_on": ""} == {
        "state": "issued", "code": certificate.code, "number": certificate.register_number,
        "issuer": world["contest"].organization.name, "issuer_en": "",
        "contest": world["contest"].title, "contest_en": world["contest"].title_en,
        "award": "Giải Nhất", "award_en": "First Prize",
        "division": certificate.award.division.title,
        "division_en": certificate.award.division.title_en,
        "recipient": "L.A.", "issued_on": "", "file_sha256": "", "superseded_by": None,
        "outdated": False, "imports": [],
        "signature": None,
    }  # fmt: skip


def test_an_unknown_code_is_a_problem(world):
    answer = client().get("/api/v1/verify/AAAA-BBBB-CCCC/")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/certificate-unknown")


def test_a_wrong_definition_names_its_members(world):
    answer = client(world["people"]["issuer"]).post(
        "/api/v1/certificate-templates/",
        {"contest": world["contest"].slug, "design": "nope", "definition": {"per": "nobody"}},
    )
    assert answer.status_code == 422
    pointers = [fault["pointer"] for fault in answer.json()["errors"]]
    assert pointers == ["/design", "/definition/per"]


def test_a_template_is_previewed_as_a_pdf(world):
    template = world["certificates"][0].template_id
    path = f"/api/v1/certificate-templates/{template}/preview/"
    answer = client(world["people"]["manager"]).get(path)
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert client(world["people"]["chair"]).get(path).status_code == 404
