"""Puts published facts into a certificate's words; reads the models, writes nothing.

Names, titles and teams come from the publication where it tells them, so that what changes in
an entry afterwards never reaches a certificate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from certificates.rendering import CertificateContent, TemplateDefinition
from certificates.rendering.texts import place_and_date
from certificates.rendering.wording import fill, plain, tidy
from leaderboards.models import Award
from submissions.models import Participant


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a certificate is for: a person of an award's entry, or (participant None) the team."""

    award: Award
    participant: Participant | None
    name: str
    class_name: str = ""


def holders(award: Award, per: str) -> list[Holder]:
    """The holders of an award's certificates, in the order of the entry's participants.

    `per` is "participant" or "team". An entry without a team always gets personal ones.
    The award's entry, its team, organization and participants must be at hand (prefetched).
    """
    people = list(award.entry.participants.all())
    published = _published(award)
    if per == "team" and award.entry.team is not None:
        return [Holder(award, None, tidy(published.get("team") or award.entry.team.name))]
    names = _matched(people, [tidy(name) for name in published.get("names") or ()])
    return [
        Holder(award, person, name, tidy(person.class_name))
        for person, name in zip(people, names, strict=True)
        if name
    ]


def content_of(
    holder: Holder, template: TemplateDefinition, *, day: date, number: str, code: str
) -> CertificateContent:
    """The frozen words of one certificate."""
    values = _values(holder, template.language)
    return CertificateContent(
        recipient=holder.name,
        address=plain(fill(template.address, values)),
        achievement=fill(template.achievement, values),
        place_and_date=place_and_date(template.place, day, template.language),
        number=number,
        code=code,
        url=verification_url(code),
    )


def verification_url(code: str) -> str:
    """The public page that tells about a code."""
    return f"{settings.PUBLIC_URL}/verify/{code}"


def today() -> date:
    """The day where the contests are."""
    return timezone.now().astimezone(ZoneInfo(settings.DISPLAY_TIME_ZONE)).date()


def _values(holder: Holder, language: str) -> dict[str, str]:
    award, entry = holder.award, holder.award.entry
    contest = award.publication.contest
    school, team = entry.organization, entry.team
    published = _published(award)
    members = [member.name for member in holders(award, "participant")]
    return {
        "award": _in(language, award.title, award.title_en),
        "division": _in(language, award.division.title, award.division.title_en),
        "title": published.get("title") or entry.title,
        "contest": _in(language, contest.title, contest.title_en),
        "campaign": _in(language, contest.campaign.title, contest.campaign.title_en)
        if contest.campaign
        else "",
        "team": published.get("team") or (team.name if team else ""),
        "members": ", ".join(members),
        "class": holder.class_name,
        "school": _in(language, school.name, school.name_en) if school else "",
    }


def _in(language: str, vi: str, en: str) -> str:
    return en if language == "en" and en else vi


def _published(award: Award) -> dict[str, Any]:
    """The entry as the publication keeps it in full: {"title", "team", "names", …}, or nothing."""
    entries = award.publication.payload.get("private", {}).get("entries", {})
    return dict(entries.get(award.entry.code, {}))


def _matched(people: Sequence[Participant], published: Sequence[str]) -> list[str]:
    """The published name of each person; "" for who was not there at publication.

    Equal names belong together; what is left over was renamed since and keeps its order.
    """
    own = [tidy(person.full_name) for person in people]
    if not published:
        return own
    rest = list(published)
    found: list[str] = []
    for name in own:
        found.append(name if name in rest else "")
        if name in rest:
            rest.remove(name)
    if len(people) == len(published):
        return [name or rest.pop(0) for name in found]
    return found
