"""Consents to be named are recorded from papers, withdrawn by either side, and never changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import Consent
from accounts.services import record_consent
from common.dates import local_date
from submissions import consents
from submissions.errors import ConsentUnwilling, NotNamedAnywhere, PaperDate, PaperOlder
from submissions.models import NameConsent, Participant
from submissions.naming import Named
from submissions.services import (
    ParticipantData,
    record_name_consents,
    update_entry,
    withdraw_name_consents,
    withdraw_own_name,
)
from submissions.services.consents import Signed
from tests.factories.accounts import make_user
from tests.factories.contests import make_contest, make_officer, make_organiser
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db


class School:
    """A contest with one entry of a pupil with an account and one without, neither asked yet."""

    def __init__(self) -> None:
        self.contest = make_contest(display_rule="full_name", team_max=2)
        self.organiser = make_organiser(self.contest)
        self.pupil = make_user("Trần Thị Bình")
        self.entry = make_entry(
            self.contest,
            named=False,
            team_name="Sao Mai",
            participants=[
                ParticipantData("Trần Thị Bình", username=self.pupil.username),
                ParticipantData("Lê Văn Cường", class_name="9A"),
            ],
        )
        self.with_account, self.without = self.entry.participants.order_by("order")
        self.today = local_date(timezone.now())

    def sign(self, *people: Participant, **changes: Any) -> list[NameConsent]:
        data = {"signed_on": self.today, "note": "cô Lan giữ", **changes}
        signed = [Signed(person.pk, "Bà Tư") for person in people]
        return record_name_consents(
            contest=self.contest, people=signed, actor=self.organiser, **data
        )

    def withdraw(self, *people: Participant) -> None:
        ids = [person.pk for person in people]
        withdraw_name_consents(contest=self.contest, people=ids, actor=self.organiser)

    def named(self) -> list[bool]:
        """Of the pupil with an account, and of the one without, read in both ways."""
        whole = consents.consents(self.contest)[self.entry.pk]
        assert consents.consents_of([self.entry.pk])[self.entry.pk] == whole
        found = consents.standings(self.entry.participants.all())
        assert [one.state == "given" for one in found.values()] == [each.agreed for each in whole]
        return [each.agreed for each in whole]


def test_nobody_is_named_who_was_not_asked():
    assert School().named() == [False, False]


def test_paper_names_a_pupil_without_an_account():
    school = School()
    (made,) = school.sign(school.without)
    assert (made.full_name, made.guardian_name, made.recorded_by, made.note) == (
        "Lê Văn Cường", "Bà Tư", school.organiser, "cô Lan giữ",
    )  # fmt: skip
    assert school.named() == [False, True]
    school.withdraw(school.without)
    assert school.named() == [False, False]
    assert [row.given for row in NameConsent.objects.all()] == [True, False]


def test_own_withdrawal_stands_whatever_the_school_records():
    school = School()
    school.sign(school.with_account)
    assert school.named() == [True, False]
    withdraw_own_name(user=school.pupil)
    assert school.named() == [False, False]
    with pytest.raises(ConsentUnwilling) as refused:
        school.sign(school.without, school.with_account)
    assert [fault.pointer for fault in refused.value.errors] == ["/people/1/id"]
    assert school.named() == [False, False]
    record_consent(
        user=school.pupil, purpose=Consent.Purpose.PUBLISH_NAME, recorded_by=school.pupil,
        guardian_name="Bà Tư",
    )  # fmt: skip
    assert school.named() == [True, False]


def test_schools_withdrawal_stands_whatever_the_pupil_clicks():
    school = School()
    school.sign(school.with_account)
    school.withdraw(school.with_account)
    record_consent(
        user=school.pupil, purpose=Consent.Purpose.PUBLISH_NAME, recorded_by=school.pupil,
        guardian_name="Bà Tư",
    )  # fmt: skip
    assert school.named() == [False, False]


def test_consent_for_another_purpose_names_nobody():
    school = School()
    for purpose in (Consent.Purpose.TAKE_PART, Consent.Purpose.PUBLISH_WORK):
        record_consent(
            user=school.pupil, purpose=purpose, recorded_by=school.pupil, guardian_name="Bà Tư"
        )
    assert school.named() == [False, False]
    with pytest.raises(NotNamedAnywhere):
        withdraw_own_name(user=school.pupil)


def test_child_whose_entry_tells_the_age_consents_not_alone():
    school = School()
    record_consent(
        user=school.pupil, purpose=Consent.Purpose.PUBLISH_NAME, recorded_by=school.pupil,
        age_years=30,
    )  # fmt: skip
    assert school.named() == [True, False]
    Participant.objects.filter(pk=school.with_account.pk).update(
        birth_date=school.today - timedelta(days=365 * 12)
    )
    assert school.named() == [False, False]


def test_paper_is_of_today_or_before_and_newer_than_a_withdrawal():
    school = School()
    with pytest.raises(PaperDate):
        school.sign(school.without, signed_on=school.today + timedelta(days=1))
    school.sign(school.without)
    school.withdraw(school.without)
    with pytest.raises(PaperOlder):
        school.sign(school.without, signed_on=school.today - timedelta(days=1))
    assert school.named() == [False, False]
    school.sign(school.without)
    assert school.named() == [False, True]


def test_another_name_in_the_row_is_somebody_who_was_not_asked():
    school = School()
    school.sign(school.without)

    def rename(name: str) -> None:
        school.entry.refresh_from_db()
        people = [
            ParticipantData("Trần Thị Bình", id=school.with_account.pk),
            ParticipantData(name, id=school.without.pk),
        ]
        update_entry(
            entry=school.entry, revision=school.entry.revision, by=school.organiser,
            participants=people,
        )  # fmt: skip

    rename("LE VAN CUONG")  # the same in other letters
    assert school.named() == [False, True]
    rename("Phạm Thị Dung")
    assert school.named() == [False, False]
    assert consents.consents(school.contest)[school.entry.pk][1] == Named("Phạm Thị Dung", False)


def client_of(user: Any) -> APIClient:
    client = APIClient()
    client.force_login(user)
    return client


def test_organiser_records_a_class_list_and_sees_who_is_left():
    school = School()
    client = client_of(school.organiser)
    slug = school.contest.slug
    body = {
        "contest": slug,
        "signed_on": str(school.today),
        "note": "giấy của 9A",
        "people": [{"id": school.without.pk, "guardian_name": "Bà Tư"}],
    }
    answer = client.post("/api/v1/name-consents/", body, format="json")
    assert (answer.status_code, answer.json()["results"][0]["state"]) == (201, "given")
    assert answer.json()["results"][0]["recorded"]["recorded_by"] == school.organiser.full_name

    def people(query: str = "") -> list[str]:
        rows = client.get(f"/api/v1/name-consents/?contest={slug}{query}").json()["results"]
        return sorted(row["full_name"] for row in rows)

    assert people() == ["Lê Văn Cường", "Trần Thị Bình"]
    assert people("&state=none") == ["Trần Thị Bình"]
    assert people("&state=given") == people("&search=9A") == ["Lê Văn Cường"]
    summary = client.get(f"/api/v1/name-consents/summary/?contest={slug}").json()
    assert summary == {
        "display_rule": "full_name", "people": 2, "named": 1, "withdrawn": 0, "missing": 1,
        "titles": 0,
    }  # fmt: skip
    body = {"contest": slug, "people": [{"id": school.without.pk}], "note": "mẹ gọi điện"}
    answer = client.post("/api/v1/name-consents/withdraw/", body, format="json")
    assert (answer.status_code, answer.json()["results"][0]["state"]) == (201, "withdrawn")


def test_pupil_sees_the_own_consent_and_takes_it_back():
    school = School()
    school.sign(school.with_account)
    client = client_of(school.pupil)
    (row,) = client.get("/api/v1/name-consents/?mine=1").json()["results"]
    assert (row["full_name"], row["state"], row["by_person"]) == ("Trần Thị Bình", "given", None)
    assert client.post("/api/v1/name-consents/withdraw-own/").status_code == 204
    (row,) = client.get("/api/v1/name-consents/?mine=1").json()["results"]
    assert (row["state"], row["by_person"]) == ("withdrawn", False)
    assert client.post("/api/v1/name-consents/withdraw-own/").status_code == 409


def test_guardian_of_a_pupil_is_not_for_the_rest_of_the_team():
    school = School()
    school.sign(school.without, school.with_account)
    rows = client_of(school.pupil).get("/api/v1/name-consents/").json()["results"]
    told = {row["full_name"]: row["recorded"] and row["recorded"]["guardian_name"] for row in rows}
    assert told == {"Trần Thị Bình": "Bà Tư", "Lê Văn Cường": None}
    assert {row["state"] for row in rows} == {"given"}


def test_people_of_another_contest_cannot_be_recorded():
    school, other = School(), School()
    body = {
        "contest": school.contest.slug,
        "signed_on": str(school.today),
        "people": [{"id": school.without.pk}, {"id": other.without.pk}],
    }
    answer = client_of(school.organiser).post("/api/v1/name-consents/", body, format="json")
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/people/1/id"]
    assert not NameConsent.objects.exists()
    observer = client_of(make_officer(school.contest, "observe"))
    body["people"] = [{"id": school.without.pk}]
    assert observer.post("/api/v1/name-consents/", body, format="json").status_code == 403


@pytest.mark.parametrize("entries", [1, 3])
def test_list_of_consents_asks_as_many_queries_for_more_rows(entries, django_assert_num_queries):
    school = School()
    for _ in range(entries - 1):
        make_entry(school.contest)
    school.sign(school.without)
    client = client_of(school.organiser)
    client.get("/api/v1/me/")
    with django_assert_num_queries(7):
        rows = client.get(f"/api/v1/name-consents/?contest={school.contest.slug}").json()["results"]
    assert len(rows) == entries + 1
