"""What a publication froze: the hashed payload, which names nobody, and the names beside it.

The payload knows entries by their code and commits to what stood behind each by a salted hash, so
that names can be checked while they are there and dropped without a trace (docs/adr/0011). Version 1
held the names in the payload; such publications stay as they are and are read here likewise.
`leaderboards.freezing` writes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from common.canonical import digest
from leaderboards.models import Publication
from leaderboards.payload import Under

Row = dict[str, Any]


def altered(payload: Mapping[str, Any], names: Mapping[str, Any]) -> list[str]:
    """The codes whose names are not those that the payload commits to; dropped ones agree."""
    private = payload.get("private")
    made = private.get("commitments") if isinstance(private, dict) else None
    if not isinstance(made, dict):
        return list(names)
    return [code for code, row in names.items() if made.get(code) != digest(row)]


def whole(publication: Publication) -> tuple[str | None, dict[str, Row]]:
    """The display rule of then and every entry in full, by code; reads the whole payload."""
    payload = publication.payload
    private = payload.get("private", {})
    if payload.get("version", 1) == 1:
        return payload.get("display_rule"), private.get("entries", {})
    codes = private["commitments"]
    return payload["display_rule"], {
        code: _kept(publication.names.get(code), code) for code in codes
    }


def some(publication: Publication, codes: Sequence[str]) -> tuple[str | None, dict[str, Row]]:
    """The same of a few entries, without reading the rest."""
    asked: dict[str, Any] = {"rule": Under("display_rule")}
    for place, code in enumerate(codes):
        asked[f"old{place}"] = Under("private", "entries", code)
        asked[f"new{place}"] = Under(code, column="names")
    rows = Publication.objects.filter(pk=publication.pk).values(**asked)
    found: Row = dict(rows[0])
    return found["rule"], {
        code: found[f"old{place}"] or _kept(found[f"new{place}"], code)
        for place, code in enumerate(codes)
    }


def _kept(row: Row | None, code: str) -> Row:
    return bare(code) if row is None else row["entry"]


def kept(publication: Publication, code: str) -> tuple[Row, Row]:
    """(the entry, the people behind it) as they were published; what is not kept is left out."""
    if publication.payload.get("version", 1) != 1:
        row = publication.names.get(code, {})
        return row.get("entry", {}), row.get("people", {})
    private = publication.payload.get("private", {})
    found = (private.get(part, {}).get(code, {}) for part in ("entries", "people"))
    entry, people = (each if isinstance(each, dict) else {} for each in found)
    return entry, people


def bare(code: str) -> Row:
    """An entry of which nothing is known but its code."""
    return {"id": None, "code": code, "title": None, "team": None, "school": None, "names": []}
