"""Addresses of certificates, below /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from certificates.views import (
    BadgeKeysView,
    BadgeKeyView,
    BadgeSwitchView,
    BadgeView,
    BatchViewSet,
    CertificateViewSet,
    CorrectionViewSet,
    DeliveryViewSet,
    FileVerificationView,
    ImageViewSet,
    IssuerView,
    RevocationsView,
    SigningKeyViewSet,
    TemplateViewSet,
    VerificationView,
)

router = SimpleRouter()
router.register("certificate-templates", TemplateViewSet, basename="certificate-template")
router.register("certificate-batches", BatchViewSet, basename="certificate-batch")
router.register("certificate-corrections", CorrectionViewSet, basename="certificate-correction")
router.register("certificate-images", ImageViewSet, basename="certificate-image")
router.register("certificate-deliveries", DeliveryViewSet, basename="certificate-delivery")
router.register("signing-keys", SigningKeyViewSet, basename="signing-key")
router.register("certificates", CertificateViewSet, basename="certificate")

_ORGANIZATION = "organizations/<slug:code>"

urlpatterns = [
    *router.urls,
    path("certificates/<int:pk>/badge/", BadgeView.as_view(), name="certificate-badge"),
    path("open-badges/<slug:slug>/", BadgeSwitchView.as_view(), name="open-badges"),
    path(f"{_ORGANIZATION}/issuer/", IssuerView.as_view(), name="badge-issuer"),
    path(f"{_ORGANIZATION}/keys/", BadgeKeysView.as_view(), name="badge-keys"),
    path(f"{_ORGANIZATION}/keys/<slug:kid>/", BadgeKeyView.as_view(), name="badge-key"),
    path(f"{_ORGANIZATION}/revocations/", RevocationsView.as_view(), name="badge-revocations"),
    path("verify/file/", FileVerificationView.as_view(), name="verify-file"),
    path("verify/<str:code>/", VerificationView.as_view(), name="verify"),
]
