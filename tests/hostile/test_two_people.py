"""Two people are two: whoever the proposer made approves only with an account that is their own."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from zeal import zeal_ignore

from accounts.errors import AccountNotOwn
from accounts.models import AuditEvent, CredentialChange, User
from accounts.services import confirm_in_person, issue_card
from accounts.two_people import require_two_people
from contests.services import grant
from judging.models import Judge, ScoreOverride
from leaderboards.models import Publication
from tests.factories.accounts import PASSWORD, make_staff, make_user
from tests.factories.contests import make_organiser
from tests.factories.judging import make_judge, make_judged_contest, make_scored_entry
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

pytestmark = pytest.mark.django_db

MINE = "thu.ky@example.org"
ALL = ["address", "password", "second-factor"]


@pytest.fixture(autouse=True)
def _required(settings: Any) -> None:
    settings.OWN_ACCOUNTS_REQUIRED = True


class School:
    """A head teacher who runs a contest, and proposes its results and an override by the API."""

    def __init__(self) -> None:
        self.contest, self.round = make_judged_contest()
        judge = make_judge(self.contest)
        self.entries = [
            make_scored_entry(self.contest, self.round, [judge], [(mark, 5)]) for mark in (9, 8)
        ]
        self.head = make_organiser(self.contest, "Lê Thị Hiệu Trưởng")
        self.head.set_password(PASSWORD)
        self.head.save()
        self.browser = signed_in(self.head)

    def judge(self, by: Client | None = None, **body: Any) -> Judge:
        """A judge that the head teacher adds: an account of their making where it has no user name."""
        body = {"contest": self.contest.slug, "role": "head", **body}
        made = post(by or self.browser, "/api/v1/judges/", body, status=201)
        return Judge.objects.get(pk=made["id"])

    def grant(self, to: User, *names: str, by: Client | None = None) -> None:
        for name in names:
            body = {"username": to.username, "grant": name}
            post(by or self.browser, self.path("grants/"), body, status=201)

    def card(self, judge: Judge) -> str:
        path = f"/api/v1/judges/{judge.pk}/sign-in-card/"
        return str(post(self.browser, path, status=201)["secret"])

    def link(self, judge: Judge, by: Client | None = None) -> Client:
        """The browser that a link which the head teacher made has signed in."""
        path = f"/api/v1/judges/{judge.pk}/sign-in-link/"
        made = post(by or self.browser, path, status=201)
        return by_link(made["url"].partition("#link=")[2], made["pin"])

    def path(self, rest: str) -> str:
        return f"/api/v1/contests/{self.contest.slug}/{rest}"

    def propose(self, by: Client | None = None) -> int:
        body = {"contest": self.contest.slug}
        return int(post(by or self.browser, "/api/v1/publications/", body, status=201)["id"])

    def override(self, by: Client | None = None) -> int:
        entry = self.entries[1].pk
        body = {"entry": entry, "round": self.round.pk, "after": "19", "reason": "nhầm"}
        return int(post(by or self.browser, "/api/v1/overrides/", body, status=201)["id"])


@pytest.fixture
def school() -> School:
    return School()


def approve(client: Client, publication: int, kind: str = "publications") -> Any:
    return client.post(f"/api/v1/{kind}/{publication}/approve/", {}, "application/json")


def refused(client: Client, publication: int, kind: str = "publications") -> list[str]:
    """What a refused approval says is missing; it changed nothing."""
    answer = approve(client, publication, kind)
    assert answer.status_code == 403, answer.content
    problem = answer.json()
    model: Any = {"publications": Publication, "overrides": ScoreOverride}[kind]
    assert model.objects.get(pk=publication).state == "proposed"
    missing = [each["need"] for each in problem["missing"]]
    assert [each["code"] for each in problem["errors"]] == missing
    return missing


def made_judge(school: School) -> tuple[Judge, User]:
    judge = school.judge(full_name="Trần Văn Thư Ký")
    assert judge.user is not None
    school.grant(judge.user, "publish")
    return judge, judge.user


# --- what was seen ----------------------------------------------------------------------


def test_a_judge_of_the_own_making_does_not_approve(school: School) -> None:
    judge, _ = made_judge(school)
    publication, override = school.propose(), school.override()
    browser = by_card(school.card(judge))
    expected = [*ALL, "session"]
    assert refused(browser, publication) == expected
    assert refused(browser, override, "overrides") == expected
    answer = approve(browser, publication).json()
    assert answer["type"] == "/problems/account-not-own"
    assert school.head.full_name in answer["detail"]


def test_a_second_account_by_sign_up_and_grant_does_not_approve(school: School) -> None:
    browser = Client()
    body = {"full_name": "Lê Thị Hai", "username": "hai", "password": PASSWORD, "consent": True}
    post(browser, "/api/v1/sign-up/", {**body, "birth_year": 1980}, status=201)
    hai = User.objects.get(username="hai")
    school.grant(hai, "publish")
    publication = school.propose()
    assert refused(browser, publication) == ["address", "second-factor"]
    enrol(browser, PASSWORD)
    assert refused(browser, publication) == ["address"]


def test_a_sign_up_on_the_proposers_browser_is_not_its_persons(school: School) -> None:
    body = {"full_name": "Lê Thị Hai", "username": "hai", "password": PASSWORD, "consent": True}
    publication = school.propose()
    second = school.browser
    post(second, "/api/v1/sign-up/", {**body, "birth_year": 1980}, status=201)
    hai = User.objects.get(username="hai")
    school.grant(hai, "publish", by=signed_in(school.head))
    assert refused(second, publication) == [*ALL, "session"]
    assert refused(signed_in(hai), publication) == [*ALL, "session"]


# --- the way through --------------------------------------------------------------------


def test_a_secretary_makes_the_account_their_own_and_approves(school: School) -> None:
    judge, secretary = made_judge(school)
    publication, override = school.propose(), school.override()
    browser = school.link(judge)
    set_password(browser, PASSWORD)
    own = make_own(secretary, signed_in(secretary), PASSWORD, MINE)
    assert approve(own, override, "overrides").status_code == 200
    assert approve(own, publication).status_code == 409  # its inputs have changed
    publication = school.propose()
    answer = approve(own, publication).json()
    assert (answer["state"], answer["approved_by"]) == ("published", secretary.full_name)
    assert answer["approver_appointed_by"] == [school.head.full_name]


def test_the_head_teacher_approves_what_the_secretary_proposes_with_an_own_account(
    school: School,
) -> None:
    judge, secretary = made_judge(school)
    school.grant(secretary, "manage")
    publication = school.propose(by_card(school.card(judge)))
    answer = approve(school.browser, publication)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/proposer-not-own")
    assert secretary.full_name in answer.json()["detail"]
    assert [each["code"] for each in answer.json()["errors"]] == [*ALL, "session"]
    assert "missing" not in answer.json()  # nothing that the reader could do

    link = school.link(judge)
    set_password(link, PASSWORD)
    own = make_own(secretary, signed_in(secretary), PASSWORD, MINE)
    # What was proposed in the session of the head teacher's card stays the head teacher's word.
    answer = approve(school.browser, publication).json()
    assert [each["code"] for each in answer["errors"]] == ["session"]
    assert approve(school.browser, school.propose(own)).status_code == 200


def test_an_administrator_who_made_everybody_stands_in_nobodys_way(school: School) -> None:
    staff = make_staff()
    staff.set_password(PASSWORD)
    staff.save()
    admin = signed_in(staff)
    judge = school.judge(by=admin, full_name="Trần Văn Thư Ký")
    assert judge.user is not None
    school.grant(judge.user, "publish", by=admin)
    school.grant(school.head, "observe", by=admin)
    link = school.link(judge, by=admin)
    assert approve(link, school.propose()).status_code == 200


def test_namesakes_are_two(school: School) -> None:
    namesake = make_user(school.head.full_name, password=PASSWORD)
    grant(contest=school.contest, name="publish", to=namesake)
    browser = signed_in(namesake)
    publication = school.propose()
    shown = browser.get(f"/api/v1/publications/{publication}/").json()
    assert (shown["proposed_by"], shown["mine"]) == (namesake.full_name, False)
    assert school.browser.get(f"/api/v1/publications/{publication}/").json()["mine"] is True
    assert approve(browser, publication).status_code == 200


# --- without mail -----------------------------------------------------------------------


def test_another_administrator_stands_in_for_the_mail(school: School) -> None:
    judge, secretary = made_judge(school)
    admin = make_staff()
    admin.set_password(PASSWORD)
    admin.save()
    set_password(school.link(judge, by=signed_in(admin)), PASSWORD)
    browser = signed_in(secretary)
    enrol(browser, PASSWORD)
    publication = school.propose()
    confirm_in_person(user=secretary, by=school.head)
    assert refused(browser, publication) == ["address"]
    confirm_in_person(user=secretary, by=admin)
    assert approve(browser, publication).status_code == 200


def test_who_runs_the_server_or_an_administrator_confirms_on_a_page(school: School) -> None:
    _, secretary = made_judge(school)
    call_command("confirm_person", secretary.username)
    admin = User.objects.create_superuser("goc", "", PASSWORD, full_name="Quản trị gốc")
    body = {"action": "confirm_in_person", "_selected_action": [secretary.pk, admin.pk]}
    with zeal_ignore():
        answer = signed_in(admin).post("/admin/accounts/user/", body)
    assert answer.status_code == 302
    seen = CredentialChange.objects.filter(kind="in_person")
    assert list(seen.values_list("user", "behind")) == [
        (secretary.pk, []),
        (secretary.pk, [admin.pk]),  # and nobody confirms the own account
    ]
    events = AuditEvent.objects.filter(kind="account.confirmed", subject=secretary)
    assert list(events.values_list("actor", flat=True)) == [admin.pk, None]
    with pytest.raises(CommandError):
        call_command("confirm_person", "khong.ai")


def test_the_account_says_for_whom_it_is_not_enough(school: School) -> None:
    judge, secretary = made_judge(school)
    inside = school.link(judge)
    set_password(inside, PASSWORD)
    head, none = [school.head.full_name], {"there": False, "behind": [], "unknown": False}
    theirs = {"there": True, "behind": head, "unknown": False}
    assert inside.get("/api/v1/me/own-account/").json() == {
        "needed": True,
        "mail": False,
        "makers": head,
        "address": none,
        "password": theirs,
        "second_factor": none,
        "session": theirs,
    }
    confirm_address(inside, PASSWORD, MINE)
    password_by_mail(MINE)
    found = signed_in(secretary, OWN).get("/api/v1/me/own-account/").json()
    own = {"there": True, "behind": [], "unknown": False}
    assert [found[part] for part in ("address", "password", "session")] == [own] * 3


def test_an_approval_asks_as_much_after_many_events_as_after_few(school: School) -> None:
    _, secretary = made_judge(school)
    issue_card(user=secretary, created_by=make_user())
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries, pytest.raises(AccountNotOwn):
            require_two_people(school.head, [], secretary, f"contest/{school.contest.pk}/")
        asked.append(len(queries))
        for _ in range(9):
            issue_card(user=secretary, created_by=make_user())
    assert asked[0] == asked[1]


def test_an_administrator_of_the_proposers_making_confirms_nobody(school: School) -> None:
    judge, secretary = made_judge(school)
    puppet, _ = made_judge(school)
    set_password(school.link(judge), PASSWORD)
    assert puppet.user is not None
    confirm_in_person(user=secretary, by=puppet.user)
    assert refused(signed_in(secretary), school.propose())[0] == "address"


# --- before the upgrade -----------------------------------------------------------------


def test_what_was_proposed_before_the_upgrade_is_approved_by_the_rule_of_now(
    school: School,
) -> None:
    publication = school.propose()
    Publication.objects.filter(pk=publication).update(proposed_in=[])  # as migrated
    CredentialChange.objects.all().delete()
    other = make_user("Trần Văn Thư Ký", password=PASSWORD)
    grant(contest=school.contest, name="publish", to=other)
    CredentialChange.objects.filter(user=other).delete()
    assert approve(signed_in(other), publication).status_code == 200


def test_it_can_be_turned_off(school: School, settings: Any) -> None:
    settings.OWN_ACCOUNTS_REQUIRED = False
    judge, _ = made_judge(school)
    assert approve(by_card(school.card(judge)), school.propose()).status_code == 200


def test_an_override_tells_whom_it_follows(school: School) -> None:
    judge, secretary = made_judge(school)
    set_password(school.link(judge), PASSWORD)
    own = make_own(secretary, signed_in(secretary), PASSWORD, MINE)
    answer = approve(own, school.override(), "overrides").json()
    assert answer["approver_appointed_by"] == [school.head.full_name]
    (event,) = AuditEvent.objects.filter(kind="override.approved")
    assert (event.actor, event.facts["appointed_by"]) == (secretary, school.head.full_name)
    assert ScoreOverride.objects.get().after == Fraction(19)
