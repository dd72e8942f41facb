"""Lists and single objects are asked in two ways, `readable` and `can_read`: both say the same.

And `user.has_perm`, which the backends answer, says what the policies say.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import AuditEvent, SignInCard
from accounts.permissions import SignInCardPolicy
from certificates.models import Certificate, CertificateBatch, CertificateTemplate
from certificates.permissions import CertificatePolicy, IssuingPolicy
from contests.models import Contest
from contests.permissions import GRANTS, AuditPolicy, ContestPolicy, grants_of
from jobs import permissions as jobs
from jobs.models import Job
from judging.models import Attempt, Discrepancy, Scoresheet
from judging.permissions import AttemptPolicy, ModerationPolicy, ScoresheetPolicy, judges_entry
from leaderboards.models import Decision, Publication
from leaderboards.permissions import DecisionPolicy, PublicationPolicy
from submissions.models import Entry
from submissions.permissions import EntryPolicy
from tests.permissions.roles import ROLES
from tests.permissions.world import World

pytestmark = pytest.mark.django_db

POLICIES = {
    "card": (SignInCard, SignInCardPolicy.readable, SignInCardPolicy.can_read),
    "audit": (AuditEvent, AuditPolicy.readable, AuditPolicy.can_read),
    "job": (Job, jobs.readable, jobs.can_read),
    "contest": (Contest, ContestPolicy.readable, ContestPolicy.can_read),
    "entry": (Entry, EntryPolicy.readable, EntryPolicy.can_read),
    "own entry": (Entry, EntryPolicy.own, EntryPolicy.is_own),
    "scoresheet": (Scoresheet, ScoresheetPolicy.readable, ScoresheetPolicy.can_read),
    "own scoresheet": (Scoresheet, ScoresheetPolicy.own, ScoresheetPolicy.is_own),
    "attempt": (Attempt, AttemptPolicy.readable, AttemptPolicy.can_read),
    "discrepancy": (
        Discrepancy,
        lambda user: ModerationPolicy.readable(user, "attempt__round__contest"),
        lambda user, row: ContestPolicy.can_oversee(user, row.attempt.round.contest),
    ),
    "publication": (Publication, PublicationPolicy.readable, PublicationPolicy.can_read),
    "decision": (Decision, DecisionPolicy.readable, DecisionPolicy.can_read),
    "certificate": (Certificate, CertificatePolicy.readable, CertificatePolicy.can_read),
    "own certificate": (Certificate, CertificatePolicy.own, CertificatePolicy.is_own),
    "template": (
        CertificateTemplate,
        IssuingPolicy.readable,
        lambda user, template: IssuingPolicy.can_read(user, template.contest),
    ),
    "batch": (
        CertificateBatch,
        lambda user: IssuingPolicy.readable(user, "publication__contest"),
        lambda user, batch: IssuingPolicy.can_read(user, batch.publication.contest),
    ),
}


def person(world: World, role: str) -> Any:
    return world.users[role] or AnonymousUser()


def names(world: World, objects: Any) -> set[str]:
    keys = {(type(each), each.pk) for each in objects}
    return {name for name, each in world.objects.items() if (type(each), each.pk) in keys}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("policy", POLICIES)
def test_readable_and_can_read_agree(world: World, policy: str, role: str) -> None:
    model, readable, can_read = POLICIES[policy]
    user = person(world, role)
    listed = model._default_manager.filter(readable(user))
    single = [each for each in model._default_manager.all() if can_read(user, each)]
    assert {each.pk for each in listed} == {each.pk for each in single}, names(
        world, listed
    ) ^ names(world, single)


@pytest.mark.parametrize("policy", POLICIES)
def test_readable_lists_no_object_twice(world: World, policy: str) -> None:
    model, readable, _ = POLICIES[policy]
    for role in ROLES:
        keys = [each.pk for each in model._default_manager.filter(readable(person(world, role)))]
        assert len(keys) == len(set(keys)), role


@pytest.mark.parametrize("policy", POLICIES)
def test_who_was_deactivated_reads_what_a_stranger_reads(world: World, policy: str) -> None:
    model, readable, can_read = POLICIES[policy]
    public = set(
        model._default_manager.filter(readable(AnonymousUser())).values_list("pk", flat=True)
    )
    for role in ROLES[1:]:
        user = person(world, role)
        former = type(user).objects.get(pk=user.pk)
        former.is_active = False
        listed = set(model._default_manager.filter(readable(former)).values_list("pk", flat=True))
        assert listed == public, role
        single = {each.pk for each in model._default_manager.all() if can_read(former, each)}
        assert single == public, role


# Staff hold no grants; the policies let them in.
@pytest.mark.parametrize("role", [role for role in ROLES if role != "staff"])
def test_has_perm_on_contests_is_what_grants_say(world: World, role: str) -> None:
    user = person(world, role)
    for contest in Contest.objects.all():
        held = {grant for grant in GRANTS if user.has_perm(f"contests.{grant}", contest)}
        assert held == grants_of(user, contest)


@pytest.mark.parametrize("role", ROLES)
def test_has_perm_on_entries_is_what_the_facts_say(world: World, role: str) -> None:
    user = person(world, role)
    for entry in Entry.objects.all():
        view = EntryPolicy.can_read(user, entry) or judges_entry(user, entry)
        assert user.has_perm("submissions.view_entry", entry) == view
        change = EntryPolicy.can_change(user, entry)
        assert user.has_perm("submissions.change_entry", entry) == change


@pytest.mark.parametrize("role", ROLES)
def test_has_perm_on_scoresheets_is_what_the_facts_say(world: World, role: str) -> None:
    user = person(world, role)
    for sheet in Scoresheet.objects.all():
        assert user.has_perm("judging.view_scoresheet", sheet) == ScoresheetPolicy.can_read(
            user, sheet
        )
        change = ScoresheetPolicy.can_write(user, sheet)
        assert user.has_perm("judging.change_scoresheet", sheet) == change


def test_rights_of_every_kind_are_there_to_be_tested(world: World) -> None:
    """A world in which nobody may anything would make every test above true."""
    for policy, (model, readable, _) in POLICIES.items():
        counts = {
            model._default_manager.filter(readable(person(world, role))).count() for role in ROLES
        }
        assert len(counts) > 1, policy
