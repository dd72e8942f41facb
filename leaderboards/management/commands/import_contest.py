"""Imports a contest package from a file, whole or not at all."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.errors import DomainError
from common.language import in_language
from leaderboards.package.carry import import_contest, read


class Command(BaseCommand):
    help = "Imports a contest package (docs/contest-package.md): everything or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the package; - reads standard input")
        parser.add_argument(
            "--replace", action="store_true", help="replace a contest of the same slug"
        )
        parser.add_argument(
            "--propose",
            action="store_true",
            help="import results that differ from the sheets as proposals, instead of nothing",
        )
        parser.add_argument("--language", choices=["vi", "en"], default="vi")

    def handle(self, *args: Any, **options: Any) -> None:
        language: str = options["language"]
        source = options["file"]
        try:
            content = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        except OSError as error:
            raise CommandError(f"{source}: {error.strerror}") from error
        try:
            imported = import_contest(
                document=read(content),
                replace=options["replace"],
                propose=options["propose"],
                sha256=hashlib.sha256(content).hexdigest(),
            )
        except DomainError as error:
            lines = [error.detail(language)]
            lines += [
                f"  {f.pointer or '/'}: {in_language(f.detail, language)}" for f in error.errors
            ]
            raise CommandError("\n".join(lines)) from error
        for warning in imported.warnings:
            self.stderr.write(f"  {warning.pointer}: {in_language(warning.detail, language)}")
        self.stdout.write(imported.contest.slug)
