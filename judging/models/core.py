"""Judging: panels, judges, assignments, attempts, matches, scoresheets and their revisions.

Never ranks anything; a round's result is one entry's, reduced from its own sheets.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.fields import FractionField
from contests.models import Contest, Division, FormVersion, Organization, Round
from submissions.models import Entry


class Panel(models.Model):
    """Judges who sit together (hội đồng): for whom, where and when."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="panels")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=200)
    division = models.ForeignKey(
        Division, on_delete=models.PROTECT, related_name="panels", null=True, blank=True
    )
    topic = models.CharField(max_length=100, blank=True)  # entries of this topic alone
    room = models.CharField(max_length=100, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)  # both, or neither
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "code"], name="judging_panel_code"),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(
                    starts_at__isnull=False,
                    ends_at__isnull=False,
                    ends_at__gt=models.F("starts_at"),
                ),
                name="judging_panel_slot",
            ),
        ]


class Judge(models.Model):
    """A person's seat in a contest's judging; `code` names the seat in packages."""

    class Role(models.TextChoices):
        JUDGE = "judge"
        HEAD = "head"
        REFEREE = "referee"
        TRAINEE = "trainee"  # scores are not counted
        OBSERVER = "observer"  # does not score

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="judges")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="judge_seats",
        null=True,
        blank=True,
    )
    code = models.CharField(max_length=40)
    full_name = models.CharField(max_length=200)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.JUDGE)
    panel = models.ForeignKey(
        Panel, on_delete=models.SET_NULL, related_name="judges", null=True, blank=True
    )
    organization = models.ForeignKey(  # where the judge works or studies, if that is told
        Organization, on_delete=models.SET_NULL, related_name="judges", null=True, blank=True
    )
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["contest", "code"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "code"], name="judging_judge_code"),
            models.UniqueConstraint(
                fields=["contest", "user"],
                condition=Q(user__isnull=False),
                name="judging_judge_once",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class ConflictOfInterest(models.Model):
    """Why a judge must not score an entry. Pinned ones cannot be removed by the judge."""

    class Kind(models.TextChoices):
        DECLARED = "declared"
        SAME_SCHOOL = "same_school"
        MENTOR = "mentor"
        FAMILY = "family"

    judge = models.ForeignKey(Judge, on_delete=models.CASCADE, related_name="conflicts")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="conflicts")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    pinned = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["judge", "entry"], name="judging_conflict_once"),
        ]


class JudgeAssignment(models.Model):
    """One judge is to score one entry in one round (phân công)."""

    judge = models.ForeignKey(Judge, on_delete=models.CASCADE, related_name="assignments")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="assignments")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="assignments")
    order = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["judge", "entry", "round"], name="judging_assignment_once"
            ),
        ]


class Match(models.Model):
    """Several entries meet in one round (trận)."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="matches")
    code = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    played_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["round", "number", "code"]
        constraints = [
            models.UniqueConstraint(fields=["round", "code"], name="judging_match_code"),
        ]


class MatchSide(models.Model):
    """One side of a match; `values` are the side's, shared by its entries' attempts."""

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="sides")
    code = models.CharField(max_length=20)  # "red", "blue"
    values = models.JSONField(default=dict)

    class Meta:
        ordering = ["match", "code"]
        constraints = [
            models.UniqueConstraint(fields=["match", "code"], name="judging_side_code"),
        ]


class Attempt(models.Model):
    """One try of an entry in a round (lượt thi): a run, a dive, a match played.

    `values` are facts of the attempt itself (imported or measured once, not per judge).
    """

    class State(models.TextChoices):
        PENDING = "pending"
        DONE = "done"
        VOID = "void"
        DISQUALIFIED = "disqualified"
        SURROGATE = "surrogate"
        NO_SHOW = "no_show"

    # Sheets of these count nowhere: a try taken back, and a marking anew after an appeal.
    NOT_COUNTED = (State.VOID, State.SURROGATE)

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="attempts")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PENDING)
    values = models.JSONField(default=dict)
    side = models.ForeignKey(
        MatchSide, on_delete=models.CASCADE, related_name="attempts", null=True, blank=True
    )
    performed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["round", "entry", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "round", "number"], name="judging_attempt_number"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="judging_attempt_number_min"),
        ]


class AttemptChange(models.Model):
    """Who changed an attempt's state or values, from what to what, and why; append-only."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="changes")
    before = models.JSONField()  # {"state": ..., "values": {...}}
    after = models.JSONField()
    reason = models.CharField(max_length=300)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["attempt", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="judging_attemptchange_reason"),
        ]


