"""What every demo contest is made with: its dates, entries, files, seats and sheets."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from accounts.models import User
from common.dates import local_date
from contest_platform.demo.accounts import MACHINE
from contest_platform.demo.clock import at
from contest_platform.demo.names import People
from contest_platform.demo.pictures import picture
from contest_platform.demo.places import LEVELS, Places
from contest_platform.demo.works import NOTES, TEAMS, Work
from contests.models import Campaign, Contest, Round
from contests.services import create_contest, grant, update_contest
from judging.models import Judge, Scoresheet
from judging.services import assign, create_judge
from submissions.models import Entry
from submissions.services import (
    MentorData,
    accept_invitation,
    add_attachment,
    create_entry,
    create_submission,
    record_name_consents,
    submit_entry,
    withdraw_name_consents,
)
from submissions.services.consents import Signed

_WINDOWS = (
    "entries_open_at",
    "entries_close_at",
    "submissions_close_at",
    "judging_open_at",
    "judging_close_at",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """A demo contest: its preset and when its windows are, in days from now."""

    slug: str
    preset: str
    title: str
    title_en: str
    days: tuple[float, float, float, float, float]

    def windows(self, now: datetime) -> dict[str, datetime]:
        return {
            name: now + timedelta(days=days) for name, days in zip(_WINDOWS, self.days, strict=True)
        }


class Stage:
    """One demo contest in the making. Random, but the same at every first run."""

    def __init__(
        self,
        plan: Plan,
        users: Mapping[str, User],
        places: Places,
        campaign: Campaign,
        now: datetime,
    ) -> None:
        self.plan, self.users, self.places, self.now = plan, users, places, now
        self.random = Random(plan.slug)
        self.people = People(self.random)
        self.year = now.year if now.month >= 9 else now.year - 1  # of the school year
        self.ability: dict[int, float] = {}
        self._teams = list(TEAMS)
        self._campaign = campaign
        self._minute = self._asked = 0

    def day(self, days: float) -> datetime:
        """A later minute at each call, so that no two entries come at one instant."""
        self._minute += 1
        return self.now + timedelta(days=days, minutes=7 * self._minute)

    def contest(self, **changes: Any) -> Contest:
        """The open contest, run by `tochuc`, whose publications `duyet` approves too."""
        with at(self.now + timedelta(days=min(self.plan.days[0], 0) - 5)):
            contest = create_contest(
                preset_kind=self.plan.preset,
                slug=self.plan.slug,
                title=self.plan.title,
                title_en=self.plan.title_en,
                organization=changes.pop("organization", self.places.cities[0]),
                campaign=self._campaign,
                by=self.users["tochuc"],
                **self.plan.windows(self.now),
                **changes,
            )
            grant(contest=contest, name="publish", to=self.users["duyet"])
        return update_contest(contest=contest, state=Contest.State.OPEN)

    # --- Entries ----------------------------------------------------------------------

    def enter(
        self,
        contest: Contest,
        division: str,
        work: Work,
        *,
        size: int = 1,
        student: str = "",
        mentor: bool = False,
        submitted: bool = True,
        days: float,
    ) -> Entry:
        """An entry of `size` pupils, the first of whom may be the demo user `student`."""
        level = LEVELS[division]
        linked = self.users[student] if student else None
        pupils = [self.people.student(level, self.year) for _ in range(size)]
        if linked:
            pupils[0] = self.people.student(
                level, self.year, name=linked.full_name, username=linked.username
            )
        teacher = self.users["giaovien"]
        mentors = (
            [MentorData(teacher.full_name, teacher.username)]
            if mentor
            else [MentorData(self.people.teacher())]
        )
        schools = self.places.schools[level]
        with at(self.day(days)):
            entry = create_entry(
                contest=contest,
                division=contest.divisions.get(code=division),
                title=work[0],
                summary=work[1],
                # The pupils and the teacher who can sign in are of the first school of their level.
                organization=schools[0] if student or mentor else self.random.choice(schools),
                team_name=self._team() if size > 1 else "",
                participants=pupils,
                mentors=mentors,
                by=linked,
            )
            for invitation in entry.invitations.all():
                accept_invitation(invitation=invitation, by=teacher)
            if submitted:
                entry = submit_entry(entry=entry, revision=None, by=linked)
            self._ask_consent(entry)
        self.ability[entry.pk] = min(0.97, max(0.2, self.random.gauss(0.66, 0.16)))
        return entry

    def _ask_consent(self, entry: Entry) -> None:
        """Of the pupils most signed the class list; some did not, and some withdrew later."""
        office: dict[str, Any] = {"contest": entry.contest, "actor": self.users["tochuc"]}
        for person in entry.participants.all():
            self._asked += 1
            if person.user is None and self._asked % 7 == 0:
                continue
            record_name_consents(
                people=[Signed(person.pk)],
                signed_on=local_date(timezone.now()),
                note="Danh sách lớp, giáo viên chủ nhiệm giữ",
                **office,
            )
            if person.user is None and self._asked % 11 == 0:
                withdraw_name_consents(people=[person.pk], note="Phụ huynh gọi điện", **office)

    def _team(self) -> str:
        return self._teams.pop(self.random.randrange(len(self._teams)))

    def send_picture(self, entry: Entry, *, days: float) -> None:
        """A picture as the work; its thumbnail is made by the job that this leaves behind."""
        with at(self.day(days)):
            attachment = add_attachment(
                entry=entry,
                file=io.BytesIO(picture(f"{self.plan.slug}/{entry.code}")),
                name=f"{entry.title}.jpg",
                by=None,
            )
            create_submission(
                entry=entry, by=None, note=self.random.choice(NOTES), attachments=[attachment.pk]
            )

    # --- Judging ----------------------------------------------------------------------

    def seat(self, contest: Contest, person: str, role: str = "judge") -> Judge:
        """A seat for a demo user by user name, or for a new person by name."""
        if person in self.users:
            return create_judge(contest=contest, username=person, role=role)
        return create_judge(contest=contest, full_name=person, role=role)

    def machine(
        self, contest: Contest, round_: Round, entries: Iterable[Entry]
    ) -> list[Scoresheet]:
        """The seat of automatic scores with its sheets of a round."""
        seat = self.seat(contest, MACHINE.username, "referee")
        return self.give(seat, round_, entries)

    def give(self, judge: Judge, round_: Round, entries: Iterable[Entry]) -> list[Scoresheet]:
        """Assigns entries to one judge; the sheets, in the entries' order."""
        for entry in entries:
            assign(judge=judge, entry=entry, round_=round_)
        return self.sheets(round_, judge)

    def sheets(self, round_: Round, judge: Judge | None = None) -> list[Scoresheet]:
        """The sheets of a round, by judge, entry and attempt."""
        found = Scoresheet.objects.filter(attempt__round=round_)
        if judge is not None:
            found = found.filter(judge=judge)
        return list(
            found.select_related("judge__user", "attempt__entry", "form_version").order_by(
                "judge__code", "attempt__entry__code", "attempt__number"
            )
        )

    def severities(self, judges: Sequence[Judge]) -> dict[int, float]:
        """How strict each judge is, by id: between generous -0.08 and harsh 0.08."""
        return {judge.pk: self.random.uniform(-0.08, 0.08) for judge in judges}
