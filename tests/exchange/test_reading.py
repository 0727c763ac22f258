"""Bytes from outside into what they hold: one sentence for what holds nothing, and never another exception."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.exchange.reading import bytes_of, record_in_json, recover_file
from perfgoals.grid.formats import xlsx
from perfgoals.grid.formats.package import MAX_FILE, Unreadable
from perfgoals.grid.model import Cell, Grid
from perfgoals.official.department_goals import DepartmentGoals, layout_goals, mend_goals
from perfgoals.official.mending import mend
from perfgoals.official.snapshot import Snapshot, to_json
from tests.official.records import snapshots


def test_the_largest_file_is_read_whole_and_a_larger_one_not(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x" * MAX_FILE)
    assert len(bytes_of(path)) == MAX_FILE
    path.write_bytes(b"x" * (MAX_FILE + 1))
    with pytest.raises(Unreadable, match="20 MB"):
        bytes_of(path)


def test_a_device_without_end_is_too_large() -> None:
    with pytest.raises(Unreadable, match="20 MB"):
        bytes_of(Path("/dev/zero"))


@pytest.mark.parametrize("name", ["没有", "没有/没有", "长" * 300])
def test_what_cannot_be_opened(name: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="请检查"):
        bytes_of(tmp_path / name)


@given(snapshots("henan"))
def test_a_record_as_we_write_it_is_read_without_a_word(snapshot: Snapshot) -> None:
    read = record_in_json(json.dumps(to_json(snapshot)).encode())
    assert (read.record, read.problems) == (snapshot, ())


def test_a_table_and_the_goals_of_a_department_are_told_apart(tables: Path) -> None:
    assert isinstance(record_in_json((tables / "json" / "made-01.json").read_bytes()).record, Snapshot)
    assert isinstance(record_in_json((tables / "json" / "hebei-overall-goals.json").read_bytes()).record, DepartmentGoals)


@given(st.binary(max_size=40))
def test_whatever_the_bytes_are_one_sentence_is_all_that_happens(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        record_in_json(data)
    assert "请" in str(refused.value) or "一个文件应是一张表" in str(refused.value)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["project", "name", "indicators", "sections"]), inner, max_size=3)
    ),
)


@given(st.sampled_from(["project", "indicators", "sections"]), anything)
def test_whatever_a_record_holds_it_becomes_one(key: str, value: Any) -> None:
    read = record_in_json(json.dumps({key: value}).encode())
    assert isinstance(read.record, DepartmentGoals if key == "sections" else Snapshot)


@pytest.mark.parametrize("key", ["purpose", "project", "year", "disbursement", "x"])
def test_brackets_in_brackets_of_any_depth(key: str) -> None:
    """Python's own limit lies near a thousand: below it a file is mended, above it refused, and nothing else happens between."""
    for depth in range(850, 1010):
        try:
            read = record_in_json(b'{"indicators": {}, "%s": %s%s}' % (key.encode(), b"[" * depth, b"]" * depth))
        except Unreadable:
            continue
        assert any(problem.path.startswith(key) for problem in read.problems), depth


def test_numbers_are_exact_unless_they_are_without_measure() -> None:
    read = record_in_json(b'{"project": {}, "year": 2026, "funding": {"annual": {"total": 0.10, "fiscal": 1e2, "other": 1e400}}}')
    assert to_json(read.record)["funding"]["annual"] == {"total": "0.10", "fiscal": "100", "other": "1e400"}  # type: ignore[arg-type]
    assert [problem.path for problem in read.problems] == ["funding.annual.other"]


def test_an_office_file_without_a_table() -> None:
    with pytest.raises(Unreadable, match="没有找到绩效目标表"):
        recover_file(xlsx.write([Grid((Cell(0, 0, "通知"),))]))


def test_an_office_file_with_goals_only(tables: Path) -> None:
    goals, _ = mend_goals(json.loads((tables / "json" / "hebei-overall-goals.json").read_text("utf-8")))
    found = recover_file(xlsx.write([layout_goals(goals)]))
    assert (found.goals, found.tables) == ((goals,), ())


def test_the_same_slip_is_told_in_the_same_words_whichever_file_it_came_in(tables: Path) -> None:
    slips = {problem.path: problem.message for problem in mend(json.loads((tables / "json" / "henan-09.json").read_text("utf-8")))[1]}
    assert slips
    read = record_in_json((tables / "json" / "henan-09.json").read_bytes())
    [table] = recover_file((tables / "ods" / "henan-09.ods").read_bytes()).tables
    for problems in (read.problems, table.problems):
        assert {problem.path: problem.message for problem in problems} == slips
