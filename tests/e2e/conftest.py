"""People at their devices: each fixture call is one browser of its own, whose complaints count."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.steps import LAPTOP, settle

# What a test does to the network on purpose is no fault of the page.
_CUT = re.compile(r"net::ERR_(INTERNET_DISCONNECTED|FAILED|ABORTED)")

expect.set_options(timeout=15_000)  # two slow cores may be shared by two tests

Visit = Callable[..., Page]


@pytest.fixture
def complaints() -> list[str]:
    """What any page of the test wrote to its console as an error, or threw, policy included."""
    return []


@pytest.fixture
def visit(live_server: Any, new_context: Any, complaints: list[str]) -> Iterator[Visit]:
    """Opens a page on a device; at the end no page may have complained."""

    def open_page(device: dict[str, Any] = LAPTOP, path: str = "/", **options: Any) -> Page:
        context = new_context(
            base_url=live_server.url, reduced_motion="reduce", **device, **options
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if message.type == "error" and not _CUT.search(message.text)
                else None
            ),
        )
        page.goto(path)
        return page

    yield open_page
    assert complaints == []


@pytest.fixture
def look(axe: Any) -> Callable[[Page], None]:
    """Checks the page as it is now: accessible, and nothing wider than the window."""

    def check(page: Page) -> None:
        settle(page)
        wide = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{page.url} is {wide} px wider than the window"
        axe(page)

    return check
