"""Which column of a pasted block is which column of the form: by its head row, by the 一级 and 二级 names in it, or by its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from perfgoals.grid.model import Grid
from perfgoals.official import values
from perfgoals.official.hierarchy import Hierarchy
from perfgoals.official.indicator_heads import HeadColumn
from perfgoals.official.labels import bare, label_of
from perfgoals.official.layout_file import Layout
from perfgoals.official.snapshot import SIDES, Side
from perfgoals.official.units import unit_at_start
from perfgoals.tables.editing.block import Told
from perfgoals.tables.editing.cells import open_fields

_MEASURED = frozenset({"number", "range", "date"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows ``top:bottom`` of a block that have the same columns. A column without a side holds for every side of the piece."""

    top: int
    bottom: int
    columns: tuple[HeadColumn, ...]

    @property
    def sides(self) -> tuple[Side, ...]:
        return tuple(dict.fromkeys(column.side for column in self.columns if column.side))

    def of(self, side: Side) -> tuple[HeadColumn, ...]:
        return tuple(column for column in self.columns if column.side in (side, None))


@dataclass(frozen=True)
class _Texts:
    """What stands in one column of the block, each merged cell once."""

    place: int
    told: tuple[str, ...]

    def names(self, framework: Hierarchy, behind: _Texts | None = None) -> bool:
        """Whether it holds names of the framework: half of them, for offices have 二级指标 of their own; ``behind`` 一级 one will do."""
        known = [text for text in self._bare if framework.has_level1(text) or framework.has_level2(text)]
        least = len(self._bare) / 2 if behind is None or not behind.fitting("level1", framework) else 1
        return bool(known) and len(known) >= least

    def fitting(self, level: str, framework: Hierarchy) -> int:
        return sum(1 for text in self._bare if (framework.has_level1 if level == "level1" else framework.has_level2)(text))

    @cached_property
    def _bare(self) -> frozenset[str]:
        return frozenset(bare(text) for text in self.told)

    @cached_property
    def measured(self) -> int:
        """How many of the texts read as a 指标值 with a number or a date."""
        return sum(1 for text in self.told if values.parse(text).kind in _MEASURED)

    @cached_property
    def are_values(self) -> bool:
        """Numbers or dates and not a word beside them: nobody describes an indicator so."""
        read = [values.parse(text) for text in self.told]
        return bool(read) and all(value.kind in _MEASURED and not value.words for value in read)

    @cached_property
    def are_comparators(self) -> bool:
        """≥, ≤, =, 定性 and nothing else: the column 指标性质."""
        read = [values.parse(text) for text in self.told]
        return bool(read) and all(value.kind == "text" and value.comparator and not value.words for value in read)

    @cached_property
    def are_units(self) -> bool:
        return bool(self.told) and all(unit_at_start(text) == text for text in self.told)

    @cached_property
    def are_running_numbers(self) -> bool:
        numbers = [int(text) for text in self.told if text.isdecimal() and len(text) < 4]
        return len(numbers) == len(self.told) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))

    @cached_property
    def are_block_labels(self) -> bool:
        """绩效指标, merged down the left of the block."""
        labels = [label_of(text) for text in self.told]
        return bool(labels) and all(label and label.kind == "block" for label in labels)


def columns_by_place(grid: Grid, form: Layout, side: Side, field: str) -> tuple[Piece, list[Told]]:
    """The columns of a block without a head row, pasted at a field of a side; and what has no column in the form."""
    columns = _columns(grid)
    parts = _parts(columns, form)
    sides = _sides(parts, side, form)
    placed: list[HeadColumn] = []
    told: list[Told] = []
    for part, its_side in zip(parts, sides, strict=True):
        if its_side in form.sides:
            fields = open_fields(form, its_side)
            own, excess = _as_fits_best(part, fields, fields.index(field) if field in fields else 0, form.hierarchy)
            placed += (HeadColumn(name, its_side, column.place, column.place + 1) for name, column in own)
            told += _jumped(own, fields)
        else:
            excess = part
        told += (_too_many(column) for column in excess if column.told)
    return Piece(0, grid.rows, _shared(placed)), told


def _columns(grid: Grid) -> list[_Texts]:
    """The columns in which cells begin, without running numbers and the block's own label at the left."""
    texts: dict[int, list[str]] = {}
    for cell in grid.cells:
        texts.setdefault(cell.column, []).extend([cell.text.strip()] if cell.text.strip() else [])
    columns = [_Texts(place, tuple(told)) for place, told in sorted(texts.items())]
    while len(columns) > 1 and (columns[0].are_running_numbers or columns[0].are_block_labels):
        del columns[0]
    return columns


