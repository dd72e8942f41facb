"""No name leaves by any GET endpoint without consent, and a withdrawn one is gone from all of them.

Names that nobody could guess are planted: one whose pupil was never asked, one who withdrew, one who
agreed. Then strangers ask everything.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from common.canonical import digest
from common.dates import local_date
from common.text import plain
from contests.services import update_contest
from leaderboards import printing, staging, viewing
from leaderboards.display import shown_texts
from leaderboards.explanation import page
from leaderboards.frozen import kept
from leaderboards.models import Award, Publication
from leaderboards.package.carry import PackageRefused, export_contest, import_contest, write
from leaderboards.package.for_others import for_others
from leaderboards.services import move_ceremony
from submissions.models import Entry, Participant
from submissions.naming import initials
from submissions.selectors import entry_rows
from submissions.services import (
    ParticipantData,
    record_name_consents,
    set_attachment_public,
    withdraw_name_consents,
)
from submissions.services.consents import Signed
from tests.factories.accounts import make_user
from tests.factories.certificates import make_certificates
from tests.factories.contests import make_contest, make_organiser
from tests.factories.judging import POLICY, make_judge, make_scored_entry
from tests.factories.submissions import make_attachment
from tests.leaderboards.test_leaks import addresses, words
from tests.leaderboards.test_publicity import Hall, run

pytestmark = [pytest.mark.django_db, pytest.mark.long]

UNASKED, WITHDRAWN, AGREED = "Quách Thị Xuân Giấu", "Tôn Nữ Phước Kín", "Âu Dương Hồng Lộ"
NAMES = re.compile(
    "|".join(f"{name}|{plain(name)}|{initials(name)}" for name in (UNASKED, WITHDRAWN)), re.I
)
"""The names that nobody may read, without their marks, and their initials."""


class NamesPhase:
    """Pupils who agreed, were never asked, and withdrew: alone, in a team, in titles and files."""

    def __init__(self) -> None:
        prizes = [{**prize, "quota": 2} for prize in POLICY["prizes"]]
        policy = {**POLICY, "prizes": prizes}
        self.hall = Hall(0, live_standings=True, team_max=3, policy=policy)
        contest = self.hall.contest
        mate, self.pupil = make_user(AGREED), make_user("Học Sinh Khác")
        people = [ParticipantData(name) for name in (AGREED, UNASKED, WITHDRAWN)]
        self.entries = [
            self._entry([ParticipantData(UNASKED)], title=f"Bài của {UNASKED}"),
            self._entry([ParticipantData(WITHDRAWN)], title=plain(WITHDRAWN).upper()),
            self._entry([ParticipantData(AGREED, username=mate.username)], title="Máy tưới cây"),
            self._entry(people, title="Đèn ngủ", team_name=f"Đội {WITHDRAWN}"),
        ]
        self._entry([ParticipantData(self.pupil.full_name, username=self.pupil.username)])
        self.codes = [entry.code for entry in self.entries]
        for person in Participant.objects.filter(full_name__in=(AGREED, WITHDRAWN)):
            signed = [Signed(person.pk)]
            day = local_date(timezone.now())
            actor = self.hall.proposer
            record_name_consents(contest=contest, people=signed, signed_on=day, actor=actor)
        work = make_attachment(self.entries[0], name=f"{UNASKED}.pdf")
        set_attachment_public(attachment=work, public=True)
        self.people: dict[str, Any] = {
            "anonymous": None,
            "another pupil": self.pupil,
            "another school's organiser": make_organiser(make_contest()),
            "judge of nothing": make_judge(contest).user,
        }

    def _entry(self, people: list[ParticipantData], **entry: Any) -> Entry:
        hall = self.hall
        marks = [(10 - len(hall.entries), 1)]
        made = make_scored_entry(
            hall.contest, hall.round, [hall.judge], marks, named=False, participants=people, **entry
        )
        hall.entries.append(made)
        return made

    def withdraw(self) -> None:
        for person in Participant.objects.filter(full_name=WITHDRAWN):
            withdraw_name_consents(
                contest=self.hall.contest, people=[person.pk], actor=self.hall.proposer
            )

    def certify(self, publication: Publication) -> None:
        """Their certificates, which anybody may verify, of each entry and of the team."""
        for entry in self.entries[:3]:
            Award.objects.get_or_create(
                publication=publication, entry=entry, code="ba", division=entry.division,
                defaults={"title": "Giải Ba"},
            )  # fmt: skip
        self.codes += [each.code for each in make_certificates(publication)]


def live_names(phase: NamesPhase) -> None:
    """The board of now."""


def published_names(phase: NamesPhase) -> None:
    phase.certify(phase.hall.publish())


def revealed_names(phase: NamesPhase) -> None:
    ceremony = run(phase.hall, phase.hall.publish(ceremony=True))
    last = len(ceremony.script["steps"]) - 2  # the podium
    move_ceremony(ceremony=ceremony, step=last, expected_revision=ceremony.revision)


@pytest.mark.parametrize("make", [live_names, published_names, revealed_names])
def test_name_without_consent_leaves_by_no_get_endpoint(make: Any, monkeypatch: Any) -> None:
    for module in (printing, page):
        monkeypatch.setattr(module, "layout", lambda html, **_: html.encode())
    phase = NamesPhase()
    make(phase)
    phase.withdraw()
    asked, seen = list(addresses(phase)), ""
    for role, user in phase.people.items():
        client = APIClient()
        if user is not None:
            client.force_login(user)
        viewing.clear()
        staging.clear()
        for address in asked:
            told = unquote(words(client.get(address)))
            found = NAMES.search(told)
            assert found is None, (make.__name__, role, address, found)
            seen += told
    assert AGREED in seen


def test_withdrawn_name_is_gone_from_every_answer_within_a_minute(monkeypatch: Any) -> None:
    """Without clearing what is kept, and whatever tag the asker has."""
    monkeypatch.setattr("leaderboards.cache.FRESH_SECONDS", 0.0)
    phase = NamesPhase()
    published_names(phase)
    slug, codes = phase.hall.contest.slug, phase.codes
    paths = [f"/api/v1/standings/{slug}/{path}" for path in ("", "board.csv", "board.json")]
    paths += [f"/api/v1/standings/{slug}/entries/{codes[3]}/"]
    paths += [reverse("verify", kwargs={"code": code}) for code in codes[4:]]
    before = [APIClient().get(path) for path in paths]
    told = [WITHDRAWN in answer.content.decode() for answer in before]
    assert told[:3] == [True, True, True]
    assert any(told[4:])
    sums = Publication.objects.values_list("payload_sha256", flat=True).get()
    phase.withdraw()
    for path, old in zip(paths, before, strict=True):
        answer = APIClient().get(path, headers={"If-None-Match": old.get("ETag", "")})
        assert answer.status_code == 200, path
        assert WITHDRAWN not in answer.content.decode(), path
    publication = Publication.objects.get()
    assert publication.payload_sha256 == sums == digest(publication.payload)
    assert [answer["state"] for answer in map(verified, codes[4:])] == ["issued"] * len(codes[4:])


def verified(code: str) -> Any:
    return APIClient().get(reverse("verify", kwargs={"code": code})).json()


def test_package_for_others_holds_nobody_who_may_not_be_named() -> None:
    phase = NamesPhase()
    publication = phase.hall.publish(note=f"Khen ngợi {UNASKED} đã cố gắng")
    phase.withdraw()
    whole = export_contest(contest=phase.hall.contest)
    assert NAMES.search(write(whole))
    told = for_others(whole, phase.hall.contest)
    assert NAMES.search(write(told)) is None
    assert AGREED in write(told)
    assert told["publications"][0]["payload_sha256"] == publication.payload_sha256
    told["contest"]["slug"] = "cuoc-thi-o-noi-khac"
    there = import_contest(document=told).contest
    assert there.publications.get().payload_sha256 == publication.payload_sha256
    board = APIClient().get(f"/api/v1/standings/{there.slug}/").json()
    assert [row["entry"]["names"] for each in board["divisions"] for row in each["rows"]] == [
        []
    ] * 6


def test_package_carries_consents() -> None:
    phase = NamesPhase()
    phase.hall.publish()
    phase.withdraw()
    document = export_contest(contest=phase.hall.contest)
    document["contest"]["slug"] = "cuoc-thi-o-noi-khac"
    there = import_contest(document=document).contest
    boards = [
        APIClient().get(f"/api/v1/standings/{slug}/").json()["divisions"]
        for slug in (phase.hall.contest.slug, there.slug)
    ]
    assert boards[0] == boards[1]
    assert AGREED in str(boards[1])


def test_names_can_be_dropped_and_exchanged_ones_are_refused() -> None:
    phase = NamesPhase()
    publication = phase.hall.publish()
    assert not NAMES.search(str(publication.payload))
    assert AGREED not in str(publication.payload)
    document = export_contest(contest=phase.hall.contest)
    document["contest"]["slug"] = "cuoc-thi-o-noi-khac"
    row = document["publications"][0]["names"][phase.codes[2]]
    row["entry"]["names"] = ["Người Khác"]
    with pytest.raises(PackageRefused) as refused:
        import_contest(document=document)
    assert [(each.pointer, each.code) for each in refused.value.errors] == [
        (f"/publications/0/names/{phase.codes[2]}", "names-altered")
    ]
    Publication.objects.update(names={})
    viewing.clear()
    told = phase.hall.board().content.decode()
    assert (AGREED in told, phase.codes[2] in told) == (False, True)
    assert digest(Publication.objects.get().payload) == publication.payload_sha256


def test_publication_of_before_is_shown_by_the_same_rules_and_keeps_its_hash() -> None:
    """Version 1 held the names in what is hashed, as they were displayed and in full."""
    phase = NamesPhase()
    publication = phase.hall.publish()
    old = as_before(publication)
    Publication.objects.update(payload=old, payload_sha256=digest(old), names={})
    phase.withdraw()
    viewing.clear()
    told = phase.hall.board().content.decode()
    assert (NAMES.search(told), AGREED in told) == (None, True)
    for code in phase.codes:
        path = f"/api/v1/standings/{phase.hall.contest.slug}/entries/{code}/"
        assert NAMES.search(APIClient().get(path).content.decode()) is None
    office = phase.hall.board(phase.hall.proposer, "?view=published").content.decode()
    assert UNASKED in office
    entry, people = kept(Publication.objects.get(), phase.codes[0])
    assert (entry["names"], people["participants"][0]["name"]) == ([UNASKED], UNASKED)
    assert Publication.objects.get().payload_sha256 == digest(old)


def as_before(publication: Publication) -> dict[str, Any]:
    names, payload = publication.names, json.loads(json.dumps(publication.payload))
    del payload["version"], payload["private"]["commitments"]
    for divisions in (payload["public"]["divisions"], payload["private"]["divisions"]):
        for row in (row for division in divisions for row in division["rows"]):
            row["entry"] = names[row["entry"]["code"]]["entry"]
    for old, new in (("entries", "entry"), ("people", "people")):
        payload["private"][old] = {code: row[new] for code, row in names.items()}
    return dict(payload)


@pytest.mark.parametrize(("then", "now"), [("full_name", "code"), ("code", "full_name")])
def test_published_board_follows_the_stricter_of_the_rule_of_then_and_of_now(then, now) -> None:
    phase = NamesPhase()
    update_contest(contest=phase.hall.contest, display_rule=then)
    phase.hall.publish()
    update_contest(contest=phase.hall.contest, display_rule=now)
    told = phase.hall.board().content.decode()
    assert (AGREED in told, "THCS" in told, phase.codes[2] in told) == (False, False, True)
    assert phase.hall.board(query="?organization=x").status_code == 403


@pytest.mark.parametrize("more", [0, 4])
def test_board_asks_as_many_queries_for_more_people(more: int, django_assert_num_queries) -> None:
    phase = NamesPhase()
    for number in range(more):
        phase._entry([ParticipantData(f"Học Sinh Thứ {number}")])
    contest = phase.hall.contest
    rows = entry_rows(contest)
    shown_texts(contest, "full_name", rows)
    with django_assert_num_queries(4):
        assert len(shown_texts(contest, "full_name", rows)) == 6 + more
