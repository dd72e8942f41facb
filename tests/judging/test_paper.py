"""Paper sheets: printed, typed in by two people who do not see each other's values, decided on."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from rest_framework.test import APIClient

from contests.services import grant
from judging.errors import (
    AssignmentUsed,
    PaperNothing,
    PaperStateWrong,
    PaperThirdPerson,
    PaperTypedAlready,
    PaperTypistBarred,
    PaperValuesRequired,
    ReasonRequired,
    SheetInvalid,
    SheetLocked,
    SheetStale,
)
from judging.models import JudgeAssignment, PaperSheet, PaperTranscript, RoundResult, Scoresheet
from judging.paper.document import sheets_of
from judging.paper.page import heads
from judging.paper.printing import printed
from judging.selectors import comparison, printable
from judging.services import (
    decide_paper,
    issue_papers,
    lock_round,
    rebuild,
    recuse,
    transcribe,
    unassign,
)
from tests.factories.accounts import make_user
from tests.factories.judging import FORM, fill_in, make_judge, make_judged_contest, make_sheet
from tests.factories.submissions import make_entry
from tests.numbers import tells

pytestmark = pytest.mark.django_db

READ = {"idea": 7, "craft": 8}


class Desk:
    """A contest with one sheet on paper, two secretaries and a head judge."""

    def __init__(self, **changes) -> None:
        self.contest, self.round = make_judged_contest(judges_per_entry=1, **changes)
        self.judge = make_judge(self.contest)
        self.entry = make_entry(self.contest)
        self.sheet = make_sheet(self.judge, self.entry, self.round)
        self.first, self.second = make_user("Thư ký Một"), make_user("Thư ký Hai")
        for secretary in (self.first, self.second):
            grant(contest=self.contest, name="manage", to=secretary)
        self.head = make_judge(self.contest, role="head").user
        grant(contest=self.contest, name="chair", to=self.head)
        (self.paper,) = issue_papers(sheets=[self.sheet])

    def type(self, typist, values=READ, **more):
        self.paper = transcribe(
            **{
                "paper_id": self.paper.pk,
                "typist": typist,
                "values": values,
                "comments": {},
                **more,
            }
        )
        return self.paper.state

    def decide(self, verdict, actor=None, reason="xem lại phiếu giấy", **more):
        self.paper.refresh_from_db()
        self.paper = decide_paper(
            paper_id=self.paper.pk,
            actor=actor or self.head,
            expected_revision=self.paper.revision,
            verdict=verdict,
            reason=reason,
            **more,
        )
        return self.paper.state

    def now(self) -> Scoresheet:
        self.sheet.refresh_from_db()
        return self.sheet


class Document:
    def __init__(self, values, comments=None, kind="scored") -> None:
        self.kind, self.values, self.comments = kind, values, comments or {}


def client_of(user) -> APIClient:
    client = APIClient()
    client.force_login(user)
    cache.clear()
    return client


def test_two_who_read_the_same_make_one_revision_of_the_judges_sheet():
    desk = Desk()
    assert desk.type(desk.first) == "once"
    assert desk.now().revision == 0
    assert desk.type(desk.second, {"idea": "7.0", "craft": "8"}) == "entered"
    sheet = desk.now()
    assert (sheet.state, sheet.values, sheet.points, sheet.judge) == (
        "submitted",
        READ,
        15,
        desk.judge,
    )
    (revision,) = sheet.revisions.all()
    assert (revision.device, revision.actor) == ("paper", desk.second)
    assert revision.reason == f"{desk.paper.code}: Thư ký Một, Thư ký Hai"
    (ruling,) = desk.paper.rulings.all()
    assert (ruling.kind, ruling.revision) == ("agreed", revision)
    assert RoundResult.objects.get(entry=desk.entry).value == 15
    assert rebuild(contests=[desk.contest]) == []


def test_the_same_person_cannot_be_both_and_a_repeat_changes_nothing():
    desk = Desk()
    desk.type(desk.first)
    assert desk.type(desk.first) == "once"
    with pytest.raises(PaperTypedAlready):
        desk.type(desk.first, {"idea": 1, "craft": 1})
    assert PaperTranscript.objects.count() == 1


def test_neither_the_judge_nor_the_entrys_people_type_the_sheet_in():
    desk = Desk()
    mentor = make_user("Cô Mai")
    desk.entry.mentors.create(user=mentor, full_name="Cô Mai")
    for person in (desk.judge.user, mentor):
        with pytest.raises(PaperTypistBarred):
            desk.type(person)
    assert not PaperTranscript.objects.exists()


def test_a_value_out_of_its_domain_is_refused_at_once():
    desk = Desk()
    with pytest.raises(SheetInvalid):
        desk.type(desk.first, {"idea": 11, "craft": 8})
    assert desk.paper.state == "printed"


def test_a_paper_that_leaves_an_item_out_becomes_a_draft_for_its_judge():
    desk = Desk()
    desk.type(desk.first, {"idea": 7})
    assert desk.type(desk.second, {"idea": 7, "craft": None}) == "entered"
    assert (desk.now().state, desk.sheet.points) == ("draft", None)


def test_an_absence_on_paper_is_no_score():
    desk = Desk()
    desk.type(desk.first, {}, kind="no_show")
    assert desk.type(desk.second, {"idea": 0}, kind="no_show") == "entered"
    assert (desk.now().kind, desk.sheet.state, desk.sheet.points) == ("no_show", "submitted", None)


def test_where_they_differ_a_third_person_decides_item_by_item():
    desk = Desk()
    desk.type(desk.first)
    assert desk.type(desk.second, {"idea": 1, "craft": 8}) == "differs"
    assert desk.now().revision == 0
    found = comparison(desk.paper)
    assert [(d.what, d.item, d.first, d.second) for d in found.differences] == [
        ("value", "idea", 7, 1)
    ]
    said = Document({"idea": 7, "craft": 8})
    with pytest.raises(PaperThirdPerson):
        desk.decide("decided", actor=desk.second, document=said)
    assert desk.decide("decided", document=said) == "entered"
    revision = desk.now().revisions.get()
    assert (revision.actor, revision.points) == (desk.head, 15)
    assert revision.reason.endswith("Thư ký Một, Thư ký Hai. xem lại phiếu giấy")


def test_comments_differ_by_words_not_by_typing():
    desk = Desk()
    desk.type(desk.first, comments={"": "Rõ ràng,  đẹp."})
    assert desk.type(desk.second, comments={"": "rõ ràng, đẹp"}) == "entered"
    assert desk.now().comments == {"": "Rõ ràng,  đẹp."}
    desk = Desk()
    desk.type(desk.first, comments={"": "Rõ ràng"})
    assert desk.type(desk.second, comments={"": "Chưa rõ ràng"}) == "differs"


def test_what_the_tablet_brought_meanwhile_is_never_overwritten_without_a_decision():
    desk = Desk()
    desk.type(desk.first)
    fill_in(desk.sheet, 9, 9)
    assert desk.type(desk.second) == "conflict"
    assert (desk.now().points, desk.sheet.revision) == (18, 1)
    found = comparison(PaperSheet.objects.select_related("scoresheet").get())
    assert [(d.item, d.first, d.second) for d in found.tablet] == [("idea", 7, 9), ("craft", 8, 9)]
    assert desk.decide("tablet", sheet_revision=1) == "kept"
    assert desk.now().revision == 1


def test_the_head_judge_may_put_the_paper_before_the_tablet_they_saw():
    desk = Desk()
    fill_in(desk.sheet, 9, 9)
    desk.type(desk.first)
    desk.type(desk.second)
    fill_in(desk.sheet, 5, 5)  # after the head judge looked
    with pytest.raises(SheetStale):
        desk.decide("paper", sheet_revision=1)
    assert desk.decide("paper", sheet_revision=2) == "entered"
    assert (desk.now().points, desk.sheet.revision) == (15, 3)
    assert [revision.points for revision in desk.sheet.revisions.all()] == [18, 10, 15]


def test_the_same_from_paper_and_tablet_is_no_conflict():
    desk = Desk()
    fill_in(desk.sheet, 7, 8)
    desk.type(desk.first)
    assert desk.type(desk.second) == "entered"


def test_typing_anew_asks_two_people_again_and_not_who_ruled():
    desk = Desk()
    desk.type(desk.first)
    desk.type(desk.second, {"idea": 1, "craft": 8})
    assert desk.decide("retype") == "printed"
    with pytest.raises(PaperTypistBarred):
        desk.type(desk.head)
    assert desk.type(desk.second) == "once"
    with pytest.raises(PaperStateWrong):
        comparison(desk.paper)
    assert desk.type(desk.first) == "entered"
    assert PaperTranscript.objects.count() == 4


def test_each_verdict_fits_its_state_and_wants_a_reason():
    desk = Desk()
    for verdict in ("decided", "paper", "tablet", "retype"):
        with pytest.raises(PaperStateWrong):
            desk.decide(verdict)
    desk.type(desk.first)
    desk.type(desk.second, {"idea": 1})
    with pytest.raises(ReasonRequired):
        desk.decide("decided", reason=" ", document=Document(READ))
    with pytest.raises(PaperValuesRequired):
        desk.decide("decided")


def test_a_locked_round_takes_no_paper():
    desk = Desk()
    desk.type(desk.first)
    lock_round(round_id=desk.round.pk, actor=desk.head)
    with pytest.raises(SheetLocked):
        desk.type(desk.second)
    assert PaperTranscript.objects.count() == 1


def test_an_assignment_goes_with_its_blank_paper_and_stays_once_it_is_typed():
    desk = Desk()
    desk.type(desk.first)
    with pytest.raises(AssignmentUsed):
        unassign(assignment=JudgeAssignment.objects.get())
    recuse(sheet=desk.now(), actor=desk.judge.user, kind="family", reason="là cháu tôi")
    assert desk.now().state == "void"
    other = Desk()
    unassign(assignment=JudgeAssignment.objects.get(judge=other.judge))
    assert not PaperSheet.objects.filter(pk=other.paper.pk).exists()


def test_no_endpoint_tells_the_second_typist_what_the_first_one_read():
    desk = Desk()
    grant(contest=desk.contest, name="chair", to=desk.second)  # all that one can hold
    secret = "Chỉ người nhập thứ nhất biết"
    assert desk.type(desk.first, {"idea": "3.5", "craft": 6}, comments={"": secret}) == "once"
    client = client_of(desk.second)
    paper = f"/api/v1/paper-sheets/{desk.paper.pk}/"
    assert client.get(f"{paper}comparison/").status_code == 409
    paths = [
        "/api/v1/paper-sheets/",
        f"/api/v1/paper-sheets/lookup/?code={desk.paper.code}",
        f"/api/v1/scoresheets/{desk.sheet.pk}/",
        f"/api/v1/scoresheets/{desk.sheet.pk}/revisions/",
        f"/api/v1/scoresheets/?contest={desk.contest.slug}",
        f"/api/v1/progress/?contest={desk.contest.slug}",
        f"/api/v1/standings/{desk.contest.slug}/?view=live",
        f"/api/v1/rounds/{desk.round.pk}/feedback/",
        f"/api/v1/entries/{desk.entry.pk}/",
        f"{paper}comparison/",
    ]
    for path in paths:
        body = client.get(path).content.decode()
        assert secret not in body, path
        assert not tells(body, "3.5"), path
    refused = client.post(f"{paper}decide/", {"verdict": "retype", "reason": "x"}, format="json",
                          headers={"If-Match": '"1"'})  # fmt: skip
    assert refused.status_code == 409
    assert secret not in refused.content.decode()
    typed = client.post(f"{paper}transcripts/", {"values": {"idea": 1, "craft": 6}}, format="json")
    assert typed.status_code == 200
    assert typed.json()["state"] == "differs"
    assert secret not in typed.content.decode()


def test_the_api_takes_both_transcripts_and_the_decision():
    desk = Desk()
    first, second, head = map(client_of, (desk.first, desk.second, desk.head))
    form = first.get(
        "/api/v1/paper-sheets/lookup/", {"code": desk.paper.code.lower().replace("-", " ")}
    )
    assert form.status_code == 200
    body = form.json()
    assert (body["id"], body["state"], body["mine"]) == (desk.paper.pk, "printed", False)
    assert [item["id"] for item in body["definition"]["items"]] == ["idea", "craft"]
    assert first.get("/api/v1/paper-sheets/lookup/", {"code": "không"}).status_code == 404
    path = f"/api/v1/paper-sheets/{desk.paper.pk}/"
    answer = first.post(f"{path}transcripts/", {"values": READ}, format="json").json()
    assert (answer["state"], answer["mine"], len(answer["typed"])) == ("once", True, 1)
    second.post(f"{path}transcripts/", {"values": {"idea": 6, "craft": 8}}, format="json")
    seen = head.get(f"{path}comparison/")
    assert seen.headers["ETag"] == '"2"'
    assert seen.json()["differences"] == [
        {"what": "value", "item": "idea", "first": 7, "second": 6}
    ]
    assert second.get(f"{path}comparison/").status_code == 403
    body = {"verdict": "decided", "reason": "trên giấy là 6", "values": {"idea": 6, "craft": 8}}
    stale = head.post(f"{path}decide/", body, format="json", headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    done = head.post(f"{path}decide/", body, format="json", headers={"If-Match": '"2"'})
    assert (done.status_code, done.json()["state"]) == (200, "entered")
    assert desk.now().points == 14


@pytest.mark.parametrize("entries", [1, 3])
def test_the_list_costs_the_same_for_many(entries):
    desk = Desk()
    sheets = [make_sheet(desk.judge, make_entry(desk.contest), desk.round) for _ in range(entries)]
    for paper in issue_papers(sheets=sheets):
        transcribe(paper_id=paper.pk, typist=desk.first, values=READ, comments={})
    client = client_of(desk.second)
    with CaptureQueriesContext(connection) as queries:
        assert len(client.get("/api/v1/paper-sheets/").json()["results"]) == entries + 1
    assert len(queries) == 6


def test_sheets_print_one_a_page_in_the_order_of_handing_out():
    desk = Desk()
    other = make_judge(desk.contest)
    for judge in (other, desk.judge):
        make_sheet(judge, make_entry(desk.contest), desk.round)
    sheets = printable(desk.round)
    assert [sheet.judge_id for sheet in sheets] == [desk.judge.pk, desk.judge.pk, other.pk]
    response = client_of(desk.first).get(f"/api/v1/rounds/{desk.round.pk}/paper/")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert len(pikepdf.open(io.BytesIO(response.content)).pages) == 3
    codes = set(PaperSheet.objects.values_list("code", flat=True))
    client_of(desk.second).get(f"/api/v1/rounds/{desk.round.pk}/paper/", {"judge": desk.judge.pk})
    assert set(PaperSheet.objects.values_list("code", flat=True)) == codes
    fill_in(desk.sheet, 7, 7)
    assert desk.sheet not in printable(desk.round)
    with pytest.raises(PaperNothing):
        printable(desk.round, panel=10**9)


def test_a_blind_contests_paper_names_nobody_and_the_code_reads_back():
    desk = Desk(blind=True)
    sheets = printable(desk.round)
    shown = sheets_of(desk.round, zip(issue_papers(sheets=sheets), sheets, strict=True))
    page = heads(shown, [1])
    assert desk.entry.blind_code in page
    for name in (desk.entry.code, desk.entry.title):
        assert f">{name}<" not in page
    assert desk.paper.code in page
    (picture,) = _pictures(printed(shown))
    found = zxingcpp.read_barcodes(picture)
    assert [each.text for each in found] == [desk.paper.code]


def test_each_page_has_its_own_head_over_the_form_that_all_share():
    desk = Desk()
    long = make_sheet(
        desk.judge, make_entry(desk.contest, title="Một tên bài dài " * 15), desk.round
    )
    sheets = [desk.sheet, long]
    shown = sheets_of(desk.round, zip(issue_papers(sheets=sheets), sheets, strict=True))
    document = printed(shown)
    assert printed(shown) == document
    pictures = _pictures(document)
    assert [code.text for each in pictures for code in zxingcpp.read_barcodes(each)] == [
        sheet.code for sheet in shown
    ]
    # The form below the heads is the same to the pixel, and no title reaches into it.
    below, bottom = round(80 * _SCALE * 72 / 25.4), round(280 * _SCALE * 72 / 25.4)
    forms = [each.crop((0, below, each.width, bottom)).tobytes() for each in pictures]
    assert forms[0] == forms[1]
    assert len(set(forms[0])) > 2
    alone = _pictures(printed(shown[:1]))[0]
    assert alone.tobytes() != pictures[0].tobytes()  # its form stands where the head ends


def test_a_form_too_long_for_a_page_goes_over_to_the_next_under_the_same_foot():
    idea = FORM["items"][0]
    items = [{**idea, "id": f"item{n}", "label": {"vi": f"Tiêu chí {n}"}} for n in range(40)]
    desk = Desk(form={"schema": 1, "items": items})
    sheets = [desk.sheet, make_sheet(desk.judge, make_entry(desk.contest), desk.round)]
    shown = sheets_of(desk.round, zip(issue_papers(sheets=sheets), sheets, strict=True))
    with pypdfium2.PdfDocument(printed(shown)) as pages:
        words = [page.get_textpage().get_text_range() for page in pages]
    each = len(words) // 2
    assert each > 1
    assert [[sheet.code in page for page in words] for sheet in shown] == [
        [True] * each + [False] * each,
        [False] * each + [True] * each,
    ]


_SCALE = 2


def _pictures(document: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(document) as pages:
        return [page.render(scale=_SCALE).to_pil().convert("L") for page in pages]
