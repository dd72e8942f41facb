"""Jobs in the staff's admin, to look at only."""

from typing import Any

from django.contrib import admin

from jobs.models import Job


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    list_display = ("id", "kind", "state", "done", "total", "attempts", "created_at", "finished_at")
    list_filter = ("state", "kind")
    ordering = ("-pk",)

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Job | None = None) -> bool:
        return False
