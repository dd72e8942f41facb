"""Passwords that are guessed first in Vietnam, and what a new password ends.

The lists are our own: given names and family names by the most frequent syllables, words that
people of a school would try, keyboard rows. Django's list of common passwords stands beside them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from django.core.exceptions import ValidationError

from accounts.audit.kinds import Kind
from accounts.audit.services import record
from accounts.credentials import note_password
from accounts.models import User
from accounts.services import end_tokens
from common.language import Text, in_language

_ADVICE: Final[Text] = {
    "vi": "Đừng dùng tên kèm năm, từ hay gặp kèm số, các phím liền nhau hay toàn chữ số;"
    " nên dùng bốn từ không liên quan với nhau.",
    "en": "Do not use a name with a year, a frequent word with digits, keys in a row or digits"
    " alone; four words that do not belong together are good.",
}

# Syllables of names, without marks.
NAMES: Final = frozenset(
    [
        "an",
        "anh",
        "ba",
        "bac",
        "bach",
        "bang",
        "bao",
        "bich",
        "binh",
        "buu",
        "cam",
        "can",
        "cao",
        "chau",
        "chi",
        "chien",
        "chinh",
        "cong",
        "cuc",
        "cuong",
        "dai",
        "dan",
        "dang",
        "dao",
        "dat",
        "diem",
        "diep",
        "dinh",
        "do",
        "doan",
        "dong",
        "duc",
        "dung",
        "duong",
        "duy",
        "gia",
        "giang",
        "giao",
        "ha",
        "hai",
        "han",
        "hang",
        "hanh",
        "hao",
        "hau",
        "hien",
        "hiep",
        "hieu",
        "ho",
        "hoa",
        "hoai",
        "hoan",
        "hoang",
        "hong",
        "hue",
        "hung",
        "huong",
        "huy",
        "huyen",
        "huynh",
        "khai",
        "khang",
        "khanh",
        "khoa",
        "khoi",
        "khue",
        "kien",
        "kieu",
        "kim",
        "ky",
        "lam",
        "lan",
        "lanh",
        "le",
        "lien",
        "linh",
        "loan",
        "loc",
        "long",
        "luan",
        "luong",
        "ly",
        "mai",
        "man",
        "manh",
        "mi",
        "minh",
        "my",
        "nam",
        "nga",
        "ngan",
        "nghia",
        "ngo",
        "ngoc",
        "nguyen",
        "nguyet",
        "nhan",
        "nhat",
        "nhi",
        "nhien",
        "nhu",
        "nhung",
        "oanh",
        "pham",
        "phan",
        "phat",
        "phi",
        "phong",
        "phu",
        "phuc",
        "phung",
        "phuong",
        "quan",
        "quang",
        "que",
        "quoc",
        "quy",
        "quyen",
        "quynh",
        "sang",
        "son",
        "sy",
        "tai",
        "tam",
        "tan",
        "tang",
        "thach",
        "thai",
        "tham",
        "thang",
        "thanh",
        "thao",
        "the",
        "thi",
        "thien",
        "thinh",
        "tho",
        "thoa",
        "thong",
        "thu",
        "thuan",
        "thuc",
        "thuy",
        "thuong",
        "tien",
        "tin",
        "tinh",
        "to",
        "toan",
        "tra",
        "tram",
        "tran",
        "trang",
        "tri",
        "trieu",
        "trinh",
        "trong",
        "truc",
        "trung",
        "truong",
        "tu",
        "tuan",
        "tung",
        "tuoi",
        "tuyen",
        "tuyet",
        "uyen",
        "van",
        "vi",
        "viet",
        "vinh",
        "vo",
        "vu",
        "vuong",
        "vy",
        "xuan",
        "y",
        "yen",
    ]
)
WORDS: Final = frozenset(
    [
        "matkhau",
        "matkhaumoi",
        "matma",
        "password",
        "passwordmoi",
        "admin",
        "administrator",
        "quantri",
        "quantrivien",
        "root",
        "giamkhao",
        "truongban",
        "tochuc",
        "bantochuc",
        "hocsinh",
        "sinhvien",
        "giaovien",
        "thaygiao",
        "cogiao",
        "phuhuynh",
        "thisinh",
        "truong",
        "truonghoc",
        "tieuhoc",
        "thcs",
        "thpt",
        "daihoc",
        "lophoc",
        "hoctap",
        "hoctot",
        "cuocthi",
        "santhi",
        "chamthi",
        "vietnam",
        "tphcm",
        "hanoi",
        "saigon",
        "danang",
        "haiphong",
        "cantho",
        "hue",
        "emyeuanh",
        "anhyeuem",
        "yeuem",
        "yeuanh",
        "iloveyou",
        "toiyeu",
        "toiyeuvietnam",
        "conyeume",
        "mesieu",
        "giadinh",
        "hanhphuc",
        "tinhyeu",
        "khongbiet",
        "khongnho",
        "xinchao",
        "chaoban",
        "welcome",
        "dangnhap",
        "taikhoan",
        "tinhoc",
        "lichsu",
        "bongda",
        "facebook",
        "zalo",
        "google",
        "internet",
        "bachho",
        "hochiminh",
        "abc",
        "abcd",
        "test",
        "demo",
        "user",
    ]
)
_WALKS: Final = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1234567890",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "abcdefghijklmnopqrstuvwxyz",
)
_SHORTEST_WALK: Final = 3
_LEET: Final = str.maketrans("013457@$", "oieastas")


class VietnamesePatterns:
    """Refuses names with a year, words of school life with digits, keyboard rows, bare numbers."""

    def validate(self, password: str, user: object = None) -> None:
        if is_guessed_first(password):
            raise ValidationError(self.get_help_text(), code="password_guessed_first")

    def get_help_text(self) -> str:
        return in_language(_ADVICE)


class Noted:
    """No check: Django calls it once a new password is stored, whichever way it came.

    Tokens end; the history keeps that it was, and by whom; who may know it beside its person is
    written down.
    """

    def validate(self, password: str, user: object = None) -> None:
        return

    def get_help_text(self) -> str:
        return ""

    def password_changed(self, password: str, user: User) -> None:
        record(Kind.PASSWORD_SET, subject=user)
        end_tokens(user=user)
        note_password(user)


def is_guessed_first(password: str) -> bool:
    """Whether `password` is one of the patterns; marks, case and separators do not matter."""
    plain = _plain(password)
    if not plain or plain.isdecimal() or _is_repeated(plain) or _is_walk(plain):
        return True
    bare = plain.strip("0123456789")
    edged = _plain(password.casefold().strip("0123456789").translate(_LEET))
    for letters in {bare, edged, bare.translate(_LEET)}:
        if letters in WORDS or (letters.isalpha() and _is_of_names(letters)):
            return True
    return False


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]", "", decomposed)


def _is_repeated(text: str) -> bool:
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, 5))


def _is_walk(text: str) -> bool:
    """Whether four fifths of it are runs of keys in a row, in either direction."""
    covered = at = 0
    while at < len(text):
        length = _longest_walk(text[at:])
        covered += length
        at += length or 1
    return covered >= 0.8 * len(text)


def _longest_walk(text: str) -> int:
    best = 0
    for walk in _both_ways():
        length = _SHORTEST_WALK
        while length <= len(text) and text[:length] in walk:
            best = max(best, length)
            length += 1
    return best


@cache
def _both_ways() -> tuple[str, ...]:
    return (*_WALKS, *(walk[::-1] for walk in _WALKS))


def _is_of_names(letters: str) -> bool:
    """Whether at most four syllables of names, one after the other, give all letters."""
    fewest: list[int | None] = [0] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        counts = [
            before + 1
            for start in range(max(0, end - 6), end)
            if (before := fewest[start]) is not None and letters[start:end] in NAMES
        ]
        fewest[end] = min(counts, default=None)
    whole = fewest[-1]
    return whole is not None and whole <= 4
