"""Whoever runs the server confirms in person whose an account is; the history keeps it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.services import confirm_in_person


class Command(BaseCommand):
    """Stands in for a confirmed address where no mail is sent (docs/operations.md)."""

    help = "Confirm that a person, whom you see, alone uses the account USERNAME."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username__iexact=options["username"]).first()
        if user is None:
            raise CommandError(f"there is no account {options['username']}")
        confirm_in_person(user=user, by=None)
        self.stdout.write(f"{user.full_name} ({user.username}) is confirmed in person.")
