"""Puts published facts into a certificate's words; reads the models, writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from certificates.published import members, published, school
from certificates.recipients import Recipient
from certificates.rendering import CertificateContent, Rule, TemplateDefinition
from certificates.rendering.letters import without
from certificates.rendering.texts import TEXTS, place_and_date
from certificates.rendering.wording import fill, plain
from contests.models import Contest
from leaderboards.models import Award, Publication


def content_of(
    recipient: Recipient,
    publication: Publication,
    template: TemplateDefinition,
    *,
    day: date,
    number: str,
    code: str,
) -> CertificateContent:
    """The frozen words of one certificate, by the rule of its division and prize.

    Letters that no shipped font has are left out; certificates.fitness tells of them before.
    """
    values = {
        name: without(value)
        for name, value in values_of(recipient, publication, template.language).items()
    }
    words = words_of(recipient, template)
    return CertificateContent(
        recipient=without(recipient.name),
        address=plain(fill(words.address, values)),
        achievement=fill(words.achievement, values),
        place_and_date=place_and_date(template.place, day, template.language),
        number=number,
        code=code,
        url=verification_url(code),
        title=words.title,
    )


def words_of(recipient: Recipient, template: TemplateDefinition) -> Rule:
    """What the template says to this one."""
    return template.wording(
        recipient.entries[0].division.code if recipient.entries else "",
        recipient.awards[0].code if recipient.awards else "",
    )


def verification_url(code: str) -> str:
    """The public page that tells about a code."""
    return f"{settings.PUBLIC_URL}/verify/{code}"


def today() -> date:
    """The day where the contests are."""
    return timezone.now().astimezone(ZoneInfo(settings.DISPLAY_TIME_ZONE)).date()


def contest_values(contest: Contest, language: str) -> dict[str, str]:
    """What the contest's own placeholders stand for."""
    campaign = contest.campaign
    return {
        "contest": _in(language, contest.title, contest.title_en),
        "campaign": _in(language, campaign.title, campaign.title_en) if campaign else "",
    }


def values_of(recipient: Recipient, publication: Publication, language: str) -> dict[str, str]:
    """What each placeholder stands for; what is about several entries has no title of its own."""
    values = {
        **contest_values(publication.contest, language),
        "awards": _tally(recipient.awards, language),
        "entries": str(len(recipient.entries) or ""),
        "class": recipient.class_name,
        "role": TEXTS[language]["roles"].get(recipient.judge.role, "") if recipient.judge else "",
    }
    entry = recipient.entry
    place = recipient.school or (school(publication, entry) if entry else None)
    if place:
        values["school"] = _in(language, place.name, place.name_en)
    if recipient.award or len(recipient.awards) == 1:
        award = recipient.award or recipient.awards[0]
        values["award"] = _in(language, award.title, award.title_en)
    if entry:
        told = published(publication, entry)
        values |= {
            "division": _in(language, entry.division.title, entry.division.title_en),
            "title": told.get("title") or entry.title,
            "team": told.get("team") or (entry.team.name if entry.team else ""),
            "members": ", ".join(name for _, name, _ in members(publication, entry)),
        }
    return values


def _tally(awards: Sequence[Award], language: str) -> str:
    """ "Giải Nhất", or "2 Giải Nhất, 1 Giải Ba", the highest first."""
    titles = Counter(
        _in(language, award.title, award.title_en)
        for award in sorted(awards, key=lambda award: award.order)
    )
    if sum(titles.values()) == 1:
        return next(iter(titles))
    return ", ".join(f"{count} {title}" for title, count in titles.items())


def _in(language: str, vi: str, en: str) -> str:
    return en if language == "en" and en else vi
