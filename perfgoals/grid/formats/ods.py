"""OpenDocument spreadsheets (.ods): the cells of content.xml as they are seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from lxml import etree

from perfgoals.grid.formats.number_format import GENERAL, shown
from perfgoals.grid.formats.package import Unreadable, open_package, parse_xml, read_part, refuse_too_many
from perfgoals.grid.formats.sheet import Sheet, grids_of
from perfgoals.grid.model import Cell, Grid

_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE = f"{{{_NAMESPACE}table:1.0}}"
_TEXT = f"{{{_NAMESPACE}text:1.0}}"
_OFFICE = f"{{{_NAMESPACE}office:1.0}}"

_ROW_CONTAINERS = {_TABLE + name for name in ("table-header-rows", "table-rows", "table-row-group")}
_TEXT_CONTAINERS = {_TEXT + name for name in ("list", "list-item", "list-header", "section")}
_PARAGRAPHS = {_TEXT + "p", _TEXT + "h"}
_INLINE = {_TEXT + name for name in ("span", "a", "meta", "meta-field", "ruby", "ruby-base")}
_NUMBERS = {"float", "percentage", "currency"}

_LAST = 1 << 20  # no sheet of any program has more rows or columns
_MAX_SPACES = 100
_MAX_TEXT = 100_000

# XML holds no control characters, so they can stand for what a run of blanks must not swallow.
_SPACE, _TAB, _BREAK = "\x01", "\x02", "\x03"
_BLANKS = re.compile(r"[ \t\r\n]+")
_KEPT = str.maketrans({_SPACE: " ", _TAB: "\t", _BREAK: "\n"})


def read(data: bytes) -> list[Grid]:
    """One Grid for each sheet that says something, hidden rows included; comments are left out.

    Raises Unreadable for what is damaged or too large.
    """
    with open_package(data) as package:
        root = parse_xml(read_part(package, "content.xml"))
    book = root.find(f"{_OFFICE}body/{_OFFICE}spreadsheet")
    if book is None:
        raise Unreadable("文件中没有工作表，请用 WPS 或 LibreOffice 打开，另存为新的 .ods 或 .xlsx 后再上传")
    # What a sheet with a source shows is kept from another file, for formulas; no program displays it.
    return grids_of(_sheet(table) for table in book.findall(_TABLE + "table") if table.find(_TABLE + "table-source") is None)


def _sheet(table: etree._Element) -> Sheet:
    sheet = Sheet()
    row = 0
    for element in _rows(table):
        times = _count(element, "number-rows-repeated")
        _read_row(sheet, element, row, times)
        row += times
    return sheet


def _rows(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == _TABLE + "table-row":
            yield child
        elif child.tag in _ROW_CONTAINERS:
            yield from _rows(child)


def _read_row(sheet: Sheet, element: etree._Element, row: int, times: int) -> None:
    """Put what one row element says into ``times`` rows of the sheet."""
    column = 0
    for child in element:
        if child.tag not in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            continue
        repeated = _count(child, "number-columns-repeated")
        # A covered cell may keep a text that nobody sees.
        if child.tag == _TABLE + "table-cell":
            _read_cell(sheet, child, range(row, row + times), range(column, column + repeated))
        column += repeated


def _read_cell(sheet: Sheet, element: etree._Element, rows: range, columns: range) -> None:
    text = _text_of(element)
    number = _number_of(element)
    span = _count(element, "number-rows-spanned"), _count(element, "number-columns-spanned")
    if text.strip():
        refuse_too_many(rows.stop, columns.stop)
    elif span == (1, 1) or len(rows) * len(columns) > 1:
        return  # nothing to see; a merge that is repeated is none, and could be repeated without end
    code = "" if number is None else _format_of(number, text)
    for row in rows:
        for column in columns:
            sheet.put(Cell(row, column, text, number=number, number_format=code))
            sheet.merge(row, column, *span)


def _count(element: etree._Element, name: str) -> int:
    """A count that is not written, or is none, is one."""
    written = element.get(_TABLE + name, "1")
    if not (written.isascii() and written.isdigit()):
        return 1
    return _LAST if len(written) > 7 else min(max(int(written), 1), _LAST)


def _number_of(element: etree._Element) -> Decimal | None:
    if element.get(_OFFICE + "value-type") not in _NUMBERS:
        return None
    try:
        number = Decimal(element.get(_OFFICE + "value", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _format_of(number: Decimal, text: str) -> str:
    """The usual Excel format that shows the number as the text; empty where none does."""
    places = len(text.rstrip("%").partition(".")[2])
    rest = "." + "0" * places if places else ""
    candidates = (GENERAL, "0" + rest, "#,##0" + rest, f"0{rest}%")
    return next((code for code in candidates if len(code) < 40 and shown(number, code)[0] == text), "")


def _text_of(cell: etree._Element) -> str:
    """The paragraphs of a cell, or its bare value where a program did not write what it displays."""
    paragraphs = [_paragraph(element) for element in _paragraphs(cell)]
    if not paragraphs:
        names = ("string-value", "date-value", "time-value", "boolean-value", "value")
        paragraphs = [cell.get(_OFFICE + name, "") for name in names if cell.get(_OFFICE + name)][:1]
    text = "\n".join(paragraphs)
    if len(text) > _MAX_TEXT:
        raise Unreadable(f"有单元格的文字超过 {_MAX_TEXT} 字，请删减后再上传")
    return text


def _paragraphs(parent: etree._Element) -> Iterator[etree._Element]:
    """Not those of comments and drawings."""
    for child in parent:
        if child.tag in _PARAGRAPHS:
            yield child
        elif child.tag in _TEXT_CONTAINERS:
            yield from _paragraphs(child)


def _paragraph(element: etree._Element) -> str:
    return _BLANKS.sub(" ", "".join(_pieces(element))).strip(" ").translate(_KEPT)


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == _TEXT + "s":
            written = child.get(_TEXT + "c", "1")
            yield _SPACE * (min(int(written), _MAX_SPACES) if written.isdecimal() and len(written) < 9 else 1)
        elif child.tag == _TEXT + "tab":
            yield _TAB
        elif child.tag == _TEXT + "line-break":
            yield _BREAK
        elif child.tag in _INLINE or _is_field(child):
            yield from _pieces(child)
        yield child.tail or ""


def _is_field(element: etree._Element) -> bool:
    """Fields such as a date or the sheet's name hold what they display and no elements."""
    return str(element.tag).startswith(_TEXT) and len(element) == 0
