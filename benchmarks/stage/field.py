"""A large judged contest for measurements, written by bulk; its figures are those of the product.

Run with Django set up, on an empty migrated database.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from accounts.models import User
from accounts.services import create_user
from accounts.sessions import note_use
from contests.models import Contest, Division, Organization, Round
from contests.services import (
    create_contest,
    create_form,
    create_form_version,
    create_organization,
    create_policy,
    create_round,
    delete_round,
    update_contest,
)
from judging.definitions import form_of
from judging.models import Attempt, Judge, JudgeAssignment, Scoresheet, ScoresheetRevision
from judging.services import create_judge
from judging.services.results import create_results
from scoring.form import evaluate
from submissions.models import Entry, NameConsent, Participant

JUDGES_PER_ENTRY = 3
PANELS = 10
SCHOOLS = 200
SCORED_AT = 20  # points of an item at most
ITEMS = tuple(f"item{number}" for number in range(1, 9))
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ")
_GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khánh", "Linh", "Minh", "Ngọc")

FORM: dict[str, Any] = {
    "schema": 1,
    "items": [
        {
            "id": item,
            "label": {"vi": f"Tiêu chí {item[4:]}", "en": f"Criterion {item[4:]}"},
            "kind": "number",
            "min": 0,
            "max": SCORED_AT,
            "step": "0.5",
        }
        for item in ITEMS
    ],
}
POLICY: dict[str, Any] = {
    "schema": 1,
    "rounds": {"final": {"judges": {"method": "mean"}}},
    "combine": {"method": "weighted_sum", "rounds": ["final"]},
    "rank_keys": [{"type": "points"}, {"type": "decision"}],
    "by_division": True,
}


def make_contest(slug: str, entries: int) -> Contest:
    """A contest shown live whose every entry was scored by three judges on eight criteria."""
    contest, round_ = _frame(slug)
    judges = [_judge(contest, number) for number in range(PANELS * JUDGES_PER_ENTRY)]
    schools = [
        create_organization(code=f"{slug}-school-{number}", kind="school", name=f"THCS Số {number}")
        for number in range(SCHOOLS)
    ]
    divisions = list(contest.divisions.all())
    chance = random.Random(entries)
    for start in range(0, entries, 2000):
        numbers = range(start, min(start + 2000, entries))
        _score(round_, judges, _enter(contest, divisions, schools, numbers, chance), chance)
    create_results(contest=contest)
    return contest


def make_unscored(slug: str, *, judges: int, sheets: int) -> tuple[Round, list[Judge]]:
    """An open contest in which nobody has scored: so many judges, so many empty sheets for each.

    Three judges share an entry, so that they meet at its result.
    """
    contest, round_ = _frame(slug)
    seated = [_judge(contest, number) for number in range(judges)]
    panels = judges // JUDGES_PER_ENTRY
    school = create_organization(code=f"{slug}-school", kind="school", name="THCS Số 1")
    entries = _enter(
        contest,
        list(contest.divisions.all()),
        [school],
        range(panels * sheets),
        random.Random(sheets),
    )
    attempts = _attempts(round_, entries, seated)
    Scoresheet.objects.bulk_create(
        Scoresheet(attempt=attempt, judge=judge, form_version=round_.form_version)
        for attempt, judge in _seats(attempts, seated)
    )
    create_results(contest=contest)
    return round_, seated


def _frame(slug: str) -> tuple[Contest, Round]:
    contest = create_contest(
        preset_kind="digital_content",
        title="Sáng tạo nội dung số",
        slug=slug,
        organization=create_organization(code=slug, kind="city", name="Sở Giáo dục"),
        by=None,
    )
    contest = update_contest(contest=contest, state=Contest.State.OPEN, live_standings=True)
    for each in contest.rounds.all():
        delete_round(round=each)
    form = create_form(contest=contest, code="phieu", title="Phiếu chấm")
    version = create_form_version(form=form, definition=FORM, by=None)
    round_ = create_round(
        contest=contest,
        code="final",
        title="Chung kết",
        form_version=version,
        judges_per_entry=JUDGES_PER_ENTRY,
    )
    create_policy(contest=contest, definition=POLICY, by=None)
    return contest, round_


def _judge(contest: Contest, number: int) -> Judge:
    user = create_user(full_name=f"Giám khảo {number}", username=f"{contest.slug}-{number}")
    return create_judge(contest=contest, username=user.username, role=Judge.Role.JUDGE)


def _enter(
    contest: Contest,
    divisions: list[Division],
    schools: list[Organization],
    numbers: range,
    chance: random.Random,
) -> list[Entry]:
    now = timezone.now()
    entries = Entry.objects.bulk_create(
        Entry(
            contest=contest,
            division=divisions[number % len(divisions)],
            code=f"E{number:06d}",
            blind_code=f"B{number:06d}",
            title=f"Bài dự thi số {number}",
            organization=schools[number % len(schools)],
            state=Entry.State.SUBMITTED,
            submitted_at=now,
        )
        for number in numbers
    )
    people = Participant.objects.bulk_create(
        Participant(entry=entry, full_name=f"{chance.choice(_FAMILY)} Văn {chance.choice(_GIVEN)}")
        for entry in entries
    )
    # Everybody consented: a board of names costs more than one without.
    NameConsent.objects.bulk_create(
        NameConsent(participant=person, full_name=person.full_name, given=True) for person in people
    )
    return entries


def _score(round_: Round, judges: list[Judge], entries: list[Entry], chance: random.Random) -> None:
    attempts = _attempts(round_, entries, judges)
    marks = [_marks(round_, chance) for _ in range(500)]
    sheets = []
    for attempt, judge in _seats(attempts, judges):
        values, points = chance.choice(marks)
        sheets.append(
            Scoresheet(
                attempt=attempt,
                judge=judge,
                form_version=round_.form_version,
                state=Scoresheet.State.SUBMITTED,
                values=values,
                points=points,
                complete=True,
                revision=1,
            )
        )
    ScoresheetRevision.objects.bulk_create(
        ScoresheetRevision(
            scoresheet=sheet,
            number=1,
            operation=f"{sheet.attempt.round.contest_id}-{sheet.pk}",
            request_sha256="0" * 64,
            state=sheet.state,
            kind=sheet.kind,
            values=sheet.values,
            comments={},
            points=sheet.points,
            actor=sheet.judge.user,
        )
        for sheet in Scoresheet.objects.bulk_create(sheets)
    )


def _attempts(round_: Round, entries: list[Entry], judges: list[Judge]) -> list[Attempt]:
    """One attempt an entry, and who scores it."""
    attempts = Attempt.objects.bulk_create(Attempt(entry=entry, round=round_) for entry in entries)
    JudgeAssignment.objects.bulk_create(
        JudgeAssignment(judge=judge, entry=attempt.entry, round=round_)
        for attempt, judge in _seats(attempts, judges)
    )
    return attempts


def _marks(round_: Round, chance: random.Random) -> tuple[dict[str, str], Fraction | None]:
    """A sheet's values and what the form makes of them."""
    values = {item: str(chance.randint(10, 2 * SCORED_AT) / 2) for item in ITEMS}
    return values, evaluate(form_of(round_.form_version), values).points


def _seats(attempts: list[Attempt], judges: list[Judge]) -> Iterator[tuple[Attempt, Judge]]:
    panels = len(judges) // JUDGES_PER_ENTRY
    for place, attempt in enumerate(attempts):
        first = place % panels * JUDGES_PER_ENTRY
        for judge in judges[first : first + JUDGES_PER_ENTRY]:
            yield attempt, judge


def sign_in(user: User) -> str:
    """The key of a session in which `user` is signed in."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    note_use(store)
    store.create()
    return str(store.session_key)
