"""What PostgreSQL repeats, and the rule that guards it."""

from pathlib import Path

import pytest
from django.db import connection

from judging.services import lock_round
from tests.factories.accounts import make_staff
from tests.factories.judging import make_judged_contest
from tests.places import Places, never_repeated
from tests.repeated import FILES, on_postgres

TESTS = Path(__file__).parent


def test_every_file_that_is_named_is_there():
    assert [name for name in FILES if not (TESTS / name).is_file()] == []


@pytest.mark.parametrize(
    ("file", "commits", "expected"),
    [
        ("permissions/test_matrix.py", False, True),
        ("judging/test_concurrency.py", True, True),
        ("judging/test_concurrency.py", False, False),
        ("e2e/test_tablet.py", True, False),
        ("scoring/test_ranking.py", False, False),
    ],
)
def test_postgres_repeats_what_commits_or_is_named(file: str, commits: bool, expected: bool):
    assert on_postgres(TESTS / file, commits=commits) is expected


@pytest.mark.django_db
def test_place_that_only_sqlite_is_asked_from_is_found(tmp_path: Path):
    _, round_ = make_judged_contest()
    staff = make_staff()
    one, other = Places(), Places()
    other.test = "test_locks"
    with connection.execute_wrapper(one):
        make_staff()
    with connection.execute_wrapper(other):
        make_staff()
        lock_round(round_id=round_.pk, actor=staff)
    for name, places in (("one", one), ("other", other)):
        places.write(tmp_path / f"{name}.json")

    found = never_repeated(tmp_path.glob("*.json"))
    assert "judging/services/rounds.py hold_round (test_locks)" in found
    assert not any(place.startswith("accounts/") for place in found)
