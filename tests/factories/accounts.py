"""People for tests."""

from itertools import count

from accounts.models import User
from accounts.services import create_user

PASSWORD = "tre xanh ngoi sao 47"
_numbers = count(1)


def make_user(
    full_name: str = "Nguyễn Phúc Ánh",
    *,
    username: str = "",
    password: str | None = None,
    language: str = "vi",
    is_staff: bool = False,
) -> User:
    """A person of no contest; give `password=PASSWORD` where the test signs in by it."""
    return create_user(
        full_name=full_name,
        username=username or f"nguoi{next(_numbers)}",
        password=password,
        language=language,
        is_staff=is_staff,
    )


def make_staff(full_name: str = "Trần Thị Quản Trị") -> User:
    return make_user(full_name, is_staff=True)
