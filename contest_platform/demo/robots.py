"""Two demo robotics contests: one scored and waiting for approval, one on the field right now."""

from __future__ import annotations

from random import Random
from typing import Any

from contest_platform.demo import sheets as fill
from contest_platform.demo.clock import at
from contest_platform.demo.names import judge_names
from contest_platform.demo.stage import Plan, Stage
from contest_platform.demo.works import ROBOTS
from contests.models import Contest, Round
from contests.selectors import current_policy
from contests.services import create_policy, delete_round, update_round
from judging.models import Judge
from judging.services import add_attempt, fill_assignments, lock_round
from leaderboards.services import propose_publication
from submissions.models import Entry
from submissions.services import disqualify_entry, unrank_entry, withdraw_entry

PROPOSED = Plan(
    "demo-robot-kham-pha",
    "robotics",
    "Robot khám phá – Cứu hộ mùa lũ",
    "Robot discovery: flood rescue",
    (-30, -14, -12, -9, -1),
)
LIVE = Plan(
    "demo-robot-thu-thach",
    "robotics",
    "Robot thử thách – Ba lượt chạy",
    "Robot challenge: three runs",
    (-28, -10, -8, -1, 60),
)


def make_proposed(stage: Stage) -> None:
    """Everything is scored; the head judge has proposed the results, nobody has approved them.

    The field has a shared rank, a disqualified, a withdrawn and an unranked team, and one that
    never came.
    """
    contest = stage.contest(display_rule="full_name")
    field, design = contest.rounds.get(code="field"), contest.rounds.get(code="design")
    entries = _teams(stage, contest, (6, 8, 6))
    stage.seat(contest, "truongban", "head")
    judges = [stage.seat(contest, name) for name in ("giamkhao3", *judge_names(7)[4:])]
    fill_assignments(round_=design)
    referee = stage.seat(contest, "giamkhao2", "referee")
    stage.give(referee, field, entries)
    for entry in entries:
        add_attempt(entry=entry, round_id=field.pk)
    division_b = [entry for entry in entries if entry.division.code == "B"]
    twins, absent = division_b[2:4], entries[1]
    _judge_design(stage, design, judges, twins)
    for sheet in stage.sheets(field, referee):
        entry = sheet.attempt.entry
        seed = (
            f"twins/{sheet.attempt.number}"
            if entry in twins
            else f"{entry.code}/{sheet.attempt.number}"
        )
        values = fill.run(Random(seed), 0.72 if entry in twins else stage.ability[entry.pk])
        with at(stage.day(-6 + 2 * (sheet.attempt.number - 1))):
            if entry == absent:
                fill.record(sheet, {}, kind="no_show")
            else:
                fill.record(sheet, values)
    _leave(entries)
    for round_ in (field, design):
        lock_round(round_id=round_.pk, actor=stage.users["truongban"])
    with at(stage.day(-1)):
        propose_publication(
            contest=contest,
            actor=stage.users["truongban"],
            note="Kết quả chung cuộc, theo biên bản họp hội đồng giám khảo.",
        )


def _judge_design(stage: Stage, design: Round, judges: list[Judge], twins: list[Entry]) -> None:
    severity = stage.severities(judges)
    form = design.form_version.definition
    for sheet in stage.sheets(design):
        entry = sheet.attempt.entry
        values, comments = fill.judged(
            stage.random, form, stage.ability[entry.pk], severity[sheet.judge_id]
        )
        if entry in twins:  # two teams that nothing tells apart
            values, comments = dict.fromkeys(values, 20), {"": comments[""]}
        with at(stage.day(-5)):
            fill.record(sheet, values, comments)


def _leave(entries: list[Entry]) -> None:
    """Three entries that end without a rank, each in its own way."""
    disqualify_entry(
        entry=entries[-1], revision=None, reason="Điều khiển từ xa trong lượt chạy tự động"
    )
    withdraw_entry(
        entry=entries[-2], revision=None, by=None, reason="Đội xin rút vì hỏng mạch chính"
    )
    unrank_entry(entry=entries[-3], revision=None, reason="Đội khách mời, không xếp hạng")


def make_live(stage: Stage) -> None:
    """Three runs, the best counts; two are over, the third is on, and the public looks on."""
    contest = stage.contest(organization=stage.places.cities[1], live_standings=True)
    delete_round(round=contest.rounds.get(code="design"))
    field = update_round(round=contest.rounds.get(code="field"), attempts_max=3)
    _rank_by_best_run(stage, contest)
    entries = _teams(stage, contest, (0, 10, 8))
    stage.seat(contest, "truongban", "head")
    referees = [stage.seat(contest, name, "referee") for name in ("giamkhao2", *judge_names(8)[7:])]
    halves = [entries[0::2], entries[1::2]]
    for referee, half in zip(referees, halves, strict=True):
        stage.give(referee, field, half)
    for entry in entries:
        for _ in range(2):
            add_attempt(entry=entry, round_id=field.pk)
    for sheet in stage.sheets(field):
        entry, number = sheet.attempt.entry, sheet.attempt.number
        if number == 3 and entry not in entries[:7]:
            continue  # still to come
        ability = min(0.98, stage.ability[entry.pk] + 0.06 * (number - 2))
        with at(stage.day(-0.9 + 0.2 * number)):
            fill.record(sheet, fill.run(stage.random, ability))


def _rank_by_best_run(stage: Stage, contest: Contest) -> None:
    """The best of three runs, ties by the second, then the third, then time."""
    current = current_policy(contest)
    assert current is not None
    definition: dict[str, Any] = dict(current.definition)
    definition["rounds"] = {
        "field": {**definition["rounds"]["field"], "round": {"method": "raw"}, "weight": 1}
    }
    definition["combine"] = {**definition["combine"], "rounds": ["field"]}
    definition["display"] = {"digits": 0}
    create_policy(
        contest=contest,
        definition=definition,
        reason="Chỉ xếp hạng theo lượt chạy tốt nhất",
        by=stage.users["tochuc"],
    )


def _teams(stage: Stage, contest: Contest, sizes: tuple[int, int, int]) -> list[Entry]:
    divisions = [code for code, count in zip("ABC", sizes, strict=True) for _ in range(count)]
    return [
        stage.enter(
            contest,
            division,
            ROBOTS[index % len(ROBOTS)],
            size=2 + index % 3,
            student="hocsinh2" if index == divisions.index("B") else "",
            mentor=index in (0, 5),
            days=-20 + 0.3 * index,
        )
        for index, division in enumerate(divisions)
    ]
