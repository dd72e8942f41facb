"""Whether a name is shown: the strictest of rules and consents, and never more for a word more."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from submissions.naming import (
    Named,
    Rule,
    Word,
    consent_of,
    named_as,
    shown_entry,
    shown_name,
    strictest,
    without_names,
)

NAME = "Nguyễn Văn An"
MOMENT = datetime(2026, 9, 1, tzinfo=UTC)
RULES = [Rule.FULL_NAME, Rule.INITIALS, Rule.CODE]

rules = st.sampled_from(RULES)
words = st.one_of(st.none(), st.builds(Word, st.booleans(), st.just(MOMENT), st.booleans()))
births = st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2020, 1, 1)))


def seen(shown: str | None) -> int:
    return [None, "N.V.A.", NAME].index(shown)


@given(rules, rules, words, words, births)
def test_name_is_shown_no_further_than_each_of_rule_then_rule_now_and_consent(
    then, now, own, record, born
):
    agreed = consent_of((own, record), born) == "given"
    level = seen(shown_name(Named(NAME, agreed), strictest(then, now)))
    allowed = {Rule.FULL_NAME: 2, Rule.INITIALS: 1, Rule.CODE: 0}
    assert level == min(allowed[then], allowed[now], 2 if agreed else 0)


@given(words, words, births)
def test_withdrawing_on_either_side_is_final_whatever_the_other_says(own, record, born):
    withdrawn = Word(False, MOMENT)
    assert consent_of((withdrawn, record), born) == "withdrawn"
    assert consent_of((own, withdrawn), born) == "withdrawn"


@given(words, words, births)
def test_name_needs_a_consent_that_was_given(own, record, born):
    given_ = [word for word in (own, record) if word is not None and word.given]
    assert consent_of((own, record), born) != "given" or given_


@pytest.mark.parametrize(
    ("born", "state"),
    [(date(2010, 9, 2), "none"), (date(2010, 9, 1), "given"), (None, "given")],
)
def test_child_below_16_consents_not_alone(born, state):
    assert consent_of((Word(True, MOMENT, alone=True), None), born) == state
    assert consent_of((Word(True, MOMENT, alone=True), Word(True, MOMENT)), born) == "given"


@given(rules, st.lists(st.booleans(), min_size=1, max_size=3))
def test_team_shows_each_member_by_their_own_consent(rule, consents):
    people = [
        Named(f"Trần Thị {letter}", one) for letter, one in zip("ABC", consents, strict=False)
    ]
    shown = shown_entry(
        rule, pk=7, code="B-001", title="Máy tưới cây", team="Sao Mai", school="THCS", people=people
    )
    assert len(shown["names"]) == (0 if rule == Rule.CODE else sum(consents))
    assert shown["id"] is None
    assert shown["title"] == (None if rule == Rule.CODE else "Máy tưới cây")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (NAME, False),
        ("Bài của nguyen van an, lớp 9A", False),
        ("NGUYỄN  VĂN-AN", False),
        ("Nguyễn Văn Anh kể chuyện", True),
        ("An toàn giao thông", True),
        ("", True),
        (None, True),
    ],
)
def test_title_that_holds_the_name_is_left_out(text, kept):
    assert without_names(text, [NAME]) == (text if kept else None)


def test_title_of_one_word_is_a_name_only_alone():
    assert without_names("An", ["An"]) is None
    assert without_names("An toàn giao thông", ["An"]) == "An toàn giao thông"


@pytest.mark.parametrize(
    ("rule", "agreed", "title"),
    [
        (Rule.FULL_NAME, True, NAME),
        (Rule.FULL_NAME, False, None),
        (Rule.INITIALS, True, None),
        (None, False, NAME),
    ],
)
def test_title_typed_as_the_name_is_shown_where_the_full_name_is(rule, agreed, title):
    shown = shown_entry(
        rule, pk=1, code="B-001", title=NAME, team=NAME, school=None, people=[Named(NAME, agreed)]
    )
    assert (shown["title"], shown["team"]) == (title, title)


def test_frozen_names_find_the_consents_of_now():
    now = [Named("Lê B", True), Named("LE  B", False), Named("Trần Thị C", True)]
    assert named_as(["Lê B", "Tran Thi C", "Người Cũ"], now) == [
        Named("Lê B", False),  # of namesakes all must agree
        Named("Tran Thi C", True),
        Named("Người Cũ", False),
    ]
