"""Addresses of judging, below /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from judging.views.allocation import (
    AssignmentViewSet,
    ConflictDetectionView,
    ConflictImportView,
    JudgeReinstateView,
    JudgeReleaseView,
)
from judging.views.calibration import CalibrationViewSet
from judging.views.declarations import DeclarationViewSet
from judging.views.feedback import (
    EntryFeedbackView,
    FeedbackReleaseView,
    RoundFeedbackView,
    SheetFeedbackView,
)
from judging.views.files import AttachmentFileView, AttachmentThumbnailView
from judging.views.form_change import RoundFormVersionView
from judging.views.minutes import MinutesVerificationView, MinutesViewSet
from judging.views.moderation import (
    DiscrepancyViewSet,
    HeartbeatView,
    OverrideViewSet,
    RecusalViewSet,
    RecuseView,
)
from judging.views.panels import ConflictViewSet, JudgeViewSet, PanelViewSet, TakeBackViewSet
from judging.views.paper import PaperSheetViewSet, RoundPaperView
from judging.views.running import (
    AttemptViewSet,
    MatchViewSet,
    ProgressView,
    RoundLockView,
    RoundUnlockView,
)
from judging.views.scoresheets import MyContestsView, QueueView, ScoresheetViewSet
from judging.views.tablet import JudgeLinkView, PeersView, SkipView
from judging.views.watching import AgreementView, WatchedEntryViewSet

router = SimpleRouter()
router.register("judges", JudgeViewSet, basename="judge")
router.register("panels", PanelViewSet, basename="panel")
router.register("conflicts", ConflictViewSet, basename="conflict")
router.register("take-backs", TakeBackViewSet, basename="take-back")
router.register("conflict-declarations", DeclarationViewSet, basename="conflict-declaration")
router.register("assignments", AssignmentViewSet, basename="assignment")
router.register("scoresheets", ScoresheetViewSet, basename="scoresheet")
router.register("attempts", AttemptViewSet, basename="attempt")
router.register("matches", MatchViewSet, basename="match")
router.register("discrepancies", DiscrepancyViewSet, basename="discrepancy")
router.register("overrides", OverrideViewSet, basename="override")
router.register("minutes", MinutesViewSet, basename="minutes")
router.register("paper-sheets", PaperSheetViewSet, basename="paper-sheet")
router.register("watched-entries", WatchedEntryViewSet, basename="watched-entry")
router.register("calibrations", CalibrationViewSet, basename="calibration")
router.register("recusals", RecusalViewSet, basename="recusal")

_ATTACHMENT = "scoresheets/<int:pk>/attachments/<int:attachment_id>"

urlpatterns = [
    path("my/contests/", MyContestsView.as_view(), name="my-contests"),
    path("queue/", QueueView.as_view(), name="queue"),
    path("progress/", ProgressView.as_view(), name="progress"),
    path("agreement/", AgreementView.as_view(), name="agreement"),
    path("devices/heartbeat/", HeartbeatView.as_view(), name="device-heartbeat"),
    path("conflicts/detect/", ConflictDetectionView.as_view(), name="conflict-detect"),
    path("conflicts/import/", ConflictImportView.as_view(), name="conflict-import"),
    path("judges/<int:pk>/release/", JudgeReleaseView.as_view(), name="judge-release"),
    path("judges/<int:pk>/reinstate/", JudgeReinstateView.as_view(), name="judge-reinstate"),
    path("scoresheets/<int:pk>/recuse/", RecuseView.as_view(), name="scoresheet-recuse"),
    path("scoresheets/<int:pk>/skip/", SkipView.as_view(), name="scoresheet-skip"),
    path("scoresheets/<int:pk>/peers/", PeersView.as_view(), name="scoresheet-peers"),
    path("judges/<int:pk>/sign-in-link/", JudgeLinkView.as_view(), name="judge-sign-in-link"),
    path("minutes/verify/<str:code>/", MinutesVerificationView.as_view(), name="minutes-verify"),
    path("rounds/<int:pk>/lock/", RoundLockView.as_view(), name="round-lock"),
    path("rounds/<int:pk>/unlock/", RoundUnlockView.as_view(), name="round-unlock"),
    path("rounds/<int:pk>/paper/", RoundPaperView.as_view(), name="round-paper"),
    path(
        "rounds/<int:pk>/form-version/", RoundFormVersionView.as_view(), name="round-form-version"
    ),
    path("rounds/<int:pk>/feedback/", RoundFeedbackView.as_view(), name="round-feedback"),
    path(
        "rounds/<int:pk>/feedback-releases/", FeedbackReleaseView.as_view(), name="feedback-release"
    ),
    path("scoresheets/<int:pk>/feedback/", SheetFeedbackView.as_view(), name="scoresheet-feedback"),
    path("entries/<int:pk>/feedback/", EntryFeedbackView.as_view(), name="entry-feedback"),
    path(f"{_ATTACHMENT}/file/", AttachmentFileView.as_view(), name="scoresheet-attachment"),
    path(
        f"{_ATTACHMENT}/thumbnail/", AttachmentThumbnailView.as_view(), name="scoresheet-thumbnail"
    ),
    *router.urls,
]
