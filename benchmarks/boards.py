"""A board of 2,000 entries, 3 judges and 8 criteria: cold, cached, not modified.

Served by granian as in production, on SQLite in a temporary folder; each figure is the median of
sequential requests over one connection, and its ratio to an address without a view: what Django's
routing and middleware cost on the same server.
"""

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ENTRIES, JUDGES, ITEMS = 2_000, 3, 8
_ROOT = Path(__file__).resolve().parent.parent
_PATH = "/api/v1/standings/bang-lon/"
_EMPTY = "/api/v1/nothing-here/"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        env = {
            **os.environ,
            "VAR_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "contest_platform.settings",
            "ALLOWED_HOSTS": "127.0.0.1",
            "PUBLIC_URL": "http://127.0.0.1",
        }
        env.pop("DATABASE_URL", None)
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "-v0"], cwd=_ROOT, env=env, check=True
        )
        package = Path(folder) / "package.json"
        package.write_text(json.dumps(_package()))
        begin = time.perf_counter()
        subprocess.run(
            [sys.executable, "manage.py", "import_contest", str(package)],
            cwd=_ROOT, env=env, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        imported = time.perf_counter() - begin
        port = _free_port()
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port), "--no-worker"],
            cwd=_ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            result = _measure(port)
        finally:
            server.terminate()
            server.wait(timeout=30)
    print(json.dumps({"benchmark": "boards", "import_seconds": round(imported, 1), **result}))


def _measure(port: int) -> dict[str, object]:
    connection = _connect(port)
    empty = _median([_get(connection, _EMPTY)[0] for _ in range(300)])
    cold, status, body, tag = _get(connection, _PATH)  # nothing kept yet: all is computed
    assert status == 200, body[:300]
    assert body.count(b'"rank"') >= ENTRIES
    cached = _median([_get(connection, _PATH)[0] for _ in range(30)])
    same = [_get(connection, _PATH, tag) for _ in range(300)]
    assert {answer[1] for answer in same} == {304}
    unmodified = _median([answer[0] for answer in same])
    figures = {"cold": cold, "cached": cached, "not_modified": unmodified}
    return {
        "entries": ENTRIES,
        "sheets": ENTRIES * JUDGES,
        "board_bytes": len(body),
        "empty_view_ms": round(1000 * empty, 3),
        **{f"{name}_ms": round(1000 * value, 2) for name, value in figures.items()},
        **{f"{name}_to_empty": round(value / empty, 1) for name, value in figures.items()},
    }


def _get(
    connection: http.client.HTTPConnection, path: str, tag: str = ""
) -> tuple[float, int, bytes, str]:
    """Seconds, status, body, ETag."""
    begin = time.perf_counter()
    connection.request("GET", path, headers={"If-None-Match": tag} if tag else {})
    response = connection.getresponse()
    body = response.read()
    return time.perf_counter() - begin, response.status, body, response.headers.get("ETag", "")


def _median(values: list[float]) -> float:
    return statistics.median(values)


def _connect(port: int) -> http.client.HTTPConnection:
    for _ in range(300):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        try:
            _get(connection, _EMPTY)
            return connection
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _package() -> dict[str, object]:
    """The contest as a package; marks from 0 to 10 that vary but are the same at every run."""
    items = [
        {"id": f"c{n}", "label": {"vi": f"Tiêu chí {n}", "en": f"Item {n}"}, "kind": "number", "min": 0, "max": 10, "step": "0.5"}
        for n in range(ITEMS)
    ]  # fmt: skip
    codes = [f"E{n:04d}" for n in range(ENTRIES)]
    return {
        "format": "contest-package",
        "version": 1,
        "contest": {
            "slug": "bang-lon", "kind": "other", "title": "Bảng lớn",
            "state": "open", "live_standings": True, "display_rule": "initials",
        },
        "forms": [{"code": "form", "definition": {"schema": 1, "items": items}}],
        "rounds": [{"code": "final"}],
        "policy": {
            "schema": 1,
            "rounds": {"final": {"judges": {"method": "mean"}}},
            "combine": {"method": "weighted_sum", "rounds": ["final"]},
            "rank_keys": [{"type": "points"}],
        },
        "judges": [{"code": f"J{n}", "full_name": f"Giám khảo {n}"} for n in range(JUDGES)],
        "entries": [{"code": code, "title": f"Bài {code}", "participants": [{"full_name": "Nguyễn Văn An"}]} for code in codes],
        "sheets": [
            {"entry": code, "round": "final", "judge": f"J{judge}",
             "values": {f"c{item}": (row * 7 + judge * 3 + item * item * row) % 21 / 2 for item in range(ITEMS)}}
            for row, code in enumerate(codes)
            for judge in range(JUDGES)
        ],
    }  # fmt: skip
