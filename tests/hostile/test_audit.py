"""The history: every kind is written by its real way, nobody changes or floods it, few read it."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from zeal import zeal_ignore

from accounts.audit.bounds import ALL_PER_DAY, BOUNDS, PER_DAY, PER_MINUTE, Bounds
from accounts.audit.kinds import EVERYWHERE, FACTS, Kind
from accounts.audit.services import record, root_of
from accounts.models import AuditEvent, User
from accounts.services import issue_link, issue_token
from accounts.sign_in import AccountAdapter
from contests.errors import LastManager
from contests.services import grant, revoke_grant
from judging.models import Judge
from judging.services import release_judge, update_judge
from leaderboards.services import approve_publication, propose_publication
from scripts.house import PRODUCT
from tests.factories.accounts import PASSWORD, make_staff, make_user
from tests.factories.certificates import make_certificates, make_results
from tests.factories.contests import make_contest, make_organiser
from tests.factories.judging import make_judge, make_judged_contest
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent.parent
LIST = "/api/v1/audit/"


@pytest.fixture(autouse=True)
def _fresh_bounds() -> None:
    BOUNDS.clear()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, method: str, path: str, body: Any = None) -> Any:
    return getattr(client, method)(path, body or {}, content_type="application/json")


def sign_in(client: Client, user: User, password: str = PASSWORD) -> Any:
    body = {"username": user.username, "password": password}
    return send(client, "post", "/_allauth/browser/v1/auth/login", body)


def last(kind: Kind) -> AuditEvent:
    return AuditEvent.objects.filter(kind=kind).latest("pk")


def count(kind: Kind) -> int:
    return AuditEvent.objects.filter(kind=kind).count()


# --- every kind by its real way -------------------------------------------------------


def test_sign_ins_say_by_what_and_ends_say_why() -> None:
    user, client = make_user(password=PASSWORD), Client()
    assert sign_in(client, user).status_code == 200
    event = last(Kind.SIGN_IN_SUCCEEDED)
    assert (event.actor, event.subject, event.way, event.about) == (user, user, "password", "")
    assert event.facts == {"address": "127.0.0.1"}
    client.delete("/_allauth/browser/v1/auth/session")
    assert last(Kind.SESSION_ENDED).facts == {"why": "left"}

    sign_in(client, user)
    other = Client()
    sign_in(other, user)
    number = next(row["id"] for row in client.get("/api/v1/sessions/").json() if not row["current"])
    assert client.delete(f"/api/v1/sessions/{number}/").status_code == 204
    event = last(Kind.SESSION_ENDED)
    assert (event.actor, event.facts) == (user, {"why": "ended"})


def test_a_card_and_a_link_name_themselves_and_what_they_were_made_for() -> None:
    contest = make_contest()
    judge, organiser = make_judge(contest), make_organiser(contest)
    desk = signed_in(organiser)
    made = send(desk, "post", f"/api/v1/judges/{judge.pk}/sign-in-card/").json()
    event = last(Kind.CARD_PRINTED)
    about = f"contest/{contest.pk}/judge/{judge.pk}/"
    assert (event.actor, event.subject, event.about) == (organiser, judge.user, about)
    assert (event.root, event.way) == (f"contest/{contest.pk}/", "password")

    send(Client(), "post", "/api/v1/sign-in/card/", {"secret": made["secret"]})
    used = last(Kind.SIGN_IN_SUCCEEDED)
    assert (used.actor, used.about, used.way) == (judge.user, about, f"card/{event.facts['card']}")

    send(Client(), "post", "/api/v1/sign-in/card/", {"secret": "x" * 30})
    failed = last(Kind.SIGN_IN_FAILED)
    assert (failed.subject_id, failed.facts) == (None, {"address": "127.0.0.1", "by": "card"})
    assert judge.user is not None
    link, secret, pin = issue_link(user=judge.user, created_by=organiser, made_for=about)
    wrong = "000000" if pin != "000000" else "111111"
    send(Client(), "post", "/api/v1/sign-in/link/", {"secret": secret, "pin": wrong})
    failed = last(Kind.SIGN_IN_FAILED)
    assert (failed.subject, failed.about, failed.facts["by"]) == (judge.user, about, "pin")
    assert last(Kind.LINK_MADE).facts["link"] == link.pk

    release_judge(judge=judge, actor=organiser, reason="ốm")
    assert last(Kind.CARD_REVOKED).facts["card"] == event.facts["card"]
    assert last(Kind.LINK_REVOKED).facts["link"] == link.pk
    assert last(Kind.JUDGE_ENDED).subject == judge.user


def test_a_wrong_password_keeps_no_typed_word() -> None:
    user = make_user(password=PASSWORD)
    sign_in(Client(), user, "một mật khẩu sai")
    failed = last(Kind.SIGN_IN_FAILED)
    assert (failed.subject, failed.actor_id) == (user, None)
    assert failed.facts == {"address": "127.0.0.1", "by": "password"}
    send(
        Client(), "post", "/_allauth/browser/v1/auth/login",
        {"username": "mat-khau-go-nham", "password": "x"},
    )  # fmt: skip
    assert last(Kind.SIGN_IN_FAILED).subject_id is None
    assert "mat-khau-go-nham" not in str(list(AuditEvent.objects.values()))


def test_an_account_a_password_and_a_token() -> None:
    client = Client()
    body = {"full_name": "Bùi An", "username": "bui.an", "password": PASSWORD, "consent": True,
            "birth_year": 1990}  # fmt: skip
    assert send(client, "post", "/api/v1/sign-up/", body).status_code == 201
    user = User.objects.get(username="bui.an")
    assert [last(kind).actor for kind in (Kind.ACCOUNT_CREATED, Kind.PASSWORD_SET)] == [user] * 2
    token, secret = issue_token(user=user, label="bảng")
    event = last(Kind.TOKEN_MADE)
    assert (event.subject, event.facts["label"], event.facts["scope"]) == (user, "bảng", "read")
    AccountAdapter().set_password(user, "bốn từ chẳng hề liên quan")
    assert last(Kind.PASSWORD_SET).actor == user
    assert last(Kind.TOKEN_REVOKED).facts == {"token": token.pk, "label": "bảng"}
    assert secret not in str(list(AuditEvent.objects.values()))


def test_a_token_signs_what_it_does() -> None:
    contest = make_contest()
    organiser, guest = make_organiser(contest), make_user()
    client = signed_in(organiser)
    token, secret = issue_token(user=organiser, label="bảng", scope="organise")
    answer = Client().post(
        f"/api/v1/contests/{contest.slug}/grants/",
        {"username": guest.username, "grant": "observe"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert answer.status_code == 201
    event = last(Kind.GRANT_GIVEN)
    assert (event.actor, event.subject, event.way) == (organiser, guest, f"token/{token.pk}")
    path = f"/api/v1/contests/{contest.slug}/grants/"
    send(client, "delete", path, {"username": guest.username, "grant": "observe"})
    event = last(Kind.GRANT_TAKEN)
    assert (event.actor, event.facts) == (organiser, {"grant": "observe"})


def test_judges_are_appointed_changed_and_returned_by_whom() -> None:
    contest = make_contest()
    organiser = make_organiser(contest)
    client = signed_in(organiser)
    body = {"contest": contest.slug, "full_name": "Lê Thị Chấm"}
    made = send(client, "post", "/api/v1/judges/", body).json()
    event = last(Kind.JUDGE_APPOINTED)
    judge = Judge.objects.get(pk=made["id"])
    assert (event.actor, event.subject) == (organiser, judge.user)
    assert event.facts == {"code": judge.code, "role": "judge"}
    assert last(Kind.ACCOUNT_CREATED).actor == organiser
    send(client, "patch", f"/api/v1/judges/{judge.pk}/", {"role": "head"})
    assert last(Kind.JUDGE_CHANGED).facts == {"code": judge.code, "role": "head", "before": "judge"}
    judge.refresh_from_db()
    update_judge(judge=judge, active=False)
    update_judge(judge=judge, active=True)
    assert count(Kind.JUDGE_ENDED) == count(Kind.JUDGE_RETURNED) == 1


def test_publications_certificates_and_exports() -> None:
    contest, _ = make_judged_contest()
    make_entry(contest)
    proposer, approver = make_organiser(contest), make_user()
    publication = propose_publication(contest=contest, actor=proposer)
    publication = approve_publication(publication=publication, actor=approver)
    about = f"contest/{contest.pk}/publication/{publication.pk}/"
    assert last(Kind.PUBLICATION_PROPOSED).about == last(Kind.PUBLICATION_APPROVED).about == about
    assert last(Kind.PUBLICATION_PROPOSED).actor == proposer
    assert last(Kind.PUBLICATION_APPROVED).actor == approver
    issued = make_certificates(make_results())
    event = last(Kind.CERTIFICATES_ISSUED)
    assert event.facts == {
        "count": len(issued),
        "first": issued[0].register_number,
        "last": issued[-1].register_number,
    }
    organiser = make_organiser(contest)
    address = f"/api/v1/standings/{contest.slug}/board.csv"
    assert Client().get(address).status_code == 200  # nobody's export
    assert count(Kind.EXPORT_MADE) == 0
    assert signed_in(organiser).get(address).status_code == 200
    event = last(Kind.EXPORT_MADE)
    assert (event.actor, event.facts) == (organiser, {"what": "board", "format": "csv"})


def test_the_administrator_at_the_command_line_and_in_the_admin(capsys: Any) -> None:
    call_command("createsuperuser", interactive=False, username="quan.tri", full_name="Quản Trị")
    event = last(Kind.ACCOUNT_CREATED)
    assert event.subject is not None
    assert (event.actor_id, event.subject.username) == (None, "quan.tri")
    boss, user = event.subject, make_user()
    form = {"username": user.username, "full_name": user.full_name, "language": "vi",
            "is_active": "on", "is_staff": "on", "date_joined_0": "2026-01-01",
            "date_joined_1": "00:00"}  # fmt: skip
    with zeal_ignore():  # Django's admin reads the account more than once
        answer = signed_in(boss).post(f"/admin/accounts/user/{user.pk}/change/", form)
    assert answer.status_code == 302
    event = last(Kind.ACCOUNT_CHANGED)
    assert (event.actor, event.subject, event.facts["changed"]) == (boss, user, ["is_staff"])


def test_a_deleted_person_stays_as_a_number() -> None:
    user, staff = make_user(), make_staff()
    number = user.pk
    user.delete()
    shown = signed_in(staff).get(f"{LIST}?kind=account.created").json()["results"]
    people = [row["subject"] for row in shown if row["subject"]["id"] == number]
    assert people == [{"id": number, "username": None, "full_name": None}]


# --- refusals and failures survive, and are bounded -----------------------------------


def test_what_is_taken_back_was_never_recorded() -> None:
    contest = make_contest()
    organiser = make_organiser(contest)
    with pytest.raises(LastManager):
        revoke_grant(contest=contest, name="manage", of=organiser)
    assert count(Kind.GRANT_TAKEN) == 0


def test_a_refusal_survives_the_refused_request() -> None:
    contest, _ = make_judged_contest()
    make_entry(contest)
    proposer = make_organiser(contest)
    grant(contest=contest, name="publish", to=proposer)
    publication = propose_publication(contest=contest, actor=proposer)
    address = f"/api/v1/publications/{publication.pk}/approve/"
    assert send(signed_in(proposer), "post", address).status_code == 403
    event = last(Kind.PERMISSION_REFUSED)
    assert (event.actor, event.facts["problem"]) == (proposer, "same-person")
    assert (event.facts["view"], event.facts["object"]) == (
        "publication-approve",
        str(publication.pk),
    )


def test_a_guesser_cannot_fill_the_disk() -> None:
    user, client = make_user(), Client()
    for _ in range(PER_MINUTE + 15):
        send(client, "post", "/api/v1/sign-in/card/", {"secret": "x" * 30})
    assert PER_MINUTE <= count(Kind.SIGN_IN_FAILED) <= 2 * PER_MINUTE  # a minute may have turned
    refused = signed_in(user)
    for _ in range(PER_MINUTE + 15):
        assert send(refused, "post", "/api/v1/contests/", {}).status_code == 403
    assert PER_MINUTE <= count(Kind.PERMISSION_REFUSED) <= 2 * PER_MINUTE
    assert AuditEvent.objects.filter(kind="permission.refused", facts__more=True).exists()


def test_bounds_count_by_minute_by_day_and_together() -> None:
    now = [1_000_000 * 86_400.0]
    bounds = Bounds(lambda: now[0])
    assert [bounds.left("a", "x", together=False) for _ in range(PER_MINUTE + 1)] == [
        *range(PER_MINUTE, 0, -1), 0
    ]  # fmt: skip
    assert bounds.left("a", "y", together=False) == PER_MINUTE
    written = 0
    for _ in range(60):
        now[0] += 60
        written += sum(bounds.left("a", "x", together=False) > 0 for _ in range(PER_MINUTE))
    assert written == PER_DAY - PER_MINUTE
    crowd = sum(bounds.left("b", str(each), together=True) > 0 for each in range(ALL_PER_DAY + 50))
    assert crowd == ALL_PER_DAY


def test_scores_and_boards_write_nothing_here() -> None:
    """Nothing that a judge's tablet or a viewer calls knows the history."""
    for path in ("judging/services/scoresheets.py", "judging/views/scoresheets.py",
                 "leaderboards/viewing.py", "leaderboards/cache.py"):  # fmt: skip
        assert "audit" not in (ROOT / path).read_text(), path


