"""The shapes of grants on organizations; no rules."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from common.serializers import Strict
from contests.models import Organization, OrganizationUserGrant
from contests.permissions import ORGANIZATION_GRANTS
from contests.serializers import OrganizationBriefSerializer


class OrganizationGrantSerializer(serializers.ModelSerializer[OrganizationUserGrant]):
    """A person's grant on an organization, which holds for those below it too."""

    organization = OrganizationBriefSerializer(source="content_object")
    username = serializers.CharField(source="user.username")
    full_name = serializers.CharField(source="user.full_name")
    grant = serializers.ChoiceField(source="permission.codename", choices=ORGANIZATION_GRANTS)

    class Meta:
        model = OrganizationUserGrant
        fields = ["id", "organization", "username", "full_name", "grant"]


class OrganizationGrantCreateSerializer(Strict, serializers.Serializer[Any]):
    organization = serializers.SlugRelatedField("code", queryset=Organization.objects.all())
    username = serializers.CharField(max_length=150)
    grant = serializers.ChoiceField(choices=ORGANIZATION_GRANTS)
