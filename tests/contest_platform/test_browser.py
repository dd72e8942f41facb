"""The built application in a real browser, under the strict policy."""

from typing import Any

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_application_starts_without_breaking_the_policy(live_server: Any, page: Any) -> None:
    complaints: list[str] = []
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(live_server.url)
    page.wait_for_selector("#app > *")
    assert page.title()
    assert complaints == []


def test_first_page_is_accessible(live_server: Any, page: Any, axe: Any) -> None:
    page.goto(live_server.url)
    page.wait_for_selector("#app > *")
    axe(page)
