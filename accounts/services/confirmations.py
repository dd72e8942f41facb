"""An administrator confirms in person whose an account is, where no mail can."""

from django.db import transaction

from accounts import credentials, errors
from accounts.audit.kinds import Kind
from accounts.audit.services import record
from accounts.models import User


@transaction.atomic
def confirm_in_person(*, user: User, by: User | None) -> None:
    """`by` saw the person of `user`, who alone uses the account; None is who runs the server.

    Stands in for a confirmed address (`accounts.independence`), except against `by`. Raises
    OwnConfirmation.
    """
    if by is not None and by.pk == user.pk:
        raise errors.OwnConfirmation()
    credentials.note_confirmed_in_person(user, by)
    record(Kind.PERSON_CONFIRMED, subject=user, actor=by)
