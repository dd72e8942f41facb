"""What an administrator has read of what upgrades made stricter; nothing of any contest."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class ReadChange(models.Model):
    """`change` is the key of an entry of `contest_platform.stricter`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    change = models.CharField(max_length=40)
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "change"], name="contest_platform_readchange_once"
            ),
        ]

    def __str__(self) -> str:
        return self.change
