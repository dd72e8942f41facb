"""Demo contests before their end: one to come, one taking entries, one being judged now."""

from __future__ import annotations

from collections.abc import Mapping

from contest_platform.demo import moderated
from contest_platform.demo import sheets as fill
from contest_platform.demo.clock import at
from contest_platform.demo.names import judge_names
from contest_platform.demo.stage import Plan, Stage
from contest_platform.demo.works import AI, CONTENT
from contests.models import Round
from judging.models import ConflictOfInterest, Scoresheet
from judging.services import (
    Sample,
    create_calibration,
    declare_conflict,
    fill_assignments,
    open_spread,
)

UPCOMING = Plan(
    "demo-khoa-hoc-du-lieu",
    "data_science",
    "Dữ liệu mở – Hiểu thành phố của em",
    "Open data: understand your city",
    (4, 25, 30, 31, 45),
)
ENTERING = Plan(
    "demo-ai-vi-cong-dong",
    "ai",
    "Trí tuệ nhân tạo vì cộng đồng",
    "AI for the community",
    (-9, 30, 40, 41, 60),
)
JUDGING = Plan(
    "demo-sang-tao-noi-dung-so",
    "digital_content",
    "Sáng tạo nội dung số: Học để sẻ chia",
    "Digital content: learn and share",
    (-24, -7, -5, -3, 60),
)


def make_upcoming(stage: Stage) -> None:
    """Open to read, not yet to enter; reports will be judged blind."""
    stage.contest(organization=stage.places.nation, display_rule="initials")


def make_entering(stage: Stage) -> None:
    """Fifteen teams: some handed in, some still drafts, one of them of `hocsinh1`."""
    contest = stage.contest(organization=stage.places.cities[1])
    for index, work in enumerate(AI):
        own = index == 0
        entry = stage.enter(
            contest,
            "B" if index % 2 == 0 else "C",
            work,
            size=2 + index % 2,
            student="hocsinh1" if own else "",
            mentor=index in (0, 4),
            submitted=not own and index % 3 != 2,
            days=-8 + index * 0.4,
        )
        if index % 4 == 1:
            stage.send_picture(entry, days=-1.5)


def make_judging(stage: Stage) -> None:
    """Twenty-four works, three judges each of six; every judge has twelve, about half are done.

    Before it a screening by two, locked; in it all that a head judge has to see to.
    """
    contest = stage.contest()
    round_ = contest.rounds.get()
    screening = moderated.add_screening(stage, contest)
    entries = []
    for index, work in enumerate(CONTENT):
        entry = stage.enter(
            contest,
            "ABC"[index % 3],
            work,
            size=1 + index % 3,
            student="hocsinh1" if index == 4 else "",
            mentor=index in (1, 4, 7),
            days=-22 + index * 0.5,
        )
        stage.send_picture(entry, days=-8)
        entries.append(entry)
    stage.seat(contest, "truongban", "head")
    names = ["giamkhao1", "giamkhao2", "giamkhao3", *judge_names(3)]
    judges = [stage.seat(contest, name) for name in names]
    declare_conflict(
        judge=judges[3],
        entry=entries[0],
        kind=ConflictOfInterest.Kind.SAME_SCHOOL,
        pinned=True,
        note="Giáo viên cùng trường với thí sinh",
    )
    fill_assignments(round_=round_)
    screeners = [stage.seat(contest, name) for name in judge_names(5)[3:]]
    moderated.hold_screening(stage, screening, screeners, entries)
    severity = stage.severities(judges)
    form = round_.form_version.definition
    for judge, done in zip(judges, (5, 7, 6, 8, 4, 9), strict=True):
        for place, sheet in enumerate(stage.sheets(round_, judge)[: done + 1]):
            ability = stage.ability[sheet.attempt.entry_id]
            values, comments = fill.judged(stage.random, form, ability, severity[judge.pk])
            with at(stage.day(-1.5)):
                if place < done:
                    fill.record(sheet, values, comments)
                else:  # begun, not finished
                    some = dict(list(values.items())[:2])
                    words = {item: text for item, text in comments.items() if item in some}
                    fill.record(sheet, some, words, state="draft")
    moderated.stir(stage, round_, judges)
    _calibrate(stage, round_, severity)


def _calibrate(stage: Stage, round_: Round, severity: Mapping[int, float]) -> None:
    """Two works of last year, scored by all six judges before the judging."""
    samples = [
        Sample("Nhật ký dòng sông (bài năm trước)"),
        Sample("Góc học tập của em (bài năm trước)"),
    ]
    with at(stage.day(-3)):
        trial = create_calibration(of=round_, samples=samples, actor=None)
        sheets = Scoresheet.objects.filter(attempt__round=trial, judge__in=list(severity))
        for sheet in sheets.select_related("judge__user", "attempt__entry").order_by("pk"):
            ability = 0.8 if sheet.attempt.entry.code.endswith("1") else 0.45
            form = round_.form_version.definition
            values, comments = fill.judged(stage.random, form, ability, severity[sheet.judge_id])
            fill.record(sheet, values, comments)
        open_spread(round_=trial, opened=True)
