"""Setting contests up and changing them."""

import pytest

from contests.errors import (
    ContestArchived,
    PresetUnknown,
    SlugTaken,
    TeamSizeInvalid,
    WindowsInvalid,
)
from contests.models import Contest
from contests.permissions import grants_of
from contests.services import create_contest, update_contest
from contests.slugs import slug_of
from tests.factories.accounts import make_user
from tests.factories.contests import hours, make_contest, make_organization

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Đường đua số – Lớp 9", "duong-dua-so-lop-9"),
        ("Tuần lễ học tập suốt đời 2026", "tuan-le-hoc-tap-suot-doi-2026"),
        ("ĐỘI ƯỚC MƠ", "doi-uoc-mo"),
        ("Cuộc thi", "cuoc-thi"),  # decomposed marks
        ("???", "contest"),
        ("ạ" * 200, "a" * 80),
    ],
)
def test_slug_is_made_of_plain_letters(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_slug_is_numbered_when_it_is_taken() -> None:
    slugs = [make_contest(title="Robot Đà Nẵng").slug for _ in range(3)]
    assert slugs == ["robot-da-nang", "robot-da-nang-2", "robot-da-nang-3"]


def test_given_slug_must_be_free() -> None:
    make_contest(slug="robot-2026")
    with pytest.raises(SlugTaken):
        make_contest(slug="robot-2026")


def test_title_is_stored_composed() -> None:
    assert make_contest(title="Sa\u0301ng  ta\u0323o").title == "Sáng tạo"


def test_unknown_preset_makes_nothing() -> None:
    with pytest.raises(PresetUnknown):
        create_contest(preset_kind="chess", title="Cờ", organization=make_organization(), by=None)
    assert not Contest.objects.exists()


def test_creator_gets_three_grants() -> None:
    user = make_user()
    contest = make_contest(by=user)
    assert grants_of(user, contest) == {"manage", "publish", "issue_certificates"}


@pytest.mark.parametrize(
    ("windows", "pointer"),
    [
        ({"entries_open_at": 2, "entries_close_at": 1}, "/entries_close_at"),
        ({"entries_close_at": 2, "submissions_close_at": 1}, "/submissions_close_at"),
        ({"judging_open_at": 2, "judging_close_at": 1}, "/judging_close_at"),
    ],
)
def test_windows_must_be_in_order(windows: dict[str, int], pointer: str) -> None:
    with pytest.raises(WindowsInvalid) as caught:
        make_contest(**{name: hours(number) for name, number in windows.items()})
    assert [fault.pointer for fault in caught.value.errors] == [pointer]


def test_smallest_team_is_no_larger_than_the_largest() -> None:
    with pytest.raises(TeamSizeInvalid):
        make_contest(team_min=3, team_max=2)


def test_archived_contest_takes_only_another_state() -> None:
    contest = make_contest(state="archived")
    with pytest.raises(ContestArchived):
        update_contest(contest=contest, title="Tên khác")
    assert update_contest(contest=contest, state="open").state == "open"
