"""Tests of the job endpoints: who sees a job, and what can be done to it."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from rest_framework.test import APIClient

from jobs import services
from jobs.models import Job, State
from jobs.permissions import owner_key, readable
from jobs.registry import job

pytestmark = pytest.mark.django_db


@job("tests.api")
def nothing(payload: dict[str, Any], context: Any) -> None:
    return None


def make_user(name: str, **fields: Any) -> Any:
    return get_user_model().objects.create_user(username=name, full_name=name, **fields)


@pytest.fixture
def owner() -> Any:
    return make_user("owner")


@pytest.fixture
def queued(owner: Any) -> Job:
    return services.enqueue(kind="tests.api", owner_key=owner_key(owner))


def client_of(user: Any | None) -> APIClient:
    client = APIClient()
    if user:
        client.force_login(user)
    return client


def test_owner_sees_state_and_progress(owner: Any, queued: Job) -> None:
    answer = client_of(owner).get(f"/api/v1/jobs/{queued.pk}/")
    assert answer.status_code == 200
    body = answer.json()
    assert body.pop("created_at").endswith("Z")
    assert body == {
        "id": queued.pk,
        "kind": "tests.api",
        "state": "queued",
        "done": 0,
        "total": None,
        "attempts": 0,
        "cancel_requested": False,
        "error": None,
        "finished_at": None,
    }


@pytest.mark.parametrize(("who", "status"), [("nobody", 401), ("other", 404), ("staff", 200)])
def test_only_owner_and_staff_see_a_job(who: str, status: int, queued: Job) -> None:
    user = None if who == "nobody" else make_user(who, is_staff=who == "staff")
    assert client_of(user).get(f"/api/v1/jobs/{queued.pk}/").status_code == status
    assert client_of(user).post(f"/api/v1/jobs/{queued.pk}/cancel/").status_code == status


@pytest.mark.parametrize(("who", "reads"), [("owner", True), ("other", False), ("staff", True)])
def test_readable_jobs_are_those_of_the_owner(
    who: str, reads: bool, owner: Any, queued: Job
) -> None:
    user = owner if who == "owner" else make_user(who, is_staff=who == "staff")
    assert Job.objects.filter(readable(user)).exists() is reads


def test_error_is_told_in_the_language_of_the_request(owner: Any, queued: Job) -> None:
    held = services.claim()
    assert held is not None
    services.fail(
        job=held, code="too-long", detail={"vi": "Quá dài.", "en": "Too long."}, final=True
    )
    client = client_of(owner)
    url = f"/api/v1/jobs/{queued.pk}/"
    assert client.get(url).json()["error"] == {"code": "too-long", "detail": "Quá dài."}
    english = client.get(url, headers={"accept-language": "en"}).json()
    assert english["error"] == {"code": "too-long", "detail": "Too long."}


def test_cancel_then_retry(owner: Any, queued: Job) -> None:
    client = client_of(owner)
    assert client.post(f"/api/v1/jobs/{queued.pk}/cancel/").json()["state"] == State.CANCELLED
    again = client.post(f"/api/v1/jobs/{queued.pk}/cancel/")
    assert (again.status_code, again.headers["content-type"]) == (409, "application/problem+json")
    assert again.json()["type"] == "/problems/job-final"
    assert client.post(f"/api/v1/jobs/{queued.pk}/retry/").json()["state"] == State.QUEUED
    assert client.post(f"/api/v1/jobs/{queued.pk}/retry/").json()["type"] == "/problems/job-active"
