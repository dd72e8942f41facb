"""The entries' part of a package: entries with their teams, participants and mentors.

Never carries user accounts, works (but for the link of a sample) or scores, and never commits: the caller holds the
transaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from common.documents import instant, sparse
from common.errors import Fault
from common.faults import Codes, Faults
from common.language import Text
from contests.models import Contest
from contests.package import Rules, at, one_of
from submissions.consents import Standing, standings
from submissions.models import (
    Attachment,
    Entry,
    Mentor,
    NameConsent,
    Participant,
    Submission,
    Team,
)

_ENTRY: Text = {"vi": "bài dự thi", "en": "entry"}
_TEAM: Text = {"vi": "đội", "en": "team"}
_BLIND: Text = {"vi": "mã phách", "en": "blind code"}
_WORKS: Text = {
    "vi": "cuộc thi đang có {count} bài nộp hoặc tệp mà gói không chứa; không thể thay thế",
    "en": "the contest holds {count} submissions or files, which a package does not carry; it cannot be replaced",
}

_LEFT_OUT: Text = {
    "vi": "cuộc thi có {count} bài nộp hoặc tệp; gói không chứa chúng",
    "en": "the contest holds {count} submissions or files; the package does not carry them",
}
_LINK: Text = {
    "vi": "chỉ bài mẫu của chấm thử mới có liên kết trong gói",
    "en": "only a sample entry of a calibration has a link in a package",
}

_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without letters that look alike

Links = dict[tuple[str, str, str], int]
"""Who a participant or mentor is: (kind, entry code, full name) to user id."""


def load(data: Mapping[str, Any], *, rules: Rules, faults: Faults, links: Links) -> Codes[Entry]:
    """Write the package's entries; people get back the accounts that `links` remembers."""
    entries: Codes[Entry] = Codes(faults, _ENTRY)
    teams: Codes[Team] = Codes(faults, _TEAM)
    blind: Codes[str] = Codes(faults, _BLIND)
    rows: list[tuple[Entry, Mapping[str, Any]]] = []
    for index, row in enumerate(data.get("entries", ())):
        pointer = f"/entries/{index}"
        division = one_of(
            rules.divisions, row.get("division"), f"{pointer}/division", "division", faults
        )
        organization = None
        if "organization" in row:
            organization = rules.organizations.find(row["organization"], f"{pointer}/organization")
        if "team" in row:
            teams.declare(
                row["team"], Team(contest=rules.contest, name=row["team"]), f"{pointer}/team"
            )
        if "blind_code" in row:
            blind.declare(row["blind_code"], row["blind_code"], f"{pointer}/blind_code")
        state = row.get("state", Entry.State.SUBMITTED)
        entry = None
        if division is not None:
            entry = Entry(
                contest=rules.contest, division=division, code=row["code"],
                blind_code=row.get("blind_code", ""), title=row.get("title", row["code"]),
                summary=row.get("summary", ""), topic=row.get("topic", ""),
                organization=organization, state=state,
                state_reason=row.get("state_reason", ""), submitted_at=at(row.get("submitted_at")),
            )  # fmt: skip
        if entry is not None and state != Entry.State.DRAFT and entry.submitted_at is None:
            entry.submitted_at = rules.contest.created_at  # not told: it came with the contest
        if "link" in row and state != Entry.State.SAMPLE:
            faults.add(f"{pointer}/link", "link-of-sample", _LINK)
        if entries.declare(row["code"], entry, f"{pointer}/code") and entry is not None:
            rows.append((entry, row))
    if faults:
        return entries
    stored = Team.objects.bulk_create(list(teams))
    by_name = {team.name: team for team in stored}
    for entry, row in rows:
        entry.team = by_name.get(row.get("team", ""))
        while not entry.blind_code or (entry.blind_code in blind and "blind_code" not in row):
            entry.blind_code = "".join(secrets.choice(_ALPHABET) for _ in range(8))
        if "blind_code" not in row:
            blind.declare(entry.blind_code, entry.blind_code, "")
    Entry.objects.bulk_create([entry for entry, _ in rows])
    people = [
        (
            Participant(
                entry=entry, full_name=person["full_name"], class_name=person.get("class_name", ""),
                birth_date=_day(person.get("birth_date")), order=order,
                user_id=links.pop(("participant", entry.code, person["full_name"]), None),
            ),
            person.get("consent"),
        )
        for entry, row in rows
        for order, person in enumerate(row.get("participants", ()))
    ]  # fmt: skip
    Participant.objects.bulk_create([person for person, _ in people])
    NameConsent.objects.bulk_create(
        NameConsent(
            participant=person, full_name=person.full_name, given=told["given"],
            guardian_name=told.get("guardian_name", ""), note=told.get("note", ""),
            signed_on=_day(told.get("signed_on")),
        )
        for person, told in people
        if told is not None
    )  # fmt: skip
    Mentor.objects.bulk_create(
        Mentor(
            entry=entry, full_name=person["full_name"],
            user_id=links.pop(("mentor", entry.code, person["full_name"]), None),
        )
        for entry, row in rows
        for person in row.get("mentors", ())
    )  # fmt: skip
    Submission.objects.bulk_create(
        Submission(entry=entry, number=1, link=row["link"]) for entry, row in rows if "link" in row
    )
    return entries


