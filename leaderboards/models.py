"""Leaderboards: decisions of the committee, publications, awards, ceremonies, what a board shows.

Never stores a rank that is not published; live standings are computed.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.fields import FractionField
from contests.models import Contest, Division, Round, ScoringPolicy
from judging.models import Attempt, Judge, ScoreOverride
from submissions.models import Entry


class Decision(models.Model):
    """A recorded fact that breaks a tie: a draw, a committee's order, a target's value.

    Append-only; the latest of a kind, division and name counts.
    `data`: draw and committee {"order": [entry codes]}, target {"name": str, "value": number}.
    """

    class Kind(models.TextChoices):
        DRAW = "draw"
        COMMITTEE = "committee"
        TARGET = "target"

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="decisions")
    division = models.ForeignKey(
        Division, on_delete=models.CASCADE, related_name="decisions", null=True, blank=True
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    data = models.JSONField()
    reason = models.CharField(max_length=500)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="leaderboards_decision_reason"),
        ]


class Publication(models.Model):
    """An immutable copy of standings and awards with the hash of its inputs.

    Amended only by a new one that supersedes it.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed"
        PUBLISHED = "published"
        SUPERSEDED = "superseded"
        REJECTED = "rejected"
        OBSOLETE = "obsolete"  # another proposal of the same contest and round was approved

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="publications")
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="publications", null=True, blank=True
    )
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    policy = models.ForeignKey(ScoringPolicy, on_delete=models.PROTECT, related_name="publications")
    # What is hashed names nobody; the names stand beside it and can be dropped: `leaderboards.frozen`.
    payload = models.JSONField()
    names = models.JSONField(default=dict, blank=True)
    inputs_sha256 = models.CharField(max_length=64)
    payload_sha256 = models.CharField(max_length=64)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="superseded_by", null=True, blank=True
    )
    reason = models.CharField(max_length=500, blank=True)
    note = models.CharField(max_length=500, blank=True)  # public
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    # The accounts that may have opened the session in which it was proposed: `accounts.two_people`.
    proposed_in = models.JSONField(default=list)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approver_appointed_by = models.JSONField(default=list)  # names, as they were then
    embargo_until = models.DateTimeField(null=True, blank=True)
    # From when on it is public, unless a ceremony is still to come: `leaderboards.publicity`.
    published_at = models.DateTimeField(null=True, blank=True)
    # By which packages it came, the first one first: `contests.package.marks`.
    imports = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["contest", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="leaderboards_pub_number"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "rejected", "obsolete"])
                | Q(published_at__isnull=False),
                name="leaderboards_pub_published_at",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["published", "superseded"]) | Q(supersedes__isnull=True),
                name="leaderboards_pub_supersedes",
            ),
            models.UniqueConstraint(
                fields=["contest", "round"],
                condition=Q(state="published") & Q(round__isnull=False),
                name="leaderboards_pub_round_once",
            ),
            models.UniqueConstraint(
                fields=["contest"],
                condition=Q(state="published") & Q(round__isnull=True),
                name="leaderboards_pub_contest_once",
            ),
        ]


class Award(models.Model):
    """A prize of one entry in one publication (giải); immutable as the publication is."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="awards")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="awards")
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    rank = models.PositiveIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)  # where people decided otherwise

    class Meta:
        ordering = ["publication", "division", "order", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "entry", "code"], name="leaderboards_award_once"
            ),
        ]


class BoardRule(models.Model):
    """What the public sees of the live board of a contest, or of one of its rounds.

    Of several rules that touch a board the strictest counts. `top`: the first ranks alone.
    `freeze_at`: from then on the public sees the board as it stood at that instant.
    """

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="board_rules")
    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, related_name="board_rules", null=True, blank=True
    )
    hidden = models.BooleanField(default=False)
    top = models.PositiveIntegerField(null=True, blank=True)
    freeze_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["contest", "round"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "round"],
                condition=Q(round__isnull=False),
                name="leaderboards_rule_round_once",
            ),
            models.UniqueConstraint(
                fields=["contest"],
                condition=Q(round__isnull=True),
                name="leaderboards_rule_contest_once",
            ),
            models.CheckConstraint(
                condition=Q(top__isnull=True) | Q(top__gte=1), name="leaderboards_rule_top"
            ),
        ]


class Ceremony(models.Model):
    """The reveal of one publication, step by step, for all screens that follow it.

    Until it is done, the public sees of the publication only what its steps have shown. `script`
    is frozen with the publication; `step` is an index into it.
    """

    class State(models.TextChoices):
        REHEARSAL = "rehearsal"  # with invented names, for those who prepare it
        RUNNING = "running"
        DONE = "done"

    publication = models.OneToOneField(
        Publication, on_delete=models.CASCADE, related_name="ceremony"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.REHEARSAL)
    step = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    script = models.JSONField()  # {"entries": [codes], "steps": [...]}
    notes = models.TextField(blank=True)  # what the presenter wants to have at hand
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    started_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "ceremonies"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False),
                name="leaderboards_ceremony_done_at",
            ),
            models.CheckConstraint(
                condition=Q(state="rehearsal") | Q(started_at__isnull=False),
                name="leaderboards_ceremony_started_at",
            ),
        ]


class AppealWindow(models.Model):
    """When entrants may appeal against published results: until an instant, or for some days.

    Without `opens_at` from the publication on. With neither end there are no appeals.
    """

    contest = models.OneToOneField(Contest, on_delete=models.CASCADE, related_name="appeal_window")
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=models.F("opens_at")),
                name="leaderboards_appealwindow_order",
            ),
        ]


class Appeal(models.Model):
    """An entrant asks that a published result be looked at again (phúc khảo).

    Accepted, the entry is marked anew by another judge, on an attempt that counts nowhere. What
    that comes to is an override with its second person, or nothing.
    """

    class State(models.TextChoices):
        FILED = "filed"
        ACCEPTED = "accepted"  # another judge marks the entry
        DECLINED = "declined"
        DECIDING = "deciding"  # another value is proposed, the second person has not agreed yet
        UNCHANGED = "unchanged"
        CHANGED = "changed"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="appeals")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="appeals")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="appeals")
    state = models.CharField(max_length=10, choices=State.choices, default=State.FILED)
    items = models.JSONField(default=list)  # ids of the form's items; none: all
    reason = models.TextField()
    judge = models.ForeignKey(
        Judge, on_delete=models.PROTECT, related_name="appeals", null=True, blank=True
    )
    attempt = models.OneToOneField(
        Attempt, on_delete=models.PROTECT, related_name="appeal", null=True, blank=True
    )
    override = models.ForeignKey(
        ScoreOverride, on_delete=models.PROTECT, related_name="appeals", null=True, blank=True
    )
    before = FractionField(null=True, blank=True)
    after = FractionField(null=True, blank=True)
    amended = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    revision = models.PositiveIntegerField(default=1)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="leaderboards_appeal_reason"),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "deciding", "changed", "unchanged"])
                | Q(judge__isnull=False),
                name="leaderboards_appeal_judge",
            ),
            models.UniqueConstraint(
                fields=["entry", "round", "publication"], name="leaderboards_appeal_once"
            ),
        ]


class AppealEvent(models.Model):
    """What happened to an appeal, and the words for its entrant; append-only."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=Appeal.State.choices)
    reason = models.TextField(blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["appeal", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["appeal", "number"], name="leaderboards_appealevent_number"
            ),
        ]
