"""The tables in clipboard HTML. Seen in Excel, WPS and Word: what they write beside the cells is known here and left out.

Rows and columns that are hidden were copied without being seen; cells under ``mso-ignore:colspan`` are not merged, their text
only runs over; ``x:num`` and ``sdval`` hold the number that a cell shows shortened.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from lxml import etree

from perfgoals.grid.model import Cell, Grid, fill
from perfgoals.official.money import plain
from perfgoals.tables.editing.block import MOST_COLUMNS, MOST_ROWS, Block, NotPasted, refuse_what_is_too_large

_CELLS = frozenset({"td", "th"})
_NOT_SHOWN = frozenset({"head", "title", "style", "script", "template", "noscript", "del"})
_PARAGRAPHS = frozenset({"p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "table", "tr", "caption"})
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|mso-hide\s*:\s*all)", re.IGNORECASE)
_NOT_MERGED = re.compile(r"mso-ignore\s*:\s*colspan", re.IGNORECASE)
_NUMBER = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,2})?")
_NOT_SAID = re.compile(r"#{2,}|-?[0-9](?:\.[0-9]+)?E[+-]?[0-9]+")
_CLIPBOARD_HEAD = re.compile(r"\A\s*Version:[^<]*", re.IGNORECASE)
_BREAK, _PARAGRAPH = "\x01", "\x02"


@dataclass(slots=True)
class _Read:
    """A cell as it stands in the HTML: merged down ``rows`` and over ``columns``, and how far its text only runs over."""

    text: str
    rows: int
    columns: int
    hidden: bool
    number: Decimal | None


@dataclass(slots=True)
class _Table:
    rows: list[list[_Read]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    columns: int = 0
    """Of those that ``col`` has told so far."""


def read_tables(html: str) -> Block | None:
    """All tables one below the other, None where there is no table. NotPasted when they are too large or say nothing."""
    root = _parsed(html)
    if root is None:
        return None
    tables, outside = _tables_in(root)
    if not any(table.rows for table in tables):
        return None
    notes = ["表格以外的文字没有粘贴"] if outside else []
    if any(_hides_text(table) for table in tables):
        notes.append("隐藏的行和列没有粘贴")
    cells: list[Cell] = []
    top = 0
    for table in tables:
        seen = list(_seen(table))
        cells += (replace(cell, row=top + cell.row) for cell in seen)
        top += max((cell.bottom for cell in seen), default=0)
    return Block(_trimmed(cells), tuple(notes), is_table=True)


def _parsed(html: str) -> etree._Element | None:
    """The tree; None for nothing. Not ``huge_tree``: beyond its depth unclosed tags cost more than they are worth."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    source = re.sub("[\0\x01\x02]", "", _CLIPBOARD_HEAD.sub("", html, count=1))
    try:
        root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise NotPasted("复制的内容层次过多，无法读出，请先粘贴到 Excel 或记事本中再复制")
    return root


def _tables_in(root: etree._Element) -> tuple[list[_Table], bool]:
    """The tables, and whether text stands outside them. A table within a cell is text of that cell."""
    tables = [_Table()]
    outside = False
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            outside = outside or _says_something(element.tail)
            continue
        if element.tag == "table":
            tables.append(_Table())
        elif element.tag == "col":
            _note_column(tables[-1], element)
        elif element.tag == "tr":
            _begin_row(tables[-1], element)
        elif element.tag in _CELLS:
            _add_cell(tables[-1], element)
        if element.tag in _CELLS or element.tag in _NOT_SHOWN:
            walk.skip_subtree()
        else:
            outside = outside or _says_something(element.text)
    return tables, outside


def _says_something(text: str | None) -> bool:
    return bool(text and not text.isspace())


def _note_column(table: _Table, element: etree._Element) -> None:
    span = min(_count(element.get("span")), MOST_COLUMNS)
    if _is_hidden(element):
        table.hidden_columns.update(range(table.columns, min(table.columns + span, MOST_COLUMNS)))
    table.columns += span


def _begin_row(table: _Table, element: etree._Element) -> None:
    if _is_hidden(element):
        table.hidden_rows.add(len(table.rows))
    table.rows.append([])


def _add_cell(table: _Table, element: etree._Element) -> None:
    if not table.rows:
        table.rows.append([])
    text, number = _text_of(element), _number_of(element)
    if number is not None and _NOT_SAID.fullmatch(text):
        text = plain(number)  # #### or 1.2E+05: the column was too narrow to show it
    columns = _count(element.get("colspan"))
    merged = not _NOT_MERGED.search(element.get("style", ""))
    rows = 0 if element.get("rowspan", "").strip() == "0" else _count(element.get("rowspan"))
    table.rows[-1].append(_Read(text, rows, columns if merged else 1, _is_hidden(element), number))
    if not merged:
        table.rows[-1] += [_Read("", 1, 1, False, None) for _ in range(min(columns, MOST_COLUMNS) - 1)]


