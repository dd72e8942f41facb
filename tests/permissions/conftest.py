"""The world is built once for this folder, inside one transaction that is rolled back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from zeal import zeal_ignore

from tests.permissions.world import World, make_world


@pytest.fixture(scope="package")
def world(django_db_setup: Any, django_db_blocker: Any) -> Iterator[World]:
    # Ten people ask the same line of code in turn: zeal would take them for a loop.
    with django_db_blocker.unblock(), zeal_ignore(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)
