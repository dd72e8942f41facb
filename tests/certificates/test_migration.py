"""What was issued before templates could be for others than winners keeps its meaning."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from tests.factories.certificates import make_publication
from tests.factories.contests import make_contest
from tests.factories.submissions import make_entry

BEFORE, AFTER = "0002_corrections", "0003_templates"


def _migrate(*names):
    executor = MigrationExecutor(connection)
    executor.migrate(list(names))
    return MigrationExecutor(connection).loader.project_state(list(names)).apps


@pytest.fixture
def latest():
    """Leaves the tables as they were found."""
    leaves = list(MigrationExecutor(connection).loader.graph.leaf_nodes())
    yield
    _migrate(*leaves)


@pytest.mark.django_db(transaction=True)
def test_certificates_issued_before_know_their_publication_entry_and_holder(latest):
    contest = make_contest()
    entries = [make_entry(contest) for _ in range(3)]
    publication = make_publication(contest, entries)
    one, two, three = publication.awards.order_by("rank")
    person = entries[0].participants.get()

    old = _migrate(("certificates", BEFORE))
    made = {name: old.get_model("certificates", name) for name in
            ("CertificateTemplate", "CertificateBatch", "Certificate", "Register")}  # fmt: skip
    template = made["CertificateTemplate"].objects.create(
        contest_id=contest.pk, number=1, design="giay_khen", definition={"per": "team"}
    )
    batch = made["CertificateBatch"].objects.create(
        publication_id=publication.pk, template=template
    )
    register = made["Register"].objects.create(
        organization_id=contest.organization_id, year=2026, last=4
    )

    def issue(number, award, **more):
        return made["Certificate"].objects.create(
            **{
                "award_id": award.pk, "template": template, "batch": batch, "register": register,
                "number": number, "code": f"CODE-{number}", "content": {"recipient": f"N{number}"},
                "content_sha256": "0" * 64, "issued_on": timezone.now().date(), **more,
            }
        )  # fmt: skip

    issue(1, one, participant_id=person.pk, state="superseded", reason="Sai tên")
    issue(2, one, participant_id=person.pk, supersedes_id=made["Certificate"].objects.get().pk)
    issue(3, two, team=True)
    issue(4, three)  # of somebody who was deleted

    new = _migrate(("certificates", AFTER))
    rows = new.get_model("certificates", "Certificate").objects.order_by("number")
    gone = rows[3].pk
    first = f"prize-nhat-entry-{entries[0].pk}-{person.pk}"
    assert list(rows.values_list("number", "holder", "per", "kind", "entry_id")) == [
        (1, first, "participant", "prize", entries[0].pk),
        (2, first, "participant", "prize", entries[0].pk),
        (3, f"prize-nhi-entry-{entries[1].pk}-team", "team", "prize", entries[1].pk),
        (4, f"prize-nhi-entry-{entries[2].pk}-gone-{gone}", "participant", "prize", entries[2].pk),
    ]
    assert {row.publication_id for row in rows} == {publication.pk}
    assert [row.state for row in rows] == ["superseded", "issued", "issued", "issued"]
    assert (rows[1].supersedes_id, rows[1].content) == (rows[0].pk, {"recipient": "N2"})
    kept = new.get_model("certificates", "CertificateBatch").objects.get()
    assert (kept.pk, kept.template.definition) == (batch.pk, {"per": "team"})
