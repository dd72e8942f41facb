"""The upload rule of a contest, read from its JSON with defaults for what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contests.models import Contest
from contests.uploads import UPLOAD_DEFAULTS
from submissions.uploads.kinds import KINDS

HARD_CAP_BYTES: Final = 512 * 1024 * 1024
"""No contest may take larger files; it bounds what a request can write to disk."""


@dataclass(frozen=True, slots=True)
class UploadRule:
    """Extensions without dot in lower case, bytes a file, files a submission."""

    types: tuple[str, ...]
    max_bytes: int
    max_files: int


def rule_of(contest: Contest) -> UploadRule:
    """The contest's rule; extensions that the product cannot check are left out."""
    rule = {**UPLOAD_DEFAULTS, **contest.upload_rule}
    return UploadRule(
        types=tuple(each for each in rule["types"] if each in KINDS),
        max_bytes=min(int(rule["max_bytes"]), HARD_CAP_BYTES),
        max_files=int(rule["max_files"]),
    )