def _day(told: str | None) -> date | None:
    return None if told is None else date.fromisoformat(told)


def clear(contest: Contest, *, faults: Faults) -> Links:
    """Delete the contest's entries, and tell which accounts stood behind their people.

    A contest that holds works is left alone: a package could not bring them back.
    """
    if works := _works(contest):
        faults.add("/contest/slug", "works-lost", _WORKS, count=works)
        return {}
    links: Links = {}
    for kind, model in (("participant", Participant), ("mentor", Mentor)):
        rows = model._default_manager.filter(entry__contest=contest, user__isnull=False)
        for code, name, user_id in rows.values_list("entry__code", "full_name", "user_id"):
            links[kind, code, name] = user_id
    contest.entries.all().delete()
    contest.teams.all().delete()
    return links


def dump(contest: Contest) -> list[dict[str, Any]]:
    """The contest's entries by code. Blind codes are told where judges rely on them."""
    entries = (
        Entry.objects.filter(contest=contest)
        .select_related("division", "organization", "team")
        .prefetch_related("participants__name_consents", "mentors", "submissions")
        .order_by("code")
    )
    people = standings(person for entry in entries for person in entry.participants.all())
    return [
        sparse(
            {
                "code": entry.code,
                "title": entry.title,
                "division": entry.division.code,
                "summary": entry.summary,
                "topic": entry.topic,
                "organization": entry.organization and entry.organization.code,
                "team": entry.team and entry.team.name,
                "blind_code": entry.blind_code if contest.blind else None,
                "state": entry.state,
                "state_reason": entry.state_reason,
                "submitted_at": instant(entry.submitted_at)
                if entry.submitted_at != contest.created_at
                else None,
                "participants": [
                    sparse(
                        {
                            "full_name": person.full_name,
                            "birth_date": person.birth_date and person.birth_date.isoformat(),
                            "class_name": person.class_name,
                            "consent": _consent(person, people[person.pk]),
                        }
                    )
                    for person in entry.participants.all()
                ],
                "mentors": [{"full_name": person.full_name} for person in entry.mentors.all()],
                "link": _work_of_sample(entry),
            },
            {"title": entry.code, "state": "submitted"},
        )
        for entry in entries
    ]


def _consent(person: Participant, standing: Standing) -> dict[str, Any] | None:
    """What the two sides' words come to; the particulars are those of the record."""
    if standing.state == "none":
        return None
    given = standing.state == "given"
    kept = [row for row in person.name_consents.all() if row.given == given][-1:]
    if standing.record is None or not kept:
        return {"given": given}
    (record,) = kept
    told = {
        "guardian_name": record.guardian_name,
        "signed_on": record.signed_on and record.signed_on.isoformat(),
        "note": record.note,
    }
    return {"given": given, **sparse(told)}


def _work_of_sample(entry: Entry) -> str:
    """The link that judges of a calibration look at; other works are not carried."""
    if entry.state != Entry.State.SAMPLE:
        return ""
    return next((work.link for work in entry.submissions.all()), "")


def left_out(contest: Contest) -> list[Fault]:
    """Warnings on what the contest holds and its package does not."""
    warnings = Faults()
    if works := _works(contest):
        warnings.add("/entries", "works-left-out", _LEFT_OUT, count=works)
    return list(warnings)


def _works(contest: Contest) -> int:
    """Works that no package carries: all but the links of samples."""
    submissions = Submission.objects.filter(entry__contest=contest)
    return (
        submissions.exclude(entry__state=Entry.State.SAMPLE).count()
        + Attachment.objects.filter(entry__contest=contest).count()
    )


def organizations(contest: Contest) -> set[int]:
    """Ids of the organizations that the contest's entries come from."""
    return set(
        Entry.objects.filter(contest=contest, organization__isnull=False).values_list(
            "organization_id", flat=True
        )
    )
