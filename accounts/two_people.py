"""Asks, before one person's word becomes the contest's by a second one, whether they are two.

Reads what `accounts.independence` decides by, in a few queries however many people and events there
are: one for each step of the longest way from an account to who made it. Writes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings

from accounts import errors
from accounts.audit import acting
from accounts.audit.selectors import making
from accounts.credentials import FACTORS, mailbox, opened_by
from accounts.independence import UNKNOWN, Account, Behind, Need, refusal
from accounts.models import CredentialChange, User
from common.errors import Fault
from common.language import Text, in_language

_Kind = CredentialChange.Kind

_TEXTS: Final[Mapping[Need, Text]] = {
    Need.ADDRESS: {
        "vi": "Cần một địa chỉ thư riêng, đã xác nhận, không tài khoản nào khác dùng (hoặc một quản trị viên khác xác nhận trực tiếp).",
        "en": "A confirmed e-mail address that no other account uses is needed (or another administrator's confirmation in person).",
    },
    Need.PASSWORD: {
        "vi": "Cần một mật khẩu riêng, đặt qua thư gửi đến địa chỉ đó.",
        "en": "A password of the person's own is needed, set by a mail to that address.",
    },
    Need.SECOND_FACTOR: {
        "vi": "Cần xác thực hai lớp, thiết lập sau khi đăng nhập bằng mật khẩu riêng.",
        "en": "Two-step sign-in is needed, set up after signing in by the own password.",
    },
    Need.SESSION: {
        "vi": "Cần đăng nhập bằng mật khẩu riêng rồi làm lại: thẻ, liên kết hoặc mật khẩu mở phiên này còn ở trong tay người khác.",
        "en": "A sign-in by the own password is needed: the card, link or password that opened the session is in other hands, too.",
    },
}

_TITLES: Final[Mapping[Need, Text]] = {
    Need.ADDRESS: {"vi": "Xác nhận địa chỉ thư", "en": "Confirm an address"},
    Need.PASSWORD: {"vi": "Đặt mật khẩu riêng", "en": "Set an own password"},
    Need.SECOND_FACTOR: {"vi": "Xác thực hai lớp", "en": "Two-step sign-in"},
    Need.SESSION: {"vi": "Đăng nhập lại", "en": "Sign in again"},
}
"""What a link says that leads to where it is done."""


def require_two_people(
    proposer: User, proposed_in: Iterable[int], approver: User, prefix: str
) -> list[str]:
    """The names of who appointed `approver` in the contest, or made the account or a way into it.

    `proposed_in` is what `behind_this_session` gave when it was proposed, `prefix` the contest's
    ("contest/12/"). Raises AccountNotOwn, AccountsOfOneMaker, ProposerNotOwn.
    """
    if settings.OWN_ACCOUNTS_REQUIRED:
        _check(proposer, proposed_in, approver, prefix)
    makers = {maker for maker, _ in making([approver.pk], prefix)}
    names = User.objects.filter(pk__in=makers).order_by("full_name", "pk")
    return list(names.values_list("full_name", flat=True))


def _check(proposer: User, proposed_in: Iterable[int], approver: User, prefix: str) -> None:
    sessions = {proposer.pk: frozenset(proposed_in), approver.pk: frozenset(behind_this_session())}
    accounts = _accounts([proposer, approver], sessions)
    first, second = accounts[proposer.pk], accounts[approver.pk]
    makers = _makers({first.id, second.id, *first.behind(), *second.behind()}, prefix)
    both = makers[first.id] & makers[second.id]
    trusted = set(User.objects.filter(pk__in=both, is_staff=True).values_list("pk", flat=True))
    found = refusal(proposer=first, approver=second, makers=makers, trusted=trusted)
    if found is None:
        return
    faults = [Fault(_TEXTS[need], "", code=need) for need in found.needs]
    if found.account == proposer.pk:
        raise errors.ProposerNotOwn(errors=faults, person=proposer.full_name)
    kind = errors.AccountNotOwn if found.maker == proposer.pk else errors.AccountsOfOneMaker
    maker = User.objects.get(pk=found.maker)
    steps = [{"need": need, "title": in_language(_TITLES[need])} for need in found.needs]
    raise kind(errors=faults, extra={"missing": steps}, maker=maker.full_name)


def behind_this_session() -> list[int]:
    """The accounts that may have opened the session in which somebody acts now."""
    return opened_by(acting.request())


@dataclass(frozen=True, slots=True)
class Part:
    """Something by which an account is opened: whether it is there, and for whom it is not own."""

    there: bool
    behind: list[str]
    unknown: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """What the person of an account sees of it: who made it, and what is the person's own."""

    makers: list[str]
    address: Part
    password: Part
    second_factor: Part
    session: Part


