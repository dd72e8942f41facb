"""The app that carries the commands of the wiring, and what administrators have read."""

from django.apps import AppConfig
from django.contrib import admin


class ContestPlatformConfig(AppConfig):
    name = "contest_platform"

    def ready(self) -> None:
        admin.site.index_template = "contest_platform/admin_index.html"
