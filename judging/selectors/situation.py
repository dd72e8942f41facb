"""A round as its allocation sees it: who may score what, what stands already and what is fixed.

A constant number of queries whatever the number of rows. Never plans and never writes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.db.models import Count, Q

from contests.models import Round
from judging.allocation import Pair, Problem, choose_anchors
from judging.models import Discrepancy, Judge, JudgeAssignment, Panel, Scoresheet
from judging.selectors.awaited import NOT_COUNTED_ROLES, SUBMITTED_STATES
from judging.selectors.barred import conflicts, filling_roles
from judging.selectors.entered import entered
from judging.selectors.remarking import remarking
from submissions.models import Entry

JUDGED_STATES = (Entry.State.SUBMITTED, Entry.State.UNRANKED)
LEAST_CROSSING = 0.1
"""Panels that share so many of their scores can be compared."""
_NO_PANEL = "·"  # home of entries that no panel is for; no panel's code


@dataclass(frozen=True, slots=True)
class Options:
    """What the organiser asks of an allocation.

    `judges_per_entry`: None is the round's own number. `crossing`: the least share of scores across
    panels. `anchors`: how many entries every judge scores. `keep`: what was assigned stays;
    otherwise all is planned anew on which nothing was entered.
    """

    judges_per_entry: int | None = None
    crossing: float = LEAST_CROSSING
    anchors: int = 0
    keep: bool = True


@dataclass(frozen=True, slots=True)
class Seated:
    """A judge's sheets of an entry that is assigned to them, counted; void ones only in `sheets`."""

    sheets: int = 0
    entered: int = 0
    live: int = 0
    submitted: int = 0

    @property
    def spent(self) -> bool:
        """Something was entered, and all of it voided."""
        return self.entered > 0 and not self.live

    @property
    def done(self) -> bool:
        return self.live > 0 and self.submitted == self.live


@dataclass(frozen=True)
class Situation:
    """By code: `entries` in a state to be judged, `judges` of every role, `homes` of the entries.

    `seated`: what is assigned; `problem` as the allocation asks it; `dropped`: assignments of
    `seated` that go unless the plan wants them back; `thirds`: third markers' pairs.
    """

    entries: Mapping[str, Entry]
    judges: Mapping[str, Judge]
    homes: Mapping[str, str | None]
    seated: Mapping[Pair, Seated]
    problem: Problem
    barred: frozenset[Pair]
    dropped: frozenset[Pair]
    thirds: frozenset[Pair]
    trainees: tuple[str, ...] = field(default=())

    def counted(self, pair: Pair) -> bool:
        return self.judges[pair.judge].role not in NOT_COUNTED_ROLES


def situation_of(round_: Round, options: Options, without: Judge | None = None) -> Situation:
    """The round now; as it would be after `without` has left."""
    entries = {
        entry.code: entry
        for entry in Entry.objects.filter(contest=round_.contest_id, state__in=JUDGED_STATES)
        .select_related("division")
        .defer("summary")
        .order_by("code")
    }
    judges = {
        judge.code: judge
        for judge in Judge.objects.filter(contest=round_.contest_id)
        .select_related("panel")
        .order_by("code")
    }
    there = {code: judge for code, judge in judges.items() if judge.active}
    if without is not None:
        there.pop(without.code, None)
    roles = filling_roles(round_)
    scorers = [code for code, judge in there.items() if judge.role in roles]
    seats, remarkers = _seats(round_)
    seated = {pair: seat for pair, seat in seats.items() if pair.entry in entries}
    barred = _barred(round_.contest_id, entries, judges)
    thirds = _thirds(round_)
    homes = _homes(entries, judges, scorers, seated)
    fixed, dropped = set(), set()
    for pair, seat in seated.items():
        judge = judges[pair.judge]
        active = pair.judge in there
        if judge.role in NOT_COUNTED_ROLES:
            if not seat.entered and (pair in barred or not (active and options.keep)):
                dropped.add(pair)
        elif seat.entered:
            if seat.done or (active and not seat.spent):
                fixed.add(pair)
        elif pair in barred or not active:
            if pair in barred or not options.keep:
                dropped.add(pair)
        elif options.keep or pair in thirds or pair.judge not in scorers:
            fixed.add(pair)
        else:
            dropped.add(pair)
    problem = Problem(
        entries=homes,
        judges={code: _panel_code(judges[code]) for code in scorers},
        per_entry=options.judges_per_entry or max(1, round_.judges_per_entry),
        conflicts=barred,
        fixed=frozenset(fixed),
        crossing=options.crossing,
        apart=_apart(homes, judges, scorers),
        spent=remarkers | {pair for pair, seat in seated.items() if seat.spent},
    )
    if options.anchors:
        problem = replace(problem, anchors=choose_anchors(problem, options.anchors))
    return Situation(
        entries=entries,
        judges=judges,
        homes=homes,
        seated=seated,
        problem=problem,
        barred=barred,
        dropped=frozenset(dropped),
        thirds=thirds,
        trainees=tuple(c for c, judge in there.items() if judge.role == Judge.Role.TRAINEE),
    )