# --- nobody changes it ----------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditevent SET kind = 'x'",
        "UPDATE accounts_auditevent SET actor_id = NULL",
        "DELETE FROM accounts_auditevent",
    ],
)
def test_the_database_refuses_changes(statement: str) -> None:
    record(Kind.ACCOUNT_CREATED)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert count(Kind.ACCOUNT_CREATED) == 1


def test_only_old_sign_ins_may_be_deleted() -> None:
    with connection.cursor() as cursor:
        for kind in (Kind.SIGN_IN_FAILED, Kind.GRANT_GIVEN):
            record(kind)
        AuditEvent.objects.bulk_create(
            [AuditEvent(kind=kind, at="2020-01-01T00:00:00Z") for kind in
             (Kind.SIGN_IN_FAILED, Kind.SESSION_ENDED, Kind.PERMISSION_REFUSED)]
        )  # fmt: skip
        cursor.execute("DELETE FROM accounts_auditevent WHERE at < '2021-01-01'")
        assert cursor.rowcount == 3
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("DELETE FROM accounts_auditevent")
    assert sorted(AuditEvent.objects.values_list("kind", flat=True)) == [
        "grant.given", "sign_in.failed"
    ]  # fmt: skip


def test_facts_are_a_closed_list() -> None:
    assert set(FACTS) == set(Kind)
    forbidden = {"password", "secret", "pin", "points", "value", "values", "mark", "email"}
    assert not forbidden & (EVERYWHERE | frozenset().union(*FACTS.values()))
    with pytest.raises(ValueError, match="secret"):
        record(Kind.CARD_PRINTED, facts={"secret": "x"})


