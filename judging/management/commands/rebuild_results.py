"""Recompute every sheet and round result from the revisions and report what differs."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from contests.models import Contest
from judging.services import rebuild


class Command(BaseCommand):
    help = (
        "Recompute every round result from the scoresheets' revisions. Prints each difference and"
        " ends with status 1 if there is any; --write mends them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="*", help="contests; all of them by default")
        parser.add_argument("--write", action="store_true", help="store the recomputed figures")

    def handle(self, *args: Any, slug: list[str], write: bool, **options: Any) -> None:
        contests = Contest.objects.order_by("slug")
        if slug:
            contests = contests.filter(slug__in=slug)
        differences = rebuild(contests=contests, write=write)
        for difference in differences:
            self.stdout.write(f"{difference.where}: {difference.stored} -> {difference.computed}")
        self.stdout.write(f"{len(differences)} differences{' mended' if write else ''}")
        if differences:
            sys.exit(1)
