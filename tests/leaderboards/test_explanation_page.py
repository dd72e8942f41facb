"""The explanation as a page to print: for whom, the same bytes, nothing unescaped."""

from __future__ import annotations

import re

import pytest

from leaderboards.explanation.page import html
from tests.factories.accounts import make_user
from tests.leaderboards.explaining import TRIMMED, Hall, ask

pytestmark = pytest.mark.django_db


def test_page_is_for_the_people_of_the_entry_in_both_languages_byte_by_byte():
    hall = Hall(TRIMMED, judges=5)
    entry = hall.own((10, 8), (4, 2), (7, 4), (6, 5), (7, 9))
    hall.publish()
    url = hall.url(entry, "explanation.pdf")
    first, again = (ask(f"{url}?language=vi", hall.student) for _ in range(2))
    assert (first.status_code, first["Content-Type"]) == (200, "application/pdf")
    assert first["Content-Disposition"] == (
        f'attachment; filename="{hall.contest.slug}-{entry.code}-vi.pdf"'
    )
    assert first.content == again.content
    assert first.content.startswith(b"%PDF-")
    assert ask(f"{url}?language=en", hall.student).content != first.content
    assert ask(f"{url}?language=fr", hall.student).status_code == 400
    assert ask(url).status_code == 401
    assert ask(url, make_user("Người khác")).status_code == 403


def test_page_shows_the_document_and_nothing_unescaped():
    hall = Hall(TRIMMED, judges=5, title="Hội thi <b>A</b>")
    entry = hall.own((10, 8), (4, 2), (7, 4), (6, 5), (7, 9))
    published = hall.publish()
    told = hall.ask(entry, hall.student).json()
    vietnamese, english = html(told, "vi"), html(told, "en")
    assert "Hội thi &lt;b&gt;A&lt;/b&gt;" in vietnamese
    for words in ("(8,5 + 9 + 11,5) ÷ 3 = 9,6667, làm tròn thành 9,7", published.payload_sha256):
        assert words in vietnamese
    assert "(8.5 + 9 + 11.5) ÷ 3 = 9.6667, rounded to 9.7" in english
    assert len(re.findall("cao nhất, bỏ|thấp nhất, bỏ", vietnamese)) == 2
    assert not re.search("None|\\{\\w+\\}", re.sub("<style>.*?</style>", "", vietnamese))
