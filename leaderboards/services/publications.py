"""Proposing, approving and rejecting publications, and recording the decisions before them.

A publication is frozen when it is proposed; approving and superseding change its state only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.audit.kinds import Kind
from accounts.models import User
from accounts.two_people import behind_this_session, require_two_people
from common.canonical import digest
from common.errors import Fault
from contests.models import Contest, Division, Round
from contests.services import fix_organization, made_for_contest
from judging.errors import ProposerUnknown
from judging.models import RoundResult
from judging.services.results import hold
from leaderboards.appealing import remarked
from leaderboards.board import OUT, entries_of, exact
from leaderboards.computing import Computed, compute_from_sheets, inputs_digest
from leaderboards.errors import (
    AwardInvalid,
    CeremonyRunning,
    DecisionInvalid,
    InputsChanged,
    NotProposed,
    ProposalObsolete,
    ReasonRequired,
    SamePerson,
    SeverityRefused,
)
from leaderboards.freezing import freeze
from leaderboards.models import Award, Ceremony, Decision, Publication
from leaderboards.publicity import publication_in_force, waiting_for
from leaderboards.recording import record_publication
from leaderboards.script import write_script
from scoring.exact import number
from scoring.prizes import suggest_prizes
from submissions.models import Entry

State = Publication.State

Given = dict[str, dict[str, Any]]
"""The prize of each entry by its code: {code, title, title_en, order, reason}."""


@dataclass(frozen=True, slots=True)
class AwardChange:
    """People give `entry` the prize `code` ("" for none) against the suggestion, for a reason."""

    entry: str
    code: str
    reason: str


@transaction.atomic
def record_decision(
    *,
    contest: Contest,
    kind: str,
    data: Mapping[str, Any],
    reason: str,
    actor: User,
    division: Division | None = None,
) -> Decision:
    """Record a draw, a committee's order or a target's value. Raises ReasonRequired, DecisionInvalid."""
    if not reason.strip():
        raise ReasonRequired(errors=[Fault(ReasonRequired.text, "/reason")])
    if division is not None and division.contest_id != contest.pk:
        raise _invalid("/division", "bảng của cuộc thi khác", "a division of another contest")
    entries = (
        contest.entries.all() if division is None else contest.entries.filter(division=division)
    )
    known = set(entries.values_list("code", flat=True))
    return Decision.objects.create(
        contest=contest,
        division=division,
        kind=kind,
        data=checked_decision(kind, data, known=known),
        reason=reason.strip(),
        decided_by=actor,
    )


def checked_decision(
    kind: str, data: Mapping[str, Any], *, known: Collection[str]
) -> dict[str, Any]:
    """The data of a decision, as it is stored; `known` are the codes that an order may name.

    Raises DecisionInvalid.
    """
    return _checked_target(data) if kind == Decision.Kind.TARGET else _checked_order(data, known)


def _checked_target(data: Mapping[str, Any]) -> dict[str, str]:
    name = data.get("name")
    if not isinstance(name, str) or not name:
        raise _invalid("/data/name", "thiếu tên", "the name is missing")
    try:
        return {"name": name, "value": exact(number(data.get("value"))) or ""}
    except ValueError:
        raise _invalid("/data/value", "phải là số", "must be a number") from None


def _checked_order(data: Mapping[str, Any], known: Collection[str]) -> dict[str, list[str]]:
    order = data.get("order")
    if not isinstance(order, list) or not all(isinstance(code, str) for code in order):
        raise _invalid("/data/order", "phải là danh sách mã bài", "must be a list of entry codes")
    taken: set[str] = set()
    for index, code in enumerate(order):
        if code not in known or code in taken:
            raise _invalid(
                f"/data/order/{index}",
                f"mã {code} không có hoặc lặp lại",
                f"{code} is unknown or twice",
            )
        taken.add(code)
    return {"order": list(order)}


def _invalid(pointer: str, vi: str, en: str) -> DecisionInvalid:
    return DecisionInvalid(errors=[Fault({"vi": vi, "en": en}, pointer)])


@transaction.atomic
def propose_publication(
    *,
    contest: Contest,
    actor: User,
    round_: Round | None = None,
    note: str = "",
    reason: str = "",
    awards: Sequence[AwardChange] = (),
    embargo_until: datetime | None = None,
    ceremony: bool = False,
) -> Publication:
    """Freeze the standings of now with their awards, for another person to approve.

    Approved, it is public from `embargo_until` on, or with `ceremony` once that is done. What
    amends results that still wait, waits for the same. Quotas that are exceeded or unfilled stand
    in payload["warnings"] and block nothing. Where the policy's severity model refused, raw points
    are published only for a `reason`.
    Raises PolicyMissing, PolicyUnusable, RoundUnknown, AwardInvalid, SeverityRefused.
    """
    contest = Contest.objects.select_for_update(no_key=True).get(pk=contest.pk)
    round_code = round_.code if round_ else None
    computed = compute_from_sheets(contest, round_code=round_code)
    given, warnings = awards_of(computed, awards)
    warnings += severity_warnings(computed, reason)
    payload, names = frozen_payload(contest, computed, round_code, given, warnings)
    last = contest.publications.aggregate(last=Max("number"))["last"] or 0
    waiting = _waiting(contest, round_)
    if waiting is not None:
        embargo_until = max(filter(None, (embargo_until, waiting.embargo_until)), default=None)
        ceremony = ceremony or Ceremony.objects.filter(publication=waiting).exists()
    publication = Publication.objects.create(
        contest=contest,
        round=round_,
        number=last + 1,
        policy=computed.stored_policy,
        payload=payload,
        names=names,
        inputs_sha256=inputs_digest(contest, computed),
        payload_sha256=digest(payload),
        reason=reason.strip(),
        note=note.strip(),
        embargo_until=embargo_until,
        proposed_by=actor,
        proposed_in=behind_this_session(),
    )
    Award.objects.bulk_create(award_rows(publication, computed, given, entries_of(contest)))
    if ceremony:
        script = write_script(contest, computed, payload, round_code)
        Ceremony.objects.create(publication=publication, script=script)
    record_publication(Kind.PUBLICATION_PROPOSED, publication, actor)
    return publication


def award_rows(
    publication: Publication, computed: Computed, given: Given, people: Mapping[str, Entry]
) -> Iterator[Award]:
    """The awards of a publication, not yet written."""
    ranks = {row.entry: row.rank for row in computed.standings.rows}
    for code, prize in given.items():
        yield Award(
            publication=publication, entry=people[code], division_id=people[code].division_id,
            rank=ranks[code], **prize,
        )  # fmt: skip


def _waiting(contest: Contest, round_: Round | None) -> Publication | None:
    """The approved results of the same contest and round that are not public yet."""
    found = publication_in_force(contest, round_.code if round_ else None)
    if found is None or waiting_for(found, timezone.now()) is None:
        return None
    return found


def awards_of(
    computed: Computed, changes: Sequence[AwardChange]
) -> tuple[Given, list[dict[str, Any]]]:
    suggestions, problems = suggest_prizes(computed.policy, computed.standings)
    prizes = {
        prize["code"]: {
            "code": prize["code"],
            "title": prize["label"]["vi"],
            "title_en": prize["label"].get("en", ""),
            "order": order,
            "reason": "",
        }
        for order, prize in enumerate(computed.stored_policy.definition.get("prizes", ()))
    }
    given: Given = {}
    for suggestion in suggestions:  # the first, highest prize stays where a policy gives several
        given.setdefault(suggestion.entry, dict(prizes[suggestion.prize]))
    known = {row.entry for row in computed.standings.rows if row.state not in OUT}
    faults: list[Fault] = []
    for index, change in enumerate(changes):
        place = f"/awards/{index}"
        if change.entry not in known:
            faults.append(_fault(f"{place}/entry", "không có bài này", "there is no such entry"))
        if change.code and change.code not in prizes:
            faults.append(_fault(f"{place}/code", "không có giải này", "there is no such prize"))
        if not change.reason.strip():
            faults.append(_fault(f"{place}/reason", "hãy ghi lý do", "give a reason"))
    if faults:
        raise AwardInvalid(errors=faults)
    for change in changes:
        given.pop(change.entry, None)
        if change.code:
            given[change.entry] = {**prizes[change.code], "reason": change.reason.strip()}
    warnings = [{"code": problem.code, **problem.params} for problem in problems]
    return given, warnings + _over_quota(computed, given, warnings)


def _over_quota(
    computed: Computed, given: Given, told: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Quotas that the final awards exceed and that nobody was told of yet."""
    counts: dict[tuple[str, str], int] = {}
    for row in computed.standings.rows:
        if row.entry in given:
            field = row.division if computed.policy.by_division else ""
            place = (given[row.entry]["code"], field)
            counts[place] = counts.get(place, 0) + 1
    known = {(w.get("prize"), w.get("division")) for w in told if w["code"] == "quota-exceeded"}
    quotas = {prize.code: prize.quota for prize in computed.policy.prizes}
    warnings = []
    for (code, division), count in sorted(counts.items()):
        quota = quotas[code]
        if quota is not None and count > quota and (code, division) not in known:
            warnings.append(
                {
                    "code": "quota-exceeded",
                    "prize": code,
                    "division": division,
                    "quota": quota,
                    "count": count,
                }
            )
    return warnings


