"""Who sees which entry: the exact sets, and lists that agree with single objects."""

from collections.abc import Mapping

import pytest
from django.contrib.auth.models import AnonymousUser, Group

from contests.models import Contest
from contests.permissions import ContestPolicy, Person, granted
from contests.services import grant
from submissions.models import Entry
from submissions.permissions import AttachmentPolicy, EntryPolicy
from submissions.services import create_submission, set_attachment_public
from tests.factories.accounts import make_staff, make_user
from tests.factories.contests import make_contest, make_officer, make_organiser
from tests.factories.submissions import make_attachment, make_entry

pytestmark = pytest.mark.django_db

ROLES = (
    "anonymous",
    "stranger",
    "student",
    "mentor",
    "judge",
    "chair",
    "observer",
    "publisher",
    "group",
    "organiser",
    "other-organiser",
    "staff",
    "left",
)


@pytest.fixture
def people() -> Mapping[str, Person]:
    """One person a role; three entries: "mine" and "theirs" here, "far" in another contest."""
    here, far = make_contest(title="Đây"), make_contest(title="Xa")
    make_contest(title="Nháp", state="draft", by=None)
    student, mentor, left = make_user(), make_user(), make_user()
    make_entry(here, title="mine", student=student, mentor=mentor)
    make_entry(here, title="theirs")
    make_entry(far, title="far", student=left)
    left.is_active = False
    left.save()
    member, group = make_user(), Group.objects.create(name="Ban tổ chức")
    member.groups.add(group)
    grant(contest=here, name="manage", to=group)
    return {
        "anonymous": AnonymousUser(),
        "stranger": make_user(),
        "student": student,
        "mentor": mentor,
        "judge": make_officer(here, "judge"),
        "chair": make_officer(here, "chair"),
        "observer": make_officer(here, "observe"),
        "publisher": make_officer(here, "publish"),
        "group": member,
        "organiser": make_organiser(here),
        "other-organiser": make_organiser(far),
        "staff": make_staff(),
        "left": left,
    }


VISIBLE = {
    "student": {"mine"},
    "mentor": {"mine"},
    "chair": {"mine", "theirs"},
    "observer": {"mine", "theirs"},
    "group": {"mine", "theirs"},
    "organiser": {"mine", "theirs"},
    "other-organiser": {"far"},
    "staff": {"mine", "theirs", "far"},
}
CHANGEABLE = {
    "student": {"mine"},
    "mentor": {"mine"},
    "group": {"mine", "theirs"},
    "organiser": {"mine", "theirs"},
    "other-organiser": {"far"},
    "staff": {"mine", "theirs", "far"},
}


@pytest.mark.parametrize("role", ROLES)
def test_entries_are_visible_to_exactly_their_people(
    role: str, people: Mapping[str, Person]
) -> None:
    user = people[role]
    listed = set(Entry.objects.filter(EntryPolicy.readable(user)).values_list("title", flat=True))
    assert listed == VISIBLE.get(role, set())
    entries = list(Entry.objects.all())
    assert {e.title for e in entries if EntryPolicy.can_read(user, e)} == listed
    if user.is_authenticated and not user.is_staff:
        asked = {e.title for e in entries if user.has_perm("submissions.view_entry", e)}
        assert asked == listed


@pytest.mark.parametrize("role", ROLES)
def test_entries_are_changed_by_exactly_their_people(
    role: str, people: Mapping[str, Person]
) -> None:
    user = people[role]
    found = {e.title for e in Entry.objects.all() if EntryPolicy.can_change(user, e)}
    assert found == CHANGEABLE.get(role, set())


@pytest.mark.parametrize("role", ROLES)
def test_contest_list_agrees_with_single_contests(role: str, people: Mapping[str, Person]) -> None:
    user = people[role]
    listed = set(Contest.objects.filter(ContestPolicy.readable(user)))
    assert listed == {c for c in Contest.objects.all() if ContestPolicy.can_read(user, c)}
    assert {c.title for c in listed} == {"Đây", "Xa"} | ({"Nháp"} if role == "staff" else set())


@pytest.mark.parametrize("name", ["manage", "chair", "observe", "publish", "issue_certificates"])
def test_draft_is_seen_by_those_who_run_it(name: str) -> None:
    contest = make_contest(state="draft")
    officer, judge = make_officer(contest, name), make_officer(contest, "judge")
    assert ContestPolicy.can_read(officer, contest)
    assert set(Contest.objects.filter(ContestPolicy.readable(officer))) == {contest}
    assert not ContestPolicy.can_read(judge, contest)
    assert not Contest.objects.filter(ContestPolicy.readable(judge)).exists()


def test_granted_names_each_contest_once(people: Mapping[str, Person]) -> None:
    found = granted(people["organiser"], "manage", "publish", "issue_certificates")
    assert [contest.title for contest in found] == ["Đây"]


def test_file_is_for_the_entrys_people_until_it_is_public(people: Mapping[str, Person]) -> None:
    attachment = make_attachment(Entry.objects.get(title="mine"))
    assert {role for role in ROLES if AttachmentPolicy.can_read(people[role], attachment)} == {
        "student", "mentor", "chair", "observer", "group", "organiser", "staff",
    }  # fmt: skip
    set_attachment_public(attachment=attachment, public=True)
    assert all(AttachmentPolicy.can_read(people[role], attachment) for role in ROLES)


class ReadsEverything:
    """A backend of another app that lets one person read every entry, as a judge would."""

    def authenticate(self, request: object, **credentials: object) -> None: ...

    def has_perm(self, user_obj: Person, perm: str, obj: object = None) -> bool:
        return perm == "submissions.view_entry" and user_obj.get_username() == "giam-khao"


@pytest.mark.parametrize("blind", [False, True])
def test_reader_by_another_fact_gets_submitted_files_unless_the_contest_is_blind(
    settings: object, blind: bool
) -> None:
    settings.AUTHENTICATION_BACKENDS = [
        *settings.AUTHENTICATION_BACKENDS,
        f"{__name__}.ReadsEverything",
    ]
    judge = make_user(username="giam-khao")
    entry = make_entry(make_contest("data_science", blind=blind), division="B")
    attachment = make_attachment(entry)
    assert not AttachmentPolicy.can_read(judge, attachment)
    create_submission(entry=entry, by=None, attachments=[attachment.pk])
    attachment.refresh_from_db()
    assert AttachmentPolicy.can_read(judge, attachment) is not blind
