"""Lists beside the forms: amounts exact, numbers in Excel, the head on every page, text as text."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.exchange.lists import ListColumn, joined, list_grid
from perfgoals.exchange.printing import Format, write
from perfgoals.official.texts import printable

COLUMNS = [ListColumn("序号", 1, "value"), ListColumn("项目名称", 5), ListColumn("申报数", 2, "amount")]


def test_amounts_are_numbers_in_excel_with_all_their_places() -> None:
    grid = list_grid("汇总表", COLUMNS, [(1, "=危险()", Decimal("776.98853")), (2, "乙", None)], total=("合计", None, Decimal("776.98853")))
    sheet = openpyxl.load_workbook(BytesIO(write([grid], "xlsx"))).active
    assert sheet is not None
    values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=6)]
    assert values == [
        ["序号", "项目名称", "申报数"],
        [1, "=危险()", 776.98853],
        [2, "乙", None],
        ["合计", None, 776.98853],
    ]
    assert sheet["B4"].data_type == "s"  # text, not a formula


@pytest.mark.parametrize("file_format", ["pdf", "xlsx", "docx"])
def test_a_list_is_printed_whatever_was_once_kept(file_format: Format) -> None:
    odd = "意见\x02一\x1b\ufffe\ud83d"
    assert write([list_grid(odd, COLUMNS, [(1, odd, None)], note=odd, signs=[odd])], file_format)


def test_the_head_is_repeated_and_what_is_signed_stands_below() -> None:
    grid = list_grid("汇总表", COLUMNS, [(1, "甲", Decimal(60))], note="金额单位：万元", signs=["单位盖章：", "联系电话："])
    assert grid.head == (2, 3)
    assert [cell.text for cell in grid.cells if cell.role == "sign"] == ["单位盖章：", "联系电话："]
    assert [cell.text for cell in grid.cells if cell.role == "amount"] == ["60"]


@given(rows=st.lists(st.tuples(st.integers(0, 9999), st.text(max_size=30), st.decimals(allow_nan=False, places=5) | st.none()), max_size=5))
def test_any_rows_make_a_grid_that_says_them(rows: list[tuple[int, str, Decimal | None]]) -> None:
    grid = list_grid("题", COLUMNS, rows)
    assert [cell.text for cell in grid.cells if cell.role == "text"] == [printable(text) for _, text, _ in rows]
    assert [cell.number for cell in grid.cells if cell.role == "amount"] == [amount for _, _, amount in rows]


def test_empty_cells_of_the_first_columns_join_the_one_above() -> None:
    columns = [ListColumn("项目", 1), ListColumn("环节", 1), ListColumn("意见", 3)]
    grid = joined(list_grid("题", columns, [("甲", "初审", "一"), ("", "", "二"), ("", "复审", ""), ("乙", "初审", "四")]), 2)
    shown = [(cell.row, cell.column, cell.text, cell.rows) for cell in grid.cells if cell.row > 2 and cell.column < 2]
    assert shown == [(3, 0, "甲", 3), (3, 1, "初审", 2), (5, 1, "复审", 1), (6, 0, "乙", 1), (6, 1, "初审", 1)]
    assert [cell.text for cell in grid.cells if cell.row > 2 and cell.column == 2] == ["一", "二", "", "四"]


def test_nothing_above_is_nothing_to_join() -> None:
    grid = joined(list_grid("题", COLUMNS, [(None, "甲", None)], note="注", signs=["盖章："]), 3)
    assert all(cell.rows == 1 for cell in grid.cells)
