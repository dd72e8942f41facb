"""Comments for the entrants: nothing before the release, never a private one, never a name."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from contests.services import create_form_version, grant
from judging.errors import CommentMissing, CommentPrivate, FeedbackNothing, ReasonRequired
from judging.models import ReleasedComment
from judging.selectors import released_to
from judging.services import (
    release_feedback,
    reopen_scoresheet,
    rule_comment,
    withdraw_feedback,
)
from tests.factories.accounts import make_user
from tests.factories.judging import (
    FORM,
    fill_in,
    make_judge,
    make_judged_contest,
    make_sheet,
    operation,
)
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db

WORDS = "Bố cục rõ, nên thêm nguồn ảnh."
SECRET = "Nghi nhờ người lớn làm hộ."
PRIVATE_FORM = {
    **FORM,
    "prompts": [{"vi": "Điểm mạnh nhất là gì?", "en": "What is best?"}],
    "items": [
        {**FORM["items"][0], "prompts": [{"vi": "Ý tưởng mới ở đâu?"}]},
        {**FORM["items"][1], "comment": {"private": True}},
    ],
}


class Scene:
    def __init__(self) -> None:
        self.contest, self.round = make_judged_contest(form=PRIVATE_FORM)
        self.student, self.mentor = make_user("Em Lan"), make_user("Cô Mai")
        self.entry = make_entry(self.contest, student=self.student, mentor=self.mentor)
        self.division = self.entry.division
        self.judges = [make_judge(self.contest), make_judge(self.contest)]
        self.head = make_judge(self.contest, role="head").user
        grant(contest=self.contest, name="chair", to=self.head)
        self.sheet = make_sheet(self.judges[0], self.entry, self.round)
        self.other = make_sheet(self.judges[1], self.entry, self.round)
        fill_in(self.sheet, 7, 7, comments={"idea": WORDS, "craft": SECRET})
        fill_in(self.other, 6, 6, comments={"": "Cần luyện thuyết trình."})
        for sheet in (self.sheet, self.other):
            sheet.refresh_from_db()

    def release(self):
        return release_feedback(round_=self.round, divisions=[self.division], actor=self.head)

    def words(self) -> list[str]:
        return [said["words"] for round_ in released_to(self.entry) for said in round_["comments"]]


def get(user, path):
    client = APIClient()
    client.force_login(user)
    cache.clear()
    return client.get(path)


def test_nothing_leaves_before_the_release_and_private_never():
    scene = Scene()
    path = f"/api/v1/entries/{scene.entry.pk}/feedback/"
    mine = [
        path,
        f"/api/v1/entries/{scene.entry.pk}/",
        f"/api/v1/standings/{scene.contest.slug}/",
        f"/api/v1/standings/{scene.contest.slug}/entries/{scene.entry.code}/",
        "/api/v1/scoresheets/",
        "/api/v1/my/contests/",
    ]
    for user in (scene.student, scene.mentor):
        for each in mine:
            body = get(user, each).content.decode()
            assert WORDS not in body, each
            assert SECRET not in body, each
        assert get(user, path).json() == []
    scene.release()
    for user in (scene.student, scene.mentor):
        for each in mine:
            body = get(user, each).content.decode()
            assert (WORDS in body) == (each == path), each
            assert SECRET not in body, each
    assert not ReleasedComment.objects.filter(words=SECRET).exists()
    assert get(make_user("Người khác"), path).status_code == 404
    assert get(scene.judges[0].user, path).status_code == 404


def test_entrants_know_judges_by_number_alone():
    scene = Scene()
    scene.release()
    body = get(scene.student, f"/api/v1/entries/{scene.entry.pk}/feedback/")
    (round_,) = body.json()
    assert sorted(round_["comments"][0]) == ["criterion", "item", "judge", "words"]
    assert {said["judge"] for said in round_["comments"]} == {1, 2}
    for judge in scene.judges:
        assert judge.code not in body.content.decode()
        assert judge.full_name not in body.content.decode()
    voices = {said["words"]: said["judge"] for said in round_["comments"]}
    third = make_judge(scene.contest)
    fill_in(make_sheet(third, scene.entry, scene.round), 5, 5, comments={"": "Hay."})
    scene.release()
    after = released_to(scene.entry)[0]["comments"]
    assert {said["words"]: said["judge"] for said in after} == {**voices, "Hay.": 3}


def test_a_comment_held_back_is_gone_at_once_and_comes_back():
    scene = Scene()
    scene.release()
    with pytest.raises(ReasonRequired):
        rule_comment(sheet=scene.sheet, item="idea", actor=scene.head, held=True, reason=" ")
    rule_comment(sheet=scene.sheet, item="idea", actor=scene.head, held=True, reason="gay gắt")
    assert scene.words() == ["Cần luyện thuyết trình."]
    rule_comment(sheet=scene.sheet, item="idea", actor=scene.head, held=False)
    assert sorted(scene.words()) == sorted([WORDS, "Cần luyện thuyết trình."])
    with pytest.raises(CommentPrivate):
        rule_comment(sheet=scene.sheet, item="craft", actor=scene.head, held=True, reason="x")
    with pytest.raises(CommentMissing):
        rule_comment(sheet=scene.sheet, item="", actor=scene.head, held=True, reason="x")


def test_words_written_after_the_release_wait_for_the_next_one():
    scene = Scene()
    scene.release()
    fill_in(scene.sheet, 7, 7, comments={"idea": "Viết lại sau."})
    assert WORDS in scene.words()
    assert "Viết lại sau." not in scene.words()
    scene.release()
    assert "Viết lại sau." in scene.words()


def test_a_release_is_taken_back_with_a_reason():
    scene = Scene()
    scene.release()
    where = {"round_": scene.round, "divisions": [scene.division], "actor": scene.head}
    with pytest.raises(ReasonRequired):
        withdraw_feedback(**where, reason="")
    withdraw_feedback(**where, reason="công bố nhầm bảng")
    assert scene.words() == []


def test_a_sheet_that_is_not_handed_in_says_nothing():
    scene = Scene()
    for sheet in (scene.sheet, scene.other):
        reopen_scoresheet(
            sheet_id=sheet.pk,
            actor=scene.head,
            expected_revision=1,
            operation=operation(),
            reason="x",
        )
    with pytest.raises(FeedbackNothing):
        scene.release()


def test_what_one_version_made_private_no_later_version_opens():
    scene = Scene()
    create_form_version(form=scene.round.form_version.form, definition=dict(FORM), by=None)
    scene.release()
    assert SECRET not in scene.words()


def test_the_head_judge_sees_all_comments_by_entry():
    scene = Scene()
    rule_comment(sheet=scene.sheet, item="idea", actor=scene.head, held=True, reason="gay gắt")
    body = get(scene.head, f"/api/v1/rounds/{scene.round.pk}/feedback/").json()
    (entry,) = body["results"]
    assert entry["code"] == scene.entry.code
    said = {each["words"]: each for each in entry["comments"]}
    assert (said[SECRET]["private"], said[SECRET]["released"]) == (True, False)
    assert (said[WORDS]["held"], said[WORDS]["held_reason"]) == (True, "gay gắt")
    rows = get(scene.head, f"/api/v1/rounds/{scene.round.pk}/feedback-releases/").json()
    mine = next(row for row in rows if row["division"]["id"] == scene.division.pk)
    assert (mine["ready"], mine["released"]) == (1, False)
