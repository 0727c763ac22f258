"""Grids as workbooks (.xlsx) that print on A4 as they are: one sheet a grid, columns as wide as the paper, pages set."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from perfgoals.grid.formats.xlsx_names import legal_names
from perfgoals.grid.formats.xlsx_rows import Rows, physical
from perfgoals.grid.formats.xlsx_text import MAX_TEXT, length, unprintable
from perfgoals.grid.geometry import a4
from perfgoals.grid.model import UNBORDERED, Cell, Grid, Role
from perfgoals.grid.style import STYLES

_A4 = 9
_CHINESE = 134  # the character set of a font, as Windows numbers them
CREATED = datetime(2000, 1, 1)  # the same grids are the same bytes, today and tomorrow
_PIXELS = 96 / 72  # a point, at the scale by which Excel counts
# The workbook's default font, whose digits are the unit of column widths. No cell uses it: it is chosen because its digits
# are 6 points wide at every scale of the screen, on Windows, on a Macintosh, and where neither it nor 宋体 is installed.
UNIT_FONT = {"font_name": "Courier New", "font_size": 10, "font_family": 3}
UNIT_COLUMN = 72  # pixels of an untouched column in that font, by which XlsxWriter knows that its digits have 8

_LONGEST_TEXT_FORMAT = 255  # older versions of Excel show a longer text as ### where its format is @
_LONGEST_FOOT = 180  # of the 255 characters of a footer, page numbers and fonts taken off
_LONGEST_FOOTER = 255
_FONT = '&"宋体,常规"'
# XlsxWriter takes a text that is wholly <r>…</r> for XML of its own, and of two escapes that share a line (_x0041_x0042_) it sees
# one. Written in pieces, cut where such a thing begins, both stay what they are.
_MISTAKEN = re.compile(r"\A<r>.*</r>\Z|_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_", re.DOTALL)
_SEAMS = re.compile(r"(?<=\A<)(?=r>)|(?<=_)(?=x[0-9A-Fa-f]{4}_)")


class CellStyle(NamedTuple):
    """How a cell is shown.

    ``number``: it is one, and is shrunk where the column is too narrow, for Excel breaks no number and shows ### instead.
    ``kept_text`` keeps what looks like a formula from becoming one when somebody edits the cell. ``top`` lets a text that
    goes over several pages begin at its top.
    """

    role: Role
    number_format: str
    number: bool = False
    kept_text: bool = False
    top: bool = False

    def properties(self) -> dict[str, Any]:
        face = STYLES[self.role]
        return {
            "font_name": face.family,
            "font_size": face.size,
            "font_family": 0,
            "font_charset": _CHINESE,
            "num_format": self.number_format,
            "align": face.align,
            "valign": "top" if self.top else "vcenter",
            "shrink" if self.number else "text_wrap": True,
            "border": int(self.role not in UNBORDERED),
            "quote_prefix": self.kept_text,
        }


def write(grids: Sequence[Grid], *, foot: str = "", title: str = "", sheet_names: Sequence[str] = ()) -> bytes:
    """The workbook, one sheet a grid; the same grids give the same bytes.

    ``foot`` is printed at the left of every page's foot, beside the page number; ``title`` is the document's title. A sheet
    without a name is called 表1, 表2 …; names are made such that Excel takes them. A cell's ``number`` is written as a number
    if a double holds it exactly and 16 digits are enough to say it; everything else is text, whatever it looks like.

    Raises ValueError for a character that no workbook can hold, for a cell of more than 32767 characters, for a foot of more
    than 180, and where there is no grid.
    """
    if not grids:
        raise ValueError("没有可写入 Excel 的表")
    for what, text in (("标题", title), ("页脚", foot)):
        if unprintable(text):
            raise ValueError(f"{what}含有不能写入 Excel 的字符 {unprintable(text)}，请删去后再导出")
    footer = _footer(foot)
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "default_format_properties": dict(UNIT_FONT), "default_column_width": UNIT_COLUMN})
    book.set_properties({"title": title, "author": "perfgoals", "created": CREATED})
    formats: dict[CellStyle, Format] = {}
    for grid, name in zip(grids, legal_names(sheet_names, len(grids)), strict=True):
        sheet = book.add_worksheet(name)
        _set_page(sheet, grid, footer)
        if grid.cells:
            _draw(book, sheet, grid, formats)
        _remember(book, name, grid)
    book.close()
    return file.getvalue()


def _set_page(sheet: Worksheet, grid: Grid, footer: str) -> None:
    paper = a4(grid.landscape, grid.binding)
    sheet.set_paper(_A4)
    if grid.landscape:
        sheet.set_landscape()
    sheet.set_margins(paper.left / 72, paper.right / 72, paper.top / 72, paper.bottom / 72)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_footer(footer, {"margin": 0.4})
    sheet.hide_gridlines(2)
    sheet.set_default_row(14.25)  # not what XlsxWriter takes for granted: a row of that height would be left to Excel


def _draw(book: Workbook, sheet: Worksheet, grid: Grid, formats: dict[CellStyle, Format]) -> None:
    for cell in grid.cells:
        refuse_unwritable(cell, sheet.name)
    rows = physical(grid, a4(grid.landscape, grid.binding))
    for column, width in enumerate(rows.widths):
        sheet.set_column_pixels(column, column, width * _PIXELS)
    for row, height in enumerate(rows.heights):
        sheet.set_row(row, height)
    for cell in rows.cells:
        number = exact(cell.number)
        style = _style(cell, number is not None, rows)
        if style not in formats:
            formats[style] = book.add_format(style.properties())
        put(sheet, cell, number, formats[style])
    whole = (0, 0, len(rows.heights) - 1, len(rows.widths) - 1)
    sheet.print_area(*whole)
    sheet.ignore_errors({"number_stored_as_text": xl_range(*whole)})  # no green corner at every amount that is text
    sheet.set_h_pagebreaks(list(rows.breaks))
    start, stop = (rows.starts[row] for row in grid.head)
    if stop > start:
        sheet.repeat_rows(start, stop - 1)


def put(sheet: Worksheet, cell: Cell, number: float | None, form: Format) -> None:
    if cell.rows > 1 or cell.columns > 1:
        sheet.merge_range(cell.row, cell.column, cell.bottom - 1, cell.right - 1, "", form)
    if number is not None:
        sheet.write_number(cell.row, cell.column, number, form)
    elif not cell.text:
        sheet.write_blank(cell.row, cell.column, "", form)
    elif _MISTAKEN.search(cell.text):
        first, *others = _SEAMS.split(cell.text)
        sheet.write_rich_string(cell.row, cell.column, first, *(part for other in others for part in (form, other)), form)
    else:
        sheet.write_string(cell.row, cell.column, cell.text, form)


def _style(cell: Cell, is_number: bool, rows: Rows) -> CellStyle:
    top = _goes_on(cell, rows)
    if is_number:
        return CellStyle(cell.role, cell.number_format or "General", number=True, top=top)
    long = len(cell.text) > _LONGEST_TEXT_FORMAT
    return CellStyle(cell.role, "General" if long else "@", kept_text=long and cell.text[0] in "=+-@", top=top)


def _goes_on(cell: Cell, rows: Rows) -> bool:
    """Whether a running text crosses a page."""
    return cell.role == "text" and cell.rows > 1 and any(cell.row < row < cell.bottom for row in rows.breaks)


def refuse_unwritable(cell: Cell, name: str) -> None:
    where = f"工作表“{name}”第 {cell.row + 1} 行第 {cell.column + 1} 列"
    if found := unprintable(cell.text):
        raise ValueError(f"{where}的文字含有不能写入 Excel 的字符 {found}，请删去后再导出")
    if len(cell.text) > MAX_TEXT // 2 and length(cell.text) > MAX_TEXT:
        raise ValueError(f"{where}的文字有 {length(cell.text)} 个字，超过 Excel 单元格的 {MAX_TEXT} 个，请缩短后再导出")


def exact(number: Decimal | None) -> float | None:
    """The number, if a double is the same number and the 16 digits that XlsxWriter writes lead back to it."""
    if number is None or not number.is_finite():
        return None
    value = float(number)
    return value if Decimal(repr(value)) == number and float(f"{value:.16G}") == value else None


def _footer(foot: str) -> str:
    # The blank keeps a number at the foot's beginning from being read as part of the font size. XlsxWriter takes &G, even
    # in &&G, for the place of a picture, and &[ for the beginning of such a name: the font, said again, keeps them apart.
    spelled = re.sub(r"&&(?=[G\[])", f"&&{_FONT}", foot.replace("&", "&&"))
    footer = f"&L{_FONT}&9 {spelled}" * bool(foot) + f"&C{_FONT}&9第 &P 页 共 &N 页"
    if len(foot) > _LONGEST_FOOT or length(footer) > _LONGEST_FOOTER:
        raise ValueError(f"页脚有 {len(foot)} 个字，超过 {_LONGEST_FOOT} 个，请缩短后再导出")
    return footer


def _remember(book: Workbook, name: str, grid: Grid) -> None:
    """What the grid remembers, under the name of its sheet, so that a sheet moved or thrown away takes nobody else's."""
    for key, value in grid.properties:
        if unprintable(key + value):
            raise ValueError(f"属性“{key}”含有不能写入 Excel 的字符 {unprintable(key + value)}")
        book.set_custom_property(f"{name}!{key}", value, "text")
