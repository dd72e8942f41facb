"""No hidden score, no hidden name leaves by any GET endpoint of the API, in a body or in a header.

A score that nobody could guess is planted where the public may not see it. Then everybody asks
everything. The endpoints come from the URL resolver: a new one is asked too, or the test fails for
want of its address.
"""

from __future__ import annotations

import io
import itertools
import re
import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.urls import get_resolver, reverse
from django.utils import timezone
from openpyxl import load_workbook
from rest_framework.test import APIClient

from contest_platform.demo.clock import at
from contests.models import Round
from judging.models import Judge, Scoresheet
from leaderboards import staging, viewing
from leaderboards.models import Publication
from leaderboards.services import set_board_rules
from submissions.models import Entry
from submissions.services import ParticipantData
from tests.factories.accounts import make_user
from tests.factories.judging import fill_in, make_judge, make_scored_entry
from tests.leaderboards.test_publicity import Hall, run
from tests.long import LONG
from tests.numbers import number
from tests.permissions.endpoints import endpoints, models

pytestmark = [pytest.mark.django_db, pytest.mark.long]

PLANTED = "7.29"  # the mark of the item "craft": 9.5 + 7.29 is 16.79
SUM = "16.79"
WINNER = "Quách Thị Xuân Giấu"

SECRETS = re.compile("|".join([number(PLANTED), number(SUM), r'"award":\{"code"']))
"""The planted mark, the sum, and any award with its code."""

ROLES = ("anonymous", "student", "entrant", "mentor", "judge")

# Addresses that hold no data.
ELSEWHERE = frozenset({"schema", "schemas"})


class Phase:
    """One entry more than the hall's, whose score or prize must not be known."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        student, mentor = make_user("Người Trong Đội"), make_user("Thầy Hướng Dẫn")
        self.other_judge = make_judge(hall.contest)
        self.entry = make_scored_entry(
            hall.contest, hall.round, [hall.judge], [(5, 1)], title="Bài giấu điểm",
            student=student, mentor=mentor,
        )  # fmt: skip
        self.codes = [self.entry.code]
        people = (None, make_user("Học Sinh Khác"), student, mentor, self.other_judge.user)
        self.people = dict(zip(ROLES, people, strict=True))

    def plant(self, idea: Any = "9.5", craft: Any = PLANTED) -> None:
        """The judge gives the score that nobody else may know."""
        fill_in(Scoresheet.objects.get(attempt__entry=self.entry), idea, craft)


def frozen(_now: Any) -> Phase:
    hall = Hall(live_standings=True)
    phase = Phase(hall)
    set_board_rules(
        contest=hall.contest, actor=hall.proposer, live=True,
        freeze_at=timezone.now() + timedelta(minutes=1),
    )  # fmt: skip
    return phase


def hidden(_now: Any) -> Phase:
    return Phase(Hall())


def blind(_now: Any) -> Phase:
    return Phase(Hall(blind=True))


def embargoed(_now: Any) -> Phase:
    phase = Phase(Hall(live_standings=True))
    phase.plant()
    phase.hall.publish(embargo_until=timezone.now() + timedelta(days=1))
    return phase


def rehearsed(_now: Any) -> Phase:
    phase = Phase(Hall(live_standings=True))
    phase.plant()
    phase.hall.publish(ceremony=True)
    return phase


def running(_now: Any) -> Phase:
    phase = Phase(Hall(live_standings=True))
    phase.plant()
    run(phase.hall, phase.hall.publish(ceremony=True))
    return phase


PHASES: dict[str, tuple[Callable[[Any], Phase], bool]] = {
    "hidden": (hidden, True),
    "frozen": (frozen, True),
    "blind": (blind, True),
    "embargo": (embargoed, False),
    "rehearsal": (rehearsed, False),
    "ceremony": (running, False),
}
"""How each phase is made, and whether the score is planted after it."""


def addresses(phase: Any) -> Iterator[str]:
    """Every GET address of the API that can be filled in from what is there."""
    contest = phase.hall.contest
    known: dict[str, list[Any]] = {
        "slug": [contest.slug],
        "code": phase.codes,
        "kind": ["csv", "xlsx", "json", "pdf"],
        "form": ["csv", "xlsx", "json"],
        "attachment_id": [1],
    }
    names = {key.removeprefix("GET ") for key in endpoints() if key.startswith("GET ")}
    assert "standings" in names
    of = models()
    for name in sorted(names - ELSEWHERE):
        for _, parameters in get_resolver().reverse_dict.getlist(name)[0][0]:
            if "pk" in parameters:
                known["pk"] = keys(of[name])
            values = [known.get(parameter, [1]) for parameter in parameters]
            for chosen in itertools.product(*values):
                yield reverse(name, kwargs=dict(zip(parameters, chosen, strict=True)))
            break
    board = reverse("standings", kwargs={"slug": contest.slug})
    yield from (f"{board}?{query}" for query in ("top=1", "view=live", "round=final"))
    queries = ("round=final", "view=live", "view=published", "view=entrant")
    for code in phase.codes:
        explained = reverse("explanation", kwargs={"slug": contest.slug, "code": code})
        yield from (f"{explained}?{query}" for query in queries)
    yield from (f"/api/v1/{name}/?contest={contest.slug}" for name in ("publications", "awards"))


def keys(model: type[Model] | None) -> list[int]:
    """Every row's of the view's model; where it has none, of those that such views show parts of."""
    asked = [model] if model else [Entry, Judge, Publication, Round, Scoresheet]
    rows = {pk for each in asked for pk in each._base_manager.values_list("pk", flat=True)}
    return sorted(rows) or [1]


def words(answer: Any) -> str:
    """Body and headers as text, packed files unpacked."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    media = answer.get("Content-Type", "")
    told = body.decode("utf-8", "replace")
    if "spreadsheet" in media:
        told = repr(list(load_workbook(io.BytesIO(body)).active.values))
    elif "pdf" in media:
        told = "".join(_streams(body))
    return f"{told} {dict(answer.headers)}"


