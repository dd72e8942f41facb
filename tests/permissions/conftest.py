"""The world is built once for this folder."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker
from zeal import zeal_ignore

from tests.permissions.world import World, make_world
from tests.worlds import shared


@pytest.fixture(scope="package")
def world(django_db_setup: Any, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    # Ten people ask the same line of code in turn: zeal would take them for a loop.
    with shared(django_db_blocker), zeal_ignore():
        yield make_world()
