"""The results' part of a package: decisions, publications with awards and ceremonies, standings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from common.canonical import digest
from common.documents import instant, ordered, sparse
from common.errors import DomainError, Fault
from common.faults import Codes, Faults, phrase
from common.language import Text
from contests.models import Contest
from contests.package import Rules, at, carried, marked, told
from contests.services import fix_organization
from judging.package import Places
from leaderboards.computing import compute_standings
from leaderboards.errors import DecisionInvalid
from leaderboards.frozen import altered
from leaderboards.models import Award, Ceremony, Decision, Publication
from leaderboards.package.agreeing import DIFFERS, differences, is_named
from leaderboards.package.ceremonies import dump as dump_ceremony
from leaderboards.package.ceremonies import load as load_ceremony
from leaderboards.package.proposing import APPROVED, propose_instead
from leaderboards.services.publications import checked_decision
from scoring.exact import number, text
from scoring.field import Standings
from scoring.reading import escape
from submissions.models import Entry

_PUBLICATION: Text = {"vi": "lần công bố", "en": "publication"}
_AWARD: Text = {"vi": "giải", "en": "award"}
_ALTERED: Text = {
    "vi": "bản công bố không khớp với mã băm của nó; hãy xuất lại gói",
    "en": "the payload does not match its hash; export the package again",
}
_NAMES: Text = {
    "vi": "tên của bài “{entry}” không khớp với bản công bố; hãy xuất lại gói, hoặc bỏ mục này đi",
    "en": "the names of entry '{entry}' are not those of the publication; export the package again, or leave them out",
}
_PUBLISHED_AT: Text = {
    "vi": "bản đã công bố cần có giờ công bố",
    "en": "published results need the instant when they were published",
}
_IN_FORCE: Text = {
    "vi": "bản số {newer} được công bố cùng phạm vi với bản này; chỉ bản sau cùng được ghi “published”, "
    "các bản đã công bố trước nó ghi “superseded”",
    "en": "publication {newer} is published for the same as this one; only the last may be "
    "'published', those published before it are 'superseded'",
}
_SUPERSEDES: Text = {
    "vi": "bản chưa được duyệt không thay thế bản nào",
    "en": "what was not approved replaces nothing",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A publication of a package, the state that it says, and in how much the sheets differ."""

    publication: Publication
    state: str
    differences: int


def load(data: Mapping[str, Any], *, places: Places) -> Codes[Publication]:
    """Write decisions and publications as they were recorded; answers those by their number."""
    rules, entries, faults = places.rules, places.entries, places.faults
    _load_decisions(data, rules, entries, faults)
    ceremonies: list[Ceremony | None] = []
    publications: Codes[Publication] = Codes(faults, _PUBLICATION)
    awards: list[Award] = []
    for index, row in enumerate(data.get("publications", ())):
        pointer = f"/publications/{index}"
        publication = _publication(row, index + 1, rules, publications, pointer, faults)
        publications.declare(index + 1, publication, pointer)
        awards += _awards(row, publication, entries, pointer, faults)
        ceremonies.append(load_ceremony(row, publication, places, pointer))
    _check_in_force(publications, faults)
    if faults:
        return publications
    for publication in publications:
        proposed_at = publication.proposed_at
        publication.save()  # stamps itself, so the told instant is written afterwards
        publication.proposed_at = proposed_at
        publication.save(update_fields=["proposed_at"])
    if any(publication.state in APPROVED for publication in publications):
        fix_organization(contest=rules.contest)
    Award.objects.bulk_create(awards)
    Ceremony.objects.bulk_create([ceremony for ceremony in ceremonies if ceremony is not None])
    return publications


def _check_in_force(publications: Codes[Publication], faults: Faults) -> None:
    """Of each contest and round the last approved one is in force; proposals before it are obsolete.

    Packages written before there was that state say "proposed" of those.
    """
    last: dict[str | None, Publication] = {}
    for publication in reversed(list(publications)):
        scope = publication.round.code if publication.round else None
        newer = last.get(scope)
        where = f"/publications/{publication.number - 1}"
        approved = publication.state in APPROVED
        if publication.supersedes is not None and not approved:
            faults.add(f"{where}/supersedes", "supersedes-unapproved", _SUPERSEDES)
        if newer is None:
            if approved:
                last[scope] = publication
            continue
        if publication.state == Publication.State.PROPOSED:
            publication.state = Publication.State.OBSOLETE
        elif publication.state == Publication.State.PUBLISHED:
            faults.add(f"{where}/state", "publication-in-force", _IN_FORCE, newer=newer.number)


