"""The head of an indicator block, found by its words: which column holds which field of which side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from perfgoals.grid.model import Cell, Grid
from perfgoals.official.labels import bare, head_of, label_of, side_named
from perfgoals.official.regions import Slice
from perfgoals.official.snapshot import SIDES, Side

_SIDE_HEAD = re.compile(r"(?:实施期|中期|长期|本?年度|当年)(?:绩效)?(?:指标|目标)?")
_OF_A_SIDE = ("level1", "level2", "level3", "value")
_RUNNING_NUMBER = frozenset({"序号", "编号"})


@dataclass(frozen=True, slots=True)
class HeadColumn:
    """A column of the block: ``start:stop`` in the grid. ``side`` None: all sides share it, as they do 一级指标."""

    field: str
    side: Side | None
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class HeadRow:
    """The head of one indicator block: rows ``top:bottom`` of the grid.

    ``strange``: the columns that no form of ours has, ``field`` being their head, "" for running numbers; ``texts``: what else it says.
    """

    grid: Grid
    top: int
    bottom: int
    columns: tuple[HeadColumn, ...]
    strange: tuple[HeadColumn, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def sides(self) -> tuple[Side, ...]:
        return tuple(dict.fromkeys(column.side for column in self.columns if column.side))

    @property
    def labels(self) -> frozenset[str]:
        """The bare texts of the heads, by which the form is known."""
        return frozenset(bare(self.grid.covering[self.bottom - 1][column.start].text) for column in self.columns)

    @property
    def first(self) -> int:
        """The grid column in which the block begins."""
        return min(column.start for column in (*self.columns, *self.strange))

    def going_on(self, piece: Slice) -> HeadRow:
        """The same head for rows of a further grid that has none: a table cut in two at a page."""
        return replace(self, grid=piece.grid, top=piece.start, bottom=piece.start, texts=())


@dataclass(slots=True)
class _Column:
    """A head while it is being understood. ``told``: the side that it, or what stands above it, names."""

    cell: Cell
    field: str
    told: Side | None
    turn: int = 0


def find_heads(piece: Slice) -> list[HeadRow]:
    """The heads of indicator blocks in these rows: a row with 二级 or 一级 and with 三级 or 指标值 among its heads."""
    found: list[HeadRow] = []
    for row in range(piece.start, piece.stop):
        if found and row < found[-1].bottom:
            continue
        heads = [(cell, head) for cell in piece.grid.row(row) if (head := head_of(cell.text))]
        if _heads_a_block({head.field for _, head in heads}) and any(cell.row == row for cell, _ in heads):
            found.append(_head_row(piece.grid, row, [cell for cell, _ in heads]))
    return found


def _heads_a_block(fields: set[str]) -> bool:
    return len(fields) >= 3 and bool(fields & {"level1", "level2"}) and bool(fields & {"level3", "value"})


def _head_row(grid: Grid, row: int, cells: Sequence[Cell]) -> HeadRow:
    bottom = max(cell.bottom for cell in cells)
    sides = _sides_above(grid, row, cells)
    columns = [column for cell in cells for column in _columns_of(grid, cell, bottom - 1, sides.get(cell.column))]
    second = _second_side(columns)
    for number, column in enumerate(columns):
        column.turn = 1 if second is not None and number >= second else 0
    placed = _placed(columns, _sides_told(columns) if second is not None else (_only_side(grid, columns),))
    top = row - 1 if any(sides.values()) else min(row, *(cell.row for cell in cells))
    return _with_what_is_strange(HeadRow(grid, top, bottom, tuple(placed)))


def _with_what_is_strange(head: HeadRow) -> HeadRow:
    strange, texts = [], []
    for cell in dict.fromkeys(cell for row in range(head.top, head.bottom) for cell in head.grid.row(row)):
        name = bare(cell.text)
        if not name or head_of(cell.text) or label_of(cell.text) or _SIDE_HEAD.fullmatch(name):
            continue
        if cell.bottom == head.bottom and not any(cell.column < each.stop and each.start < cell.right for each in head.columns):
            strange.append(HeadColumn("" if name in _RUNNING_NUMBER else name, None, cell.column, cell.right))
        else:
            texts.append(cell.text.strip())
    return replace(head, strange=tuple(strange), texts=tuple(texts))


def _columns_of(grid: Grid, cell: Cell, last: int, above: Side | None) -> list[_Column]:
    """The column of a head, or the columns of a head that is parted once more below (年度指标值 over 符号, 数值, 单位)."""
    head = head_of(cell.text)
    assert head is not None, "only heads are asked for their columns"
    whole = _Column(cell, head.field, head.side or above)
    if cell.bottom > last:
        return [whole]
    below = dict.fromkeys(grid.covering[last][cell.column : cell.right])
    parted = [_Column(each, part.field, part.side or whole.told) for each in below if (part := head_of(each.text))]
    return parted if len(parted) == len(below) else [whole]


def _sides_above(grid: Grid, row: int, cells: Sequence[Cell]) -> dict[int, Side | None]:
    """The sides told in the row above the heads, by column, where that row says nothing else over them."""
    if row == 0:
        return {}
    over = {cell.column: bare(grid.covering[row - 1][cell.column].text) for cell in cells[1:]}
    return {column: side_named(text) for column, text in over.items()} if all(map(_SIDE_HEAD.fullmatch, over.values())) else {}


def _second_side(columns: Sequence[_Column]) -> int | None:
    """Where the second side begins: at the first field that comes again, if each side has a value of its own."""
    if Counter(column.field for column in columns)["value"] < 2:
        return None
    seen: set[str] = set()
    for number, column in enumerate(columns):
        if column.field in _OF_A_SIDE and column.field in seen:
            return number if column.field != "value" else _where_the_side_changes(columns, number)
        seen.add(column.field)
    return None


def _where_the_side_changes(columns: Sequence[_Column], number: int) -> int | None:
    """Where two sides share the names and have values only: the heads must tell them apart (中期指标值, 年度指标值)."""
    if {other.told for other in columns[: number + 1]} < set(SIDES):
        return None
    while columns[number - 1].told == columns[number].told:
        number -= 1
    return number


def _sides_told(columns: Sequence[_Column]) -> tuple[Side, Side]:
    """The sides in printed order: as the heads tell, else the long one first."""
    first = next((column.told for column in columns if column.turn == 0 and column.told), None)
    return ("annual", "period") if first == "annual" and any(column.told == "period" for column in columns) else ("period", "annual")


def _only_side(grid: Grid, columns: Sequence[_Column]) -> Side:
    """The side of a block with one side only: told by its heads or by the label at its left (长期绩效指标), else annual."""
    told = next((column.told for column in columns if column.told), None)
    first = columns[0].cell
    beside = grid.covering[first.row][first.column - 1].text if first.column else ""
    return told or side_named(beside) or "annual"


def _placed(columns: Sequence[_Column], sides: Sequence[Side]) -> list[HeadColumn]:
    """Each column with its side. What the second side does not have again (一级指标) is shared, and with the names what describes them;
    a 三级 or value too many is a description."""
    again = {column.field for column in columns if column.turn == 1} if len(sides) > 1 else set(_OF_A_SIDE)
    placed: list[HeadColumn] = []
    for column in columns:
        shared = column.turn == 0 and column.field in ("level1", "level2", "level3") and column.field not in again
        shared = shared or ("level3" not in again and column.field in ("description", "basis") and not column.told)
        side = None if shared else sides[column.turn]
        doubled = any(other.field == column.field and other.side == side for other in placed)
        field = "description" if doubled and column.field in ("level3", "value") else column.field
        placed.append(HeadColumn(field, side, column.cell.column, column.cell.right))
    return placed
