"""The upload rule of a contest, read from its JSON with defaults for what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contests.models import Contest
from submissions.uploads.kinds import KINDS

HARD_CAP_BYTES: Final = 512 * 1024 * 1024
"""No contest may take larger files; it bounds what a request can write to disk."""

_DEFAULT_TYPES: Final = ("pdf", "png", "jpg", "jpeg", "zip")
_DEFAULT_BYTES: Final = 20 * 1024 * 1024
_DEFAULT_FILES: Final = 10


@dataclass(frozen=True, slots=True)
class UploadRule:
    """Extensions without dot in lower case, bytes a file, files a submission."""

    types: tuple[str, ...]
    max_bytes: int
    max_files: int


def rule_of(contest: Contest) -> UploadRule:
    """The contest's rule; extensions that the product cannot check are left out."""
    rule = contest.upload_rule
    return UploadRule(
        types=tuple(each for each in rule.get("types", _DEFAULT_TYPES) if each in KINDS),
        max_bytes=min(int(rule.get("max_bytes", _DEFAULT_BYTES)), HARD_CAP_BYTES),
        max_files=int(rule.get("max_files", _DEFAULT_FILES)),
    )
