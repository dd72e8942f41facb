"""After an import nobody knows who acted, so nobody can be the second of two people."""

from __future__ import annotations

import pytest

from judging.errors import PaperTypistUnknown, ProposerUnknown
from judging.models import PaperSheet, ScoreOverride
from judging.services import approve_override, reject_override
from leaderboards.models import Publication
from leaderboards.package.carry import export_contest, import_contest
from leaderboards.services import approve_publication, propose_publication
from tests.factories.contests import make_organiser
from tests.judging.paper_desk import READ, Desk, Document
from tests.leaderboards.test_publicity import Hall
from tests.package.scenes_judged import overridden

pytestmark = pytest.mark.django_db


def carry(contest):
    import_contest(document=export_contest(contest=contest), replace=True)


def test_override_that_came_as_a_proposal_is_proposed_anew():
    contest = overridden()
    carry(contest)
    proposed = ScoreOverride.objects.get(state="proposed")
    person = make_organiser(contest)
    with pytest.raises(ProposerUnknown):
        approve_override(override_id=proposed.pk, actor=person)
    assert reject_override(override_id=proposed.pk, actor=person, reason="x").state == "rejected"


def test_publication_that_came_as_a_proposal_is_proposed_anew():
    hall = Hall()
    propose_publication(contest=hall.contest, actor=hall.proposer)
    carry(hall.contest)
    with pytest.raises(ProposerUnknown):
        approve_publication(publication=Publication.objects.get(), actor=hall.proposer)


def test_paper_that_one_stranger_typed_in_is_typed_in_by_two_again():
    desk = Desk()
    desk.type(desk.first)
    carry(desk.contest)
    desk.paper = PaperSheet.objects.get()
    assert desk.type(desk.first) == "once"
    assert desk.type(desk.second) == "entered"
    assert [t.comparison for t in desk.paper.transcripts.all()] == [1, 2, 2]


def test_transcripts_of_strangers_that_differ_are_typed_in_anew():
    desk = Desk()
    desk.type(desk.first)
    desk.type(desk.second, {"idea": 6, "craft": 8})
    carry(desk.contest)
    desk.paper = PaperSheet.objects.get()
    with pytest.raises(PaperTypistUnknown):
        desk.decide("decided", document=Document(READ))
    assert desk.decide("retype") == "printed"
