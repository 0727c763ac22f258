"""Excel: writing against XlsxWriter on the same grids, recovering against openpyxl's load_workbook alone."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import xlsxwriter

from perfgoals.exchange.printing import grid_of
from perfgoals.exchange.reading import record_in_json
from perfgoals.grid.formats import xlsx
from perfgoals.grid.formats.reading import read
from perfgoals.grid.geometry import SIMSUN, a4, row_heights
from perfgoals.grid.model import Cell, Grid
from perfgoals.grid.style import STYLES
from perfgoals.official.recover import recover

Pair = tuple[Callable[[], object], Callable[[], object]]


def writing_pair(sources: Sequence[Path]) -> Pair:
    """One workbook a table, on either side with merges, borders, fonts, widths and heights.

    The peer is told the widths and heights: only ours has to find them, and the pages.
    """
    grids = [grid_of(record_in_json(path.read_bytes()).record) for path in sources]
    measured = [(grid, *row_heights(grid, a4(grid.landscape), SIMSUN, spare_lines=1)) for grid in grids]

    def ours() -> None:
        for grid in grids:
            xlsx.write([grid])

    def peer() -> None:
        for grid, widths, heights in measured:
            _write_with_xlsxwriter(grid, widths, heights)

    return ours, peer


def reading_pair(paths: Sequence[Path]) -> Pair:
    """Every published workbook: opened, read, recovered and mended, against being opened by openpyxl."""
    contents = [path.read_bytes() for path in paths]

    def ours() -> None:
        for data in contents:
            recover(read(data))

    def peer() -> None:
        for data in contents:
            openpyxl.load_workbook(io.BytesIO(data))

    return ours, peer


def _write_with_xlsxwriter(grid: Grid, widths: Sequence[float], heights: Sequence[float]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    formats: dict[tuple[str, str], xlsxwriter.format.Format] = {}
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width / 5.25)
    for row, height in enumerate(heights):
        sheet.set_row(row, min(height, 409))
    for cell in grid.cells:
        _put(sheet, cell, _format(book, formats, cell))
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(*grid.head)
    sheet.set_footer("&C第 &P 页 共 &N 页")
    book.close()
    return file.getvalue()


def _format(book: xlsxwriter.Workbook, formats: dict[tuple[str, str], xlsxwriter.format.Format], cell: Cell) -> xlsxwriter.format.Format:
    key = (cell.role, cell.number_format)
    if key not in formats:
        style = STYLES[cell.role]
        wanted = {
            "font_name": style.family,
            "font_size": style.size,
            "align": style.align,
            "valign": "vcenter",
            "text_wrap": True,
            "border": 1 if cell.bordered else 0,
            "num_format": cell.number_format or "@",
        }
        formats[key] = book.add_format(wanted)
    return formats[key]


def _put(sheet: xlsxwriter.worksheet.Worksheet, cell: Cell, form: xlsxwriter.format.Format) -> None:
    if cell.rows > 1 or cell.columns > 1:
        sheet.merge_range(cell.row, cell.column, cell.bottom - 1, cell.right - 1, "", form)
    if cell.number is None:
        sheet.write_string(cell.row, cell.column, cell.text, form)
    else:
        sheet.write_number(cell.row, cell.column, float(cell.number), form)
