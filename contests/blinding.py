"""Who may join a blind code and an entry: the one place that says it.

In a blind contest (chấm ẩn danh) judges know entries by their blind codes; the public, of whom each
judge is one, knows titles, people and public codes. Nobody is shown both who does not oversee the
contest, as long as its results are not public. Knows of no entry, sheet or publication itself.
"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from contests.models import Contest
from contests.permissions import ContestPolicy, Person

RESULTS: str = "contests.view_results"
"""Whether a contest's results are public: a fact of the app that publishes them."""


def hidden_from(user: Person, contest: Contest) -> bool:
    """Whether `user` may know the contest's entries by their blind codes alone."""
    return contest.blind and not ContestPolicy.can_oversee(user, contest)


def withheld(contest: Contest) -> bool:
    """Whether titles, people, files and scores are kept from the public, as they would name what
    judges have before them."""
    return contest.blind and not AnonymousUser().has_perm(RESULTS, contest)
