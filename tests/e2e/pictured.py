"""The screens that pictures are taken of, on the demo; and which of them the README shows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.package.whole import whole

ENTERING = "demo-ai-vi-cong-dong"
JUDGING = "demo-sang-tao-noi-dung-so"
PROPOSED = "demo-robot-kham-pha"
LIVE = "demo-robot-thu-thach"
CERTIFIED = "demo-rung-chuong-ky-nang-so"
APPEALED = "demo-lap-trinh-tre"


@dataclass(frozen=True, slots=True)
class Screen:
    """A page and who looks at it; `address` may ask the server first, `act` does the last steps."""

    name: str
    address: str | Callable[[Page], str]
    user: str = ""
    act: Callable[[Page], None] | None = None
    theme: str = "light"
    window: bool = False  # the window only, not the whole page


def read(page: Page, path: str) -> Any:
    return page.request.get(path).json()


def certificate(page: Page) -> dict[str, Any]:
    mine = read(page, "/api/v1/certificates/mine/")["results"]
    return next(one for one in mine if one["state"] == "issued")


def _own(page: Page, contest: str) -> dict[str, Any]:
    """The signed-in person's entry in a contest."""
    mine = read(page, "/api/v1/my/contests/")
    entry: dict[str, Any] = next(one for one in mine if one["contest"] == contest)["entries"][0]
    return entry


def _entry(contest: str) -> Callable[[Page], str]:
    return lambda page: f"/entries/{_own(page, contest)['id']}"


def _sheet(stage: str, contest: str = JUDGING) -> Callable[[Page], str]:
    """The first sheet of the queue at `stage`: empty, draft or submitted."""

    def address(page: Page) -> str:
        sheets = read(page, "/api/v1/queue/")["sheets"]
        found = next(
            sheet
            for sheet in sheets
            if sheet["contest"] == contest
            and (sheet["state"] if sheet["revision"] else "empty") == stage
        )
        return f"/judge/{contest}/{found['id']}"

    return address


def _explained(contest: str) -> Callable[[Page], str]:
    """Why the first of a board has its rank, as whoever is signed in may know it."""

    def address(page: Page) -> str:
        board = read(page, f"/api/v1/standings/{contest}/?view=live")
        row = next(row for division in board["divisions"] for row in division["rows"])
        return f"/contests/{contest}/standings/{row['entry']['code']}"

    return address


def _explained_own(page: Page) -> str:
    return f"/contests/{CERTIFIED}/standings/{_own(page, CERTIFIED)['code']}"


def _open_line(page: Page) -> None:
    page.locator(".organise-lines").first.get_by_role("button").first.click()
    page.get_by_role("dialog").locator(":is(table, textarea)").first.wait_for()


def _press(selector: str) -> Callable[[Page], None]:
    """Opens the dialog behind a button."""

    def act(page: Page) -> None:
        page.locator(selector).click()
        page.get_by_role("dialog").first.wait_for()

    return act


def _import(page: Page) -> None:
    """A package whose results differ from its sheets, looked at before it is imported."""
    document = whole()
    document["publications"][0]["payload"]["public"]["divisions"][0]["rows"][0]["points"] = "99"
    page.get_by_role("button", name=re.compile("Nhập từ gói|Import a package")).click()
    page.get_by_role("dialog").locator("input[type=file]").set_input_files(
        {
            "name": "cup.json",
            "mimeType": "application/json",
            "buffer": json.dumps(document).encode(),
        }
    )
    page.get_by_role("dialog").locator("dl").first.wait_for()


def _appeal(page: Page) -> str:
    return f"/entries/{_own(page, APPEALED)['id']}/appeal"


def _discrepancy(page: Page) -> str:
    rows = read(page, f"/api/v1/discrepancies/?contest={JUDGING}&state=open")["results"]
    return f"/moderate/{JUDGING}/discrepancies?id={rows[0]['id']}"


def _minutes(page: Page) -> str:
    return str(read(page, f"/api/v1/minutes/?contest={JUDGING}")["results"][0]["path"])


def _moderate(name: str, tab: str) -> Screen:
    return Screen(f"moderate-{name}", f"/moderate/{JUDGING}/{tab}", "truongban")


def _tab(name: str, tab: str, contest: str = JUDGING, user: str = "tochuc") -> Screen:
    return Screen(f"organise-{name}", f"/organise/{contest}{tab and '/'}{tab}", user)


