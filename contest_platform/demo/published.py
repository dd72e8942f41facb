"""Demo contests that are over: certificates issued, an appeal filed, a ceremony to be rehearsed."""

from __future__ import annotations

from certificates.services import create_template, order_batch
from contest_platform.demo import sheets as fill
from contest_platform.demo.clock import at
from contest_platform.demo.stage import Plan, Stage
from contests.models import Contest
from contests.selectors import current_policy
from contests.services import create_policy
from judging.services import lock_round
from leaderboards.models import Publication
from leaderboards.services import (
    AwardChange,
    approve_publication,
    file_appeal,
    propose_publication,
    record_decision,
    set_appeal_window,
    set_board_rules,
)
from submissions.models import Entry
from submissions.services import disqualify_entry

CERTIFIED = Plan(
    "demo-rung-chuong-ky-nang-so",
    "digital_skills",
    "Rung chuông kỹ năng số",
    "Digital skills bell",
    (-40, -16, -16, -15, -6),
)
AWARDED = Plan(
    "demo-lap-trinh-tre",
    "programming",
    "Lập trình trẻ – Thuật toán quanh em",
    "Young programmers: algorithms around us",
    (-35, -14, -14, -12, -4),
)
CEREMONY = Plan(
    "demo-le-cong-bo",
    "programming",
    "Tin học trẻ: chờ lễ công bố",
    "Young informatics: before the ceremony",
    (-30, -12, -12, -10, -2),
)
_QUOTAS = {"nhat": 1, "nhi": 1, "ba": 2, "khuyen-khich": 2}


def make_certified(stage: Stage) -> None:
    """Thirty pupils and a quiz; awards are published and their certificates are ordered."""
    contest = stage.contest(display_rule="full_name")
    _fewer_prizes(stage, contest)
    entries = _pupils(stage, contest, 30, "Bài thi trắc nghiệm")
    stage.ability[entries[4].pk] = 0.97  # who can sign in has a certificate to look at
    round_ = contest.rounds.get()
    sheets = stage.machine(contest, round_, entries)
    for sheet in sheets:
        with at(stage.day(-12)):
            fill.record(sheet, fill.quiz(stage.random, stage.ability[sheet.attempt.entry_id]))
    record_decision(
        contest=contest,
        kind="target",
        data={"name": "participants", "value": len(entries)},
        reason="Số người dự thi khi đóng cổng",
        actor=stage.users["tochuc"],
    )
    lock_round(round_id=round_.pk, actor=stage.users["tochuc"])
    publication = _publish(stage, contest)
    template = create_template(
        contest=contest,
        design="giay_chung_nhan",
        definition={
            "issuer": ["BAN TỔ CHỨC TUẦN LỄ HỌC TẬP SUỐT ĐỜI", "THÀNH PHỐ SÔNG NGÂN"],
            "place": "Sông Ngân",
            "signer": {
                "prefix": "TM. BAN TỔ CHỨC",
                "title": "TRƯỞNG BAN",
                "name": stage.users["tochuc"].full_name,
            },
        },
        by=stage.users["tochuc"],
    )
    order_batch(publication=publication, template=template, by=stage.users["tochuc"])


def make_awarded(stage: Stage) -> None:
    """Twenty-four pupils and four problems; equal points, equal penalties, one disqualified."""
    contest = stage.contest(organization=stage.places.cities[1])
    entries = _pupils(stage, contest, 24, "Bài làm lập trình")
    round_ = contest.rounds.get()
    sheets = stage.machine(contest, round_, entries)
    equal = fill.problems(stage.random, 0.7)
    for place, sheet in enumerate(sheets):
        ability = stage.ability[sheet.attempt.entry_id]
        values = equal if place in (10, 12) else fill.problems(stage.random, ability)
        with at(stage.day(-9)):
            fill.record(sheet, values)
    disqualify_entry(entry=entries[6], revision=None, reason="Chép mã nguồn của bài khác")
    lock_round(round_id=round_.pk, actor=stage.users["tochuc"])
    last = entries[5]  # outside the prizes or not: the committee's word stands in the record
    change = AwardChange(
        last.code, "khuyen-khich", "Thí sinh nhỏ tuổi nhất, hội đồng đề nghị khuyến khích"
    )
    _publish(stage, contest, (change,))
    set_appeal_window(contest=contest, days=30)
    with at(stage.day(-1)):
        file_appeal(
            entry=entries[4],
            round_=round_,
            actor=stage.users["hocsinh1"],
            reason="Em nghĩ bài của em chạy đúng nhóm dữ liệu thứ hai nhưng chưa được tính điểm.",
        )


def make_ceremony(stage: Stage) -> None:
    """Eighteen pupils, a board that was frozen, approved results that wait for their ceremony."""
    contest = stage.contest(display_rule="full_name")
    _fewer_prizes(stage, contest)
    entries = _pupils(stage, contest, 18, "Bài làm lập trình")
    round_ = contest.rounds.get()
    sheets = stage.machine(contest, round_, entries)
    for sheet in sheets:
        with at(stage.day(-6)):
            fill.record(sheet, fill.problems(stage.random, stage.ability[sheet.attempt.entry_id]))
    set_board_rules(
        contest=contest, actor=stage.users["tochuc"], live=True, freeze_at=stage.day(-5.5)
    )
    for sheet in sheets[::3]:
        with at(stage.day(-5)):
            sheet.refresh_from_db()
            fill.record(sheet, fill.problems(stage.random, 0.95))
    lock_round(round_id=round_.pk, actor=stage.users["tochuc"])
    _publish(stage, contest, ceremony=True)


def _pupils(stage: Stage, contest: Contest, count: int, title: str) -> list[Entry]:
    return [
        stage.enter(
            contest,
            "ABC"[index % 3],
            (title, ""),
            student={4: "hocsinh1", 7: "hocsinh2"}.get(index, ""),
            mentor=index in (1, 4, 10),
            days=stage.plan.days[0] + 1 + 0.4 * index,
        )
        for index in range(count)
    ]


def _fewer_prizes(stage: Stage, contest: Contest) -> None:
    current = current_policy(contest)
    assert current is not None
    prizes = [{**prize, "quota": _QUOTAS[prize["code"]]} for prize in current.definition["prizes"]]
    create_policy(
        contest=contest,
        definition={**current.definition, "prizes": prizes},
        reason="Cơ cấu giải theo kế hoạch của Ban tổ chức",
        by=stage.users["tochuc"],
    )


def _publish(
    stage: Stage,
    contest: Contest,
    awards: tuple[AwardChange, ...] = (),
    *,
    ceremony: bool = False,
) -> Publication:
    """Proposed by one person, approved by another, as the product asks."""
    end = stage.plan.days[4]
    with at(stage.day(end + 1)):
        publication = propose_publication(
            contest=contest,
            actor=stage.users["tochuc"],
            note="Kết quả chính thức.",
            awards=awards,
            ceremony=ceremony,
        )
    with at(stage.day(end + 1.2)):
        return approve_publication(publication=publication, actor=stage.users["duyet"])
