"""One truth about what is published: boards, office, certificates and packages name the same one."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from rest_framework.test import APIClient

from certificates.errors import (
    CertificateOutdated,
    CertificatesConcerned,
    NobodyToSendTo,
    NotPublished,
)
from certificates.models import Certificate
from certificates.services import (
    badge_of,
    create_template,
    order_batch,
    order_delivery,
    reissue,
    revoke,
    switch_badges,
)
from certificates.verification import of_code
from judging.models import Scoresheet
from leaderboards import staging, viewing
from leaderboards.errors import ProposalObsolete
from leaderboards.explanation.source import seen_by
from leaderboards.models import Publication
from leaderboards.services import (
    AwardChange,
    approve_publication,
    propose_publication,
    start_ceremony,
)
from submissions.models import Entry
from submissions.services import disqualify_entry
from tests.factories.accounts import make_staff, make_user
from tests.factories.certificates import issue_missing, make_certificates
from tests.factories.contests import make_officer, make_organiser
from tests.factories.judging import fill_in, make_judge, make_judged_contest, make_scored_entry
from tests.judging.test_concurrency import at_once

pytestmark = pytest.mark.django_db

PRIZES = ("nhat", "nhi")


class Office:
    """Two scored entries, one who proposes, one who approves; `swap` gives the prizes the other way."""

    def __init__(self) -> None:
        self.contest, self.round = make_judged_contest(display_rule="full_name")
        judge = make_judge(self.contest)
        self.entries: list[Entry] = [
            make_scored_entry(self.contest, self.round, [judge], [(mark, mark)]) for mark in (9, 7)
        ]
        self.proposer = make_organiser(self.contest)
        self.approver = make_officer(self.contest, "publish")

    def propose(self, *, swap: bool = False, **more: Any) -> Publication:
        codes = [entry.code for entry in self.entries]
        awards = [
            AwardChange(code, prize, "hội đồng quyết định")
            for code, prize in zip(reversed(codes), PRIZES, strict=True)
        ]
        return propose_publication(
            contest=self.contest, actor=self.proposer, awards=awards if swap else (), **more
        )

    def approve(self, proposed: Publication) -> Publication:
        return approve_publication(publication=proposed, actor=self.approver, reason="sửa giải")

    def client(self, user: Any = None) -> APIClient:
        client = APIClient()
        if user is not None:
            client.force_authenticate(user)
        return client

    def outdated(self, user: Any) -> Any:
        return self.client(user).get(f"/api/v1/certificates/outdated/?contest={self.contest.slug}")

    def named(self) -> dict[str, set[int]]:
        """The number of the publication in force, by who is asked."""
        viewing.clear()
        slug, officer = self.contest.slug, make_organiser(self.contest)

        def board(user: Any, query: str = "") -> set[int]:
            told = self.client(user).get(f"/api/v1/standings/{slug}/{query}").json()
            return {told["publication"]["number"]}

        listed = self.client(officer).get(f"/api/v1/publications/?contest={slug}").json()["results"]
        explained = [seen_by(entry, officer, view="published") for entry in self.entries] + [
            seen_by(entry, make_user()) for entry in self.entries
        ]
        return {
            "board": board(None),
            "office": board(officer, "?view=published"),
            "list": {row["number"] for row in listed if row["in_force"]},
            "public list": {row["number"] for row in listed if row["public"]},
            "explanation": {seen.publication.number for seen in explained if seen and seen.publication},
            "certificates": {
                each.number for each in self.contest.publications.all() if _issues(each)
            },
        }  # fmt: skip


def _issues(publication: Publication) -> bool:
    try:
        with transaction.atomic():
            order_batch(publication=publication, template=None, by=make_user(), accept_changes=True)
            transaction.set_rollback(True)
    except NotPublished:
        return False
    return True


EVERYBODY = ("board", "office", "list", "public list", "explanation", "certificates")


def test_an_older_proposal_is_refused_once_a_newer_one_is_approved():
    office = Office()
    older, newer = office.propose(), office.propose(swap=True)
    office.approve(newer)
    older.refresh_from_db()
    assert older.state == "obsolete"
    answer = office.client(office.approver).post(
        f"/api/v1/publications/{older.pk}/approve/", {"reason": "sửa"}, headers={"Accept-Language": "en"}
    )  # fmt: skip
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/proposal-obsolete")
    assert answer.json()["detail"] == (
        "Publication 1 can no longer be approved, because publication 2 was; to change the "
        "results still, propose again."
    )
    assert office.named() == {key: {2} for key in EVERYBODY}


def test_approving_an_older_proposal_closes_the_newer_one_too():
    office = Office()
    older, newer = office.propose(), office.propose(swap=True)
    office.approve(older)
    with pytest.raises(ProposalObsolete):
        office.approve(newer)
    again = office.approve(office.propose(swap=True))
    assert (again.number, again.supersedes) == (3, older)
    assert office.named() == {key: {3} for key in EVERYBODY}


def test_a_proposal_older_than_what_is_in_force_is_refused_whatever_its_state():
    office = Office()
    older, newer = office.propose(), office.propose(swap=True)
    office.approve(newer)
    Publication.objects.filter(pk=older.pk).update(state="proposed")
    with pytest.raises(ProposalObsolete):
        office.approve(older)
    assert office.named() == {key: {2} for key in EVERYBODY}


def test_a_proposal_of_one_round_leaves_those_of_the_contest_open():
    office = Office()
    whole, single = office.propose(), office.propose(round_=office.round)
    office.approve(single)
    whole.refresh_from_db()
    assert whole.state == "proposed"
    assert office.approve(whole).state == "published"


def test_results_that_were_approved_out_of_order_before_an_upgrade_are_one_for_everybody():
    office = Office()
    office.approve(office.propose())
    second = office.approve(office.propose(swap=True))
    # What approving number 1 after number 2 left behind.
    Publication.objects.filter(number=2).update(state="superseded", supersedes=None)
    Publication.objects.filter(number=1).update(state="published", supersedes=second)
    assert office.named() == {key: {1} for key in EVERYBODY}


@pytest.mark.parametrize(
    "wrong", [{"state": "published"}, {"state": "obsolete"}, {"state": "proposed"}]
)
def test_the_database_keeps_one_in_force_and_no_successor_without_approval(wrong):
    office = Office()
    office.approve(office.propose())
    office.approve(office.propose(swap=True))
    number = 1 if wrong == {"state": "published"} else 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(number=number).update(**wrong)


@pytest.mark.django_db(transaction=True)
def test_of_two_approvals_at_once_one_counts():
    office = Office()
    proposals = [office.propose(), office.propose(swap=True)]
    results = at_once(*(lambda p=p: office.approve(p) for p in proposals))  # type: ignore[misc]
    refused = [type(each) for each in results if isinstance(each, Exception)]
    assert refused == [ProposalObsolete]
    states = sorted(office.contest.publications.values_list("state", flat=True))
    assert states == ["obsolete", "published"]
    (number,) = office.contest.publications.filter(state="published").values_list(
        "number", flat=True
    )
    assert office.named() == {key: {number} for key in EVERYBODY}


@pytest.mark.django_db(transaction=True)
def test_no_certificate_is_issued_from_results_amended_in_that_moment():
    office = Office()
    first = office.approve(office.propose())
    template = create_template(contest=office.contest, design="giay_khen", definition={}, by=None)
    amended = office.propose(swap=True)
    at_once(lambda: office.approve(amended), lambda: issue_missing(first, template))
    issued = Certificate.objects.count()
    assert issued in (0, 2)  # before the amendment, or not at all
    with pytest.raises(NotPublished):
        issue_missing(first, template)


def test_a_new_proposal_does_not_take_a_running_ceremony_off_the_screens():
    office = Office()
    published = office.approve(office.propose(ceremony=True))
    start_ceremony(ceremony=published.ceremony, actor=office.proposer, expected_revision=0)
    office.propose(swap=True, ceremony=True)
    shown = staging.ceremony_of(office.contest)
    assert shown is not None
    assert shown.publication == published


class Amended(Office):
    """Both prizes were certified, then given the other way round."""

    def __init__(self) -> None:
        super().__init__()
        first = self.approve(self.propose())
        switch_badges(contest=self.contest, on=True, by=self.proposer)
        self.certificates = make_certificates(first)
        self.second = self.approve(self.propose(swap=True))


def test_what_was_issued_wrongly_is_listed_and_leaves_the_list_when_it_is_revoked():
    office = Amended()
    rows = office.outdated(office.proposer).json()
    assert [
        (row["id"], row["why"], row["award"]["title"], row["now"]["title"]) for row in rows
    ] == [
        (office.certificates[0].pk, "award", "Giải Nhất", "Giải Nhì"),
        (office.certificates[1].pk, "award", "Giải Nhì", "Giải Nhất"),
    ]
    assert office.outdated(office.approver).status_code == 403
    revoke(certificate=office.certificates[0], reason="nhầm giải", by=make_user())
    assert [row["id"] for row in office.outdated(make_staff()).json()] == [
        office.certificates[1].pk
    ]


def test_a_certificate_that_still_agrees_is_neither_listed_nor_stopped():
    office = Office()
    first = office.approve(office.propose())
    (one, _) = make_certificates(first)
    second = office.approve(office.propose())
    assert of_code(one.code)["outdated"] is False
    corrected = reissue(
        certificate=one, reason="sai tên", by=make_user(), content={"recipient": "Lê Ánh"}
    )
    # It is the new results that the new one is issued by.
    assert (corrected.publication, corrected.award.publication) == (second, second)
    third = office.approve(office.propose())
    assert order_batch(publication=third, template=None, by=make_user()).publication == third
    assert of_code(corrected.code)["outdated"] is False


def test_verification_says_that_results_changed():
    office = Amended()
    told = office.client().get(f"/api/v1/verify/{office.certificates[0].code}/").json()
    assert (told["state"], told["outdated"]) == ("issued", True)


def test_verification_says_nothing_of_results_that_wait():
    office = Office()
    (one, _) = make_certificates(office.approve(office.propose()))
    office.approve(office.propose(swap=True, ceremony=True))
    assert of_code(one.code)["outdated"] is False


def test_an_outdated_certificate_is_not_issued_again_nor_sent_nor_signed():
    office = Amended()
    wrong = office.certificates[0]
    with pytest.raises(CertificateOutdated):
        reissue(certificate=wrong, reason="sai tên", by=make_user())
    with pytest.raises(CertificateOutdated):
        badge_of(certificate=wrong)
    with pytest.raises(NobodyToSendTo):
        order_delivery(publication=wrong.publication, attach=False, by=make_user())
    wrong.refresh_from_db()
    assert (wrong.state, Certificate.objects.count()) == ("issued", 2)


def test_a_batch_says_who_holds_a_wrong_certificate_before_it_gives_a_number():
    office = Amended()
    with pytest.raises(CertificatesConcerned) as refused:
        order_batch(publication=office.second, template=None, by=make_user())
    told = [fault.detail["en"] for fault in refused.value.errors]
    assert told == [
        f"Certificate {each.register_number} of “{each.content['recipient']}” no longer agrees "
        "with the results in force; revoke it."
        for each in office.certificates
    ]
    assert Certificate.objects.count() == 2
    for each in office.certificates:
        revoke(certificate=each, reason="nhầm giải", by=make_user())
    order_batch(publication=office.second, template=None, by=make_user())


def test_a_disqualified_entry_is_named_and_gets_no_number():
    office = Office()
    published = office.approve(office.propose())
    out, kept = office.entries
    name = out.participants.get().full_name
    disqualify_entry(entry=out, revision=None, reason="sao chép")
    answer = office.client(office.proposer).post(
        "/api/v1/certificate-batches/", {"publication": published.pk}
    )
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/certificates-concerned")
    told = [each["detail"] for each in answer.json()["errors"]]
    assert (
        f"“{name}” (bài {out.code}): bài bị loại hoặc rút sau khi công bố, nên không cấp giấy này."
        in told
    )
    batch = order_batch(publication=published, template=None, by=make_user(), accept_changes=True)
    issued = issue_missing(published, batch.template)
    assert [each.entry for each in issued] == [kept]


def test_a_certificate_of_an_entry_that_was_disqualified_since_is_listed():
    office = Office()
    certificates = make_certificates(office.approve(office.propose()))
    disqualify_entry(entry=office.entries[0], revision=None, reason="sao chép")
    (row,) = office.outdated(office.proposer).json()
    assert (row["id"], row["why"], row["now"]) == (certificates[0].pk, "out", None)


def test_an_amended_score_is_named_before_a_number_is_given():
    office = Office()
    published = office.approve(office.propose())
    fill_in(Scoresheet.objects.get(attempt__entry=office.entries[1]), 8, 8)
    with pytest.raises(CertificatesConcerned) as refused:
        order_batch(publication=published, template=None, by=make_user())
    (told,) = refused.value.errors
    assert told.detail["en"] == (
        f"“{office.entries[1].participants.get().full_name}” (entry {office.entries[1].code}): "
        "the result changed after the publication; the certificate would state what is published."
    )
    batch = order_batch(publication=published, template=None, by=make_user(), accept_changes=True)
    assert len(issue_missing(published, batch.template)) == 2
