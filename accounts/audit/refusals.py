"""Records what a signed-in person was refused, after the answer is made: no rollback takes it back.

What does not exist for somebody (404) is no refusal, and visitors without an account leave nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from accounts.audit import acting
from accounts.audit.kinds import Kind
from accounts.audit.services import record_bounded

_ASKED_AGAIN: Final = frozenset(
    f"/problems/{code}"
    for code in (
        "reauthentication-needed",
        "second-factor-needed",
        "second-factor-unconfirmed",
        "card-refused",  # these three are failed sign-ins
        "link-refused",
        "link-pin-wrong",
    )
)


class Refusals:
    """Looks at answers with the status 403; the others cost a comparison."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if response.status_code == 403:
            _record(request, response)
        return response


def _record(request: HttpRequest, response: HttpResponse) -> None:
    problem = str((getattr(response, "data", None) or {}).get("type", ""))
    if problem in _ASKED_AGAIN or acting.person() is None:
        return
    match = request.resolver_match
    which = match and (match.kwargs.get("slug") or match.kwargs.get("pk"))
    record_bounded(
        Kind.PERMISSION_REFUSED,
        facts={
            "address": acting.address(),
            "method": request.method,
            "view": match.view_name if match else "",
            "object": str(which or "")[:80],
            "problem": problem.removeprefix("/problems/"),
        },
    )
