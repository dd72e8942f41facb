"""From item to rank: exact numbers, what was dropped, what decided, for a fixed number of queries."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from judging.models import Discrepancy, Scoresheet
from judging.services import appoint_third, settle_discrepancy
from tests.factories.judging import fill_in, make_judge
from tests.leaderboards.explaining import THIRD, TRIMMED, Hall, policy, vi

pytestmark = pytest.mark.django_db


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
