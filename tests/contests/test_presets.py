"""The presets: each makes a whole contest, and each form and policy can be used."""

import jsonschema
import pytest
from rest_framework.test import APIClient

from contests.models import Contest
from contests.presets import presets
from contests.services import create_contest
from scoring.form import evaluate, parse_form
from tests.factories.accounts import make_user
from tests.factories.contests import make_organization

pytestmark = pytest.mark.django_db

MAXIMA = {
    "programming": {"problems": 400},
    "robotics": {"run": 190, "design": 100},
    "digital_content": {"work": 100},
    "ai": {"metric": 100, "product": 100},
    "data_science": {"metric": 100, "report": 100},
    "digital_skills": {"quiz": 30},
}


def test_presets_are_one_of_each_kind() -> None:
    assert [each.kind for each in presets()] == list(MAXIMA)


@pytest.mark.parametrize("kind", MAXIMA)
def test_preset_makes_a_contest_with_all_its_parts(kind: str) -> None:
    chosen = next(each for each in presets() if each.kind == kind)
    contest = create_contest(
        preset_kind=kind, title="Thử", organization=make_organization(), by=make_user()
    )
    assert contest.state == Contest.State.DRAFT
    assert [d.code for d in contest.divisions.all()] == [d["code"] for d in chosen.divisions]
    assert [r.code for r in contest.rounds.all()] == [r["code"] for r in chosen.rounds]
    assert {f.code for f in contest.forms.all()} == set(MAXIMA[kind])
    assert all(f.versions.get().number == 1 for f in contest.forms.all())
    assert contest.policies.get().number == 1


@pytest.mark.parametrize("kind", MAXIMA)
def test_preset_forms_have_the_stated_maximum(kind: str) -> None:
    chosen = next(each for each in presets() if each.kind == kind)
    found = {form["code"]: parse_form(form["definition"]).maximum for form in chosen.forms}
    assert found == MAXIMA[kind]


def test_presets_have_every_text_in_both_languages() -> None:
    def texts(node: object) -> list[dict[str, str]]:
        if isinstance(node, dict):
            own = [node] if "vi" in node else []
            return own + [t for value in node.values() for t in texts(value)]
        if isinstance(node, list):
            return [t for value in node for t in texts(value)]
        return []

    for each in presets():
        found = texts([form["definition"] for form in each.forms]) + texts(each.policy)
        assert found
        assert all(text["vi"] and text["en"] for text in found)


def test_robot_parks_for_nothing_without_another_task() -> None:
    robotics = next(each for each in presets() if each.kind == "robotics")
    form = parse_form(robotics.forms[0]["definition"])
    empty = {
        "delivered": 0,
        "partial": 0,
        "line": "none",
        "surprise": False,
        "parking": True,
        "restarts": 1,
        "time": 120,
    }
    assert evaluate(form, empty).points == 0
    full = empty | {"delivered": 6, "line": "all", "surprise": True, "restarts": 0}
    assert evaluate(form, full).points == 190
    assert evaluate(form, full | {"restarts": 2, "time": "63.25"}).points == 180


def test_robot_sheet_refuses_more_objects_than_the_field_has() -> None:
    robotics = next(each for each in presets() if each.kind == "robotics")
    form = parse_form(robotics.forms[0]["definition"])
    values = {
        "delivered": 4,
        "partial": 3,
        "line": "all",
        "surprise": False,
        "parking": False,
        "restarts": 0,
        "time": 100,
    }
    found = [problem.pointer for problem in evaluate(form, values).problems]
    assert found == ["/rules/objects"]


@pytest.mark.parametrize("kind", MAXIMA)
def test_presets_satisfy_the_published_schemas(kind: str) -> None:
    chosen = next(each for each in presets() if each.kind == kind)
    client = APIClient()
    form, policy = (
        client.get(f"/api/v1/schemas/{name}.json").json() for name in ("form", "policy")
    )
    for each in chosen.forms:
        jsonschema.validate(each["definition"], form)
    jsonschema.validate(chosen.policy, policy)
