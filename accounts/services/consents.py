"""Consent: given and withdrawn, never overwritten."""

from django.db import transaction
from django.utils import timezone

from accounts import errors, selectors
from accounts.models import Consent, User
from common.errors import Fault
from common.text import single_line

GUARDIAN_BELOW_YEARS = 16
"""Who is younger is a child (Law on Children 102/2016/QH13, art. 1)."""


@transaction.atomic
def record_consent(
    *,
    user: User,
    purpose: Consent.Purpose,
    recorded_by: User,
    guardian_name: str = "",
    age_years: int | None = None,
) -> Consent:
    """`user` consents to `purpose`, below 16 together with the guardian who is named.

    The age comes from the caller, since accounts know no birth date; an unknown age counts as
    below 16. Raises GuardianMissing.
    """
    guardian_name = single_line(guardian_name)
    child = age_years is None or age_years < GUARDIAN_BELOW_YEARS
    if child and not guardian_name:
        raise errors.GuardianMissing(errors=[Fault(errors.GuardianMissing.text, "/guardian_name")])
    return Consent.objects.create(
        user=user,
        purpose=purpose,
        given=True,
        guardian_name=guardian_name,
        recorded_by=recorded_by,
    )


def record_own_consent(
    *, user: User, purpose: Consent.Purpose, guardian_name: str = "", birth_year: int | None = None
) -> Consent:
    """`record_consent` by the person; the birth year is used for the age and not stored."""
    return record_consent(
        user=user,
        purpose=purpose,
        recorded_by=user,
        guardian_name=guardian_name,
        age_years=None if birth_year is None else youngest_age_years(birth_year),
    )


def youngest_age_years(birth_year: int) -> int:
    """The age of somebody born in `birth_year` whose birthday is still to come this year."""
    return timezone.now().year - birth_year - 1


@transaction.atomic
def withdraw_consent(
    *, user: User, purpose: Consent.Purpose, recorded_by: User, on_paper: bool = False
) -> Consent:
    """Takes a consent back from now on. Raises ConsentMissing where none is in force.

    `on_paper`: it was given in another way, of which accounts know nothing.
    """
    if not on_paper and purpose not in selectors.consents_in_force(user):
        raise errors.ConsentMissing()
    return Consent.objects.create(user=user, purpose=purpose, given=False, recorded_by=recorded_by)
