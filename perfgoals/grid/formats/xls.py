"""Old Excel workbooks (.xls, also .et of WPS), read with their merges and shown as Excel shows them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlrd

from perfgoals.grid.formats.date_format import DAYS_1904
from perfgoals.grid.formats.number_format import GENERAL, builtin, shown
from perfgoals.grid.formats.opening import EOF, records, workbook_stream
from perfgoals.grid.formats.package import MAX_CELLS_IN_FILE, RESAVE, Unreadable
from perfgoals.grid.formats.sheet import Sheet, grids_of
from perfgoals.grid.model import Cell, Grid

_BOF = (0x0009, 0x0209, 0x0409, 0x0809)
_MAX_PLACES = 5 * MAX_CELLS_IN_FILE  # blank but formatted cells cost time and say nothing


def read(data: bytes) -> list[Grid]:
    """One Grid for each worksheet that says something, hidden rows and columns included.

    Raises Unreadable for what is locked, damaged or too large. A damaged workbook may also raise what xlrd raises.
    """
    stream = workbook_stream(data)
    with (
        Path(os.devnull).open("w", encoding="utf-8") as silence,
        # xlrd is given the bare stream: its own reading of the container refuses files that Excel opens.
        xlrd.open_workbook(file_contents=stream, logfile=silence, formatting_info=True, on_demand=True, ragged_rows=True) as book,
    ):
        _refuse_overlap(stream, book)
        return grids_of(_sheets(book))


def _refuse_overlap(stream: bytes, book: Any) -> None:
    """A directory of many sheets that point into the same records would have them read many times over."""
    end = 0
    for start in sorted(book._sh_abs_posn):  # xlrd offers the sheets' places no other way
        if start < end:
            raise Unreadable(f"文件已损坏：几个工作表指向同一处内容，{RESAVE}")
        end = _end_of_sheet(stream, start)


def _end_of_sheet(stream: bytes, start: int) -> int:
    depth = 0
    for kind, following in records(stream, start):
        depth += (kind in _BOF) - (kind == EOF)  # charts lie within their sheet
        if depth <= 0:
            return following
    return len(stream)


def _sheets(book: Any) -> Iterator[Sheet]:
    formats = _formats(book)
    places = 0
    for index in range(book.nsheets):
        source = book.sheet_by_index(index)
        places += sum(source.row_len(row) for row in range(source.nrows))
        if places > _MAX_PLACES:
            raise Unreadable(f"工作簿中的单元格超过 {_MAX_PLACES} 个，请删去多余的空行、空列和工作表后再上传")
        yield _sheet(source, book.datemode, formats)
        book.unload_sheet(index)


def _sheet(source: Any, datemode: int, formats: list[str]) -> Sheet:
    sheet = Sheet()
    for row in range(source.nrows):
        for column, (kind, value) in enumerate(zip(source.row_types(row), source.row_values(row), strict=True)):
            if kind not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                style = source.cell_xf_index(row, column)
                code = formats[style] if style < len(formats) else GENERAL
                sheet.put(_cell(row, column, kind, value, code, datemode))
    for top, bottom, left, right in source.merged_cells:
        sheet.merge(top, left, bottom - top, right - left)
    return sheet


def _cell(row: int, column: int, kind: int, value: Any, code: str, datemode: int) -> Cell:
    if kind == xlrd.XL_CELL_ERROR:
        return Cell(row, column, xlrd.error_text_from_code.get(value, "#N/A"))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return Cell(row, column, *shown(bool(value), code)[:1])
    if kind == xlrd.XL_CELL_DATE and datemode:
        value += DAYS_1904
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text, number = shown(value, code)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Cell(row, column, text, number=number, number_format=code if number is not None else "")


def _formats(book: Any) -> list[str]:
    """The number format of each XF record. A file need not spell the built-in ones, and xlrd spells them the American way."""
    spelled = {entry.format_key for entry in book.format_list}
    codes = []
    for xf in book.xf_list:
        known = book.format_map.get(xf.format_key)
        unspelled = builtin(xf.format_key) if xf.format_key not in spelled else None
        codes.append(unspelled or (known and known.format_str) or GENERAL)
    return codes
