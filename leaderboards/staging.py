"""A ceremony as its viewers have it: the screen of now, kept for a second for the whole hall.

The public gets the steps that were shown, once the ceremony runs; those who prepare it get the
rehearsal too, and what comes next.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Q, When

from common.renderers import dumps
from contests.models import Contest
from contests.permissions import Person
from leaderboards.cache import Answer, Kept
from leaderboards.display import published_entries
from leaderboards.frozen import bare
from leaderboards.models import Ceremony, Publication
from leaderboards.permissions import StandingsPolicy
from leaderboards.publicity import in_force
from leaderboards.screens import revealed, screen
from submissions import consents

State = Ceremony.State

_screens: Kept[Answer] = Kept(16 * 1024 * 1024)


def clear() -> None:
    """Forget all that is kept in this process."""
    _screens.clear()


def ceremony_of(contest: Contest) -> Ceremony | None:
    """The contest's ceremony that runs, else the latest that is still to come or was held last.

    Of proposals and of what is in force; a new proposal does not take a running one off the screens.
    """
    return (
        Ceremony.objects.filter(
            Q(publication__state=Publication.State.PROPOSED)
            | Q(publication__in=Publication.objects.filter(in_force()).order_by().values("pk")),
            publication__contest=contest,
        )
        .annotate(runs=Case(When(state=State.RUNNING, then=True), default=False))
        .select_related("publication__contest")
        .defer("publication__payload", "publication__names")
        .order_by("-runs", "-publication__number")
        .first()
    )


def kept_for_anybody(slug: str) -> Answer | None:
    """What the public was answered within the last second, if it was asked."""
    return _screens.fresh((slug, False))


def screen_answer(contest: Contest, user: Person) -> Answer:
    """The screen of now as JSON with its ETag; state "none" where no ceremony is to come."""
    office = StandingsPolicy.sees_all(user, contest)
    return _screens.get(
        (contest.slug, office),
        lambda: _state(contest),
        lambda _: Answer(dumps(_shown(contest, office=office))),
    )


def _state(contest: Contest) -> str:
    found = ceremony_of(contest)
    names = (contest.display_rule, consents.moved())
    return repr(found and (found.pk, found.revision, found.publication.state, names))


def _shown(contest: Contest, *, office: bool) -> dict[str, Any]:
    """{contest, title, state, revision, screen, revealed}; `screen` is null while there is none."""
    shown: dict[str, Any] = {
        "contest": contest.slug,
        "title": contest.title,
        "title_en": contest.title_en,
        "state": "none",
        "revision": 0,
        "screen": None,
        "revealed": [],
    }
    ceremony = ceremony_of(contest)
    if ceremony is None or not (office or ceremony.state != State.REHEARSAL):
        return shown
    entries = _entries(ceremony)
    shown |= {
        "state": ceremony.state,
        "revision": ceremony.revision,
        "screen": screen(ceremony, ceremony.step, entries),
    }
    if ceremony.state != State.REHEARSAL:
        shown["revealed"] = revealed(ceremony, entries)
    return shown


def _entries(ceremony: Ceremony) -> dict[str, dict[str, Any]]:
    """As everybody may see them now; a rehearsal invents its own."""
    if ceremony.state == State.REHEARSAL:
        return {}
    publication = ceremony.publication
    found = published_entries(publication, publication.contest)
    return {code: found.get(code) or bare(code) for code in ceremony.script["entries"]}


def desk(ceremony: Ceremony) -> dict[str, Any]:
    """What the presenter has before them: the screen of now, the next one, notes, how far it is."""
    publication, last = ceremony.publication, len(ceremony.script["steps"]) - 1
    entries = _entries(ceremony)
    return {
        "contest": publication.contest.slug,
        "publication": publication.pk,
        "publication_number": publication.number,
        "publication_state": publication.state,
        "embargo_until": publication.embargo_until,
        "state": ceremony.state,
        "revision": ceremony.revision,
        "step": ceremony.step,
        "last_step": last,
        "notes": ceremony.notes,
        "screen": screen(ceremony, ceremony.step, entries),
        "next": screen(ceremony, ceremony.step + 1, entries) if ceremony.step < last else None,
        "outline": [
            {"step": place, "kind": step["kind"], "division": step.get("division")}
            for place, step in enumerate(ceremony.script["steps"])
            if step["kind"] in ("opening", "division", "podium", "closing")
        ],
    }
