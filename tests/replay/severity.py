"""python -m tests.replay.severity FILE: the severity models on the scores of a real panel, as JSON.

FILE is a CSV with a header and the columns entry, judge, score (or those named by --entry, --judge,
--score); a row without a score is left out. Three models of points = entry + effect of the judge:
"least_squares" (both fixed, effects of judges of sum zero: R's lm), "mixed" (entries fixed, judges
random, REML: the product's model) and "mixed_both_random" (REML: lme4's (1|entry) + (1|judge)).
Beside them "rasch", many-facet Rasch for points of few different values; where it alone cannot be,
it is {"refused": code}.

An entry has `value` (adjusted), `effect` (value - level), `raw` (mean) and `error` (standard error);
a judge has `effect` (what it adds), `severity` (what it takes off, -effect) and `error`; `sd` holds
standard deviations. A design that cannot carry a model gives {"refused": code} and exit status 1.
It needs no database.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scoring.severity import Adjustment, Model, Refusal, Score, adjust, connectivity

MODELS: dict[str, Model] = {
    "least_squares": "least_squares",
    "mixed": "additive",
    "mixed_both_random": "random",
}


def read(path: Path, entry: str, judge: str, score: str) -> list[Score]:
    """The scores of a CSV file. ValueError names a missing column or the row that is no number."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        missing = {entry, judge, score} - set(rows.fieldnames or ())
        if missing:
            names = ", ".join(rows.fieldnames or ())
            raise ValueError(f"no column {', '.join(sorted(missing))}; the file has {names}")
        scores = []
        for number, row in enumerate(rows, 2):
            if not (row[score] or "").strip():
                continue
            try:
                scores.append(Score(row[entry], row[judge], float(row[score])))
            except ValueError:
                raise ValueError(f"line {number}: {row[score]!r} is no number") from None
        return scores


def estimates(scores: Sequence[Score]) -> dict[str, Any]:
    """What every model makes of the scores."""
    linked = connectivity((score.entry, score.judge) for score in scores)
    report: dict[str, Any] = {
        "scores": len(scores),
        "entries": len({score.entry for score in scores}),
        "judges": len({score.judge for score in scores}),
        "components": len(linked.components),
        "lambda2": linked.lambda2,
    }
    try:
        for name, model in MODELS.items():
            report[name] = _described(adjust(scores, model))
    except Refusal as refusal:
        report["refused"] = refusal.code
        return report
    try:
        report["rasch"] = _described(adjust(scores, "rasch"))
    except Refusal as refusal:
        report["rasch"] = {"refused": refusal.code}
    return report


def _described(result: Adjustment) -> dict[str, Any]:
    deviations = {
        "entry": result.entry_deviation,
        "judge": result.judge_deviation,
        "residual": result.residual_deviation,
    }
    return {
        "level": result.level,
        "df": result.degrees,
        "sd": {name: value for name, value in deviations.items() if value is not None},
        "warnings": list(result.warnings),
        "entries": {
            code: {
                "value": entry.value,
                "effect": entry.value - result.level,
                "raw": entry.raw,
                "error": entry.error,
            }
            for code, entry in result.entries.items()
        },
        "judges": {
            code: {"effect": -judge.severity, "severity": judge.severity, "error": judge.error}
            for code, judge in result.judges.items()
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    for name in ("entry", "judge", "score"):
        parser.add_argument(f"--{name}", default=name, help="name of the column")
    options = parser.parse_args()
    try:
        scores = read(options.file, options.entry, options.judge, options.score)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    report = estimates(scores)
    print(json.dumps(report, ensure_ascii=False))
    sys.exit("refused" in report)


if __name__ == "__main__":
    main()
