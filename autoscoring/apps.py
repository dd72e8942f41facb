"""Django's entry for the autoscoring app; nothing else."""

from django.apps import AppConfig


class AutoscoringConfig(AppConfig):
    name = "autoscoring"
    default_auto_field = "django.db.models.BigAutoField"
