"""What an upload rule says where it says nothing; how it is applied is the submissions' affair."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

UPLOAD_DEFAULTS: Final[Mapping[str, Any]] = {
    "types": ["pdf", "png", "jpg", "jpeg", "zip"],
    "max_bytes": 20 * 1024 * 1024,
    "max_files": 10,
}
