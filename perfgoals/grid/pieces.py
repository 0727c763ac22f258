"""What pages are made of: the finished pieces, and the cells and drafts on their way there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from perfgoals.grid.model import Cell
from perfgoals.grid.style import PADDING_Y, STYLES

EPSILON = 0.01
"""Points that are lost in adding heights up, and do not matter."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell, or a piece of one, on a page; points from the body's top left. ``lines`` are what is to be drawn.

    ``continued`` says that an earlier page holds the cell's beginning.
    """

    cell: Cell
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    continued: bool


@dataclass(frozen=True, slots=True)
class Page:
    """The pieces of a page, and the grid's own rows ``first:stop`` it shows at least in part (repeated head rows not counted)."""

    cells: tuple[Placed, ...]
    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid laid out: the widths of its columns, the heights its rows would have on endless paper, and its pages."""

    widths: tuple[float, ...]
    heights: tuple[float, ...]
    pages: tuple[Page, ...]


@dataclass(slots=True)
class Flow:
    """A cell on its way over the pages."""

    cell: Cell
    left: tuple[str, ...]
    again: tuple[str, ...] = ()
    begun: bool = False

    @property
    def repeats(self) -> bool:
        return bool(self.again)

    def lines(self) -> tuple[str, ...]:
        """What the next piece would show if it had room for all."""
        return self.again if self.begun and self.repeats else self.left

    def capacity(self, height: float) -> int:
        """How many lines a piece of that height holds."""
        return int((height - 2 * PADDING_Y + EPSILON) / STYLES[self.cell.role].line)

    def take(self, height: float) -> tuple[str, ...]:
        """The lines a piece of that height shows; what is not repeated is gone from ``left``."""
        shown = self.lines()
        if not self.repeats:
            room = max(self.capacity(height), 1)
            shown, self.left = self.left[:room], self.left[room:]
        self.begun = True
        return shown


@dataclass(slots=True)
class Piece:
    """Where a cell stands among the rows of a page: positions ``first:stop`` in their list."""

    flow: Flow
    first: int
    stop: int


@dataclass(slots=True)
class Draft:
    """A page in the making: its rows (repeated head rows before its own), the pieces on them and the rows' heights."""

    rows: Sequence[int]
    head: int
    pieces: list[Piece]
    heights: list[float] = field(default_factory=list)

    def whole_head(self, piece: Piece) -> bool:
        """Whether the piece is a cell of the repeated head, shown again as it was."""
        cell = piece.flow.cell
        return piece.stop <= self.head and self.rows[piece.first] == cell.row and self.rows[piece.stop - 1] == cell.bottom - 1

    def room(self, piece: Piece) -> float:
        return sum(self.heights[piece.first : piece.stop])
