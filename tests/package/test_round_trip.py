"""What goes in comes out: imports, exports, replacing."""

from __future__ import annotations

import json
from fractions import Fraction
from io import StringIO

import pytest
from django.core.management import call_command

from contests.models import Contest, ContestUserGrant
from judging.models import (
    Attempt,
    Minutes,
    PaperSheet,
    RoundResult,
    Scoresheet,
    ScoresheetRevision,
)
from judging.services.rebuilding import rebuild
from leaderboards.computing import compute_standings
from leaderboards.models import Decision
from leaderboards.package.carry import (
    PackageDiffers,
    export_contest,
    import_contest,
    read,
    write,
)
from submissions.models import Entry, Participant, Submission
from tests.factories.accounts import make_user
from tests.package.marks import marks, unmarked
from tests.package.whole import small, whole

pytestmark = pytest.mark.django_db


def exported(slug: str) -> str:
    return write(export_contest(contest=Contest.objects.get(slug=slug)))


def test_export_of_an_import_of_an_export_is_the_same_bytes() -> None:
    import_contest(document=whole())
    first = exported("cup")
    import_contest(document=read(first), replace=True)
    again = exported("cup")
    assert unmarked(read(again)) == unmarked(read(first))
    assert [len(each) for each in marks(read(first))] == [1, 1]
    assert [len(each) for each in marks(read(again))] == [2, 2]


def test_copy_beside_the_contest_differs_in_the_slug_and_in_codes_that_are_given_once() -> None:
    import_contest(document=whole())
    first = exported("cup")
    document = read(first)
    document["contest"]["slug"] = "copy"
    warnings = import_contest(document=document).warnings
    assert [(w.pointer, w.code) for w in warnings] == [
        ("/locks", "code-taken"),
        ("/papers", "code-taken"),
    ]
    second = unmarked(read(exported("copy"))).replace('"copy"', '"cup"')
    for model in (Minutes, PaperSheet):
        here, there = model.objects.order_by("pk").values_list("code", flat=True)
        second = second.replace(there, here)
    assert second == unmarked(read(first))


def test_export_tells_everything_that_was_imported() -> None:
    assert import_contest(document=whole()).warnings == ()
    document = export_contest(contest=Contest.objects.get(slug="cup"))
    results = document.pop("results")
    publication = document["publications"][0]
    assert len(publication.pop("payload_sha256")) == 64
    publication.pop("proposed_at", None)
    assert read(unmarked(document)) == read(unmarked(whole()))
    assert [(r["division"], [row["entry"] for row in r["rows"]]) for r in results] == [
        ("junior", ["A1", "A2"]),
        ("senior", ["B1"]),
    ]


def test_a_small_package_takes_defaults() -> None:
    imported = import_contest(document=small())
    contest = imported.contest
    assert imported.warnings == ()
    assert contest.organization.code == "independent"
    assert [d.code for d in contest.divisions.all()] == ["all"]
    assert [j.code for j in contest.judges.all()] == ["J1"]
    assert Entry.objects.get(code="E1").title == "E1"
    rows = compute_standings(contest).standings.rows
    assert [(r.entry, r.rank, r.points) for r in rows] == [
        ("E1", 1, Fraction(9)),
        ("E2", 2, Fraction(7, 2)),
    ]


def test_points_are_computed_and_floats_read_by_their_decimal_text() -> None:
    document = small()
    document["sheets"][1]["values"]["idea"] = 0.5
    import_contest(document=document)
    sheet = Scoresheet.objects.get(attempt__entry__code="E2")
    assert sheet.points == Fraction(7, 2)
    assert sheet.values == {"idea": "0.5", "style": "fine"}


def test_results_rebuilt_from_the_revisions_are_those_stored() -> None:
    contest = import_contest(document=whole()).contest
    assert rebuild(contests=[contest]) == []
    stored = RoundResult.objects.get(entry__code="A1", round__code="run")
    assert stored.value == Fraction(4)  # the side's goals