def _seats(round_: Round) -> tuple[dict[Pair, Seated], frozenset[Pair]]:
    """The seats with their sheets; and who only marks an entry anew after an appeal."""
    found: dict[Pair, Seated] = {}
    remarkers = set()
    assigned = JudgeAssignment.objects.filter(round=round_).annotate(anew=remarking()).order_by()
    for entry, judge, anew in assigned.values_list("entry__code", "judge__code", "anew"):
        if anew:
            remarkers.add(Pair(entry, judge))
        else:
            found[Pair(entry, judge)] = Seated()
    live = ~Q(state=Scoresheet.State.VOID)
    rows = (
        Scoresheet.objects.filter(attempt__round=round_)
        .order_by()
        .values_list("attempt__entry__code", "judge__code")
        .annotate(
            sheets=Count("pk"),
            entered=Count("pk", filter=entered()),
            live=Count("pk", filter=live),
            submitted=Count("pk", filter=Q(state__in=SUBMITTED_STATES)),
        )
    )
    for entry, judge, *counts in rows:
        if (pair := Pair(entry, judge)) in found:
            found[pair] = Seated(*counts)
    return found, frozenset(remarkers)


def _barred(
    contest_id: int, entries: Mapping[str, Entry], judges: Mapping[str, Judge]
) -> frozenset[Pair]:
    entry_of = {entry.pk: code for code, entry in entries.items()}
    judge_of = {judge.pk: code for code, judge in judges.items()}
    return frozenset(
        Pair(entry_of[entry], judge_of[judge])
        for judge, entry in conflicts(contest_id)
        if entry in entry_of and judge in judge_of
    )


def _thirds(round_: Round) -> frozenset[Pair]:
    """Third markers whose sheet is waited for or in."""
    rows = Discrepancy.objects.filter(attempt__round=round_, third__isnull=False)
    return frozenset(
        Pair(entry, judge)
        for entry, judge in rows.order_by().values_list("attempt__entry__code", "third__code")
    )


def _panel_code(judge: Judge) -> str | None:
    return None if judge.panel is None else judge.panel.code


def _homes(
    entries: Mapping[str, Entry],
    judges: Mapping[str, Judge],
    scorers: Iterable[str],
    seated: Iterable[Pair],
) -> dict[str, str | None]:
    """The panel of each entry: by topic, then by division, then any that is for all.

    Where several are alike, the one whose judges the entry has already, then the one with the
    fewest entries a judge. Without panels every home is None.
    """
    sits = {code: panel for code in scorers if (panel := judges[code].panel) is not None}
    panels = {panel.code: panel for panel in sits.values()}
    if not panels:
        return dict.fromkeys(entries)
    seats = Counter(panel.code for panel in sits.values())
    known: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for pair in seated:
        if pair.judge in sits:
            known[pair.entry][sits[pair.judge].code] += 1
    taken: Counter[str] = Counter()
    homes: dict[str, str | None] = {}
    for code in sorted(entries, key=lambda each: (each not in known, each)):
        fitting = _fitting(entries[code], panels.values())
        if not fitting:
            homes[code] = _NO_PANEL
            continue
        best = min(fitting, key=lambda p: (-known[code][p], taken[p] / seats[p], p))
        taken[best] += 1
        homes[code] = best
    return {code: homes[code] for code in entries}


def _fitting(entry: Entry, panels: Iterable[Panel]) -> list[str]:
    """Codes of the panels that are for the entry, of the most special kind there is."""
    kinds: defaultdict[tuple[bool, bool], list[str]] = defaultdict(list)
    topic = entry.topic.casefold()
    for panel in panels:
        if panel.division_id in (None, entry.division_id) and panel.topic.casefold() in ("", topic):
            kinds[bool(panel.topic), panel.division_id is not None].append(panel.code)
    return kinds[max(kinds)] if kinds else []


def _apart(
    homes: Mapping[str, str | None], judges: Mapping[str, Judge], scorers: Iterable[str]
) -> frozenset[Pair]:
    """Pairs of an entry and a judge whose panels sit at the same time."""
    sits = {code: panel for code in scorers if (panel := judges[code].panel) is not None}
    panels = {panel.code: panel for panel in sits.values()}
    clashes = {
        (one.code, other.code)
        for one in panels.values()
        for other in panels.values()
        if one.code != other.code and _overlap(one, other)
    }
    if not clashes:
        return frozenset()
    return frozenset(
        Pair(entry, code)
        for entry, home in homes.items()
        for code, panel in sits.items()
        if (home, panel.code) in clashes
    )


def _overlap(one: Panel, other: Panel) -> bool:
    if not (one.starts_at and one.ends_at and other.starts_at and other.ends_at):
        return False
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
