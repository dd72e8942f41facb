"""The history: who did what to whose rights and ways in."""

import pytest
from django.db import DatabaseError, transaction

from accounts.audit import acting
from accounts.audit.kinds import Kind
from accounts.audit.selectors import making
from accounts.audit.services import record
from accounts.models import AuditEvent
from accounts.services import create_user, issue_card, issue_link
from contests.services import made_for_contest
from judging.services import create_judge
from tests.factories.contests import make_contest

pytestmark = pytest.mark.django_db


def of(kind: Kind) -> list[tuple]:
    """Actor, subject, about and facts, oldest first."""
    rows = AuditEvent.objects.filter(kind=kind).order_by("pk")
    return [(row.actor_id, row.subject_id, row.about, row.facts) for row in rows]


def test_makers_are_who_made_the_account_gave_the_role_or_made_a_way_in() -> None:
    contest, other = make_contest(), make_contest()
    place = made_for_contest(contest)
    people = [create_user(full_name=f"Người {number}") for number in range(6)]
    maker, chair, printer, linker, elsewhere, outside = people
    with acting.as_person(maker):
        judge = create_user(full_name="Giám khảo")
    with acting.as_person(chair):
        create_judge(contest=contest, username=judge.username, role="head")
    issue_card(user=judge, created_by=printer)
    issue_link(user=judge, created_by=linker)
    with acting.as_person(elsewhere):
        create_judge(contest=other, username=judge.username)
    issue_card(user=outside, created_by=outside)

    everywhere = {(each.pk, judge.pk) for each in (maker, printer, linker)}
    assert making([judge.pk], place) == {*everywhere, (chair.pk, judge.pk)}
    assert making([judge.pk], made_for_contest(other)) == {*everywhere, (elsewhere.pk, judge.pk)}


@pytest.mark.parametrize("change", ["update", "delete", "save"])
def test_events_cannot_be_changed_by_the_model(change: str) -> None:
    record(Kind.ACCOUNT_CREATED)
    row = AuditEvent.objects.get()
    with pytest.raises(TypeError):
        {
            "update": lambda: AuditEvent.objects.update(kind="x"),
            "delete": AuditEvent.objects.all().delete,
            "save": row.save,
        }[change]()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditevent SET kind = 'x'",
        "DELETE FROM accounts_auditevent",
    ],
)
def test_events_cannot_be_changed_by_the_database(statement: str) -> None:
    record(Kind.ACCOUNT_CREATED)
    from django.db import connection

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert AuditEvent.objects.get().kind == "account.created"