SCREEN_LIST = (
    Screen("contests", "/"),
    Screen("contests-dark", "/", theme="dark"),
    Screen("contest", f"/contests/{ENTERING}"),
    Screen("sign-in", "/sign-in"),
    Screen("board-live", f"/contests/{LIVE}/standings"),
    Screen("board-published", f"/contests/{CERTIFIED}/standings"),
    Screen("board-hidden", f"/contests/{JUDGING}/standings"),
    Screen("projector", f"/contests/{LIVE}/projector", window=True),
    Screen("reveal-desk", "/contests/demo-le-cong-bo/reveal", "tochuc", window=True),
    Screen("embed", f"/embed/{LIVE}"),
    Screen("board-own", f"/contests/{LIVE}/standings", "hocsinh2"),
    Screen("sign-in-link", "/sign-in#link=abcdefghijklmnop"),
    Screen("explain", _explained(LIVE)),
    Screen("explain-office", _explained(PROPOSED), "tochuc"),
    Screen("explain-own", _explained_own, "hocsinh1"),
    Screen("verify", "/verify"),
    Screen("verify-unknown", "/verify/AAAA-AAAA-AAAA"),
    Screen("verify-issued", lambda page: f"/verify/{certificate(page)['code']}", "hocsinh1"),
    Screen("not-found", "/nowhere"),
    Screen("me", "/me", "hocsinh1"),
    Screen("account", "/account", "truongban"),
    Screen("reset-password", "/reset-password#key=abc"),
    Screen("verify-email", "/verify-email#key=abc"),
    Screen("speakers", "/speakers", "quantri"),
    Screen("enter", f"/contests/{ENTERING}/enter", "hocsinh2"),
    Screen("entry", _entry(ENTERING), "hocsinh1"),
    Screen("account", "/account", "hocsinh1"),
    Screen(
        "organise-names",
        f"/organise/{CERTIFIED}/entries",
        "tochuc",
        _press(".notice-actions button"),
    ),
    Screen("entry-result", _entry(CERTIFIED), "hocsinh1"),
    Screen("queue", "/judge", "giamkhao1"),
    Screen("sheet", _sheet("draft"), "giamkhao1", window=True),
    Screen("sheet-whole", _sheet("submitted"), "giamkhao1"),
    Screen("sheet-dark", _sheet("draft"), "giamkhao1", theme="dark", window=True),
    Screen(
        "sheet-skip",
        _sheet("empty"),
        "giamkhao1",
        _press(".sheet-absent button:first-child"),
        window=True,
    ),
    Screen("sheet-robot", _sheet("empty", LIVE), "giamkhao2"),
    Screen("organise", "/organise", "tochuc"),
    Screen("organise-import", "/organise", "quantri", _import, window=True),
    _tab("overview", ""),
    _tab("entries", "entries"),
    _tab("judges", "judges"),
    Screen(
        "organise-release",
        f"/organise/{JUDGING}/judges",
        "tochuc",
        _press(".table tbody tr:nth-child(2) .organise-buttons button:last-child"),
        window=True,
    ),
    _tab("assignment", "assignment"),
    Screen("moderate-progress", f"/moderate/{JUDGING}", "truongban"),
    Screen("moderate-progress-dark", f"/moderate/{JUDGING}", "truongban", theme="dark"),
    _moderate("discrepancies", "discrepancies"),
    Screen("moderate-discrepancy", _discrepancy, "truongban"),
    _moderate("overrides", "overrides"),
    _moderate("recusals", "recusals"),
    _moderate("agreement", "agreement"),
    _moderate("calibration", "calibration"),
    _moderate("paper", "paper"),
    _moderate("fairness", "fairness"),
    _moderate("feedback", "feedback"),
    _moderate("minutes", "minutes"),
    Screen("verify-minutes", _minutes, "truongban"),
    _tab("rules", "rules"),
    _tab("results", "results", PROPOSED),
    _tab("appeals", "appeals", APPEALED),
    Screen(
        "organise-appeal",
        f"/organise/{APPEALED}/appeals",
        "tochuc",
        _open_line,
        window=True,
    ),
    Screen("appeal", _appeal, "hocsinh1"),
    _tab("board-rules", "results", LIVE),
    Screen(
        "organise-publication",
        f"/organise/{PROPOSED}/results",
        "duyet",
        _open_line,
        window=True,
    ),
    _tab("certificates", "certificates", CERTIFIED),
    _tab("grants", "grants"),
)

CURATED = {  # file in docs/pictures: screen, width
    "contests": ("contests", 1024),
    "entry": ("entry", 1024),
    "sheet": ("sheet", 1024),
    "projector": ("projector", 1920),
    "progress": ("moderate-progress", 1024),
    "verification": ("verify-issued", 390),
}
