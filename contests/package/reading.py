"""Writes the rules of a package into the database. Never commits: the caller holds the transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import User
from common.errors import DomainError, Fault
from common.faults import Codes, Faults
from common.language import Text
from contests.models import (
    Campaign,
    Contest,
    Division,
    FormVersion,
    Organization,
    Round,
    ScoringForm,
    ScoringPolicy,
)
from contests.package.rows import create_dated
from contests.package.rules import (
    DEFAULTS,
    INSTANTS,
    NOUNS,
    Rules,
    Source,
    add_invalid,
    add_problems,
    at,
    one_of,
)
from contests.permissions import speaks_for
from contests.serializers import UploadRuleSerializer
from contests.services import check_settings
from contests.services.organizations import move_contest
from scoring.errors import DefinitionError, Problem
from scoring.form import Form, form_digest, parse_form
from scoring.policy import parse_policy

_FIXED: Text = {
    "vi": "kết quả đã công bố dưới tên đơn vị khác; hãy ghi đúng đơn vị của cuộc thi đã có",
    "en": "results were published in another organization's name; give that of the contest here",
}
_EXISTS: Text = {
    "vi": "đã có cuộc thi “{slug}”; hãy đổi mã hoặc cho phép thay thế",
    "en": "the contest '{slug}' exists; change the slug or allow replacing",
}
_WINDOW: Text = {
    "vi": "giờ đóng phải sau giờ mở; số người tối đa không nhỏ hơn tối thiểu",
    "en": "a window must close after it opens; the largest team is no smaller than the smallest",
}
_STRANGE: Text = {
    "vi": "ở đây chưa có đơn vị “{code}”; hãy nhờ quản trị viên thêm đơn vị này trước",
    "en": "there is no organization '{code}' here; ask an administrator to add it first",
}
_NOT_YOURS: Text = {
    "vi": "bạn chưa được tạo cuộc thi cho đơn vị này; hãy nhờ quản trị viên cấp quyền",
    "en": "you may not create contests for this organization; ask an administrator for the grant",
}
_CAMPAIGN_ENDS: Text = {
    "vi": "ngày kết thúc không được trước ngày bắt đầu",
    "en": "the last day must not be before the first",
}

NO_ORGANIZATION = {"code": "independent", "kind": "other", "name": "Đơn vị chưa nêu", "name_en": "Organization not named"}  # fmt: skip
ONE_DIVISION = {"code": "all", "title": "Toàn bộ", "title_en": "All"}


def load(
    data: Mapping[str, Any], *, faults: Faults, replace: bool, source: Source
) -> tuple[Rules, list[Fault]]:
    """Write the package's rules. With `replace` the contest of that slug, whose rows the caller
    has cleared, takes the package's content and keeps its grants. Organizations are made only by
    whom they would belong to. Returns warnings too.
    """
    warnings: list[Fault] = []
    organizations = _load_organizations(data, faults, warnings, source.by)
    contest = _load_contest(data, faults, organizations, replace, source.by)
    rules = Rules(
        contest,
        source,
        organizations,
        divisions=Codes(faults, NOUNS["division"]),
        versions=Codes(faults, NOUNS["version"]),
        rounds=Codes(faults, NOUNS["round"]),
        policies=Codes(faults, NOUNS["policy"]),
    )
    if contest.pk is None:
        return rules, warnings
    given = data.get("divisions")
    for index, row in enumerate([ONE_DIVISION] if given is None else given):
        division = Division(
            contest=contest, code=row["code"], title=row.get("title", row["code"]),
            title_en=row.get("title_en", ""), order=index,
        )  # fmt: skip
        if rules.divisions.declare(row["code"], division, f"/divisions/{index}/code"):
            division.save()
    forms = _load_forms(data, faults, rules)
    _load_rounds(data, faults, rules, forms)
    _load_policies(data, faults, rules)
    return rules, warnings


def _load_organizations(
    data: Mapping[str, Any], faults: Faults, warnings: list[Fault], by: User | None
) -> Codes[Organization]:
    codes: Codes[Organization] = Codes(faults, NOUNS["organization"])
    rows: Sequence[Mapping[str, Any]] = data.get("organizations", ())
    named = {row["code"] for row in rows}
    wanted = {data["contest"].get("organization"), data.get("campaign", {}).get("organization")}
    wanted |= {row.get("organization") for of in ("entries", "judges") for row in data.get(of, ())}
    wanted |= {row.get("parent") for row in rows}
    known = {o.code: o for o in Organization.objects.filter(code__in=named | (wanted - {None}))}
    for code in (wanted - {None}) - named:
        if code in known:
            codes.declare(code, known[code], "")
    for index, row in enumerate(rows):
        pointer = f"/organizations/{index}"
        parent = codes.find(row["parent"], f"{pointer}/parent") if row.get("parent") else None
        stored = known.get(row["code"])
        if stored is not None and stored.name != row["name"]:
            warnings.append(
                Fault(
                    {
                        "vi": f"đơn vị “{stored.code}” ở đây tên là “{stored.name}”; giữ tên này",
                        "en": f"the organization '{stored.code}' is called '{stored.name}' here; that name stays",
                    },
                    f"{pointer}/name",
                    "organization-differs",
                )
            )
        organization = stored or Organization(
            code=row["code"], kind=row.get("kind", "other"), name=row["name"],
            name_en=row.get("name_en", ""), parent=parent,
        )  # fmt: skip
        declared = codes.declare(row["code"], organization, f"{pointer}/code")
        if not declared or stored is not None:
            continue
        if by is not None and not (speaks(by, parent) if parent else by.is_staff):
            faults.add(f"{pointer}/code", "organization-unknown", _STRANGE, code=row["code"])
        else:
            organization.save()
    return codes


def speaks(by: User, organization: Organization) -> bool:
    """Whether `by` may make what belongs to `organization`, which may be refused itself."""
    return organization.pk is not None and speaks_for(by, organization, "create_contests")


def _load_contest(
    data: Mapping[str, Any],
    faults: Faults,
    organizations: Codes[Organization],
    replace: bool,
    by: User | None,
) -> Contest:
    row = data["contest"]
    existing = Contest.objects.filter(slug=row["slug"]).first()
    if existing is not None and not replace:
        faults.add("/contest/slug", "contest-exists", _EXISTS, slug=row["slug"])
        return Contest(slug=row["slug"])
    contest = existing or Contest(slug=row["slug"])
    if "organization" in row:
        organization = organizations.find(row["organization"], "/contest/organization")
    else:
        organization, _ = Organization.objects.get_or_create(
            code=NO_ORGANIZATION["code"], defaults=NO_ORGANIZATION
        )
    campaign = _load_campaign(data, faults, organizations, by)
    if organization is None:
        return Contest(slug=row["slug"])
    if by is not None and not speaks(by, organization):
        faults.add("/contest/organization", "may-not-create", _NOT_YOURS)
        return Contest(slug=row["slug"])
    if existing is not None and organization != existing.organization:
        if existing.organization_fixed_at is not None:
            faults.add("/contest/organization", "organization-fixed", _FIXED)
            return Contest(slug=row["slug"])
        move_contest(contest=existing, to=organization, by=by)
    contest.organization, contest.campaign = organization, campaign
    contest.title = row["title"]
    for key in ("title_en", "summary", "summary_en"):
        setattr(contest, key, row.get(key, ""))
    for key, default in DEFAULTS.items():
        setattr(contest, key, row.get(key, default))
    for key in INSTANTS:
        setattr(contest, key, at(row.get(key)))
    contest.entries_per_school = row.get("entries_per_school")
    contest.upload_rule = row.get("upload_rule", {})
    add_invalid(
        faults,
        lambda: UploadRuleSerializer(data=contest.upload_rule, partial=True),
        "/contest/upload_rule",
    )
    try:
        check_settings(contest)
        contest.validate_constraints(exclude=["slug"])
    except DomainError as error:
        faults.take(error.errors, "/contest")
        return Contest(slug=row["slug"])
    except ValidationError:
        faults.add("/contest", "contest-windows", _WINDOW)
        return Contest(slug=row["slug"])
    contest.save()
    return contest


def _load_campaign(
    data: Mapping[str, Any], faults: Faults, organizations: Codes[Organization], by: User | None
) -> Campaign | None:
    row = data.get("campaign")
    if row is None:
        return None
    organization = organizations.find(row["organization"], "/campaign/organization")
    stored = Campaign.objects.filter(slug=row["slug"]).first()
    if stored is not None or organization is None:
        return stored
    if by is not None and not speaks(by, organization):
        faults.add("/campaign/organization", "may-not-create", _NOT_YOURS)
        return None
    starts_on, ends_on = date.fromisoformat(row["starts_on"]), date.fromisoformat(row["ends_on"])
    if ends_on < starts_on:
        faults.add("/campaign/ends_on", "campaign-ends", _CAMPAIGN_ENDS)
        return None
    return Campaign.objects.create(
        slug=row["slug"], title=row["title"], title_en=row.get("title_en", ""),
        organization=organization, starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip


def _load_forms(data: Mapping[str, Any], faults: Faults, rules: Rules) -> Codes[list[FormVersion]]:
    forms: Codes[list[FormVersion]] = Codes(faults, NOUNS["form"])
    for index, row in enumerate(data["forms"]):
        pointer = f"/forms/{index}"
        versions: list[FormVersion] = []
        if not forms.declare(row["code"], versions, f"{pointer}/code"):
            continue
        form = ScoringForm.objects.create(
            contest=rules.contest, code=row["code"], title=row.get("title", row["code"]),
            title_en=row.get("title_en", ""),
        )  # fmt: skip
        single = "definition" in row
        for number, definition in enumerate([row["definition"]] if single else row["versions"], 1):
            place = f"{pointer}/definition" if single else f"{pointer}/versions/{number - 1}"
            key = (row["code"], number)
            try:
                parsed = parse_form(definition)
            except DefinitionError as error:
                add_problems(faults, error.problems, place)
                rules.versions.declare(key, None, place)
                continue
            version = FormVersion.objects.create(
                form=form, number=number, definition=definition, sha256=form_digest(definition)
            )
            rules.versions.declare(key, version, place)
            rules.forms[version.pk] = parsed
            versions.append(version)
    return forms


def _load_rounds(
    data: Mapping[str, Any], faults: Faults, rules: Rules, forms: Codes[list[FormVersion]]
) -> None:
    for index, row in enumerate(data["rounds"]):
        pointer = f"/rounds/{index}"
        versions = one_of(forms, row.get("form"), f"{pointer}/form", "form", faults)
        version = versions[-1] if versions else None
        if "form_version" in row and versions is not None:
            code = row.get("form", forms.only())
            key = (code, row["form_version"])
            version = rules.versions.find(key, f"{pointer}/form_version")
        round_ = None
        if version is not None:
            round_ = Round(
                contest=rules.contest, code=row["code"], title=row.get("title", row["code"]),
                title_en=row.get("title_en", ""), order=index, form_version=version,
                attempts_max=row.get("attempts_max", 1),
                judges_per_entry=row.get("judges_per_entry", 1),
                locked_at=at(row.get("locked_at")), calibration=row.get("calibration", False),
            )  # fmt: skip
        if rules.rounds.declare(row["code"], round_, f"{pointer}/code") and round_ is not None:
            round_.save()


def _load_policies(data: Mapping[str, Any], faults: Faults, rules: Rules) -> None:
    if any(row["code"] not in rules.rounds for row in data["rounds"]):
        return
    counted = [row for row in data["rounds"] if not row.get("calibration")]
    forms = {r.code: rules.forms[r.form_version_id] for r in rules.rounds if not r.calibration}
    complete = len(forms) == len(counted)
    single = "policy" in data
    rows = [{"definition": data["policy"]}] if single else data["policies"]
    dated: list[tuple[ScoringPolicy, str | None]] = []
    for number, row in enumerate(rows, 1):
        definition = row["definition"]
        place = "/policy" if single else f"/policies/{number - 1}/definition"
        policy = None
        problems = _problems(definition, forms if complete else None)
        if problems and number < len(rows):
            # An earlier policy may be of rounds and forms that are no longer there.
            problems = _problems(definition, None)
            problems = [problem for problem in problems if problem.code != "maximum-unknown"]
        add_problems(faults, problems, place)
        if not problems:
            policy = ScoringPolicy(
                contest=rules.contest, number=number, definition=definition,
                sha256=form_digest(definition), reason=row.get("reason", ""),
            )  # fmt: skip
            dated.append((policy, row.get("recorded_at")))
        rules.policies.declare(number, policy, place)
    create_dated(dated, contest=rules.contest)


def _problems(definition: Mapping[str, Any], forms: Mapping[str, Form] | None) -> Sequence[Problem]:
    try:
        parse_policy(definition, forms)
    except DefinitionError as error:
        return error.problems
    return ()


def clear(contest: Contest) -> None:
    """Delete the contest's rules; the apps above have cleared theirs."""
    contest.policies.all().delete()
    Round.everything.filter(contest=contest).delete()
    contest.forms.all().delete()
    contest.divisions.all().delete()
