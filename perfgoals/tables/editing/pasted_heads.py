"""A pasted block with its head row: the heads say which column is which, whichever of their many spellings an office uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from perfgoals.grid.model import Cell, Grid
from perfgoals.official.indicator_heads import HeadColumn, HeadRow, find_heads
from perfgoals.official.labels import head_of, label_of
from perfgoals.official.layout_file import Layout
from perfgoals.official.place_names import place_name
from perfgoals.official.regions import Slice
from perfgoals.official.snapshot import SIDES, Side
from perfgoals.tables.editing.block import Told
from perfgoals.tables.editing.cells import open_fields
from perfgoals.tables.editing.pasted_columns import Piece, columns_by_place, shortened, texts_below

_LONGEST_HEAD = 15
_BESIDE_THE_FIELDS = ("level1", "level2", "comparator", "unit")
_LEVELS = ("level1", "level2", "level3")


def pieces_of(grid: Grid, form: Layout, side: Side, field: str) -> tuple[list[Piece], list[Told]]:
    """The rows of a block with what their columns are, where it is pasted at a field of a side; and what was left out."""
    heads = find_heads(Slice(grid, 0, grid.rows)) or _short_heads(grid)
    if not heads:
        piece, told = columns_by_place(grid, form, side, field)
        return [piece], told
    stacked = len({head.sides for head in heads}) > 1
    pieces: list[Piece] = []
    told = []
    for number, head in enumerate(heads):
        bottom = heads[number + 1].top if number + 1 < len(heads) else grid.rows
        columns = head.columns if stacked or len(head.sides) > 1 else _all_of(side, head.columns)
        kept, said = _of_the_form(head, columns, bottom, form)
        told += said
        if number == 0 and _goes_on_below(grid, head.top):
            pieces.append(Piece(0, head.top, kept))
        elif number == 0 and (above := _rows_that_say_something(grid, head.top)):
            told.append(Told(0, f"表头以上的 {len(above)} 行不是绩效指标，没有粘贴"))
        elif number and not stacked:
            told.append(Told(head.top + 1, "重复的表头，没有粘贴"))
        pieces.append(Piece(head.bottom, bottom, kept))
    return pieces, told


def _all_of(side: Side, columns: Sequence[HeadColumn]) -> tuple[HeadColumn, ...]:
    """A block of one side goes where it is pasted, whichever side its heads name."""
    return tuple(replace(column, side=side) for column in columns)


def _of_the_form(head: HeadRow, columns: Sequence[HeadColumn], bottom: int, form: Layout) -> tuple[tuple[HeadColumn, ...], list[Told]]:
    """The columns that the form has, and a word on each other one that says something."""
    kept = [column for column in columns if _has(form, column)]
    left = [column for column in columns if column not in kept]
    told = []
    for column in (*left, *(each for each in head.strange if each.field)):
        if texts := list(texts_below(head.grid, column, head.bottom, bottom)):
            name = head.grid.covering[head.bottom - 1][column.start].text.strip() or column.field
            where = f"{place_name(f'indicators.{column.side}')}的" if column.side and column.side not in form.sides else ""
            told.append(Told(0, f"{where}“{shortened(name)}”一栏表样中没有，没有粘贴：{shortened('；'.join(texts))}"))
    return tuple(kept), told


def _has(form: Layout, column: HeadColumn) -> bool:
    sides = (column.side,) if column.side else form.sides
    return any(side in form.sides and column.field in (*_BESIDE_THE_FIELDS, *open_fields(form, side)) for side in sides)


def _goes_on_below(grid: Grid, top: int) -> bool:
    """Whether what stands above the head are rows of the block, cut at a page; else they are the rest of a form."""
    rows = _rows_that_say_something(grid, top)
    return bool(rows) and all(len(cells) > 1 and not any(label_of(cell.text) for cell in cells) for cells in rows)


def _rows_that_say_something(grid: Grid, bottom: int) -> list[list[Cell]]:
    rows = ([cell for cell in grid.starting(row) if cell.text.strip()] for row in range(bottom))
    return [cells for cells in rows if cells]


def _short_heads(grid: Grid) -> list[HeadRow]:
    """Head rows with less than a whole block's heads: 三级指标 and 指标值 only."""
    rows = [row for row in range(grid.rows) if _is_head(grid, row)]
    return [_short_head(grid, row) for row in rows]


def _is_head(grid: Grid, row: int) -> bool:
    texts = [cell.text.strip() for cell in grid.starting(row) if cell.text.strip()]
    known = [text for text in texts if head_of(text)]
    if len(known) == 1:
        return row == 0 and len(texts) == 1 and grid.rows > 1
    return len(known) > 1 and all(len(text) <= _LONGEST_HEAD for text in texts)


def _short_head(grid: Grid, row: int) -> HeadRow:
    cells = [cell for cell in grid.starting(row) if cell.text.strip()]
    columns = _with_sides([_column(cell) for cell in cells if head_of(cell.text)])
    strange = [HeadColumn(cell.text.strip(), None, cell.column, cell.right) for cell in cells if not head_of(cell.text)]
    return HeadRow(grid, row, row + 1, tuple(columns), tuple(each for each in strange if each.field not in ("序号", "编号")))


def _column(cell: Cell) -> HeadColumn:
    head = head_of(cell.text)
    assert head is not None, "only heads are asked"
    return HeadColumn(head.field, head.side, cell.column, cell.right)


def _with_sides(columns: Sequence[HeadColumn]) -> list[HeadColumn]:
    """Two sides where a field comes again; what comes once of the names is for both."""
    fields = [column.field for column in columns]
    second = next((number for number, name in enumerate(fields) if name in fields[:number]), None)
    if second is None:
        return [replace(column, side="annual") for column in columns]
    sides = SIDES if columns[0].side != "annual" else SIDES[::-1]
    again = fields[second:]
    return [
        replace(column, side=None if number < second and column.field in _LEVELS and column.field not in again else sides[number >= second])
        for number, column in enumerate(columns)
    ]
