"""New people: their names, user names and passwords."""

import unicodedata

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command

from accounts import errors, usernames
from accounts.models import User
from accounts.services import create_user
from contest_platform import settings as product
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("full_name", "expected"),
    [
        ("Nguyễn Phúc Ánh", "nguyen.phuc.anh"),
        ("ĐẶNG Thị Mỹ-Duyên", "dang.thi.my.duyen"),
        ("Trần Lê Ưng Ỷ", "tran.le.ung.y"),
        ("  Lò   Văn Ơn ", "lo.van.on"),
        ("山田", "user"),
        (
            "Công Tằng Tôn Nữ Nguyễn Thị Hoàng Bảo Ngọc Anh",
            "cong.tang.ton.nu.nguyen.thi.hoang.bao.ng",
        ),
    ],
)
def test_username_from_a_name_is_plain(full_name: str, expected: str) -> None:
    assert usernames.plain(full_name) == expected
    assert usernames.plain(unicodedata.normalize("NFD", full_name)) == expected


def test_generated_usernames_are_unique() -> None:
    names = [create_user(full_name="Nguyễn Phúc Ánh").username for _ in range(3)]
    assert names == ["nguyen.phuc.anh", "nguyen.phuc.anh2", "nguyen.phuc.anh3"]


def test_generated_username_ignores_the_case_of_a_taken_one() -> None:
    make_user(username="Nguyen.Phuc.Anh")
    assert create_user(full_name="Nguyễn Phúc Ánh").username == "nguyen.phuc.anh2"


def test_full_name_is_stored_composed_and_trimmed() -> None:
    user = create_user(full_name=unicodedata.normalize("NFD", "  Nguyễn  Phúc Ánh "))
    assert user.full_name == "Nguyễn Phúc Ánh"
    assert unicodedata.is_normalized("NFC", user.full_name)


def test_username_that_differs_in_case_only_is_taken() -> None:
    make_user(username="an.binh")
    with pytest.raises(errors.UsernameTaken):
        make_user(username="An.Binh")


@pytest.mark.parametrize("username", ["an binh", "an/binh", "<an>", "a" * 151])
def test_username_with_other_signs_is_refused(username: str) -> None:
    with pytest.raises(errors.UsernameInvalid) as caught:
        make_user(username=username)
    assert caught.value.errors[0].pointer == "/username"


def test_blank_name_is_refused() -> None:
    with pytest.raises(errors.NameMissing):
        create_user(full_name="  ")


def test_weak_password_is_refused_with_its_reasons() -> None:
    with pytest.raises(errors.PasswordWeak) as caught:
        make_user(password="12345")
    assert [fault.pointer for fault in caught.value.errors] == ["/password"] * 3
    assert not User.objects.exists()


def test_unknown_language_is_refused() -> None:
    with pytest.raises(errors.LanguageUnknown):
        make_user(language="fr")


def test_user_without_password_has_none_that_fits() -> None:
    assert not make_user().has_usable_password()


def test_sign_in_ignores_the_case_of_the_username(rf) -> None:
    user = make_user(username="an.binh", password=PASSWORD)
    assert authenticate(rf.post("/"), username="An.Binh", password=PASSWORD) == user


def test_createsuperuser_asks_for_the_full_name(monkeypatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command(
        "createsuperuser",
        username="quan.tri",
        full_name=unicodedata.normalize("NFD", "Trần Thị Quản"),
        interactive=False,
        verbosity=0,
    )
    user = User.objects.get()
    assert (user.full_name, user.is_staff, user.is_superuser) == ("Trần Thị Quản", True, True)


def test_passwords_are_hashed_at_the_chosen_cost(settings) -> None:
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in make_user(password=PASSWORD).password
