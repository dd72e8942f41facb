"""Records that a package was imported, and gives who imported a new contest its creator's grants."""

from __future__ import annotations

from accounts.models import User
from contests.models import PackageImport
from contests.package.rules import Rules
from contests.services import CREATOR_GRANTS, grant


def record_import(rules: Rules, *, by: User | None, replaced: bool, proposed: int) -> None:
    """Within the import's transaction. Nobody else gets a grant by a package."""
    mark = rules.mark
    PackageImport.objects.create(
        contest=rules.contest, sha256=mark["sha256"], organization=mark["organization"],
        replaced=replaced, proposed=proposed, actor=by, imported_at=rules.source.moment,
    )  # fmt: skip
    if by is not None and not replaced:
        for name in CREATOR_GRANTS:
            grant(contest=rules.contest, name=name, to=by)
