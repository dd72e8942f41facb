"""Whether two accounts are two people's: what an account still lacks to be its person's own.

Pure: accounts are numbers, what is known of them comes from `accounts.two_people`. Names play no
part, so namesakes are two and one person with two spellings is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

UNKNOWN: Final = 0
"""Stands among those behind a credential where nobody wrote down how it was set."""

Behind = frozenset[int]
"""The accounts that may know or hold a credential beside its person."""


class Need(StrEnum):
    """What makes an account its person's own, in the order in which it is done."""

    ADDRESS = "address"
    PASSWORD = "password"
    SECOND_FACTOR = "second-factor"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Account:
    """What opens an account, each with who stands behind it, and who opened the session that acts."""

    id: int
    password: Behind | None = None  # None: there is none
    factors: tuple[Behind, ...] = ()
    addresses: tuple[Behind, ...] = ()  # of the confirmed ones
    confirmed_by: tuple[Behind, ...] = ()  # in person, by each of them
    session: Behind = field(default_factory=frozenset)

    def behind(self) -> frozenset[int]:
        """All who stand behind any of it."""
        password = () if self.password is None else (self.password,)
        known = (self.session, *password, *self.factors, *self.addresses, *self.confirmed_by)
        return frozenset().union(*known)


@dataclass(frozen=True, slots=True)
class Refusal:
    """`account` must become its person's own first, because of what `maker` did."""

    account: int
    maker: int
    needs: tuple[Need, ...]


def refusal(
    *,
    proposer: Account,
    approver: Account,
    makers: Mapping[int, Set[int]],
    trusted: Set[int] = frozenset(),
) -> Refusal | None:
    """Why `approver` is no second person to `proposer`; None if there is no reason.

    `makers` names for each account all who made it, let it in or appointed it, through others too.
    Whichever of the two the other one made has to be its person's own. Where a third person made
    both, one of them has to be; not so if that is one of `trusted`, who make everybody's accounts.
    """
    for account, maker in ((approver, proposer.id), (proposer, approver.id)):
        if needs := missing(account, maker, makers):
            return Refusal(account.id, maker, needs)
    both = _of(approver.id, makers) & _of(proposer.id, makers)
    for maker in sorted(both - trusted - {approver.id, proposer.id}):
        needs = missing(approver, maker, makers)
        if needs and missing(proposer, maker, makers):
            return Refusal(approver.id, maker, needs)
    return None


def missing(account: Account, maker: int, makers: Mapping[int, Set[int]]) -> tuple[Need, ...]:
    """What keeps `maker`, or who is of the maker's making, from being shut out of `account`.

    An account that they did not make needs nothing but that none of its credentials is theirs.
    """
    made = maker in _of(account.id, makers)
    others = {
        other
        for other in {maker, account.id, *account.behind()}
        if other == maker or maker in _of(other, makers)
    }
    if made:
        others.add(UNKNOWN)
    lacks = {
        Need.ADDRESS: made and not _reached(account, others),
        Need.PASSWORD: (made and account.password is None)
        or bool((account.password or set()) & others),
        Need.SECOND_FACTOR: (made and not account.factors)
        or any(behind & others for behind in account.factors),
        Need.SESSION: bool(account.session & others),
    }
    return tuple(need for need in Need if lacks[need])


def _reached(account: Account, others: Set[int]) -> bool:
    """Whether the person is known from outside: by mail, or to somebody who saw them."""
    by_mail = bool(account.addresses) and not any(each & others for each in account.addresses)
    return by_mail or any(not each & others for each in account.confirmed_by)


def _of(account: int, makers: Mapping[int, Set[int]]) -> Set[int]:
    return makers.get(account, frozenset())
