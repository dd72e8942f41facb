"""Addresses of leaderboards, below /api/v1/."""

from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

from leaderboards.explanation.views import ExplanationFileView, ExplanationView
from leaderboards.views.appeals import AppealViewSet, AppealWindowView
from leaderboards.views.boards import BoardRulesView, OwnRowsView
from leaderboards.views.ceremonies import (
    CeremonyFinishView,
    CeremonyStartView,
    CeremonyStepView,
    CeremonyView,
    StageView,
)
from leaderboards.views.packages import PackageViewSet
from leaderboards.views.results import (
    AwardViewSet,
    DecisionViewSet,
    PublicationViewSet,
    StandingsFileView,
    StandingsView,
)
from leaderboards.whatif.views import WhatIfView

router = SimpleRouter()
router.register("decisions", DecisionViewSet, basename="decision")
router.register("publications", PublicationViewSet, basename="publication")
router.register("awards", AwardViewSet, basename="award")
router.register("contest-packages", PackageViewSet, basename="contest-package")
router.register("appeals", AppealViewSet, basename="appeal")

urlpatterns = [
    path("standings/<slug:slug>/", StandingsView.as_view(), name="standings"),
    re_path(
        r"^standings/(?P<slug>[-\w]+)/board\.(?P<kind>csv|xlsx|json|pdf)$",
        StandingsFileView.as_view(),
        name="standings-file",
    ),
    path(
        "standings/<slug:slug>/entries/<str:code>/", ExplanationView.as_view(), name="explanation"
    ),
    path(
        "standings/<slug:slug>/entries/<str:code>/explanation.pdf",
        ExplanationFileView.as_view(),
        name="explanation-file",
    ),
    path("contests/<slug:slug>/what-if/", WhatIfView.as_view(), name="what-if"),
    path("standings/<slug:slug>/rules/", BoardRulesView.as_view(), name="board-rules"),
    path("standings/<slug:slug>/mine/", OwnRowsView.as_view(), name="own-rows"),
    path("ceremonies/<slug:slug>/", CeremonyView.as_view(), name="ceremony"),
    path("ceremonies/<slug:slug>/screen/", StageView.as_view(), name="ceremony-screen"),
    path("ceremonies/<slug:slug>/start/", CeremonyStartView.as_view(), name="ceremony-start"),
    path("ceremonies/<slug:slug>/step/", CeremonyStepView.as_view(), name="ceremony-step"),
    path("ceremonies/<slug:slug>/finish/", CeremonyFinishView.as_view(), name="ceremony-finish"),
    path("appeal-windows/<slug:slug>/", AppealWindowView.as_view(), name="appeal-window"),
    *router.urls,
]
