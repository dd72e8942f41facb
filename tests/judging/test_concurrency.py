"""Two judges at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import pytest
from django.db import connection

from judging.errors import SheetStale
from judging.models import Minutes, RoundResult, ScoresheetRevision
from judging.services import lock_round, rebuild
from tests.factories.accounts import make_staff
from tests.factories.judging import fill_in, make_judge, make_judged_contest, make_sheet, operation
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], object]) -> list[object]:
    """Runs the works in threads that start together; an error is a result."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        try:
            gate.wait()
            return work()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_two_judges_at_once_leave_no_stale_aggregate():
    contest, round_ = make_judged_contest()
    judges = [make_judge(contest) for _ in range(4)]
    for turn in range(5):
        entry = make_entry(contest)
        sheets = [make_sheet(judge, entry, round_) for judge in judges]
        results = at_once(
            *(lambda s=s, n=n, t=turn: fill_in(s, n, t) for n, s in enumerate(sheets, start=1))
        )
        assert not [r for r in results if isinstance(r, Exception)]
        result = RoundResult.objects.get(entry=entry, round=round_)
        assert (result.value, result.sheets_submitted) == (Fraction("2.5") + turn, 4)
    assert rebuild(contests=[contest]) == []


def test_one_sheet_from_two_devices_at_once_is_written_once():
    contest, round_ = make_judged_contest()
    sheet = make_sheet(make_judge(contest), make_entry(contest), round_)
    results = at_once(
        lambda: fill_in(sheet, 1, 1, expected_revision=0),
        lambda: fill_in(sheet, 2, 2, expected_revision=0),
    )
    assert sorted(type(r).__name__ for r in results) == ["Recorded", "SheetStale"]
    assert any(isinstance(r, SheetStale) for r in results)
    assert ScoresheetRevision.objects.count() == 1


def test_same_operation_twice_at_once_is_one_revision():
    contest, round_ = make_judged_contest()
    sheet = make_sheet(make_judge(contest), make_entry(contest), round_)
    key = operation()

    def send() -> object:
        return fill_in(sheet, 1, 1, expected_revision=0, operation=key)

    one, two = at_once(send, send)
    assert one.revision == two.revision  # type: ignore[attr-defined]
    assert ScoresheetRevision.objects.count() == 1


def test_round_that_two_lock_at_once_is_locked_once():
    _, round_ = make_judged_contest()
    staff = make_staff()

    def lock() -> object:
        return lock_round(round_id=round_.pk, actor=staff)

    results = at_once(lock, lock)
    assert [isinstance(each, Exception) for each in results].count(True) == 1
    assert Minutes.objects.filter(round=round_).count() == 1
