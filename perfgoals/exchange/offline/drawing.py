"""A record as an offline form: the official head, widths and order, and rows that each say their 一级 and 二级指标.

Merged group cells would keep 二级 from having a list of its own in every row, and would have to be taken apart to insert one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from perfgoals.exchange.offline.slots import Slot, slots
from perfgoals.grid.model import Cell, Grid
from perfgoals.official.layout import layout
from perfgoals.official.layout_file import Block, Column, Layout
from perfgoals.official.snapshot import Indicator, IndicatorSides, Side
from perfgoals.official.texts import clean
from perfgoals.tables.editing.cells import open_fields, open_paths
from perfgoals.tables.editing.keyed import Keyed

_FILLED_IN = frozenset({"value", "text", "amount"})
"""The roles of cells that are filled in; a value that is printed as a label or a heading is not, offline."""


@dataclass(frozen=True, slots=True)
class PlacedSlot:
    """A slot on the sheet: its first row, and the row below its last."""

    slot: Slot
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """An indicator block on the sheet. ``columns`` are those of the form, each with the grid column it begins in."""

    head: int
    columns: tuple[tuple[Column, int], ...]
    slots: tuple[PlacedSlot, ...]

    @property
    def sides(self) -> tuple[Side, ...]:
        return tuple(dict.fromkeys(column.side for column, _ in self.columns if column.side))


@dataclass(frozen=True, slots=True)
class OfflineForm:
    """The form as cells: those with a path are to be filled in (rows of indicators as ``indicators.annual[].value``), no others."""

    grid: Grid
    blocks: tuple[PlacedBlock, ...]


def general(path: str) -> str:
    """The path with ``[]`` for every index."""
    return re.sub(r"\[\d+\]", "[]", path)


def compared_sides(keyed: Keyed, form: Layout) -> tuple[Side, ...]:
    """The sides that are filled in: while 一年期项目同年度 is ticked the other follows by itself."""
    return ("annual",) if keyed.is_mirrored and "annual" in form.sides else form.sides


def fixed_paths(keyed: Keyed, form: Layout) -> tuple[str, ...]:
    """The paths of the fixed part that are filled in offline, in printed order."""
    return tuple(cell.path for cell in _fixed(keyed, form) if cell.path)


def offline_form(keyed: Keyed, form: Layout) -> OfflineForm:
    """The record in its form, with spare rows under every 二级指标."""
    cells = list(_fixed(keyed, form))
    top, blocks = len(form.rows), []
    for block in form.blocks:
        placed = _placed(block, keyed, form, top)
        cells += _block_cells(placed, keyed, form)
        bottom = placed.slots[-1].bottom
        if block.label:
            cells.append(Cell(top, 0, block.label, bottom - top, 1, "group"))
        blocks.append(placed)
        top = bottom
    return OfflineForm(Grid(tuple(cells), form.shares, landscape=form.landscape), tuple(blocks))


def _fixed(keyed: Keyed, form: Layout) -> Iterator[Cell]:
    whole = layout(replace(keyed.snapshot, indicators=IndicatorSides()), form)
    sides = compared_sides(keyed, form)
    mirrored = tuple(f"{group}.{side}" for side in form.sides if side not in sides for group in ("funding", "goals"))
    for cell in whole.cells:
        if cell.row < len(form.rows):
            open_here = cell.role in _FILLED_IN and general(cell.path) in open_paths(form) and not cell.path.startswith(mirrored)
            text = cell.text if cell.number is not None else clean(cell.text, paragraphs=True)[0]
            yield replace(cell, text=text, path=cell.path if open_here else "")


def _placed(block: Block, keyed: Keyed, form: Layout, head: int) -> PlacedBlock:
    columns, start = [], int(bool(block.label))
    for column in block.columns:
        columns.append((column, start))
        start += column.columns
    placed, top = [], head + 1
    for slot in slots(keyed.snapshot.indicators, block.sides, form.hierarchy):
        placed.append(PlacedSlot(slot, top, top + slot.height))
        top += slot.height
    return PlacedBlock(head, tuple(columns), tuple(placed))


def _block_cells(block: PlacedBlock, keyed: Keyed, form: Layout) -> Iterator[Cell]:
    sides = compared_sides(keyed, form)
    for column, start in block.columns:
        yield Cell(block.head, start, column.head, 1, column.columns, "head")
        for placed in block.slots:
            rows = _rows_of(placed.slot, column.side, keyed)
            for offset in range(placed.slot.height):
                row = rows[offset] if offset < len(rows) else Indicator()
                path = f"indicators.{column.side}[].{column.field}" if _is_open(column, sides, form) else ""
                text = _text(column, placed.slot, row)
                yield Cell(placed.top + offset, start, text, 1, column.columns, column.role, path)


def _rows_of(slot: Slot, side: Side | None, keyed: Keyed) -> Sequence[Indicator]:
    return [keyed.rows(side)[index] for index in slot.rows[side]] if side else ()


def _is_open(column: Column, sides: Sequence[Side], form: Layout) -> bool:
    return column.side in sides and (column.field == "level2" or column.field in open_fields(form, str(column.side)))


def _text(column: Column, slot: Slot, row: Indicator) -> str:
    if column.field in ("level1", "level2"):
        return str(getattr(slot, column.field))
    return clean(str(getattr(row, column.field)), paragraphs=True)[0]
