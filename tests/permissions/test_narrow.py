"""Who holds less than a role: one grant on an organization, a session of a card or link, a token.

What a role may is `test_matrix.py`'s; here stands what of it is left, or the little that is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.services import issue_card, issue_link, issue_token
from contests.services import grant_organization
from tests.factories.accounts import make_user
from tests.long import LONG
from tests.permissions.matrix import MATRIX
from tests.permissions.world import World

pytestmark = pytest.mark.django_db

SESSION_ONLY = {"POST second-factor", "POST token-list", "POST sign-in-card-revoke"}
"""What no token does: ways in are made and ended by their person."""

OF_THE_ACCOUNT = {"POST second-factor", "PUT second-factor", "POST token-list"}
"""What a card's session is refused, since whoever finds the card would keep the account."""


def allowed(role: str, *, writes: bool = False) -> list[str]:
    """What the role may, and a stranger may not."""
    return [
        key
        for key, row in sorted(MATRIX.items())
        if row.statuses[role] < 300 <= row.statuses["anonymous"]
        and not (writes and key.startswith("GET "))
    ]


def taken(world: World, client: Callable[[], APIClient], keys: Iterable[str]) -> set[str]:
    """Those of `keys` that are done for who asks; nothing of it stays."""
    return {key for key in keys if _status(world, client(), key) < 300}


def _status(world: World, client: APIClient, key: str) -> int:
    row = MATRIX[key]
    method, name = key.partition(" #")[0].split(" ")
    cache.clear()
    with transaction.atomic():  # everybody meets the same world
        if row.before:
            row.before(world)
        address = reverse(name, kwargs=row.path(world) if row.path else None)
        if method == "GET":
            answer = client.get(address, row.query(world) if row.query else None)
        else:
            answer = getattr(client, method.lower())(
                address,
                row.body(world) if row.body else None,
                format="multipart" if row.multipart else "json",
                headers=row.headers(world) if row.headers else None,
            )
        transaction.set_rollback(True)
    return int(answer.status_code)


def signed_in(user: Any) -> Callable[[], APIClient]:
    def client() -> APIClient:
        made = APIClient()
        made.force_authenticate(user)
        return made

    return client


def browser(path: str, body: dict[str, str]) -> Callable[[], APIClient]:
    """A browser that signed in so, the same each time."""
    first = APIClient()
    assert first.post(path, body).status_code == 200

    def client() -> APIClient:
        made = APIClient()
        made.cookies.update(first.cookies)
        return made

    return client


def guarded() -> list[str]:
    """What staff may and a pupil of another contest may not."""
    return [key for key in allowed("staff") if MATRIX[key].statuses["other_student"] >= 400]


def some(keys: Iterable[str], always: set[str]) -> set[str]:
    """A third of them and `always`; all in `make test-all`."""
    return set(keys) if LONG else {*sorted(keys)[::3], *always}


@pytest.mark.parametrize(
    ("grant", "opened"), [("certify", set()), ("create_contests", {"POST contest-list"})]
)
def test_grant_on_an_organization_opens_nothing_of_its_contests(
    world: World, grant: str, opened: set[str]
) -> None:
    holder = make_user("Người Được Giao")
    grant_organization(organization=world.school, name=grant, to=holder, by=None)
    assert taken(world, signed_in(holder), some(guarded(), {"POST contest-list"})) == opened


def test_session_of_a_card_does_what_its_judge_may_but_for_the_account(world: World) -> None:
    judge = world.users["assigned_judge"]
    _, secret = issue_card(
        user=judge,
        created_by=world.users["organiser"],
        made_for=f"contest/{world.ours.pk}/judge/{world.seat.pk}/",
    )
    client = browser("/api/v1/sign-in/card/", {"secret": secret})
    keys = set(allowed("assigned_judge", writes=True)) | OF_THE_ACCOUNT
    assert taken(world, client, keys) == keys - OF_THE_ACCOUNT


def test_session_of_a_link_does_what_its_judge_may_but_for_the_account(world: World) -> None:
    judge = world.users["assigned_judge"]
    _, secret, pin = issue_link(user=judge, created_by=world.users["staff"])
    client = browser("/api/v1/sign-in/link/", {"secret": secret, "pin": pin})
    keys = set(allowed("assigned_judge", writes=True))
    assert keys - taken(world, client, keys) == set()


@pytest.mark.parametrize(
    ("scope", "role"),
    [("read", "organiser"), ("score", "assigned_judge"), ("organise", "organiser")],
)
def test_token_does_what_its_scope_holds(world: World, scope: str, role: str) -> None:
    _, secret = issue_token(user=world.users[role], label="máy", scope=scope)

    def client() -> APIClient:
        return APIClient(headers={"Authorization": f"Bearer {secret}"})

    scores = {"PUT scoresheet-detail", "POST scoresheet-skip", "POST device-heartbeat"}
    keys = some(allowed(role, writes=True), scores if role == "assigned_judge" else SESSION_ONLY)
    expected = {"read": set(), "score": scores, "organise": keys - SESSION_ONLY}
    assert taken(world, client, keys) == expected[scope]
