"""Many who ask for a file to print cost one file, and keep nobody waiting."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from common import pdf
from common.pdf import PrinterBusy, layout
from common.renderers import dumps
from leaderboards import printing
from leaderboards.cache import Answer

EMPTY = {
    "contest": "a", "title": "Robot", "title_en": "Robots", "publication": None, "frozen_at": None,
    "top": None, "state": "hidden", "revision": 0, "updated_at": None, "rounds": [], "divisions": [],
}  # fmt: skip


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The digests of the boards that were laid out."""
    monkeypatch.setattr(printing, "_made", {})
    laid_out: list[bytes] = []

    def counted(html: str, *, identifier: bytes) -> bytes:
        laid_out.append(identifier)
        return layout(html, identifier=identifier)

    monkeypatch.setattr(printing, "layout", counted)
    return laid_out


def board(**changes: Any) -> Answer:
    return Answer(dumps({**EMPTY, **changes}))


def test_fifty_who_ask_for_one_board_make_it_once(made: list[bytes]) -> None:
    answer = board()
    with ThreadPoolExecutor(8) as threads:
        files = list(threads.map(printing.pdf, [board() for _ in range(50)]))
    assert made == [answer.etag.encode()]
    assert len(set(files)) == 1
    assert files[0].startswith(b"%PDF-")


def test_board_that_changed_is_made_anew(made: list[bytes]) -> None:
    assert printing.pdf(board()) != printing.pdf(board(title="Robot khám phá"))
    assert len(made) == 2


def test_kept_boards_make_room(made: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "_KEPT_BYTES", 1)
    for title in ("a", "b", "b", "a"):
        printing.pdf(board(title=title))
    assert len(made) == 3


def test_who_would_wait_for_another_file_is_told_to_come_back(
    made: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "WAIT_SECONDS", 0.1)
    holds, free = threading.Event(), threading.Event()

    def hold() -> None:
        with pdf.lock:
            holds.set()
            free.wait(10)

    other = threading.Thread(target=hold)
    other.start()
    assert holds.wait(5)
    with pytest.raises(PrinterBusy) as refused:
        printing.pdf(board())
    assert (refused.value.status, refused.value.headers) == (503, {"Retry-After": "5"})
    free.set()
    other.join()
    assert printing.pdf(board()).startswith(b"%PDF-")
    assert len(made) == 1
