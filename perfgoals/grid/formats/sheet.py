"""From the places of a spreadsheet to a Grid: merges applied, what is empty at the end cut off, never more than the limits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from perfgoals.grid.formats.package import MAX_CELLS, MAX_CELLS_IN_FILE, MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, Unreadable, refuse_too_many
from perfgoals.grid.model import Cell, Grid, fill

Place = tuple[int, int]


class Sheet:
    """Takes the cells and merges of one sheet in any order and gives the Grid."""

    def __init__(self) -> None:
        self._cells: dict[Place, Cell] = {}
        self._merges: dict[Place, Place] = {}

    def put(self, cell: Cell) -> None:
        """Keep a cell of one place that says something; one that is blank is dropped."""
        if not cell.text.strip():
            return
        self._cells[cell.row, cell.column] = cell
        if len(self._cells) > MAX_CELLS:
            refuse_too_many(cell.row + 1, cell.column + 1)
            raise Unreadable(f"工作表中有内容的单元格超过 {MAX_CELLS} 个，请删去多余的行和列后再上传")

    def merge(self, row: int, column: int, rows: int, columns: int) -> None:
        """Keep a merge; of two that begin at one place the first. One of less than two places is none."""
        if rows > 0 and columns > 0 and rows * columns > 1:
            self._merges.setdefault((row, column), (rows, columns))

    def grid(self) -> Grid | None:
        """The sheet up to its last row and column that say something; None where nothing does.

        A merge that overlaps another is cut to what the other leaves of it.
        """
        rows, columns = self._extent()
        refuse_too_many(rows, columns)
        if not rows:
            return None
        taken = [bytearray(columns) for _ in range(rows)]
        cells = []
        for row, column in sorted({*self._cells, *self._merges}):
            if row < rows and column < columns and not taken[row][column]:
                height, width = _take(taken, row, column, self._merges.get((row, column), (1, 1)))
                cell = self._cells.get((row, column)) or Cell(row, column)
                cells.append(replace(cell, rows=height, columns=width))
        return Grid(fill(cells, rows, columns))

    def _extent(self) -> Place:
        bottoms, rights = [0], [0]
        for (row, column), cell in self._cells.items():
            rows, columns = self._merges.get((row, column), (1, 1))
            # A title merged across the whole sheet is as wide as the rest of it.
            whole = columns > MAX_COLUMNS or rows > MAX_ROWS or rows * columns > MAX_CELLS
            bottoms.append(cell.bottom if whole else row + rows)
            rights.append(cell.right if whole else column + columns)
        return max(bottoms), max(rights)


def grids_of(sheets: Iterable[Sheet]) -> list[Grid]:
    """The grids of the sheets that say something. Raises Unreadable where they are too many or too large together."""
    grids = []
    cells = 0
    for number, sheet in enumerate(sheets, 1):
        if number > MAX_SHEETS:
            raise Unreadable(f"工作表超过 {MAX_SHEETS} 个，请拆分成几个文件后再上传")
        grid = sheet.grid()
        if grid is None:
            continue
        cells += grid.rows * grid.columns
        if cells > MAX_CELLS_IN_FILE:
            raise Unreadable(f"各工作表合计超过 {MAX_CELLS_IN_FILE} 个单元格，请拆分成几个文件后再上传")
        grids.append(grid)
    return grids


def _take(taken: list[bytearray], row: int, column: int, span: Place) -> Place:
    """Mark the free part of a span as taken and give its size. What is looked at is taken, so the work is no more than the sheet."""
    rows, columns = span
    line = taken[row]
    blocked = line.find(1, column, column + columns)
    right = min(column + columns, len(line)) if blocked < 0 else blocked
    bottom = row
    while bottom < min(row + rows, len(taken)) and taken[bottom].find(1, column, right) < 0:
        taken[bottom][column:right] = b"\x01" * (right - column)
        bottom += 1
    return bottom - row, right - column
