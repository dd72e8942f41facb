"""Certificates in the staff's admin: to look at; they are changed by services only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from certificates.models import Certificate, CertificateBatch, CertificateTemplate, Register


class ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CertificateTemplate)
class TemplateAdmin(ReadOnly):
    list_display = ("contest", "number", "design", "created_at")
    list_select_related = ("contest",)


@admin.register(Register)
class RegisterAdmin(ReadOnly):
    list_display = ("organization", "year", "last")
    list_select_related = ("organization",)


@admin.register(CertificateBatch)
class BatchAdmin(ReadOnly):
    list_display = ("id", "publication", "state", "created_at")
    list_select_related = ("publication", "job")


@admin.register(Certificate)
class CertificateAdmin(ReadOnly):
    list_display = ("register_number", "code", "state", "issued_on")
    list_select_related = ("register",)
    search_fields = ("code",)
