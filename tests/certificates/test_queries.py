"""Lists cost the same queries, however long they are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from certificates.models import Certificate, CertificateBatch, Delivery, PdfSignature
from certificates.outputs import FORMS
from certificates.selectors import printed
from certificates.services import (
    add_signing_key,
    batches,
    create_template,
    order_batch,
    print_batch,
    request_correction,
    store_image,
)
from certificates.services.batches import JOB_KIND
from jobs import services as jobs
from tests.factories.accounts import make_staff, make_user
from tests.factories.certificates import make_certificates, make_results, png_bytes
from tests.factories.contests import make_officer
from tests.factories.keys import PASSPHRASE, make_p12

pytestmark = pytest.mark.django_db

LISTS = {
    "certificate-templates": 3,
    "certificate-images": 3,
    "certificate-batches": 3,
    "certificates": 3,
    "certificate-corrections": 3,
    "certificate-deliveries": 3,
}
"""Beside the rows: what the person was granted."""


def _office(count):
    """`count` rows in each list of one contest, and its officer."""
    publication = make_results(count)
    contest = publication.contest
    certificates = make_certificates(publication)
    for index, certificate in enumerate(certificates):
        template = create_template(contest=contest, design="modern", definition={}, by=make_user())
        store_image(contest=contest, data=png_bytes(20 + index), by=make_user())
        request_correction(
            certificate=certificate, recipient="Lê Ánh", reason="Thiếu", by=make_user()
        )
        job = jobs.enqueue(kind=JOB_KIND, payload={}, owner_key="")
        Delivery.objects.create(certificate=certificate, address=f"a{index}@x.vn", job=job)
        CertificateBatch.objects.create(
            publication=publication,
            template=template,
            job=jobs.enqueue(kind=JOB_KIND, payload={}, owner_key=""),
            created_by=make_user(),
            file="x.pdf" if index else "",
        )
    return contest, make_officer(contest, "issue_certificates")


def _cost(path, user, django_assert_max_num_queries):
    api = APIClient()
    api.force_authenticate(type(user).objects.get(pk=user.pk))
    with django_assert_max_num_queries(20) as queries:
        rows = api.get(path).json()["results"]
    return len(rows), len(queries)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_the_office_costs_the_same_queries(name, django_assert_max_num_queries):
    costs = {}
    for count in (1, 3):
        contest, officer = _office(count)
        path = f"/api/v1/{name}/?contest={contest.slug}"
        rows, costs[count] = _cost(path, officer, django_assert_max_num_queries)
        assert rows >= count
    assert costs[1] == costs[3] <= LISTS[name]


def test_own_certificates_cost_the_same_queries(django_assert_max_num_queries):
    costs = []
    for count in (1, 3):
        user = make_user()
        for certificate in make_certificates(make_results(count)):
            certificate.participant.user = user
            certificate.participant.save()
        rows, cost = _cost("/api/v1/certificates/mine/", user, django_assert_max_num_queries)
        assert rows == count
        costs.append(cost)
    assert costs[0] == costs[1] <= 3


def test_staff_pay_no_more(django_assert_max_num_queries):
    _office(2)
    for name in LISTS:
        assert _cost(f"/api/v1/{name}/", make_staff(), django_assert_max_num_queries)[1] == 1


def test_a_batch_reads_the_prizes_once_however_many_steps_it_issues_in(monkeypatch):
    monkeypatch.setattr(batches, "_ISSUE_AT_ONCE", 1)
    batch = order_batch(publication=make_results(3), template=None, by=make_user())
    with CaptureQueriesContext(connection) as queries:
        print_batch(batch=batch, progress=lambda done, total: None)
    read = [row for row in queries if row["sql"].startswith('SELECT "leaderboards_award"')]
    assert (len(read), Certificate.objects.count()) == (1, 3)


@pytest.mark.parametrize("pen", [False, True], ids=["unsigned", "signed"])
def test_a_zip_costs_the_same_queries_however_many_files_are_in_it(pen):
    costs = []
    for count in (1, 3):
        publication, user = make_results(count), make_user()
        if pen:
            add_signing_key(
                contest=publication.contest, data=make_p12(), passphrase=PASSPHRASE, by=user
            )
        batch = order_batch(publication=publication, template=None, by=user)
        print_batch(batch=batch, progress=lambda done, total: None)
        with CaptureQueriesContext(connection) as queries:
            places, rows = zip(*printed(batch, None, None), strict=True)
            b"".join(FORMS["zip"].make(batch, rows, places))
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 4


def test_a_batch_printed_again_asks_once_for_its_signatures_and_makes_none():
    publication, user = make_results(3), make_user()
    add_signing_key(contest=publication.contest, data=make_p12(), passphrase=PASSPHRASE, by=user)
    for _ in range(2):
        batch = order_batch(publication=publication, template=None, by=user)
        with CaptureQueriesContext(connection) as queries:
            print_batch(batch=batch, progress=lambda done, total: None)
    asked = [row for row in queries if "certificates_pdfsignature" in row["sql"]]
    assert (len(asked), PdfSignature.objects.count()) == (1, 3)