def _parts(columns: Sequence[_Texts], form: Layout) -> list[list[_Texts]]:
    """The columns of the first side, and of the second: that begins with 二级 names behind columns without."""
    parts: list[list[_Texts]] = [[]]
    for column in columns:
        if parts[-1] and column.names(form.hierarchy) and not parts[-1][-1].names(form.hierarchy):
            parts.append([])
        parts[-1].append(column)
    return parts


def _sides(parts: Sequence[Sequence[_Texts]], side: Side, form: Layout) -> list[Side | None]:
    """The side of each part, None for one that the form has no place for."""
    if len(parts) == 1:
        return [side]
    twin = parts[0][0].names(form.hierarchy) or side == SIDES[0]
    known: list[Side | None] = [*SIDES] if twin else [side]
    return (known + [None] * len(parts))[: len(parts)]


_Placed = list[tuple[str, _Texts]]


def _as_fits_best(part: list[_Texts], fields: Sequence[str], start: int, framework: Hierarchy) -> tuple[_Placed, list[_Texts]]:
    """Of the ways to read leading names (as 一级, 二级, or as a 三级指标 that is called like one) that with values under 指标值."""

    def fit(levels: Sequence[str]) -> tuple[int, int]:
        content, _ = _in_order(part[len(levels) :], fields, 0 if levels else start)
        values_there = sum(column.measured for name, column in content if name == "value")
        return values_there, sum(column.fitting(level, framework) for level, column in zip(levels, part, strict=False))

    levels = max(_ways(part, framework), key=fit)
    content, excess = _in_order(part[len(levels) :], fields, 0 if levels else start)
    return [*zip(levels, part, strict=False), *content], excess


def _ways(part: Sequence[_Texts], framework: Hierarchy) -> list[tuple[str, ...]]:
    names = 0
    while names < len(part) and part[names].names(framework, behind=part[names - 1] if names else None):
        names += 1
    if len(part) == 1 or names == 0:
        return [()]
    return [("level2",), ("level1",), ()] if names == 1 else [("level1", "level2"), ("level2",)]


def _in_order(columns: list[_Texts], fields: Sequence[str], at: int) -> tuple[_Placed, list[_Texts]]:
    """The columns as the fields from ``at`` on; 指标性质, 指标值 and 度量单位 apart are all three the one field."""
    placed: _Placed = []
    excess: list[_Texts] = []
    waiting = list(columns)
    while waiting:
        column = waiting.pop(0)
        if column.are_comparators and waiting and "value" in fields:
            placed.append(("comparator", column))
            column, at = waiting.pop(0), fields.index("value")
        if at >= len(fields):
            excess.append(column)
            continue
        if fields[at] == "description" and column.are_values and not (waiting and waiting[0].are_values):
            at = fields.index("value")  # from a form without 绩效指标描述
        placed.append((fields[at], column))
        if fields[at] == "value" and waiting and waiting[0].are_units:
            placed.append(("unit", waiting.pop(0)))
        at += 1
    return placed, excess


def _jumped(placed: _Placed, fields: Sequence[str]) -> Iterator[Told]:
    """Told where a column went to 指标值 although 绩效指标描述 comes first in the form."""
    names = [name for name, _ in placed]
    for before, (name, column) in pairwise([("", None), *placed]):
        if name == "value" and before[0] == "level3" and "description" in fields and "comparator" not in names and column:
            yield Told(0, f"第 {column.place + 1} 列都是数值，放在“指标值”一栏，请核对")


def _shared(columns: Sequence[HeadColumn]) -> tuple[HeadColumn, ...]:
    """Of a twin the second side has no 一级 of its own: that of the first is for both."""
    twin = len({column.side for column in columns}) > 1
    apart = sum(1 for column in columns if column.field == "level1") > 1
    return tuple(_of_both(column) if twin and not apart and column.field == "level1" else column for column in columns)


def _of_both(column: HeadColumn) -> HeadColumn:
    return HeadColumn(column.field, None, column.start, column.stop)


def _too_many(column: _Texts) -> Told:
    return Told(0, f"第 {column.place + 1} 列在表样中没有相应的栏，没有粘贴：{shortened('；'.join(column.told))}")


def shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"


def texts_below(grid: Grid, column: HeadColumn, top: int, bottom: int) -> Iterator[str]:
    """The texts that begin in a column between two rows."""
    for row in range(top, bottom):
        for cell in grid.starting(row):
            if column.start <= cell.column < column.stop and cell.text.strip():
                yield cell.text.strip()
