"""python -m tests.replay.fll DIR [--runs N]: replays every tournament of a folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.replay import stage
from tests.replay.tally import Tally


def replay(folder: Path, *, seeding_runs: int = 3) -> Tally:
    """Import each tournament and compare it with what was official."""
    # These know models and come after Django is set up.
    from tests.replay.fll.checks import compare
    from tests.replay.fll.tables import read_events
    from tests.replay.fll.tournament import package

    total = Tally()
    for event in read_events(folder):
        played = stage.play(package(event, seeding_runs=seeding_runs))
        total += compare(event, played)
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", help="default: robotics/fll_2010 in REPLAY_DATA")
    parser.add_argument("--runs", type=int, default=3, help="runs of which the best counts")
    options = parser.parse_args()
    folder = Path(options.folder) if options.folder else stage.data("robotics", "fll_2010")
    with stage.database():
        print(replay(folder, seeding_runs=options.runs).line())


if __name__ == "__main__":
    main()
