"""Entries, works and files over HTTP."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from submissions.models import Attachment, Entry
from submissions.services import create_submission, finish_picture
from tests.factories.accounts import make_user
from tests.factories.contests import make_contest, make_officer, make_organiser, make_organization
from tests.factories.submissions import make_attachment, make_entry, pdf_bytes, picture_bytes

pytestmark = pytest.mark.django_db

API = "/api/v1"


def client_of(user: Any) -> APIClient:
    client = APIClient()
    client.force_login(user)
    return client


def test_student_enters_changes_and_submits() -> None:
    contest = make_contest(team_max=2)
    school = make_organization()
    student = make_user("Đỗ Minh Châu", username="chau")
    client = client_of(student)
    answer = client.post(
        f"{API}/entries/",
        {
            "contest": contest.slug,
            "division": "B",
            "title": "Cây lúa",
            "organization": school.code,
            "participants": [{"full_name": "Đỗ Minh Châu", "class_name": "9A2"}],
            "mentors": [{"full_name": "Cô Hà"}],
        },
    )
    assert answer.status_code == 201, answer.json()
    entry = answer.json()
    assert (entry["code"], entry["state"], entry["revision"]) == ("B-001", "draft", 1)
    assert answer["ETag"] == '"1"'
    assert entry["participants"][0]["username"] == "chau"
    assert entry["blind_code"] is None
    assert entry["permissions"] == {"change": True, "organise": False}
    url = f"{API}/entries/{entry['id']}/"

    assert client.patch(url, {"title": "Cây tre"}).status_code == 428
    assert client.patch(url, {"title": "Cây tre"}, headers={"If-Match": '"1"'}).status_code == 200
    stale = client.patch(url, {"title": "Cây đa"}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert stale.json()["current"]["title"] == "Cây tre"
    assert stale.json()["current"]["revision"] == 2

    submitted = client.post(f"{url}submit/", headers={"If-Match": '"2"'})
    assert (submitted.json()["state"], submitted["ETag"]) == ("submitted", '"3"')
    forbidden = client.post(f"{url}disqualify/", {"reason": "x"}, headers={"If-Match": '"3"'})
    assert forbidden.status_code == 403


def test_organiser_disqualifies_and_reinstates() -> None:
    contest = make_contest()
    client = client_of(make_organiser(contest))
    url = f"{API}/entries/{make_entry(contest).pk}/"
    assert client.get(url).json()["blind_code"] == Entry.objects.get().blind_code
    body = {"reason": "Sao chép"}
    answer = client.post(f"{url}disqualify/", body, headers={"If-Match": '"2"'})
    assert (answer.json()["state"], answer.json()["state_reason"]) == ("disqualified", "Sao chép")
    answer = client.post(f"{url}reinstate/", {}, headers={"If-Match": '"3"'})
    assert answer.json()["state"] == "submitted"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"division": "Z"}, "/division"),
        ({"contest": "khong-co"}, "/contest"),
        ({"title": ""}, "/title"),
        ({"participants": [{"full_name": ""}]}, "/participants/0/full_name"),
        ({"as": "judge"}, "/as"),
    ],
)
def test_wrong_field_is_named(body: dict[str, Any], pointer: str) -> None:
    contest = make_contest()
    answer = client_of(make_user()).post(
        f"{API}/entries/", {"contest": contest.slug, "division": "B", "title": "Bài", **body}
    )
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_draft_contest_is_unknown_to_students() -> None:
    contest = make_contest(state="draft")
    answer = client_of(make_user()).post(
        f"{API}/entries/", {"contest": contest.slug, "division": "B", "title": "Bài"}
    )
    assert answer.status_code == 400


def test_entries_of_others_are_not_found() -> None:
    entry = make_entry(make_contest())
    assert client_of(make_user()).get(f"{API}/entries/{entry.pk}/").status_code == 404
    assert APIClient().get(f"{API}/entries/{entry.pk}/").status_code == 401


def test_list_narrows() -> None:
    contest = make_contest()
    student = make_user()
    make_entry(contest, division="A", title="Lúa", student=student)
    make_entry(contest, division="B", title="Tre", team_name="Sao Mai")
    client = client_of(make_organiser(contest))

    def titles(query: str, who: APIClient = client) -> set[str]:
        rows = who.get(f"{API}/entries/?{query}").json()["results"]
        return {row["title"] for row in rows}

    assert titles(f"contest={contest.slug}") == {"Lúa", "Tre"}
    assert titles("division=A") == {"Lúa"}
    assert titles("search=Sao") == titles("search=sao mai") == {"Tre"}
    assert titles("search=lua") == {"Lúa"}
    assert titles("state=draft") == set()
    assert titles("mine=1") == set()
    assert titles("mine=1", client_of(student)) == {"Lúa"}


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_database_a_fixed_number_of_times(count: int) -> None:
    contest = make_contest()
    for number in range(count):
        make_entry(contest, organization=make_organization(), team_name=f"Đội {number}")
    client = client_of(make_organiser(contest))
    with CaptureQueriesContext(connection) as queries:
        assert len(client.get(f"{API}/entries/").json()["results"]) == count
    # session, person, entries, participants
    assert len(queries) == 4


@pytest.mark.parametrize("count", [1, 3])
def test_versions_ask_the_database_a_fixed_number_of_times(count: int) -> None:
    student = make_user()
    entry = make_entry(make_contest(), student=student)
    for _ in range(count):
        create_submission(entry=entry, by=student, attachments=[make_attachment(entry).pk])
    client = client_of(student)
    with CaptureQueriesContext(connection) as queries:
        rows = client.get(f"{API}/submissions/?entry={entry.pk}").json()
    assert [row["number"] for row in rows] == list(range(count, 0, -1))
    # session, person, versions, files
    assert len(queries) == 4


def upload(client: APIClient, entry: Entry, name: str, content: bytes) -> Any:
    return client.post(
        f"{API}/attachments/",
        {"entry": entry.pk, "file": SimpleUploadedFile(name, content)},
        format="multipart",
    )


def test_work_is_uploaded_submitted_and_fetched() -> None:
    student = make_user()
    entry = make_entry(make_contest(), student=student)
    client = client_of(student)
    content = pdf_bytes()
    uploaded = upload(client, entry, "Bài của Châu.pdf", content)
    assert uploaded.status_code == 201, uploaded.json()
    file = uploaded.json()
    assert (file["name"], file["size_bytes"], file["state"]) == (
        "Bài của Châu.pdf", len(content), "ready",
    )  # fmt: skip
    body = {"entry": entry.pk, "note": "Bản một", "attachments": [file["id"]]}
    answer = client.post(f"{API}/submissions/", body)
    assert (answer.status_code, answer.json()["number"]) == (201, 1)

    got = client.get(file["file_url"])
    assert b"".join(got.streaming_content) == content
    assert got["Content-Type"] == "application/pdf"
    assert got["Content-Disposition"].lower().startswith("attachment; filename*=utf-8''b%c3%a0i")
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert APIClient().get(file["file_url"]).status_code == 404
    assert client_of(make_user()).get(file["file_url"]).status_code == 404
    assert client.delete(f"{API}/attachments/{file['id']}/").status_code == 409


@pytest.mark.parametrize(
    ("language", "words"), [("vi", "không phải là tệp .png"), ("en", "not that of a .png file")]
)
def test_lying_file_is_told_in_the_persons_language(language: str, words: str) -> None:
    student = make_user()
    entry = make_entry(make_contest(), student=student)
    client = client_of(student)
    client.credentials(HTTP_ACCEPT_LANGUAGE=language)
    answer = upload(client, entry, "ảnh.png", b"<html><script>")
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/upload-type-mismatch"
    assert words in answer.json()["detail"]
    assert not Attachment.objects.exists()


def test_request_that_grows_over_the_cap_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("submissions.uploads.cap.HARD_CAP_BYTES", 1000)
    student = make_user()
    entry = make_entry(make_contest(), student=student)
    answer = upload(client_of(student), entry, "bài.pdf", bytes(1001))
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/upload-too-large")


def test_picture_is_fetched_only_once_it_is_clean(
    django_capture_on_commit_callbacks: Any,
) -> None:
    student = make_user()
    entry = make_entry(make_contest(), student=student)
    client = client_of(student)
    file = upload(client, entry, "ảnh.png", picture_bytes()).json()
    url = f"{API}/attachments/{file['id']}"
    assert (file["state"], file["file_url"], file["thumbnail_url"]) == ("processing", None, None)
    assert client.get(f"{url}/file/").status_code == 409
    assert client.get(f"{url}/thumbnail/").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        finish_picture(attachment_id=file["id"])
    assert client.get(f"{url}/thumbnail/")["Content-Type"] == "image/webp"
    assert client.get(f"{url}/file/")["Content-Type"] == "image/png"


def test_organiser_makes_a_file_public() -> None:
    student = make_user()
    contest = make_contest()
    attachment = make_attachment(make_entry(contest, student=student))
    url = f"{API}/attachments/{attachment.pk}/"
    assert client_of(student).patch(url, {"public": True}).status_code == 403
    assert client_of(make_officer(contest, "chair")).patch(url, {"public": True}).status_code == 403
    assert client_of(make_organiser(contest)).patch(url, {"public": True}).json()["public"] is True
    assert APIClient().get(f"{url}file/").status_code == 200
