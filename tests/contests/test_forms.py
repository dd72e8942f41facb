"""Form versions, policies, divisions and rounds."""

import copy

import pytest

from contests.errors import (
    CodeTaken,
    FormInUse,
    FormInvalid,
    InUse,
    OtherContest,
    PolicyInvalid,
    RoundLocked,
)
from contests.selectors import current_policy
from contests.services import (
    check_definition,
    create_division,
    create_form_version,
    create_policy,
    create_round,
    delete_division,
    delete_round,
    mark_form_version_used,
    update_round,
)
from scoring.form import form_digest
from tests.factories.contests import hours, make_contest
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db


def test_form_version_is_numbered_and_carries_its_digest() -> None:
    form = make_contest().forms.get()
    definition = copy.deepcopy(form.versions.get().definition)
    definition["items"][0]["label"]["vi"] = "Ý tưởng"
    version = create_form_version(form=form, definition=definition, by=None)
    assert (version.number, version.sha256) == (2, form_digest(definition))


def test_same_definition_makes_no_version() -> None:
    form = make_contest().forms.get()
    first = form.versions.get()
    assert create_form_version(form=form, definition=first.definition, by=None) == first


def test_broken_definition_names_every_place() -> None:
    form = make_contest().forms.get()
    definition = copy.deepcopy(form.versions.get().definition)
    definition["items"][0]["kind"] = "stars"
    definition["items"][2]["id"] = definition["items"][1]["id"]
    with pytest.raises(FormInvalid) as caught:
        create_form_version(form=form, definition=definition, by=None)
    pointers = {fault.pointer for fault in caught.value.errors}
    assert {"/definition/items/0/kind", "/definition/items/2/id"} <= pointers
    assert form.versions.count() == 1


def test_check_tells_the_maximum_and_stores_nothing() -> None:
    form = make_contest().forms.get()
    result = check_definition(definition=form.versions.get().definition)
    assert result.maximum == "100"
    assert result.sha256 == form.versions.get().sha256


def test_used_form_takes_new_texts_but_no_new_scoring() -> None:
    contest = make_contest()
    final = contest.rounds.get()
    before = final.form_version
    mark_form_version_used(form_version=before)
    texts = copy.deepcopy(before.definition)
    texts["items"][0]["label"]["vi"] = "Ý tưởng"
    reworded = create_form_version(form=before.form, definition=texts, by=None)
    assert update_round(round=final, form_version=reworded).form_version == reworded

    mark_form_version_used(form_version=reworded)
    scoring = copy.deepcopy(texts)
    scoring["items"][0]["weight"] = 2
    heavier = create_form_version(form=before.form, definition=scoring, by=None)
    with pytest.raises(FormInUse):
        update_round(round=final, form_version=heavier)
    final.refresh_from_db()
    assert final.form_version == reworded


def test_mark_used_keeps_the_first_instant() -> None:
    version = make_contest().forms.get().versions.get()
    mark_form_version_used(form_version=version)
    version.refresh_from_db()
    first = version.used_at
    mark_form_version_used(form_version=version)
    version.refresh_from_db()
    assert version.used_at == first is not None


def test_round_takes_only_forms_of_its_contest() -> None:
    contest, other = make_contest(), make_contest()
    with pytest.raises(OtherContest):
        update_round(round=contest.rounds.get(), form_version=other.rounds.get().form_version)


def test_round_code_is_unique_in_the_contest() -> None:
    contest = make_contest()
    with pytest.raises(CodeTaken):
        create_round(
            contest=contest,
            code="final",
            title="Chung kết",
            form_version=contest.rounds.get().form_version,
        )


def test_locked_or_judged_round_stays() -> None:
    final = make_contest().rounds.get()
    mark_form_version_used(form_version=final.form_version)
    with pytest.raises(InUse):
        delete_round(round=final)
    final.locked_at = hours(0)
    final.save()
    with pytest.raises(RoundLocked):
        update_round(round=final, title="Tên khác")


def test_division_with_entries_stays() -> None:
    contest = make_contest()
    make_entry(contest, division="B")
    with pytest.raises(InUse):
        delete_division(division=contest.divisions.get(code="B"))
    delete_division(division=contest.divisions.get(code="A"))
    create_division(contest=contest, code="D", title="Bảng D")
    assert [d.code for d in contest.divisions.order_by("code")] == ["B", "C", "D"]


def test_policy_is_appended_and_the_latest_is_in_force() -> None:
    contest = make_contest()
    first = contest.policies.get()
    definition = copy.deepcopy(first.definition)
    definition["display"] = {"digits": 1}
    second = create_policy(
        contest=contest, definition=definition, reason="Làm tròn một chữ số", by=None
    )
    assert (second.number, current_policy(contest)) == (2, second)
    assert contest.policies.count() == 2


def test_policy_must_fit_the_rounds() -> None:
    contest = make_contest()
    definition = copy.deepcopy(contest.policies.get().definition)
    definition["rounds"]["semi"] = definition["rounds"].pop("final")
    with pytest.raises(PolicyInvalid) as caught:
        create_policy(contest=contest, definition=definition, by=None)
    assert "/definition/rounds/semi" in {fault.pointer for fault in caught.value.errors}
    assert contest.policies.count() == 1
