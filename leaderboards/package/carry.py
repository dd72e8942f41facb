"""Imports and exports whole contests: each app reads and writes its own members of the package.

An import is one transaction: everything or nothing. An export tells no database ids, no accounts
and nothing of the moment, so that importing it and exporting again gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

import contests.package
import judging.package
import submissions.package
from accounts.audit.kinds import Kind
from accounts.audit.services import record
from accounts.models import User
from common.canonical import digest
from common.documents import exact
from common.errors import DomainError, Fault
from common.faults import Faults
from common.language import Text
from contests.models import Contest
from contests.package import Source
from contests.permissions import ContestPolicy
from contests.services import made_for_contest
from leaderboards.package import appeals, boards, published, shape
from leaderboards.package.published import Told
from leaderboards.package.texts import tidied

FORMAT = "contest-package"
_NOT_YOURS: Text = {
    "vi": "đã có cuộc thi mang mã này mà bạn không phụ trách; hãy đổi mã, hoặc hỏi ban tổ chức cuộc thi đó",
    "en": "a contest that you do not run has this slug; change the slug, or ask those who run it",
}
VERSION = 1


class PackageUnreadable(DomainError):
    code = "package-unreadable"
    status = 400
    text = {
        "vi": "Không đọc được gói: dòng {line}, cột {column} không đúng định dạng JSON.",
        "en": "The package cannot be read: line {line}, column {column} is not well-formed JSON.",
    }


class PackageRefused(DomainError):
    code = "package-refused"
    status = 422
    text = {
        "vi": "Gói cuộc thi có {count} chỗ chưa đúng; chưa có gì được ghi.",
        "en": "The package has {count} faults; nothing was written.",
    }


class ContestInUse(DomainError):
    code = "contest-in-use"
    status = 409
    text = {
        "vi": "Cuộc thi “{slug}” đã cấp giấy chứng nhận hoặc được nơi khác dùng; không thể thay thế.",
        "en": "The contest '{slug}' has issued certificates or is used elsewhere; it cannot be replaced.",
    }


class PackageDiffers(DomainError):
    code = "package-differs"
    status = 422
    text = {
        "vi": "Kết quả trong gói khác với kết quả tính từ phiếu ở {count} chỗ; chưa có gì được ghi. "
        "Hãy hỏi nơi gửi gói, hoặc chọn nhập các bản công bố đó thành đề nghị.",
        "en": "The package's results differ from what its sheets come to in {count} places; nothing "
        "was written. Ask who sent it, or choose to import those publications as proposals.",
    }


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import made, what its writer should look at, and what became of the publications."""

    contest: Contest
    warnings: tuple[Fault, ...]
    publications: tuple[Told, ...]
    differences: tuple[Fault, ...]
    replaced: bool


def read(source: str | bytes) -> Any:
    """The document of a package file. Raises PackageUnreadable."""
    try:
        return exact(json.loads(source, parse_constant=_refuse_constant))
    except json.JSONDecodeError as error:
        raise PackageUnreadable(line=error.lineno, column=error.colno) from error
    except (ValueError, RecursionError) as error:
        raise PackageUnreadable(line=1, column=1) from error


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def write(document: Mapping[str, Any]) -> str:
    """The canonical text of a package: two spaces of indent, UTF-8, a newline at the end."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def import_contest(
    *,
    document: Any,
    replace: bool = False,
    propose: bool = False,
    by: User | None = None,
    sha256: str = "",
    preview: bool = False,
) -> Imported:
    """Write a whole contest, or nothing; with `preview` nothing in any case.

    With `replace` a contest of the same slug gives way; grants stay, and accounts of people and of
    judges whose sheets these are. Results that differ from what the sheets come to are refused; with
    `propose` they are imported as proposals of `by`, for another person to approve. Without `by` it
    is the operator who imports. `sha256` is of the file. Raises PackageRefused that names up to 100
    faults, PackageDiffers, ContestInUse.
    """
    faults = Faults()
    document = tidied(exact(document))
    shape.check(document, faults)
    _refuse(faults)
    source = Source(sha256 or digest(document), by, timezone.now())
    with transaction.atomic():
        imported = _load(document, faults, source, replace=replace, propose=propose)
        if preview:
            transaction.set_rollback(True)
        return imported


def _load(
    data: Mapping[str, Any], faults: Faults, source: Source, *, replace: bool, propose: bool
) -> Imported:
    people: submissions.package.Links = {}
    seats: judging.package.Links = {}
    existing = Contest.objects.select_for_update().filter(slug=data["contest"]["slug"]).first()
    replaced = existing is not None and replace
    if existing is not None and replace:
        if source.by is not None and not ContestPolicy.can_manage(source.by, existing):
            faults.add("/contest/slug", "not-yours", _NOT_YOURS)
            _refuse(faults)
        try:
            appeals.clear(existing)
            published.clear(existing)
            boards.clear(existing)
            seats = judging.package.clear(existing)
            people = submissions.package.clear(existing, faults=faults)
            _refuse(faults)
            contests.package.clear(existing)
        except ProtectedError as error:
            raise ContestInUse(slug=existing.slug) from error
    rules, warnings = contests.package.load(data, faults=faults, replace=replace, source=source)
    if rules.contest.pk is None:
        _refuse(faults)
    entries = submissions.package.load(data, rules=rules, faults=faults, links=people)
    places, overrides = judging.package.load(
        data, rules=rules, entries=entries, faults=faults, links=seats
    )
    publications = published.load(data, places=places)
    boards.load(data, places)
    appeals.load(data, places=places, publications=publications, overrides=overrides)
    expected = published.compare(data, rules=rules, entries=entries, faults=faults)
    _refuse(faults)
    told, found = published.recompute(data, publications, source.by, propose=propose)
    found.take(expected, "")
    if found and not propose:
        raise PackageDiffers(errors=found, count=found.count)
    contests.package.record_import(
        rules, by=source.by, replaced=replaced, proposed=sum(each.differences > 0 for each in told)
    )
    record(
        Kind.PACKAGE_IMPORTED,
        about=made_for_contest(rules.contest),
        facts={"replaced": replaced or None, "entries": len(data["entries"])},
    )
    warnings += places.warnings
    return Imported(rules.contest, (*warnings, *found), tuple(told), tuple(found), replaced)


def _refuse(faults: Faults) -> None:
    if faults:
        raise PackageRefused(errors=faults, count=faults.count)


def left_out(*, contest: Contest) -> tuple[Fault, ...]:
    """Warnings on what the contest holds and its package does not tell."""
    return tuple(submissions.package.left_out(contest))


@transaction.atomic
def export_contest(*, contest: Contest) -> dict[str, Any]:
    """The contest as a package document, its members in the canonical order."""
    organizations = submissions.package.organizations(contest)
    organizations |= judging.package.organizations(contest)
    members = {
        **contests.package.dump(contest, organizations=organizations),
        "entries": submissions.package.dump(contest),
        **judging.package.dump(contest),
        **published.dump(contest),
        **boards.dump(contest),
        "appeals": appeals.dump(contest),
    }
    return {"format": FORMAT, "version": VERSION} | {
        key: members[key]
        for key in shape.schema()["properties"]
        if members.get(key)
        or (key in ("assignments", "appeal_window") and members.get(key) is not None)
    }
