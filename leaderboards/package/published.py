"""The results' part of a package: decisions, publications with awards and ceremonies, standings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from common.canonical import digest
from common.documents import instant, ordered, sparse
from common.errors import Fault
from common.faults import Codes, Faults
from common.language import Text
from contests.models import Contest
from contests.package import Rules, at, told
from contests.services import fix_organization
from judging.package import Places
from leaderboards.computing import compute_standings
from leaderboards.frozen import altered
from leaderboards.models import Award, Ceremony, Decision, Publication
from leaderboards.package.ceremonies import dump as dump_ceremony
from leaderboards.package.ceremonies import load as load_ceremony
from scoring.exact import number, text
from scoring.reading import escape
from submissions.models import Entry

_APPROVED = (Publication.State.PUBLISHED, Publication.State.SUPERSEDED)

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
_STANDING: Text = {
    "vi": "“{entry}”: gói ghi {member} là {told}, hệ thống tính ra {found}",
    "en": "'{entry}': the package says {member} {told}, computed is {found}",
}


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
        Publication.objects.filter(pk=publication.pk).update(proposed_at=proposed_at)
    if any(publication.state in _APPROVED for publication in publications):
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
        approved = publication.state in _APPROVED
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
        order = row["data"].get("order", ())
        for place, code in enumerate(order if isinstance(order, list) else ()):
            entries.find(code, f"{pointer}/data/order/{place}")
        decision = Decision(
            contest=rules.contest, division=division, kind=row["kind"], data=row["data"],
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
    for code in altered(row["payload"], names):
        faults.add(f"{pointer}/names/{escape(code)}", "names-altered", _NAMES, entry=code)
    if row["state"] in _APPROVED and "published_at" not in row:
        faults.add(f"{pointer}/published_at", "published-at", _PUBLISHED_AT)
    return Publication(
        contest=rules.contest, round=round_, number=number_, state=row["state"], policy=policy,
        payload=row["payload"], names=names, payload_sha256=payload_sha256,
        inputs_sha256=row.get("inputs_sha256", ""), supersedes=supersedes,
        reason=row.get("reason", ""), note=row.get("note", ""),
        proposed_at=at(row.get("proposed_at")) or rules.contest.created_at,
        approved_at=at(row.get("approved_at")), embargo_until=at(row.get("embargo_until")),
        published_at=at(row.get("published_at")),
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


def compare(
    data: Mapping[str, Any], *, rules: Rules, entries: Codes[Entry], faults: Faults
) -> list[Fault]:
    """Warnings where the standings computed differ from those that the package expects."""
    differences = Faults()
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
        standings = compute_standings(
            rules.contest, round_code=round_.code if round_ else None
        ).standings
        found = {row.entry: row for row in standings.rows}
        for place, row in enumerate(result["rows"]):
            standing = found.get(row["entry"])
            where = f"{pointer}/rows/{place}"
            rank = standing.rank if standing else None
            if rank != row["rank"]:
                differences.add(
                    f"{where}/rank", "rank-differs", _STANDING, entry=row["entry"],
                    member="rank", told=row["rank"], found=rank,
                )  # fmt: skip
            points = standing.points if standing else None
            expected = row.get("points")
            if expected is not None and (points is None or number(expected) != points):
                differences.add(
                    f"{where}/points", "points-differ", _STANDING, entry=row["entry"],
                    member="points", told=expected, found="-" if points is None else text(points),
                )  # fmt: skip
    return list(differences)


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