def test_revisions_keep_their_instants_and_number() -> None:
    import_contest(document=whole())
    sheet = Scoresheet.objects.get(attempt__entry__code="A1", judge__code="J1")
    told = [(r.number, r.state, r.created_at.isoformat()) for r in sheet.revisions.all()]
    assert sheet.revision == 2
    assert told == [
        (1, "draft", "2026-10-02T01:00:00+00:00"),
        (2, "submitted", "2026-10-02T01:05:00.250000+00:00"),
    ]


def test_replacing_keeps_grants_and_accounts() -> None:
    contest = import_contest(document=whole()).contest
    person = make_user()
    contest.judges.filter(code="J3").update(user=person)
    Participant.objects.filter(full_name="Phạm Hà").update(user=person)
    from guardian.shortcuts import assign_perm

    assign_perm("contests.manage", person, contest)
    import_contest(document=whole(), replace=True)
    again = Contest.objects.get(slug="cup")
    assert again.judges.get(code="J3").user == person
    assert Participant.objects.get(full_name="Phạm Hà").user == person
    assert ContestUserGrant.objects.filter(user=person, content_object=again).count() == 1
    assert (Attempt.objects.count(), ScoresheetRevision.objects.count()) == (6, 5)


def test_a_blank_assignment_gets_its_empty_sheet() -> None:
    document = small()
    document["sheets"].pop()
    document["assignments"] = [{"judge": "J1", "entry": code} for code in ("E1", "E2")]
    import_contest(document=document)
    sheet = Scoresheet.objects.get(attempt__entry__code="E2")
    assert (sheet.revision, sheet.state, sheet.points) == (0, "draft", None)
    first = exported("small")
    import_contest(document=read(first), replace=True)
    assert exported("small") == first


def test_expected_results_that_differ_are_refused_unless_proposals_are_wanted() -> None:
    document = small()
    document["results"] = [
        {
            "rows": [
                {"entry": "E1", "rank": 2, "points": "9"},
                {"entry": "E2", "rank": 2, "points": 4},
            ]
        }
    ]
    expected = [
        ("/results/0/rows/0/rank", "rank-differs"),
        ("/results/0/rows/1/points", "points-differ"),
    ]
    with pytest.raises(PackageDiffers) as refused:
        import_contest(document=document)
    assert [(each.pointer, each.code) for each in refused.value.errors] == expected
    assert not Contest.objects.exists()
    warnings = import_contest(document=document, propose=True).warnings
    assert [(each.pointer, each.code) for each in warnings] == expected


def test_commands_carry_a_contest_from_file_to_file(tmp_path) -> None:
    path = tmp_path / "small.json"
    path.write_text(json.dumps(small()), encoding="utf-8")
    out = StringIO()
    call_command("import_contest", str(path), stdout=out)
    assert out.getvalue() == "small\n"
    call_command("export_contest", "small", output=str(tmp_path / "again.json"))
    assert (tmp_path / "again.json").read_text(encoding="utf-8") == exported("small")


def test_decisions_come_in_their_order() -> None:
    import_contest(document=whole())
    assert Decision.objects.get().data == {"order": ["A2", "A1"]}


def test_an_earlier_policy_may_be_of_rounds_that_are_gone() -> None:
    document = small()
    now = document.pop("policy")
    gone = {"schema": 1, "rounds": {"semi": {"round": {"method": "share_of_max"}}}}
    document["policies"] = [{"definition": gone}, {"definition": now}]
    contest = import_contest(document=document).contest
    assert [policy.number for policy in contest.policies.order_by("number")] == [1, 2]


def test_export_tells_what_it_leaves_out(tmp_path) -> None:
    import_contest(document=whole())
    entry = Entry.objects.get(code="A1")
    Submission.objects.create(entry=entry, number=1, link="https://example.org/xe")
    said = StringIO()
    path = str(tmp_path / "cup.json")
    call_command("export_contest", "cup", output=path, language="en", stderr=said)
    assert said.getvalue() == (
        "  /entries: the contest holds 1 submissions or files; the package does not carry them\n"
    )
