"""The files of an entry's work for its judges, under names that tell nothing in a blind contest."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from judging import blind, selectors
from judging.models import Scoresheet
from judging.permissions import ScoresheetPolicy
from judging.views.common import person
from submissions.models import Attachment
