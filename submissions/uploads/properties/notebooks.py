"""Notebooks: what Jupyter and Colab write about who ran a cell, and where."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any, Final

from submissions.uploads.properties.found import AUTHOR, WORDS, Found

_CELL_KEPT: Final = frozenset({"tags", "collapsed", "scrolled", "slideshow", "jupyter"})
_PEOPLE: Final = frozenset({"displayName", "author", "authors", "userId", "photoUrl", "email"})
_PROGRAMS: Final = frozenset({"kernelspec", "language_info"})


def cleaned(content: bytes) -> bytes:
    """The notebook with its cells and outputs, and of the metadata the language alone."""
    notebook: dict[str, Any] = json.loads(content)
    metadata = notebook.get("metadata")
    notebook["metadata"] = _language(metadata if isinstance(metadata, dict) else {})
    for cell in notebook["cells"]:
        if not isinstance(cell, dict):
            continue
        told = cell.get("metadata")
        told = told if isinstance(told, dict) else {}
        cell["metadata"] = {key: value for key, value in told.items() if key in _CELL_KEPT}
        for output in cell.get("outputs", ()):
            if isinstance(output, dict) and "metadata" in output:
                output["metadata"] = {}
    return json.dumps(notebook, ensure_ascii=False, indent=1).encode()


def _language(metadata: dict[str, Any]) -> dict[str, Any]:
    told = metadata.get("language_info")
    language = told.get("name") if isinstance(told, dict) else None
    language = language if isinstance(language, str) else "python"
    name = "python3" if language == "python" else language
    return {
        "kernelspec": {"display_name": language, "language": language, "name": name},
        "language_info": {"name": language},
    }


def look(file: IO[bytes], found: Found, where: str = "") -> None:
    notebook = json.loads(file.read())
    cells = [cell for cell in notebook["cells"] if isinstance(cell, dict)]
    for metadata in (notebook.get("metadata"), *(cell.get("metadata") for cell in cells)):
        for key, value in _texts(metadata):
            if key in _PEOPLE or (
                key == "name" and isinstance(metadata, dict) and "authors" in metadata
            ):
                found.add(AUTHOR, value, f"{where}metadata")
            elif key == "title":
                found.add(WORDS, value, f"{where}metadata")
    found.add_names("\n".join(text for cell in cells for _, text in _texts(cell)), where or "cells")


def _texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Each text below `value` with the member that it is of, programs' own left out."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, each in value.items():
            if name not in _PROGRAMS:
                yield from _texts(each, name)
    elif isinstance(value, list):
        if key in {"source", "text", "traceback"} and all(isinstance(line, str) for line in value):
            yield key, "".join(value)
            return
        for each in value:
            yield from _texts(each, key)
