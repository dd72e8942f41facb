"""Lays out chunks of certificates in processes of their own.

Holds no database connection and writes nothing: contents in, pages out.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from typing import TypeVar

from certificates.rendering import CertificateContent, Page, TemplateDefinition, pages

CHUNK = 250  # certificates: more take more memory and gain nothing

T = TypeVar("T")


def chunks(rows: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """The rows in pieces of at most `size`."""
    for at in range(0, len(rows), size):
        yield rows[at : at + size]


def laid_out(contents: Sequence[CertificateContent], template: TemplateDefinition) -> list[Page]:
    """The pages of a chunk, with the garbage collector at rest: layout makes no rubbish that
    could be freed before its end, and looking for it costs a third of the time."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        return pages(contents, template)
    finally:
        gc.enable()
        gc.unfreeze()
