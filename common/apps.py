"""The app of the shared plumbing; it has no models."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "common"
