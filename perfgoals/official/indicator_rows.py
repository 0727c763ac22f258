"""The indicator rows of a table under a head: each side read as a list of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from perfgoals.grid.model import Cell, Grid
from perfgoals.official.hierarchy import all_hierarchies, hierarchy
from perfgoals.official.indicator_heads import HeadColumn, HeadRow
from perfgoals.official.labels import bare, label_of
from perfgoals.official.problem import Problem
from perfgoals.official.regions import Slice
from perfgoals.official.snapshot import Side

CONTENT = ("level3", "description", "value", "basis", "comparator", "number", "unit", "weight")
_CONTINUED = re.compile(r"\s*[（(]续[）)]$")
_LEVELS = {"level1": "一级指标", "level2": "二级指标"}
_NUMBER = re.compile(r"\s*\d+\s*$")


@dataclass(frozen=True, slots=True)
class _Group:
    """A 一级 or 二级 cell as the rows beside it see it: its text, and the grid row it begins in."""

    text: str
    top: int


@dataclass(frozen=True, slots=True)
class _Read:
    """A row of one side. ``names_only``: it holds nothing but its 二级指标. ``carried``: the level whose name is that of the row above."""

    row: dict[str, str]
    group: int
    names_only: bool = False
    carried: str = ""


class _SideReader:
    """Reads one side of a block downwards, knowing the groups that the current row stands in."""

    def __init__(self, head: HeadRow, side: Side, loose: bool, last: Mapping[str, str]) -> None:
        self.grid = head.grid
        columns = [column for column in head.columns if column.side in (side, None)]
        self.groups_at = {column.field: column.start for column in columns if column.field in ("level1", "level2")}
        self.content_at = [column for column in columns if column.field in CONTENT]
        self.loose = loose or bool(last)
        self.merged_below = not loose
        self.groups = {field: _Group(last.get(field, ""), -1) for field in self.groups_at} if last else {}

    def read(self, row: int) -> _Read | None:
        """The side's row, None where there is nothing of it: padding, or the rest of a merged cell."""
        carried = self._enter_groups(row)
        content, begins = self._content(row)
        level2 = self.groups.get("level2")
        names = {field: group.text for field, group in self.groups.items()}
        if begins:
            return _Read(names | content, level2.top if level2 else row, carried=carried)
        if level2 and level2.text and level2.top == row:
            return _Read(names, level2.top, names_only=True)
        return None

    def _enter_groups(self, row: int) -> str:
        """The level whose name is that of the row above, as in a sheet without merges or at the top of a table's second piece, or ""."""
        cells = {field: self.grid.covering[row][column] for field, column in self.groups_at.items()}
        if self.loose and self.groups and not any(cell.text.strip() for cell in cells.values()):
            return "level2" if "level2" in self.groups and self.groups["level2"].text else ""
        carried = ""
        for field, cell in cells.items():
            if field == "level1" and self._stays_under_the_last(cells):
                carried = "level1"
            else:
                self.groups[field] = _entered(cell, self.groups.get(field))
        self.loose = self.loose and not self.merged_below
        return carried

    def _stays_under_the_last(self, cells: Mapping[str, Cell]) -> bool:
        """Whether a blank 一级 is that of the row above: in a sheet without merges, and not where the 二级 itself tells it."""
        return self.loose and "level1" in self.groups and not cells["level1"].text.strip() and not _is_known(cells["level2"].text)

    def _content(self, row: int) -> tuple[dict[str, str], bool]:
        """The texts by field, and whether one of them begins in this row."""
        content: dict[str, str] = {}
        begins = False
        for column in self.content_at:
            texts = [cell.text for cell in _cells_of(self.grid, column, row) if cell.text.strip()]
            text = " ".join(texts)
            content[column.field] = "\n".join(each for each in (content.get(column.field, ""), text) if each)
            begins = begins or bool(text and self.grid.covering[row][column.start].row == row)
        return content, begins


def _cells_of(grid: Grid, column: HeadColumn, row: int) -> list[Cell]:
    """The cells that begin in a column: one, or several under a head that spans them; none where the cell before runs on."""
    return [cell for cell in dict.fromkeys(grid.covering[row][column.start : column.stop]) if cell.column >= column.start]


def _entered(cell: Cell, last: _Group | None) -> _Group:
    text = cell.text.strip()
    if last and cell.row == last.top:
        return last
    if last and last.text and _CONTINUED.sub("", text) == last.text and text != last.text:
        return last  # a group that was split at a page
    return _Group(text, cell.row)


