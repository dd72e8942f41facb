"""Every printed page, of whichever app: whatever people write stands on it as text."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from certificates.rendering.layers import shared_of
from certificates.rendering.page import static_html
from common.pdf import layout
from judging import minutes
from judging.models import Minutes
from judging.paper import page as paper
from judging.paper.document import sheets_of
from judging.services import lock_round
from leaderboards import printing
from leaderboards.explanation import page as explanation
from tests.factories.certificates import make_content, make_definition
from tests.factories.judging import FORM
from tests.judging.paper_desk import Desk
from tests.leaderboards.explaining import TRIMMED, Hall, ask

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = "<img src=x onerror=alert(1)>"
ESCAPED = "&lt;img src=x onerror=alert(1)&gt;"
SHIPPED = {"Certificate"}
WRITTEN = frozenset(
    {
        "approved_by", "by", "division", "full_name", "judge_name", "locked_by", "marked_by",
        "names", "note", "organization", "panel", "proposed_by", "reason", "school", "team",
        "title", "title_en", "unit", "vi", "en", "words",
    }
)  # fmt: skip
"""The members of documents that hold people's words, and rules that repeat them."""


def spoilt(value: Any, name: str = "") -> Any:
    """The document with a hostile text wherever it holds what people wrote."""
    if isinstance(value, dict):
        return {key: spoilt(each, key) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [spoilt(each, name) for each in value]
    return HOSTILE if isinstance(value, str) and name in WRITTEN else value


def a_hall() -> tuple[Hall, Any]:
    hall = Hall(TRIMMED, judges=5)
    entry = hall.own((10, 8), (4, 2), (7, 4), (6, 5), (7, 9))
    hall.entry((9, 8), (4, 2), (7, 4), (6, 5), (7, 9))
    hall.publish()
    return hall, entry


def board_page() -> str:
    hall, _ = a_hall()
    document = ask(f"/api/v1/standings/{hall.contest.slug}/").json()
    return printing.html(spoilt(document), "vi")


def explanation_page() -> str:
    hall, entry = a_hall()
    return explanation.html(spoilt(hall.ask(entry, hall.organiser).json()), "en")


def minutes_page() -> str:
    hall, _ = a_hall()
    lock_round(round_id=hall.round.pk, actor=hall.organiser, reason="đủ phiếu")
    document = spoilt(Minutes.objects.get().document)
    return minutes.html(document, code="A5PN-VEWY-MSWF", url="https://x.vn", digest="0" * 64)


def blank_sheets() -> list[paper.Sheet]:
    desk = Desk(form=spoilt(dict(FORM)))
    written = dict.fromkeys(
        ("organization", "contest", "round", "judge_name", "entry", "title", "division"), HOSTILE
    )
    return [
        replace(sheet, **written) for sheet in sheets_of(desk.round, [(desk.paper, desk.sheet)])
    ]


def paper_heads_page() -> str:
    return paper.heads(blank_sheets(), [1])


def paper_form_page() -> str:
    (sheet,) = blank_sheets()
    return paper.form(sheet, paper.FITS[0], below=0)


def certificate_page() -> str:
    template = make_definition(
        title=HOSTILE,
        verb=HOSTILE,
        motto=[HOSTILE],
        issuer=[HOSTILE],
        place=HOSTILE,
        decision={"number": HOSTILE, "date": "2026-06-15"},
        signer={"prefix": HOSTILE, "title": HOSTILE, "name": HOSTILE},
    )
    return static_html(template, shared_of(make_content(template), template))


PAGES: dict[str, Callable[[], str]] = {
    "certificates/print/static.html": certificate_page,
    "judging/print/minutes.html": minutes_page,
    "judging/print/paper_form.html": paper_form_page,
    "judging/print/paper_heads.html": paper_heads_page,
    "leaderboards/print/board.html": board_page,
    "leaderboards/print/explanation.html": explanation_page,
}


def templates() -> dict[str, str]:
    """The text of every template of HTML or CSS by its name; a mail in plain text has no markup."""
    return {
        str(path.relative_to(folder)): path.read_text()
        for folder in ROOT.glob("*/templates")
        for path in folder.rglob("*.*")
        if path.suffix in {".html", ".css"}
    }


def test_every_page_is_among_those_looked_at():
    texts = templates()
    bases = {name for text in texts.values() for name in re.findall(r'{% extends "(.+)" %}', text)}
    pages = {
        name
        for name, text in texts.items()
        if "/print/" in name and text.startswith(("<!doctype", "{% extends"))
    }
    assert pages - bases == set(PAGES)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_printed_page_shows_hostile_text_as_text(page):
    html = page()
    assert ESCAPED in html
    assert "<img src=x" not in html


@pytest.mark.parametrize("page", [minutes_page, board_page, explanation_page])
def test_long_words_break_and_no_font_of_the_machine_draws_a_letter(page, monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "HOSTILE", "W" * 180 + " 😀 汉字 سلام")
    data = layout(page(), identifier=b"x")
    with pypdfium2.PdfDocument(data) as document:
        for sheet in document:
            text = sheet.get_textpage()
            right = max(text.get_charbox(at)[2] for at in range(text.count_chars()))
            assert right <= sheet.get_width()
    with pikepdf.open(io.BytesIO(data)) as document:
        drawn = {str(font.BaseFont) for each in document.pages for font in fonts_of(each)}
    assert drawn
    assert {name.partition("+")[2].partition("-")[0] for name in drawn} <= SHIPPED


def fonts_of(page: pikepdf.Page) -> list[Any]:
    return list(page.resources.Font.values())


def test_no_template_lets_markup_through():
    through = re.compile(r"\|\s*safe|autoescape\s+off|safeseq")
    assert [name for name, text in templates().items() if through.search(text)] == []
