"""Descriptors become forms: every element is expressed, or refused with its line."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from scoring.form import Form, evaluate, parse_form
from tests.replay import stage
from tests.replay.fll.descriptor import read_descriptor
from tests.replay.fll.tables import Event, read_events
from tests.replay.fll.tournament import package
from tests.replay.fll.xml import NotExpressible

OLD = """<fll title="Old" winner="HIGH"><Performance minimumScore="0">
<goal name="gate" title="Gate" min="0" max="1" multiplier="25" initialValue="0"/>
<goal name="balls" title="Balls" min="0" max="4" multiplier="10"/>
<goal name="cells" title="Cells"><value value="all of it" title="All" score="20"/>
<value value="none" title="None" score="0"/></goal>
<computedGoal name="bonus" title="Bonus"><variable name="half">
<term coefficient="0.5" goal="balls" scoreType="raw" floatingPoint="decimal"/></variable>
<switch><case><enumCondition><left><enumGoalRef goal="cells"/></left><equal-to/>
<right><stringConstant value="all of it"/></right></enumCondition>
<result><variableRef variable="half"/></result></case>
<default><constant value="-1"/></default></switch></computedGoal>
<restriction lowerBound="0" upperBound="9" message="No gate">
<term coefficient="-1" goal="gate" scoreType="raw"/><term coefficient="1" goal="balls" scoreType="raw"/>
</restriction>
<tiebreaker><test winner="LOW"><term coefficient="2" goal="balls" scoreType="computed"/></test></tiebreaker>
</Performance></fll>"""


def descriptor(tmp_path: Path, text: str) -> Any:
    path = tmp_path / "x_challenge.xml"
    path.write_text(text, encoding="utf-8")
    return read_descriptor(path)


def form_of(read: Any) -> Form:
    return parse_form(read.performance.form)


def test_terms_of_the_old_form_are_expressed(tmp_path: Path) -> None:
    read = descriptor(tmp_path, OLD)
    form = form_of(read)
    values = {"gate": True, "balls": 3, "cells": "all_of_it"}
    # 25 + 30 + 20, and trunc(0.5 * 3) = 1 as the polynomial truncates
    assert evaluate(form, values).points == Fraction(76)
    assert evaluate(form, {**values, "cells": "none"}).points == Fraction(54)
    refused = evaluate(form, {"gate": True, "balls": 0, "cells": "none"})
    assert [(p.code, p.severity, p.item) for p in refused.problems] == [("rule", "block", "gate")]
    assert refused.problems[0].params["message"]["en"] == "No gate"
    assert read.tie_breaks == (("tie_break_1", "asc"),)
    assert evaluate(form, values).items["tie_break_1"].number == Fraction(60)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("<tiebreaker>", "<tiebreaker/><wonder/><tiebreaker>", "line 15: <wonder>: not known"),
        (
            'goal="gate" scoreType="raw"',
            'goal="door" scoreType="raw"',
            "the goal door is not declared",
        ),
        ('scoreType="computed"', 'scoreType="cubed"', "line 15: <term>: scoreType cubed"),
        ('name="balls"', 'name="bälle"', "the name bälle has letters other than a-z"),
        ('floatingPoint="decimal"', 'floatingPoint="up"', "floatingPoint up is not known"),
        ('max="4"', 'max="four"', "line 3: <goal> 'balls': 'four' is not a number"),
        ("<fll ", '<!DOCTYPE fll [<!ENTITY a "b">]><fll ', "document types and entities"),
    ],
)
def test_what_cannot_be_expressed_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    with pytest.raises(NotExpressible) as refused:
        descriptor(tmp_path, OLD.replace(old, new))
    assert reason in str(refused.value)


def test_rounding_halves_go_up_as_in_java(tmp_path: Path) -> None:
    rounding = OLD.replace(
        '<result><variableRef variable="half"/>',
        '<result floatingPoint="round"><variableRef coefficient="-1" variable="half"/>',
    ).replace('<variable name="half">', '<variable name="half" floatingPoint="decimal">')
    found = evaluate(
        form_of(descriptor(tmp_path, rounding)), {"gate": True, "balls": 3, "cells": "all_of_it"}
    )
    assert found.items["bonus"].number == Fraction(-1)  # Math.round(-1.5)


def test_a_low_winner_ranks_upward(tmp_path: Path) -> None:
    read = descriptor(tmp_path, OLD.replace('winner="HIGH"><Perf', 'winner="LOW"><Perf'))
    policy = package(Event("x", read, {}, []))["policy"]
    assert policy["combine"]["order"] == "asc"
    assert policy["rounds"]["performance"]["attempts"]["order"] == "asc"


@pytest.mark.skipif(
    stage.data_folder() is None, reason="set REPLAY_DATA to the folder of real contests"
)
class TestSeason2025:
    """The 2025 season's descriptor: groups, a computed goal, restrictions, a virtual category."""

    @pytest.fixture
    def read(self) -> Any:
        return read_descriptor(stage.data("robotics", "descriptor_2025_unearthed.xml"))

    def test_it_is_read_whole(self, read: Any) -> None:
        assert [(c.name, c.weight, len(c.kinds)) for c in read.categories] == [
            ("performance", "1", 32),
            ("project", "1", 10),
            ("robot_design", "1", 10),
            ("core_values", "1", 10),
        ]
        form = read.performance.form
        assert (len(form["groups"]), len(read.awards)) == (18, 7)
        assert sum(rule["severity"] == "block" for rule in form["rules"]) == 7
        assert [parse_form(c.form).maximum for c in read.categories[1:]] == [Fraction(120)] * 3
        levels = read.categories[1].form["items"][0]["levels"]
        assert [(level["from"], level["to"]) for level in levels] == [
            ("1", "3"),
            ("4", "6"),
            ("7", "9"),
            ("10", "12"),
        ]

    @pytest.mark.parametrize(
        ("changed", "total"),
        [
            ({}, 60),  # both supports stand (10) and five tokens remain (50)
            ({"m03_team_cart_on_opposing_field": True}, 90),
            ({"m03_opposing_cart_on_your_field": True}, 60),
            (
                {
                    "m03_team_cart_on_opposing_field": True,
                    "m03_opposing_cart_on_your_field": True,
                },
                100,
            ),
            ({"gp_score": 4}, 60),  # weight zero
            ({"m16_precision_tokens": "three"}, 35),
            ({"m02_count_topsoil_sections": 2, "m14_count_topsoil": True}, 85),
        ],
    )
    def test_runs_are_scored(self, read: Any, changed: dict[str, Any], total: int) -> None:
        form = form_of(read)
        values = {i.id: i.initial for i in form.items.values() if i.kind != "computed"}
        assert evaluate(form, {**values, **changed}).points == Fraction(total)

    def test_restrictions_refuse_a_run(self, read: Any) -> None:
        form = form_of(read)
        values = {i.id: i.initial for i in form.items.values() if i.kind != "computed"}
        found = evaluate(form, {**values, "m14_brush": True})
        assert found.points is None
        blocking = [p for p in found.problems if p.severity == "block"]
        assert [p.params["message"]["en"] for p in blocking] == ["Brush not removed from Dig Site"]

    @pytest.mark.django_db
    def test_its_package_is_accepted(self, read: Any) -> None:
        document = package(Event("unearthed", read, {}, []))
        played = stage.play(document)
        assert [r.code for r in played.contest.rounds.all()] == [
            "performance",
            "project",
            "robot_design",
            "core_values",
        ]
        assert played.standings().rows == ()


