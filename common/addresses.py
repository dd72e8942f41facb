"""The network address of a client, behind a known number of our own proxies."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address that the outermost of our proxies saw; without proxies, the connection's.

    Each proxy appends to X-Forwarded-For, so only the last PROXY_COUNT entries can be believed.
    """
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    count: int = settings.PROXY_COUNT
    if 0 < count <= len(seen) and seen[-count]:
        return seen[-count]
    return str(request.META.get("REMOTE_ADDR", ""))
