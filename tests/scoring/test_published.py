"""Published results restated as facts: what the core must reproduce exactly."""

from fractions import Fraction

import pytest

from scoring.exact import number
from scoring.field import AttemptInput, EntryInput
from scoring.methods.skating import majority_places, overall_places
from scoring.policy import parse_policy
from scoring.standings import compute
from tests.scoring.building import attempt, entry, order, policy, values

# Skating examples: dancepartner.com, "DanceSport skating system" (after A. Dawson's booklet).
RULE_5 = {"51": "11121", "52": "42212", "53": "33354", "54": "24543", "55": "56435", "56": "65666"}
RULE_6 = {
    "61": "1121421", "62": "6215212", "63": "2433633",
    "64": "3352154", "65": "4564365", "66": "5646546",
}  # fmt: skip
RULE_7 = {
    "71": "3161121", "72": "2215313", "73": "1542262",
    "74": "5424654", "75": "4633546", "76": "6356435",
}  # fmt: skip
WALTZ = {
    "111": "25664", "112": "68157", "113": "83288", "114": "74332",
    "115": "11526", "116": "42411", "117": "57873", "118": "36745",
}  # fmt: skip
TANGO = {
    "111": "36554", "112": "78387", "113": "85468", "114": "63133",
    "115": "11245", "116": "52622", "117": "27771", "118": "44816",
}  # fmt: skip
# A real final: dancesportdata.com, Desert Classic 2015, Full Bronze Int'l Cha Cha.
CHA_CHA = {"c1": "12112", "c2": "24224", "c3": "61443", "c4": "43535", "c5": "36651", "c6": "55366"}


def marks(table: dict[str, str]) -> dict[str, list[Fraction]]:
    return {entry: [Fraction(int(mark)) for mark in row] for entry, row in table.items()}


def places(*order: str) -> dict[str, int]:
    return {entry: place for place, entry in enumerate(order, 1)}


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (RULE_5, places("51", "52", "53", "54", "55", "56")),
        (RULE_6, places("61", "62", "63", "64", "65", "66")),
        (RULE_7, places("71", "72", "73", "74", "75", "76")),
        (WALTZ, places("116", "115", "114", "111", "118", "112", "117", "113")),
        (TANGO, places("115", "116", "114", "118", "111", "113", "117", "112")),
        (CHA_CHA, places("c1", "c2", "c3", "c4", "c5", "c6")),
    ],
)
def test_majority_places_are_the_published_ones(
    table: dict[str, str], expected: dict[str, int]
) -> None:
    assert majority_places(marks(table)) == expected


def test_rule_9_and_10_place_by_sums_then_by_counts() -> None:
    rule_9 = {
        "91": "11111", "92": "42222", "93": "23333", "94": "55645",
        "95": "34577", "96": "67456", "97": "76764", "98": "88888",
    }  # fmt: skip
    assert overall_places(marks(rule_9)) == places(*sorted(rule_9))
    rule_10 = {
        "101": "1641",
        "102": "6222",
        "103": "2163",
        "104": "3414",
        "105": "5355",
        "106": "4536",
    }
    assert overall_places(marks(rule_10)) == places(*sorted(rule_10))


RULE_11 = places("115", "116", "114", "111", "118", "112", "113", "117")


def test_rule_11_takes_all_marks_of_all_dances() -> None:
    waltz, tango = marks(WALTZ), marks(TANGO)
    dances = [majority_places(waltz), majority_places(tango)]
    given = {e: [dance[e] for dance in dances] for e in WALTZ}
    assert overall_places(given, {e: waltz[e] + tango[e] for e in WALTZ}) == RULE_11


def test_skating_policy_gives_the_published_final() -> None:
    dance = {"judges": {"method": "majority", "order": "asc"}}
    rules = parse_policy(
        {"schema": 1, "rounds": {"w": dance, "t": dance}, "combine": {"method": "skating"}}
    )
    couples = [
        EntryInput(c, rounds={"w": (attempt(WALTZ[c]),), "t": (attempt(TANGO[c]),)}) for c in WALTZ
    ]
    assert dict(order(compute(rules, couples))) == RULE_11


def test_climbing_multiplies_ranks() -> None:
    """Tokyo 2020 men's combined final (planetmountain.com): speed x boulder x lead, low wins."""
    final = {
        "Gines Lopez": (1, 7, 4, 28), "Coleman": (6, 1, 5, 30), "Schubert": (7, 5, 1, 35),
        "Narasaki": (2, 3, 6, 36), "Mawem": (3, 2, 7, 42), "Ondra": (4, 6, 2, 48),
        "Duffy": (5, 4, 3, 60),
    }  # fmt: skip
    by_rank = {"attempts": {"order": "asc"}, "round": {"method": "rank", "order": "asc"}}
    rules = parse_policy(
        {
            "schema": 1,
            "rounds": {"speed": by_rank, "boulder": by_rank, "lead": by_rank},
            "combine": {"method": "product"},
        }
    )
    entries = [
        EntryInput(name, rounds={r: values(n) for r, n in zip(rules.rounds, row, strict=False)})
        for name, row in final.items()
    ]
    rows = compute(rules, entries).rows
    assert [(row.entry, row.rank, row.points) for row in rows] == [
        (name, rank, row[3]) for rank, (name, row) in enumerate(final.items(), 1)
    ]


