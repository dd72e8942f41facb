"""What a head judge has to see to in a demo contest: judges apart, an override, a recusal, minutes.

A first round stands locked with its minutes; in the second one the day is on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, Final

from contest_platform.demo import sheets as fill
from contest_platform.demo.clock import at
from contest_platform.demo.stage import Stage
from contests.models import Contest, Round
from contests.selectors import current_policy
from contests.services import create_policy, create_round
from judging.models import Discrepancy, Judge, Scoresheet
from judging.services import (
    appoint_third,
    approve_override,
    create_panel,
    lock_round,
    propose_override,
    record_heartbeat,
    recuse,
    settle_discrepancy,
    update_judge,
)
from submissions.models import Entry

SCREENING: Final = "so-khao"
_ITEMS: Final = ("idea", "content", "craft", "impact")
_PROTOCOL: Final = {
    "measure": "points",
    "bands": [
        {"up_to": 25, "action": "accept"},
        {"up_to": 35, "action": "discuss", "result": "mean"},
        {"up_to": 45, "action": "minute", "result": "head"},
        {"action": "third_marking", "result": "closest_two"},
    ],
}


def add_screening(stage: Stage, contest: Contest) -> Round:
    """A first round before the final, which alone is ranked, and the protocol for both."""
    final = contest.rounds.get()
    screening = create_round(
        contest=contest,
        code=SCREENING,
        title="Sơ khảo",
        title_en="Screening",
        order=final.order - 1 if final.order else 0,
        form_version=final.form_version,
        judges_per_entry=2,
    )
    current = current_policy(contest)
    assert current is not None
    definition: dict[str, Any] = dict(current.definition)
    rule = {**definition["rounds"][final.code], "discrepancy": _PROTOCOL}
    definition["rounds"] = {SCREENING: rule, final.code: rule}
    create_policy(
        contest=contest,
        definition=definition,
        reason="Thêm vòng sơ khảo và quy chế xử lý chênh lệch điểm",
        by=stage.users["tochuc"],
    )
    return screening


def hold_screening(
    stage: Stage, screening: Round, judges: Sequence[Judge], entries: Sequence[Entry]
) -> None:
    """Two judges score everything; one discrepancy is minuted, one value overridden; locked."""
    head, organiser = stage.users["truongban"], stage.users["tochuc"]
    panel = create_panel(contest=screening.contest, code="so-khao", name="Hội đồng sơ khảo")
    for judge in judges:
        update_judge(judge=judge, panel=panel)
    severity = stage.severities(judges)
    form = screening.form_version.definition
    for judge in judges:
        for sheet in stage.give(judge, screening, entries):
            entry = sheet.attempt.entry
            values, comments = fill.judged(
                stage.random, form, stage.ability[entry.pk], severity[judge.pk]
            )
            if entry == entries[2]:  # the two see another work in it
                values = _level(25 if judge == judges[0] else 15)
            with at(_ago(stage, days=2.8)):
                fill.record(sheet, values, comments)
    with at(_ago(stage, days=2.5)):
        for row in Discrepancy.objects.filter(attempt__round=screening, state="open"):
            _settle(stage, row)
        override = propose_override(
            entry=entries[7],
            round_=screening,
            actor=head,
            after=Fraction(80),
            reason="Một giám khảo nhập nhầm mức của tiêu chí Kỹ thuật, xác nhận tại biên bản họp 02.",
        )
        approve_override(override_id=override.pk, actor=organiser)
        lock_round(round_id=screening.pk, actor=head, reason="Đã chấm xong mọi bài")


def _settle(stage: Stage, row: Discrepancy) -> None:
    """By whatever the band asks that needs no third marker."""
    head = stage.users["truongban"]
    assert row.action != "third_marking"
    settle_discrepancy(
        discrepancy_id=row.pk,
        actor=head,
        expected_revision=row.revision,
        reason="Hai giám khảo đã xem lại bài cùng trưởng ban và thống nhất cách hiểu tiêu chí.",
        value=Fraction(82) if row.result == "head" else None,
    )


def stir(stage: Stage, final: Round, judges: Sequence[Judge]) -> None:
    """In the final: judges apart in three ways, a proposed override, a recusal, devices."""
    done = _twice_scored(stage, final)
    for sheets, marks in zip(done, _APART, strict=False):
        for sheet, values in zip(sheets, marks, strict=False):
            with at(_ago(stage, hours=5)):
                fill.record(sheet, dict(zip(_ITEMS, values, strict=True)), _words(values))
    third, settled, other = (
        Discrepancy.objects.get(attempt=sheets[0].attempt) for sheets in done[: len(_APART)]
    )
    _appoint(stage, third, judges)
    with at(_ago(stage, hours=3)):
        if settled.action != "third_marking":
            _settle(stage, settled)
        propose_override(
            entry=done[3][0].attempt.entry,
            round_=final,
            actor=stage.users["truongban"],
            after=Fraction(85),
            reason="Thư ký cộng nhầm điểm tiêu chí Hiệu quả khi chuyển từ phiếu giấy.",
        )
    assert other.state == "open"
    _step_back(stage, final, judges[4])
    for judge, (minutes, unsent) in zip(
        judges, ((1, 0), (4, 2), (2, 0), (26, 0), (7, 0), (50, 3)), strict=True
    ):
        assert judge.user is not None
        with at(_ago(stage, minutes=minutes)):
            record_heartbeat(user=judge.user, device=f"Máy tính bảng {judge.code}", unsent=unsent)


def _ago(stage: Stage, **distance: float) -> datetime:
    return stage.now - timedelta(**distance)


_APART: Final = (
    ((25, 20, 25, 20), (10, 15, 5, 10)),
    ((20, 25, 20, 20), (15, 10, 15, 15)),
    ((20, 25, 20, 20), (10, 15, 10, 10)),
)
"""Marks of two judges by criterion, one pair for each work that they see differently."""


def _words(values: tuple[int, ...]) -> dict[str, str]:
    """The harsher judge says why."""
    return {item: _DOUBTS[item] for item, value in zip(_ITEMS, values, strict=True) if value <= 10}


_DOUBTS: Final = {
    "idea": "Ý tưởng gần giống một phim đã phổ biến trên mạng.",
    "content": "Hai số liệu không ghi nguồn.",
    "craft": "Tiếng nhỏ, đoạn giữa bị giật hình.",
    "impact": "Chưa rõ người xem sẽ làm gì sau khi xem.",
}


def _level(value: int) -> dict[str, int]:
    return dict.fromkeys(_ITEMS, value)


def _twice_scored(stage: Stage, final: Round) -> list[list[Scoresheet]]:
    """The submitted sheets of works that two judges or more have scored and agree on.

    Without those of `giamkhao1`, who is shown as never having gone back.
    """
    found: dict[int, list[Scoresheet]] = {}
    for sheet in (
        Scoresheet.objects.filter(attempt__round=final, state="submitted")
        .exclude(attempt__discrepancy__state__in=["open", "third_marking"])
        .exclude(judge__user=stage.users["giamkhao1"])
        .select_related("judge__user", "attempt__entry", "form_version")
        .order_by("attempt__entry__code", "judge__code")
    ):
        found.setdefault(sheet.attempt_id, []).append(sheet)
    return [sheets for sheets in found.values() if len(sheets) > 1]


def _appoint(stage: Stage, row: Discrepancy, judges: Sequence[Judge]) -> None:
    assigned = row.attempt.scoresheets.values_list("judge_id", flat=True)
    judge = next(each for each in reversed(judges) if each.pk not in assigned)
    with at(_ago(stage, hours=4)):
        appoint_third(
            discrepancy_id=row.pk,
            actor=stage.users["truongban"],
            expected_revision=row.revision,
            judge=judge,
            reason="Lệch quá 45 điểm, hai giám khảo không thống nhất được.",
        )


def _step_back(stage: Stage, final: Round, judge: Judge) -> None:
    sheet = next(
        each
        for each in stage.sheets(final, judge)
        if each.revision == 0 and each.attempt.scoresheets.count() == final.judges_per_entry
    )
    assert judge.user is not None
    with at(_ago(stage, hours=1)):
        recuse(
            sheet=sheet,
            actor=judge.user,
            kind="family",
            reason="Thí sinh là cháu ruột, tôi xin rút để bảo đảm khách quan.",
        )
