"""The indicator rows of a form as cells: flat lists, and twins whose two sides are lists of different length.

In a twin the 一级指标 column is shared. The two sides' runs of equal 一级指标 are matched in order; where both sides have the
run they stand beside each other and the shorter one is padded, where only one has it the other is left empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from perfgoals.grid.model import Cell
from perfgoals.official.layout_file import Block, Column
from perfgoals.official.snapshot import Indicator, IndicatorSides, Side

Run = tuple[str, tuple[int, ...]]
"""A name and the indexes, in one side's list, of the consecutive rows that carry it."""


def block_cells(block: Block, indicators: IndicatorSides, top: int) -> list[Cell]:
    """The block's head and rows as cells, from row ``top`` down. A block without a single row keeps one empty row."""
    starts = _starts(block)
    cells = [Cell(top, start, column.head, 1, column.columns, "head") for column, start in zip(block.columns, starts, strict=True)]
    row = top + 1
    for level1, rows in _stacked(block, indicators):
        height = max(1, *(len(indexes) for indexes in rows.values()))
        for column, start in zip(block.columns, starts, strict=True):
            cells += _column_cells(column, start, row, height, level1, rows, indicators)
        row += height
    if block.label:
        cells.append(Cell(top, 0, block.label, row - top, 1, "group"))
    return cells


def _starts(block: Block) -> list[int]:
    starts, start = [], int(bool(block.label))
    for column in block.columns:
        starts.append(start)
        start += column.columns
    return starts


def _stacked(block: Block, indicators: IndicatorSides) -> list[tuple[str, dict[Side, tuple[int, ...]]]]:
    """The 一级 groups from top to bottom: the name, and each side's rows in it."""
    runs = {side: _runs(getattr(indicators, side), "level1") for side in block.sides}
    if len(block.sides) == 1:
        side = block.sides[0]
        stacked = [(name, {side: indexes}) for name, indexes in runs[side]]
    else:
        stacked = list(_matched(block.sides, [runs[side] for side in block.sides]))
    return stacked or [("", dict.fromkeys(block.sides, ()))]


def _runs(rows: Sequence[Indicator], field: str, indexes: Sequence[int] | None = None) -> list[Run]:
    chosen = range(len(rows)) if indexes is None else indexes
    return [(name, tuple(group)) for name, group in groupby(chosen, key=lambda index: str(getattr(rows[index], field)))]


def _matched(sides: Sequence[Side], runs: Sequence[Sequence[Run]]) -> Iterator[tuple[str, dict[Side, tuple[int, ...]]]]:
    left, right = runs
    matcher = SequenceMatcher(None, [name for name, _ in left], [name for name, _ in right], autojunk=False)
    for tag, start, stop, other_start, other_stop in matcher.get_opcodes():
        if tag == "equal":
            for one, other in zip(left[start:stop], right[other_start:other_stop], strict=True):
                yield one[0], {sides[0]: one[1], sides[1]: other[1]}
            continue
        for name, indexes in left[start:stop]:
            yield name, {sides[0]: indexes, sides[1]: ()}
        for name, indexes in right[other_start:other_stop]:
            yield name, {sides[0]: (), sides[1]: indexes}


def _column_cells(
    column: Column, start: int, top: int, height: int, level1: str, rows: dict[Side, tuple[int, ...]], indicators: IndicatorSides
) -> Iterator[Cell]:
    if column.field == "level1":
        side = next((side for side, indexes in rows.items() if indexes), None)
        path = f"indicators.{side}[{rows[side][0]}].level1" if side else ""
        yield Cell(top, start, level1, height, column.columns, "group", path)
        return
    assert column.side is not None, "every column but 一级指标 belongs to a side"
    listed: Sequence[Indicator] = getattr(indicators, column.side)
    indexes = rows[column.side]
    if column.field == "level2":
        yield from _level2_cells(column, start, top, height, listed, indexes)
        return
    for offset in range(height):
        if offset < len(indexes):
            index = indexes[offset]
            text, path = str(getattr(listed[index], column.field)), f"indicators.{column.side}[{index}].{column.field}"
        else:
            text, path = "", ""
        yield Cell(top + offset, start, text, 1, column.columns, column.role, path)


def _level2_cells(column: Column, start: int, top: int, height: int, listed: Sequence[Indicator], indexes: Sequence[int]) -> Iterator[Cell]:
    """One cell a run of equal 二级指标; the last one reaches down over the padding, as published forms do."""
    if not indexes:
        yield Cell(top, start, "", height, column.columns, "group")
        return
    runs = _runs(listed, "level2", indexes)
    row = top
    for name, run in runs:
        tall = top + height - row if run is runs[-1][1] else len(run)
        yield Cell(row, start, name, tall, column.columns, "group", f"indicators.{column.side}[{run[0]}].level2")
        row += tall
