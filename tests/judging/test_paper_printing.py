"""Blank sheets as they come out of the printer: their order, their pages, what each one tells."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from judging.errors import PaperNothing
from judging.models import PaperSheet
from judging.paper.document import sheets_of
from judging.paper.page import heads
from judging.paper.printing import printed
from judging.selectors import printable
from judging.services import issue_papers
from tests.factories.judging import FORM, fill_in, make_judge, make_sheet
from tests.factories.submissions import make_entry
from tests.judging.paper_desk import Desk, client_of

pytestmark = pytest.mark.django_db


def test_sheets_print_one_a_page_in_the_order_of_handing_out():
    desk = Desk()
    other = make_judge(desk.contest)
    for judge in (other, desk.judge):
        make_sheet(judge, make_entry(desk.contest), desk.round)
    sheets = printable(desk.round)
    assert [sheet.judge_id for sheet in sheets] == [desk.judge.pk, desk.judge.pk, other.pk]
    response = client_of(desk.first).get(f"/api/v1/rounds/{desk.round.pk}/paper/")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert len(pikepdf.open(io.BytesIO(response.content)).pages) == 3
    codes = set(PaperSheet.objects.values_list("code", flat=True))
    client_of(desk.second).get(f"/api/v1/rounds/{desk.round.pk}/paper/", {"judge": desk.judge.pk})
    assert set(PaperSheet.objects.values_list("code", flat=True)) == codes
    fill_in(desk.sheet, 7, 7)
    assert desk.sheet not in printable(desk.round)
    with pytest.raises(PaperNothing):
        printable(desk.round, panel=10**9)


def test_a_blind_contests_paper_names_nobody_and_the_code_reads_back():
    desk = Desk(blind=True)
    sheets = printable(desk.round)
    shown = sheets_of(desk.round, zip(issue_papers(sheets=sheets), sheets, strict=True))
    page = heads(shown, [1])
    assert desk.entry.blind_code in page
    for name in (desk.entry.code, desk.entry.title):
        assert f">{name}<" not in page
    assert desk.paper.code in page
    (picture,) = _pictures(printed(shown))
    found = zxingcpp.read_barcodes(picture)
    assert [each.text for each in found] == [desk.paper.code]


@pytest.mark.postgres
def test_each_page_has_its_own_head_over_the_form_that_all_share():
    desk = Desk()
    long = make_sheet(
        desk.judge, make_entry(desk.contest, title="Một tên bài dài " * 15), desk.round
    )
    sheets = [desk.sheet, long]
    shown = sheets_of(desk.round, zip(issue_papers(sheets=sheets), sheets, strict=True))
    document = printed(shown)
    assert printed(shown) == document
    pictures = _pictures(document)
    assert [code.text for each in pictures for code in zxingcpp.read_barcodes(each)] == [
        sheet.code for sheet in shown
    ]
    # The form below the heads is the same to the pixel, and no title reaches into it.
    below, bottom = round(80 * _SCALE * 72 / 25.4), round(280 * _SCALE * 72 / 25.4)
    forms = [each.crop((0, below, each.width, bottom)).tobytes() for each in pictures]
    assert forms[0] == forms[1]
    assert len(set(forms[0])) > 2
    alone = _pictures(printed(shown[:1]))[0]
    assert alone.tobytes() != pictures[0].tobytes()  # its form stands where the head ends


def test_a_form_too_long_for_a_page_goes_over_to_the_next_under_the_same_foot():
    idea = FORM["items"][0]
    items = [{**idea, "id": f"item{n}", "label": {"vi": f"Tiêu chí {n}"}} for n in range(12)]
    desk = Desk(form={"schema": 1, "items": items})
    sheets = [desk.sheet, make_sheet(desk.judge, make_entry(desk.contest), desk.round)]
    shown = sheets_of(desk.round, zip(issue_papers(sheets=sheets), sheets, strict=True))
    with pypdfium2.PdfDocument(printed(shown)) as pages:
        words = [page.get_textpage().get_text_range() for page in pages]
    each = len(words) // 2
    assert each > 1
    assert [[sheet.code in page for page in words] for sheet in shown] == [
        [True] * each + [False] * each,
        [False] * each + [True] * each,
    ]


_SCALE = 2


def _pictures(document: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(document) as pages:
        return [page.render(scale=_SCALE).to_pil().convert("L") for page in pages]
