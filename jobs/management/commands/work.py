"""`manage.py work`: the background worker, until SIGTERM or Ctrl-C."""

import os
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from jobs.worker import run_worker


class Command(BaseCommand):
    help = "Runs background jobs until it is told to end (SIGTERM, Ctrl-C)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--nice", type=int, default=10, help="how far to stand back behind the web server"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        os.nice(options["nice"])
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        run_worker(stop)
