"""A batch whose worker is killed in the middle, with the processes that lay out."""

import io
import signal

import pikepdf
import pytest
from django.conf import settings
from django.utils import timezone

from certificates.models import Certificate, CertificateBatch, Register
from certificates.services import create_template, order_batch
from jobs.models import Job
from leaderboards.models import Award
from submissions.models import Entry, Participant
from tests.factories.accounts import make_user
from tests.factories.certificates import make_results
from tests.long import LONG
from tests.processes import start, wait_until

COUNT = 1000 if LONG else 300
WORK = """
import sys
import django
django.setup()
from django.conf import settings
from pathlib import Path
settings.MEDIA_ROOT = Path(sys.argv[1])
from jobs import worker
worker.run_pending()
"""


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_batch_survives_its_worker_being_killed(tmp_path):
    publication = make_results(1)
    _many(publication)
    author = make_user()
    template = create_template(
        contest=publication.contest, design="giay_khen", definition={}, by=author
    )
    batch = order_batch(publication=publication, template=template, by=author)
    script = tmp_path / "work.py"
    script.write_text(
        f"if __name__ == '__main__':\n    {WORK.strip().replace(chr(10), chr(10) + '    ')}\n"
    )
    media = tmp_path / "media"
    chunks = media / "certificates" / f"chunks-{batch.pk}"

    def stored():
        return sorted(path.name for path in chunks.glob("*.pages"))

    first = start(str(script), str(media), PYTHONPATH=str(settings.BASE_DIR))
    wait_until(lambda: Certificate.objects.count() >= COUNT * 3 // 10, 60)
    first.send_signal(signal.SIGKILL)  # while it issues
    first.wait()
    assert 0 < Certificate.objects.count() < COUNT
    _free()
    second = start(str(script), str(media), PYTHONPATH=str(settings.BASE_DIR))
    wait_until(lambda: len(stored()) >= 1, 60)
    second.send_signal(signal.SIGKILL)  # while it lays out
    second.wait()
    kept = {path: (chunks / path).stat().st_mtime_ns for path in stored()}
    assert kept
    assert not CertificateBatch.objects.get().file
    _free()
    third = start(str(script), str(media), PYTHONPATH=str(settings.BASE_DIR))
    assert third.wait(120) == 0
    batch = CertificateBatch.objects.get()
    assert batch.state == "ready", (batch.job.state, batch.job.error, batch.job.trace)
    assert Register.objects.get().last == COUNT
    numbers = list(Certificate.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, COUNT + 1))
    assert Certificate.objects.values("participant").distinct().count() == COUNT
    assert not Certificate.objects.filter(file_sha256="").exists()
    assert sorted(batch.pages) == sorted(Certificate.objects.values_list("pk", flat=True))
    with pikepdf.open(io.BytesIO((media / batch.file.name).read_bytes())) as document:
        assert len(document.pages) == COUNT
        assert len({page.Contents.read_raw_bytes() for page in document.pages}) == COUNT
    assert not chunks.exists()


def _many(publication):
    """The publication's one entry, participant and award, COUNT times in all."""
    award = publication.awards.select_related("entry").get()
    entry, person = award.entry, award.entry.participants.get()
    entry_rows, award_rows, people = [], [], []
    for index in range(2, COUNT + 1):
        copy = Entry(**_values(entry))
        copy.code, copy.blind_code = f"{entry.code}-{index}", f"X{index}"
        entry_rows.append(copy)
    entries = Entry.objects.bulk_create(entry_rows)
    for index, each in enumerate(entries, start=2):
        guest = Participant(**_values(person))
        guest.entry, guest.full_name = each, f"Nguyễn Thị Số {index}"
        people.append(guest)
        won = Award(**_values(award))
        won.entry, won.rank = each, index
        award_rows.append(won)
    Participant.objects.bulk_create(people)
    Award.objects.bulk_create(award_rows)


def _values(row):
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }


def _free():
    """The dead worker's lease runs out."""
    Job.objects.update(lease_until=timezone.now())
