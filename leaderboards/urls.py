"""Addresses of leaderboards, below /api/v1/."""

from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

from leaderboards.views import (
    AwardViewSet,
    DecisionViewSet,
    ExplanationView,
    PublicationViewSet,
    StandingsFileView,
    StandingsView,
)
from leaderboards.whatif.views import WhatIfView

router = SimpleRouter()
router.register("decisions", DecisionViewSet, basename="decision")
router.register("publications", PublicationViewSet, basename="publication")
router.register("awards", AwardViewSet, basename="award")

urlpatterns = [
    path("standings/<slug:slug>/", StandingsView.as_view(), name="standings"),
    re_path(
        r"^standings/(?P<slug>[-\w]+)/board\.(?P<kind>csv|xlsx|json)$",
        StandingsFileView.as_view(),
        name="standings-file",
    ),
    path(
        "standings/<slug:slug>/entries/<str:code>/", ExplanationView.as_view(), name="explanation"
    ),
    path("contests/<slug:slug>/what-if/", WhatIfView.as_view(), name="what-if"),
    *router.urls,
]
