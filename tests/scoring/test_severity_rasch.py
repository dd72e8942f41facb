"""The many-facet Rasch model: simulated panels of known severities, and what must hold in any."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from scoring.severity import MAX_CATEGORIES, Refusal, Score, adjust
from scoring.severity.design import Design, Floats, Indices, design_of
from scoring.severity.rasch import Measures, measure

JUDGES = 8
SEVERITIES = np.array([-1.2, -0.8, -0.4, 0.0, 0.0, 0.4, 0.8, 1.2])
THRESHOLDS = np.array([-1.5, -0.5, 0.5, 1.5])


def simulated(
    entries: int = 300, each: int = 3, shift: float = 0.0, seed: int = 1
) -> tuple[Design, Indices]:
    """Categories 0 to 4 by the model written out; the last judge is more severe by `shift`."""
    random = np.random.default_rng(seed)
    quality = random.normal(0, 1.5, entries)
    severity = SEVERITIES + shift * (np.arange(JUDGES) == JUDGES - 1)
    pairs, categories = [], []
    for e in range(entries):
        for j in sorted(random.choice(JUDGES, each, replace=False).tolist()):
            logs = np.cumsum([0.0, *(quality[e] - severity[j] - THRESHOLDS)])
            below = np.cumsum(np.exp(logs)) / np.exp(logs).sum()
            pairs.append((f"e{e:03}", f"j{j}"))
            categories.append(int((random.random() > below[:-1]).sum()))
    return design_of(pairs), np.array(categories, dtype=np.intp)


def measured(design: Design, category: Indices) -> Measures:
    found = measure(design, category, int(category.max()) + 1)
    assert found.converged
    return found


def scores(design: Design, points: Iterable[float]) -> list[Score]:
    return [
        Score(design.entries[e], design.judges[j], float(given))
        for e, j, given in zip(design.entry, design.judge, points, strict=True)
    ]


def test_known_severities_and_thresholds_are_recovered() -> None:
    """Over forty panels: no bias beyond 5 %, and errors as large as the standard errors tell.

    A panel's standard errors are near 0.15, so those of the means 0.024: four of them are 0.1.
    """
    panels = [measured(*simulated(seed=seed)) for seed in range(40)]
    severities = np.mean([found.severities for found in panels], axis=0)
    assert severities == pytest.approx(SEVERITIES, abs=0.1)
    assert np.polyfit(SEVERITIES, severities, 1)[0] == pytest.approx(1, abs=0.05)
    thresholds = np.mean([found.thresholds for found in panels], axis=0)
    assert thresholds == pytest.approx(THRESHOLDS, abs=0.1)
    z = [(found.severities - SEVERITIES) / found.severity_errors for found in panels]
    assert np.std(z) == pytest.approx(1, abs=0.2)


def test_a_judge_more_severe_by_a_constant_moves_alone() -> None:
    plain, shifted = (measured(*simulated(1000, shift=shift)).severities for shift in (0.0, 1.0))
    moved = shifted - plain
    assert moved[:-1] - moved[:-1].mean() == pytest.approx(np.zeros(JUDGES - 1), abs=0.15)
    assert moved[-1] - moved[:-1].mean() == pytest.approx(1, abs=0.15)


def test_the_scale_of_the_points_only_carries_over() -> None:
    design, category = simulated(80)
    plain = adjust(scores(design, category), "rasch")
    other = adjust(scores(design, 10 + 5.0 * category), "rasch")
    for code, entry in plain.entries.items():
        assert other.entries[code].value == pytest.approx(10 + 5 * entry.value)
        assert other.entries[code].error == pytest.approx(5 * entry.error)
    for code, judge in plain.judges.items():
        assert other.judges[code].severity == pytest.approx(5 * judge.severity)


def test_the_estimate_is_the_maximum_of_the_likelihood_written_out() -> None:
    design, category = simulated(30)
    found = measured(design, category)

    def objective(entries: Floats, severities: Floats, thresholds: Floats) -> float:
        information, total = np.zeros(len(entries)), 0.0
        for e, j, k in zip(design.entry, design.judge, category, strict=True):
            logs = np.cumsum([0.0, *(entries[e] - severities[j] - thresholds)])
            chance = np.exp(logs) / np.exp(logs).sum()
            numbers = np.arange(len(chance))
            total += float(np.log(chance[k]))
            information[e] += chance @ numbers**2 - (chance @ numbers) ** 2
        ridge = 0.005 * ((severities**2).sum() + (thresholds**2).sum())
        return total + float(np.log(information).sum()) / 2 - float(ridge)

    parts = [found.entries, found.severities, found.thresholds]
    best = objective(*parts)
    random = np.random.default_rng(0)
    for _ in range(40):
        assert objective(*(part + random.normal(0, 0.02, len(part)) for part in parts)) < best


@pytest.mark.parametrize("shift", [0.0, 2.0])
def test_a_complete_design_ranks_as_the_raw_means(shift: float) -> None:
    design, category = simulated(40, each=JUDGES, shift=shift)
    found = adjust(scores(design, category), "rasch").entries.values()
    raw = sorted({entry.raw for entry in found})
    values = [sorted({round(e.value, 6) for e in found if e.raw == mean}) for mean in raw]
    assert all(len(equal) == 1 for equal in values)
    assert [equal[0] for equal in values] == sorted(equal[0] for equal in values)


def test_equal_judges_have_no_severity() -> None:
    """Every judge gives every number of categories equally often, to the same entries."""
    given = [Score(f"e{e}", f"j{j}", (e + (e + j) % 3) // 2) for e in range(6) for j in range(3)]
    turned = [Score(s.entry + "b", f"j{(int(s.judge[1]) + 1) % 3}", s.points) for s in given]
    again = [Score(s.entry + "c", f"j{(int(s.judge[1]) + 2) % 3}", s.points) for s in given]
    found = adjust([*given, *turned, *again], "rasch")
    assert [j.severity for j in found.judges.values()] == pytest.approx([0, 0, 0], abs=1e-6)


def test_extreme_scores_are_finite_and_within_the_scale() -> None:
    design, category = simulated(60)
    points = category.copy()
    points[design.entry == 0] = 0
    points[design.entry == 1] = 4
    points[design.judge == 0] = 4
    found = adjust(scores(design, points), "rasch")
    numbers = [v for e in found.entries.values() for v in (e.value, e.error)]
    numbers += [v for j in found.judges.values() for v in (j.severity, j.error)]
    assert np.isfinite(numbers).all()
    values = {code: entry.value for code, entry in found.entries.items()}
    assert 0 < min(values.values()) < max(values.values()) < 4
    assert min(found.judges, key=lambda code: found.judges[code].severity) == "j0"


def test_points_all_equal_say_that_nobody_is_severe() -> None:
    found = adjust([Score(e, j, 7) for e in "abcd" for j in "xyz"], "rasch")
    assert {entry.value for entry in found.entries.values()} == {7}
    assert {judge.severity for judge in found.judges.values()} == {0}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (
            [Score(f"{e:02}", j, e) for e in range(MAX_CATEGORIES + 1) for j in "xyz"],
            "many-categories",
        ),
        (
            [Score(e, j, 1) for e, j in (("a", "x"), ("a", "y"), ("b", "z"), ("b", "w"))],
            "disconnected",
        ),
        (
            [
                Score(e, j, n)
                for n, (e, j) in enumerate([("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")])
            ],
            "few-scores",
        ),
    ],
)
def test_a_panel_that_cannot_carry_the_model_is_refused(given: list[Score], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        adjust(given, "rasch")
    assert refused.value.code == code


def test_few_shared_entries_are_warned_of() -> None:
    design, category = simulated(40)
    assert adjust(scores(design, category), "rasch").warnings == ()
    weak = [Score(e, j, (ord(e) + ord(j)) % 3) for e in "abc" for j in "xyz"][:8]
    assert adjust(weak, "rasch").warnings == ("weak",)
