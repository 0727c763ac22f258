"""scripts/native_parts.py: what it says and when it installs."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest


@pytest.fixture
def script(root: Path) -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(root / "scripts" / "native_parts.py")))


def part(script: SimpleNamespace, package: str, present: bool, run_only: bool = True) -> Any:
    return script.Part(package, lambda: present, run_only)


def answer(
    script: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, parts: tuple[Any, ...], as_root: bool, apt: bool
) -> tuple[int, list[str]]:
    """Exit status of main, and what it would have installed."""
    installed: list[str] = []
    names = script.main.__globals__
    monkeypatch.setitem(names, "PARTS", parts)
    monkeypatch.setitem(names, "install", installed.extend)
    monkeypatch.setattr("shutil.which", lambda name: "/usr/bin/apt-get" if apt else None)
    monkeypatch.setattr("os.geteuid", lambda: 0 if as_root else 1000)
    return script.main([]), installed


def test_nothing_is_installed_where_nothing_is_missing(script: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer(script, monkeypatch, (part(script, "libpango", True),), as_root=True, apt=True) == (0, [])


def test_root_with_apt_installs_what_is_missing_and_only_that(script: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = (part(script, "libpango", True), part(script, "fonts", False))
    assert answer(script, monkeypatch, parts, as_root=True, apt=True) == (1, ["fonts"])  # 1: still missing after a fruitless try


@pytest.mark.parametrize(("as_root", "apt"), [(False, True), (True, False), (False, False)])
def test_anyone_else_is_told_in_one_line(
    script: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], as_root: bool, apt: bool
) -> None:
    parts = (part(script, "libpango", False), part(script, "fonts", False))
    assert answer(script, monkeypatch, parts, as_root, apt) == (1, [])
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert told.rstrip().endswith("libpango fonts")
    assert ("apt-get install" in told) is apt


def test_a_site_does_not_need_the_parts_of_the_tests(script: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = (part(script, "libpango", False), part(script, "office", False, run_only=False))
    monkeypatch.setitem(script.main.__globals__, "PARTS", parts)
    assert script.missing_packages(run_only=True) == ["libpango"]
    assert script.missing_packages(run_only=False) == ["libpango", "office"]


def test_what_these_tests_run_on_is_there(script: SimpleNamespace) -> None:
    assert script.missing_packages(run_only=False) == []


def test_postgres_is_found_where_debian_keeps_it_and_in_the_path(script: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr(Path, "glob", lambda self, pattern: iter([self / "15" / "bin" / "initdb"]))
    assert script.has_postgres()
    monkeypatch.setattr(Path, "glob", lambda self, pattern: iter([]))
    assert not script.has_postgres()
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/local/bin/{name}")
    assert script.has_postgres()


def test_the_server_and_the_browser_are_parts_of_the_tests_only(script: SimpleNamespace) -> None:
    assert {part.package for part in script.PARTS if not part.run_only} >= {"postgresql", "chromium"}
