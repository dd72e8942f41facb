"""Django's entry for the accounts app; nothing else."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_save


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Rows that the library alone writes are noted when they are stored, whichever way."""
        from allauth.account.models import EmailAddress
        from allauth.mfa.models import Authenticator

        from accounts import credentials

        def factor_stored(instance: Authenticator, created: bool, **_: Any) -> None:
            if created:
                credentials.note_factor(instance)

        def address_stored(instance: EmailAddress, **_: Any) -> None:
            credentials.note_address(instance)

        post_save.connect(factor_stored, Authenticator, weak=False, dispatch_uid="factor-noted")
        post_save.connect(address_stored, EmailAddress, weak=False, dispatch_uid="address-noted")
