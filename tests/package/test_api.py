"""Importing a package in the API: who may, how large, a look beforehand, and what is said of it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from accounts.models import User
from contests.models import Contest, Organization
from contests.services import create_organization, grant_organization
from leaderboards.models import Publication
from leaderboards.package import uploads
from tests.factories.accounts import make_staff, make_user
from tests.package.whole import small, whole
from tests.snapshot import everything

pytestmark = pytest.mark.django_db


def send(user: User, document: Any, **more: Any) -> Any:
    client = APIClient()
    client.force_authenticate(user)
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    file = SimpleUploadedFile("goi.json", content)
    return client.post("/api/v1/contest-packages/", {"file": file, **more}, format="multipart")


def lying() -> dict[str, Any]:
    document = whole()
    document["publications"][0]["payload"]["public"]["divisions"][0]["rows"][0]["points"] = "99"
    return document


@pytest.fixture
def ward() -> Organization:
    return create_organization(code="ward-1", kind="ward", name="Phường 1")


@pytest.fixture
def teacher(ward: Organization) -> User:
    """May create contests of the ward, and nothing else."""
    user = make_user("Đỗ Thị Giáo")
    grant_organization(organization=ward, name="create_contests", to=user, by=None)
    return user


def test_a_preview_says_what_would_happen_and_writes_nothing(teacher: User) -> None:
    before = everything()
    content = json.dumps(lying()).encode()
    answer = send(teacher, content, preview=True)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["slug"], told["organization"], told["replaced"]) == ("cup", "Phường 1", False)
    assert told["sha256"] == hashlib.sha256(content).hexdigest()
    assert {"member": "entries", "count": 4} in told["counts"]
    assert [(p["told"], p["state"], p["differences"]) for p in told["publications"]] == [
        ("published", "proposed", 1)
    ]
    assert [fault["pointer"] for fault in told["differences"]] == [
        "/publications/0/payload/public/divisions/0/rows/0/points"
    ]
    assert everything() == before


def test_what_differs_is_refused_by_the_api_unless_it_is_to_be_proposed(teacher: User) -> None:
    refused = send(teacher, lying())
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/package-differs")
    assert not Contest.objects.exists()
    assert send(teacher, lying(), propose=True).status_code == 201
    assert Publication.objects.get().proposed_by == teacher


def test_the_mark_is_shown_to_the_public_without_who_imported(teacher: User) -> None:
    document = whole()
    document["publications"][0].pop("ceremony")
    sha256 = hashlib.sha256(json.dumps(document).encode()).hexdigest()
    assert send(teacher, document).status_code == 201
    board = APIClient().get("/api/v1/standings/cup/").json()
    assert [(m["organization"], m["sha256"]) for m in board["publication"]["imports"]] == [
        ("Phường 1", sha256)
    ]
    listed = APIClient().get("/api/v1/publications/?contest=cup").json()["results"][0]
    assert set(listed["imports"][0]) == {"organization", "imported_at", "sha256"}
    client = APIClient()
    client.force_authenticate(teacher)
    office = client.get("/api/v1/publications/?contest=cup").json()["results"][0]
    assert office["imports"][0]["by"] == "Đỗ Thị Giáo"
    checked = APIClient().get("/api/v1/minutes/verify/A5PN-VEWY-MSWF/").json()
    assert [mark["sha256"] for mark in checked["imports"]] == [sha256]


def test_a_contest_of_an_organization_that_one_does_not_speak_for_is_refused(teacher: User) -> None:
    create_organization(code="city", kind="city", name="Thành phố")
    document = whole()
    document["contest"]["organization"] = "city"
    answer = send(teacher, document)
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["/contest/organization"]
    assert not Contest.objects.exists()


def test_an_organization_outside_of_ones_own_is_not_made(teacher: User) -> None:
    document = whole()
    document["organizations"].append({"code": "nation", "kind": "nation", "name": "Toàn quốc"})
    answer = send(teacher, document)
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["/organizations/2/code"]
    assert list(Organization.objects.values_list("code", flat=True)) == ["ward-1"]


def test_a_contest_is_replaced_by_those_who_run_it_alone(teacher: User, ward: Organization) -> None:
    assert send(make_staff(), whole()).status_code == 201
    answer = send(teacher, whole(), replace=True)
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["/contest/slug"]
    assert send(make_staff("Người Khác"), whole(), replace=True).json()["replaced"] is True


def test_a_package_that_is_too_large_is_refused_before_it_is_read(monkeypatch: Any) -> None:
    monkeypatch.setattr(uploads, "MAX_BYTES", 1000)
    answer = send(make_staff(), small() | {"results": [{"rows": []}] * 100})
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/package-too-large")


def test_a_package_that_takes_too_long_to_compute_is_refused(monkeypatch: Any) -> None:
    monkeypatch.setattr(uploads, "MAX_COST", 100)
    answer = send(make_staff(), small())
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/package-too-costly")
    assert not Contest.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"{", b"[" * 100_000, b'{"a": 1e999}'])
def test_what_is_no_package_is_refused_in_words(content: bytes) -> None:
    answer = send(make_staff(), content)
    assert answer.status_code in (400, 422)
    assert answer.json()["detail"]