def _streams(body: bytes) -> Iterator[str]:
    for part in body.split(b"stream\n")[1:]:
        try:
            yield zlib.decompressobj().decompress(part).decode("latin-1")
        except zlib.error:
            continue


def asking(name: str) -> list[str]:
    """Everybody; a stranger's pupil and a mentor in every second phase, unless all is asked for
    (`make test-all`)."""
    sometimes = {"student", "mentor"}
    left_out = set() if LONG else {sorted(sometimes)[list(PHASES).index(name) % 2]}
    return [role for role in ROLES if role not in left_out]


@pytest.mark.parametrize("name", PHASES)
def test_planted_score_leaves_by_no_get_endpoint(name: str) -> None:
    make, planted_after = PHASES[name]
    start = timezone.now()
    phase = make(start)
    with at(start + timedelta(hours=1)):
        if planted_after:
            phase.plant()
        asked = list(addresses(phase))
        assert len(asked) > 40
        for role in asking(name):
            user = phase.people[role]
            client = APIClient()
            if user is not None:
                client.force_login(user)
            for address in asked:
                viewing.clear()
                staging.clear()
                found = SECRETS.search(words(client.get(address)))
                assert found is None, (name, role, address, found)


@pytest.mark.parametrize("name", ["hidden", "frozen", "blind"])
def test_public_board_is_the_same_before_and_after_a_hidden_score(name: str) -> None:
    start = timezone.now()
    phase = PHASES[name][0](start)
    slug = phase.hall.contest.slug
    with at(start + timedelta(hours=1)):
        paths = [
            f"/api/v1/standings/{slug}/{path}"
            for path in ("", "?round=final", "?top=2", "board.csv", "board.json", "board.pdf")
        ] + [f"/api/v1/ceremonies/{slug}/screen/"]
        before = answers(paths)
        phase.plant()
        after = answers(paths)
    assert after == before


@pytest.mark.parametrize("name", ["embargo", "rehearsal", "ceremony"])
def test_public_board_does_not_tell_which_results_wait(name: str) -> None:
    """The same answers, whatever the planted score was when the results were approved."""
    told = []
    for craft in (PLANTED, "1"):
        phase = Phase(Hall(live_standings=True))
        phase.plant(craft=craft)
        waits = {"ceremony": True} if name != "embargo" else {
            "embargo_until": timezone.now() + timedelta(days=1)
        }  # fmt: skip
        published = phase.hall.publish(**waits)
        if name == "ceremony":
            run(phase.hall, published)
        slug = phase.hall.contest.slug
        paths = [f"/api/v1/standings/{slug}/", f"/api/v1/ceremonies/{slug}/screen/"]
        told.append([status_body[1].replace(slug.encode(), b"-") for status_body in answers(paths)])
    assert told[0] == told[1]


def test_name_of_a_winner_is_told_by_no_step_before_its_own() -> None:
    hall = Hall(7, 5)
    winner = make_scored_entry(
        hall.contest, hall.round, [hall.judge], [(9, 1)],
        participants=[ParticipantData(WINNER)], title="Bài nhất",
    )  # fmt: skip
    ceremony = run(hall, hall.publish(ceremony=True))
    steps = ceremony.script["steps"]
    own = next(n for n, step in enumerate(steps) if step.get("entry") == winner.code)
    for step in range(own + 1):
        ceremony.step, ceremony.revision = step, ceremony.revision + 1
        ceremony.save()
        viewing.clear()
        staging.clear()
        told = words(APIClient().get(f"/api/v1/ceremonies/{hall.contest.slug}/screen/"))
        assert (WINNER in told) == (step == own)
        assert WINNER not in words(APIClient().get(f"/api/v1/standings/{hall.contest.slug}/"))


def answers(paths: list[str]) -> list[tuple[int, bytes, str | None]]:
    found = []
    for path in paths:
        viewing.clear()
        staging.clear()
        answer = APIClient().get(path)
        found.append((answer.status_code, answer.content, answer.get("ETag")))
    return found
