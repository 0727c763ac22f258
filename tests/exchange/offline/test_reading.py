"""What comes back from people: sheets renamed, copied, put in another order, rows put in, marks changed or gone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.exchange.offline.mark import Mark, mark_in
from perfgoals.exchange.offline.reading import FileTable, read_offline
from perfgoals.grid.formats.package import Unreadable
from perfgoals.tables.editing.keyed import Keyed
from tests.exchange.offline.excel import Excel, record, workbook


@pytest.fixture(scope="module")
def henan() -> Keyed:
    return record("henan-10")


@pytest.mark.parametrize("name", ["henan-10", "hebei-01", "henan-01", "made-01", "made-02"])
def test_what_was_written_is_read_with_its_mark_and_keys(name: str) -> None:
    base = record(name)
    [file] = read_offline(workbook(base, version=4))
    assert file.mark == Mark(1, 4, file.mark.side if file.mark else "annual")
    assert file.keys == base.keys
    assert file.snapshot.indicators == base.snapshot.indicators
    assert file.problems == ()


def test_renamed_copied_and_in_another_order(henan: Keyed) -> None:
    excel = Excel(workbook(henan, record("hebei-01")))
    excel.book.worksheets[0].title = "随便"
    excel.book.copy_worksheet(excel.book.worksheets[0])
    excel.book.move_sheet("城管综合治理", -1)
    excel.book.create_sheet("空白")
    assert [file.mark and file.mark.table for file in read_offline(excel.saved())] == [2, 1, 1]


def test_a_row_put_in_has_no_key_and_belongs_to_the_level2_above(henan: Keyed) -> None:
    excel = Excel(workbook(henan))
    excel.sheet.insert_rows(excel.row_of(henan.rows("annual")[1].level3, "G"))
    excel.type(f"D{excel.row_of(henan.rows('annual')[1].level3, 'G') - 1}", "插入")
    row = read_offline(excel.saved())[0].rows("period")[1]
    assert (row.key, row.row.level2, row.row.level3) == ("", "数量指标", "插入")


def test_a_row_copied_with_its_key_is_a_new_row(henan: Keyed) -> None:
    excel = Excel(workbook(henan))
    row, to = excel.row_of(henan.rows("annual")[0].level3, "G"), excel.spare("质量指标", "G", "F")
    for column in "GHIJ":
        excel.type(f"{column}{to}", excel.sheet[f"{column}{row}"].value)
    keys = [each.key for each in read_offline(excel.saved())[0].rows("annual")]
    assert keys.count(henan.keys["annual"][0]) == 1
    assert keys.count("") == 1


@pytest.mark.parametrize("key", ["not a key", "=1+1", "x" * 5000, None, 12])
def test_a_changed_key_is_none(henan: Keyed, key: object) -> None:
    excel = Excel(workbook(henan))
    excel.type(f"J{excel.row_of(henan.rows('annual')[0].level3, 'G')}", key)
    assert read_offline(excel.saved())[0].rows("annual")[0].key == ""


@pytest.mark.parametrize(
    "mark", ["", "perfgoals-offline:2:1:1:annual", "perfgoals-offline:1:0:1:annual", "perfgoals-offline:1:1:1:both", "x"]
)
def test_without_a_mark_of_ours_it_is_a_table_like_any_other(henan: Keyed, mark: str) -> None:
    excel = Excel(workbook(henan))
    head = excel.row_of("一级指标", "B")
    for column in "IJ":
        excel.type(f"{column}{head}", mark or None)
    file = read_offline(excel.saved())[0]
    assert file.mark is None
    assert set(file.keys["annual"]) == {""}


def test_somebody_merged_the_groups(henan: Keyed) -> None:
    excel = Excel(workbook(henan))
    first = excel.row_of("数量指标", "F")
    excel.sheet.merge_cells(f"F{first}:F{first + 5}")
    excel.sheet.merge_cells(f"B{first}:B{first + 5}")
    assert read_offline(excel.saved())[0].snapshot.indicators == henan.snapshot.indicators


def test_a_form_taken_to_pieces_is_said_to_be(henan: Keyed) -> None:
    excel = Excel(workbook(henan))
    head = excel.row_of("一级指标", "B")
    excel.sheet.delete_rows(1, head - 2)
    with pytest.raises(Unreadable, match="第 1 个工作表的表样已改动"):
        read_offline(excel.saved())


@pytest.mark.parametrize("data", [b"", b"PK", b"<html>", b"%PDF-1.7"])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_offline(data)


def test_a_workbook_without_a_table_is_refused(henan: Keyed) -> None:
    excel = Excel(workbook(henan))
    excel.sheet.delete_rows(1, excel.sheet.max_row)
    excel.type("A1", "通讯录")
    with pytest.raises(Unreadable, match="没有找到绩效目标表"):
        read_offline(excel.saved())


@given(st.integers(1, 10**18 - 1), st.integers(1, 10**9 - 1), st.sampled_from(["period", "annual"]))
def test_a_mark_reads_as_it_is_written(table: int, version: int, side: str) -> None:
    mark = Mark(table, version, side)  # type: ignore[arg-type]
    assert mark_in(f" {mark} ") == mark


@given(st.text())
def test_anything_else_is_no_mark(text: str) -> None:
    assert mark_in(text) is None


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(1, 12), st.text(alphabet="甲乙=<>&0.%≥ \n", max_size=6)), max_size=12))
def test_whatever_is_typed_anywhere_is_read_or_refused_in_a_sentence(typed: list[tuple[int, int, str]]) -> None:
    excel = Excel(workbook(record("hebei-01")))
    merged = {place for area in excel.sheet.merged_cells.ranges for place in area.cells}
    for row, column, text in typed:
        if (row, column) not in merged:
            excel.sheet.cell(row, column).value = text
            excel.sheet.cell(row, column).data_type = "s"
    files, refusal = read_or_refused(excel.saved())
    assert files or "请" in refusal
    assert all(len(file.keys[side]) == len(file.rows(side)) for file in files for side in file.keys)


def read_or_refused(data: bytes) -> tuple[list[FileTable], str]:
    try:
        return read_offline(data), ""
    except Unreadable as refusal:
        return [], str(refusal)
