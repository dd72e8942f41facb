"""Serves the built single-page application at every address inside it, and security.txt."""

from datetime import UTC, datetime, timedelta

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
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


_SECURITY_TEXT_LASTS = timedelta(days=180)


@require_safe
def security_text(request: HttpRequest) -> HttpResponse:
    """Whom to write to about a weakness (RFC 9116); nothing where the operator named nobody."""
    contact = settings.SECURITY_CONTACT
    if not contact:
        raise Http404
    if "://" not in contact and not contact.startswith(("mailto:", "tel:")):
        contact = f"mailto:{contact}"
    expires = datetime.now(UTC).replace(microsecond=0) + _SECURITY_TEXT_LASTS
    lines = (
        f"Contact: {contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: vi, en",
        f"Canonical: {settings.PUBLIC_URL}/.well-known/security.txt",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
