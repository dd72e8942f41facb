"""Sets a contest up from a preset, and changes what an organiser may change."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.services import end_ways_in
from common.errors import Fault
from common.text import many_lines, single_line
from contests.errors import (
    BlindTooLate,
    ContestArchived,
    SlugTaken,
    TeamSizeInvalid,
    WindowsInvalid,
)
from contests.models import (
    Campaign,
    Contest,
    Division,
    FormVersion,
    Organization,
    Round,
    ScoringForm,
)
from contests.paths import made_for_contest
from contests.presets import Preset, preset
from contests.services.forms import create_policy
from contests.services.grants import grant
from contests.services.organizations import move_contest
from contests.slugs import free_slug
from scoring.form import form_digest

CREATOR_GRANTS: Final = ("manage", "publish", "issue_certificates")
WINDOWS: Final = (
    "entries_open_at",
    "entries_close_at",
    "submissions_close_at",
    "judging_open_at",
    "judging_close_at",
)
_CHANGEABLE: Final = frozenset(
    {
        *WINDOWS,
        "title",
        "title_en",
        "summary",
        "summary_en",
        "organization",
        "campaign",
        "state",
        "team_min",
        "team_max",
        "entries_per_school",
        "display_rule",
        "blind",
        "live_standings",
        "peers_after_submit",
        "upload_rule",
    }
)


@transaction.atomic
def create_contest(
    *,
    preset_kind: str,
    title: str,
    organization: Organization,
    by: User | None,
    slug: str = "",
    title_en: str = "",
    campaign: Campaign | None = None,
    **changes: Any,
) -> Contest:
    """A draft contest with the preset's divisions, forms (version 1), rounds and policy 1.

    `changes` are fields of `update_contest` that differ from the preset's. `by` gets
    `CREATOR_GRANTS`. Raises PresetUnknown, SlugTaken, WindowsInvalid, TeamSizeInvalid.
    """
    chosen = preset(preset_kind)
    if slug and Contest.objects.filter(slug=slug).exists():
        raise SlugTaken(slug=slug)
    contest = Contest(
        slug=slug or free_slug(title),
        kind=chosen.kind,
        title=single_line(title),
        title_en=single_line(title_en),
        summary=chosen.summary,
        summary_en=chosen.summary_en,
        organization=organization,
        campaign=campaign,
        team_min=chosen.team_min,
        team_max=chosen.team_max,
        blind=chosen.blind,
        upload_rule=dict(chosen.upload_rule),
    )
    _apply(contest, changes)
    try:
        with transaction.atomic():
            contest.save()
    except IntegrityError as error:  # another contest took the slug in this moment
        raise SlugTaken(slug=contest.slug) from error
    _furnish(contest, chosen, by)
    if by is not None:
        for name in CREATOR_GRANTS:
            grant(contest=contest, name=name, to=by)
    return contest


@transaction.atomic
def update_contest(*, contest: Contest, by: User | None = None, **changes: Any) -> Contest:
    """Change fields of a contest; an archived one takes nothing but another state.

    Another organization is an event, and takes `by`'s grant on both.
    Raises ContestArchived, BlindTooLate, WindowsInvalid, TeamSizeInvalid, OrganizationFixed,
    MayNotCreateFor.
    """
    current = Contest.objects.select_for_update().get(pk=contest.pk)
    if current.state == Contest.State.ARCHIVED and changes.keys() != {"state"}:
        raise ContestArchived
    if changes.get("blind") and not current.blind and _is_judged(current):
        raise BlindTooLate(errors=[Fault(BlindTooLate.text, "/blind")])
    if "organization" in changes:
        move_contest(contest=current, to=changes["organization"], by=by)
    _apply(current, changes)
    current.save(update_fields=list(changes))
    if current.state == Contest.State.ARCHIVED:
        end_ways_in(made_for=made_for_contest(current))
    return current


def _is_judged(contest: Contest) -> bool:
    """Whether judges were given entries, and so have seen whose they are."""
    return Round.objects.filter(contest=contest, form_version__used_at__isnull=False).exists()


def _furnish(contest: Contest, chosen: Preset, by: User | None) -> None:
    forms = ScoringForm.objects.bulk_create(
        ScoringForm(
            contest=contest, code=each["code"], title=each["title"], title_en=each["title_en"]
        )
        for each in chosen.forms
    )
    made = FormVersion.objects.bulk_create(
        FormVersion(
            form=form,
            number=1,
            definition=each["definition"],
            sha256=form_digest(each["definition"]),
            created_by=by,
        )
        for form, each in zip(forms, chosen.forms, strict=True)
    )
    versions = {version.form.code: version for version in made}
    Division.objects.bulk_create(
        Division(contest=contest, order=order, **each)
        for order, each in enumerate(chosen.divisions, start=1)
    )
    Round.objects.bulk_create(
        Round(
            contest=contest,
            order=order,
            code=each["code"],
            title=each["title"],
            title_en=each["title_en"],
            form_version=versions[each["form"]],
            attempts_max=each.get("attempts_max", 1),
            judges_per_entry=each.get("judges_per_entry", 1),
        )
        for order, each in enumerate(chosen.rounds, start=1)
    )
    create_policy(contest=contest, definition=chosen.policy, by=by)


def _apply(contest: Contest, changes: dict[str, Any]) -> None:
    if unknown := changes.keys() - _CHANGEABLE:
        raise TypeError(f"cannot change {', '.join(sorted(unknown))}")
    for name, value in changes.items():
        if name in {"title", "title_en"}:
            value = single_line(value)
        elif name in {"summary", "summary_en"}:
            value = many_lines(value)
        setattr(contest, name, value)
    check_settings(contest)


def check_settings(contest: Contest) -> None:
    """Raises TeamSizeInvalid, WindowsInvalid that name the field."""
    if not 1 <= contest.team_min <= contest.team_max:
        raise TeamSizeInvalid(errors=[Fault(TeamSizeInvalid.text, "/team_max")])
    _check_windows(contest)


def _check_windows(contest: Contest) -> None:
    """Each window ends after it begins, and work is sent in no earlier than entries close."""
    must_follow = (
        ("entries_open_at", "entries_close_at", True),
        ("entries_close_at", "submissions_close_at", False),
        ("entries_open_at", "submissions_close_at", True),
        ("judging_open_at", "judging_close_at", True),
    )
    faults = [
        Fault(
            {
                "vi": "Mốc này phải sau mốc đứng trước nó.",
                "en": "This instant must come after the one before it.",
            },
            f"/{later}",
            code="order",
        )
        for earlier, later, strictly in must_follow
        if _out_of_order(getattr(contest, earlier), getattr(contest, later), strictly)
    ]
    if faults:
        raise WindowsInvalid(errors=faults)


def _out_of_order(earlier: datetime | None, later: datetime | None, strictly: bool) -> bool:
    if earlier is None or later is None:
        return False
    return later <= earlier if strictly else later < earlier
