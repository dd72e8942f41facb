"""Contests for packages, each with something that decides or documents a result.

Made by the services as people make them; answers the contest alone.
"""

from __future__ import annotations

from collections.abc import Callable

from contests.models import Contest
from tests.package.scenes_judged import (
    calibration,
    disputed,
    form_changed,
    form_changed_after_freeze,
    frozen,
    on_paper,
    overridden,
    recorded,
    released,
)
from tests.package.scenes_public import (
    amendment_waits,
    appeal_waits,
    appealed,
    embargo,
    frozen_and_waiting,
    hidden_round,
    live,
    proposed_ceremony,
    rehearsed,
    resolving,
    revealed,
    running,
    top_alone,
)

SCENES: dict[str, Callable[[], Contest]] = {
    scene.__name__: scene
    for scene in (
        live, embargo, amendment_waits, proposed_ceremony, rehearsed, running, resolving, revealed,
        frozen, frozen_and_waiting, top_alone, hidden_round, overridden, disputed, calibration,
        appealed, appeal_waits, recorded, released, on_paper, form_changed,
        form_changed_after_freeze,
    )
}  # fmt: skip
