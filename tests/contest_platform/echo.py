"""A WSGI application that answers with what it was asked, served as the product is.

For `granian --factory tests.contest_platform.echo:server`; knows no database.
"""

from __future__ import annotations

import io
import json
import os
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import django

LARGE = b"0123456789abcdef" * 512 * 1024  # 8 MB
SKIPPED = 5
WAIT_SECONDS = 0.3
_running: set[int] = set()
_most = 0


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """By its query: a file, a stream, a header of ours, or all of the request as JSON."""
    asked = environ["QUERY_STRING"]
    kind = ("Content-Type", "text/plain")
    if asked == "fault":
        raise RuntimeError("as ordered")
    if asked in ("file", "rest"):
        skipped = SKIPPED if asked == "rest" else 0
        start_response("200 OK", [kind, ("Content-Length", str(len(LARGE) - skipped))])
        file = (Path(os.environ["VAR_DIR"]) / "large").open("rb")
        file.seek(skipped)
        return environ["wsgi.file_wrapper"](file)  # type: ignore[no-any-return]
    if asked == "stream":
        start_response("200 OK", [kind])
        return (LARGE[at : at + 50_000] for at in range(0, len(LARGE), 50_000))
    if asked == "memory":
        start_response("200 OK", [kind])
        return environ["wsgi.file_wrapper"](io.BytesIO(LARGE))  # type: ignore[no-any-return]
    if asked == "unchanged":
        start_response("304 Not Modified", [("ETag", '"1"')])
        return []
    if asked == "words":
        cookies = [("Set-Cookie", "a=1"), ("Set-Cookie", " b=2")]
        start_response("200 OK", [kind, ("X-Word", "Th\xe1\xbb\x9d"), *cookies])
        return [b"a", b"b"]
    if asked == "wait":
        most = _wait()
        start_response("200 OK", [kind])
        return [str(most).encode()]
    body = environ["wsgi.input"].read()
    told = {key: value for key, value in environ.items() if isinstance(value, str)}
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({**told, "body": body.decode("latin-1")}).encode()]


def _wait() -> int:
    """The most that waited at the same time up to now."""
    global _most
    own = threading.get_ident()
    _running.add(own)
    _most = max(_most, len(_running))
    time.sleep(WAIT_SECONDS)
    _running.discard(own)
    return _most


def server() -> Any:
    django.setup()
    from contest_platform.serving.application import Limits, Server
    from contest_platform.serving.bodies import Pace
    from contest_platform.serving.places import Places

    folder = Path(os.environ["VAR_DIR"])
    (folder / "large").write_bytes(LARGE)
    return Server(
        application,
        limits=Limits(
            bodies=Places(total=20, per_address=12, max_bytes=64 * 1024 * 1024, own_seconds=0.3),
            body_pace=Pace(2, 1024 * 1024, 60),
            answers=Places(total=20, per_address=12, own_seconds=0.3),
            answer_pace=Pace(1, 8 * 1024 * 1024, 60),
            unread_seconds=30,
        ),
        folder=folder / "incoming",
    )
