"""A Word table's cells put in their places: gridSpan, vMerge, hMerge, and rows that begin late or end early."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from perfgoals.grid.formats.docx_package import W
from perfgoals.grid.formats.docx_text import CELL, ROW, Story, is_on, members, value_of
from perfgoals.grid.formats.package import refuse_too_many
from perfgoals.grid.model import Cell, Grid, fill

_W = f"{{{W}}}"
_HUGE = 1_000_000
_DRAWN_NOWHERE = ("nil", "none")


@dataclass(slots=True)
class _Span:
    row: int
    column: int
    columns: int
    merge: str
    """``restart`` and ``continue`` as in vMerge, "" for none."""
    element: etree._Element
    text: str = ""
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a table, not yet filled up: where ``rows`` × ``columns`` is far more than they cover, better not."""

    rows: int
    columns: int
    head: int
    shares: tuple[float, ...]
    spans: tuple[_Span, ...]

    def grid(self, properties: tuple[tuple[str, str], ...]) -> Grid:
        cells = [Cell(span.row, span.column, span.text, span.rows, span.columns) for span in self.spans]
        return Grid(fill(cells, self.rows, self.columns), self.shares, (0, self.head), properties=properties)


def measured(table: etree._Element, story: Story) -> Table:
    """The table's spans by its rows' own account; ``w:tblGrid`` is asked for the widths only, where it agrees.

    Raises Unreadable for a table too large.
    """
    rows = [row for row in members(table) if row.tag == ROW and row.find(f"{_W}trPr/{_W}del") is None]
    spans: list[_Span] = []
    above: dict[int, _Span] = {}
    columns = 0
    for index, row in enumerate(rows):
        begun, width = _row_spans(row, index)
        columns = max(columns, width)
        refuse_too_many(index + 1, columns)
        above = _merged(begun, above, spans, story)
    head = _head(rows)
    if head:
        own = table.find(f"{_W}tblPr")
        inherits = own is not None and any(own.find(f"{_W}{name}") is not None for name in ("tblBorders", "tblStyle"))
        spans = _joined_below_head(spans, head, _DRAWN_NOWHERE if inherits else (*_DRAWN_NOWHERE, ""))
    return Table(len(rows), columns, head, _shares(table, columns), tuple(spans))


def _row_spans(row: etree._Element, index: int) -> tuple[list[_Span], int]:
    """The row's cells, and how many columns it takes with what it leaves out on either side."""
    properties = row.find(f"{_W}trPr")
    column = _count(properties, "gridBefore", 0)
    spans: list[_Span] = []
    for element in members(row):
        if element.tag != CELL:
            continue
        own = element.find(f"{_W}tcPr")
        columns = max(1, _count(own, "gridSpan", 1))
        if spans and _merge(own, "hMerge") == "continue":
            spans[-1].columns += columns
        else:
            spans.append(_Span(index, column, columns, _merge(own, "vMerge"), element))
        column += columns
    return spans, column + _count(properties, "gridAfter", 0)


def _merged(begun: list[_Span], above: dict[int, _Span], spans: list[_Span], story: Story) -> dict[int, _Span]:
    """Lengthen the spans that the row continues and add its own to ``spans``; the ones that the next row may continue."""
    open_spans: dict[int, _Span] = {}
    for span in begun:
        continued = above.get(span.column)
        if span.merge == "continue" and continued is not None and continued.columns == span.columns:
            continued.rows += 1
            open_spans[span.column] = continued
            continue
        span.text = story.text(span.element)
        spans.append(span)
        if span.merge:
            open_spans[span.column] = span
    return open_spans


def _head(rows: list[etree._Element]) -> int:
    """How many rows at the top repeat on every page; none where all do, for then Word repeats none."""
    return next((index for index, row in enumerate(rows) if not is_on(row, "trPr/tblHeader")), 0)


def _joined_below_head(spans: list[_Span], head: int, missing: tuple[str, ...]) -> list[_Span]:
    """Put together again what ``write`` cut below the head: an empty cell, and no line between it and the head's cell.

    ``missing`` are the ways a line is left out.
    """
    ending = {(span.column, span.columns): span for span in spans if span.row + span.rows == head and _open(span, "bottom", missing)}
    kept = []
    for span in spans:
        upper = ending.get((span.column, span.columns))
        if span.row == head and upper is not None and not span.text and _open(span, "top", missing):
            upper.rows += span.rows
        else:
            kept.append(span)
    return kept


def _open(span: _Span, side: str, missing: tuple[str, ...]) -> bool:
    """Whether just this line is left out of a cell that has lines."""
    borders = span.element.find(f"{_W}tcPr/{_W}tcBorders")
    if borders is None or value_of(borders.find(f"{_W}left")) != "single":
        return False
    return value_of(borders.find(f"{_W}{side}")) in missing


def _shares(table: etree._Element, columns: int) -> tuple[float, ...]:
    widths = [_integer(value_of(column, "w")) for column in table.iterfind(f"{_W}tblGrid/{_W}gridCol")]
    return tuple(map(float, widths)) if len(widths) == columns and all(widths) else ()


def _merge(properties: etree._Element | None, name: str) -> str:
    """``restart``, ``continue`` or, without a merge, ""; a merge that does not say which continues."""
    merge = None if properties is None else properties.find(f"{_W}{name}")
    return "" if merge is None else value_of(merge) or "continue"


def _count(properties: etree._Element | None, name: str, default: int) -> int:
    found = None if properties is None else properties.find(f"{_W}{name}")
    return default if found is None else _integer(value_of(found))


def _integer(text: str) -> int:
    """A number as Word writes it; 0 for what is none, and no larger than ``_HUGE``."""
    return min(int(text), _HUGE) if re.fullmatch("[0-9]{1,18}", text) else 0
