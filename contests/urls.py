"""Addresses of the contests app, below /api/v1/."""

from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

from contests.audit.views import AuditViewSet
from contests.views.contests import (
    CampaignViewSet,
    ContestViewSet,
    OrganizationViewSet,
    PresetsView,
)
from contests.views.forms import FormVersionViewSet, FormViewSet, PolicyViewSet, SchemaView
from contests.views.organizations import OrganizationGrantViewSet
from contests.views.structure import DivisionViewSet, RoundViewSet

router = SimpleRouter()
router.register("organization-grants", OrganizationGrantViewSet, basename="organization-grant")
router.register("audit", AuditViewSet, basename="audit")
router.register("organizations", OrganizationViewSet, basename="organization")
router.register("campaigns", CampaignViewSet, basename="campaign")
router.register("contests", ContestViewSet, basename="contest")
router.register("divisions", DivisionViewSet, basename="division")
router.register("rounds", RoundViewSet, basename="round")
router.register("forms", FormViewSet, basename="form")
router.register("form-versions", FormVersionViewSet, basename="form-version")
router.register("policies", PolicyViewSet, basename="policy")

urlpatterns = [
    re_path(
        r"^audit/history\.(?P<form>csv|xlsx|json)$",
        AuditViewSet.as_view({"get": "file"}),
        name="audit-file",
    ),
    path("presets/", PresetsView.as_view(), name="presets"),
    re_path(r"^schemas/(?P<name>form|policy)\.json$", SchemaView.as_view(), name="schemas"),
    *router.urls,
]
