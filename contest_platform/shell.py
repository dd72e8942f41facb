"""Serves the built single-page application: its page at every address inside it."""

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe


@require_safe
@ensure_csrf_cookie
def index(request: HttpRequest) -> HttpResponse:
    """The one page of the application, whatever address inside it was asked for."""
    return _shell()


def _shell() -> HttpResponse:
    try:
        page = (settings.FRONTEND_DIST / "index.html").read_bytes()
    except FileNotFoundError:
        return HttpResponse(
            "Giao diện chưa được dựng: hãy chạy `make frontend`.\n"
            "The interface has not been built: run `make frontend`.\n",
            status=503,
            content_type="text/plain; charset=utf-8",
        )
    response = HttpResponse(page)
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embedded(request: HttpRequest) -> HttpResponse:
    """The same page for a board inside another site; it signs nobody in and takes no input."""
    return _shell()
