"""Looks at every stored file and names those that are missing, empty or damaged."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contest_platform.checking import Found, step


class Command(BaseCommand):
    help = "Names stored files that are missing, empty or damaged; ends with 1 if there are any."

    def handle(self, *args: Any, **options: Any) -> None:
        found = Found.read(None)
        while not found.done:
            step(found)
        for kind, pk, name, reason in found.lost:
            self.stdout.write(f"{reason}\t{kind} {pk}\t{name}")
        self.stdout.write(f"{found.looked} files, {found.count} lost or damaged")
        if found.count:
            raise CommandError("restore them from a backup (docs/operations.md)")
