"""Passwords, second factors and addresses that the proposer had a hand in are not the approver's own."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from zeal import zeal_ignore

from accounts.models import CredentialChange, User
from accounts.services import issue_card, issue_link
from contests.services import grant
from judging.services import create_judge
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.own_accounts import (
    OWN,
    by_card,
    by_link,
    confirm_address,
    enrol,
    make_own,
    password_by_mail,
    post,
    set_password,
    signed_in,
)
from tests.hostile.test_two_people import School, approve, made_judge, refused

pytestmark = pytest.mark.django_db

MINE = "thu.ky@example.org"
ALL = ["address", "password", "second-factor"]


@pytest.fixture(autouse=True)
def _required(settings: Any) -> None:
    settings.OWN_ACCOUNTS_REQUIRED = True


@pytest.fixture
def school() -> School:
    return School()


# --- attacks ----------------------------------------------------------------------------


def test_no_sign_in_launders_a_password_of_the_proposers_link(school: School) -> None:
    judge, secretary = made_judge(school)
    publication = school.propose()
    set_password(school.link(judge), PASSWORD)
    browser = signed_in(secretary, PASSWORD)
    set_password(browser, OWN, PASSWORD)
    again = signed_in(secretary, OWN)
    enrol(again, OWN)
    confirm_address(again, OWN, MINE)
    assert refused(again, publication) == ["password", "second-factor", "session"]


def test_an_own_link_or_card_of_the_made_account_launders_nothing(school: School) -> None:
    """The head teacher, inside as the secretary, makes a link in the secretary's name."""
    _, secretary = made_judge(school)
    _, link, pin = issue_link(user=secretary, created_by=secretary)
    inside = by_link(link, pin)
    set_password(inside, PASSWORD)
    for browser in (inside, signed_in(secretary)):
        assert refused(browser, school.propose()) == [*ALL, "session"]


def test_the_chain_through_a_middle_account_counts(school: School) -> None:
    middle = school.judge(full_name="Người Ở Giữa")
    assert middle.user is not None
    school.grant(middle.user, "manage")
    inside = by_card(school.card(middle))
    puppet = make_user("Người Thứ Ba", password=PASSWORD)  # signed up, unknown to the head teacher
    school.grant(puppet, "publish", by=inside)
    assert refused(signed_in(puppet), school.propose()) == ["address", "second-factor"]


def test_two_of_the_proposers_making_do_not_stand_for_two(school: School) -> None:
    """One account proposes, another approves, and the head teacher holds both."""
    first, second = (school.judge(full_name=name) for name in ("Người Một", "Người Hai"))
    for each in (first, second):
        assert each.user is not None
        school.grant(each.user, "manage", "publish")
    publication = school.propose(by_card(school.card(first)))
    browser = by_card(school.card(second))
    assert refused(browser, publication) == [*ALL, "session"]
    assert approve(browser, publication).json()["type"] == "/problems/accounts-of-one-maker"


def test_a_card_for_an_account_of_somebody_elses_making_counts(school: School) -> None:
    other = create_judge(contest=school.contest, full_name="Trần Văn Thư Ký", role="head")
    assert other.user is not None
    grant(contest=school.contest, name="publish", to=other.user)
    publication = school.propose()
    school.card(other)
    other.user.set_password(PASSWORD)
    other.user.save()
    assert refused(signed_in(other.user), publication) == ["address", "second-factor"]


@pytest.mark.parametrize("used", [False, True])
def test_a_revoked_card_still_counts(school: School, used: bool) -> None:
    other = create_judge(contest=school.contest, full_name="Trần Văn Thư Ký", role="head")
    assert other.user is not None
    grant(contest=school.contest, name="publish", to=other.user)
    card, secret = issue_card(user=other.user, created_by=school.head)
    if used:
        by_card(secret)
    post(school.browser, f"/api/v1/sign-in-cards/{card.pk}/revoke/")
    other.user.set_password(PASSWORD)
    other.user.save()
    assert refused(signed_in(other.user), school.propose()) == ["address", "second-factor"]


def test_a_role_ended_and_given_by_another_still_counts(school: School) -> None:
    judge, secretary = made_judge(school)
    body = {"username": secretary.username, "grant": "publish"}
    answer = school.browser.delete(school.path("grants/"), body, "application/json")
    assert answer.status_code == 204
    grant(contest=school.contest, name="publish", to=secretary)
    browser = by_card(school.card(judge))
    assert refused(browser, school.propose()) == [*ALL, "session"]


def _by_admin(school: School, user: User, password: str) -> None:
    """The head teacher, who is of the staff, sets another's password."""
    User.objects.filter(pk=school.head.pk).update(is_staff=True, is_superuser=True)
    body = {"password1": password, "password2": password, "usable_password": "true"}
    with zeal_ignore():  # it takes the signed-in user and the one to change for a loop
        answer = signed_in(school.head).post(f"/admin/accounts/user/{user.pk}/password/", body)
    assert answer.status_code == 302


