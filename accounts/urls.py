"""Addresses of accounts, below /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from accounts import views

router = SimpleRouter()
router.register("sessions", views.SessionViewSet, basename="session")
router.register("tokens", views.TokenViewSet, basename="token")
router.register("sign-in-cards", views.CardViewSet, basename="sign-in-card")
router.register("consents", views.ConsentViewSet, basename="consent")

urlpatterns = [
    path("me/", views.MeView.as_view(), name="me"),
    path("me/second-factor/", views.SecondFactorView.as_view(), name="second-factor"),
    path("me/own-account/", views.OwnAccountView.as_view(), name="own-account"),
    path("sign-in/card/", views.CardSignInView.as_view(), name="sign-in-card-use"),
    path("sign-in/link/", views.LinkSignInView.as_view(), name="sign-in-link-use"),
    path("sign-up/", views.SignUpView.as_view(), name="sign-up"),
    *router.urls,
]
