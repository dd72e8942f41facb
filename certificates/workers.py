"""Lays out chunks of certificates in processes of their own, and keeps each on disk until merged.

Holds no database connection: contents in, pages out. A chunk's file is named by what it holds, so
that whoever does the work again finds it, and never takes a wrong one.
"""

from __future__ import annotations

import gc
import hashlib
import json
import multiprocessing
import os
import threading
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

from certificates.rendering import CertificateContent, Page, TemplateDefinition, pages

CHUNK = 250  # certificates: more take more memory and gain nothing

T = TypeVar("T")
Order = tuple[Sequence[CertificateContent], TemplateDefinition]


def chunks(rows: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """The rows in pieces of at most `size`."""
    for at in range(0, len(rows), size):
        yield rows[at : at + size]


def lay_out(orders: Sequence[Order], folder: Path) -> Generator[list[Page], None, None]:
    """The pages of each order, in turn; those not yet in `folder` are laid out and stored there.

    Several are shared out to one process a core. Closing the iterator ends the processes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    missing = [order for order in orders if not _path(folder, order).exists()]
    if len(missing) < 2:
        for order in missing:
            _write(folder, order, pages(*order))
        yield from (stored(folder, *order) for order in orders)
        return
    pool = ProcessPoolExecutor(
        min(len(missing), os.cpu_count() or 1),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_end_with_parent,
    )
    try:
        futures = {
            _path(folder, order): pool.submit(_laid_out_into, folder, order) for order in missing
        }
        for order in orders:
            if future := futures.get(_path(folder, order)):
                future.result()
            yield stored(folder, *order)
    finally:
        pool.shutdown(cancel_futures=True)


def laid_out(contents: Sequence[CertificateContent], template: TemplateDefinition) -> list[Page]:
    """The pages of a chunk, for a process that does nothing else.

    The garbage collector rests: layout makes little that could be freed before its end, and
    looking for it costs a third of the time.
    """
    gc.freeze()
    gc.disable()
    try:
        return pages(contents, template)
    finally:
        gc.enable()
        gc.collect()


def stored(
    folder: Path, contents: Sequence[CertificateContent], template: TemplateDefinition
) -> list[Page]:
    """The pages of an order from its file."""
    head, _, body = _path(folder, (contents, template)).read_bytes().partition(b"\n")
    made, at = [], 0
    for length, sha256 in json.loads(head):
        made.append(Page(body[at : at + length], sha256))
        at += length
    return made


def _laid_out_into(folder: Path, order: Order) -> None:
    _write(folder, order, laid_out(*order))


def _write(folder: Path, order: Order, made: Sequence[Page]) -> None:
    path = _path(folder, order)
    head = json.dumps([(len(page.stream), page.sha256) for page in made])
    part = path.with_suffix(f".{os.getpid()}")
    part.write_bytes(b"\n".join((head.encode(), b"".join(page.stream for page in made))))
    part.replace(path)


def _path(folder: Path, order: Order) -> Path:
    contents, template = order
    digest = hashlib.sha256(repr(template).encode())
    for content in contents:
        digest.update(content.sha256.encode())
    return folder / f"{digest.hexdigest()[:32]}.pages"


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
