"""The contest's own part of a package: organizations, contest, divisions, forms, rounds, policies.

Reads and writes plain JSON members whose shape the package's schema has checked. Never touches
entries, judges or results, and never commits: the caller holds the transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime

from common.documents import instant, ordered, sparse
from common.errors import Fault
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
from scoring.errors import DefinitionError, Problem
from scoring.form import Form, form_digest, parse_form
from scoring.messages import message
from scoring.policy import parse_policy

T = TypeVar("T")

NOUNS: Mapping[str, Text] = {
    "organization": {"vi": "đơn vị", "en": "organization"},
    "division": {"vi": "bảng", "en": "division"},
    "form": {"vi": "phiếu chấm", "en": "form"},
    "version": {"vi": "phiên bản phiếu chấm", "en": "form version"},
    "round": {"vi": "vòng", "en": "round"},
    "policy": {"vi": "quy chế tính điểm", "en": "policy"},
}
CHOOSE: Text = {
    "vi": "có nhiều {noun}; hãy ghi rõ mã",
    "en": "there are several of {noun}; name one by its code",
}
_EXISTS: Text = {
    "vi": "đã có cuộc thi “{slug}”; hãy đổi mã hoặc cho phép thay thế",
    "en": "the contest '{slug}' exists; change the slug or allow replacing",
}
_WINDOW: Text = {
    "vi": "giờ đóng phải sau giờ mở; số người tối đa không nhỏ hơn tối thiểu",
    "en": "a window must close after it opens; the largest team is no smaller than the smallest",
}
_CAMPAIGN_ENDS: Text = {
    "vi": "ngày kết thúc không được trước ngày bắt đầu",
    "en": "the last day must not be before the first",
}

NO_ORGANIZATION = {"code": "independent", "kind": "other", "name": "Đơn vị chưa nêu", "name_en": "Organization not named"}  # fmt: skip
ONE_DIVISION = {"code": "all", "title": "Toàn bộ", "title_en": "All"}

_INSTANTS = ("entries_open_at", "entries_close_at", "submissions_close_at", "judging_open_at", "judging_close_at")  # fmt: skip
_DEFAULTS: Mapping[str, Any] = {
    "kind": "other", "state": "open", "team_min": 1, "team_max": 1, "display_rule": "initials",
    "blind": False, "live_standings": False,
}  # fmt: skip


@dataclass(slots=True)
class Rules:
    """What the apps above refer to by code. `forms` holds the parsed form of each version by pk."""

    contest: Contest
    organizations: Codes[Organization]
    divisions: Codes[Division]
    versions: Codes[FormVersion]
    rounds: Codes[Round]
    policies: Codes[ScoringPolicy]
    forms: dict[int, Form] = field(default_factory=dict)

    def round_of(self, row: Mapping[str, Any], pointer: str, faults: Faults) -> Round | None:
        """The round that a row names, or the only one."""
        return one_of(self.rounds, row.get("round"), f"{pointer}/round", "round", faults)


def one_of(codes: Codes[T], code: str | None, pointer: str, noun: str, faults: Faults) -> T | None:
    """The thing of that code; without a code the only one there is."""
    code = code if code is not None else codes.only()
    if code is None:
        faults.add(pointer, "code-needed", CHOOSE, noun=NOUNS[noun])
        return None
    return codes.find(code, pointer)


def at(value: str | None) -> Any:
    """The instant of a text that the schema has checked, or None."""
    return None if value is None else parse_datetime(value)


def add_problems(faults: Faults, problems: Sequence[Problem], pointer: str, **more: Any) -> None:
    """Problems that the scoring core found, at `pointer`, in both languages."""
    for problem in problems:
        texts = {language: message(problem, language) for language in ("vi", "en")}
        plain = {k: v.replace("{", "{{").replace("}", "}}") for k, v in texts.items()}
        faults.add(f"{pointer}{problem.pointer}", problem.code, plain, **more)


# --- Reading ---------------------------------------------------------------------------


def load(data: Mapping[str, Any], *, faults: Faults, replace: bool) -> tuple[Rules, list[Fault]]:
    """Write the package's rules. With `replace` the contest of that slug, whose rows the caller
    has cleared, takes the package's content and keeps its grants. Returns warnings too.
    """
    warnings: list[Fault] = []
    organizations = _load_organizations(data, faults, warnings)
    contest = _load_contest(data, faults, organizations, replace)
    rules = Rules(
        contest,
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
    data: Mapping[str, Any], faults: Faults, warnings: list[Fault]
) -> Codes[Organization]:
    codes: Codes[Organization] = Codes(faults, NOUNS["organization"])
    rows: Sequence[Mapping[str, Any]] = data.get("organizations", ())
    named = {row["code"] for row in rows}
    wanted = {data["contest"].get("organization"), data.get("campaign", {}).get("organization")}
    wanted |= {entry.get("organization") for entry in data.get("entries", ())}
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
        if codes.declare(row["code"], organization, f"{pointer}/code") and stored is None:
            organization.save()
    return codes


def _load_contest(
    data: Mapping[str, Any], faults: Faults, organizations: Codes[Organization], replace: bool
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
    campaign = _load_campaign(data, faults, organizations)
    if organization is None:
        return Contest(slug=row["slug"])
    contest.organization, contest.campaign = organization, campaign
    contest.title = row["title"]
    for key in ("title_en", "summary", "summary_en"):
        setattr(contest, key, row.get(key, ""))
    for key, default in _DEFAULTS.items():
        setattr(contest, key, row.get(key, default))
    for key in _INSTANTS:
        setattr(contest, key, at(row.get(key)))
    contest.entries_per_school = row.get("entries_per_school")
    contest.upload_rule = row.get("upload_rule", {})
    try:
        contest.validate_constraints(exclude=["slug"])
    except ValidationError:
        faults.add("/contest", "contest-windows", _WINDOW)
        return Contest(slug=row["slug"])
    contest.save()
    return contest


def _load_campaign(
    data: Mapping[str, Any], faults: Faults, organizations: Codes[Organization]
) -> Campaign | None:
    row = data.get("campaign")
    if row is None:
        return None
    organization = organizations.find(row["organization"], "/campaign/organization")
    stored = Campaign.objects.filter(slug=row["slug"]).first()
    if stored is not None or organization is None:
        return stored
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
                locked_at=at(row.get("locked_at")),
            )  # fmt: skip
        if rules.rounds.declare(row["code"], round_, f"{pointer}/code") and round_ is not None:
            round_.save()


def _load_policies(data: Mapping[str, Any], faults: Faults, rules: Rules) -> None:
    if any(row["code"] not in rules.rounds for row in data["rounds"]):
        return
    forms = {r.code: rules.forms[r.form_version_id] for r in rules.rounds}
    complete = len(forms) == len(rules.rounds)
    single = "policy" in data
    rows = [{"definition": data["policy"]}] if single else data["policies"]
    for number, row in enumerate(rows, 1):
        definition = row["definition"]
        place = "/policy" if single else f"/policies/{number - 1}/definition"
        policy = None
        try:
            # Only the policy in force must fit the forms as they are now.
            parse_policy(definition, forms if complete and number == len(rows) else None)
        except DefinitionError as error:
            add_problems(faults, error.problems, place)
        else:
            policy = ScoringPolicy.objects.create(
                contest=rules.contest, number=number, definition=definition,
                sha256=form_digest(definition), reason=row.get("reason", ""),
            )  # fmt: skip
        rules.policies.declare(number, policy, place)


def clear(contest: Contest) -> None:
    """Delete the contest's rules; the apps above have cleared theirs."""
    contest.policies.all().delete()
    contest.rounds.all().delete()
    contest.forms.all().delete()
    contest.divisions.all().delete()


