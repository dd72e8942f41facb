"""The product's addresses, an empty view to compare with, and one that empties the caches."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from contest_platform.urls import handler400, handler403, handler404, handler500
from contest_platform.urls import urlpatterns as product
from leaderboards.viewing import clear

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def empty(request: HttpRequest) -> HttpResponse:
    """What the least of all views costs on this server."""
    return HttpResponse(b"")


def forget(request: HttpRequest) -> HttpResponse:
    """Makes the next board a cold one."""
    clear()
    return HttpResponse(b"")


urlpatterns = [
    path("benchmark/empty/", empty),
    path("benchmark/forget/", forget),
    *product,
]
