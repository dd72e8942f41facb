"""Seals all stored private keys anew under the first of `KEY_SECRETS`, after a new one was put there."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from certificates.services.resealing import reseal_keys


class Command(BaseCommand):
    help = "Seal stored private keys under the first of KEY_SECRETS; older ones may then go."

    def handle(self, *args: Any, **options: Any) -> None:
        done, unreadable = reseal_keys()
        self.stdout.write(f"{done} sealed anew, {unreadable} could not be opened")
        if unreadable:
            raise SystemExit(1)
