"""How one row of the matrix is written: statuses in columns, and who sees what of a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.permissions.roles import ROLES

WorldTo = Callable[[Any], Any]

SIGNED_IN = "401  200  200  200  200  200  200  200  200  200"


@dataclass(frozen=True, slots=True)
class Row:
    """What every role is answered at one endpoint.

    `statuses` has one number a role. `path` gives the address' arguments, `query`, `body` and
    `headers` the rest of the request, from the world and the role's user. `sees` gives for a list
    the names of exactly the visible objects; `key` is the item's member that identifies one, `attribute`
    the object's (the same unless said otherwise), `member` where in the answer the list stands.
    `before` changes the world for this row alone.
    """

    statuses: Mapping[str, int]
    path: WorldTo | None = None
    query: WorldTo | None = None
    body: WorldTo | None = None
    headers: WorldTo | None = None
    multipart: bool = False
    key: str = "id"
    attribute: str = ""
    member: str = ""
    before: WorldTo | None = None
    sees: Mapping[str, frozenset[str]] = field(default_factory=dict)


def row(statuses: str, *, sees: Mapping[str, str] | None = None, **rest: Any) -> Row:
    """A row from ten numbers in the order of `ROLES`, or one number for all.

    `sees` maps roles ("organiser staff", or "others" for all that are answered 200 and not named)
    to names of the world's objects.
    """
    numbers = [int(number) for number in statuses.split()]
    if len(numbers) == 1:
        numbers *= len(ROLES)
    assert len(numbers) == len(ROLES), f"{len(numbers)} statuses for {len(ROLES)} roles"
    by_role = dict(zip(ROLES, numbers, strict=True))
    return Row(statuses=by_role, sees=_by_role(sees or {}, by_role), **rest)


def _by_role(sees: Mapping[str, str], statuses: Mapping[str, int]) -> dict[str, frozenset[str]]:
    visible: dict[str, frozenset[str]] = {}
    if "others" in sees:
        answered = [role for role, status in statuses.items() if status == 200]
        visible = dict.fromkeys(answered, frozenset(sees["others"].split()))
    for roles, names in sees.items():
        if roles != "others":
            assert set(roles.split()) <= set(ROLES), roles
            visible |= dict.fromkeys(roles.split(), frozenset(names.split()))
    return visible


def write(name: str) -> WorldTo:
    """The headers of a write of the world's object `name`, as it is now."""
    return lambda w: {
        "If-Match": f'"{getattr(w, name).revision}"',
        "Idempotency-Key": str(uuid4()),
    }
