"""People: made by an organiser or by themselves, and the language they read."""

from contextlib import nullcontext

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import errors, usernames
from accounts.audit import acting
from accounts.audit.kinds import Kind
from accounts.audit.services import record
from accounts.models import Consent, User
from accounts.services.consents import record_own_consent
from common.errors import Fault
from common.text import single_line


@transaction.atomic
def create_user(
    *,
    full_name: str,
    username: str = "",
    password: str | None = None,
    email: str = "",
    language: str = User.Language.VI,
    is_staff: bool = False,
    by_themselves: bool = False,
) -> User:
    """A new person; without `username` one is made from the name, without `password` a card is
    the only way in.

    Raises NameMissing, UsernameTaken, UsernameInvalid, PasswordWeak, LanguageUnknown.
    """
    full_name = single_line(full_name)
    if not full_name:
        raise errors.NameMissing(errors=[Fault(errors.NameMissing.text, "/full_name")])
    if language not in User.Language.values:
        raise errors.LanguageUnknown(language=language)
    user = User(
        username=User.normalize_username(username),
        full_name=full_name,
        email=email,
        language=language,
        is_staff=is_staff,
    )
    if username:
        _check_username(user)
    if password is not None:
        _check_password(user, password)
    user.set_password(password)
    with acting.as_person(user) if by_themselves else nullcontext():
        made = _insert(user) if username else _insert_with_generated_username(user)
        record(Kind.ACCOUNT_CREATED, subject=made, facts={"staff": is_staff or None})
    return made


@transaction.atomic
def sign_up(
    *,
    full_name: str,
    username: str,
    password: str,
    consent: bool,
    birth_year: int | None = None,
    guardian_name: str = "",
    language: str = User.Language.VI,
) -> User:
    """A person who makes the own account and consents to take part.

    The birth year decides whether a guardian must consent too; it is not stored.
    Raises what create_user raises, ConsentNeeded, GuardianMissing.
    """
    if not consent:
        raise errors.ConsentNeeded(errors=[Fault(errors.ConsentNeeded.text, "/consent")])
    user = create_user(
        full_name=full_name,
        username=username,
        password=password,
        language=language,
        by_themselves=True,
    )
    record_own_consent(
        user=user,
        purpose=Consent.Purpose.TAKE_PART,
        guardian_name=guardian_name,
        birth_year=birth_year,
    )
    return user


@transaction.atomic
def set_language(*, user: User, language: str) -> User:
    """The language in which `user` is written to. Raises LanguageUnknown."""
    if language not in User.Language.values:
        raise errors.LanguageUnknown(
            language=language, errors=[Fault(errors.LanguageUnknown.text, "/language")]
        )
    user.language = language
    user.save(update_fields=["language"])
    return user


def _check_username(user: User) -> None:
    try:
        User._meta.get_field("username").clean(user.username, user)
    except ValidationError as error:
        raise errors.UsernameInvalid(
            username=user.username,
            errors=[Fault(message, "/username") for message in error.messages],
        ) from error


def _check_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise errors.PasswordWeak(
            errors=[Fault(message, "/password") for message in error.messages]
        ) from error


def _insert(user: User) -> User:
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise errors.UsernameTaken(username=user.username) from error
    return user


def _insert_with_generated_username(user: User) -> User:
    base = usernames.plain(user.full_name)
    taken = {
        name.lower()
        for name in User.objects.filter(username__istartswith=base).values_list(
            "username", flat=True
        )
    }
    for username in usernames.candidates(user.full_name):
        if username in taken:
            continue
        user.username = username
        try:
            return _insert(user)
        except errors.UsernameTaken:  # someone was faster
            continue
    raise AssertionError("candidates never end")
