"""A shared cache that is away: said at the start, and no server error later."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

AWAY = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:1/0",  # nobody listens there
    }
}


def test_server_does_not_start_without_its_cache(settings: Any) -> None:
    settings.CACHES = AWAY
    with pytest.raises(CommandError, match="REDIS_URL cannot be used"):
        call_command("serve")


@pytest.mark.django_db
def test_sign_in_without_the_cache_may_be_tried_again(settings: Any) -> None:
    settings.CACHES = AWAY
    response = Client(raise_request_exception=False).post(
        "/_allauth/browser/v1/auth/login",
        json.dumps({"username": "an", "password": "x"}),
        content_type="application/json",
    )
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert json.loads(response.content)["type"] == "/problems/busy"
