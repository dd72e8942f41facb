"""Certificates from before there was one in force a holder and line of publications."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from submissions.models import Participant
from tests.factories.certificates import make_certificates, make_results

BEFORE = ("certificates", "0005_copies")


def _migrate(*names: tuple[str, str]) -> Any:
    MigrationExecutor(connection).migrate(list(names))
    return MigrationExecutor(connection).loader.project_state(list(names)).apps


@pytest.fixture
def leaves() -> Iterator[list[tuple[str, str]]]:
    found = list(MigrationExecutor(connection).loader.graph.leaf_nodes())
    yield found
    _migrate(*found)


@pytest.mark.django_db(transaction=True)
def test_upgrade_joins_who_was_written_anew_and_names_doubles(
    leaves: list[tuple[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    publication = make_results(2)
    lost, double = make_certificates(publication, per="participant")
    person = Participant.objects.get(entry=lost.entry_id)
    old = _migrate(BEFORE).get_model("certificates", "Certificate")
    # The fault of before: the person was deleted, written anew, and certified once more.
    old.objects.filter(pk=lost.pk).update(participant=None, holder="prize-nhat-entry-0-0")
    again = old.objects.get(pk=double.pk)
    again.pk, again.code, again.number = None, "AAAA-BBBB-CCCC", 77
    again.participant_id, again.holder = None, "prize-nhi-entry-0-0"
    again.save()

    new = _migrate(*leaves).get_model("certificates", "Certificate").objects

    joined = new.get(pk=lost.pk)
    line = f"{publication.contest_id}-"
    assert joined.participant_id == person.pk
    assert (joined.line, joined.holder) == (line, lost.holder)
    assert new.get(pk=double.pk).line == line
    assert new.get(number=77).line == f"{line}-double-{again.pk}"
    said = capsys.readouterr().out
    numbers = f"{double.number:04d}/{double.register.year}, 0077/{double.register.year}"
    assert f"Certificates {numbers} are all in force for" in said
    assert f"Các giấy chứng nhận {numbers} cùng có hiệu lực" in said
