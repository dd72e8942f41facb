"""Texts with placeholders, lines and dates."""

from datetime import date

import pytest

from certificates.rendering import Run
from certificates.rendering.designs import SERIF
from certificates.rendering.lines import fitted, line_width_mm
from certificates.rendering.texts import decision_line, place_and_date
from certificates.rendering.wording import WordingInvalid, check, fill, plain


def test_fill_leaves_out_the_optional_part_of_an_empty_value():
    pattern = "Đã đạt {award}[, {division}][, với đề tài “{title}”]"
    runs = fill(pattern, {"award": "Giải Nhất", "division": "", "title": "Robot"})
    assert runs == (
        Run("Đã đạt "),
        Run("Giải\u00a0Nhất", strong=True),
        Run(", với đề tài “Robot”"),
    )


def test_fill_never_reads_a_value_as_a_pattern():
    assert plain(fill("{title}", {"title": "{award} [x] <b>"})) == "{award} [x] <b>"


def test_fill_joins_decomposed_letters():
    assert plain(fill("{school}", {"school": "Nguye\u0302\u0303n"})) == "Nguyễn"


@pytest.mark.parametrize(
    ("pattern", "piece"), [("{x}", "{x}"), ("a [b", "["), ("{award", "{"), ("{}", "{}")]
)
def test_check_names_the_piece_that_is_wrong(pattern, piece):
    with pytest.raises(WordingInvalid) as caught:
        check(pattern)
    assert caught.value.args == (piece,)


@pytest.mark.parametrize(
    ("day", "language", "written"),
    [
        (date(2026, 2, 5), "vi", "Nghệ An, ngày 05 tháng 02 năm 2026"),
        (date(2026, 6, 15), "vi", "Nghệ An, ngày 15 tháng 6 năm 2026"),
        (date(2026, 1, 10), "vi", "Nghệ An, ngày 10 tháng 01 năm 2026"),
        (date(2026, 2, 5), "en", "Nghệ An, 5 February 2026"),
    ],
)
def test_place_and_date_pads_days_and_the_first_two_months(day, language, written):
    assert place_and_date("Nghệ An", day, language) == written


def test_decision_line_names_number_and_date():
    assert (
        decision_line("128/QĐ-BTC", date(2026, 6, 15), "vi")
        == "Quyết định số: 128/QĐ-BTC ngày 15 tháng 6 năm 2026"
    )


def test_fitted_keeps_every_word_and_the_width():
    text = "Trường Phổ thông Dân tộc Bán trú Tiểu học và Trung học cơ sở Nguyễn Bỉnh Khiêm"
    _, lines = fitted((Run(text),), SERIF, (14,), 120, 9)
    assert " ".join(plain(line) for line in lines) == text
    assert len(lines) == 2
    widths = [line_width_mm(line, SERIF, 14) for line in lines]
    assert max(widths) <= 120
    assert max(widths) - min(widths) < 30


def test_fitted_cuts_a_word_that_is_wider_than_the_line():
    _, lines = fitted((Run("Z" * 300),), SERIF, (12,), 100, 99)
    assert "".join(plain(line) for line in lines) == "Z" * 300
    assert all(line_width_mm(line, SERIF, 12) <= 100 for line in lines)


def test_fitted_ends_what_never_fits_with_an_ellipsis():
    size, lines = fitted((Run("A" * 500),), SERIF, (20, 10), 100, 2)
    assert (size, len(lines)) == (10, 2)
    assert plain(lines[-1]).endswith("…")
    assert all(line_width_mm(line, SERIF, 10) <= 100.01 for line in lines)
