"""Workbooks (.xlsx) read as they are seen: the texts Excel displays, the merges, and the numbers behind them.

The parts are parsed here and not by openpyxl, which makes an object of every place of a merge before anybody can ask how
large it is, refuses whole files for one odd style, loses formulas that were never calculated, and does not know the
number formats that a Chinese Excel leaves unspelled.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from perfgoals.grid.formats.date_format import DAYS_1904
from perfgoals.grid.formats.number_format import GENERAL, shown
from perfgoals.grid.formats.package import Unreadable, open_package, parse_xml, read_part
from perfgoals.grid.formats.sheet import Sheet, grids_of
from perfgoals.grid.formats.xlsx_parts import formats, is_1904, properties, relations, shared_texts, text_of, worksheets
from perfgoals.grid.formats.xlsx_rows import logical
from perfgoals.grid.formats.xlsx_text import unescaped
from perfgoals.grid.model import Cell, Grid

Value = str | int | float | bool | datetime

_NUMBER = re.compile(r"\s*[-+]?[0-9]{0,400}(?P<broken>\.[0-9]*)?(?P<power>[eE][-+]?[0-9]{1,4})?\s*$")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})$")


def read(data: bytes) -> list[Grid]:
    """One Grid for each worksheet that says something, hidden sheets, rows and columns included.

    A formula is its last result; one that was never calculated is its own text, ``=A1+B1``. Rows that ``write`` made to
    hold one tall row, and a label that goes on behind a page break, are put together again. Every role is "text".

    Raises Unreadable for what is damaged or too large.
    """
    with open_package(data) as package:
        top = relations(package, "")
        path = next((part for kind, part in top.values() if kind == "officeDocument"), "xl/workbook.xml")
        root = parse_xml(read_part(package, path))
        of_book = relations(package, path)
        parts = {kind: part for kind, part in (*top.values(), *of_book.values()) if part in package.NameToInfo}
        book = _Book(
            shared_texts(package, parts.get("sharedStrings", "")),
            formats(package, parts.get("styles", "")),
            DAYS_1904 if is_1904(root) else 0,
            properties(package, parts.get("custom-properties", "")),
        )
        return grids_of(_sheets(package, book, worksheets(root, of_book)))


@dataclass(frozen=True, slots=True)
class _Book:
    """What all sheets of a workbook share; ``days`` is how far its calendar is off."""

    texts: list[str]
    formats: list[str]
    days: int
    properties: tuple[tuple[str, str], ...]


class _Drawn(Sheet):
    """A sheet whose physical rows become the rows of the form."""

    def __init__(self, breaks: frozenset[int], own: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self._breaks = breaks
        self._own = own

    def grid(self) -> Grid | None:
        grid = super().grid()
        return grid and Grid(logical(grid, self._breaks), properties=self._own)


def _sheets(package: zipfile.ZipFile, book: _Book, named: Iterator[tuple[str, str]]) -> Iterator[Sheet]:
    for name, part in named:
        mark = f"{name}!"
        own = tuple((key.removeprefix(mark), value) for key, value in book.properties if key.startswith(mark))
        yield _sheet(parse_xml(read_part(package, part)), book, own)


def _sheet(root: etree._Element, book: _Book, own: tuple[tuple[str, str], ...]) -> Sheet:
    breaks = frozenset(_number(element.get("id"), 0) for element in root.iterfind("{*}rowBreaks/{*}brk")) - {0}  # above row 0 is nothing
    sheet = _Drawn(breaks, own)
    row = -1
    for line in root.iterfind("{*}sheetData/{*}row"):
        row = (_number(line.get("r"), 0) or row + 2) - 1  # rows count from 1
        column = -1
        for element in line.iterfind("{*}c"):
            _, column = _place(element.get("r")) or (row, column + 1)
            cell = _cell(element, row, column, book)
            if cell is not None:
                sheet.put(cell)
    for merge in root.iterfind("{*}mergeCells/{*}mergeCell"):
        first, _, last = merge.get("ref", "").partition(":")
        start, end = _place(first), _place(last)
        if start and end:
            sheet.merge(*start, end[0] - start[0] + 1, end[1] - start[1] + 1)
    return sheet


def _cell(element: etree._Element, row: int, column: int, book: _Book) -> Cell | None:
    """What a cell says; None where it is only a place."""
    kind = element.get("t", "n")
    content = element.find("{*}is" if kind == "inlineStr" else "{*}v")
    if content is None or (content.text is None and kind not in ("inlineStr", "str")):
        formula = element.find("{*}f")
        return None if formula is None else Cell(row, column, unescaped(f"={formula.text or ''}"))
    value = text_of(content) if kind == "inlineStr" else _value(kind, content.text or "", book)
    style = _number(element.get("s"), 0)
    code = book.formats[style] if style < len(book.formats) else GENERAL
    if isinstance(value, int | float) and not isinstance(value, bool):
        value += book.days if book.days and shown(value, code)[1] is None else 0
    text, number = shown(value, code)
    return Cell(row, column, text, number=number, number_format=code if number is not None and code != GENERAL else "")


def _value(kind: str, source: str, book: _Book) -> Value:
    match kind:
        case "s":
            index = _number(source, len(book.texts))
            if index >= len(book.texts):
                raise Unreadable("工作簿中有单元格的文字缺失，文件已损坏，请用 Excel 或 WPS 打开，另存为新的 .xlsx 文件后再上传")
            return book.texts[index]
        case "b":
            return source in ("1", "true")
        case "n":
            return _amount(source)
        case "d":
            return _moment(source)
    return unescaped(source)


def _amount(source: str) -> Value:
    match = _NUMBER.match(source)
    if not match or not any(map(str.isdigit, source)):  # not what the format allows: shown rather than lost
        return source
    return float(source) if match["broken"] or match["power"] else int(source)


def _moment(source: str) -> Value:
    try:
        return datetime.fromisoformat(source)
    except ValueError:
        return source


def _place(reference: str | None) -> tuple[int, int] | None:
    """Row and column, from 0, of a reference such as ``B7``."""
    match = _REFERENCE.match(reference or "")
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _number(source: str | None, default: int) -> int:
    return int(source) if source and len(source) < 10 and source.isdecimal() else default
