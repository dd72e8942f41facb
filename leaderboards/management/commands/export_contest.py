"""Exports a contest as a package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.audit.services import record_export
from common.language import in_language
from contests.models import Contest
from contests.services import made_for_contest
from leaderboards.package.carry import export_contest, left_out, write
from leaderboards.package.for_others import for_others


class Command(BaseCommand):
    help = "Writes a contest as a package (docs/contest-package.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--language", choices=["vi", "en"], default="vi")
        parser.add_argument(
            "--for-others",
            action="store_true",
            help="of pupils only what everybody may see now, by the display rule and consents",
        )
        parser.add_argument("-o", "--output", help="file to write; standard output by default")

    def handle(self, *args: Any, **options: Any) -> None:
        contest = Contest.objects.filter(slug=options["slug"]).first()
        if contest is None:
            raise CommandError(f"There is no contest '{options['slug']}'.")
        for warning in left_out(contest=contest):
            words = in_language(warning.detail, options["language"])
            self.stderr.write(f"  {warning.pointer}: {words}")
        document = export_contest(contest=contest)
        if options["for_others"]:
            document = for_others(document, contest)
        content = write(document)
        record_export("package", "json", about=made_for_contest(contest))
        if options["output"]:
            Path(options["output"]).write_text(content, encoding="utf-8")
        else:
            self.stdout.write(content, ending="")
