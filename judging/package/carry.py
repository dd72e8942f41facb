"""Puts the judging's members of a package together, in the order in which they refer to another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from common.faults import Codes, Faults
from contests.models import Contest, Round
from contests.package import Rules
from judging.models import (
    Attempt,
    AttemptChange,
    Discrepancy,
    DiscrepancyEvent,
    FeedbackRelease,
    FeedbackRuling,
    FormChange,
    JudgeAssignment,
    Match,
    Minutes,
    OverrideEvent,
    PaperRuling,
    PaperSheet,
    PaperTranscript,
    PeersSeen,
    ReleasedComment,
    RoundResult,
    ScoreOverride,
    Scoresheet,
    ScoresheetRevision,
)
from judging.package import (
    accounts,
    attempts,
    discrepancies,
    feedback,
    overrides,
    panels,
    papers,
    rounds,
    seats,
    sheets,
)
from judging.package.places import Places
from judging.services.results import create_results
from submissions.models import Entry


def load(
    data: Mapping[str, Any],
    *,
    rules: Rules,
    entries: Codes[Entry],
    faults: Faults,
    links: accounts.Links,
) -> tuple[Places, Codes[ScoreOverride]]:
    """Write the judging's members and reduce every result; judges get back the accounts whose sheets
    these are.

    Answers what the apps above refer to.
    """
    judges = panels.load(data, rules=rules, entries=entries, faults=faults)
    tries = attempts.load(data, rules=rules, entries=entries, faults=faults)
    written = sheets.load(
        data, rules=rules, entries=entries, judges=judges, attempts=tries, faults=faults
    )
    places = Places(rules, entries, judges, tries, written, faults)
    if not faults:
        sheets.fill(rules.contest)
    rounds.load(data, places)
    told = discrepancies.load(data, places)
    overridden = overrides.load(data, places)
    seats.load(data, places)
    feedback.load(data, places)
    papers.load(data, places)
    if not faults:
        create_results(contest=rules.contest)
        discrepancies.compare(told, places)
        accounts.link(links, places)
    return places, overridden


def clear(contest: Contest) -> accounts.Links:
    """Delete the contest's judging, and tell which accounts the judges had."""
    links = accounts.of(contest)
    Minutes.objects.filter(round__contest=contest).delete()
    DiscrepancyEvent.objects.filter(discrepancy__attempt__entry__contest=contest).delete()
    Discrepancy.objects.filter(attempt__entry__contest=contest).delete()
    OverrideEvent.objects.filter(override__entry__contest=contest).delete()
    ScoreOverride.objects.filter(entry__contest=contest).delete()
    ReleasedComment.objects.filter(entry__contest=contest).delete()
    FeedbackRelease.objects.filter(round__contest=contest).delete()
    FeedbackRuling.objects.filter(scoresheet__judge__contest=contest).delete()
    FormChange.objects.filter(round__contest=contest).delete()
    PaperRuling.objects.filter(paper__scoresheet__judge__contest=contest).delete()
    PaperTranscript.objects.filter(paper__scoresheet__judge__contest=contest).delete()
    PaperSheet.objects.filter(scoresheet__judge__contest=contest).delete()
    PeersSeen.objects.filter(scoresheet__judge__contest=contest).delete()
    ScoresheetRevision.objects.filter(scoresheet__judge__contest=contest).delete()
    Scoresheet.objects.filter(judge__contest=contest).delete()
    AttemptChange.objects.filter(attempt__entry__contest=contest).delete()
    Attempt.objects.filter(entry__contest=contest).delete()
    RoundResult.objects.filter(entry__contest=contest).delete()
    JudgeAssignment.objects.filter(judge__contest=contest).delete()
    Match.objects.filter(round__in=Round.everything.filter(contest=contest)).delete()
    contest.judges.all().delete()
    contest.panels.all().delete()
    return links


def dump(contest: Contest) -> dict[str, Any]:
    """The package's members on the judging, in their canonical order."""
    return {
        **panels.dump(contest),
        **attempts.dump(contest),
        "sheets": sheets.dump(contest),
        **rounds.dump(contest),
        "discrepancies": discrepancies.dump(contest),
        "overrides": overrides.dump(contest),
        **seats.dump(contest),
        **feedback.dump(contest),
        "papers": papers.dump(contest),
    }
