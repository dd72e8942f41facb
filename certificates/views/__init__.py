"""Certificates in the API."""

from certificates.views.badges import (
    BadgeKeysView,
    BadgeKeyView,
    BadgeSwitchView,
    BadgeView,
    IssuerView,
    RevocationsView,
)
from certificates.views.certificates import (
    BatchViewSet,
    CertificateViewSet,
    CorrectionViewSet,
    FileVerificationView,
    VerificationView,
)
from certificates.views.delivery import DeliveryViewSet
from certificates.views.signing import SigningKeyViewSet
from certificates.views.templates import ImageViewSet, TemplateViewSet

__all__ = [
    "BadgeKeyView",
    "BadgeKeysView",
    "BadgeSwitchView",
    "BadgeView",
    "BatchViewSet",
    "CertificateViewSet",
    "CorrectionViewSet",
    "DeliveryViewSet",
    "FileVerificationView",
    "ImageViewSet",
    "IssuerView",
    "RevocationsView",
    "SigningKeyViewSet",
    "TemplateViewSet",
    "VerificationView",
]