def test_halfpipe_drops_high_and_low_and_takes_the_best_run() -> None:
    """Milano-Cortina 2026 men's final (olympics.com): 6 judges, mean of 4, best of 3 runs."""
    rules = policy({
        "judges": {"method": "drop", "high": 1, "low": 1},
        "rounding": {"judges": {"digits": 2, "mode": "half_up"}},
    })  # fmt: skip
    missed = AttemptInput(3, "no_show")
    entries = [
        entry("James", attempt([50, 45, 50, 46, 49, 50]), attempt([94, 93, 94, 93, 94, 93], 2), missed),
        entry("Totsuka", attempt([89, 92, 91, 91, 91, 91]), attempt([95, 95, 96, 95, 95, 95], 2), missed),
        entry("Yamada", attempt([92, 88, 92, 92, 92, 92]), attempt([93, 90, 93, 91, 93, 91], 3)),
        entry("Lee", attempt([25, 24, 25, 23, 25, 25]), attempt([24, 25, 20, 24, 27, 26], 2),
              attempt([88, 89, 88, 88, 86, 86], 3)),
    ]  # fmt: skip
    standings = compute(rules, entries)
    assert [(r.entry, r.points) for r in standings.rows] == [
        ("Totsuka", 95), ("James", Fraction(187, 2)), ("Yamada", 92), ("Lee", Fraction(175, 2)),
    ]  # fmt: skip
    runs = standings.of("James").rounds["r"].attempts
    assert [(run.value, run.counted) for run in runs] == [
        (Fraction(195, 4), False), (Fraction(187, 2), True), (None, False),
    ]  # fmt: skip
    assert standings.of("Lee").rounds["r"].attempts[1].value == Fraction(99, 4)


def test_diving_sums_five_of_seven_times_difficulty() -> None:
    """Sydney 2000 10 m final, Choe Hyong-Gil, dives 1 and 6 (Emerson, Seltzer & Lin 2009)."""
    rules = policy({
        "judges": {"method": "drop", "high": 1, "low": 1, "aggregate": "sum"},
        "attempt": {"expression": {"*": [{"var": "value"}, {"var": "difficulty"}, {"/": [3, 5]}]}},
        "attempts": {"method": "sum"},
    })  # fmt: skip
    diver = entry(
        "Choe",
        attempt(["8.5", 8, "8.5", 8, 7, 8, "8.5"], difficulty="3.2"),
        attempt(["5.5", "4.5", 5, 5, "4.5", 5, "5.5"], 6, difficulty="2.9"),
    )
    row = compute(rules, [diver]).rows[0]
    # 8 + 8 + 8 + 8.5 + 8.5 = 41, x 3.2 x 0.6; 4.5 + 5 + 5 + 5 + 5.5 = 25, x 2.9 x 0.6
    assert [a.value for a in row.rounds["r"].attempts] == [number("78.72"), number("43.5")]
    assert row.points == number("122.22")
    dropped = [s.dropped for s in row.rounds["r"].attempts[0].sheets]
    assert (dropped.count("high"), dropped.count("low"), dropped[4]) == (1, 1, "low")


def test_diving_since_2013_sums_three_of_seven() -> None:
    """Paris 2024 men's 10 m final, first dives as scored (World Aquatics)."""
    rules = policy({
        "judges": {"method": "drop", "high": 2, "low": 2, "aggregate": "sum"},
        "attempt": {"expression": {"*": [{"var": "value"}, {"var": "difficulty"}]}},
    })  # fmt: skip
    divers = [
        entry("Williams", attempt([8, 8, 8, 8, "8.5", "8.5", 9], difficulty="3.2")),
        entry("Sereda", attempt([7, 7, 7, "7.5", 7, 7, 7], difficulty="3.2")),
        entry("Murray", attempt(["8.5", "8.5", 9, 9, "8.5", 8, 9], difficulty="3.2")),
    ]
    points = {row.entry: row.points for row in compute(rules, divers).rows}
    assert points == {
        "Williams": number("78.4"),
        "Sereda": number("67.2"),
        "Murray": number("83.2"),
    }


def test_medal_table_is_lexicographic() -> None:
    """Tokyo 2020, gold, silver, bronze of some teams that the total would order otherwise."""
    rules = parse_policy(
        {
            "schema": 1,
            "rounds": {"gold": {}, "silver": {}, "bronze": {}},
            "combine": {"method": "lexicographic"},
        }
    )
    table = {"USA": (39, 41, 33), "CHN": (38, 32, 18), "JPN": (27, 14, 17), "GBR": (22, 21, 22)}
    entries = [
        EntryInput(code, rounds={r: values(n) for r, n in zip(rules.rounds, row, strict=True)})
        for code, row in table.items()
    ]
    assert order(compute(rules, entries)) == [("USA", 1), ("CHN", 2), ("JPN", 3), ("GBR", 4)]
