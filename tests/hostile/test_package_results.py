"""What a stranger's package says of results is computed again from its sheets, and marked for ever."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from common.canonical import digest
from contests.models import Contest, ContestUserGrant, PackageImport
from judging.models import Scoresheet
from judging.services import record_scoresheet
from leaderboards.errors import SamePerson
from leaderboards.models import Award, Ceremony, Publication
from leaderboards.package.carry import PackageDiffers, export_contest, import_contest
from leaderboards.services import approve_publication, propose_publication
from tests.factories.accounts import make_user
from tests.factories.contests import make_organiser
from tests.factories.judging import operation
from tests.hostile.test_publication_in_force import Office
from tests.package.whole import whole
from tests.snapshot import everything

pytestmark = pytest.mark.django_db

Change = Callable[[dict[str, Any]], object]


POINTS = whole()["publications"][0]["payload"]["private"]["traces"]["A1"]["points"]


def rows(document: dict[str, Any], part: str = "public") -> list[dict[str, Any]]:
    divisions = document["publications"][0]["payload"][part]["divisions"]
    return [row for division in divisions for row in division["rows"]]


LIES: dict[str, tuple[Change, str]] = {
    "rank": (lambda d: rows(d)[0].update(rank=2), "/payload/public/divisions/0/rows/0/rank"),
    "points": (
        lambda d: rows(d)[0].update(points="99"),
        "/payload/public/divisions/0/rows/0/points",
    ),
    "points in full": (
        lambda d: rows(d, "private")[0].update(points="99"),
        "/payload/private/divisions/0/rows/0/points",
    ),
    "round": (
        lambda d: rows(d)[0]["rounds"]["show"].update(value="99"),
        "/payload/public/divisions/0/rows/0/rounds/show/value",
    ),
    "another first": (
        lambda d: rows(d)[0]["entry"].update(code="A2"),
        "/payload/public/divisions/0/rows/0/entry/code",
    ),
    "one left out": (
        lambda d: d["publications"][0]["payload"]["public"]["divisions"][0]["rows"].pop(),
        "/payload/public/divisions/0/rows",
    ),
    "trace": (
        lambda d: d["publications"][0]["payload"]["private"]["traces"]["A1"].update(points="99"),
        "/payload/private/traces/A1/points",
    ),
    "prize on the board": (
        lambda d: rows(d)[0]["award"].update(title="Giải Đặc biệt"),
        "/payload/public/divisions/0/rows/0/award/title",
    ),
    "prize": (
        lambda d: d["publications"][0]["awards"][0].update(entry="A2"),
        "/awards/0",
    ),
    "prize that no policy has": (
        lambda d: d["publications"][0]["awards"][0].update(code="dac-biet", reason="vì thích"),
        "",
    ),
    "rank of the prize": (
        lambda d: d["publications"][0]["awards"][0].update(rank=2),
        "/awards/0/rank",
    ),
    "name where codes alone are shown": (
        lambda d: rows(d)[0]["entry"].update(names=["Lê Minh"]),
        "/payload/public/divisions/0/rows/0/entry/names",
    ),
    "no payload": (
        lambda d: d["publications"][0].update(payload={}),
        "/payload/display_rule",
    ),
    "names that are none": (
        lambda d: d["publications"][0]["payload"]["private"]["entries"].update(A1=[1]),
        "/payload/private/entries/A1",
    ),
    "reveal": (
        lambda d: d["publications"][0]["ceremony"]["script"]["steps"][4].update(points="99"),
        "/ceremony/script/steps/4/points",
    ),
    "reveal of somebody else": (
        lambda d: d["publications"][0]["ceremony"]["script"]["steps"][4].update(entry="A9"),
        "/ceremony/script/steps/4/entry",
    ),
    "policy": (lambda d: d["publications"][0].update(policy=1), "/policy"),
}  # fmt: skip


@pytest.mark.parametrize("name", LIES)
def test_a_publication_that_differs_from_its_sheets_is_refused_and_nothing_written(name):
    change, pointer = LIES[name]
    document = whole()
    change(document)
    before = everything()
    with pytest.raises(PackageDiffers) as refused:
        import_contest(document=document)
    assert f"/publications/0{pointer}" in [fault.pointer for fault in refused.value.errors]
    assert all(set(fault.detail) == {"vi", "en"} for fault in refused.value.errors)
    assert everything() == before


@pytest.mark.parametrize("name", LIES)
def test_a_publication_that_differs_becomes_a_proposal_of_what_the_sheets_come_to(name):
    document = whole()
    LIES[name][0](document)
    importer = make_user(is_staff=True)
    imported = import_contest(document=document, propose=True, by=importer)
    here = Publication.objects.get()
    assert (here.state, here.proposed_by, here.published_at) == ("proposed", importer, None)
    assert here.payload["public"]["divisions"][0]["rows"][0]["rank"] == 1
    assert here.payload["public"]["divisions"][0]["rows"][0]["points"] == POINTS
    assert here.payload_sha256 == digest(here.payload)
    assert [(a.entry.code, a.code, a.rank) for a in Award.objects.all()] == [("A1", "nhat", 1)]
    assert Ceremony.objects.get().state == "rehearsal"
    assert [each.state for each in imported.publications] == ["published"]
    with pytest.raises(SamePerson):
        approve_publication(publication=here, actor=importer)
    second = make_organiser(imported.contest)
    assert approve_publication(publication=here, actor=second).state == "published"
    assert here.imports[-1]["by"] == importer.full_name


def test_scores_written_in_the_file_after_it_was_published_do_not_fit():
    office = Office()
    office.approve(office.propose())
    document = export_contest(contest=office.contest)
    document["contest"]["slug"] = "copy"
    sheet = document["sheets"][-1]
    sheet["values"] = sheet["revisions"][-1]["values"] = {"idea": 10, "craft": 10}
    with pytest.raises(PackageDiffers) as refused:
        import_contest(document=document)
    start = "/publications/0/payload/public/divisions/1/rows/"
    assert any(fault.pointer.startswith(start) for fault in refused.value.errors)
    assert not Contest.objects.filter(slug="copy").exists()


def test_an_older_publication_that_differs_never_comes_in_force():
    office = Office()
    office.approve(office.propose())
    office.approve(office.propose(swap=True))
    document = export_contest(contest=office.contest)
    document["contest"]["slug"] = "copy"
    rows(document)[0]["rank"] = 7
    document["publications"][0]["payload_sha256"] = digest(document["publications"][0]["payload"])
    contest = import_contest(document=document, propose=True).contest
    states = contest.publications.order_by("number").values_list("state", "supersedes")
    assert list(states) == [("obsolete", None), ("published", None)]


def test_of_an_amendment_that_differs_the_results_before_it_stay_in_force():
    office = Office()
    office.approve(office.propose())
    office.approve(office.propose(swap=True))
    document = export_contest(contest=office.contest)
    document["contest"]["slug"] = "copy"
    last = document["publications"][1]
    last["payload"]["public"]["divisions"][1]["rows"][0]["rank"] = 7
    last["payload_sha256"] = digest(last["payload"])
    contest = import_contest(document=document, propose=True).contest
    states = contest.publications.order_by("number").values_list("state", flat=True)
    assert list(states) == ["published", "proposed"]


def test_what_came_in_a_package_is_marked_for_ever():
    person = make_user(is_staff=True)
    contest = import_contest(document=whole(), by=person, sha256="a" * 64).contest
    mark = Publication.objects.get().imports
    assert [(m["organization"], m["sha256"], m["by"]) for m in mark] == [
        ("Phường 1", "a" * 64, person.full_name)
    ]
    carried = export_contest(contest=contest)
    assert carried["publications"][0]["imports"] == [
        {name: mark[0][name] for name in ("organization", "imported_at", "sha256")}
    ]
    again = import_contest(document=carried, replace=True, sha256="b" * 64).contest
    marks = Publication.objects.get().imports
    assert [m["sha256"] for m in marks] == ["a" * 64, "b" * 64]
    minutes = again.rounds.get(code="run").minutes.get()
    assert [m["sha256"] for m in minutes.imports] == ["a" * 64, "b" * 64]
    events = PackageImport.objects.order_by("pk").values_list("sha256", "actor", "replaced")
    assert list(events) == [("a" * 64, person.pk, False), ("b" * 64, None, True)]


def test_results_that_people_here_publish_afterwards_carry_no_mark():
    document = whole()
    document.pop("publications")
    document.pop("appeals")
    contest = import_contest(document=document).contest
    made = propose_publication(contest=contest, actor=make_organiser(contest))
    assert made.imports == []


def test_a_package_gives_nobody_a_grant_but_who_imported_it():
    person = make_user(is_staff=True)
    contest = import_contest(document=whole(), by=person).contest
    held = ContestUserGrant.objects.filter(content_object=contest)
    assert set(held.values_list("user", "permission__codename")) == {
        (person.pk, name) for name in ("manage", "publish", "issue_certificates")
    }
    import_contest(document=whole(), by=make_user(is_staff=True), replace=True)
    assert held.count() == 3


def test_sheets_that_nobody_recorded_here_unlink_the_judge():
    contest = import_contest(document=whole()).contest
    contest.judges.filter(code="J1").update(user=make_user())
    imported = import_contest(document=export_contest(contest=contest), replace=True)
    assert contest.judges.get(code="J1").user is None
    assert [warning.code for warning in imported.warnings] == ["account-unlinked"]


def test_sheets_recorded_here_stay_their_judges():
    document = whole()
    for member in (
        "publications", "appeals", "papers", "looks", "held_comments", "releases", "form_changes",
    ):  # fmt: skip
        document.pop(member)
    document["sheets"] = []
    document["discrepancies"] = []
    contest = import_contest(document=document).contest
    judge = contest.judges.get(code="J1")
    judge.user = make_user()
    judge.save()
    sheet = Scoresheet.objects.get(judge=judge, attempt__entry__code="A2")
    record_scoresheet(
        sheet_id=sheet.pk, actor=judge.user, expected_revision=0, operation=operation(),
        values={"idea": 3, "style": "plain"}, comments={}, state="submitted",
    )  # fmt: skip
    mine = export_contest(contest=contest)
    import_contest(document=mine, replace=True)
    again = contest.judges.get(code="J1")
    assert again.user == judge.user
    written = Scoresheet.objects.get(judge=again, attempt__entry__code="A2").revisions.get()
    assert written.actor == judge.user
    theirs = export_contest(contest=contest)
    told = next(row for row in theirs["sheets"] if row["entry"] == "A2")
    told["values"] = told["revisions"][-1]["values"] = {"idea": 9, "style": "plain"}
    theirs.pop("results")
    import_contest(document=theirs, replace=True)
    assert contest.judges.get(code="J1").user is None
