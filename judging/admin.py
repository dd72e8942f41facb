"""Judging in the staff's admin: to look, never to write; every write goes through the services."""

from django.contrib import admin
from django.http import HttpRequest

from judging import models


class ReadOnly(admin.ModelAdmin):
    """Shows rows and changes none."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(models.Judge)
class JudgeAdmin(ReadOnly):
    list_display = ["code", "full_name", "role", "contest", "active"]
    list_filter = ["role", "active"]
    search_fields = ["code", "full_name", "contest__slug"]
    list_select_related = ["contest"]


@admin.register(models.Scoresheet)
class ScoresheetAdmin(ReadOnly):
    list_display = [
        "pk",
        "judge",
        "attempt_id",
        "state",
        "kind",
        "points",
        "revision",
        "updated_at",
    ]
    list_filter = ["state", "kind"]
    search_fields = ["judge__code", "attempt__entry__code"]
    list_select_related = ["judge"]


@admin.register(models.ScoresheetRevision)
class RevisionAdmin(ReadOnly):
    list_display = ["scoresheet_id", "number", "state", "points", "actor", "reason", "created_at"]
    search_fields = ["operation"]
    list_select_related = ["actor"]


@admin.register(models.AttemptChange)
class AttemptChangeAdmin(ReadOnly):
    list_display = ["attempt_id", "reason", "actor", "created_at"]
    list_select_related = ["actor"]


@admin.register(models.RoundLock)
class RoundLockAdmin(ReadOnly):
    list_display = ["round", "locked", "reason", "actor", "created_at"]
    list_select_related = ["round", "actor"]


@admin.register(models.SeatChange)
class SeatChangeAdmin(ReadOnly):
    list_display = ["judge", "active", "reason", "actor", "created_at"]
    list_select_related = ["judge", "actor"]


@admin.register(models.ConflictLift)
class ConflictLiftAdmin(ReadOnly):
    list_display = ["judge", "entry", "kind", "reason", "actor", "created_at"]
    list_select_related = ["judge", "entry", "actor"]


@admin.register(models.TakeBack)
class TakeBackAdmin(ReadOnly):
    list_display = ["judge", "entry", "kind", "reason", "created_at"]
    list_select_related = ["judge", "entry"]


@admin.register(models.DiscrepancyEvent)
class DiscrepancyEventAdmin(ReadOnly):
    list_display = ["discrepancy_id", "number", "state", "difference", "actor", "created_at"]
    list_select_related = ["actor"]


@admin.register(models.OverrideEvent)
class OverrideEventAdmin(ReadOnly):
    list_display = ["override_id", "state", "reason", "actor", "created_at"]
    list_select_related = ["actor"]
