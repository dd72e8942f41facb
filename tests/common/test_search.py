"""Names are found as people type them, with or without marks, on both databases."""

from __future__ import annotations

import pytest

from common.search import holding
from contests.models import Organization
from tests.factories.contests import make_organization

pytestmark = pytest.mark.django_db

LETTERS = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
)


@pytest.mark.parametrize(
    "words", ["nguyen", "NGUYEN DINH", "nguyễn đình", " Nguyễn   Đình ", "chieu"]
)
def test_words_find_a_name_whatever_their_marks_and_case(words: str) -> None:
    make_organization(name="Trường THCS Nguyễn Đình Chiểu")
    make_organization(name="Trường THCS Ngô Quyền")
    found = Organization.objects.filter(holding(words, "name", "code"))
    assert [one.name for one in found] == ["Trường THCS Nguyễn Đình Chiểu"]


@pytest.mark.parametrize("name", [LETTERS, LETTERS.upper()])
def test_every_letter_has_its_plain_form(name: str) -> None:
    make_organization(name=name)
    plain = (
        "aaabcddeeghiklmnooopqrstuuvxy"
        + "a" * 15
        + "e" * 10
        + "i" * 5
        + "o" * 15
        + "u" * 10
        + "y" * 5
    )
    assert Organization.objects.filter(holding(plain, "name")).count() == 1


@pytest.mark.parametrize("words", ["%", "_", "'", "\\"])
def test_signs_are_no_pattern(words: str) -> None:
    make_organization(name="Trường THCS Lê Quý Đôn")
    assert not Organization.objects.filter(holding(words, "name")).exists()
