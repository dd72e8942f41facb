"""Paper sheets as what their page needs: whom and what the reader may know. Never lays out."""

from __future__ import annotations

from collections.abc import Iterable

from contests.models import Round
from judging import blind
from judging.definitions import form_of
from judging.models import PaperSheet, Scoresheet
from judging.paper.page import Sheet


def sheets_of(round_: Round, pairs: Iterable[tuple[PaperSheet, Scoresheet]]) -> list[Sheet]:
    """In the given order. Expects the joins of `judging.selectors.paper.printable`."""
    contest = round_.contest
    hidden = contest.blind
    return [
        Sheet(
            code=paper.code,
            organization=contest.organization.name,
            contest=contest.title,
            round=round_.title,
            judge_code=sheet.judge.code,
            judge_name=sheet.judge.full_name,
            entry=blind.code(sheet.attempt.entry, blind=hidden),
            blind=hidden,
            title=None if hidden else sheet.attempt.entry.title,
            division=sheet.attempt.entry.division.title,
            attempt=sheet.attempt.number,
            attempts=round_.attempts_max,
            form=form_of(sheet.form_version),
            definition=sheet.form_version.definition,
        )
        for paper, sheet in pairs
    ]
