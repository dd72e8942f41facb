"""Makes the codes of entries: the public one in a row, the blind one at random."""

from __future__ import annotations

import secrets
from typing import Final

from contests.models import Contest, Division
from submissions.models import Entry

ALPHABET: Final = "ACDEFGHJKLMNPQRTUVWXY34679"
"""No letters or digits that a hand or an eye mixes up: 0 O, 1 I, 2 Z, 5 S, 8 B."""

BLIND_LENGTH: Final = 6


def next_code(division: Division) -> str:
    """ "B-014": the division's code and its next number.

    The caller's transaction must stay open: the lock on the division makes two entries that
    come at once take turns (SQLite's write transactions take turns anyway).
    """
    Division.objects.select_for_update().get(pk=division.pk)
    entered = Entry.objects.filter(division=division).exclude(state=Entry.State.SAMPLE)
    number = entered.count() + 1
    # Entries that moved between divisions leave the count short.
    while Entry.objects.filter(contest=division.contest_id, code=_code(division, number)).exists():
        number += 1
    return _code(division, number)


def blind_code(contest: Contest) -> str:
    """A code that tells nothing, free in the contest."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(BLIND_LENGTH))
        if not Entry.objects.filter(contest=contest, blind_code=code).exists():
            return code


def _code(division: Division, number: int) -> str:
    return f"{division.code}-{number:03d}"
