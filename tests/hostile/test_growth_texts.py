"""People's texts cost in proportion to their length, whatever letters they are made of."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from accounts.usernames import plain as user_name
from certificates.models import Certificate
from certificates.rendering import wording
from certificates.selectors import search
from certificates.services.delivery import _addresses_in
from common.codes import normal
from common.documents import exact
from common.errors import DomainError
from common.search import MAX_LENGTH, holding
from common.text import composed, many_lines, plain, safe_marks, single_line
from contests.slugs import slug_of
from scoring.exact import number
from tests.hostile.conftest import World
from tests.hostile.growth import grows_in_proportion

LETTERS = {
    "one letter": "a",
    "an accented letter": "ế",
    "marks below and above": "\u0323\u0301",
    "marks that are not called so": "\u0f73",
    "brackets": "[",
    "braces": "{a",
    "dots": "a.",
    "at signs": "a@",
    "spaces": " ",
    "quotes": '"',
    "digits": "1",
}
READERS: dict[str, Callable[[str], object]] = {
    "a line": single_line,
    "lines": many_lines,
    "a search": plain,
    "a user name": user_name,
    "an address name": slug_of,
    "a document": lambda text: exact({text: [text]}),
    "mail addresses": lambda text: list(_addresses_in(text)),
    "a wording": wording.check,
    "a filled wording": lambda text: wording.fill(text, {}),
    "a code": normal,
    "a number": number,
}


@pytest.mark.parametrize("letters", LETTERS.values(), ids=LETTERS.keys())
@pytest.mark.parametrize("reader", READERS.values(), ids=READERS.keys())
def test_text_costs_grow_in_proportion(reader: Callable[[str], object], letters: str) -> None:
    def make(count: int) -> Callable[[], object]:
        text = "x" + letters * count

        def read() -> None:
            with suppress(ValueError):
                reader(text)

        return read

    grows_in_proportion(make, 4_000)


def test_marks_that_people_use_stay() -> None:
    stacked = "Z" + "\u0303\u0301" * 15
    assert safe_marks(stacked + "a") == stacked + "a"
    assert safe_marks(stacked + "\u0301" + "a") == stacked + "a"
    assert composed("Nguye\u0302\u0303n Thi\u0323") == "Nguyễn Thị"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Undelivered: <an.nguyen@thi.edu.vn>, 'b+c@x.vn'.", ["an.nguyen@thi.edu.vn", "b+c@x.vn"]),
        ("email;status\nAN@thi.vn;550", ["an@thi.vn"]),
        ("a@b @c.vn d@ e@f..vn g@h.vn.", ["g@h.vn"]),
        ("a" * 320 + "@thi.vn", []),
    ],
)
def test_addresses_are_found_in_what_people_paste(text: str, found: list[str]) -> None:
    assert list(_addresses_in(text)) == found


@pytest.mark.parametrize("text", ["8", "0008", " 8/2026 ", "8 / 2026", "8/"])
@pytest.mark.django_db
def test_register_number_is_found_as_people_write_it(text: str) -> None:
    assert "number" in str(search(Certificate.objects.all(), text).query)


def test_long_search_is_refused_before_anything_is_asked() -> None:
    assert holding("a" * MAX_LENGTH, "name")
    with pytest.raises(DomainError) as refused:
        holding("a" * (MAX_LENGTH + 1), "name")
    assert refused.value.detail("vi") == "Chữ cần tìm dài quá 100 ký tự; hãy rút gọn."


@pytest.mark.parametrize(
    "address",
    ["organizations/?", "entries/?", "watched-entries/?contest={contest}&", "certificates/?"],
)
def test_search_of_fifty_thousand_letters_is_refused_in_words(
    world: World, refused: Any, address: str
) -> None:
    path = f"/api/v1/{address.format(contest=world.contest.slug)}"
    client = world.client(world.organiser)
    refused(lambda: client.get(path + "search=" + "1%20" * 50_000), 400, "search-too-long")
