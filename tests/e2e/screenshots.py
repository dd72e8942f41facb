"""`python -m tests.e2e.screenshots`: pictures of every screen, on a temporary demo.

Into tests/e2e/screens: each screen at three widths and in both languages (`--only NAME …` some of
them). Into docs/pictures: the few that the README shows, small. Touches no other installation.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import ARGUMENTS, CHROMIUM, PLACE
from tests.certificates.pictures import pages
from tests.e2e.pictured import CURATED, SCREEN_LIST, Screen, certificate
from tests.e2e.steps import settle, sign_in

ROOT = Path(__file__).resolve().parents[2]
SCREENS = Path(__file__).parent / "screens"
PICTURES = ROOT / "docs" / "pictures"
PICTURE_BYTES = 150_000
PASSWORD = "hoc-tap-suot-doi"
SIZES = {390: 844, 1024: 768, 1920: 1080}
LANGUAGES = ("vi", "en")


@contextmanager
def product() -> Iterator[str]:
    """The product on a temporary demo database; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    address = f"http://localhost:{port}"
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            key: value
            for key, value in os.environ.items()
            if key not in ("DATABASE_URL", "DEMO_PASSWORD")
        }
        environment |= {"VAR_DIR": folder, "PUBLIC_URL": address}

        def manage(*arguments: str) -> list[str]:
            return [sys.executable, "manage.py", *arguments]

        quiet = {"cwd": ROOT, "env": environment, "stdout": subprocess.DEVNULL}
        subprocess.run(manage("migrate", "--verbosity", "0"), check=True, **quiet)
        subprocess.run(
            manage("collectstatic", "--noinput", "--verbosity", "0"), check=True, **quiet
        )
        subprocess.run(manage("demo"), check=True, **quiet)
        server = subprocess.Popen(manage("serve", "--port", port), **quiet)
        try:
            _wait_for(address, server)
            yield address
        finally:
            server.terminate()
            server.wait()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/api/v1/contests/", timeout=5).close()
        except OSError:
            if server.poll() is not None:
                raise SystemExit("the server did not start") from None
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server does not answer")


def signed_in(browser: Browser, address: str, user: str) -> Any:
    """What the browser of `user` remembers after signing in."""
    with browser.new_context(base_url=address, **PLACE) as context:
        if user:
            page = context.new_page()
            page.goto("/sign-in")
            sign_in(page, user, PASSWORD)
        return context.storage_state()


def take(page: Page, screen: Screen, language: str) -> None:
    """One picture a width; the page is loaded once and then only made wider."""
    address = screen.address if isinstance(screen.address, str) else screen.address(page)
    page.goto(address)
    page.evaluate(
        "([language, theme]) => { localStorage.language = language; localStorage.theme = theme }",
        [language, screen.theme],
    )
    page.goto("about:blank")  # an address that differs in its # alone would not load anew
    page.goto(address, wait_until="networkidle")
    if screen.act:
        screen.act(page)
    folder = SCREENS / language
    folder.mkdir(parents=True, exist_ok=True)
    for width, height in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
        target = folder / f"{screen.name}-{width}.png"
        page.screenshot(path=target, full_page=not screen.window)


def small(image: Image.Image, target: Path, width: int = 1024) -> None:
    """Writes the picture as WebP of at most 150 kB."""
    if image.width > width:
        image = image.resize(
            (width, round(image.height * width / image.width)), Image.Resampling.LANCZOS
        )
    for quality in (90, 80, 70, 60, 50):
        buffer = io.BytesIO()
        image.convert("RGB").save(buffer, "WEBP", quality=quality, method=6)
        if buffer.tell() <= PICTURE_BYTES:
            break
    target.write_bytes(buffer.getvalue())


def certificate_picture(browser: Browser, address: str, state: Any) -> Image.Image:
    """A certificate's page as it is printed."""
    with browser.new_context(base_url=address, storage_state=state, **PLACE) as context:
        page = context.new_page()
        shown = certificate(page)
        return pages(page.request.get(f"/api/v1/certificates/{shown['id']}/file/").body())[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", nargs="*", metavar="NAME", help="these screens only")
    only = parser.parse_args().only
    chosen = [screen for screen in SCREEN_LIST if not only or screen.name in only]
    if not only:
        shutil.rmtree(SCREENS, ignore_errors=True)
    PICTURES.mkdir(exist_ok=True)
    with product() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        states: dict[str, Any] = {}
        for screen in chosen:
            if screen.user not in states:
                states[screen.user] = signed_in(browser, address, screen.user)
            with browser.new_context(
                base_url=address,
                storage_state=states[screen.user],
                service_workers="block",
                reduced_motion="reduce",
                **PLACE,
            ) as context:
                page = context.new_page()
                for language in LANGUAGES:
                    take(page, screen, language)
            print(screen.name, flush=True)
        if not only:
            small(
                certificate_picture(browser, address, states["hocsinh1"]),
                PICTURES / "certificate.webp",
            )
            for name, (screen_name, width) in CURATED.items():
                picture = Image.open(SCREENS / "vi" / f"{screen_name}-{width}.png")
                window = (0, 0, width, min(picture.height, SIZES[width]))
                small(picture.crop(window), PICTURES / f"{name}.webp")
        browser.close()


if __name__ == "__main__":
    main()
