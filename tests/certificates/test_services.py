"""Issuing, batches and what happens to a certificate afterwards."""

import hashlib
import io
import threading

import pikepdf
import pytest
from django.conf import settings
from django.db import connection

from certificates.errors import (
    CertificateNotInForce,
    CertificateUnknown,
    NotPublished,
    ReasonMissing,
)
from certificates.files import definition_of, single_pdf
from certificates.models import Certificate, CertificateBatch, Register
from certificates.services import (
    create_template,
    issue,
    order_batch,
    print_batch,
    reissue,
    revoke,
)
from certificates.services.issuing import to_issue
from certificates.verification import of_code as verification
from certificates.workers import chunks
from jobs.models import Job
from jobs.worker import run_pending
from leaderboards.models import Publication
from submissions.services import ParticipantData
from tests.factories.accounts import make_user
from tests.factories.certificates import (
    issue_missing,
    make_certificates,
    make_publication,
    make_results,
)
from tests.factories.contests import make_contest
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db


def test_issuing_numbers_in_printing_order_without_a_gap():
    issued = make_certificates(make_results(3), date="2026-06-15")
    assert [each.register_number for each in issued] == ["0001/2026", "0002/2026", "0003/2026"]
    assert [each.content["recipient"] for each in issued] == ["Lê A", "Trần Thị Bình", "Phạm Cường"]
    assert len({each.code for each in issued}) == 3


def test_issuing_again_issues_nothing():
    publication = make_results(2)
    first = make_certificates(publication)
    assert issue_missing(publication, first[0].template) == []
    assert Register.objects.get().last == 2


@pytest.mark.parametrize("state", ["proposed", "superseded", "rejected"])
def test_only_published_results_are_certified(state):
    publication = make_results(1)
    Publication.objects.update(state=state)
    publication.refresh_from_db()
    with pytest.raises(NotPublished):
        make_certificates(publication)
    with pytest.raises(NotPublished):
        order_batch(publication=publication, template=None, by=make_user())
    assert (Certificate.objects.count(), Job.objects.count()) == (0, 0)


def test_an_amended_publication_gives_no_second_certificate():
    old = make_results(2)
    issued = make_certificates(old)
    Publication.objects.update(state="superseded")
    entries = [award.entry for award in old.awards.order_by("rank")]
    new = make_publication(old.contest, entries)
    assert issue_missing(new, issued[0].template) == []


def test_every_member_of_a_team_gets_a_certificate_that_names_the_team():
    contest = make_contest(team_max=3)
    people = [ParticipantData("Lê A", class_name="9A"), ParticipantData("Tạ Y", class_name="9B")]
    entry = make_entry(contest, participants=people, team_name="Sao Khuê", title="Robot")
    issued = make_certificates(make_publication(contest, [entry]))
    assert [each.content["recipient"] for each in issued] == ["Lê A", "Tạ Y"]
    words = "".join(run["text"] for run in issued[0].content["achievement"])
    assert words == (
        "Đã đạt Giải\u00a0Nhất, Bảng B, với đề tài “Robot” (đội Sao Khuê) tại Sáng tạo nội dung số"
    ).replace("Bảng B", entry.division.title)


def test_a_team_gets_one_certificate_if_the_template_says_so():
    contest = make_contest(team_max=3)
    people = [ParticipantData("Lê A"), ParticipantData("Tạ Y")]
    entry = make_entry(contest, participants=people, team_name="Sao Khuê")
    (issued,) = make_certificates(make_publication(contest, [entry]), per="team")
    assert (issued.content["recipient"], issued.team, issued.participant) == (
        "Sao Khuê",
        True,
        None,
    )
    assert issued.content["address"] == "Gồm các em Lê A, Tạ Y"


def test_a_name_changed_after_publication_does_not_reach_the_certificate():
    publication = make_results(1)
    entry = publication.awards.get().entry
    entry.participants.update(full_name="Ai Đó Khác")
    (issued,) = make_certificates(publication)
    before = single_pdf(issued, definition_of(issued.template))
    entry.participants.update(full_name="Lại Ai Khác")
    issued = Certificate.objects.get()
    assert issued.content["recipient"] == "Lê A"
    assert single_pdf(issued, definition_of(issued.template)) == before


