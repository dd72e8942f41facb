"""A package that somebody sends: its bounds, and a look at it that writes nothing.

Larger packages are the operator's, by `manage.py import_contest`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from common.errors import DomainError, Fault
from leaderboards.package.carry import Imported, import_contest, read

MAX_BYTES: Final = 8 * 1024 * 1024
"""Read and written while somebody waits; 1,000 entries with four sheets each take half of it."""
MAX_COST: Final = 200_000_000
"""Bytes of forms times writes of sheets: meanwhile nobody else writes on SQLite."""


class PackageTooLarge(DomainError):
    code = "package-too-large"
    status = 413
    text = {
        "vi": "Gói lớn hơn {most} MB; hãy nhờ người vận hành nhập bằng lệnh import_contest.",
        "en": "The package is larger than {most} MB; ask the operator to import it by the command "
        "import_contest.",
    }


class PackageTooCostly(DomainError):
    code = "package-too-costly"
    status = 422
    text = {
        "vi": "Gói có quá nhiều phiếu với biểu mẫu quá dài để tính lại ngay; hãy nhờ người vận hành nhập "
        "bằng lệnh import_contest.",
        "en": "The package has too many sheets of too long forms to be computed at once; ask the "
        "operator to import it by the command import_contest.",
    }


@dataclass(frozen=True, slots=True)
class Received:
    """What an import did, or with `preview` would have done, told in the words of a package."""

    preview: bool
    replaced: bool
    sha256: str
    document: Mapping[str, Any]
    imported: Imported

    @property
    def counts(self) -> list[dict[str, Any]]:
        """How many rows each list of the package has."""
        return [
            {"member": name, "count": len(rows)}
            for name, rows in self.document.items()
            if isinstance(rows, list)
        ]

    @property
    def publications(self) -> list[dict[str, Any]]:
        return [
            {
                "number": told.publication.number,
                "round": told.publication.round and told.publication.round.code,
                "told": told.state,
                "state": told.publication.state,
                "differences": told.differences,
                "imports": told.publication.imports[:-1],
            }
            for told in self.imported.publications
        ]

    @property
    def differences(self) -> tuple[Fault, ...]:
        return self.imported.differences

    @property
    def warnings(self) -> tuple[Fault, ...]:
        return tuple(w for w in self.imported.warnings if w not in self.imported.differences)


def receive(
    *, file: UploadedFile, by: User, replace: bool, propose: bool, preview: bool
) -> Received:
    """Import the file as `import_contest` does, or with `preview` say what that would do.

    A preview shows the differences instead of refusing them. Raises PackageTooLarge,
    PackageTooCostly and what `import_contest` raises.
    """
    if (file.size or 0) > MAX_BYTES:
        raise PackageTooLarge(most=MAX_BYTES // 1024**2)
    content = file.read()
    document = read(content)
    if _cost(document) > MAX_COST:
        raise PackageTooCostly
    sha256 = hashlib.sha256(content).hexdigest()
    imported = import_contest(
        document=document, replace=replace, propose=propose or preview, by=by, sha256=sha256,
        preview=preview,
    )  # fmt: skip
    return Received(preview, imported.replaced, sha256, document, imported)


def _cost(document: Any) -> int:
    """Bytes of forms times the sheets that they compute; of what is no package, anything."""
    if not isinstance(document, dict):
        return 0
    sheets = document.get("sheets")
    rows = [row for row in sheets if isinstance(row, dict)] if isinstance(sheets, list) else []
    told = (row.get("revisions") for row in rows)
    writes = len(rows) + sum(len(each) for each in told if isinstance(each, list))
    return writes * len(json.dumps(document.get("forms")))
