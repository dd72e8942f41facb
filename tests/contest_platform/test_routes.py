"""Tests of the table of routes against what the API's description says of each address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.conf import settings

from contest_platform.serving.routes import DOWNLOADS, QUICK, UPLOADS, Routes

JSON = ("application/json", "application/problem+json")


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    described = schemathesis.openapi.from_path(settings.BASE_DIR / "docs" / "openapi.yaml")
    for path, methods in described.raw_schema["paths"].items():
        address = path.replace("{kind}", "pdf")
        for method, operation in methods.items():
            yield method.upper(), re.sub(r"{\w+}", "1", address), operation


def test_whoever_fetches_a_file_takes_some_threads_only() -> None:
    routes = Routes()
    files = {
        address: routes.find(method, address).lane
        for method, address, operation in operations()
        for answer in operation["responses"].values()
        if any(kind not in JSON for kind in answer.get("content", {}))
    }
    assert len(files) > 10
    assert [address for address, lane in files.items() if lane is QUICK] == []
    assert files["/api/v1/attachments/1/file/"] is DOWNLOADS


def test_whoever_sends_a_file_and_nothing_else_takes_some_threads_only() -> None:
    routes = Routes()
    uploads = {
        address: routes.find(method, address).lane
        for method, address, operation in operations()
        if list(operation.get("requestBody", {}).get("content", {})) == ["multipart/form-data"]
    }
    assert set(uploads.values()) == {UPLOADS}


@pytest.mark.parametrize("path", ["/api/v1/standings/a/", "/api/v1/scoresheets/1/", "/admin/", "/"])
def test_scores_and_boards_take_any_thread(path: str) -> None:
    assert Routes().find("GET", path).lane is QUICK
    assert Routes().find("PUT", path).lane is QUICK