def read_rows(
    head: HeadRow, stop: int, before: Mapping[Side, Sequence[Mapping[str, str]]] = MappingProxyType({})
) -> tuple[dict[Side, list[dict[str, str]]], list[Problem], int]:
    """The rows under a head, a list a side; the problems met; and the grid row behind the last one.

    ``before``: the rows of the table's first piece, where these are its second.
    """
    end = _end(head, stop)
    loose = _unmerged(head, end)
    rows = [row for row in range(head.bottom, end) if any(cell.row == row for cell in head.grid.covering[row])]
    sides: dict[Side, list[dict[str, str]]] = {}
    problems: list[Problem] = []
    full: set[str] = set()
    for side in head.sides:
        reader = _SideReader(head, side, loose, before[side][-1] if before.get(side) else {})
        reads = _without_idle_names([read for row in rows if (read := reader.read(row))])
        sides[side] = [read.row for read in reads]
        full |= {read.row.get("level1", "") for read in reads}
        problems += [
            Problem(f"indicators.{side}[{index}].{read.carried}", f"{_LEVELS[read.carried]}空白，按上一行读作“{read.row[read.carried]}”")
            for index, read in enumerate(reads)
            if read.carried
        ]
    idle = [text for text in _level1_texts(head, rows) if text not in full]
    problems += [Problem("indicators", f"一级指标“{text}”下没有内容，未读入", text) for text in idle]
    problems += _strange_texts(head, rows)
    return sides, problems, end


def _strange_texts(head: HeadRow, rows: Sequence[int]) -> list[Problem]:
    """What stands in columns that no form has, one problem a column; and texts that stand in no column at all."""
    problems = []
    for column in head.strange:
        texts = [text for row in rows for text in _texts(head.grid, column, row) if column.field or not _NUMBER.match(text)]
        if column.field or texts:
            problems.append(Problem("", f"指标表中的“{column.field}”一栏表样中没有，未读入", "；".join(texts)))
    taken = {place for column in (*head.columns, *head.strange) for place in range(column.start, column.stop)}
    free = [HeadColumn("", None, place, place + 1) for place in range(head.first, head.grid.columns) if place not in taken]
    outside = [text for row in rows for column in free for text in _texts(head.grid, column, row)]
    return problems + [Problem("", "这一处没有看懂，未读入", text) for text in (*head.texts, *outside)]


def _texts(grid: Grid, column: HeadColumn, row: int) -> list[str]:
    return [cell.text.strip() for cell in _cells_of(grid, column, row) if cell.row == row and cell.text.strip()]


def _level1_texts(head: HeadRow, rows: Sequence[int]) -> list[str]:
    columns = [column.start for column in head.columns if column.field == "level1"]
    texts = (_CONTINUED.sub("", head.grid.covering[row][column].text.strip()) for row in rows for column in columns)
    return list(dict.fromkeys(text for text in texts if text))


def _end(head: HeadRow, stop: int) -> int:
    """Rows belong to the block until a line across the whole form, or a row of what stands below it."""
    for row in range(head.bottom, stop):
        cells = [cell for cell in head.grid.starting(row) if cell.text.strip()]
        if cells and (cells[0].columns * 5 >= head.grid.columns * 4 or _is_labelled(head, cells)):
            return row
    return stop


def _is_labelled(head: HeadRow, cells: Sequence[Cell]) -> bool:
    """Whether a row is a label with its value: 填表人, 审核意见, 总分. A label beside the block's own (绩效指标) is none of its rows."""
    cell = cells[0]
    label = label_of(cell.text) if cell.column <= head.first else None
    if label and label.kind in ("sign", "foreign"):
        return True
    if cell.column < head.first:
        return not ((label and label.kind == "block") or _CONTINUED.search(cell.text) or _NUMBER.match(cell.text))
    runs_on = any(column.start == each.column and column.stop < each.right for each in cells[:2] for column in head.columns)
    return cell.column == head.first and runs_on and not _is_known(cell.text)


def goes_on(head: HeadRow, piece: Slice) -> bool:
    """Whether a piece without a head holds further rows of the block: it is as wide and begins with a known name or beside a group."""
    if piece.grid.columns != head.grid.columns:
        return False
    texts = (cell for row in range(piece.start, piece.stop) for cell in piece.grid.starting(row) if cell.text.strip())
    first = next(texts, None)
    if first is None:
        return False
    return _is_known(first.text) or any(column.start == first.column for column in head.columns if column.field in CONTENT)


def _is_known(text: str) -> bool:
    """Whether a framework has a 一级 or 二级指标 of this name."""
    name = bare(_CONTINUED.sub("", text))
    return any(each.has_level1(name) or each.has_level2(name) for each in map(hierarchy, all_hierarchies()))


def _unmerged(head: HeadRow, end: int) -> bool:
    """Whether the sheet leaves 一级 and 二级 blank below their first row instead of merging."""
    columns = [column for column in head.columns if column.field in ("level1", "level2")]
    return all(head.grid.covering[row][column.start].rows == 1 for row in range(head.bottom, end) for column in columns)


def _without_idle_names(reads: Sequence[_Read]) -> list[_Read]:
    """A row that only names its 二级指标 stays where no other row does so."""
    named = {read.group for read in reads if not read.names_only}
    return [read for read in reads if not read.names_only or read.group not in named]
