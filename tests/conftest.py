"""What every test may use: which tests need the database, and how a browser is started."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client

from accounts.models import User
from accounts.sessions import note_use
from leaderboards import staging, viewing
from tests import database, repeated
from tests.browser import ARGUMENTS, CHROMIUM, PLACE
from tests.places import Places

# Playwright's synchronous API runs an event loop in the test's own thread, where Django would
# refuse its ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PLACES = Places() if "PLACES_FOLDER" in os.environ else None

_DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker or _DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")
            commits = bool(marker and marker.kwargs.get("transaction"))
            if repeated.on_postgres(item.path, commits=commits) and not item.get_closest_marker(
                "upgrade"
            ):
                item.add_marker("postgres")
    yield
    # Files whose tests take long begin first, so that the parallel workers end together. Those with
    # a browser come last: Playwright leaves an event loop running in the worker's own thread, where
    # nothing may start another after it (benchmarks' viewers, pyHanko).
    long = {item.path for item in items if item.get_closest_marker("long")}
    browser = {item.path for item in items if item.get_closest_marker("e2e")}
    items.sort(key=lambda item: (item.path in browser, item.path not in long))


def pytest_collection_finish(session: pytest.Session) -> None:
    # Modules, models and thousands of tests live to the end. The collector looked at them again and
    # again: an eighth of the suite's time, and more the longer it ran.
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def pytest_sessionstart(session: pytest.Session) -> None:
    if PLACES is not None:
        connection.execute_wrappers.append(PLACES)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if PLACES is not None:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        PLACES.write(Path(os.environ["PLACES_FOLDER"]) / f"{worker}.json")


def _login(client: Client, user: User, backend: str | None = None) -> None:
    """As `force_login`; the session has begun, as every way of the product leaves it."""
    _force_login(client, user, backend)
    session = client.session
    note_use(session)
    session.save()


_force_login = Client._login
Client._login = _login


def pytest_runtest_setup(item: pytest.Item) -> None:
    if PLACES is not None:
        PLACES.test = "" if item.get_closest_marker("postgres") else item.nodeid
    if item.get_closest_marker("e2e"):
        if not CHROMIUM:
            pytest.skip("Chromium is not installed (Debian: apt install chromium)")
        if not (settings.FRONTEND_DIST / "index.html").exists():
            pytest.skip("the interface is not built (make frontend)")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The database is a copy of one that was migrated once."""
    database.begin_from_template()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Whether the copy is there already: of SQLite it is."""
    return connection.vendor == "sqlite"


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Throttles and cached boards never leak from one test into the next."""
    cache.clear()
    viewing.clear()
    staging.clear()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return PLACE


@pytest.fixture
def axe() -> Callable[[Any], None]:
    """Fails the test if axe-core finds a violation on the page, once its heading is there."""
    # Both take long to load, and most tests need neither.
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import expect

    def check(page: Any) -> None:
        # A lazy route draws its heading a moment after the frame around it, a screen its words later.
        expect(page.locator("h1").first).not_to_be_empty()
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()

    return check
