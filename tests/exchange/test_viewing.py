"""Attachments as they are shown: office files as text within bounds, pictures and PDF by their first bytes."""

from __future__ import annotations

import zipfile
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.exchange.viewing import MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, MOST_SHEETS, is_office, media_type, sheets_of
from perfgoals.grid.formats import docx, xlsx
from perfgoals.grid.formats.package import Unreadable
from perfgoals.grid.model import Cell, Grid, fill


def workbook(*sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def texts(data: bytes) -> list[list[list[str]]]:
    return [[[place.text for place in line] for line in sheet.lines] for sheet in sheets_of(data)]


def test_a_workbook_is_its_sheets() -> None:
    shown = sheets_of(workbook([["项目", "金额"], ["路面", 12.5]], [["<b>第二张</b>"]]))
    assert [[[place.text for place in line] for line in sheet.lines] for sheet in shown] == [
        [["项目", "金额"], ["路面", "12.5"]],
        [["<b>第二张</b>"]],
    ]
    assert [place.is_number for place in shown[0].lines[1]] == [False, True]
    assert [sheet.cut for sheet in shown] == ["", ""]


def test_what_is_too_much_is_cut_and_said() -> None:
    (sheet,) = sheets_of(workbook([[f"{row}.{column}" for column in range(MOST_COLUMNS + 2)] for row in range(MOST_ROWS + 3)]))
    assert (len(sheet.lines), len(sheet.lines[0])) == (MOST_ROWS, MOST_COLUMNS)
    assert f"有 {MOST_ROWS + 3} 行 {MOST_COLUMNS + 2} 列，只显示前 {MOST_ROWS} 行 {MOST_COLUMNS} 列" in sheet.cut
    *_, last = sheets_of(workbook(*[[["字"]] for _ in range(MOST_SHEETS + 2)]))
    assert (last.lines, last.cut) == ((), "还有 2 张表没有显示，请下载查看。")
    assert texts(workbook([["长" * 2000]]))[0][0][0] == "长" * MOST_CHARACTERS + "…（其余请下载查看）"


@given(st.integers(1, MOST_ROWS + 5), st.integers(1, MOST_COLUMNS + 5), st.integers(1, 60), st.integers(1, 60))
def test_whatever_is_merged_the_cells_shown_fill_a_rectangle(rows: int, columns: int, down: int, right: int) -> None:
    merged = Cell(0, 0, "合并", rows=min(down, rows), columns=min(right, columns))
    grid = Grid(fill([merged], rows, columns))
    for sheet in sheets_of(xlsx.write([grid])):
        area = sum(place.rows * place.columns for line in sheet.lines for place in line)
        wide = sum(place.columns for place in sheet.lines[0])
        assert area == len(sheet.lines) * wide
        assert len(sheet.lines) <= MOST_ROWS
        assert wide <= MOST_COLUMNS


def test_a_document_is_its_text_and_tables() -> None:
    grid = Grid(fill([Cell(0, 0, "测算明细", columns=2, role="title"), Cell(1, 0, "甲"), Cell(1, 1, "乙")]))
    assert [["甲", "乙"]] in [[line for line in sheet if len(line) == 2] for sheet in texts(docx.write([grid]))]


def bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", workbook_part("[Content_Types].xml"))
        package.writestr("_rels/.rels", workbook_part("_rels/.rels"))
        package.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    return out.getvalue()


def workbook_part(name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(workbook([["字"]]))) as package:
        return package.read(name)


@pytest.mark.parametrize("data", [bomb(), b"PK\x03\x04 broken", workbook([["字"]])[:400], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9])
def test_what_cannot_be_read_is_a_sentence(data: bytes) -> None:
    with pytest.raises(Unreadable):
        sheets_of(data)


def test_kinds_are_told_by_the_first_bytes_alone() -> None:
    assert media_type(b"%PDF-1.7") == "application/pdf"
    assert media_type(b"\x89PNG\r\n\x1a\n") == "image/png"
    assert media_type(b"\xff\xd8\xff\xe0") == "image/jpeg"
    for other in (b"<svg", b"<html>", b"GIF89a", b"", b" %PDF"):
        assert media_type(other) == ""
        assert not is_office(other)
    assert is_office(workbook([["字"]])[:8])
