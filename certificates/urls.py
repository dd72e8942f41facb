"""Addresses of certificates, below /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from certificates.views import (
    BatchViewSet,
    CertificateViewSet,
    CorrectionViewSet,
    DeliveryViewSet,
    FileVerificationView,
    ImageViewSet,
    TemplateViewSet,
    VerificationView,
)

router = SimpleRouter()
router.register("certificate-templates", TemplateViewSet, basename="certificate-template")
router.register("certificate-batches", BatchViewSet, basename="certificate-batch")
router.register("certificate-corrections", CorrectionViewSet, basename="certificate-correction")
router.register("certificate-images", ImageViewSet, basename="certificate-image")
router.register("certificate-deliveries", DeliveryViewSet, basename="certificate-delivery")
router.register("certificates", CertificateViewSet, basename="certificate")

urlpatterns = [
    *router.urls,
    path("verify/file/", FileVerificationView.as_view(), name="verify-file"),
    path("verify/<str:code>/", VerificationView.as_view(), name="verify"),
]