def _load_decisions(
    data: Mapping[str, Any], rules: Rules, entries: Codes[Entry], faults: Faults
) -> None:
    decisions: list[Decision] = []
    for index, row in enumerate(data.get("decisions", ())):
        pointer = f"/decisions/{index}"
        division = None
        if "division" in row:
            division = rules.divisions.find(row["division"], f"{pointer}/division")
        known = {e.code for e in entries if division is None or e.division == division}
        data_ = row["data"]
        try:
            data_ = checked_decision(row["kind"], data_, known=known)
        except DecisionInvalid as error:
            faults.take(error.errors, pointer)
        decision = Decision(
            contest=rules.contest, division=division, kind=row["kind"], data=data_,
            reason=row["reason"], decided_at=at(row.get("decided_at")),
        )  # fmt: skip
        decisions.append(decision)
    if faults:
        return
    told = [decision.decided_at or rules.contest.created_at for decision in decisions]
    Decision.objects.bulk_create(decisions)
    for decision, moment in zip(decisions, told, strict=True):
        decision.decided_at = moment
    Decision.objects.bulk_update(decisions, ["decided_at"])


def _publication(
    row: Mapping[str, Any],
    number_: int,
    rules: Rules,
    publications: Codes[Publication],
    pointer: str,
    faults: Faults,
) -> Publication:
    round_ = rules.counted_round_of(row, pointer, faults) if "round" in row else None
    latest = len(rules.policies)
    policy = rules.policies.find(row.get("policy", latest), f"{pointer}/policy")
    supersedes = None
    if "supersedes" in row:
        supersedes = publications.find(row["supersedes"], f"{pointer}/supersedes")
    payload_sha256 = digest(row["payload"])
    if row.get("payload_sha256", payload_sha256) != payload_sha256:
        faults.add(f"{pointer}/payload", "payload-altered", _ALTERED)
    names = row.get("names", {})
    wrong = {code for code, each in names.items() if not is_named(each)}
    for code in sorted(wrong | set(altered(row["payload"], names))):
        faults.add(f"{pointer}/names/{escape(code)}", "names-altered", _NAMES, entry=code)
    if row["state"] in APPROVED and "published_at" not in row:
        faults.add(f"{pointer}/published_at", "published-at", _PUBLISHED_AT)
    return Publication(
        contest=rules.contest, round=round_, number=number_, state=row["state"], policy=policy,
        payload=row["payload"], names=names, payload_sha256=payload_sha256,
        inputs_sha256=row.get("inputs_sha256", ""), supersedes=supersedes,
        reason=row.get("reason", ""), note=row.get("note", ""),
        proposed_at=at(row.get("proposed_at")) or rules.contest.created_at,
        approved_at=at(row.get("approved_at")), embargo_until=at(row.get("embargo_until")),
        published_at=at(row.get("published_at")), imports=marked(row, rules.mark),
    )  # fmt: skip


def _awards(
    row: Mapping[str, Any],
    publication: Publication,
    entries: Codes[Entry],
    pointer: str,
    faults: Faults,
) -> list[Award]:
    awards: Codes[Award] = Codes(faults, _AWARD)
    for place, prize in enumerate(row.get("awards", ())):
        where = f"{pointer}/awards/{place}"
        entry = entries.find(prize["entry"], f"{where}/entry")
        if entry is None:
            continue
        award = Award(
            publication=publication, entry=entry, division=entry.division, code=prize["code"],
            title=prize["title"], title_en=prize.get("title_en", ""), order=prize.get("order", 0),
            rank=prize.get("rank"), reason=prize.get("reason", ""),
        )  # fmt: skip
        awards.declare((prize["code"], prize["entry"]), award, where)
    return list(awards)


def clear(contest: Contest) -> None:
    """Delete the contest's results. Raises ProtectedError where something was issued from them."""
    Award.objects.filter(publication__contest=contest).delete()
    for publication in contest.publications.order_by("-number"):
        publication.delete()
    contest.decisions.all().delete()


def recompute(
    data: Mapping[str, Any], publications: Codes[Publication], by: User | None, *, propose: bool
) -> tuple[list[Told], Faults]:
    """Compute every publication again; those that differ become proposals if `propose` says so.

    Answers what became of each, and the differences of all.
    """
    listed, found = list(publications), Faults()
    told: list[Told] = []
    for publication, row in zip(listed, data.get("publications", ()), strict=True):
        given = list(publication.awards.select_related("entry").order_by("pk"))
        here = differences(publication, given, told="proposed_at" in row)
        found.take(here, f"/publications/{publication.number - 1}")
        told.append(Told(publication, row["state"], here.count))
    if propose and found:
        wrong = [each.publication.pk for each in told if each.differences]
        propose_instead(listed[0].contest, listed, wrong, by)
    return told, found


