"""What a parser costs as its input grows: calls of functions, counted, and seconds of the processor.

Calls are the same at every run and show a loop within a loop of Python; seconds show one within C.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

SIZES = (1, 2, 4)
_SECONDS_FLOOR = 0.08
"""Less than that is not compared: it is noise on a busy machine."""

Make = Callable[[int], Callable[[], object]]


def grows_in_proportion(make: Make, size: int) -> None:
    """Four times the input costs at most five times the calls, and eight times the seconds.

    `make(size)` prepares an input outside of what is measured and returns what reads it.
    """
    calls = [_calls(make(size * factor)) for factor in SIZES]
    assert calls[1] <= 2.5 * calls[0] + 500, calls
    assert calls[2] <= 5 * calls[0] + 1000, calls
    seconds = [_seconds(make(size * factor)) for factor in SIZES]
    assert seconds[2] <= max(8 * seconds[0], _SECONDS_FLOOR), seconds


def _calls(read: Callable[[], object]) -> int:
    count = 0

    def note(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        read()
    finally:
        sys.setprofile(before)
    return count


def _seconds(read: Callable[[], object]) -> float:
    """The least of two runs: the other may have met a collection of garbage."""
    spent = []
    for _ in range(2):
        start = time.process_time()
        read()
        spent.append(time.process_time() - start)
    return min(spent)
