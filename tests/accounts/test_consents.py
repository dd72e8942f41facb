"""Consent is appended, never changed; below 16 a guardian consents too."""

import pytest

from accounts import errors, selectors
from accounts.models import Consent
from accounts.services import record_consent, withdraw_consent
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db

PUBLISH_NAME = Consent.Purpose.PUBLISH_NAME


@pytest.mark.parametrize("age_years", [None, 7, 15])
def test_child_or_unknown_age_needs_a_guardian(age_years) -> None:
    user = make_user()
    with pytest.raises(errors.GuardianMissing):
        record_consent(
            user=user,
            purpose=PUBLISH_NAME,
            recorded_by=user,
            guardian_name=" ",
            age_years=age_years,
        )
    assert not Consent.objects.exists()


def test_from_16_on_the_person_consents_alone() -> None:
    user = make_user()
    record_consent(user=user, purpose=PUBLISH_NAME, recorded_by=user, age_years=16)
    assert selectors.consents_in_force(user) == {"publish_name"}


def test_withdrawal_is_a_further_row() -> None:
    user = make_user()
    record_consent(user=user, purpose=PUBLISH_NAME, recorded_by=user, guardian_name="Bà Tư")
    withdraw_consent(user=user, purpose=PUBLISH_NAME, recorded_by=user)
    assert selectors.consents_in_force(user) == frozenset()
    assert [c.given for c in Consent.objects.all()] == [True, False]
    record_consent(user=user, purpose=PUBLISH_NAME, recorded_by=user, guardian_name="Bà Tư")
    assert selectors.consents_in_force(user) == {"publish_name"}


def test_what_was_not_given_is_not_withdrawn() -> None:
    user = make_user()
    with pytest.raises(errors.ConsentMissing):
        withdraw_consent(user=user, purpose=PUBLISH_NAME, recorded_by=user)


def test_consents_over_http(client) -> None:
    client.force_login(make_user())
    refused = client.post(
        "/api/v1/consents/", {"purpose": "publish_work", "birth_year": 2015}, "application/json"
    )
    assert refused.json()["errors"][0]["pointer"] == "/guardian_name"
    client.post(
        "/api/v1/consents/", {"purpose": "publish_work", "birth_year": 1990}, "application/json"
    )
    answer = client.post(
        "/api/v1/consents/withdraw/", {"purpose": "publish_work"}, "application/json"
    )
    assert answer.status_code == 201
    rows = client.get("/api/v1/consents/").json()
    assert [(row["purpose"], row["given"]) for row in rows] == [
        ("publish_work", True),
        ("publish_work", False),
    ]
