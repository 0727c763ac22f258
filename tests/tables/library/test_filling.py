"""The library is counted anew from the published tables and the approved ones; once more changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfgoals.tables.library.filling import Filled, NotFilled, fill
from perfgoals.tables.models import LibraryEntry, Project, TargetTable
from tests.cast import Cast, published, stored
from tests.dumping import dump
from tests.exchange.commands import call


@pytest.fixture
def nothing_published(tmp_path: Path) -> Path:
    return tmp_path / "no-such-folder"


def approve(table: TargetTable) -> None:
    TargetTable.objects.filter(pk=table.pk).update(state=TargetTable.State.APPROVED)


def test_it_is_filled_from_the_published_tables(db: None, tables: Path) -> None:
    done = fill(tables / "json")
    assert done == Filled(LibraryEntry.objects.count(), done.total, 0, 0)
    entry = LibraryEntry.objects.get(level2="服务对象满意度指标", level3="群众满意度")
    assert (entry.level1, entry.value, entry.unit, entry.uses, entry.sector) == ("满意度指标", "≥90%", "%", 4, "通用")


def test_a_second_time_changes_nothing(db: None, tables: Path) -> None:
    first = fill(tables / "json")
    before = dump()
    assert fill(tables / "json") == Filled(first.total, 0, 0, 0)
    assert dump() == before


def test_approved_tables_come_in_and_drafts_do_not(cast: Cast, table: TargetTable, nothing_published: Path) -> None:
    assert fill(nothing_published).total == 0
    approve(table)
    assert fill(nothing_published).added > 10
    assert LibraryEntry.objects.get(level3="调查员培训率").value == "≥95%"


def test_a_table_that_is_both_published_and_approved_counts_once(cast: Cast, table: TargetTable, tables: Path) -> None:
    fill(tables / "json")
    approve(table)
    assert fill(tables / "json").changed == 0


@pytest.mark.parametrize("hidden", ["withheld", "binned"])
def test_what_is_not_for_everybody_stays_out(cast: Cast, table: TargetTable, nothing_published: Path, hidden: str) -> None:
    approve(table)
    if hidden == "withheld":
        Project.objects.filter(pk=table.project_id).update(is_withheld=True)
    else:
        TargetTable.objects.filter(pk=table.pk).update(deleted_at="2027-01-01T00:00:00Z")
    assert fill(nothing_published).total == 0


def test_what_is_no_longer_approved_goes_and_the_rest_keeps_its_place(cast: Cast, tables: Path, nothing_published: Path) -> None:
    first, second = (stored(published(name), cast.building) for name in ("made-01", "made-02"))
    approve(first)
    approve(second)
    fill(nothing_published)
    kept = LibraryEntry.objects.get(level3="自来水普及率").pk
    TargetTable.objects.filter(pk=second.pk).update(state=TargetTable.State.RETURNED)
    done = fill(nothing_published)
    assert (done.added, done.changed) == (0, 0)
    assert done.removed > 3
    assert LibraryEntry.objects.get(level3="自来水普及率").pk == kept
    assert not LibraryEntry.objects.filter(level3="市民满意度").exists()


def test_a_changed_count_is_written_over(cast: Cast, tables: Path) -> None:
    fill(tables / "json")
    LibraryEntry.objects.filter(level3="群众满意度").update(uses=99, value="≥1%")
    assert fill(tables / "json").changed == 1
    assert LibraryEntry.objects.get(level3="群众满意度").uses == 4


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[" * 100_000])
def test_a_file_that_is_no_json_changes_nothing(cast: Cast, tables: Path, tmp_path: Path, content: bytes) -> None:
    fill(tables / "json")
    (tmp_path / "broken.json").write_bytes(content)
    before = dump()
    with pytest.raises(NotFilled, match=r"broken\.json.*没有改动"):
        fill(tmp_path)
    assert dump() == before


@pytest.mark.parametrize("content", ["[]", "7", '{"indicators": 5}', '{"indicators": {"annual": [null, {"level2": []}]}}'])
def test_a_file_without_indicators_adds_nothing(db: None, tmp_path: Path, content: str) -> None:
    (tmp_path / "other.json").write_text(content, encoding="utf-8")
    assert fill(tmp_path).total == 0


def test_the_number_of_queries_does_not_grow_with_the_tables(
    cast: Cast, nothing_published: Path, django_assert_num_queries: object
) -> None:
    for name in ("made-01", "made-02", "henan-10"):
        approve(stored(published(name), cast.building))
    fill(nothing_published)
    with django_assert_num_queries(8):
        fill(nothing_published)


def test_the_command_says_what_it_did(db: None) -> None:
    first, second = call("fill_library"), call("fill_library")
    assert (first.status, second.status) == (0, 0)
    assert "新增 232 条，更新 0 条，去除 0 条" in first.out
    assert second.out == "指标库现有 232 条：新增 0 条，更新 0 条，去除 0 条。\n"
