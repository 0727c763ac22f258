"""What the clipboard holds is read as it was copied, whoever wrote it, and nothing in it breaks the reader."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.grid.model import Grid
from perfgoals.tables.editing.block import MOST_COLUMNS, MOST_ROWS, NotPasted
from perfgoals.tables.editing.clipboard import read_clipboard, split_text
from tests.grid.grids import grids
from tests.tables.editing.clipboards import as_text, in_excel, in_word, table_of


def lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def texts(grid: Grid) -> list[list[str]]:
    """The text at every place, under merged cells too, as far as anything is said."""
    rows = [[lines(cell.text) for cell in row] for row in grid.covering]
    told = [cell for cell in grid.cells if cell.text.strip()]
    bottom, right = max(cell.bottom for cell in told), max(cell.right for cell in told)
    return [row[:right] for row in rows[:bottom]]


def merged(grid: Grid) -> set[tuple[int, int, int, int]]:
    return {(cell.row, cell.column, cell.rows, cell.columns) for cell in grid.cells if cell.text.strip()}


def read(html: str = "", text: str = "") -> list[list[str]]:
    grid = read_clipboard(html, text).grid
    return [[cell.text for cell in row] for row in grid.covering]


SAYING = grids(most_rows=8).filter(lambda grid: any(cell.text.strip() for cell in grid.cells))


@given(SAYING)
def test_a_table_from_excel_reads_as_it_stands(grid: Grid) -> None:
    found = read_clipboard(in_excel(grid), "").grid
    assert texts(found) == texts(grid)
    assert merged(found) == merged(grid)


@given(SAYING)
def test_a_table_from_word_reads_as_it_stands(grid: Grid) -> None:
    found = read_clipboard(in_word(grid), "").grid
    assert texts(found) == texts(grid)
    assert merged(found) == merged(grid)


CELL = st.text(alphabet='目标",≥95% \n\t', max_size=8)
MATRIX = st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=5).filter(lambda rows: rows != [[""]])


@given(MATRIX)
def test_text_with_every_quote_doubled_reads_back(rows: list[list[str]]) -> None:
    assert split_text(as_text(rows, lambda text: any(sign in text for sign in '"\n\t'))) == rows


@given(MATRIX)
def test_text_from_excel_reads_back(rows: list[list[str]]) -> None:
    """Excel quotes what holds a line break or a tab and nothing else; a cell in quotes of its own keeps them."""
    rows = [[text if "\n" in text or "\t" in text else text.replace('"', "“") for text in row] for row in rows]
    assert split_text(as_text(rows, lambda text: "\n" in text or "\t" in text)) == rows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三级指标\t指标值\r\n会议\t≥3次\r\n", [["三级指标", "指标值"], ["会议", "≥3次"]]),
        ("a\rb", [["a"], ["b"]]),
        ('"目标1：""双高""\n目标2：达标"\t95', [['目标1："双高"\n目标2：达标', "95"]]),
        ('"双高"建设\t1', [['"双高"建设', "1"]]),
        ('"完成建设"\t"达标"', [['"完成建设"', '"达标"']]),
        ('没有结尾"\t"开头', [['没有结尾"', '"开头']]),
        ("1,234.56\t\t万元", [["1,234.56", "", "万元"]]),
    ],
)
def test_text_is_parted_at_tabs_and_lines(text: str, expected: list[list[str]]) -> None:
    assert read(text=text) == expected


@given(st.text(), st.text())
def test_no_text_breaks_it(html: str, text: str) -> None:
    with suppress(NotPasted):
        assert read_clipboard(html, text).grid.rows > 0


PIECES = st.sampled_from(
    [
        *(
            "<table>",
            "</table>",
            "<tr>",
            "</tr>",
            "<td>",
            "</td>",
            "<th>",
            "<tr hidden>",
            "<tr style='display:none'>",
            "<td style='display:none'>",
        ),
        *(
            "<td rowspan=0>",
            "<td rowspan=3 colspan=2>",
            "<td rowspan=999999999999 colspan=-1>",
            "<td style='mso-ignore:colspan' colspan=9>",
        ),
        *("<col span=99999>", "<col style='display:none'>", "<td x:num='1e99'>", "####", "<br>", "<p>", "</p>", "<o:p>", "<del>", "</del>"),
        *("甲", "|", " \n ", "&nbsp;", "&#0;", "&#xD800;", "\ud800", "\0", "\x01\x02", "\x0b", "<svg><td>", "</body>", "<template>"),
        *("<!--", "-->", "<![if x]>", "<?xml", "<style>", "<script>"),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_html_breaks_it(html: str) -> None:
    with suppress(NotPasted):
        grid = read_clipboard(f"<table><tr><td>甲{html}", "").grid
        assert grid.rows <= MOST_ROWS
        assert grid.columns <= MOST_COLUMNS


def test_paragraphs_and_breaks_are_lines() -> None:
    assert read("<table><tr><td><p>目标1：甲</p>\n<p>目标2：乙</p></td><td>丙<br>\n  丁</td></tr></table>") == [
        ["目标1：甲\n目标2：乙", "丙\n丁"]
    ]


def test_a_source_broken_between_two_characters_closes_up() -> None:
    assert read("<table><tr><td>园区\n   道路</td><td>two\n words</td></tr></table>") == [["园区道路", "two words"]]


def test_a_table_within_a_cell_is_its_text() -> None:
    assert read("<table><tr><td>甲<table><tr><td>乙</td><td>丙</td></tr></table></td><td>丁</td></tr></table>") == [["甲\n乙 丙", "丁"]]


def test_rows_without_a_table_are_one() -> None:
    assert read("<tr><td>甲<td>乙<tr><td>丙") == [["甲", "乙"], ["丙", ""]]


def test_tables_stand_one_below_the_other() -> None:
    assert read(f"{table_of(['甲', '乙'])}{table_of(['丙'])}") == [["甲", "乙"], ["丙", ""]]


def test_hidden_columns_are_left_out_and_told() -> None:
    block = read_clipboard("<table><col><col style='display:none'><col><tr><td>甲<td>藏<td>乙<tr><td colspan=3>丙", "")
    assert [[cell.text for cell in row] for row in block.grid.covering] == [["甲", "乙"], ["丙", "丙"]]
    assert block.notes == ("隐藏的行和列没有粘贴",)


def test_hidden_rows_are_left_out_of_merged_cells() -> None:
    html = "<table><tr><td rowspan=3>甲<td>1<tr style='display:none;height:0'><td>2<tr><td>3"
    block = read_clipboard(html, "")
    assert [[cell.text for cell in row] for row in block.grid.covering] == [["甲", "1"], ["甲", "3"]]
    assert block.notes == ("隐藏的行和列没有粘贴",)


def test_a_cell_that_is_not_displayed_takes_no_place() -> None:
    assert read("<table><tr><td colspan=2>甲<td style='display:none'><td>乙<tr><td>1<td>2<td>3") == [["甲", "甲", "乙"], ["1", "2", "3"]]


def test_hidden_and_empty_is_not_told() -> None:
    assert read_clipboard("<table><tr><td>甲<tr style='display:none'><td>", "").notes == ()


def test_text_that_only_runs_over_is_not_merged() -> None:
    found = read_clipboard("<table><tr><td colspan=3 style='mso-ignore:colspan'>甲<td>乙", "").grid
    assert [cell.text for cell in found.covering[0]] == ["甲", "", "", "乙"]


def test_what_word_deleted_is_gone() -> None:
    assert read("<table><tr><td>甲<del>旧</del>新<span style='mso-hide:all'>藏</span>") == [["甲新"]]


def test_the_number_behind_a_cell_is_known() -> None:
    cell = read_clipboard('<table><tr><td x:num="776.98853">776.99', "").grid.cells[0]
    assert (cell.text, cell.number) == ("776.99", Decimal("776.98853"))


@pytest.mark.parametrize(("shown", "number", "text"), [("####", "36250", "36250"), ("1.2E+05", "120000", "120000"), ("95%", "0.95", "95%")])
def test_a_number_that_is_not_shown_is_said(shown: str, number: str, text: str) -> None:
    assert read(f'<table><tr><td x:num="{number}">{shown}') == [[text]]


@pytest.mark.parametrize("number", ["1e999999999", "NaN", "", "abc", "9" * 99])
def test_a_forged_number_is_none(number: str) -> None:
    cell = read_clipboard(f'<table><tr><td x:num="{number}">####', "").grid.cells[0]
    assert (cell.text, cell.number) == ("####", None)


def test_text_outside_the_table_is_told() -> None:
    assert read_clipboard("<p>说明</p><table><tr><td>甲</td></tr></table>", "").notes == ("表格以外的文字没有粘贴",)
    assert read_clipboard("Version:0.9\r\nStartHTML:0105\r\n<table><tr><td>甲</td></tr></table>", "").notes == ()


def test_html_without_a_table_leaves_the_text() -> None:
    assert read("<p>甲<b>乙</b></p>", "甲乙\t丙") == [["甲乙", "丙"]]


def test_empty_rows_and_columns_behind_the_last_text_do_not_count() -> None:
    assert read(f"<table><tr><td>甲<td colspan=16380>{'<tr><td>' * 3000}") == [["甲"]]


@pytest.mark.parametrize(
    ("html", "text", "said"),
    [
        ("", "", "没有可以粘贴的文字"),
        ("", " \t\n\xa0", "没有可以粘贴的文字"),
        ("<table><tr><td>&nbsp;</td></tr></table>", "", "是空的"),
        (table_of(*[["甲"]] * (MOST_ROWS + 1)), "", "太大"),
        (table_of(["甲"] * (MOST_COLUMNS + 1)), "", "太大"),
        ("", "甲\n" * (MOST_ROWS + 1), "太大"),
        ("", "甲\t" * (MOST_COLUMNS + 1), "太大"),
        ("<" + "甲" * 1_000_000, "", "超过 1 MB"),
        ("", "甲" * 1_000_001, "超过 1 MB"),
        ("<table><tr><td>" * 200 + "甲", "", "层次过多"),
    ],
)
def test_what_cannot_be_pasted_is_said(html: str, text: str, said: str) -> None:
    with pytest.raises(NotPasted, match=said):
        read_clipboard(html, text)


def test_as_many_as_the_bounds_say_are_read() -> None:
    assert len(read(table_of(*[["甲"] * MOST_COLUMNS] * MOST_ROWS))) == MOST_ROWS
