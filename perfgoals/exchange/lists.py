"""Lists that are printed beside the forms (汇总表, 批复清单, 催报名单, 审核意见反馈表): a Grid from heads and rows, for every format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from perfgoals.grid.model import Cell, Grid, Role
from perfgoals.official.money import shown, without_idle_zeros
from perfgoals.official.texts import printable

Text = str | Decimal | int | None
"""What stands in a cell: an amount is printed with all its places and is a number in Excel; None is an empty cell."""


@dataclass(frozen=True, slots=True)
class ListColumn:
    """``share``: the width beside the others'. ``role``: text for running text, value for short words, amount for numbers."""

    head: str
    share: float
    role: Role = "text"


def list_grid(
    title: str,
    columns: Sequence[ListColumn],
    rows: Sequence[Sequence[Text]],
    *,
    note: str = "",
    total: Sequence[Text] = (),
    signs: Sequence[str] = (),
    landscape: bool = False,
) -> Grid:
    """The list as a form: title, a side remark (unit, 单位：万元), the heads repeated on every page, rows, a last row that sums up, and
    lines to be signed below. It is printed whatever characters were once kept in its texts."""
    wide = len(columns)
    cells = [Cell(0, 0, printable(title), columns=wide, role="title"), Cell(1, 0, printable(note), columns=wide, role="note")]
    cells += [Cell(2, place, column.head, role="head") for place, column in enumerate(columns)]
    for number, row in enumerate([*rows, *([total] if total else [])], start=3):
        cells += _row_cells(number, columns, row)
    bottom = max(cell.bottom for cell in cells)
    cells += [Cell(bottom + place, 0, printable(line), columns=wide, role="sign") for place, line in enumerate(signs)]
    return Grid(tuple(cells), tuple(column.share for column in columns), (2, 3), landscape)


def joined(grid: Grid, leading: int) -> Grid:
    """The list with every empty cell of its first columns joined to the one above: several rows under one name."""
    above: dict[int, Cell] = {}
    kept: list[Cell] = []
    for cell in grid.cells:
        if cell.column >= leading or cell.row <= grid.head[0] or not cell.bordered:
            kept.append(cell)
        elif cell.text or cell.column not in above:
            above[cell.column] = cell
            kept.append(cell)
        else:
            kept.remove(before := above[cell.column])
            above[cell.column] = replace(before, rows=before.rows + 1, role="group")
            kept.append(above[cell.column])
    return replace(grid, cells=tuple(kept))


def _row_cells(number: int, columns: Sequence[ListColumn], row: Sequence[Text]) -> Iterator[Cell]:
    for place, (column, text) in enumerate(zip(columns, row, strict=True)):
        match text:
            case Decimal():
                said, excel = shown(amount := without_idle_zeros(text), "plain")
                yield Cell(number, place, said, role=column.role, number=amount, number_format=excel)
            case int():
                yield Cell(number, place, str(text), role=column.role, number=Decimal(text), number_format="0")
            case None:
                yield Cell(number, place, role=column.role)
            case _:
                yield Cell(number, place, printable(text), role=column.role)
