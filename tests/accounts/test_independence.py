"""Whether two accounts are two people's: the pure rule, case by case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from accounts.independence import UNKNOWN, Account, Need, Refusal, missing, refusal

HEAD, SECRETARY, MIDDLE, ADMIN, STRANGER = 1, 2, 3, 4, 5
NONE: frozenset[int] = frozenset()


def own(account: int, **changes: Any) -> Account:
    """An account that is its person's own."""
    ours = Account(account, password=NONE, factors=(NONE,), addresses=(NONE,))
    return replace(ours, **changes)


def by(*people: int) -> frozenset[int]:
    return frozenset(people)


MADE = {SECRETARY: by(HEAD)}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"password": None}, ("password",)),
        ({"password": by(HEAD)}, ("password",)),
        ({"password": by(UNKNOWN)}, ("password",)),
        ({"password": by(SECRETARY)}, ("password",)),  # by a card that the account printed itself
        ({"password": by(ADMIN)}, ()),
        ({"factors": ()}, ("second-factor",)),
        ({"factors": (NONE, by(HEAD))}, ("second-factor",)),
        ({"addresses": ()}, ("address",)),
        ({"addresses": (NONE, by(HEAD))}, ("address",)),
        ({"addresses": (), "confirmed_by": (by(HEAD), by(ADMIN))}, ()),
        ({"addresses": (), "confirmed_by": (by(HEAD),)}, ("address",)),
        ({"addresses": (), "confirmed_by": (NONE,)}, ()),
        ({"session": by(HEAD)}, ("session",)),
        ({"session": by(UNKNOWN)}, ("session",)),
        ({"session": by(ADMIN)}, ()),
    ],
)
def test_account_that_the_other_made_lacks(changes: Any, expected: tuple[str, ...]) -> None:
    assert missing(own(SECRETARY, **changes), HEAD, MADE) == expected


def test_account_that_nobody_made_lacks_nothing_but_what_the_other_holds() -> None:
    assert missing(Account(SECRETARY, password=by(UNKNOWN)), HEAD, {}) == ()
    held = Account(
        SECRETARY, password=by(HEAD), factors=(by(HEAD),), session=by(HEAD), addresses=(by(HEAD),)
    )
    assert missing(held, HEAD, {}) == (Need.PASSWORD, Need.SECOND_FACTOR, Need.SESSION)


def test_what_goes_through_another_account_counts_as_the_makers() -> None:
    makers = {SECRETARY: by(MIDDLE, HEAD), MIDDLE: by(HEAD)}
    assert missing(own(SECRETARY, password=by(MIDDLE)), HEAD, makers) == (Need.PASSWORD,)
    assert missing(own(SECRETARY, addresses=(), confirmed_by=(by(MIDDLE),)), HEAD, makers) == (
        Need.ADDRESS,
    )


def test_whichever_of_two_the_other_made_must_be_its_persons() -> None:
    head, bare = own(HEAD), Account(SECRETARY, password=by(HEAD))
    needs = (Need.ADDRESS, Need.PASSWORD, Need.SECOND_FACTOR)
    expected = Refusal(SECRETARY, HEAD, needs)
    assert refusal(proposer=head, approver=bare, makers=MADE) == expected
    assert refusal(proposer=bare, approver=head, makers=MADE) == expected
    assert refusal(proposer=head, approver=own(SECRETARY), makers=MADE) is None
    assert refusal(proposer=own(SECRETARY), approver=head, makers=MADE) is None


def test_two_of_a_third_persons_making_need_one_that_is_its_persons() -> None:
    first, second = Account(HEAD, session=by(MIDDLE)), Account(SECRETARY)
    makers = {HEAD: by(MIDDLE), SECRETARY: by(MIDDLE)}
    found = refusal(proposer=first, approver=second, makers=makers)
    assert found == Refusal(SECRETARY, MIDDLE, (Need.ADDRESS, Need.PASSWORD, Need.SECOND_FACTOR))
    assert refusal(proposer=own(HEAD), approver=second, makers=makers) is None
    assert refusal(proposer=first, approver=own(SECRETARY), makers=makers) is None
    assert refusal(proposer=first, approver=second, makers=makers, trusted=by(MIDDLE)) is None
