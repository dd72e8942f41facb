"""Cards and tokens of before go on after the upgrade, and have an end."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from accounts.models import ApiToken, CredentialChange, SignInCard
from tests.factories.accounts import make_user

BEFORE = "0002_sign_in_link"


def _migrate(*names):
    MigrationExecutor(connection).migrate(list(names))
    return MigrationExecutor(connection).loader.project_state(list(names)).apps


@pytest.fixture
def latest():
    """Leaves the tables as they were found."""
    leaves = list(MigrationExecutor(connection).loader.graph.leaf_nodes())
    yield leaves
    _migrate(*leaves)


@pytest.mark.upgrade
@pytest.mark.django_db(transaction=True)
def test_cards_and_tokens_of_before_get_an_end_and_go_on(latest):
    user = make_user()
    old = _migrate(("accounts", BEFORE))
    given = timezone.now() + timedelta(days=2)
    for number, end in enumerate((None, given)):
        old.get_model("accounts", "SignInCard").objects.create(
            user_id=user.pk, created_by_id=user.pk, secret_sha256=f"{number:064}", expires_at=end
        )
    old.get_model("accounts", "ApiToken").objects.create(
        user_id=user.pk, secret_sha256="t" * 64, label="máy"
    )

    _migrate(*latest)
    ends = dict(SignInCard.objects.values_list("secret_sha256", "expires_at"))
    assert ends["1".zfill(64)] == given
    assert timedelta(days=29) < ends["0" * 64] - timezone.now() <= timedelta(days=30)
    token = ApiToken.objects.get()
    assert token.scope == "organise"
    assert timedelta(days=89) < token.expires_at - timezone.now() <= timedelta(days=90)


@pytest.mark.django_db(transaction=True)
def test_addresses_confirmed_before_are_their_accounts(latest):
    user = make_user()
    _migrate(("accounts", "0004_audit"))
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=f"{name}@example.org", verified=name == "Hoa+1")
        for name in ("Hoa+1", "an")
    )

    _migrate(*latest)
    key = str(EmailAddress.objects.get(verified=True).pk)
    rows = CredentialChange.objects.filter(kind="address")
    assert list(rows.values_list("user", "key", "mailbox", "behind")) == [
        (user.pk, key, "hoa@example.org", [])
    ]
