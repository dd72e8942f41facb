"""The readers of panel contests and alliance events on small published or made tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.replay.frc import replay as replay_frc
from tests.replay.panel.__main__ import replay
from tests.replay.tally import Tally

pytestmark = pytest.mark.django_db

# Tokyo 2020, men's combined climbing final: ranks and totals as reported by planetmountain.com.
CLIMBING = """athlete,nation,speed_rank,boulder_rank,lead_rank,official_total,official_rank
Alberto Gines Lopez,ESP,1,7,4,28,1
Nathaniel Coleman,USA,6,1,5,30,2
Jakob Schubert,AUT,7,5,1,35,3
Tomoa Narasaki,JPN,2,3,6,36,4
"""

# Rule 5 of the skating system, as worked out at dancepartner.com after A. Dawson's booklet.
SKATING = {
    "single_dance": {
        "rule5": {
            "marks": {
                "51": [1, 1, 1, 2, 1],
                "52": [4, 2, 2, 1, 2],
                "53": [3, 3, 3, 5, 4],
                "54": [2, 4, 5, 4, 3],
                "55": [5, 6, 4, 3, 5],
                "56": [6, 5, 6, 6, 6],
            },
            "places": {"51": 1, "52": 2, "53": 3, "54": 4, "55": 5, "56": 6},
        }
    }
}


def test_climbing_is_read_by_its_columns(tmp_path: Path) -> None:
    (tmp_path / "any_name.csv").write_text(CLIMBING, encoding="utf-8")
    tally = replay(str(tmp_path))
    assert (tally.checks, tally.agree) == (8, 8)


def test_a_difference_is_told(tmp_path: Path) -> None:
    wrong = CLIMBING.replace("1,7,4,28,1", "1,7,4,29,1")
    (tmp_path / "wrong.csv").write_text(wrong, encoding="utf-8")
    tally = replay(str(tmp_path))
    assert json.loads(tally.line()) == {
        "checks": 8,
        "agree": 7,
        "differ": [{"what": "Alberto Gines Lopez total", "official": "29", "found": "28"}],
    }


def test_skating_is_read_by_its_members(tmp_path: Path) -> None:
    (tmp_path / "dances.json").write_text(json.dumps(SKATING), encoding="utf-8")
    tally = replay(str(tmp_path))
    assert (tally.checks, tally.agree) == (6, 6)


def test_a_folder_of_nothing_known_says_so(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no file there"):
        replay(str(tmp_path))


def side(teams: list[str], points: int, column: int, **states: list[str]) -> dict[str, Any]:
    return {"teams": teams, "surrogates": [], "dq": [], "rp": points, "c": [column], **states}


@pytest.mark.parametrize(
    ("aggregate", "rounding", "columns"),
    [
        # T1: 4, 0 (disqualified) and 4 in three matches; the surrogate's match of T2 is left out.
        ("avg", "truncate", {"T1": [2.66, 6.0], "T2": [0.5, 3.0], "T3": [1.33, 4.33]}),
        ("avg", "half-up round", {"T1": [2.67, 6.0], "T2": [0.5, 3.0], "T3": [1.33, 4.33]}),
        ("sum", "half-up round", {"T1": [2.67, 18.0], "T2": [0.5, 6.0], "T3": [1.33, 13.0]}),
    ],
)
def test_alliance_events_count_matches(
    tmp_path: Path, aggregate: str, rounding: str, columns: dict[str, list[float]]
) -> None:
    event = {
        "event": "made",
        "rule": {
            "tiebreak_columns": [{"agg": aggregate, "name": "auto"}],
            "display_decimals": 2,
            "rounding": rounding,
        },
        "matches": [
            {"n": 1, "red": side(["T1"], 4, 9), "blue": side(["T2", "T3"], 0, 2)},
            {"n": 2, "red": side(["T1"], 2, 7, dq=["T1"]), "blue": side(["T2", "T3"], 1, 4)},
            {
                "n": 3,
                "red": side(["T1"], 4, 9),
                "blue": side(["T2", "T3"], 3, 7, surrogates=["T2"]),
            },
        ],
        "official": [
            {"rank": rank, "team": team, "sort_orders": columns[team]}
            for rank, team in ((1, "T1"), (2, "T3"), (3, "T2"))
        ],
    }
    path = tmp_path / "made.json"
    path.write_text(json.dumps(event), encoding="utf-8")
    tally: Tally = replay_frc(path)
    assert (tally.differ, tally.agree) == ([], 9)
