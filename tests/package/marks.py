"""The marks of imports in an exported package: what an import adds to a file."""

from __future__ import annotations

from typing import Any

from leaderboards.package.carry import write


def unmarked(document: dict[str, Any]) -> str:
    """The file without its marks."""
    return write(_without(document))


def marks(document: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """Those of each publication and of all minutes, in their order."""
    minutes = [row["minutes"] for row in document.get("locks", ()) if "minutes" in row]
    return [row.get("imports", []) for row in (*document.get("publications", ()), *minutes)]


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without(each) for key, each in value.items() if key != "imports"}
    return [_without(each) for each in value] if isinstance(value, list) else value
