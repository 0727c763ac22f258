"""Tables as a workbook to be filled in offline: one sheet a table, dropdowns where there is a choice, the rest locked."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from perfgoals.exchange.offline.drawing import OfflineForm, PlacedBlock, general, offline_form
from perfgoals.exchange.offline.mark import Mark
from perfgoals.exchange.offline.rules import rule_of, rule_of_level2
from perfgoals.grid.formats.xlsx_names import legal_names
from perfgoals.grid.formats.xlsx_write import CREATED, UNIT_COLUMN, UNIT_FONT, CellStyle, exact, put, refuse_unwritable
from perfgoals.grid.geometry import SIMSUN, a4, row_heights
from perfgoals.grid.model import Cell, Grid
from perfgoals.official.layout_file import Layout, load
from perfgoals.tables.editing.keyed import Keyed

MOST_TABLES = 100
"""Of one workbook: more would be too large to be sent back."""

_PIXELS = 96 / 72  # a point, at the scale by which Excel counts
_HIGHEST = 408.75  # points of the highest row Excel allows; a longer text is still whole in its cell
_LOCKED = "#F2F2F2"
_REPEATED = "#A6A6A6"
_LONGEST_TEXT_FORMAT = 255  # older versions of Excel show a longer text as ### where its format is @
_BEGINS_A_FORMULA = ("=", "+", "-", "@")
_ALLOWED = {"format_rows": True, "insert_rows": True}


@dataclass(frozen=True, slots=True)
class OfflineTable:
    """A table as it is downloaded: its record, whose table it is and in which version."""

    keyed: Keyed
    table: int
    version: int

    @property
    def form(self) -> Layout:
        return load(self.keyed.snapshot.layout)


def write_offline(tables: Sequence[OfflineTable], *, title: str = "") -> bytes:
    """The workbook, one sheet a table, named after its project; the same tables give the same bytes.

    Raises ValueError, which says in Chinese what is in the way, for a text that no cell holds and for a form that is not known.
    """
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "default_format_properties": dict(UNIT_FONT), "default_column_width": UNIT_COLUMN})
    book.set_properties({"title": title, "author": "perfgoals", "created": CREATED})
    names = legal_names([table.keyed.snapshot.project.name for table in tables], len(tables))
    formats = _Formats(book)
    for table, name in zip(tables, names, strict=True):
        _write_sheet(book.add_worksheet(name), table, formats)
    book.close()
    return file.getvalue()


class _Formats:
    """The formats of a workbook, each made once. What is to be filled in is white and open, everything else grey and locked."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.made: dict[tuple[CellStyle, bool, bool, bool], Format] = {}

    def of(self, cell: Cell, is_number: bool, repeats: bool) -> Format:
        key = (_style(cell, is_number), bool(cell.path), repeats, _is_level1(cell))
        if key not in self.made:
            look: dict[str, Any] = {"locked": not cell.path}
            look |= {"bg_color": _LOCKED} if cell.bordered and not cell.path else {}
            look |= {"font_color": _REPEATED} if repeats else {}
            look |= {"text_wrap": False, "shrink": True} if _is_level1(cell) else {}
            self.made[key] = self.book.add_format(key[0].properties() | look)
        return self.made[key]


def _style(cell: Cell, is_number: bool) -> CellStyle:
    """Amounts may be typed as numbers; everything else is text, so that ``-`` or ``=`` at its beginning makes no formula of it."""
    is_amount = cell.role == "amount" and bool(cell.path)
    as_typed = is_amount or len(cell.text) > _LONGEST_TEXT_FORMAT
    return CellStyle(cell.role, "General" if as_typed else "@", number=is_number, kept_text=as_typed and cell.text[:1] in _BEGINS_A_FORMULA)


def _is_level1(cell: Cell) -> bool:
    """A 一级指标, said in every row of a narrow column: on one line, or every empty row would be two lines high."""
    return cell.role == "group" and cell.rows == 1 and not cell.path


def _write_sheet(sheet: Worksheet, table: OfflineTable, formats: _Formats) -> None:
    drawn = offline_form(table.keyed, table.form)
    _set_page(sheet, drawn.grid)
    _set_sizes(sheet, drawn.grid, table.form)
    above: dict[int, str] = {}  # by column: a name that only repeats the one above is printed pale
    for cell in drawn.grid.cells:
        refuse_unwritable(cell, sheet.name)
        number = exact(cell.number)
        repeats = cell.role == "group" and above.get(cell.column) == cell.text
        above[cell.column] = cell.text
        put(sheet, cell, number, formats.of(cell, number is not None, repeats))
    _set_rules(sheet, drawn, table.form)
    for block in drawn.blocks:
        _write_mark(sheet, table, block, drawn.grid.columns)
    sheet.protect("", _ALLOWED)  # no password: it keeps from slips, not from anybody


def _set_page(sheet: Worksheet, grid: Grid) -> None:
    paper = a4(grid.landscape)
    sheet.set_paper(9)  # A4
    if grid.landscape:
        sheet.set_landscape()
    sheet.set_margins(paper.left / 72, paper.right / 72, paper.top / 72, paper.bottom / 72)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.print_area(0, 0, grid.rows - 1, grid.columns - 1)
    sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, grid.rows - 1, grid.columns - 1)})


def _set_sizes(sheet: Worksheet, grid: Grid, form: Layout) -> None:
    """The columns of the official form; rows as high as their text, or as the form leaves room for a text to come."""
    room = {cell.path: cell.lines for row in form.rows for cell in row if cell.path}

    def measured(cell: Cell) -> Cell:
        return replace(cell, text="" if _is_level1(cell) else cell.text or "\n" * (room.get(cell.path, 1) - 1))

    widths, heights = row_heights(replace(grid, cells=tuple(map(measured, grid.cells))), a4(grid.landscape), SIMSUN, 1)
    for column, width in enumerate(widths):
        sheet.set_column_pixels(column, column, width * _PIXELS)
    for row, height in enumerate(heights):
        sheet.set_row(row, min(height, _HIGHEST))


def _set_rules(sheet: Worksheet, drawn: OfflineForm, form: Layout) -> None:
    for cell in drawn.grid.cells:
        if cell.path and cell.row < drawn.blocks[0].head and (rule := rule_of(general(cell.path), form)):
            sheet.data_validation(cell.row, cell.column, cell.row, cell.column, rule)
    for block in drawn.blocks:
        for column, at in block.columns:
            if column.field == "level2":
                for placed in block.slots:
                    rule = rule_of_level2(placed.slot.level1, form.hierarchy)
                    sheet.data_validation(placed.top, at, placed.bottom - 1, at, rule)
            elif rule := rule_of(f"indicators.{column.side}[].{column.field}", form):
                sheet.data_validation(block.slots[0].top, at, block.slots[-1].bottom - 1, at, rule)


def _write_mark(sheet: Worksheet, table: OfflineTable, block: PlacedBlock, first: int) -> None:
    """The mark and the keys of the rows, in hidden columns to the right of the form."""
    sheet.set_column(first, first + len(block.sides) - 1, None, None, {"hidden": True})
    for column, side in enumerate(block.sides, first):
        sheet.write_string(block.head, column, str(Mark(table.table, table.version, side)))
        for placed in block.slots:
            for offset, index in enumerate(placed.slot.rows[side]):
                sheet.write_string(placed.top + offset, column, table.keyed.keys[side][index])
