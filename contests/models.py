"""Contests: organizations, campaigns, contests, divisions, rounds, forms, policies, roles.

Never holds entries, judges or scores; those are told by the apps above.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from tree_queries.models import TreeNode

from contests.organization_models import OrganizationGroupGrant as OrganizationGroupGrant
from contests.organization_models import OrganizationUserGrant as OrganizationUserGrant
from contests.package_models import PackageImport as PackageImport


class Organization(TreeNode):
    """A school, ward, city or the nation; a tree."""

    class Kind(models.TextChoices):
        NATION = "nation", "toàn quốc"
        CITY = "city", "tỉnh, thành phố"
        WARD = "ward", "xã, phường"
        SCHOOL = "school", "trường"
        OTHER = "other", "đơn vị khác"

    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name"]
        permissions = [
            ("create_contests", "create contests of the organization and those below it"),
            ("certify", "issue certificates in the name of the organization and those below it"),
        ]

    def __str__(self) -> str:
        return self.name


class Campaign(models.Model):
    """A week or season that contests belong to (phong trào, tuần lễ)."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="campaigns"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["-starts_on", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="contests_campaign_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Contest(models.Model):
    """One contest with its windows and rules.

    `slug` is its name in URLs and packages. All instants are UTC.
    """

    class Kind(models.TextChoices):
        PROGRAMMING = "programming"
        ROBOTICS = "robotics"
        DIGITAL_CONTENT = "digital_content"
        AI = "ai"
        DATA_SCIENCE = "data_science"
        DIGITAL_SKILLS = "digital_skills"
        OTHER = "other"

    class State(models.TextChoices):
        DRAFT = "draft"  # seen by its organisers only
        OPEN = "open"
        ARCHIVED = "archived"  # read-only

    class DisplayRule(models.TextChoices):
        """What the public sees of a minor."""

        FULL_NAME = "full_name"
        INITIALS = "initials"  # initials and school
        CODE = "code"

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="contests"
    )
    # From its first publication on it stays that organization's.
    organization_fixed_at = models.DateTimeField(null=True, blank=True)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="contests", null=True, blank=True
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    entries_open_at = models.DateTimeField(null=True, blank=True)
    entries_close_at = models.DateTimeField(null=True, blank=True)
    submissions_close_at = models.DateTimeField(null=True, blank=True)
    judging_open_at = models.DateTimeField(null=True, blank=True)
    judging_close_at = models.DateTimeField(null=True, blank=True)
    team_min = models.PositiveSmallIntegerField(default=1)
    team_max = models.PositiveSmallIntegerField(default=1)
    entries_per_school = models.PositiveIntegerField(null=True, blank=True)
    display_rule = models.CharField(
        max_length=10, choices=DisplayRule.choices, default=DisplayRule.INITIALS
    )
    blind = models.BooleanField(default=False)  # judges see the blind code only
    live_standings = models.BooleanField(default=False)  # public before publication
    peers_after_submit = models.BooleanField(
        default=False
    )  # judges see the others' after their own
    upload_rule = models.JSONField(
        default=dict
    )  # {"types": ["pdf", ...], "max_bytes": n, "max_files": n, "entry_bytes": n, "contest_bytes": n}
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "slug"]
        permissions = [
            ("manage", "run the contest"),
            ("chair", "chair the judging"),
            ("judge", "judge in the contest"),
            ("observe", "observe without a vote"),
            ("publish", "publish results"),
            ("issue_certificates", "issue certificates"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(team_min__gte=1) & Q(team_max__gte=F("team_min")),
                name="contests_contest_team_size",
            ),
            models.CheckConstraint(
                condition=Q(entries_open_at__isnull=True)
                | Q(entries_close_at__isnull=True)
                | Q(entries_close_at__gt=F("entries_open_at")),
                name="contests_contest_entries_window",
            ),
            models.CheckConstraint(
                condition=Q(judging_open_at__isnull=True)
                | Q(judging_close_at__isnull=True)
                | Q(judging_close_at__gt=F("judging_open_at")),
                name="contests_contest_judging_window",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ContestUserGrant(UserObjectPermissionBase):
    """Guardian's direct table: a person's grant on a contest. Written only by services."""

    content_object = models.ForeignKey(Contest, on_delete=models.CASCADE)


class ContestGroupGrant(GroupObjectPermissionBase):
    """Guardian's direct table: a group's grant on a contest. Written only by services."""

    content_object = models.ForeignKey(Contest, on_delete=models.CASCADE)


class Division(models.Model):
    """A class of entries ranked together (bảng). Its code is data."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="divisions")
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "code"], name="contests_division_code"),
        ]

    def __str__(self) -> str:
        return self.title


class ScoringForm(models.Model):
    """A form's identity; what is on it stands in its versions."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="forms")
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "code"], name="contests_form_code"),
        ]

    def __str__(self) -> str:
        return self.title


class FormVersion(models.Model):
    """One version of a form; immutable once a sheet uses it (`used_at` is set)."""

    form = models.ForeignKey(ScoringForm, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    sha256 = models.CharField(max_length=64)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["form", "number"]
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="contests_formversion_number"),
        ]


class CountedRounds(models.Manager["Round"]):
    """The rounds that results come from. Calibration rounds are found only where asked for."""

    def get_queryset(self) -> models.QuerySet[Round]:
        return super().get_queryset().filter(calibration=False)


class Round(models.Model):
    """One way of scoring with its form (vòng); its policy stands in the contest's policy.

    A calibration round (chấm thử) is scored on sample entries and counts for nothing.
    `assigned_at` is when its first judge was assigned: from then on the organiser alone changes the
    people of its entries. `scored_at` is when its first sheet was written: from then on its policy
    takes no new model.
    """

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="rounds")
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="rounds")
    attempts_max = models.PositiveSmallIntegerField(default=1)
    judges_per_entry = models.PositiveSmallIntegerField(default=1)
    locked_at = models.DateTimeField(null=True, blank=True)
    calibration = models.BooleanField(default=False)
    assigned_at = models.DateTimeField(null=True, blank=True)
    scored_at = models.DateTimeField(null=True, blank=True)

    objects = CountedRounds()
    everything: models.Manager[Round] = models.Manager()

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "code"], name="contests_round_code"),
            models.CheckConstraint(
                condition=Q(attempts_max__gte=1), name="contests_round_attempts_min"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ScoringPolicy(models.Model):
    """A version of the contest's policy: how sheets become standings. Append-only."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="policies")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["contest", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="contests_policy_number"),
        ]
