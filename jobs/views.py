"""A job's state in the API, and the two things that a person can do to it."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import RetrieveModelMixin
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from jobs import services
from jobs.models import Job
from jobs.permissions import readable
from jobs.serializers import JobSerializer


class JobViewSet(RetrieveModelMixin, GenericViewSet[Job]):
    permission_classes = [IsAuthenticated]
    serializer_class = JobSerializer
    queryset = Job.objects.none()
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Job]:
        return Job.objects.filter(readable(self.request.user))

    @extend_schema(request=None, responses=JobSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        job = services.cancel(job_id=self.get_object().pk)
        return Response(self.get_serializer(job).data)

    @extend_schema(request=None, responses=JobSerializer)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str) -> Response:
        job = services.retry(job_id=self.get_object().pk)
        return Response(self.get_serializer(job).data)
