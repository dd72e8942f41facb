"""What one certificate says, frozen when it is issued.

Holds no layout; two equal contents with one template give one and the same page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one weight."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class CertificateContent:
    """The words of one certificate. Every text is Unicode NFC.

    `place_and_date` is the whole line ("Nghệ An, ngày 05 tháng 02 năm 2026"); `number` the
    register number ("0008/2026"); `code` the public verification code; `url` what the QR holds;
    `title` the paper's name where it is not its template's.
    """

    recipient: str
    address: str
    achievement: tuple[Run, ...]
    place_and_date: str
    number: str
    code: str
    url: str
    title: str = ""

    def as_json(self) -> dict[str, Any]:
        """The form that is stored; `from_json` reads it back."""
        data = {**asdict(self), "achievement": [asdict(run) for run in self.achievement]}
        if not self.title:
            del data["title"]  # as it was before titles could differ: digests stay
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> CertificateContent:
        """Reads what `as_json` wrote; KeyError or TypeError when it is something else."""
        return cls(**{**data, "achievement": tuple(Run(**run) for run in data["achievement"])})

    @property
    def site(self) -> str:
        """The address of the verification pages, as it is printed."""
        return self.url.split("://", 1)[-1].rsplit("/", 1)[0]

    @property
    def sha256(self) -> str:
        """Hex SHA-256 of the canonical JSON (sorted keys, no spaces, UTF-8)."""
        text = json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Shared:
    """What certificates on one static layer have in common, beside their template.

    `words` are those of their words whose letters the fonts in the file would otherwise lack.
    """

    place_and_date: str
    site: str
    title: str = ""
    words: tuple[str, ...] = ()
