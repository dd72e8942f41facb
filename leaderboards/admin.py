"""Publications and decisions in the staff's admin: to look, never to write."""

from django.contrib import admin
from django.http import HttpRequest

from leaderboards import models


class ReadOnly(admin.ModelAdmin):
    """Shows rows and changes none."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(models.Publication)
class PublicationAdmin(ReadOnly):
    list_display = ["contest", "number", "round", "state", "proposed_by", "approved_by"]
    list_filter = ["state"]
    list_select_related = ["contest", "round", "proposed_by", "approved_by"]
    exclude = ["payload"]


@admin.register(models.Decision)
class DecisionAdmin(ReadOnly):
    list_display = ["contest", "kind", "division", "reason", "decided_by", "decided_at"]
    list_select_related = ["contest", "division", "decided_by"]


@admin.register(models.Award)
class AwardAdmin(ReadOnly):
    list_display = ["publication_id", "entry", "code", "rank", "reason"]
    list_select_related = ["entry"]
