"""The replays of all tables of the data folder: every published figure, to the last one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.long import LONG
from tests.replay import stage
from tests.replay.fll.__main__ import replay as replay_fll
from tests.replay.frc import replay as replay_frc
from tests.replay.panel.__main__ import replay as replay_panel
from tests.replay.panel.diving import replay as replay_diving
from tests.replay.tally import Tally

pytestmark = [
    pytest.mark.long,
    pytest.mark.django_db,
    pytest.mark.skipif(
        stage.data_folder() is None, reason="set REPLAY_DATA to the folder of real contests"
    ),
]


def agreed(tally: Tally) -> tuple[int, int]:
    assert tally.differ == []
    return tally.checks, tally.agree


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("diving_2024", 72),  # scores of dives
        ("skating", 62),  # places
        ("climbing", 14),  # 7 totals, 7 ranks
        ("halfpipe", 48),  # 24 runs, 12 best scores, 12 ranks
        ("medals", 186),  # 93 ranks by medals, 93 by their number
        ("wine", 248),  # 84 sums, 84 ranks, 11 W, 11 p, 58 correlations
    ],
)
def test_panel_contest_agrees(name: str, figures: int) -> None:
    assert agreed(replay_panel(name)) == (figures, figures)


def test_diving_agrees() -> None:
    """Ranks of 12 stages, by default of the 3 of one event."""
    folder = stage.data("judging", "diving_olympics")
    figures = 295 if LONG else 72
    assert agreed(replay_diving(folder, events=None if LONG else 1)) == (figures, figures)


def test_a_folder_is_known_by_what_is_in_it() -> None:
    folder = stage.data("judging", "climbing_tokyo2020")
    assert agreed(replay_panel(str(folder))) == (14, 14)


def test_fll_2010_agrees() -> None:
    # 147 runs; totals and standardised scores of 92 judges' sheets; 30 + 31 + 31 category scores;
    # 31 best runs; 31 overall scores and ranks, one of them empty.
    figures = 147 + 2 * 92 + 93 + 31 + 31 + 31
    assert agreed(replay_fll(stage.data("robotics", "fll_2010"))) == (figures, figures)


def test_alliance_events_agree() -> None:
    figures = (64 + 51 + 51) * 6  # rank, ranking score and four columns of every team
    assert agreed(replay_frc(stage.data("robotics", "frc"))) == (figures, figures)


def test_names_of_fll_files_may_have_any_prefix_and_case(tmp_path: Path) -> None:
    rename: Callable[[str], str] = lambda name: name.replace("bodyforward2010", "Season_X")  # noqa: E731
    for source in stage.data("robotics", "fll_2010").iterdir():
        content = source.read_text(encoding="utf-8")
        if source.suffix == ".csv":
            head, _, rest = content.partition("\n")
            content = f"{head.lower()}\n{rest}"
        (tmp_path / rename(source.name)).write_text(content, encoding="utf-8")
    assert agreed(replay_fll(tmp_path))[0] == 517
