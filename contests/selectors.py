"""Reads of the contests app; each owns its joins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from common.prepared import PreparedModels
from contests.definitions import parsed_form, parsed_policy
from contests.errors import UserUnknown
from contests.models import (
    Campaign,
    Contest,
    ContestUserGrant,
    Division,
    FormVersion,
    Organization,
    OrganizationUserGrant,
    Round,
    ScoringForm,
    ScoringPolicy,
)
from contests.permissions import ContestPolicy, Person
from scoring.form import Form
from scoring.policy import Policy


def contests(user: Person) -> QuerySet[Contest]:
    """The contests that `user` may read, with their organization and campaign."""
    return Contest.objects.filter(ContestPolicy.readable(user)).select_related(
        "organization", "campaign"
    )


def contest_with_structure(user: Person) -> QuerySet[Contest]:
    """Like `contests`, with divisions and rounds."""
    return contests(user).prefetch_related(
        "divisions", Prefetch("rounds", Round.objects.select_related("form_version__form"))
    )


def organizations() -> QuerySet[Organization]:
    rows: QuerySet[Organization] = Organization.objects.select_related("parent")
    return rows.order_by("name")


def organization_grants() -> QuerySet[OrganizationUserGrant]:
    """Who may speak for which organization, by organization and person."""
    return OrganizationUserGrant.objects.select_related(
        "content_object", "user", "permission"
    ).order_by("content_object__name", "user__full_name", "pk")


def campaigns() -> QuerySet[Campaign]:
    return Campaign.objects.select_related("organization")


def divisions(user: Person) -> QuerySet[Division]:
    return Division.objects.filter(contest__in=_readable(user)).select_related("contest")


def rounds(user: Person) -> QuerySet[Round]:
    return Round.objects.filter(contest__in=_readable(user)).select_related(
        "contest", "form_version__form"
    )


def forms(user: Person) -> QuerySet[ScoringForm]:
    """Forms with their versions, oldest first, without the definitions."""
    versions = FormVersion.objects.defer("definition").order_by("number")
    return (
        ScoringForm.objects.filter(contest__in=_readable(user))
        .select_related("contest")
        .prefetch_related(Prefetch("versions", versions))
    )


def form_versions(user: Person) -> QuerySet[FormVersion]:
    return FormVersion.objects.filter(form__contest__in=_readable(user)).select_related(
        "form__contest"
    )


def policies(user: Person) -> QuerySet[ScoringPolicy]:
    return (
        ScoringPolicy.objects.filter(contest__in=_readable(user))
        .select_related("contest", "created_by")
        .order_by("contest", "-number")
    )


def current_policy(contest: Contest) -> ScoringPolicy | None:
    """The policy in force: the latest one."""
    for policy in _latest_policy(contest.pk):
        policy.contest = contest
        return policy
    return None


_latest_policy = PreparedModels(
    lambda contest: ScoringPolicy.objects.filter(contest_id=contest).order_by("-number")[:1]
)


def policy_with(round_: Round, version: FormVersion) -> Policy | None:
    """The policy in force, as it is if the round were scored by `version`. Raises PolicyInvalid."""
    row = current_policy(round_.contest)
    if row is None:
        return None
    forms = {**round_forms(round_.contest), round_.code: parsed_form(version.definition)}
    return parsed_policy(row.definition, forms)


def round_forms(contest: Contest) -> Mapping[str, Form]:
    """The parsed form of each round, by the round's code."""
    return {
        each.code: parsed_form(each.form_version.definition)
        for each in contest.rounds.select_related("form_version")
    }


def grant_rows(contest: Contest) -> list[dict[str, Any]]:
    """Who holds which grant: {"username", "full_name", "grant"}, sorted by name."""
    rows = ContestUserGrant.objects.filter(content_object=contest).select_related(
        "user", "permission"
    )
    return [
        {
            "username": row.user.username,
            "full_name": row.user.full_name,
            "grant": row.permission.codename,
        }
        for row in rows.order_by("user__full_name", "user__username", "permission__codename")
    ]


def person(username: str) -> User:
    """The account with this user name, in any case of letters; raises UserUnknown."""
    user = User.objects.filter(username__iexact=username, is_active=True).first()
    if user is None:
        raise UserUnknown(username=username)
    return user


def _readable(user: Person) -> QuerySet[Contest]:
    return Contest.objects.filter(ContestPolicy.readable(user)).order_by().only("pk")
