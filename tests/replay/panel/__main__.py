"""python -m tests.replay.panel NAME_OR_DIR: replays one contest, a folder, or all."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from tests.replay import stage
from tests.replay.panel import diving, halfpipe, ranks, skating, wine
from tests.replay.tally import Tally

CONTESTS: dict[str, tuple[str, Callable[[Path], Tally]]] = {
    "diving": ("diving_olympics", diving.replay),
    "diving_2024": ("diving_olympics", diving.replay_dives),
    "skating": ("ballroom_skating_system", skating.replay),
    "climbing": ("climbing_tokyo2020", ranks.replay_climbing),
    "halfpipe": ("snowboard_halfpipe_2026", halfpipe.replay),
    "medals": ("tokyo2020_medals", ranks.replay_medals),
    "wine": ("wine_tasting_quandt", wine.replay),
}


def replay(name: str) -> Tally:
    """A contest by its name, "all", or every contest whose files a folder holds."""
    if name in CONTESTS:
        folder, function = CONTESTS[name]
        return function(stage.data("judging", folder))
    if name == "all":
        return sum((replay(each) for each in CONTESTS), Tally())
    place = Path(name)
    if not place.is_dir():
        raise SystemExit(f"{name}: neither a folder nor one of {', '.join(CONTESTS)}, all")
    tally = sum((function(place) for _, function in CONTESTS.values()), Tally())
    if tally.checks == 0:
        raise SystemExit(f"{name}: no file there has the columns of a known contest")
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", help=f"a folder, or one of {', '.join(CONTESTS)}, all")
    options = parser.parse_args()
    with stage.database():
        print(replay(options.name).line())


if __name__ == "__main__":
    main()
