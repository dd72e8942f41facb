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

import contests.package
import judging.package
import submissions.package
from accounts.audit.kinds import Kind
from accounts.audit.services import record
from common.documents import exact
from common.errors import DomainError, Fault
from common.faults import Faults
from contests.models import Contest
from contests.services import made_for_contest
from leaderboards.package import appeals, boards, published, shape

FORMAT = "contest-package"
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


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import made, and what its writer should look at."""

    contest: Contest
    warnings: tuple[Fault, ...]


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


def import_contest(*, document: Any, replace: bool = False) -> Imported:
    """Write a whole contest, or nothing.

    With `replace` a contest of the same slug gives way; grants and the accounts of its people
    stay. Raises PackageRefused that names up to 100 faults, ContestInUse.
    """
    faults = Faults()
    document = exact(document)
    shape.check(document, faults)
    _refuse(faults)
    with transaction.atomic():
        return _load(document, faults, replace)


def _load(data: Mapping[str, Any], faults: Faults, replace: bool) -> Imported:
    people: submissions.package.Links = {}
    seats: dict[str, int] = {}
    existing = Contest.objects.select_for_update().filter(slug=data["contest"]["slug"]).first()
    if existing is not None and replace:
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
    rules, warnings = contests.package.load(data, faults=faults, replace=replace)
    if rules.contest.pk is None:
        _refuse(faults)
    entries = submissions.package.load(data, rules=rules, faults=faults, links=people)
    places, overrides = judging.package.load(
        data, rules=rules, entries=entries, faults=faults, links=seats
    )
    publications = published.load(data, places=places)
    boards.load(data, places)
    appeals.load(data, places=places, publications=publications, overrides=overrides)
    warnings += places.warnings
    warnings += published.compare(data, rules=rules, entries=entries, faults=faults)
    _refuse(faults)
    record(
        Kind.PACKAGE_IMPORTED,
        about=made_for_contest(rules.contest),
        facts={"replaced": existing is not None or None, "entries": len(data["entries"])},
    )
    return Imported(rules.contest, tuple(warnings))


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
