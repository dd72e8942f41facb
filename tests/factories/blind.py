"""A blind contest in judging, with words planted that no judge may meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rest_framework.test import APIClient

from accounts.models import User
from contests.models import Contest, Organization, Round
from judging.models import (
    Judge,
    Scoresheet,
)
from judging.services import (
    fill_assignments,
)
from leaderboards import viewing
from leaderboards.services import approve_publication, propose_publication
from submissions.models import Attachment, Entry
from submissions.services import (
    MentorData,
    ParticipantData,
    create_submission,
    set_attachment_public,
)
from tests.factories.contests import make_officer, make_organiser, make_organization
from tests.factories.judging import fill_in, make_judge, make_judged_contest
from tests.factories.submissions import make_attachment, make_entry

TITLE = "Quả bầu khô biết hát"
PERSON, MENTOR, TEAM = "Lường Thị Giấu Tên", "Quàng Văn Hướng Đạo", "Đội Sên Vàng"
SCHOOL = "Trường THCS Mường Giấu"


@dataclass
class World:
    contest: Contest
    round: Round
    judge: Judge
    other: Judge
    entries: list[Entry]
    files: list[Attachment]
    school: Organization
    organiser: User
    approver: User

    @property
    def planted(self) -> Entry:
        return self.entries[0]

    def get(self, path: str, user: User | None = None) -> Any:
        viewing.clear()
        client = APIClient()
        if user is not None:
            client.force_authenticate(user)
        return client.get(f"/api/v1/{path}")

    def post(self, path: str, body: dict[str, Any], user: User | None) -> Any:
        client = APIClient()
        client.force_authenticate(user)
        return client.post(f"/api/v1/{path}", body, format="json")

    def publish(self) -> None:
        proposed = propose_publication(contest=self.contest, actor=self.organiser)
        approve_publication(publication=proposed, actor=self.approver, reason="đúng")


def make_world() -> World:
    contest, round_ = make_judged_contest(
        blind=True, live_standings=True, display_rule="full_name", attempts_max=3
    )
    judge, other = make_judge(contest), make_judge(contest)
    school = make_organization(SCHOOL)
    planted = make_entry(
        contest, title=TITLE, organization=school, team_name=TEAM,
        summary=f"Bài của  LUONG THI GIAU TÊN về “{TITLE}”: bầu khô, dây cước.",
        participants=[ParticipantData(PERSON)], mentors=[MentorData(MENTOR)],
    )  # fmt: skip
    entries = [planted, *(make_entry(contest, title=f"Bài {n}") for n in range(2, 6))]
    files = []
    for entry in entries[:2]:
        file = make_attachment(entry, name=f"{PERSON} 9A.pdf")
        create_submission(
            entry=entry, by=None, note=PERSON, link="https://example.org/luong-thi",
            attachments=[file.pk],
        )  # fmt: skip
        file.refresh_from_db()
        files.append(set_attachment_public(attachment=file, public=True))
    fill_assignments(round_=round_)
    for sheet in Scoresheet.objects.select_related("judge__user", "attempt"):
        planted_here = sheet.attempt.entry_id == planted.pk
        fill_in(sheet, "9.5" if planted_here else 4, "7.29" if planted_here else 3)
    return World(
        contest, round_, judge, other, entries, files, school, make_organiser(contest),
        make_officer(contest, "publish"),
    )  # fmt: skip
