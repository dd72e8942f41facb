"""All addresses: the API, the staff's admin, sign-in, and for the rest the application's page."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from contest_platform import shell
from contest_platform.schema import SchemaView
from contest_platform.state import state
from contest_platform.upgrade import UpgradeNoticeView, stricter

urlpatterns = [
    # Addresses are tried in this order: what thousands poll comes first, then what judges write to.
    path("api/v1/", include("leaderboards.urls")),
    path("api/v1/", include("judging.urls")),
    path("api/v1/", include("jobs.urls")),
    path("api/v1/", include("accounts.urls")),
    path("api/v1/", include("contests.urls")),
    path("api/v1/", include("submissions.urls")),
    path("api/v1/", include("certificates.urls")),
    path("api/v1/upgrade-notice/", UpgradeNoticeView.as_view(), name="upgrade-notice"),
    path("api/v1/schema/", SchemaView.as_view(), name="schema"),
    path("_allauth/", include("allauth.headless.urls")),
    # One door for everybody: the admin's own form knows no second factor.
    path("admin/login/", RedirectView.as_view(url=settings.LOGIN_URL, query_string=True)),
    path("admin/state/", admin.site.admin_view(state), name="state"),
    path("admin/stricter/", admin.site.admin_view(stricter), name="stricter"),
    path("admin/", admin.site.urls),
    path(".well-known/security.txt", shell.security_text, name="security-text"),
    re_path(r"^embed/[-\w]+/?$", shell.embedded, name="embedded"),
    re_path(
        r"^(?!(?:api|admin|_allauth|media|static|assets|\.well-known)(?:/|$))",
        shell.index,
        name="shell",
    ),
]

handler400 = "common.problems.bad_request"
handler403 = "common.problems.permission_denied"
handler404 = "common.problems.not_found"
handler500 = "common.problems.server_error"
