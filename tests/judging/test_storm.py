"""A judging day in bad weather, small: the server is killed, the round locked, answers get lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.stage.field import make_unscored
from benchmarks.stage.storm import Audit, HeadJudge, audit, equip, rage
from benchmarks.stage.tablet import ACCIDENTS
from tests.processes import shipped_server

JUDGES, SHEETS, EDITS = 6, 6, 2


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_every_acknowledged_write_survives_a_storm(tmp_path: Path) -> None:
    server = shipped_server(tmp_path)
    round_, judges = make_unscored("storm", judges=JUDGES, sheets=SHEETS)
    head, tablets = HeadJudge(round_, server.port), equip(judges, server.port)

    def power_cut() -> None:
        server.kill()
        server.start()

    server.start()
    try:
        events = [(0.25, lambda: head.lock_for(0.4)), (0.6, power_cut)]
        rage(tablets, edits=EDITS, sheets=SHEETS, events=events)
        found = audit(round_, tablets)
    finally:
        server.stop()

    met = sum((tablet.counts for tablet in tablets), Counter[str]())
    assert found == Audit(
        acknowledged=JUDGES * SHEETS * EDITS + met["elsewhere"],
        lost=0,
        doubled=0,
        unacknowledged=0,
        stale=0,
        gaps=0,
        rebuilt_differences=0,
    )
    # The weather was bad indeed.
    assert all(met[name] for name in (*ACCIDENTS, "locked", "merged", "repeated")), met
