"""What a head judge has to see to in a demo contest: judges apart, an override, a recusal, minutes.

A first round stands locked with its minutes; in the second one the day is on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    marks: Mapping[int, tuple[int, int]] = {0: (25, 10), 1: (25, 15), 2: (20, 10)}
    for place, (high, low) in marks.items():
        for number, sheet in enumerate(done[place]):
            with at(_ago(stage, hours=5)):
                fill.record(sheet, _level(high if number == 0 else low), dict(_WORDS))
    third, settled, other = (
        Discrepancy.objects.get(attempt=done[place][0].attempt) for place in marks
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


_WORDS: Final = dict.fromkeys(_ITEMS, "Cần xem lại căn cứ cho mức này.")


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
    sheet = next(each for each in stage.sheets(final, judge) if each.revision == 0)
    assert judge.user is not None
    with at(_ago(stage, hours=1)):
        recuse(
            sheet=sheet,
            actor=judge.user,
            kind="family",
            reason="Thí sinh là cháu ruột, tôi xin rút để bảo đảm khách quan.",
        )