@pytest.mark.parametrize(
    ("about", "root"),
    [("", ""), ("contest/12/", "contest/12/"), ("contest/12/judge/34/", "contest/12/")],
)
def test_a_root_is_the_first_step(about: str, root: str) -> None:
    assert root_of(about) == root


# --- whole kind: nobody writes a right or a way in beside the history ------------------

_WRITERS = {
    "accounts/services/cards.py", "accounts/services/links.py", "accounts/services/tokens.py",
    "accounts/services/people.py", "contests/services/grants.py",
    "contests/services/organizations.py", "judging/services/panels.py", "judging/package/panels.py",
}  # fmt: skip
_RIGHTS = {"SignInCard", "SignInLink", "ApiToken", "User", "Judge"}
_VERBS = {"create", "bulk_create", "get_or_create", "update_or_create", "create_user",
          "create_superuser"}  # fmt: skip


def _writes(tree: ast.AST) -> bool:
    """Whether a module makes rows of rights or ways in: Model.objects.create(…), assign_perm(…)."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func
        if isinstance(name, ast.Name) and name.id in {"assign_perm", "remove_perm", *_RIGHTS}:
            return True
        if (
            isinstance(name, ast.Attribute)
            and name.attr in _VERBS
            and isinstance(name.value, ast.Attribute)
            and isinstance(name.value.value, ast.Name)
            and name.value.value.id in _RIGHTS
        ):
            return True
    return False


def test_whatever_writes_a_right_or_a_way_in_writes_the_history() -> None:
    found = set()
    for app in PRODUCT:
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" in path.parts or "benchmarks" in path.parts:
                continue
            source = path.read_text()
            if _writes(ast.parse(source)):
                found.add(path.relative_to(ROOT).as_posix())
                assert "record" in source, f"{path} writes a right and no event"
    assert found == _WRITERS
