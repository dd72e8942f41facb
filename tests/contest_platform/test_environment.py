"""Tests of what an installation sets: the database, the secret key, switches."""

import stat
from pathlib import Path

import pytest

from contest_platform import environment


def test_sqlite_is_the_default_and_keeps_acknowledged_writes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(environment, "VAR_DIR", tmp_path / "var")
    database = environment.database()
    assert database["ENGINE"] == "common.sqlite"
    assert database["NAME"] == str(tmp_path / "var" / "contest.sqlite3")
    assert database["CONN_MAX_AGE"] is None
    options = database["OPTIONS"]
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 20)
    assert "synchronous=FULL" in options["init_command"]
    assert "journal_mode=WAL" in options["init_command"]
    assert (tmp_path / "var").is_dir()


def test_database_url_chooses_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://contest@%2Frun%2Fpg/contest")
    database = environment.database()
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["USER"], database["NAME"]) == (
        "/run/pg",
        "contest",
        "contest",
    )
    assert database["CONN_HEALTH_CHECKS"] is True
    assert database["OPTIONS"]["options"] == "-c lock_timeout=20000 -c statement_timeout=0"


def test_web_process_waits_less_than_commands_do(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment.WEB_LIMITS.items():
        monkeypatch.setenv(name, value)
    own = "?options=-c%20search_path%3Dx"
    monkeypatch.setenv("DATABASE_URL", f"postgres://contest@db/contest{own}")
    options = environment.database()["OPTIONS"]["options"]
    assert options == "-c lock_timeout=3000 -c statement_timeout=20000 -c search_path=x"
    monkeypatch.delenv("DATABASE_URL")
    sqlite = environment.database()["OPTIONS"]
    assert (sqlite["timeout"], sqlite["statement_seconds"]) == (3, 20)
    assert "busy_timeout=3000" in sqlite["init_command"]


def test_secret_key_is_made_once_and_readable_by_its_owner_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setattr(environment, "VAR_DIR", tmp_path)
    first = environment.secret_key()
    assert len(first) >= 50
    assert environment.secret_key() == first
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_secret_key_of_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "given")
    assert environment.secret_key() == "given"


@pytest.mark.parametrize(("value", "on"), [("1", True), ("True", True), ("on", True), ("0", False)])
def test_flag_reads_switches(monkeypatch: pytest.MonkeyPatch, value: str, on: bool) -> None:
    monkeypatch.setenv("SWITCH", value)
    assert environment.flag("SWITCH") is on
    assert environment.flag("UNSET_SWITCH", default=True) is True
