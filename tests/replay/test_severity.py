"""The replay of a panel from a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.replay.severity import estimates, read
from tests.scoring.designs import KUEHL


def write(path: Path, header: str, rows: list[str]) -> Path:
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def test_replay_gives_the_published_estimates(tmp_path: Path) -> None:
    rows = [f"{score.judge},{score.entry},{score.points}" for score in KUEHL.scores()]
    path = write(tmp_path / "kuehl.csv", "run,psi,y", [*rows, "01,550,"])
    report = estimates(read(path, "psi", "run", "y"))
    assert (report["scores"], report["entries"], report["judges"]) == (30, 5, 10)
    values = {code: row["value"] for code, row in report["least_squares"]["entries"].items()}
    assert values == pytest.approx(KUEHL.adjusted, abs=1e-6)
    assert report["least_squares"]["df"] == 16
    assert report["rasch"] == {"refused": "many-categories"}
    assert set(report["mixed"]["sd"]) == {"judge", "residual"}
    assert set(report["mixed_both_random"]["sd"]) == {"entry", "judge", "residual"}


def test_replay_names_what_is_wrong(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "entry,judge,score", ["a,x,ten"])
    with pytest.raises(ValueError, match="line 2: 'ten'"):
        read(path, "entry", "judge", "score")
    with pytest.raises(ValueError, match="no column paper; the file has entry, judge, score"):
        read(path, "paper", "judge", "score")


def test_replay_of_a_disconnected_panel_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "entry,judge,score", ["a,x,1", "a,y,2", "b,z,3", "b,w,4"])
    report = estimates(read(path, "entry", "judge", "score"))
    assert (report["refused"], report["components"]) == ("disconnected", 2)
