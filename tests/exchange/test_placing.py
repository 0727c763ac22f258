"""A file is put in its place whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfgoals.exchange.placing import place


def test_the_file_is_there_and_nothing_else(tmp_path: Path) -> None:
    place(tmp_path / "表.pdf", b"%PDF")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("表.pdf", b"%PDF")]


def test_everybody_may_read_it(tmp_path: Path) -> None:
    place(tmp_path / "a.pdf", b"x")
    assert (tmp_path / "a.pdf").stat().st_mode & 0o777 == 0o644


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"old and longer")
    place(tmp_path / "a.pdf", b"new")
    assert (tmp_path / "a.pdf").read_bytes() == b"new"


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"other")
    (tmp_path / "a.pdf").symlink_to(tmp_path / "other")
    place(tmp_path / "a.pdf", b"new")
    assert (tmp_path / "other").read_bytes() == b"other"
    assert (tmp_path / "a.pdf").read_bytes() == b"new"


def test_where_it_cannot_be_put_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(OSError, match=r"a\.pdf"):
        place(tmp_path / "a.pdf", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    with pytest.raises(FileNotFoundError):
        place(tmp_path / "nowhere" / "a.pdf", b"x")


def test_when_it_is_stopped_the_older_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    (tmp_path / "a.pdf").write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        place(tmp_path / "a.pdf", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.pdf", b"old")]
