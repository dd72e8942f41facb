"""A real worker with the handlers that the tests kill: `python -m tests.jobs.worker_process`.

The handler `tests.steps` does payload["steps"] steps of payload["seconds"] each.
"""

import time
from typing import Any

import django


def steps(payload: dict[str, Any], context: Any) -> str:
    for step in range(payload["steps"]):
        context.progress(step, payload["steps"])
        time.sleep(payload["seconds"])
    return "complete"


if __name__ == "__main__":
    import contest_platform  # noqa: F401 - swaps SQLite before Django loads

    django.setup()

    from django.core.management import call_command

    from jobs.registry import job

    job("tests.steps")(steps)
    call_command("work", "--nice", "0")
