"""Contests for staff: to look things up. What is written goes through the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from contests import services
from contests.models import Campaign, Contest, FormVersion, Organization, ScoringPolicy


class ReadOnly(admin.ModelAdmin):
    """Rows that are only looked at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin):
    """Schools and offices; new ones are made by the service."""

    list_display = ["name", "code", "kind", "parent"]
    list_filter = ["kind"]
    search_fields = ["name", "name_en", "code"]
    autocomplete_fields = ["parent"]
    fields = ["code", "kind", "name", "name_en", "parent"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(
        self,
        request: HttpRequest,
        obj: Organization,
        form: forms.ModelForm[Organization],
        change: bool,
    ) -> None:
        obj.pk = services.create_organization(**form.cleaned_data).pk
        obj._state.adding = False


@admin.register(Campaign)
class CampaignAdmin(admin.ModelAdmin):
    """Weeks and seasons; new ones are made by the service."""

    list_display = ["title", "organization", "starts_on", "ends_on"]
    search_fields = ["title", "slug"]
    autocomplete_fields = ["organization"]
    fields = ["slug", "title", "title_en", "organization", "starts_on", "ends_on"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(
        self,
        request: HttpRequest,
        obj: Campaign,
        form: forms.ModelForm[Campaign],
        change: bool,
    ) -> None:
        obj.pk = services.create_campaign(**form.cleaned_data).pk
        obj._state.adding = False


@admin.register(Contest)
class ContestAdmin(ReadOnly):
    list_display = ["title", "slug", "kind", "organization", "state"]
    list_filter = ["kind", "state"]
    list_select_related = ["organization"]
    search_fields = ["title", "slug"]


@admin.register(FormVersion)
class FormVersionAdmin(ReadOnly):
    list_display = ["form", "number", "sha256", "created_at", "used_at"]
    list_select_related = ["form"]


@admin.register(ScoringPolicy)
class ScoringPolicyAdmin(ReadOnly):
    list_display = ["contest", "number", "reason", "created_by", "created_at"]
    list_select_related = ["contest", "created_by"]