def test_a_folder_without_a_descriptor_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no file"):
        read_events(tmp_path)


@pytest.mark.django_db
def test_virtual_categories_take_the_mean_of_their_goals(tmp_path: Path) -> None:
    goal = '<goal name="{}" title="G" min="0" max="4"/>'
    category = '<subjectiveCategory name="{}" title="{}">{}</subjectiveCategory>'
    virtual = (
        '<virtualSubjectiveCategory name="values" title="Values">'
        '<subjectiveGoalRef categoryName="talk" goal="a"/></virtualSubjectiveCategory>'
    )
    xml = (
        f'<fll title="V"><Performance>{goal.format("p")}</Performance>'
        f"{category.format('talk', 'Talk', goal.format('a') + goal.format('b'))}{virtual}</fll>"
    )
    (tmp_path / "v_challenge.xml").write_text(xml, encoding="utf-8")
    (tmp_path / "v_performance.csv").write_text("TeamNumber,RunNumber,P\n7,1,2\n", encoding="utf-8")
    (tmp_path / "v_talk.csv").write_text(
        "TEAMNUMBER,JUDGE,A,B\n7,J1,1,4\n7,J2,4,4\n7,J3,4,0\n", encoding="utf-8"
    )
    (event,) = read_events(tmp_path)
    standing = stage.play(package(event)).standings().of("7")
    assert standing.rounds["values"].value == Fraction(3)
