"""The moment everybody looks, small: viewers poll the board while judges score."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.crowd import scorers
from benchmarks.stage.crowd import watch
from benchmarks.stage.field import make_unscored
from tests.processes import shipped_server

VIEWERS, JUDGES, SHEETS = 40, 6, 5
FRESH_SECONDS = 5


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_every_score_is_on_the_board_within_seconds(tmp_path: Path) -> None:
    server = shipped_server(tmp_path)
    round_, judges = make_unscored("crowd", judges=JUDGES, sheets=SHEETS)
    server.start()
    try:
        crowd = watch(
            port=server.port,
            path="/api/v1/standings/crowd/",
            viewers=VIEWERS,
            scorers=scorers(round_, judges),
            seconds=3,
            pause=0.5,
        )
    finally:
        server.stop()
    assert crowd.problems == []
    assert crowd.counts["writes"] > JUDGES
    assert crowd.unseen() == 0
    assert crowd.oldest_board_seconds() <= FRESH_SECONDS
