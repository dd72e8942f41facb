"""Reads a contest's rules from the database into the members of a package."""

from __future__ import annotations

from typing import Any

from common.documents import instant, ordered, sparse
from contests.models import Contest, Organization, Round
from contests.package.rows import told
from contests.package.rules import DEFAULTS, INSTANTS


def dump(contest: Contest, *, organizations: set[int]) -> dict[str, Any]:
    """The package's members on the rules, in their canonical order.

    `organizations` are the ids of those that entries and judges name.
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
    rounds = (
        Round.everything.filter(contest=contest)
        .select_related("form_version__form")
        .order_by("order", "code")
    )
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
                "calibration": r.calibration,
            },
            {"attempts_max": 1, "judges_per_entry": 1, "calibration": False},
        )
        for r in rounds
    ]
    document["policies"] = [
        sparse(
            {
                "definition": ordered(p.definition),
                "reason": p.reason,
                "recorded_at": told(p.created_at, contest),
            }
        )
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
    members |= {key: instant(getattr(contest, key)) for key in INSTANTS}
    members |= {key: getattr(contest, key) for key in ("team_min", "team_max")}
    members["entries_per_school"] = contest.entries_per_school
    shown = ("display_rule", "blind", "live_standings", "peers_after_submit")
    members |= {key: getattr(contest, key) for key in shown}
    members["upload_rule"] = ordered(contest.upload_rule)
    return sparse(members, DEFAULTS)
