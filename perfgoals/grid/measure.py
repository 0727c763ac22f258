"""How large a grid's cells and rows are on paper. All lengths are points."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, MutableSequence, Sequence
from dataclasses import dataclass
from functools import lru_cache

from perfgoals.grid.linebreak import Face, longest_word, wrap
from perfgoals.grid.model import Cell, Grid, Role
from perfgoals.grid.style import PADDING_X, PADDING_Y, STYLES

MM = 72 / 25.4
_SLACK = 0.05
_NARROWER = 0.94
_LEAST_SHARE = 0.6
_UNBROKEN = frozenset({"amount", "value"})


class _SimSun:
    """The widths of 宋体 and 黑体 as Word and Excel have them on the users' machines."""

    @lru_cache(maxsize=20_000)  # noqa: B019 - there is one SIMSUN for the life of the program
    def advance(self, char: str) -> float:
        if unicodedata.combining(char):
            return 0.0
        return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5


SIMSUN: Face = _SimSun()


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet and its margins."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float

    @property
    def body_width(self) -> float:
        return self.width - self.left - self.right

    @property
    def body_height(self) -> float:
        return self.height - self.top - self.bottom


def a4(landscape: bool = False, binding: float = 0.0) -> Paper:
    """An A4 sheet; ``binding`` is added to the edge where a volume is bound: the left one, the top one of a lying sheet."""
    side, foot = 18 * MM, 20 * MM
    if landscape:
        return Paper(297 * MM, 210 * MM, side + binding, foot, side, foot)
    return Paper(210 * MM, 297 * MM, foot, side, foot, side + binding)


def column_widths(grid: Grid, paper: Paper, face: Face) -> tuple[float, ...]:
    """The body's width shared out. A number that would not fit its columns widens them at the cost of the others."""
    shares = grid.shares or (1.0,) * grid.columns
    widths = [paper.body_width * share / sum(shares) for share in shares]
    needs = _least_widths(grid, widths, face)
    lacks = [max(need - width, 0.0) for need, width in zip(needs, widths, strict=True)]
    spares = [max(width - max(need, _LEAST_SHARE * width), 0.0) for need, width in zip(needs, widths, strict=True)]
    lack, spare = sum(lacks), sum(spares)
    if not lack or not spare:
        return tuple(widths)
    moved = min(lack, spare)
    return tuple(width + moved * (more / lack - less / spare) for width, more, less in zip(widths, lacks, spares, strict=True))


def _least_widths(grid: Grid, widths: Sequence[float], face: Face) -> list[float]:
    """What each column must have for its numbers and short values to stand unbroken."""
    needs = [0.0] * len(widths)
    for cell in grid.cells:
        if cell.role in _UNBROKEN:
            need = longest_word(cell.text, STYLES[cell.role].size, face) + 2 * PADDING_X
            given = sum(widths[cell.column : cell.right])
            for column in range(cell.column, cell.right):
                needs[column] = max(needs[column], need / given * widths[column])
    return needs


def wrap_cell(cell: Cell, widths: Sequence[float], face: Face, behind: str = "") -> tuple[str, ...]:
    """The cell's text, with ``behind`` put behind it, as lines that fit its columns."""
    style = STYLES[cell.role]
    inner = sum(widths[cell.column : cell.right]) - 2 * PADDING_X + _SLACK
    # A face speaks for 宋体; figures and Latin letters of 黑体 are a little wider.
    return wrap(cell.text + behind, inner * (_NARROWER if style.family == "黑体" else 1), style.size, face)


def height_of(lines: float, role: Role) -> float:
    """The height of a cell that shows so many lines; an empty one is as high as one line."""
    return max(lines, 1) * STYLES[role].line + 2 * PADDING_Y


def stretch(heights: MutableSequence[float], places: Sequence[int], need: float) -> None:
    """Raise the heights at ``places`` evenly until they are ``need`` together."""
    lack = need - sum(heights[place] for place in places)
    if lack > 0:
        for place in places:
            heights[place] += lack / len(places)


def row_heights(grid: Grid, paper: Paper, face: Face, spare_lines: float = 0.0) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Column widths and row heights of the whole grid, pages aside.

    ``spare_lines`` lines are added where a text takes more than one line, for programs that break lines elsewhere.
    """
    widths = column_widths(grid, paper, face)
    needs = [(cell, _spare(len(wrap_cell(cell, widths, face)), spare_lines)) for cell in grid.cells]
    return widths, share_heights(grid.rows, needs)


def _spare(lines: int, spare_lines: float) -> float:
    return lines + spare_lines if lines > 1 else lines


def share_heights(rows: int, needs: Iterable[tuple[Cell, float]]) -> tuple[float, ...]:
    """Row heights that give every cell room for its lines: cells of one row first, then the spanning ones, short before long."""
    heights = [0.0] * rows
    for cell, lines in sorted(needs, key=lambda need: need[0].rows):
        if cell.rows > 1:
            for row in range(cell.row, cell.bottom):
                heights[row] = heights[row] or height_of(1, cell.role)
        stretch(heights, range(cell.row, cell.bottom), height_of(lines, cell.role))
    return tuple(heights)
