"""Rows of a form and rows of a worksheet: they are not always the same.

Excel allows a row 409 points, and a merged label that crosses a page shows its text wherever its middle falls. So a tall
row is spread over several rows of the sheet, its cells merged over them, and a label that crosses a page is cut there and
its text repeated with （续）. ``physical`` does both, ``logical`` undoes both.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from perfgoals.grid.geometry import SIMSUN, Page, Paper, lay_out, row_heights
from perfgoals.grid.model import Cell, Grid
from perfgoals.grid.style import CONTINUED, STYLES

HIGHEST = 408.75
"""Points of the highest row Excel allows, in whole pixels."""

_PIXEL = 0.75
_RESERVE = 24.0  # points of a page left free, so that the break set here always comes before the one Excel would make
_AIR = 0.09  # of a text's lines: how much higher the lines of the usual substitute for 宋体 are
_LABELS = frozenset({"label", "group"})


@dataclass(frozen=True, slots=True)
class Rows:
    """A form in rows of a worksheet: ``cells`` in physical rows, their heights, and the rows a new page begins with.

    ``starts`` is the first physical row of each row of the form, and behind the last the number of all.
    """

    cells: tuple[Cell, ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    breaks: tuple[int, ...]
    starts: tuple[int, ...]


def physical(grid: Grid, paper: Paper) -> Rows:
    """The grid as a worksheet of that paper has to hold it."""
    room = replace(paper, bottom=paper.bottom + _RESERVE)
    widths, heights = row_heights(grid, paper, SIMSUN, 1)
    airy = _with_air(grid, heights)
    if airy is not grid:
        widths, heights = row_heights(airy, paper, SIMSUN, 1)
    pages = lay_out(airy, room, SIMSUN, 1).pages if sum(map(_pixels, heights)) > room.body_height else ()
    parts = [[height] for height in heights]
    for row, pieces in _cut(pages).items():
        parts[row] = [*pieces[:-1], max(pieces[-1], heights[row] - sum(pieces[:-1]))]
    spread = [[_spread(part) for part in row] for row in parts]
    starts = tuple(accumulate((sum(map(len, row)) for row in spread), initial=0))
    breaks = tuple(_breaks(grid, pages, starts, spread))
    cells = (piece for cell in grid.cells for piece in _pieces(_moved(cell, starts), breaks))
    return Rows(tuple(cells), widths, tuple(height for row in spread for part in row for height in part), breaks, starts)


def logical(grid: Grid, breaks: frozenset[int]) -> tuple[Cell, ...]:
    """The cells of a worksheet as the form has them; ``breaks`` are the rows a new page begins with."""
    cells = _rejoined(grid, breaks) if breaks else grid.cells
    begun = {cell.row for cell in cells}
    if len(begun) == grid.rows:
        return cells
    place = tuple(accumulate((row in begun for row in range(grid.rows)), initial=0))
    return tuple(replace(cell, row=place[cell.row], rows=place[cell.bottom] - place[cell.row]) for cell in cells)


def _with_air(grid: Grid, heights: Sequence[float]) -> Grid:
    """The grid to measure by: long texts have blank lines behind them.

    Where 宋体 is not installed another face takes its place, often with higher lines. One line to spare makes up for that
    in a short text only, and Excel draws nothing of what does not fit.
    """
    air = {cell: int(sum(heights[cell.row : cell.bottom]) / STYLES[cell.role].line * _AIR) for cell in grid.cells if len(cell.text) > 60}
    if not any(air.values()):
        return grid
    return replace(grid, cells=tuple(replace(cell, text=cell.text + "\n" * air.get(cell, 0)) for cell in grid.cells))


def _pixels(height: float) -> float:
    """Excel draws rows in whole pixels; up, so that no line is lost."""
    return math.ceil(round(height / _PIXEL, 3)) * _PIXEL


def _spread(height: float) -> list[float]:
    count = math.ceil(height / HIGHEST)
    return [_pixels(height / count)] * count


def _cut(pages: Sequence[Page]) -> dict[int, list[float]]:
    """The rows that go on on a further page: their height on each."""
    cut: dict[int, list[float]] = {}
    for page, following in pairwise(pages):
        if following.first < page.stop:
            row = following.first
            cut.setdefault(row, [_height_on(page, row)]).append(_height_on(following, row))
    return cut


def _height_on(page: Page, row: int) -> float:
    """How much of a page a row takes: to the top of the next row, or to the page's foot."""
    top = max(placed.y for placed in page.cells if placed.cell.row <= row < placed.cell.bottom)
    below = [placed.y for placed in page.cells if placed.cell.row == row + 1]
    return max(below[0] if below else max(placed.y + placed.height for placed in page.cells) - top, _PIXEL)


def _breaks(grid: Grid, pages: Sequence[Page], starts: Sequence[int], spread: Sequence[Sequence[Sequence[float]]]) -> Iterator[int]:
    """The physical rows that pages begin with, the first page aside.

    Where the form itself says （续） below the same text no break is set, or ``logical`` would take two cells for one.
    """
    ended: Counter[int] = Counter()  # how many pages a row has filled to the foot
    for page, following in pairwise(pages):
        row = following.first
        ended[row] += row < page.stop
        if row < page.stop or not any(_continues(grid.covering[row - 1][cell.column], cell) for cell in grid.starting(row)):
            yield starts[row] + sum(map(len, spread[row][: ended[row]]))


def _moved(cell: Cell, starts: Sequence[int]) -> Cell:
    row, bottom = starts[cell.row], starts[cell.bottom]
    return cell if (row, bottom) == (cell.row, cell.bottom) else replace(cell, row=row, rows=bottom - row)


def _pieces(cell: Cell, breaks: Sequence[int]) -> Iterator[Cell]:
    """The cell cut at the pages it crosses, if it is a label."""
    if cell.role not in _LABELS or cell.rows == 1 or not cell.text:
        yield cell
        return
    edges = [cell.row, *(row for row in breaks if cell.row < row < cell.bottom), cell.bottom]
    for top, bottom in pairwise(edges):
        text = cell.text if top == cell.row else cell.text + CONTINUED
        yield replace(cell, row=top, rows=bottom - top, text=text)


def _continues(above: Cell, cell: Cell) -> bool:
    return (above.column, above.columns, above.text + CONTINUED) == (cell.column, cell.columns, cell.text)


def _rejoined(grid: Grid, breaks: frozenset[int]) -> tuple[Cell, ...]:
    """The cells, a label that goes on behind a break put to its beginning. A text that only looks alike is left alone."""
    whole: dict[tuple[int, int], Cell] = {}
    begins: dict[tuple[int, int], tuple[int, int]] = {}
    for cell in grid.cells:
        place = begin = cell.row, cell.column
        if cell.row in breaks and cell.text.endswith(CONTINUED):
            over = grid.covering[cell.row - 1][cell.column]
            above = whole[begins[over.row, over.column]]
            if _continues(above, cell):
                begin = above.row, above.column
                cell = replace(above, rows=cell.bottom - above.row)
        whole[begin] = cell
        begins[place] = begin
    return tuple(whole.values())