def severity_warnings(computed: Computed, reason: str) -> list[dict[str, Any]]:
    """Warnings on the severity models that the policy names; raises SeverityRefused."""
    refused = [code for code, found in computed.severity.items() if found.refusal is not None]
    if refused and not reason.strip():
        raise SeverityRefused(
            rounds=", ".join(refused), errors=[Fault(ReasonRequired.text, "/reason")]
        )
    weak = [code for code, f in computed.severity.items() if f.adjustment and f.adjustment.warnings]
    return [
        {"code": code, "prize": "", "division": "", "round": round_code}
        for code, rounds in (("severity-refused", refused), ("severity-weak", weak))
        for round_code in rounds
    ]


def _fault(pointer: str, vi: str, en: str) -> Fault:
    return Fault({"vi": vi, "en": en}, pointer)


def frozen_payload(
    contest: Contest,
    computed: Computed,
    round_code: str | None,
    given: Given,
    warnings: list[dict[str, Any]],
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is hashed, and the names beside it."""
    titles = {
        code: {name: prize[name] for name in ("code", "title", "title_en")}
        for code, prize in given.items()
    }
    return freeze(
        contest,
        computed,
        round_code=round_code,
        awards=titles,
        left_out=remarked(contest),
        warnings=warnings,
    )


@transaction.atomic
def approve_publication(*, publication: Publication, actor: User, reason: str = "") -> Publication:
    """Publish what was proposed, if nothing it was computed from has changed since.

    A former publication of the same contest and round is superseded, for which a reason is needed;
    the public sees it until this one is public itself. Every other open proposal of the same becomes
    obsolete, so that proposals are approved in the order of their numbers.
    Raises NotProposed, ProposalObsolete, ProposerUnknown, SamePerson, InputsChanged,
    ReasonRequired, CeremonyRunning, and what `require_two_people` raises.
    """
    contest, publication = _held(publication)
    round_code = publication.round.code if publication.round else None
    former = publication_in_force(contest, round_code)
    if former is not None and former.number > publication.number:
        raise ProposalObsolete(number=publication.number, newer=former.number)
    if publication.proposed_by is None:
        raise ProposerUnknown
    if publication.proposed_by_id == actor.pk:
        raise SamePerson
    appointers = require_two_people(
        publication.proposed_by, publication.proposed_in, actor, made_for_contest(contest)
    )
    # Every score write holds its entry's result: while they are ours, no input moves.
    hold(RoundResult.objects.filter(round__contest=contest))
    computed = compute_from_sheets(contest, round_code=round_code)
    if inputs_digest(contest, computed) != publication.inputs_sha256:
        raise InputsChanged
    if former is not None:
        publication.reason = reason.strip() or publication.reason
        if not publication.reason:
            raise ReasonRequired(errors=[Fault(ReasonRequired.text, "/reason")])
        if Ceremony.objects.filter(publication=former, state=Ceremony.State.RUNNING).exists():
            raise CeremonyRunning
        former.state = State.SUPERSEDED
        former.save(update_fields=["state"])
        publication.supersedes = former
    now = timezone.now()
    publication.state = State.PUBLISHED
    publication.approved_by, publication.approved_at = actor, now
    publication.approver_appointed_by = appointers
    publication.published_at = max(now, publication.embargo_until or now)
    publication.save(
        update_fields=[
            "state", "approved_by", "approved_at", "approver_appointed_by", "published_at",
            "supersedes", "reason",
        ]
    )  # fmt: skip
    fix_organization(contest=contest)
    others = Publication.objects.filter(contest=contest, round=publication.round)
    others.filter(state=State.PROPOSED).update(state=State.OBSOLETE)
    record_publication(Kind.PUBLICATION_APPROVED, publication, actor)
    return publication


@transaction.atomic
def reject_publication(*, publication: Publication, actor: User, reason: str) -> Publication:
    """Refuse a proposal; it stays on record. Raises NotProposed, ProposalObsolete, ReasonRequired."""
    if not reason.strip():
        raise ReasonRequired(errors=[Fault(ReasonRequired.text, "/reason")])
    _, publication = _held(publication)
    publication.state = State.REJECTED
    publication.reason = reason.strip()
    publication.approved_by = actor
    publication.save(update_fields=["state", "reason", "approved_by"])
    record_publication(Kind.PUBLICATION_REJECTED, publication, actor)
    return publication


def _held(publication: Publication) -> tuple[Contest, Publication]:
    """The contest and its proposal, held until the transaction ends."""
    contest = Contest.objects.select_for_update(no_key=True).get(pk=publication.contest_id)
    fresh = Publication.objects.select_related("round", "proposed_by").get(pk=publication.pk)
    if fresh.state == State.OBSOLETE:
        newer = publication_in_force(contest, fresh.round.code if fresh.round else None)
        raise ProposalObsolete(number=fresh.number, newer=newer.number if newer else "")
    if fresh.state != State.PROPOSED:
        raise NotProposed
    return contest, fresh
