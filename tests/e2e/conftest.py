"""People at their devices: each fixture call is one browser of its own, whose complaints count."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.services import issue_card
from judging.models import Scoresheet
from tests.e2e.steps import LAPTOP, PHONE, WALL, settle
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.judging import FORM, make_judge, make_judged_contest, make_sheet
from tests.factories.submissions import make_entry

# What a test does to the network on purpose is no fault of the page.
_CUT = re.compile(
    r"net::ERR_(INTERNET_DISCONNECTED|FAILED|ABORTED|CONNECTION_(REFUSED|RESET|CLOSED)|EMPTY_RESPONSE"
    r"|SOCKET_NOT_CONNECTED)"
)

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
        usual = {
            "base_url": live_server.url,
            "reduced_motion": "reduce",
            "service_workers": "block",
        }
        context = new_context(**{**usual, **device, **options})
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(f"{message.text} {message.location['url']}")
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
    """Checks the page as it is now: accessible, and at no width wider than the window."""

    def check(page: Page) -> None:
        settle(page)
        axe(page)
        own = page.viewport_size
        assert own is not None
        for size in (PHONE, LAPTOP, WALL):
            page.set_viewport_size(size["viewport"])
            wide = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{page.url} is {wide} px too wide at {size['viewport']['width']}"
        page.set_viewport_size(own)

    return check


ONE_TAP = {**FORM, "items": [{**item, "step": 1} for item in FORM["items"]]}


@pytest.fixture
def sheet() -> Scoresheet:
    """An empty sheet of a judge who signs in by password; every score is one tap."""
    contest, round_ = make_judged_contest(form=ONE_TAP)
    judge = make_judge(contest, user=make_user("Vũ Đình Khôi", password=PASSWORD))
    return make_sheet(judge, make_entry(contest), round_)


def place_of(sheet: Scoresheet) -> str:
    """The address of a sheet."""
    return f"/judge/{sheet.attempt.entry.contest.slug}/{sheet.pk}"


def card_of(user: User | None, place: str = "") -> str:
    """The address in the QR code of a new card, leading on to `place`."""
    assert user is not None
    _, secret = issue_card(user=user, created_by=user)
    return f"/sign-in{f'?next={place}' if place else ''}#card={secret}"


def written(sheet: Scoresheet) -> list[tuple[str, Any]]:
    """Every change of a value on the server, in order; a value written twice would stand twice."""
    changes: list[tuple[str, Any]] = []
    before: dict[str, Any] = {}
    for revision in sheet.revisions.order_by("number"):
        new = {k: v for k, v in revision.values.items() if before.get(k) != v}
        assert new or revision.state != "draft", "a draft's revision that changes nothing"
        changes += sorted(new.items())
        before = revision.values
    return changes
