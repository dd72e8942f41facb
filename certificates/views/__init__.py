"""Certificates in the API."""

from certificates.views.certificates import (
    BatchViewSet,
    CertificateViewSet,
    CorrectionViewSet,
    FileVerificationView,
    VerificationView,
)
from certificates.views.delivery import DeliveryViewSet
from certificates.views.templates import ImageViewSet, TemplateViewSet

__all__ = [
    "BatchViewSet",
    "CertificateViewSet",
    "CorrectionViewSet",
    "DeliveryViewSet",
    "FileVerificationView",
    "ImageViewSet",
    "TemplateViewSet",
    "VerificationView",
]
