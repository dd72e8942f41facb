"""Who approves results or issues certificates gives a second factor, and is led to set it up."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings as product
from django.test import Client

from accounts.models import User
from accounts.services import issue_link, issue_token
from contests.models import Contest
from contests.services import grant
from leaderboards.models import Publication
from leaderboards.services import propose_publication
from tests.factories.accounts import PASSWORD, make_staff, make_user
from tests.factories.contests import make_organiser
from tests.factories.judging import make_judged_contest
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db

BROWSER = "/_allauth/browser/v1"
FACTOR = "/api/v1/me/second-factor/"


@pytest.fixture(autouse=True)
def _required(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def publication() -> Publication:
    contest, _ = make_judged_contest()
    make_entry(contest)
    return propose_publication(contest=contest, actor=make_organiser(contest))


@pytest.fixture
def approver(publication: Publication) -> User:
    user = make_user("Phạm Thị Duyệt", password=PASSWORD)
    grant(contest=publication.contest, name="publish", to=user)
    return user


def post(client: Client, path: str, body: dict[str, Any] | None = None) -> Any:
    return client.post(path, body or {}, content_type="application/json")


def approve(client: Client, publication: Publication) -> tuple[int, str]:
    answer = post(client, f"/api/v1/publications/{publication.pk}/approve/")
    return answer.status_code, answer.json().get("type", "").removeprefix("/problems/")


def signed_in(user: User) -> Client:
    client = Client()
    client.get("/api/v1/me/")
    post(client, f"{BROWSER}/auth/login", {"username": user.username, "password": PASSWORD})
    return client


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def enrol(client: Client) -> str:
    assert post(client, f"{BROWSER}/auth/reauthenticate", {"password": PASSWORD}).status_code == 200
    made = post(client, FACTOR).json()
    assert made["qr_svg"].startswith("<svg xmlns=")
    body = {"code": code_of(made["secret"])}
    assert client.put(FACTOR, body, "application/json").status_code == 200
    return str(made["secret"])


def test_a_new_approver_is_led_to_the_enrolment_and_back(
    publication: Publication, approver: User
) -> None:
    client = signed_in(approver)
    assert approve(client, publication) == (403, "second-factor-needed")
    wrong = client.put(FACTOR, {"code": "12345"}, "application/json")
    assert wrong.status_code == 403  # the password comes first
    enrol(client)
    assert client.get(FACTOR).json() == {
        "needed": True,
        "enrolled": True,
        "confirmed": True,
        "has_password": True,
        "by_card": False,
    }
    assert approve(client, publication) == (200, "")


def test_an_older_session_gives_the_factor_first(publication: Publication, approver: User) -> None:
    before, elsewhere = signed_in(approver), signed_in(approver)
    enrol(elsewhere)
    assert approve(before, publication) == (403, "second-factor-unconfirmed")
    codes = elsewhere.get(f"{BROWSER}/account/authenticators/recovery-codes").json()
    body = {"code": codes["data"]["unused_codes"][0]}
    assert post(before, f"{BROWSER}/auth/2fa/reauthenticate", body).status_code == 200
    assert approve(before, publication) == (200, "")


def test_a_wrong_first_code_turns_nothing_on(approver: User) -> None:
    client = signed_in(approver)
    post(client, f"{BROWSER}/auth/reauthenticate", {"password": PASSWORD})
    post(client, FACTOR)
    wrong = client.put(FACTOR, {"code": "12345"}, "application/json")
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (400, "/code")
    assert client.get(FACTOR).json()["enrolled"] is False


def test_a_sign_in_with_its_code_approves(publication: Publication, approver: User) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(approver, secret)
    client = signed_in(approver)
    body = {"code": code_of(secret)}
    assert post(client, f"{BROWSER}/auth/2fa/authenticate", body).status_code == 200
    assert approve(client, publication) == (200, "")


def test_a_link_or_a_token_is_no_second_factor(publication: Publication, approver: User) -> None:
    TOTP.activate(approver, "JBSWY3DPEHPK3PXP")
    _, secret, pin = issue_link(user=approver, created_by=make_staff())
    client = Client()
    post(client, "/api/v1/sign-in/link/", {"secret": secret, "pin": pin})
    assert approve(client, publication) == (403, "second-factor-unconfirmed")
    _, token = issue_token(user=approver, label="x", scope="organise")
    machine = Client(headers={"Authorization": f"Bearer {token}"})
    assert approve(machine, publication) == (403, "second-factor-unconfirmed")


def test_who_may_not_approve_hears_of_no_factor(publication: Publication) -> None:
    stranger = signed_in(make_user(password=PASSWORD))
    assert approve(stranger, publication)[1] != "second-factor-needed"


def test_every_approval_and_issue_asks_for_it(publication: Publication) -> None:
    """All actions by which one person's word becomes the contest's."""
    found = set()
    for app in ("judging", "leaderboards", "certificates"):
        for path in (product.BASE_DIR / app / "views").glob("*.py"):
            lines = path.read_text().split("    def ")
            found |= {
                f"{app}.{path.stem}.{part.split('(')[0]}"
                for part in lines
                if "services.approve" in part
                or "order_batch(" in part
                or "services.reissue" in part
                if "require_second_factor" not in part
            }
    assert found == set()


def _default(**changes: str) -> str:
    code = "from contest_platform import settings; print(settings.SECOND_FACTOR_REQUIRED)"
    environment = {**os.environ, **changes}
    environment.pop("SECOND_FACTOR_REQUIRED", None)
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=product.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_it_is_asked_for_unless_the_demo_or_debug_is_on(tmp_path: Path) -> None:
    folder = {"VAR_DIR": str(tmp_path), "DEBUG": "0"}
    assert _default(**folder) == "True"
    assert _default(**{**folder, "DEBUG": "1"}) == "False"
    (tmp_path / "demo").touch()
    assert _default(**folder) == "False"


def test_contest_of_the_publication_stays_proposed_until_then(
    publication: Publication, approver: User
) -> None:
    approve(signed_in(approver), publication)
    publication.refresh_from_db()
    assert publication.state == Publication.State.PROPOSED
    assert Contest.objects.count() == 1
