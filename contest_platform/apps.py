"""The app that carries the commands of the wiring; it has no models."""

from django.apps import AppConfig


class ContestPlatformConfig(AppConfig):
    name = "contest_platform"
