"""Devices, and the steps that every way through the product begins with. Knows no database."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}
# The only one that keeps the interface for a time without network: every new browser would first
# fetch all of it.
TABLET: dict[str, Any] = {
    "viewport": {"width": 1024, "height": 768},
    "has_touch": True,
    "service_workers": "allow",
}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1024, "height": 768}}
WALL: dict[str, Any] = {"viewport": {"width": 1920, "height": 1080}}


def sign_in(page: Page, username: str, password: str) -> None:
    """Fills in the form on the page; waits until it led on."""
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def approve_results(page: Page) -> None:
    """On the contest's results: looks at the proposal and approves it."""
    page.get_by_role("button", name="Kiểm tra").click()
    page.get_by_role("button", name="Duyệt và công bố").click()
    page.get_by_role("dialog", name="Công bố kết quả này?").get_by_role(
        "button", name="Duyệt và công bố"
    ).click()


def settle(page: Page) -> None:
    """Waits until the page shows what it has, in its own letters, and nothing moves.

    By locators and plain evaluation: `wait_for_function` would need the eval that the policy forbids.
    """
    expect(page.locator("h1").first).to_be_attached()
    expect(page.locator(".skeleton")).to_have_count(0)
    page.evaluate(
        """() => Promise.all([
          document.fonts.ready,
          ...document.getAnimations()
            .filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
            .map((one) => one.finished.catch(() => {})),
        ]).then(() => {})"""
    )


def keeps_interface(page: Page) -> None:
    """Waits until the service worker answers for this page: now it opens without network."""
    page.evaluate(
        """() => navigator.serviceWorker.controller ? undefined : new Promise((done, failed) => {
          navigator.serviceWorker.addEventListener('controllerchange', () => done(), { once: true })
          setTimeout(() => failed(new Error('no service worker answers for this page')), 30_000)
        })"""
    )


_API = "**/api/**"


def cut_network(page: Page) -> None:
    """No network for any page of this browser.

    Chromium's own switch forgets a page for a moment while it navigates, so that a write could slip
    through: requests to the API are refused as well.
    """
    page.context.route(_API, _refuse)
    page.context.set_offline(True)


def restore_network(page: Page) -> None:
    """The network is there again, and every page hears of it as from a real device."""
    page.context.unroute(_API, _refuse)
    page.context.set_offline(False)
    for each in page.context.pages:
        network_is_back(each)


def _refuse(route: Route) -> None:
    route.abort("internetdisconnected")


SENT = "Đã gửi máy chủ"


def waiting(count: int) -> str:
    """What the page says while so many sheets are on the device only."""
    return f"Đã lưu trên máy · chờ mạng ({count})"


def state_of(page: Page) -> Locator:
    """Where the scores are: on the device, on the server."""
    return page.locator(".save-state")


def put(page: Page, item: str, points: str) -> None:
    """Tap an item's button."""
    group = page.get_by_role("radiogroup", name=re.compile(item))
    group.locator("label").filter(has=page.get_by_text(points, exact=True)).tap()


def chosen(page: Page, item: str) -> Locator:
    """The item's button that is pressed."""
    return page.get_by_role("radiogroup", name=re.compile(item)).get_by_role("radio", checked=True)


def network_is_back(page: Page) -> None:
    """What a browser tells the page when its own network returns: do not wait longer."""
    page.evaluate("dispatchEvent(new Event('online'))")
