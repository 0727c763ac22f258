"""What comes back: the tables of a workbook, each with its mark and the keys of its rows as far as it still has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from perfgoals.exchange.offline.mark import KEY, Mark, marks_among
from perfgoals.grid.formats.package import Unreadable
from perfgoals.grid.formats.reading import read
from perfgoals.grid.model import Cell, Grid
from perfgoals.official.indicator_heads import HeadRow, find_heads
from perfgoals.official.indicator_rows import CONTENT, read_rows
from perfgoals.official.mending import PARAGRAPHS
from perfgoals.official.problem import Problem
from perfgoals.official.recover import Recovered, recover
from perfgoals.official.regions import Slice
from perfgoals.official.snapshot import SIDES, Indicator, IndicatorSides, Side, Snapshot
from perfgoals.official.texts import clean

_SAID_ELSEWHERE = ("indicators", "year", "layout")
"""Beginnings of the paths whose problems are no news here: rows are read again, one by one; the table itself knows its year and form."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of indicators in the file. ``key``: of the row it was downloaded as, "" for one that was put in."""

    key: str
    row: Indicator


@dataclass(frozen=True, slots=True)
class FileTable:
    """A table in the file: its record, with the key of every row, "" for one without.

    ``mark`` is None where none was found; ``sheet`` counts the worksheets that say something from 1.
    """

    sheet: int
    mark: Mark | None
    snapshot: Snapshot
    keys: Mapping[Side, tuple[str, ...]]
    problems: tuple[Problem, ...] = ()

    def rows(self, side: Side) -> list[FileRow]:
        listed = getattr(self.snapshot.indicators, side)
        return [FileRow(key, row) for key, row in zip(self.keys[side], listed, strict=True)]


def read_offline(data: bytes) -> list[FileTable]:
    """The tables of an office file, in their order. Raises Unreadable where there is none or it is no such file."""
    found = [table for number, grid in enumerate(read(data), 1) for table in _tables(number, grid)]
    if not found:
        raise Unreadable("文件中没有找到绩效目标表，请选择从本系统下载、填写后保存的离线表")
    return found


def _tables(number: int, grid: Grid) -> Iterator[FileTable]:
    marked = marks_among(grid.cells)
    if not marked:
        yield from (_unmarked(number, table) for table in recover([grid]).tables)
        return
    form = _left_of(grid, min(cell.column for cell, _ in marked))
    tables = recover([form]).tables if form else ()
    if not tables:
        raise Unreadable(f"第 {number} 个工作表的表样已改动，读不出来，请从本系统重新下载离线表，把填写的内容复制过去再上传")
    assert form is not None, "a table was found in it"
    rows = _marked_rows(grid, form, marked)
    sides: dict[Side, tuple[Indicator, ...]] = {side: tuple(each.row for each in rows[side]) for side in SIDES}
    snapshot = replace(tables[0].snapshot, indicators=IndicatorSides(**sides))
    problems = tuple(each for each in tables[0].problems if not each.path.startswith(_SAID_ELSEWHERE))
    yield FileTable(number, marked[0][1], snapshot, {side: tuple(each.key for each in rows[side]) for side in SIDES}, problems)


def _unmarked(number: int, table: Recovered) -> FileTable:
    keys: dict[Side, tuple[str, ...]] = {side: ("",) * len(getattr(table.snapshot.indicators, side)) for side in SIDES}
    return FileTable(number, None, table.snapshot, keys, tuple(each for each in table.problems if not each.path.startswith("layout")))


def _left_of(grid: Grid, edge: int) -> Grid | None:
    """The form without the hidden columns; None where nothing is left."""
    cells = (replace(cell, columns=min(cell.right, edge) - cell.column) for cell in grid.cells if cell.column < edge)
    return Grid(tuple(cells)) if edge else None


def _marked_rows(grid: Grid, form: Grid, marked: Sequence[tuple[Cell, Mark]]) -> dict[Side, tuple[FileRow, ...]]:
    """The rows of every side, below the head that its mark stands beside."""
    heads = find_heads(Slice(form, 0, form.rows))
    rows: dict[Side, tuple[FileRow, ...]] = dict.fromkeys(SIDES, ())
    for cell, mark in marked:
        head = next((head for head in heads if head.top <= cell.row < head.bottom and mark.side in head.sides), None)
        if head and not rows[mark.side]:
            rows[mark.side] = tuple(_rows(grid, head, mark.side, cell.column))
    return rows


def _rows(grid: Grid, head: HeadRow, side: Side, keys_at: int) -> Iterator[FileRow]:
    """One a row of the sheet that has a key or says something.

    A 二级指标 left blank is that of the row above in a row that was put in; in one that was downloaded it stays "", as it was.
    """
    stop = read_rows(head, head.grid.rows)[2]
    taken: set[str] = set()
    level1 = level2 = ""
    for row in range(head.bottom, stop):
        texts = _texts(head, side, row)
        if texts.get("level2"):
            level1, level2 = texts.get("level1", ""), texts["level2"]
        key = grid.covering[row][keys_at].text.strip() if keys_at < grid.columns else ""
        key = key if KEY.fullmatch(key) and key not in taken else ""
        taken.add(key)
        content = {name: texts[name] for name in CONTENT if texts.get(name)}
        if key or content:
            as_it_was = key and not texts.get("level2")
            yield FileRow(key, Indicator(**content) if as_it_was else Indicator(level1, level2, **content))


def _texts(head: HeadRow, side: Side, row: int) -> dict[str, str]:
    """The clean texts of one row by field. A group that somebody merged counts in all of its rows, any other cell in its first."""
    texts = {}
    for column in head.columns:
        if column.side in (side, None):
            cells = dict.fromkeys(head.grid.covering[row][column.start : column.stop])
            kept = [cell.text for cell in cells if cell.row == row or column.field in ("level1", "level2")]
            texts[column.field] = clean("\n".join(kept), paragraphs=column.field in PARAGRAPHS)[0]
    return texts