def test_a_batch_prints_all_in_one_file_and_stores_each_digest():
    publication = make_results(3)
    batch = order_batch(publication=publication, template=None, by=make_user())
    assert batch.state == "queued"
    assert run_pending() == 1
    batch = CertificateBatch.objects.get()
    assert (batch.state, batch.job.result) == ("ready", {"pages": 3})
    data = batch.file.read()
    assert hashlib.sha256(data).hexdigest() == batch.sha256
    with pikepdf.open(io.BytesIO(data)) as document:
        assert len(document.pages) == 3
    for each in Certificate.objects.all():
        single = single_pdf(each, definition_of(each.template))
        assert hashlib.sha256(single).hexdigest() == each.file_sha256


def test_a_batch_that_was_cut_off_is_completed_by_running_again():
    publication = make_results(3)
    batch = order_batch(publication=publication, template=None, by=make_user())

    class Killed(BaseException):
        pass

    def die(done, total):
        if (done, total) == (6, 6):  # all issued, all laid out
            raise Killed

    with pytest.raises(Killed):
        print_batch(batch=batch, progress=die)
    assert batch.file.name == ""
    assert len(list((settings.MEDIA_ROOT / "certificates").glob("chunks-*/*.pages"))) == 1
    print_batch(batch=batch, progress=lambda done, total: None)
    assert list(Certificate.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert not Certificate.objects.filter(file_sha256="").exists()
    assert CertificateBatch.objects.get().state == "ready"
    assert list((settings.MEDIA_ROOT / "certificates").glob("chunks-*")) == []


@pytest.mark.parametrize("all_issued", [True, False])
def test_after_an_amendment_a_batch_prints_what_was_issued_and_issues_nothing(all_issued):
    publication = make_results(1)
    batch = order_batch(publication=publication, template=None, by=make_user())
    if all_issued:
        issue_missing(publication, batch.template)
    Publication.objects.update(state="superseded")
    if all_issued:
        assert print_batch(batch=batch, progress=lambda done, total: None) == 1
    else:
        with pytest.raises(NotPublished):
            print_batch(batch=batch, progress=lambda done, total: None)
    assert Certificate.objects.count() == all_issued


def test_a_revoked_certificate_says_so_and_is_not_issued_again():
    publication = make_results(1)
    (issued,) = make_certificates(publication)
    revoke(certificate=issued, reason="Nhầm giải", by=make_user())
    assert verification(issued.code)["state"] == "revoked"
    assert issue_missing(publication, issued.template) == []
    with pytest.raises(CertificateNotInForce):
        revoke(certificate=issued, reason="Lần nữa", by=make_user())


def test_reissuing_supersedes_with_a_new_number_and_the_corrected_words():
    (old,) = make_certificates(make_results(1))
    new = reissue(
        certificate=old, reason="Sai tên", by=make_user(), content={"recipient": "Lê Ánh"}
    )
    assert (new.number, new.content["recipient"]) == (2, "Lê Ánh")
    assert new.content["achievement"] == old.content["achievement"]
    told = verification(old.code.lower().replace("-", " "))
    assert (told["state"], told["superseded_by"]) == ("superseded", new.code)
    assert verification(new.code)["state"] == "issued"


def test_ending_a_certificate_needs_a_reason():
    (issued,) = make_certificates(make_results(1))
    with pytest.raises(ReasonMissing):
        revoke(certificate=issued, reason="  ", by=make_user())
    assert Certificate.objects.get().state == "issued"


@pytest.mark.parametrize(
    ("rule", "shown"), [("full_name", "Trần Thị Bình"), ("initials", "T.T.B."), ("code", None)]
)
def test_verification_names_the_recipient_by_the_display_rule(rule, shown):
    publication = make_results(2, display_rule=rule)
    issued = make_certificates(publication)[1]
    told = verification(issued.code)
    assert told["recipient"] == (shown or issued.award.entry.code)


def test_an_unknown_code_is_told_as_such():
    with pytest.raises(CertificateUnknown):
        verification("AAAA-BBBB-CCCC")
    with pytest.raises(CertificateUnknown):
        verification("không phải mã")


@pytest.mark.django_db(transaction=True)
def test_numbers_stay_gapless_when_contests_issue_at_the_same_time():
    first, second = make_results(12), make_results(12)
    second.contest.organization = first.contest.organization
    second.contest.save()
    orders = [
        (each, create_template(contest=each.contest, design="giay_khen", definition={}, by=None))
        for each in (first, second)
    ]
    failed = []

    def work(publication, template):
        try:
            for some in chunks(to_issue(publication, definition_of(template)), 2):
                issue(publication=publication, template=template, recipients=some, by=None)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=order) for order in orders * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sorted(Certificate.objects.values_list("number", flat=True)) == list(range(1, 25))
    assert Register.objects.get().last == 24