def compare(
    data: Mapping[str, Any], *, rules: Rules, entries: Codes[Entry], faults: Faults
) -> Faults:
    """Where the standings computed differ from those that the package expects."""
    found = Faults()
    for index, result in enumerate(data.get("results", ())):
        pointer = f"/results/{index}"
        round_ = None
        if "round" in result:
            round_ = rules.rounds.find(result["round"], f"{pointer}/round")
        if "division" in result:
            rules.divisions.find(result["division"], f"{pointer}/division")
        for place, row in enumerate(result["rows"]):
            entries.find(row["entry"], f"{pointer}/rows/{place}/entry")
        if faults:
            continue
        try:
            standings = compute_standings(
                rules.contest, round_code=round_.code if round_ else None
            ).standings
        except DomainError as error:
            faults.take([Fault(phrase(error.text, **error.params), "/round", error.code)], pointer)
            continue
        _compare_rows(result["rows"], standings, pointer, found)
    return found


def _compare_rows(
    rows: Sequence[Mapping[str, Any]], standings: Standings, pointer: str, found: Faults
) -> None:
    computed = {row.entry: row for row in standings.rows}
    for place, row in enumerate(rows):
        standing = computed.get(row["entry"])
        where, entry = f"{pointer}/rows/{place}", f"{row['entry']}, "
        rank = standing.rank if standing else None
        if rank != row["rank"]:
            found.add(
                f"{where}/rank", "rank-differs", DIFFERS, entry=entry, member="rank",
                told=row["rank"], found=rank,
            )  # fmt: skip
        points = standing.points if standing else None
        expected = row.get("points")
        if expected is not None and (points is None or number(expected) != points):
            found.add(
                f"{where}/points", "points-differ", DIFFERS, entry=entry, member="points",
                told=expected, found="-" if points is None else text(points),
            )  # fmt: skip


def dump(contest: Contest) -> dict[str, Any]:
    """Decisions, publications and the standings as they are computed now."""
    publications = list(
        contest.publications.select_related("round", "policy", "supersedes", "ceremony").order_by(
            "number"
        )
    )
    place = {publication.pk: index for index, publication in enumerate(publications, 1)}
    return {
        "decisions": [
            sparse(
                {
                    "division": decision.division and decision.division.code,
                    "kind": decision.kind,
                    "data": ordered(decision.data),
                    "reason": decision.reason,
                    "decided_at": told(decision.decided_at, contest),
                }
            )
            for decision in contest.decisions.select_related("division").order_by(
                "decided_at", "pk"
            )
        ],
        "publications": [
            _dump_publication(publication, place, contest) for publication in publications
        ],
        "results": _dump_results(contest),
    }


def _dump_publication(
    publication: Publication, place: Mapping[int, int], contest: Contest
) -> dict[str, Any]:
    payload = ordered(publication.payload)
    return {
        **sparse(
            {
                "round": publication.round and publication.round.code,
                "state": publication.state,
                "policy": publication.policy.number,
            }
        ),
        "payload": payload,
        **sparse(
            {
                "names": ordered(publication.names),
                "payload_sha256": digest(payload),
                "inputs_sha256": publication.inputs_sha256,
                "supersedes": place.get(publication.supersedes_id or 0),
                "reason": publication.reason,
                "note": publication.note,
                "proposed_at": told(publication.proposed_at, contest),
                "approved_at": instant(publication.approved_at),
                "embargo_until": instant(publication.embargo_until),
                "published_at": instant(publication.published_at),
                "imports": carried(publication.imports),
                "ceremony": dump_ceremony(publication),
                "awards": [
                    sparse(
                        {
                            "entry": award.entry.code,
                            "code": award.code,
                            "title": award.title,
                            "title_en": award.title_en,
                            "order": award.order,
                            "rank": award.rank,
                            "reason": award.reason,
                        },
                        {"order": 0},
                    )
                    for award in publication.awards.select_related("entry").order_by(
                        "entry__code", "order", "code"
                    )
                ],
            }
        ),
    }


def _dump_results(contest: Contest) -> list[dict[str, Any]]:
    if not contest.policies.exists():
        return []
    results: dict[str, list[dict[str, Any]]] = {}
    for row in compute_standings(contest).standings.rows:
        points = None if row.points is None else {"points": text(row.points)}
        line = {"entry": row.entry, "rank": row.rank, **(points or {})}
        results.setdefault(row.division, []).append(line)
    return [{"division": code, "rows": rows} for code, rows in sorted(results.items())]