class RoundLock(models.Model):
    """A round was locked, or unlocked with a reason; append-only. The round holds what is true now."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="locks")
    locked = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["round", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(locked=True) | ~Q(reason=""), name="judging_roundlock_reason"
            ),
        ]


class Scoresheet(models.Model):
    """One judge's sheet of one attempt (phiếu chấm): the latest state of its revisions.

    `points` is the form's exact result, null while the sheet is incomplete.
    `revision` 0 means that nothing was entered yet.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        LOCKED = "locked"  # by itself; a locked round locks all its sheets without touching them
        REOPENED = "reopened"  # may be written though the round is locked or the window over
        VOID = "void"

    class Kind(models.TextChoices):
        SCORED = "scored"
        NO_SHOW = "no_show"
        ABSTAINED = "abstained"

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="scoresheets")
    judge = models.ForeignKey(Judge, on_delete=models.PROTECT, related_name="scoresheets")
    form_version = models.ForeignKey(
        FormVersion, on_delete=models.PROTECT, related_name="scoresheets"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.SCORED)
    values = models.JSONField(default=dict)
    comments = models.JSONField(default=dict)  # {item id or "": text}
    points = FractionField(null=True, blank=True)
    complete = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["attempt", "judge"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "judge"], name="judging_sheet_once"),
        ]
        indexes = [models.Index(fields=["judge", "state"])]

    @property
    def shown_state(self) -> str:
        """The state as people see it: a submitted sheet of a locked round is locked."""
        if self.state == self.State.SUBMITTED and self.attempt.round.locked_at is not None:
            return self.State.LOCKED.value
        return str(self.state)


class ScoresheetRevision(models.Model):
    """What a sheet was after one write; append-only.

    `operation` is the actor's idempotency key, or the server's own; `request_sha256` the digest of
    the body: the actor's repeat with it answers with this revision, another body is refused.
    """

    scoresheet = models.ForeignKey(Scoresheet, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    operation = models.CharField(max_length=100)
    request_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=Scoresheet.State.choices)
    kind = models.CharField(max_length=10, choices=Scoresheet.Kind.choices)
    values = models.JSONField()
    comments = models.JSONField()
    points = FractionField(null=True, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    device = models.CharField(max_length=100, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)  # the device's clock
    reason = models.CharField(max_length=300, blank=True)  # of a reopening or voiding
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["scoresheet", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["scoresheet", "number"], name="judging_revision_number"
            ),
            models.UniqueConstraint(
                fields=["actor", "operation"], name="judging_revision_operation"
            ),
        ]


class RoundResult(models.Model):
    """One entry's value in one round, reduced from its own attempts and sheets.

    Null `value` means nothing counted yet, or the method needs the whole field. `basis` names the
    rule and the form by which it was reduced; under another rule the value says nothing.
    `sort_value` is the value as a decimal for the database's order only.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="round_results")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="results")
    value = FractionField(null=True, blank=True)
    sort_value = models.DecimalField(max_digits=24, decimal_places=8, null=True, blank=True)
    basis = models.CharField(max_length=16, blank=True)
    sheets_expected = models.PositiveIntegerField(default=0)
    sheets_submitted = models.PositiveIntegerField(default=0)
    revision = models.PositiveBigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "round"], name="judging_roundresult_once"),
        ]
        indexes = [
            models.Index(fields=["round", "-sort_value"]),
            # What boards ask every second: has anything moved?
            models.Index(fields=["round", "revision"], name="judging_result_revision"),
        ]