def _count(text: str | None) -> int:
    found = re.fullmatch(r"\s*\+?([0-9]{1,9}).*", text or "", re.DOTALL)
    return max(1, int(found[1])) if found else 1


def _is_hidden(element: etree._Element) -> bool:
    return bool(_HIDDEN.search(element.get("style", ""))) or element.get("hidden") is not None


def _number_of(element: etree._Element) -> Decimal | None:
    text = element.get("x:num") or element.get("sdval") or ""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _text_of(cell: etree._Element) -> str:
    """What a reader sees: paragraphs and ``<br>`` as line breaks, any other white space of the source as one space."""
    pieces: list[str] = []
    walk = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walk:
        around = _PARAGRAPH if element.tag in _PARAGRAPHS else " " if element.tag in _CELLS and element is not cell else ""
        if event == "end":
            pieces += (around, "" if element is cell else element.tail or "")
        elif element.tag in _NOT_SHOWN or (element is not cell and _is_hidden(element)):
            walk.skip_subtree()
        else:
            pieces += (around, _BREAK if element.tag == "br" else "", element.text or "")
    return _in_lines("".join(pieces))


def _in_lines(source: str) -> str:
    text = re.sub(r"[ \t\n\r\f]+", _space, source)
    text = re.sub(f" ?{_BREAK} ?", "\n", re.sub(f"[ {_PARAGRAPH}]*{_PARAGRAPH}[ {_PARAGRAPH}]*", _PARAGRAPH, text))
    return text.strip(_PARAGRAPH).replace(_PARAGRAPH, "\n").replace("\xa0", " ").strip()


def _space(found: re.Match[str]) -> str:
    """White space as one space; a line of the source that was broken between two Chinese characters closes up again."""
    before, after = found.string[max(0, found.start() - 1) : found.start()], found.string[found.end() : found.end() + 1]
    return "" if "\n" in found[0] and _is_wide(before) and _is_wide(after) else " "


def _is_wide(character: str) -> bool:
    return bool(character) and unicodedata.east_asian_width(character) in "WF"


def _placed(table: _Table) -> Iterator[Cell]:
    """Every cell at its place, as browsers find it: rows fill the columns that no cell from above hangs down into."""
    hanging = [0] * MOST_COLUMNS  # the row up to which a column is taken
    for row, reads in enumerate(table.rows):
        column = 0
        for read in reads:
            while column < MOST_COLUMNS and hanging[column] > row:
                column += 1
            if read.text:
                refuse_what_is_too_large(0, column + 1)
            if column == MOST_COLUMNS or (read.hidden and column not in table.hidden_columns):
                continue  # a cell that is not displayed takes no place, unless its whole column is hidden
            bottom = min(row + (read.rows or len(table.rows)), len(table.rows))
            right = column + 1
            while right < min(column + read.columns, MOST_COLUMNS) and hanging[right] <= row:
                right += 1
            hanging[column:right] = [bottom] * (right - column)
            yield Cell(row, column, read.text, bottom - row, right - column, number=read.number)
            column = right


def _seen(table: _Table) -> Iterator[Cell]:
    """The cells where they are seen, once hidden rows and columns are gone."""
    rows = _places(len(table.rows), table.hidden_rows)
    columns = _places(MOST_COLUMNS, table.hidden_columns)
    for cell in _placed(table):
        row, bottom, column, right = rows[cell.row], rows[cell.bottom], columns[cell.column], columns[cell.right]
        if row < bottom and column < right:
            yield Cell(row, column, cell.text, bottom - row, right - column, number=cell.number)


def _places(count: int, hidden: set[int]) -> list[int]:
    """For every row or column, and for the one behind the last, how many before it are seen."""
    places = [0]
    for each in range(count):
        places.append(places[-1] + (each not in hidden))
    return places


def _hides_text(table: _Table) -> bool:
    if any(read.hidden and read.text for reads in table.rows for read in reads):
        return True
    if not table.hidden_rows and not table.hidden_columns:
        return False
    return sum(1 for cell in _placed(table) if cell.text) > sum(1 for cell in _seen(table) if cell.text)


def _trimmed(cells: list[Cell]) -> Grid:
    """Without the empty rows and columns behind the last text; a merged cell reaches no further than that."""
    told = [cell for cell in cells if cell.text]
    if not told:
        raise NotPasted("复制的表格是空的，没有可以粘贴的内容")
    refuse_what_is_too_large(max(cell.row + 1 for cell in told), 0)
    bottom, right = min(max(cell.bottom for cell in told), MOST_ROWS), max(cell.right for cell in told)
    return Grid(fill(_cut(cell, bottom, right) for cell in cells if cell.row < bottom and cell.column < right))


def _cut(cell: Cell, bottom: int, right: int) -> Cell:
    return replace(cell, rows=min(cell.bottom, bottom) - cell.row, columns=min(cell.right, right) - cell.column)