def overview(user: User) -> Overview:
    """How far `user` is the person's own, whoever proposes something in whichever contest."""
    account = _accounts([user], {user.pk: frozenset(behind_this_session())})[user.pk]
    makers = _makers({user.pk}, "contest/")[user.pk] - {user.pk}
    people = User.objects.filter(pk__in={*makers, *account.behind()})
    names = dict(people.order_by("full_name", "pk").values_list("pk", "full_name"))

    def part(there: bool, *behind: Behind) -> Part:
        known = frozenset().union(*behind)
        return Part(there, [names[pk] for pk in names if pk in known], UNKNOWN in known)

    seen = bool(account.confirmed_by) and not account.addresses
    return Overview(
        makers=[names[pk] for pk in names if pk in makers],
        address=part(bool(account.addresses) or seen, *account.addresses),
        password=part(account.password is not None, account.password or frozenset()),
        second_factor=part(bool(account.factors), *account.factors),
        session=part(True, account.session),
    )


# --- reading -----------------------------------------------------------------------------


def _makers(people: Set[int], prefix: str) -> dict[int, frozenset[int]]:
    """For each of `people` all who made it, let it in or appointed it below `prefix`, through others
    too."""
    direct: dict[int, set[int]] = {}
    asked = set(people) - {UNKNOWN}
    while asked:
        direct |= {person: set() for person in asked}
        for maker, made in making(sorted(asked), prefix):
            direct[made].add(maker)
        asked = set().union(*direct.values()) - direct.keys()
    return {person: _reachable(person, direct) for person in {*people, UNKNOWN}}


def _reachable(person: int, direct: Mapping[int, Set[int]]) -> frozenset[int]:
    found: set[int] = set()
    waiting = [person]
    while waiting:
        fresh = direct.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return frozenset(found)


def _accounts(users: list[User], sessions: Mapping[int, Behind]) -> dict[int, Account]:
    ids = [user.pk for user in users]
    changes: dict[tuple[int, str, str, str], Behind] = {}
    confirmed: defaultdict[int, list[Behind]] = defaultdict(list)
    for change in CredentialChange.objects.filter(user__in=ids).order_by("pk"):
        behind = frozenset(change.behind)
        changes[change.user_id, change.kind, change.key, change.mailbox] = behind
        if change.kind == _Kind.IN_PERSON:
            confirmed[change.user_id].append(behind)
    unknown = frozenset({UNKNOWN})
    factors: defaultdict[int, list[Behind]] = defaultdict(list)
    for user_id, key in Authenticator.objects.filter(user__in=ids, type__in=FACTORS).values_list(
        "user", "pk"
    ):
        factors[user_id].append(changes.get((user_id, _Kind.SECOND_FACTOR, str(key), ""), unknown))
    addresses: defaultdict[int, list[Behind]] = defaultdict(list)
    for user_id, key, box, sharers in _confirmed_addresses(users):
        known = changes.get((user_id, _Kind.ADDRESS, str(key), box), unknown)
        addresses[user_id].append(known | sharers)
    return {
        user.pk: Account(
            user.pk,
            password=changes.get((user.pk, _Kind.PASSWORD, "", ""), unknown)
            if user.has_usable_password()
            else None,
            factors=tuple(factors[user.pk]),
            addresses=tuple(addresses[user.pk]),
            confirmed_by=tuple(confirmed[user.pk]),
            session=sessions[user.pk],
        )
        for user in users
    }


def _confirmed_addresses(users: list[User]) -> list[tuple[int, int, str, Behind]]:
    """The confirmed addresses of each: whose, its number and mailbox, and who else has the mailbox.

    Others have it once they confirmed it, even if they gave it up since; the other one of `users`
    has it unconfirmed, too. Whoever has it, the address is nobody's own: hence UNKNOWN.
    """
    rows = list(
        EmailAddress.objects.filter(user__in=users).values_list("user", "pk", "email", "verified")
    )
    confirmed = [(user_id, key, mailbox(email)) for user_id, key, email, sure in rows if sure]
    holders: defaultdict[str, set[int]] = defaultdict(set)
    for box, holder in CredentialChange.objects.filter(
        kind=_Kind.ADDRESS, mailbox__in={box for _, _, box in confirmed}
    ).values_list("mailbox", "user"):
        holders[box].add(holder)
    for user_id, _, email, _ in rows:
        holders[mailbox(email)].add(user_id)
    for user in users:
        if user.email:
            holders[mailbox(user.email)].add(user.pk)
    found = []
    for user_id, key, box in confirmed:
        sharers = holders[box] - {user_id}
        found.append((user_id, key, box, frozenset(sharers | {UNKNOWN} if sharers else ())))
    return found
