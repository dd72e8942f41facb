"""The verbs of accounts: the only writers of its tables.

Who may call them is the caller's affair.
"""

import unicodedata

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import errors, usernames
from accounts.models import User
from common.errors import Fault


def create_user(
    *,
    full_name: str,
    username: str = "",
    password: str | None = None,
    email: str = "",
    language: str = User.Language.VI,
    is_staff: bool = False,
) -> User:
    """A new person; without `username` one is made from the name, without `password` a card is
    the only way in.

    Raises NameMissing, UsernameTaken, UsernameInvalid, PasswordWeak, LanguageUnknown.
    """
    full_name = " ".join(unicodedata.normalize("NFC", full_name).split())
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
    if username:
        return _insert(user)
    return _insert_with_generated_username(user)


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
