"""`manage.py demo`: fills an empty installation with demo contests and prints who can sign in.

Never touches an installation that somebody already works with.
"""

from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from contest_platform.demo.accounts import sign_in_table
from contest_platform.demo.build import build, foreign_contests


class Command(BaseCommand):
    help = "Makes the demo contests, once; a second run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--force", action="store_true", help="also where there are contests of one's own"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        count = foreign_contests()
        _mark(demo_only=not count)
        if count and not options["force"]:
            # No failure: `make run` serves such an installation as it is.
            self.stdout.write(
                f"Có {count} cuộc thi của đơn vị: không thêm dữ liệu mẫu (--force để thêm).\n"
                f"{count} contests of your own: no demo data added (--force adds it)."
            )
            return
        begin = monotonic()
        made = 0
        for title in build():
            made += 1
            self.stdout.write(f"  + {title}")
            self.stdout.flush()
        if made:
            self.stdout.write(f"{made} cuộc thi mẫu / demo contests, {monotonic() - begin:.0f} s")
        self.stdout.write(sign_in_table())


def _mark(*, demo_only: bool) -> None:
    """Where only the demo's contests are, approving asks for no second factor (settings)."""
    if demo_only:
        settings.DEMO_MARK.parent.mkdir(parents=True, exist_ok=True)
        settings.DEMO_MARK.touch()
    else:
        settings.DEMO_MARK.unlink(missing_ok=True)
