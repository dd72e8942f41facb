"""Submissions: entries, teams, people in them, who is invited, and the immutable versions of works.

Never holds a score, and never decides who may see a work.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from contests.models import Contest, Division, Organization


class Team(models.Model):
    """Several participants who enter together (đội)."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "name"], name="submissions_team_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """What is judged (bài dự thi): one student's or one team's.

    `code` is public and unique in the contest; `blind_code` is what blind judges see.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        WITHDRAWN = "withdrawn"
        DISQUALIFIED = "disqualified"
        UNRANKED = "unranked"  # takes part, is not ranked
        SAMPLE = "sample"  # for a calibration round only; nobody entered it

    # Of no board, no count and no result.
    NOT_IN_FIELD = (State.DRAFT, State.SAMPLE)
    # Nobody is asked for a score any more, or not yet.
    NOT_JUDGED = (State.DRAFT, State.WITHDRAWN, State.DISQUALIFIED)

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="entries")
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="entries")
    code = models.CharField(max_length=40)
    blind_code = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    topic = models.CharField(max_length=100, blank=True)  # by which panels are chosen
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="entries", null=True, blank=True
    )
    team = models.OneToOneField(
        Team, on_delete=models.PROTECT, related_name="entry", null=True, blank=True
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    state_reason = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    operation = models.CharField(max_length=100, blank=True)  # the creator's idempotency key
    request_sha256 = models.CharField(max_length=64, blank=True)  # what came with it

    class Meta:
        ordering = ["contest", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["created_by", "operation"],
                condition=~Q(operation=""),
                name="submissions_entry_operation",
            ),
            models.UniqueConstraint(fields=["contest", "code"], name="submissions_entry_code"),
            models.UniqueConstraint(
                fields=["contest", "blind_code"], name="submissions_entry_blind_code"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="submissions_entry_submitted_at",
            ),
        ]
        indexes = [models.Index(fields=["contest", "division", "state"])]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Participant(models.Model):
    """A student in an entry (thí sinh)."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="participations",
        null=True,
        blank=True,
    )
    full_name = models.CharField(max_length=200)
    birth_date = models.DateField(null=True, blank=True)
    class_name = models.CharField(max_length=60, blank=True)  # "9A2"
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "user"],
                condition=Q(user__isnull=False),
                name="submissions_participant_once",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class NameConsent(models.Model):
    """What an organiser recorded of a participant's consent to be named in public; append-only.

    The last row is the record's word, beside which stands what the person said by the own account
    (`accounts.Consent`): `submissions.naming` says what the two come to. `full_name` is who was asked:
    under another name the participant is somebody else. With `signed_on` it is from a signed paper.
    """

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="name_consents"
    )
    full_name = models.CharField(max_length=200)
    given = models.BooleanField()
    guardian_name = models.CharField(max_length=200, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)  # who keeps the paper, who called
    # Unknown where it came with a package.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.full_name}: {'given' if self.given else 'withdrawn'}"


class Mentor(models.Model):
    """A teacher who stands behind an entry; reads it, never scores it."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="mentors")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="mentorships",
        null=True,
        blank=True,
    )
    full_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.full_name


class Invitation(models.Model):
    """Somebody is asked, by user name, to take part in an entry or to mentor it.

    Until it is accepted it is no fact: no right and no conflict follows from it. Whether an account
    has the user name is asked by nobody but the account itself, when it looks for its invitations.
    Where the entry's people are fixed, or the person judges in the contest, the organiser decides.
    """

    class Role(models.TextChoices):
        PARTICIPANT = "participant", "participant"
        MENTOR = "mentor", "mentor"

    class State(models.TextChoices):
        PENDING = "pending"
        ASKED = "asked"  # accepted, and waits for the organiser
        ACCEPTED = "accepted"
        DECLINED = "declined"
        REFUSED = "refused"  # by the organiser
        WITHDRAWN = "withdrawn"

    OPEN = (State.PENDING, State.ASKED)

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=12, choices=Role.choices)
    # The line that the account is to be linked with; gone with it.
    participant = models.ForeignKey(
        Participant, on_delete=models.SET_NULL, related_name="invitations", null=True, blank=True
    )
    mentor = models.ForeignKey(
        Mentor, on_delete=models.SET_NULL, related_name="invitations", null=True, blank=True
    )
    full_name = models.CharField(max_length=200)
    username = models.CharField(max_length=150, db_index=True)  # as typed, case folded
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    judges = models.BooleanField(default=False)  # who accepted judged in the contest
    reason = models.CharField(max_length=300, blank=True)  # of the organiser's decision
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(  # agreed beforehand, where a request brought the invitation
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]


class PeopleRequest(models.Model):
    """The entry's people ask the organiser to change participants, mentors or school.

    `changes` has the members that are to change, `before` what they were when it was asked.
    """

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="people_requests")
    changes = models.JSONField()
    before = models.JSONField()
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.CharField(max_length=300, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state="open"), name="submissions_request_one_open"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="submissions_request_reason"),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""), name="submissions_request_answer"
            ),
        ]


class Submission(models.Model):
    """An immutable version of an entry's work (bài nộp); the last one counts."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="submissions")
    number = models.PositiveIntegerField()
    note = models.TextField(blank=True)
    link = models.URLField(max_length=500, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["entry", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "number"], name="submissions_submission_number"
            ),
        ]


class Attachment(models.Model):
    """A file of an entry's work. Uploaded first, then bound to a submission.

    `name` is the person's, for display; the stored path is generated.
    """

    class State(models.TextChoices):
        READY = "ready"
        PROCESSING = "processing"  # waits for its thumbnail
        REFUSED = "refused"  # content turned out to be unreadable

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="attachments")
    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="attachments", null=True, blank=True
    )
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(max_length=200)
    thumbnail = models.FileField(max_length=200, blank=True)
    width_px = models.PositiveIntegerField(null=True, blank=True)
    height_px = models.PositiveIntegerField(null=True, blank=True)
    # For judges of a blind contest: the file without its properties, where one could be made, and
    # what theirs still tells of people, None while nobody has looked.
    blind_copy = models.FileField(max_length=200, blank=True)
    blind_bytes = models.PositiveBigIntegerField(null=True, blank=True)
    blind_sha256 = models.CharField(max_length=64, blank=True)
    found = models.JSONField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    refusal = models.CharField(max_length=60, blank=True)  # code of the reason
    public = models.BooleanField(default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
