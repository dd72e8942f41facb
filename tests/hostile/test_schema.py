"""Requests made up from the API's own description: whatever comes, the server never fails.

A few for each operation, the same at every run, each rolled back. Chains of them, with real writes
to the product as shipped, are `stateful.py`, in `make test-all`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings

from accounts.services import issue_token
from tests.factories.accounts import make_staff
from tests.hostile.conftest import World

_FILE = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"
_SCHEMA = schemathesis.openapi.from_path(_FILE)
_OPERATIONS = [result.ok() for result in _SCHEMA.get_all_operations()]
_EXAMPLES = 4


def send(case: Any, secret: str) -> Any:
    """The case through Django's client, which shares the test's connection to the database."""
    request = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
    headers = {**request.headers, "Authorization": f"Bearer {secret}"}
    body = request.body or b""
    return Client(raise_request_exception=False).generic(
        request.method or "GET",
        request.path_url,
        body.encode() if isinstance(body, str) else body,
        content_type=headers.pop("Content-Type", "application/json"),
        headers=headers,
    )


@pytest.mark.parametrize("operation", _OPERATIONS, ids=[each.label for each in _OPERATIONS])
def test_no_made_up_request_breaks_the_server(world: World, operation: Any) -> None:
    # Staff get furthest: what is refused at the door tests nothing behind it.
    _, secret = issue_token(user=make_staff(), label="máy thử")

    @settings(
        max_examples=_EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def calls(case: Any) -> None:
        cache.clear()  # a throttle would hide what is behind it
        with transaction.atomic():
            response = send(case, secret)
            transaction.set_rollback(True)
        assert response.status_code < 500, case.as_curl_command()

    calls()
