"""From item to rank: exact numbers, what was dropped, what decided, and who is told what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from contest_platform.demo.clock import at
from contests.services import create_form_version, update_contest
from judging.models import Discrepancy, Scoresheet
from judging.services import (
    appoint_third,
    approve_override,
    change_form_version,
    preview_form_version,
    propose_override,
    settle_discrepancy,
)
from leaderboards.explanation.page import html
from leaderboards.services import (
    approve_appeal,
    approve_publication,
    decline_appeal,
    file_appeal,
    propose_publication,
    set_appeal_window,
    set_board_rules,
)
from submissions.services import disqualify_entry
from tests.factories.accounts import make_user
from tests.factories.contests import make_officer, make_organiser
from tests.factories.judging import (
    POLICY,
    fill_in,
    make_judge,
    make_judged_contest,
    make_scored_entry,
)
from tests.leaderboards.test_appeals import Case

pytestmark = pytest.mark.django_db

FORM: Mapping[str, Any] = {
    "schema": 1,
    "items": [
        {"id": "idea", "label": {"vi": "Ý tưởng", "en": "Idea"}, "kind": "number",
         "min": 0, "max": 10},
        {"id": "craft", "label": {"vi": "Kỹ thuật", "en": "Craft"}, "kind": "level",
         "levels": [{"value": n, "label": {"vi": f"Mức {n}", "en": f"Level {n}"}} for n in range(11)],
         "weight": "0.5"},
    ],
    "groups": [
        {"id": "work", "label": {"vi": "Sản phẩm", "en": "Work"}, "items": ["idea", "craft"],
         "cap": 12},
    ],
}  # fmt: skip


def policy(**final: Any) -> dict[str, Any]:
    return {
        **POLICY,
        "rounds": {"final": final},
        "rank_keys": [
            {"type": "points"},
            {"type": "item", "round": "final", "item": "idea", "reduce": "best_attempt"},
        ],
    }


TRIMMED = policy(
    judges={"method": "drop", "high": 1, "low": 1},
    round={"method": "share_of_max"},
    rounding={"judges": {"digits": 1, "mode": "half_up"}},
)

THIRD = policy(
    discrepancy={"bands": [{"up_to": 2, "action": "accept"}, {"action": "third_marking"}]}
)


class Hall:
    """A contest by a policy, its judges, an entrant, and two people who publish."""

    def __init__(self, definition: Mapping[str, Any], judges: int = 2, **changes: Any) -> None:
        self.contest, self.round = make_judged_contest(
            form=FORM, policy=definition, judges_per_entry=judges,
            **{"display_rule": "full_name", "live_standings": True, **changes},
        )  # fmt: skip
        self.judges = [make_judge(self.contest) for _ in range(judges)]
        self.student = make_user("Nguyễn Văn An")
        self.organiser = make_organiser(self.contest)
        self.second = make_officer(self.contest, "manage", "chair", "publish")

    def entry(self, *marks: tuple[Any, Any], **changes: Any) -> Any:
        return make_scored_entry(self.contest, self.round, self.judges, list(marks), **changes)

    def own(self, *marks: tuple[Any, Any]) -> Any:
        return self.entry(*marks, student=self.student, title="Bài của An")

    def publish(self, **changes: Any) -> Any:
        proposed = propose_publication(contest=self.contest, actor=self.organiser, **changes)
        return approve_publication(publication=proposed, actor=self.second, reason="lý do")

    def url(self, entry: Any, file: str = "") -> str:
        return f"/api/v1/standings/{self.contest.slug}/entries/{entry.code}/{file}"

    def ask(self, entry: Any, user: Any = None, query: str = "") -> Any:
        return ask(self.url(entry) + query, user)


def ask(url: str, user: Any = None) -> Any:
    client = APIClient()
    if user is not None:
        client.force_login(user)
    return client.get(url)


def vi(words: Any) -> list[str]:
    return [each["vi"] for each in words]


def test_every_number_from_item_to_rank_with_the_dropped_sheets():
    hall = Hall(TRIMMED, judges=5)
    entry = hall.own((10, 8), (4, 2), (7, 4), (6, 5), (7, 9))
    hall.entry(*[(9, 6)] * 5)
    hall.entry(*[(2, 2)] * 5)
    told = hall.ask(entry, hall.student).json()
    assert (told["state"], told["audience"], told["standing"]) == ("live", "entrant", "ranked")
    assert (told["rank"], told["tied"], told["ranked"]) == (2, False, 3)
    (final,) = told["rounds"]
    (attempt,) = final["attempts"]
    # 14 is capped to 12; 5 and 12 are dropped; (8.5 + 9 + 11.5) / 3 = 9.666... rounds to 9.7.
    assert [(s["label"]["vi"], s["points"], s["counted"], s["dropped"]) for s in attempt["sheets"]] == [
        ("Phiếu 1", "5", False, "low"),
        ("Phiếu 2", "8.5", True, None),
        ("Phiếu 3", "9", True, None),
        ("Phiếu 4", "11.5", True, None),
        ("Phiếu 5", "12", False, "high"),
    ]  # fmt: skip
    (table,) = attempt["tables"]
    assert table["sheets"] == [0, 1, 2, 3, 4]
    assert [
        (line["kind"], line["label"]["vi"], line["depth"], line["rule"] and line["rule"]["vi"],
         line["maximum"], [cell["points"] for cell in line["cells"]])
        for line in table["lines"]
    ] == [
        ("group", "Sản phẩm", 0, "cộng các dòng; nhiều nhất 12", None,
         ["5", "8.5", "9", "11.5", "12"]),
        ("item", "Ý tưởng", 1, None, "10", ["4", "6", "7", "7", "10"]),
        ("item", "Kỹ thuật", 1, "hệ số 0,5", "5", ["1", "2.5", "2", "4.5", "4"]),
        ("total", "Điểm của phiếu", 0, "cộng các dòng", "12", ["5", "8.5", "9", "11.5", "12"]),
    ]  # fmt: skip
    assert table["lines"][2]["cells"][1]["value"] == {"vi": "5 – Mức 5", "en": "5 – Level 5"}
    assert (attempt["value"], final["value"], final["points"]) == ("9.7", "9.7", "485/6")
    assert vi(attempt["workings"]) == ["(8,5 + 9 + 11,5) ÷ 3 = 9,6667, làm tròn thành 9,7"]
    assert vi(final["workings"]) == ["9,7 ÷ 12 × 100 = 80,8333"]
    assert final["workings"][0]["en"] == "9.7 ÷ 12 × 100 = 80.8333"
    assert vi(final["rules"]) == [
        "Bỏ 1 phiếu cao nhất và 1 phiếu thấp nhất, lấy trung bình cộng của các phiếu còn lại.",
        "Điểm gộp các phiếu làm tròn đến 1 chữ số thập phân.",
        "Điểm vòng: quy theo mức tối đa về thang 100.",
    ]
    assert vi(told["total"]["rules"]) == ["Chỉ một vòng tính điểm: tổng điểm là điểm của vòng đó."]


def test_tie_is_broken_by_the_second_key_against_both_neighbours():
    hall = Hall(policy(judges={"method": "mean"}), judges=1)
    first, last = hall.entry((8, 2), title="Bài nhất"), hall.entry((6, 6), title="Bài ba")
    entry = hall.own((7, 4))
    peer = hall.entry((2, 2))
    told = hall.ask(entry, hall.student).json()
    assert (told["rank"], told["points"], told["decided_by"]) == (2, "9", "item:final.idea")
    assert (told["above"]["entry"]["code"], told["above"]["rank"]) == (first.code, 1)
    assert (told["below"]["entry"]["code"], told["below"]["rank"]) == (last.code, 3)
    points, idea = told["keys"]
    assert (points["shown"]["vi"], points["above"]["vi"], points["below"]["vi"]) == ("9", "9", "9")
    assert (points["decides_above"], points["decides_below"]) == (False, False)
    assert (idea["label"]["vi"], idea["order"]["vi"]) == (
        "Ý tưởng (vòng Chung kết)",
        "lớn hơn đứng trước",
    )
    assert (idea["above"]["vi"], idea["shown"]["vi"], idea["below"]["vi"]) == ("8", "7", "6")
    assert (idea["decides_above"], idea["decides_below"]) == (True, True)
    assert vi(told["decided"]) == [
        "Đứng sau bài liền trên vì: Ý tưởng (vòng Chung kết).",
        "Đứng trước bài liền dưới nhờ: Ý tưởng (vòng Chung kết).",
    ]
    assert hall.ask(peer, hall.organiser).json()["below"] is None


def test_shared_rank_says_with_how_many():
    hall = Hall(policy(judges={"method": "mean"}), judges=1)
    entry = hall.own((7, 4))
    hall.entry((7, 4))
    told = hall.ask(entry, hall.student).json()
    assert (told["rank"], told["tied"]) == (1, True)
    assert vi(told["decided"]) == ["Đồng hạng với 1 bài: mọi tiêu chí so sánh đều bằng nhau."]


def test_third_marking_tells_the_rule_that_applied_and_what_it_left_out():
    hall = Hall(THIRD)
    entry = hall.own((4, 0), (9, 0))
    held = hall.ask(entry, hall.student).json()
    (attempt,) = held["rounds"][0]["attempts"]
    assert (held["rank"], attempt["value"]) == (None, None)
    assert vi(attempt["discrepancy"]["texts"]) == [
        "Các phiếu lệch nhau 5 điểm: phải chấm lần ba.",
        "Việc này chưa xong, nên chưa có điểm.",
    ]
    assert vi(held["decided"]) == ["Bài chưa được xếp hạng: chưa đủ kết quả."]
    third, head = make_judge(hall.contest), make_judge(hall.contest, role="head").user
    appoint_third(
        discrepancy_id=Discrepancy.objects.get().pk, actor=head, expected_revision=1,
        judge=third, reason="lệch quá xa",
    )  # fmt: skip
    fill_in(Scoresheet.objects.get(judge=third), 5, 0)
    told = hall.ask(entry, hall.student).json()
    (attempt,) = told["rounds"][0]["attempts"]
    assert (told["points"], attempt["value"]) == ("4.5", "4.5")
    assert [(s["points"], s["counted"], s["dropped"], s["third"]) for s in attempt["sheets"]] == [
        ("4", True, None, False),
        ("5", True, None, True),
        ("9", False, "far", False),
    ]
    found = attempt["discrepancy"]
    assert (found["difference"], found["result"], found["settled"]) == ("5", "closest_two", True)
    assert vi(found["texts"])[1] == "Điểm là trung bình của hai phiếu gần nhau nhất."
    assert vi(attempt["workings"]) == ["(4 + 5) ÷ 2 = 4,5"]
    assert found["reasons"] == []
    office = hall.ask(entry, hall.organiser).json()["rounds"][0]["attempts"][0]
    assert [(r["words"], r["by"]) for r in office["discrepancy"]["reasons"]] == [
        ("lệch quá xa", head.full_name)
    ]
    assert [(s["judge"], s["judge_name"]) for s in office["sheets"]] == [
        (judge.code, judge.full_name) for judge in (*hall.judges, third)
    ]


def test_value_of_the_head_judge_stands_for_the_sheets():
    minute = {"bands": [{"up_to": 2, "action": "accept"}, {"action": "minute"}]}
    hall = Hall(policy(discrepancy=minute))
    entry = hall.own((4, 0), (9, 0))
    head = make_judge(hall.contest, role="head").user
    settle_discrepancy(
        discrepancy_id=Discrepancy.objects.get().pk, actor=head, expected_revision=1,
        reason="Biên bản kín", value=Fraction("7.25"),
    )  # fmt: skip
    answer = hall.ask(entry, hall.student)
    (attempt,) = answer.json()["rounds"][0]["attempts"]
    assert [sheet["dropped"] for sheet in attempt["sheets"]] == ["replaced", "replaced"]
    assert vi(attempt["discrepancy"]["texts"])[1] == (
        "Điểm do trưởng ban giám khảo quyết định: 7,25."
    )
    assert attempt["workings"] == []
    assert "Biên bản kín" not in answer.content.decode()
    assert head.full_name not in answer.content.decode()


def overridden(hall: Hall) -> Any:
    """An entry whose 9 became 11, for a reason that is nobody's but the office's."""
    entry = hall.own(*[(7, 4)] * len(hall.judges))
    made = propose_override(
        entry=entry, round_=hall.round, actor=hall.organiser, after=Fraction(11),
        reason="GK nhập nhầm phiếu",
    )  # fmt: skip
    approve_override(override_id=made.pk, actor=hall.second)
    return entry


def test_override_tells_before_and_after_and_its_reason_to_the_office_alone():
    hall = Hall(policy(judges={"method": "mean"}))
    entry = overridden(hall)
    answer = hall.ask(entry, hall.student)
    (final,) = answer.json()["rounds"]
    assert (final["value"], final["attempts"][0]["value"]) == ("11", "9")
    assert (final["override"]["before"], final["override"]["after"]) == ("9", "11")
    assert final["override"]["text"]["vi"] == (
        "Điểm của vòng được điều chỉnh từ 9 thành 11, có người thứ hai duyệt."
    )
    assert final["override"]["reason"] is None
    for hidden in ("nhầm", hall.organiser.full_name, hall.second.full_name):
        assert hidden not in answer.content.decode()
    office = hall.ask(entry, hall.organiser).json()["rounds"][0]["override"]
    assert (office["reason"], office["proposed_by"], office["approved_by"]) == (
        "GK nhập nhầm phiếu",
        hall.organiser.full_name,
        hall.second.full_name,
    )


def test_total_of_weighted_rounds_severity_and_prize_are_told():
    hall = Hall({**policy(severity={"model": "additive"})}, judges=2)
    entry = hall.own((8, 0), (6, 0))
    hall.entry((5, 0), (4, 0))
    hall.entry((7, 0), (6, 0))
    hall.publish()
    told = hall.ask(entry, hall.student).json()
    (final,) = told["rounds"]
    assert (
        "Điểm được hiệu chỉnh theo độ nghiêm của từng giám khảo (mô hình cộng)"
        in vi(final["rules"])[1]
    )
    (attempt,) = final["attempts"]
    assert (attempt["raw"], attempt["value"]) == ("7", told["points"])
    assert vi(attempt["workings"])[0] == "(6 + 8) ÷ 2 = 7"
    assert vi(attempt["workings"])[1].startswith("Gộp các phiếu được 7; sau hiệu chỉnh")
    assert (told["award"]["code"], told["award"]["rule"]["vi"]) == (
        "nhat",
        "Giải Nhất: xét từ hạng cao xuống, 1 suất mỗi bảng",
    )


def test_published_results_are_explained_as_they_were():
    hall = Hall(policy(judges={"method": "mean"}), judges=1)
    entry = hall.own((7, 4))
    published = hall.publish()
    fill_in(Scoresheet.objects.get(attempt__entry=entry), 1, 1)
    overridden_later = propose_override(
        entry=entry, round_=hall.round, actor=hall.organiser, after=Fraction(3), reason="sau"
    )
    approve_override(override_id=overridden_later.pk, actor=hall.second)
    told = hall.ask(entry, hall.student).json()
    assert (told["state"], told["points"]) == ("published", "9")
    assert told["publication"]["number"] == 1
    assert told["publication"]["payload_sha256"] == published.payload_sha256
    (final,) = told["rounds"]
    assert final["override"] is None
    (table,) = final["attempts"][0]["tables"]
    assert [cell["points"] for line in table["lines"] for cell in line["cells"]] == [
        "9", "7", "2", "9",
    ]  # fmt: skip
    assert hall.ask(entry, hall.organiser).json()["points"] == "3"
    assert hall.ask(entry, hall.organiser, "?view=published").json()["points"] == "9"
    handed = hall.ask(entry, hall.organiser, "?view=entrant").json()
    assert handed == told


def test_appeal_is_told_with_its_words_once_the_amendment_is_public():
    case = Case()
    appeal = case.accept(case.file())
    fill_in(Scoresheet.objects.get(attempt=appeal.attempt), 9, 1)
    appeal = case.conclude(appeal, Fraction(10))
    appeal = approve_appeal(appeal=appeal, actor=case.second, expected_revision=appeal.revision)
    url = f"/api/v1/standings/{case.contest.slug}/entries/{case.entry.code}/"
    (final,) = ask(url, case.student).json()["rounds"]
    assert (final["points"], final["appeals"], final["override"]) == ("8", [], None)
    approve_publication(publication=appeal.amended, actor=case.organiser)
    (final,) = ask(url, case.student).json()["rounds"]
    assert final["points"] == "10"
    assert vi([final["override"]["text"]]) == [
        f"Điểm của vòng được điều chỉnh từ 8 thành 10 sau phúc khảo (đơn số {appeal.pk}), có người thứ hai duyệt."
    ]
    (told,) = final["appeals"]
    assert (told["state"], told["before"], told["after"]) == ("changed", "8", "10")
    assert (told["words"], told["marked"], told["marked_by"]) == ("theo phiếu chấm lại", None, None)
    office = ask(f"{url}?view=published", case.organiser).json()["rounds"][0]["appeals"][0]
    assert (office["marked"], office["marked_by"]) == ("10", case.other.code)
    assert ask(url).json()["rounds"][0]["appeals"] == []


def test_sheets_are_told_to_whom_they_belong():
    hall = Hall(policy(judges={"method": "mean"}))
    entry = hall.own((7, 4), (8, 4))
    assert [s["judge"] for s in sheets(hall, entry, hall.organiser)] == [
        judge.code for judge in hall.judges
    ]
    answer = hall.ask(entry, hall.student)
    assert [s["judge"] for s in sheets(hall, entry, hall.student)] == ["1", "2"]
    for judge in hall.judges:
        assert judge.code not in answer.content.decode()
        assert judge.full_name not in answer.content.decode()
    public = hall.ask(entry).json()
    (attempt,) = public["rounds"][0]["attempts"]
    assert (public["audience"], attempt["sheets"], attempt["tables"]) == ("public", [], [])
    assert (attempt["value"], attempt["workings"], attempt["discrepancy"]) == ("9.5", [], None)
    update_contest(contest=hall.contest, live_standings=False)
    for user in (None, hall.student, hall.judges[0].user):
        assert hall.ask(entry, user).status_code == 404
        assert hall.ask(entry, user, "?view=published").status_code == 404
    assert ask(hall.url(entry, "explanation.pdf"), hall.student).status_code == 404


@pytest.mark.parametrize("publish", [False, True])
def test_who_is_out_is_explained_to_the_people_of_the_entry_alone(publish):
    hall = Hall(policy(judges={"method": "mean"}), judges=1)
    entry = hall.own((7, 4))
    hall.entry((2, 2))
    disqualify_entry(entry=entry, revision=None, reason="sai luật")
    if publish:
        hall.publish()
    for user in (None, make_user("Người khác"), hall.judges[0].user):
        assert hall.ask(entry, user).status_code == 404
    told = hall.ask(entry, hall.student).json()
    assert (told["standing"], vi(told["decided"])) == ("disqualified", ["Bài bị loại."])


def sheets(hall: Hall, entry: Any, user: Any) -> Any:
    return hall.ask(entry, user).json()["rounds"][0]["attempts"][0]["sheets"]


def test_frozen_board_explains_what_was_there_and_no_neighbour_below_its_top():
    hall = Hall(policy(judges={"method": "mean"}), judges=1)
    entry, other = hall.own((7, 4)), hall.entry((2, 2))
    start = timezone.now()
    set_board_rules(
        contest=hall.contest, actor=hall.organiser, live=True, top=1,
        freeze_at=start + timedelta(minutes=1),
    )  # fmt: skip
    with at(start + timedelta(hours=1)):
        fill_in(Scoresheet.objects.get(attempt__entry=entry), 1, 1)
        told = hall.ask(entry, hall.student).json()
        assert (told["frozen"], told["points"], told["rank"]) == (True, "9", 1)
        (table,) = told["rounds"][0]["attempts"][0]["tables"]
        assert [line["cells"][0]["points"] for line in table["lines"]] == ["9", "7", "2", "9"]
        assert (told["below"], told["ranked"]) == (None, None)
        assert hall.ask(other).status_code == 404


def test_former_form_is_read_once_however_many_sheets_were_on_it():
    counts = []
    for judges in (1, 4):
        hall = Hall(policy(judges={"method": "mean"}), judges=judges)
        entry = hall.own(*[(7, 4)] * judges)
        hall.publish()
        heavier = [FORM["items"][0], {**FORM["items"][1], "weight": 1}]
        version = create_form_version(
            form=hall.round.form_version.form, by=None,
            definition={**FORM, "items": heavier},
        )  # fmt: skip
        seen = preview_form_version(round_=hall.round, form_version=version)
        change_form_version(
            round_=hall.round, form_version=version, actor=hall.organiser, reason="thang mới",
            basis=seen.basis,
        )  # fmt: skip
        client = APIClient()
        client.force_login(hall.student)
        client.get(hall.url(entry))
        with CaptureQueriesContext(connection) as queries:
            told = client.get(hall.url(entry)).json()
        counts.append(len(queries))
        (table,) = told["rounds"][0]["attempts"][0]["tables"]
        assert [cell["points"] for cell in table["lines"][-1]["cells"]] == ["9"] * judges
    assert counts[0] == counts[1]


def test_frozen_board_tells_no_appeal_that_ended_after_its_instant():
    hall = Hall(policy(judges={"method": "mean"}), judges=1)
    entry = hall.own((7, 4))
    now = timezone.now()
    set_board_rules(contest=hall.contest, actor=hall.organiser, live=True, freeze_at=now)
    hall.publish(round_=hall.round)
    set_appeal_window(contest=hall.contest, days=3)
    appeal = file_appeal(entry=entry, round_=hall.round, actor=hall.student, reason="chấm thấp")
    decline_appeal(appeal=appeal, actor=hall.organiser, expected_revision=1, reason="đã đúng")
    (told,) = hall.ask(entry, hall.student, "?round=final").json()["rounds"][0]["appeals"]
    assert (told["state"], told["words"]) == ("declined", "đã đúng")
    frozen = hall.ask(entry, hall.student).json()
    assert (frozen["frozen"], frozen["rounds"][0]["appeals"]) == (True, [])
    live = hall.ask(entry, hall.organiser).json()
    assert [appeal["state"] for appeal in live["rounds"][0]["appeals"]] == ["declined"]


def test_page_is_for_the_people_of_the_entry_in_both_languages_byte_by_byte():
    hall = Hall(TRIMMED, judges=5)
    entry = hall.own((10, 8), (4, 2), (7, 4), (6, 5), (7, 9))
    hall.publish()
    url = hall.url(entry, "explanation.pdf")
    first, again = (ask(f"{url}?language=vi", hall.student) for _ in range(2))
    assert (first.status_code, first["Content-Type"]) == (200, "application/pdf")
    assert first["Content-Disposition"] == (
        f'attachment; filename="{hall.contest.slug}-{entry.code}-vi.pdf"'
    )
    assert first.content == again.content
    assert first.content.startswith(b"%PDF-")
    assert ask(f"{url}?language=en", hall.student).content != first.content
    assert ask(f"{url}?language=fr", hall.student).status_code == 400
    assert ask(url).status_code == 401
    assert ask(url, make_user("Người khác")).status_code == 403


def test_page_shows_the_document_and_nothing_unescaped():
    hall = Hall(TRIMMED, judges=5, title="Hội thi <b>A</b>")
    entry = hall.own((10, 8), (4, 2), (7, 4), (6, 5), (7, 9))
    published = hall.publish()
    told = hall.ask(entry, hall.student).json()
    vietnamese, english = html(told, "vi"), html(told, "en")
    assert "Hội thi &lt;b&gt;A&lt;/b&gt;" in vietnamese
    for words in ("(8,5 + 9 + 11,5) ÷ 3 = 9,6667, làm tròn thành 9,7", published.payload_sha256):
        assert words in vietnamese
    assert "(8.5 + 9 + 11.5) ÷ 3 = 9.6667, rounded to 9.7" in english
    assert len(re.findall("cao nhất, bỏ|thấp nhất, bỏ", vietnamese)) == 2
    assert not re.search("None|\\{\\w+\\}", re.sub("<style>.*?</style>", "", vietnamese))


def test_explanation_costs_the_same_queries_for_any_number_of_sheets():
    counts = []
    for judges, others in ((1, 1), (5, 4)):
        hall = Hall(policy(judges={"method": "mean"}), judges=judges)
        entry = hall.own(*[(7, 4)] * judges)
        for mark in range(others):
            hall.entry(*[(mark, 0)] * judges)
        for prepare in (lambda: None, hall.publish):
            prepare()
            client = APIClient()
            client.force_login(hall.student)
            client.get(hall.url(entry))
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(hall.url(entry)).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 50
