"""The network address of a client, behind a known number of our own proxies."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address that the outermost of our proxies saw; without proxies, the connection's."""
    return address_among(
        request.headers.get("X-Forwarded-For", ""), str(request.META.get("REMOTE_ADDR", ""))
    )


def address_among(forwarded: str, connection: str) -> str:
    """The same of X-Forwarded-For and the connection's address.

    Each proxy appends to X-Forwarded-For, so only the last PROXY_COUNT entries can be believed.
    """
    seen = [part.strip() for part in forwarded.split(",")]
    count: int = settings.PROXY_COUNT
    if 0 < count <= len(seen) and seen[-count]:
        return seen[-count]
    return connection