def test_a_password_that_the_proposer_resets_is_theirs(school: School) -> None:
    """Of an account that they neither made nor appointed, and of one that was its person's own."""
    own = make_user("Trần Văn Thư Ký", password=PASSWORD)
    grant(contest=school.contest, name="publish", to=own)
    publication = school.propose()
    _by_admin(school, own, OWN)
    assert refused(signed_in(own, OWN), publication) == ["password", "session"]


def test_an_account_that_the_proposer_put_into_a_group_is_of_their_making(school: School) -> None:
    other = make_user("Trần Văn Thư Ký", password=PASSWORD)
    group = Group.objects.create(name="Ban giám hiệu")
    grant(contest=school.contest, name="publish", to=group)
    User.objects.filter(pk=school.head.pk).update(is_staff=True, is_superuser=True)
    body = {
        "username": other.username,
        "full_name": other.full_name,
        "language": "vi",
        "is_active": "on",
        "groups": [group.pk],
        "date_joined_0": "2026-01-01",
        "date_joined_1": "00:00:00",
    }
    with zeal_ignore():
        path = f"/admin/accounts/user/{other.pk}/change/"
        assert signed_in(school.head).post(path, body).status_code == 302
    assert refused(signed_in(other), school.propose()) == ["address", "second-factor"]


def test_a_card_printed_afterwards_does_not_approve(school: School) -> None:
    judge, secretary = made_judge(school)
    set_password(school.link(judge), PASSWORD)
    make_own(secretary, signed_in(secretary), PASSWORD, MINE)
    _, card = issue_card(user=secretary, created_by=school.head)
    _, link, pin = issue_link(user=secretary, created_by=school.head)
    assert refused(by_card(card), school.propose()) == ["session"]
    assert refused(by_link(link, pin), school.propose()) == ["session"]


def test_a_second_factor_of_the_proposers_session_counts_until_it_is_set_anew(
    school: School,
) -> None:
    judge, secretary = made_judge(school)
    set_password(school.link(judge), PASSWORD)
    inside = signed_in(secretary)
    enrol(inside, PASSWORD)
    confirm_address(inside, PASSWORD, MINE)
    codes = inside.get("/_allauth/browser/v1/account/authenticators/recovery-codes").json()
    password_by_mail(MINE)
    browser = Client()
    login = {"username": secretary.username, "password": OWN}
    post(browser, "/_allauth/browser/v1/auth/login", login, status=401)
    code = {"code": codes["data"]["unused_codes"][0]}
    with zeal_ignore():
        post(browser, "/_allauth/browser/v1/auth/2fa/authenticate", code)
    publication = school.propose()
    assert refused(browser, publication) == ["second-factor"]
    post(browser, "/_allauth/browser/v1/auth/reauthenticate", {"password": OWN})
    path = "/_allauth/browser/v1/account/authenticators/totp"
    assert browser.delete(path).status_code == 200
    enrol(browser, OWN)
    assert approve(browser, publication).status_code == 200


@pytest.mark.parametrize(
    ("theirs", "address"),
    [
        ("hieu.truong@example.org", "hieu.truong+2@example.org"),
        ("hieu.truong@gmail.com", "HieuTruong@googlemail.com"),
    ],
)
@pytest.mark.parametrize("given_up", [False, True])
def test_an_address_of_the_proposers_is_not_the_approvers(
    school: School, theirs: str, address: str, given_up: bool
) -> None:
    confirm_address(school.browser, PASSWORD, theirs)
    if given_up:
        path = "/_allauth/browser/v1/account/email"
        school.browser.delete(path, {"email": theirs}, "application/json")
    judge, secretary = made_judge(school)
    set_password(school.link(judge), PASSWORD)
    browser = make_own(secretary, signed_in(secretary), PASSWORD, address)
    # Who reads that mailbox may have set the password, and so all that came after it.
    assert refused(browser, school.propose()) == [*ALL, "session"]


def test_an_address_that_the_proposer_never_confirmed_counts_too(school: School) -> None:
    User.objects.filter(pk=school.head.pk).update(email="hieu.truong@example.org")
    judge, secretary = made_judge(school)
    set_password(school.link(judge), PASSWORD)
    address = "hieu.truong+x@example.org"
    browser = make_own(secretary, signed_in(secretary), PASSWORD, address)
    assert refused(browser, school.propose()) == ["address"]


def test_an_address_that_staff_call_confirmed_proves_nothing(school: School) -> None:
    judge, secretary = made_judge(school)
    set_password(school.link(judge), PASSWORD)
    inside = signed_in(secretary)
    post(inside, "/_allauth/browser/v1/auth/reauthenticate", {"password": PASSWORD})
    post(inside, "/_allauth/browser/v1/account/email", {"email": MINE})
    User.objects.filter(pk=school.head.pk).update(is_staff=True, is_superuser=True)
    address = secretary.emailaddress_set.get()
    body = {"action": "make_verified", "_selected_action": [address.pk]}
    with zeal_ignore():
        answer = signed_in(school.head).post("/admin/account/emailaddress/", body)
    assert answer.status_code == 302
    address.refresh_from_db()
    assert address.verified is True
    (row,) = CredentialChange.objects.filter(kind="address")
    assert (row.user, row.behind) == (secretary, [school.head.pk])
    assert "address" in refused(inside, school.propose())
