"""One small world in which every role has something to see and something to be kept from.

Two contests with an organiser each, "ours" and "theirs", and a draft of each. Every object has a
name, by which the matrix tells who sees it. Everything is made by the services.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from http.cookies import SimpleCookie
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import AuditEvent, Consent, User
from accounts.services import issue_card, issue_link, issue_token, record_consent
from certificates.models import BadgeKey, Delivery
from certificates.services import (
    add_signing_key,
    badge_of,
    create_template,
    decline_correction,
    order_batch,
    request_correction,
    store_image,
    switch_badges,
)
from certificates.services.templates import DEFAULT_DESIGN
from contests.models import Contest, OrganizationUserGrant
from contests.services import create_campaign, create_contest, grant, update_contest, update_round
from jobs.permissions import owner_key
from jobs.services import cancel, enqueue
from judging.models import Discrepancy, Judge, Match, Minutes, Recusal, Scoresheet
from judging.services import (
    assign,
    create_judge,
    create_panel,
    declare,
    declare_conflict,
    issue_papers,
    lock_round,
    propose_override,
    record_scoresheet,
    take_back_conflict,
    unlock_round,
)
from judging.services.minutes import print_minutes
from judging.services.ways_in import made_for_judge
from leaderboards.models import Decision
from leaderboards.services import (
    AwardChange,
    approve_publication,
    propose_publication,
    record_decision,
)
from submissions.services import (
    MentorData,
    create_submission,
    disqualify_entry,
    finish_picture,
    request_people,
    set_attachment_public,
    submit_entry,
    update_entry,
)
from submissions.services.attachments import THUMBNAIL_JOB
from tests.factories.accounts import make_staff, make_user
from tests.factories.certificates import issue_missing, png_bytes
from tests.factories.contests import let_certify, make_organization
from tests.factories.keys import PASSPHRASE, make_p12
from tests.factories.submissions import make_attachment, make_entry, picture_bytes
from tests.permissions.roles import ROLES


@dataclass(slots=True)
class World:
    """`users` by role (None for anonymous), `objects` by name; everybody is signed in once."""

    users: dict[str, User | None]
    cookies: dict[str, SimpleCookie] = field(default_factory=dict)
    objects: dict[str, Any] = field(default_factory=dict)
    secrets: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.objects[name]
        except KeyError:
            raise AttributeError(name) from None

    def client(self, role: str) -> APIClient:
        """A browser of its own, signed in as the role."""
        client = APIClient()
        client.cookies.update(self.cookies[role])
        return client

    def named(self, value: object, key: str) -> str:
        """The name of the object whose `key` is `value`, for messages."""
        hits = [name for name, each in self.objects.items() if getattr(each, key, None) == value]
        return "|".join(hits) or f"unnamed {value}"


def make_world() -> World:
    users = {role: None if role == "anonymous" else make_user(role) for role in ROLES}
    users["staff"] = make_staff()
    world = World(users=users)
    _contests(world)
    _entries(world)
    _judging(world)
    _results(world)
    _people(world)
    for each in world.objects.values():
        each.refresh_from_db()
    for role, user in users.items():
        client = APIClient()
        if user is not None:
            client.force_login(user)
        world.cookies[role] = client.cookies
    return world


def _contests(world: World) -> None:
    organiser, other = world.users["organiser"], world.users["other_organiser"]
    made = world.objects
    made["school"] = make_organization()
    made["campaign"] = create_campaign(
        slug="tuan-le",
        title="Tuần lễ học tập suốt đời",
        organization=made["school"],
        starts_on=timezone.now().date(),
        ends_on=timezone.now().date() + timedelta(days=6),
    )
    for name, by, state in (
        ("ours", organiser, Contest.State.OPEN),
        ("theirs", other, Contest.State.OPEN),
        ("our_draft", organiser, Contest.State.DRAFT),
        ("their_draft", other, Contest.State.DRAFT),
    ):
        contest = create_contest(
            preset_kind="digital_content",
            title=f"Cuộc thi {name}",
            organization=made["school"],
            by=by,
        )
        made[name] = update_contest(contest=contest, state=state)
    for prefix, name in (("our", "ours"), ("their", "theirs"), ("our_draft", "our_draft")):
        contest = made[name]
        made[f"{prefix}_round"] = contest.rounds.get()
        made[f"{prefix}_division"] = contest.divisions.get(code="B")
        made[f"{prefix}_form"] = contest.forms.get()
        made[f"{prefix}_form_version"] = made[f"{prefix}_form"].versions.get()
        made[f"{prefix}_policy"] = contest.policies.get()
    for prefix, user in (("our", organiser), ("their", other)):
        assert user is not None
        let_certify(user, made["school"])
        made[f"{prefix}_speaker"] = OrganizationUserGrant.objects.get(user=user)
        made[f"{prefix}_speaker_event"] = AuditEvent.objects.get(
            subject=user, about__startswith="organization/"
        )
    update_round(round=made["our_round"], attempts_max=3)
    for code in ("A", "C"):
        made[f"our_division_{code}"] = made["ours"].divisions.get(code=code)


def _entries(world: World) -> None:
    made, users = world.objects, world.users
    made["entry"] = make_entry(
        made["ours"], student=users["entry_student"], mentor=users["mentor"], submitted=False
    )
    made["file"] = make_attachment(made["entry"])
    made["picture"] = make_attachment(made["entry"], name="hinh.png", content=picture_bytes())
    finish_picture(attachment_id=made["picture"].pk)
    made["submission"] = create_submission(
        entry=made["entry"], by=None, attachments=[made["file"].pk, made["picture"].pk]
    )
    made["loose_file"] = make_attachment(made["entry"], name="chưa nộp.pdf")
    made["entry"] = submit_entry(entry=made["entry"], revision=None, by=None)
    # Nobody's account stands behind these two.
    made["other_entry"] = make_entry(made["ours"], title="Đèn ngủ tre")
    made["public_file"] = make_attachment(made["other_entry"])
    create_submission(entry=made["other_entry"], by=None, attachments=[made["public_file"].pk])
    made["public_file"] = set_attachment_public(attachment=made["public_file"], public=True)
    made["draft_entry"] = make_entry(
        made["ours"], title="Nháp", student=users["entry_student"], submitted=False
    )
    made["out_entry"] = disqualify_entry(
        entry=make_entry(made["ours"], title="Bị loại"), revision=None, reason="sao chép"
    )
    made["their_entry"] = make_entry(made["theirs"], student=users["other_student"])
    made["their_other_entry"] = make_entry(made["theirs"], title="Bài của người nhà")
    for prefix, entry, asks, invited, asked in (
        ("", "draft_entry", "entry_student", users["other_student"].username, "entry"),
        ("their_", "their_entry", "other_student", "khong-ai-ca", "their_entry"),
    ):
        made[entry] = update_entry(
            entry=made[entry],
            revision=made[entry].revision,
            by=users[asks],
            mentors=[MentorData("Cô Khách", username=invited)],
        )
        made[f"{prefix}invitation"] = made[entry].invitations.get()
        made[f"{prefix}request"] = request_people(
            entry=made[asked], by=users[asks], reason="thôi hướng dẫn", mentors=[]
        )


def _judging(world: World) -> None:
    made, users = world.objects, world.users
    ours, theirs = made["ours"], made["theirs"]
    for name, role, kind in (
        ("seat", "assigned_judge", Judge.Role.JUDGE),
        ("other_seat", "unassigned_judge", Judge.Role.JUDGE),
        ("head_seat", "head_judge", Judge.Role.HEAD),
    ):
        made[name] = create_judge(contest=ours, username=users[role].username, role=kind)
    guest = make_user("Khách mời")
    grant(contest=theirs, name="manage", to=guest)
    made["guest_seat"] = create_judge(contest=ours, username=guest.username)
    made["their_seat"] = create_judge(contest=theirs, full_name="Giám khảo của họ")
    for prefix in ("", "other_", "head_", "guest_", "their_"):
        made[f"{prefix}appointment"] = AuditEvent.objects.get(
            kind="judge.appointed", about=made_for_judge(made[f"{prefix}seat"])
        )
    made["panel"] = create_panel(contest=ours, code="hd1", name="Hội đồng 1")
    made["their_panel"] = create_panel(contest=theirs, code="hd1", name="Hội đồng của họ")
    for prefix, seat, entry, round_ in (
        ("", "seat", "entry", "our_round"),
        ("other_", "other_seat", "other_entry", "our_round"),
        ("their_", "their_seat", "their_entry", "their_round"),
    ):
        made[f"{prefix}assignment"] = assign(
            judge=made[seat], entry=made[entry], round_=made[round_]
        )
        sheet = Scoresheet.objects.get(judge=made[seat])
        made[f"{prefix}sheet"] = sheet
        made[f"{prefix}attempt"] = sheet.attempt
    made["conflict"] = declare_conflict(judge=made["seat"], entry=made["out_entry"])
    made["declaration"] = declare(judge=made["seat"], name="Người Nhà")
    made["their_conflict"] = declare_conflict(
        judge=made["their_seat"], entry=made["their_other_entry"]
    )
    made["take_back"] = take_back_conflict(conflict=made["conflict"], reason="nhầm bài")
    made["their_take_back"] = take_back_conflict(conflict=made["their_conflict"], reason="nhầm")
    record_scoresheet(
        sheet_id=made["other_sheet"].pk,
        actor=users["unassigned_judge"],
        expected_revision=0,
        operation="world-0001",
        values={},
        comments={},
        kind=Scoresheet.Kind.ABSTAINED,
        state=Scoresheet.State.SUBMITTED,
    )
    _moderation(world)
    # Matches have no verb yet that makes them: they come with packages.
    made["match"] = Match.objects.create(round=made["our_round"], code="T1", number=1)
    made["their_match"] = Match.objects.create(round=made["their_round"], code="T1", number=1)


def _moderation(world: World) -> None:
    """Minutes, an override asked for, a recusal and a discrepancy in each contest.

    The discrepancies are rows alone: the preset's policy has no protocol.
    """
    made, users = world.objects, world.users
    for prefix in ("", "their_"):
        round_ = made["our_round" if not prefix else "their_round"]
        lock_round(round_id=round_.pk, actor=users["staff"])
        unlock_round(round_id=round_.pk, actor=users["staff"], reason="chấm bổ sung")
        made[f"{prefix}minutes"] = Minutes.objects.get(round=round_)
    print_minutes(minutes_id=made["minutes"].pk)
    for prefix, proposer in (("", "head_judge"), ("their_", "other_organiser")):
        ours = not prefix
        round_ = made["our_round" if ours else "their_round"]
        made[f"{prefix}override"] = propose_override(
            entry=made[f"{prefix}entry"],
            round_=round_,
            actor=users[proposer],
            after=Fraction(50),
            reason="chấm nhầm mẫu",
        )
        made[f"{prefix}discrepancy"] = Discrepancy.objects.create(
            attempt=made[f"{prefix}attempt"],
            action=Discrepancy.Action.DISCUSS,
            result="judges",
            difference=Fraction(3),
            marks={"GK98": "7", "GK99": "10"},
            revision=1,
        )
        (made[f"{prefix}paper"],) = issue_papers(sheets=[made[f"{prefix}sheet"]])
        made[f"{prefix}recusal"] = Recusal.objects.create(
            judge=made["seat" if ours else "their_seat"],
            entry=made["out_entry" if ours else "their_other_entry"],
            round=round_,
            kind="declared",
        )


def _results(world: World) -> None:
    made, users = world.objects, world.users
    for prefix, contest, entry, proposer, approver in (
        ("", "ours", "entry", users["head_judge"], users["organiser"]),
        ("their_", "theirs", "their_entry", world.users["staff"], users["other_organiser"]),
    ):
        made[f"{prefix}decision"] = record_decision(
            contest=made[contest],
            kind=Decision.Kind.COMMITTEE,
            data={"order": [made[entry].code]},
            reason="biên bản",
            actor=proposer,
        )
        change = AwardChange(entry=made[entry].code, code="nhat", reason="hội đồng quyết định")
        proposal = propose_publication(contest=made[contest], actor=proposer, awards=[change])
        published = approve_publication(publication=proposal, actor=approver)
        made[f"{prefix}published"] = published
        made[f"{prefix}award"] = published.awards.get()
        template = create_template(
            contest=made[contest], design=DEFAULT_DESIGN, definition={}, by=approver
        )
        made[f"{prefix}template"] = template
        made[f"{prefix}batch"] = order_batch(publication=published, template=template, by=approver)
        (made[f"{prefix}certificate"],) = issue_missing(published, template, by=approver)
        made[f"{prefix}image"] = store_image(contest=made[contest], data=png_bytes(20), by=approver)
        made[f"{prefix}delivery"] = Delivery.objects.create(
            certificate=made[f"{prefix}certificate"],
            address="office@example.vn",
            state=Delivery.State.SENT,
        )
        made[f"{prefix}signing_key"] = add_signing_key(
            contest=made[contest], data=make_p12(), passphrase=PASSPHRASE, by=approver
        )
        switch_badges(contest=made[contest], on=True, by=approver)
        holder = users["entry_student" if prefix == "" else "other_student"]
        asked = request_correction(
            certificate=made[f"{prefix}certificate"], recipient="Tên Khác", reason="sai", by=holder
        )
        made[f"{prefix}correction"] = decline_correction(
            correction=asked, note="đúng theo danh sách", by=approver
        )
    badge_of(certificate=made["certificate"])
    made["badge_key"] = BadgeKey.objects.get(organization=made["school"])
    made["proposed"] = propose_publication(
        contest=made["ours"],
        actor=users["head_judge"],
        awards=[AwardChange(entry=made["entry"].code, code="nhi", reason="xét lại")],
    )
    made["proposed_award"] = made["proposed"].awards.get()


def _people(world: World) -> None:
    made, users = world.objects, world.users
    for name, role in (
        ("job", "organiser"),
        ("ended_job", "organiser"),
        ("their_job", "other_organiser"),
    ):
        made[name] = enqueue(kind=THUMBNAIL_JOB, owner_key=owner_key(users[role]))
    cancel(job_id=made["ended_job"].pk)
    student, staff = users["entry_student"], users["staff"]
    made["token"], _ = issue_token(user=student, label="máy")
    made["other_token"], _ = issue_token(user=users["other_student"], label="máy khác")
    made["card"], world.secrets["card"] = issue_card(
        user=student, created_by=users["organiser"], label="9A"
    )
    _, *world.secrets["link"] = issue_link(user=users["entry_student"], created_by=staff)
    made["other_card"], _ = issue_card(user=users["other_student"], created_by=staff)
    for name in ("", "other_", "draft_", "out_", "their_", "their_other_"):
        made[f"{name}pupil"] = made[f"{name}entry"].participants.get()
    for name, role in (("consent", "entry_student"), ("other_consent", "other_student")):
        made[name] = record_consent(
            user=users[role],
            purpose=Consent.Purpose.PUBLISH_NAME,
            recorded_by=users[role],
            guardian_name="Phụ huynh",
        )
    for name, role in (("session", "entry_student"), ("other_session", "other_student")):
        Session.objects.create(
            session_key=name, session_data="", expire_date=timezone.now() + timedelta(days=7)
        )
        made[name] = UserSession.objects.create(
            user=users[role], ip="192.0.2.1", session_key=name, user_agent=name
        )