# --- Writing ---------------------------------------------------------------------------


def dump(contest: Contest, *, organizations: set[int]) -> dict[str, Any]:
    """The package's members on the rules, in their canonical order.

    `organizations` are the ids of those that the entries name.
    """
    campaign = contest.campaign
    wanted = organizations | {contest.organization_id}
    if campaign is not None:
        wanted.add(campaign.organization_id)
    document: dict[str, Any] = {"organizations": _dump_organizations(wanted)}
    if campaign is not None:
        document["campaign"] = sparse(
            {
                "slug": campaign.slug,
                "title": campaign.title,
                "title_en": campaign.title_en,
                "organization": campaign.organization.code,
                "starts_on": campaign.starts_on.isoformat(),
                "ends_on": campaign.ends_on.isoformat(),
            }
        )
    document["contest"] = _dump_contest(contest)
    document["divisions"] = [
        sparse({"code": d.code, "title": d.title, "title_en": d.title_en})
        for d in contest.divisions.order_by("order", "code")
    ]
    document["forms"] = [
        sparse(
            {
                "code": form.code,
                "title": form.title,
                "title_en": form.title_en,
                "versions": [ordered(v.definition) for v in form.versions.order_by("number")],
            }
        )
        for form in contest.forms.order_by("code")
    ]
    rounds = contest.rounds.select_related("form_version__form").order_by("order", "code")
    document["rounds"] = [
        sparse(
            {
                "code": r.code,
                "title": r.title,
                "title_en": r.title_en,
                "form": r.form_version.form.code,
                "form_version": r.form_version.number,
                "attempts_max": r.attempts_max,
                "judges_per_entry": r.judges_per_entry,
                "locked_at": instant(r.locked_at),
            },
            {"attempts_max": 1, "judges_per_entry": 1},
        )
        for r in rounds
    ]
    document["policies"] = [
        sparse({"definition": ordered(p.definition), "reason": p.reason})
        for p in contest.policies.order_by("number")
    ]
    return document


def _dump_organizations(wanted: set[int]) -> list[dict[str, Any]]:
    found: dict[int, Organization] = {}
    missing = wanted
    while missing:
        rows = Organization.objects.filter(pk__in=missing)
        found |= {organization.pk: organization for organization in rows}
        missing = {o.parent_id for o in rows if o.parent_id is not None} - set(found)

    def path(organization: Organization) -> tuple[str, ...]:
        above = found.get(organization.parent_id) if organization.parent_id else None
        return (*(path(above) if above else ()), organization.code)

    return [
        sparse(
            {
                "code": o.code,
                "kind": o.kind,
                "name": o.name,
                "name_en": o.name_en,
                "parent": found[o.parent_id].code if o.parent_id else None,
            },
            {"kind": "other"},
        )
        for o in sorted(found.values(), key=path)
    ]


def _dump_contest(contest: Contest) -> dict[str, Any]:
    members: dict[str, Any] = {"slug": contest.slug, "kind": contest.kind, "title": contest.title}
    members |= {key: getattr(contest, key) for key in ("title_en", "summary", "summary_en")}
    members["organization"] = contest.organization.code
    members["state"] = contest.state
    members |= {key: instant(getattr(contest, key)) for key in _INSTANTS}
    members |= {key: getattr(contest, key) for key in ("team_min", "team_max")}
    members["entries_per_school"] = contest.entries_per_school
    members |= {key: getattr(contest, key) for key in ("display_rule", "blind", "live_standings")}
    members["upload_rule"] = ordered(contest.upload_rule)
    return sparse(members, _DEFAULTS)
