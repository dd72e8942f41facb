"""Which function does which kind of job.

An app's tasks.py declares its handlers; they are imported when the first is asked for, since most
processes ask for none:

    @job("certificates.batch")
    def print_batch(payload: dict, context: JobContext) -> dict | None: ...

A handler may run twice (after a crash it starts again), so it must be idempotent.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

from django.utils.module_loading import autodiscover_modules


class JobContext(Protocol):
    """What a handler is given to talk to the outside."""

    job_id: int

    def progress(self, done: int, total: int | None = None) -> None:
        """Says how far the work is. Raises `JobStopped` when it is to end."""

    def cancelled(self) -> bool:
        """Whether the work is to end; a handler that sees it cleans up and returns."""


Handler = Callable[[dict[str, Any], JobContext], Any]

_handlers: dict[str, Handler] = {}


def job(kind: str) -> Callable[[Handler], Handler]:
    """Declares the handler of `kind` ("app.verb"); a kind has exactly one."""

    def register(handler: Handler) -> Handler:
        known = _handlers.setdefault(kind, handler)
        if known is not handler:
            raise ValueError(f"two handlers for the job kind {kind!r}")
        return handler

    return register


def handler_of(kind: str) -> Handler:
    """The handler of `kind`. Raises LookupError when there is none."""
    _discover()
    try:
        return _handlers[kind]
    except KeyError:
        raise LookupError(f"no handler for the job kind {kind!r}") from None


def kinds() -> list[str]:
    """Every kind that this process can do."""
    _discover()
    return sorted(_handlers)


@cache
def _discover() -> None:
    autodiscover_modules("tasks")
