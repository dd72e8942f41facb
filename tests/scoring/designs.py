"""Published incomplete block designs: blocks as judges, treatments as entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.severity import Score


@dataclass(frozen=True)
class BlockDesign:
    """Blocks "treatment:yield …" by "|" or line; means adjusted for blocks; residual squares."""

    name: str
    blocks: str
    adjusted: Mapping[str, float]
    residual: float

    def scores(self) -> list[Score]:
        rows = self.blocks.replace("\n", "|").split("|")
        return [
            Score(treatment, f"{block:02}", float(points))
            for block, row in enumerate(rows, 1)
            for treatment, points in (cell.split(":") for cell in row.split())
        ]


KUEHL = BlockDesign(
    "Kuehl 2001, Design of Experiments; Hollander & Wolfe, table 7.14",
    """250:16 325:18 475:32|250:19 475:46 550:45|325:26 400:39 550:61|400:21 475:35 550:55
325:19 475:47 550:48|250:20 400:33 475:31|250:13 325:13 400:34|250:21 400:30 550:52
250:24 325:10 550:50|325:24 400:31 475:37""",
    {"250": 20.466667, "325": 17.533333, "400": 30.866667, "475": 38.8, "550": 50.666667},
    493.4222222,
)

JOSHI = BlockDesign(
    "Joshi 1987, The Design and Analysis of Experiments",
    """1:69 2:54 3:50|1:77 2:65 4:38|1:72 3:45 5:54|1:63 4:60 6:39|1:70 5:65 6:54
2:65 3:68 6:67|2:57 4:60 5:62|2:59 5:65 6:63|3:75 4:62 5:61|3:59 4:55 6:56""",
    {"1": 75.133333, "2": 58.716667, "3": 58.55, "4": 54.966667, "5": 60.05, "6": 54.383333},
    862.8888889,
)
