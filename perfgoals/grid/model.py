"""Cell and Grid: what a printed form is made of, whatever it says and whatever file it comes from.

Both are frozen. A Grid refuses gaps and overlaps when it is made, so whoever holds one may walk it without checking.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

Role = Literal["title", "subtitle", "heading", "paragraph", "note", "sign", "label", "head", "group", "text", "value", "amount"]
"""How a cell is drawn.

title      the form's name: 黑体, large, centred, no border
subtitle   a line under the title (the year): centred, no border
heading    a numbered heading above a form in a volume: 黑体, left, no border
paragraph  running text outside any form: no border
note       a side remark on its own line (the money unit): no border
sign       a line to be filled by hand below the form (signatures, seals): no border
label      a printed label of the form: centred
head       a column's head, repeated at the top of every page: centred
group      a merged label of several rows; split and continued when its rows cross a page: centred
text       running text, one or several paragraphs: left
value      a short value: centred
amount     a number, or the text that stands in its place: centred
"""

UNBORDERED: frozenset[str] = frozenset({"title", "subtitle", "heading", "paragraph", "note", "sign"})


class GridError(ValueError):
    """The cells do not tile a rectangle."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell, spans included. ``row`` and ``column`` count from 0.

    ``text`` is what is printed, paragraphs separated by ``\\n``. Where the cell is a number, ``number`` is its exact
    value and ``number_format`` the Excel format that shows it as ``text``. ``path`` names the value shown, if any.
    """

    row: int
    column: int
    text: str = ""
    rows: int = 1
    columns: int = 1
    role: Role = "text"
    path: str = ""
    number: Decimal | None = None
    number_format: str = ""

    @property
    def bottom(self) -> int:
        """The first row below the cell."""
        return self.row + self.rows

    @property
    def right(self) -> int:
        """The first column to the right of the cell."""
        return self.column + self.columns

    @property
    def bordered(self) -> bool:
        return self.role not in UNBORDERED


@dataclass(frozen=True)
class Grid:
    """A rectangle tiled by cells in reading order.

    ``shares``      relative column widths, one a column; empty means equal
    ``head``        rows ``start:stop`` repeated at the top of every further page; (0, 0) means none
    ``landscape``   the sheet lies on its side
    ``properties``  what the file itself remembers and the form does not print: pairs of name and value
    ``binding``     points by which the edge where a volume is bound is wider
    """

    cells: tuple[Cell, ...]
    shares: tuple[float, ...] = ()
    head: tuple[int, int] = (0, 0)
    landscape: bool = False
    properties: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    binding: float = 0.0

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.cells, key=lambda cell: (cell.row, cell.column)))
        object.__setattr__(self, "cells", ordered)
        _refuse_what_does_not_tile(ordered, self.rows, self.columns)
        if self.shares and len(self.shares) != self.columns:
            raise GridError(f"{len(self.shares)} column shares for {self.columns} columns")

    @cached_property
    def rows(self) -> int:
        return max((cell.bottom for cell in self.cells), default=0)

    @cached_property
    def columns(self) -> int:
        return max((cell.right for cell in self.cells), default=0)

    @cached_property
    def covering(self) -> tuple[tuple[Cell, ...], ...]:
        """``covering[row][column]``: the cell that covers that place."""
        table: list[list[Cell | None]] = [[None] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            for row in range(cell.row, cell.bottom):
                table[row][cell.column : cell.right] = [cell] * cell.columns
        return tuple(tuple(cell for cell in row if cell is not None) for row in table)

    def row(self, index: int) -> Iterator[Cell]:
        """The cells that cover row ``index``, left to right, each once."""
        last = None
        for cell in self.covering[index]:
            if cell is not last:
                yield cell
            last = cell

    def starting(self, index: int) -> Iterator[Cell]:
        """The cells whose first row is ``index``, left to right."""
        return (cell for cell in self.row(index) if cell.row == index)


def fill(cells: Iterable[Cell], rows: int = 0, columns: int = 0) -> tuple[Cell, ...]:
    """The cells, and an empty one at every place they leave uncovered."""
    given = list(cells)
    rows = max([rows, *(cell.bottom for cell in given)])
    columns = max([columns, *(cell.right for cell in given)])
    covered = {(row, column) for cell in given for row in range(cell.row, cell.bottom) for column in range(cell.column, cell.right)}
    empty = (Cell(row, column) for row in range(rows) for column in range(columns) if (row, column) not in covered)
    return (*given, *empty)


def _refuse_what_does_not_tile(cells: Sequence[Cell], rows: int, columns: int) -> None:
    area = 0
    for cell in cells:
        if cell.row < 0 or cell.column < 0 or cell.rows < 1 or cell.columns < 1:
            raise GridError(f"no such place: {cell}")
        area += cell.rows * cell.columns
    if area > rows * columns:
        raise GridError("cells overlap")
    taken = bytearray(rows * columns)
    for cell in cells:
        for row in range(cell.row, cell.bottom):
            start = row * columns + cell.column
            if any(taken[start : start + cell.columns]):
                raise GridError(f"two cells cover row {row}, columns {cell.column} to {cell.right - 1}")
            taken[start : start + cell.columns] = b"\x01" * cell.columns
    if area < rows * columns:
        hole = taken.index(0)
        raise GridError(f"no cell covers row {hole // columns}, column {hole % columns}")
