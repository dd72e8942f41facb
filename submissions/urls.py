"""Addresses of the submissions app, below /api/v1/."""

from rest_framework.routers import SimpleRouter

from submissions.views.consents import NameConsentViewSet
from submissions.views.entries import EntryViewSet
from submissions.views.people import (
    InvitationViewSet,
    MyInvitationViewSet,
    PeopleRequestViewSet,
)
from submissions.views.works import AttachmentViewSet, SubmissionViewSet

router = SimpleRouter()
router.register("entries", EntryViewSet, basename="entry")
router.register("invitations", InvitationViewSet, basename="invitation")
router.register("my/invitations", MyInvitationViewSet, basename="my-invitation")
router.register("people-requests", PeopleRequestViewSet, basename="people-request")
router.register("submissions", SubmissionViewSet, basename="submission")
router.register("attachments", AttachmentViewSet, basename="attachment")
router.register("name-consents", NameConsentViewSet, basename="name-consent")

urlpatterns = router.urls
