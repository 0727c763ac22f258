"""The server of our own: it is real, it is ours alone, and where it cannot be had the run fails."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from perfgoals.environment import database
from tests.postgres import cluster as module
from tests.postgres.cluster import NoPostgres, cluster


def test_it_serves_while_it_is_used_and_leaves_nothing() -> None:
    with cluster() as url:
        settings = database(url, Path("unused"))
        folder = Path(settings["HOST"])
        assert settings["ENGINE"] == "django.db.backends.postgresql"
        with psycopg.connect(host=settings["HOST"], dbname=settings["NAME"]) as connection:
            said = [connection.execute(f"show {name}").fetchone() for name in ("server_encoding", "listen_addresses")]  # type: ignore[arg-type]
        assert said == [("UTF8",), ("",)]
        number = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    assert not folder.exists()
    assert not is_running(number)


def is_running(number: int) -> bool:
    """A process that ended and that nobody has asked about yet has no command line any more."""
    command = Path(f"/proc/{number}/cmdline")
    return command.exists() and command.read_bytes() != b""


def test_it_is_stopped_when_the_run_breaks_off() -> None:
    folders = []

    def break_off() -> None:
        with cluster() as url:
            folders.append(Path(database(url, Path("unused"))["HOST"]))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert [folder.exists() for folder in folders] == [False]


def test_where_it_cannot_start_the_reason_is_told_and_nothing_left(monkeypatch: pytest.MonkeyPatch) -> None:
    folders: list[str] = []
    make = tempfile.mkdtemp

    def noted(**wanted: str) -> str:
        folders.append(make(**wanted))
        return folders[-1]

    monkeypatch.setattr(tempfile, "mkdtemp", noted)
    monkeypatch.setitem(module._SETTINGS, "no_such_setting", "1")
    with pytest.raises(NoPostgres, match="pg_ctl 没有成功"), cluster():
        pass
    assert [Path(folder).exists() for folder in folders] == [False]


def test_without_the_programs_it_is_a_failure_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "glob", lambda self, pattern: iter([]))
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(NoPostgres, match="native_parts"):
        module.programs()


@pytest.mark.parametrize(("choice", "status"), [("test_storing.py", 0), ("no_such_file.py", 4)])
def test_the_run_ends_as_pytest_ends(root: Path, choice: str, status: int) -> None:
    command = [sys.executable, "-m", "tests.postgres", f"tests/tables/{choice}", "-k", "survives", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr


def test_nothing_that_touches_the_database_is_left_out_and_everything_else_is(root: Path) -> None:
    """Every test of storing does, by a fixture, a mark or its class; none of the official forms does."""
    command = [sys.executable, "-m", "tests.postgres", "tests/tables/test_storing.py", "tests/official/test_money.py", "--collect-only"]
    said = subprocess.run([*command, "-p", "no:cacheprovider"], cwd=root, capture_output=True, text=True, check=True).stdout
    assert "test_storing.py::AnyRecord::" in said
    assert "test_money.py::" not in said
    plain = [sys.executable, "-m", "pytest", "tests/tables/test_storing.py", "--collect-only", "-p", "no:cacheprovider"]
    there = subprocess.run(plain, cwd=root, capture_output=True, text=True, check=True).stdout
    assert said.count("test_storing.py::") == there.count("test_storing.py::") > 50
