"""Tests of the problem answers: form, language, pointers, and the framework's own errors."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client
from django.utils import translation
from rest_framework import exceptions, serializers

from common.errors import DomainError, Fault
from common.problems import exception_handler


class SheetStale(DomainError):
    code = "sheet-stale"
    status = 412
    text = {"vi": "Phiếu của {judge} đã đổi.", "en": "The sheet of {judge} has changed."}


def answer(error: Exception) -> Any:
    response = exception_handler(error, {})
    assert response is not None
    assert response.content_type == "application/problem+json"
    assert response.status_code == response.data["status"]
    return response.data


def test_domain_error_becomes_a_problem_with_its_extension_members() -> None:
    fault = Fault({"vi": "Quá lớn.", "en": "Too large."}, "/values/idea", "too-large")
    error = SheetStale(judge="An", errors=[fault], extra={"current": {"revision": 3}})
    assert answer(error) == {
        "type": "/problems/sheet-stale",
        "title": "Dữ liệu đã thay đổi",
        "status": 412,
        "detail": "Phiếu của An đã đổi.",
        "errors": [{"detail": "Quá lớn.", "pointer": "/values/idea", "code": "too-large"}],
        "current": {"revision": 3},
    }


def test_problem_speaks_the_language_of_the_request() -> None:
    with translation.override("en-GB"):
        assert answer(SheetStale(judge="An"))["detail"] == "The sheet of An has changed."


def test_extension_members_never_replace_the_standard_ones() -> None:
    assert answer(SheetStale(judge="An", extra={"status": 200, "type": "x"}))["status"] == 412


def test_validation_errors_carry_json_pointers() -> None:
    class Person(serializers.Serializer[Any]):
        name = serializers.CharField()

    class Team(serializers.Serializer[Any]):
        title = serializers.CharField()
        people = Person(many=True)

    serializer = Team(data={"people": [{"name": "An"}, {}]})
    with pytest.raises(exceptions.ValidationError) as raised:
        serializer.is_valid(raise_exception=True)
    faults = answer(raised.value)["errors"]
    assert [(fault["pointer"], fault["code"]) for fault in faults] == [
        ("/title", "required"),
        ("/people/1/name", "required"),
    ]


def test_pointer_escapes_slash_and_tilde() -> None:
    error = exceptions.ValidationError({"a/b~c": ["x"], "non_field_errors": ["y"]})
    assert [fault["pointer"] for fault in answer(error)["errors"]] == ["/a~1b~0c", ""]


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (Http404(), 404, "not-found"),
        (PermissionDenied(), 403, "permission-denied"),
        (ValidationError({"name": ["x"]}), 400, "invalid"),
        (ValidationError("x"), 400, "invalid"),
        (exceptions.NotAuthenticated(), 401, "not-authenticated"),
        (exceptions.ParseError(), 400, "malformed"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method-not-allowed"),
        (exceptions.UnsupportedMediaType("text/csv"), 415, "unsupported-media-type"),
        (exceptions.PermissionDenied("CSRF Failed: x"), 403, "csrf-failed"),
    ],
)
def test_errors_of_the_framework_have_stable_types(
    error: Exception, status: int, kind: str
) -> None:
    document = answer(error)
    assert (document["status"], document["type"]) == (status, f"/problems/{kind}")


def test_throttled_says_when_to_come_back() -> None:
    response = exception_handler(exceptions.Throttled(wait=12), {})
    assert response is not None
    assert (response.status_code, response.headers["Retry-After"]) == (429, "12")


def test_bug_is_no_problem_answer() -> None:
    assert exception_handler(RuntimeError(), {}) is None


def test_unknown_address_below_api_is_a_problem(client: Client) -> None:
    answer = client.get("/api/v1/nowhere/")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["type"] == "/problems/not-found"


def test_unknown_file_is_no_application_page(client: Client) -> None:
    answer = client.get("/assets/missing.js")
    assert answer.status_code == 404
    assert "problem" not in answer.headers["content-type"]


def test_crash_below_api_is_a_problem_without_details(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*args: object, **kwargs: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("jobs.views.JobViewSet.initial", crash)
    answer = Client(raise_request_exception=False).get("/api/v1/jobs/1/")
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/server-error")
    assert "secret" not in answer.content.decode()
