"""Where the rows of a pasted block go: into the empty rows of their 二级指标, then behind the last of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perfgoals.official.hierarchy import Hierarchy, Level1
from perfgoals.official.labels import bare
from perfgoals.official.snapshot import Side
from perfgoals.tables.editing.keyed import Keyed
from perfgoals.tables.editing.pasted_rows import PastedRow
from perfgoals.tables.editing.placing import spelled_as_here


def home_of(row: PastedRow, own: str, framework: Hierarchy) -> tuple[str, list[str]]:
    """The 二级指标 a row goes to, and what is doubtful about that. ``own``: that of the row it is pasted into."""
    if not row.is_named:
        return own, []
    if level2 := _level2_named(row.level2, framework):
        return level2, list(_contradiction(row, level2, framework))
    home = next(_likely(row, framework), own)
    what = f"本表指标框架中没有二级指标“{row.level2}”" if row.level2 else "二级指标空白"
    return home, [f"{what}，放在“{home}”下，请核对"]


def _contradiction(row: PastedRow, level2: str, framework: Hierarchy) -> Iterator[str]:
    parent = framework.parent_of(level2)
    printed = _level1_named(row.level1, framework)
    if row.level1 and (printed is None or printed.name != parent):
        yield f"一级指标“{row.level1}”与二级指标“{row.level2}”不符，按二级归入“{parent}”"


def _likely(row: PastedRow, framework: Hierarchy) -> Iterator[str]:
    """What a place without a known 二级 may mean: the only 二级 of its 一级, or a 二级 that is printed as 一级."""
    for name in (row.level2, row.level1, row.under):
        one = _level1_named(name, framework)
        if one and len(one.level2) == 1:
            yield one.level2[0].name
        if level2 := _level2_named(name, framework):
            yield level2


def _level1_named(name: str, framework: Hierarchy) -> Level1 | None:
    return next((one for one in framework.level1 if bare(name) in (one.name, *one.aliases)), None) if name else None


def _level2_named(name: str, framework: Hierarchy) -> str:
    names = (two for one in framework.level1 for two in one.level2)
    return next((two.name for two in names if bare(name) in (two.name, *two.aliases)), "")


@dataclass(slots=True)
class _Group:
    """``empty``: indexes of the rows still to be filled; ``last``: the key of the row that an added one goes behind."""

    level2: str
    empty: list[int]
    last: str | None


class Groups:
    """The 二级 groups of a table while rows are being put into them.

    ``start``: side and index of the row that is pasted into, where the block names no 二级指标: its group is taken from there on.
    """

    def __init__(self, keyed: Keyed, framework: Hierarchy, start: tuple[Side, int] | None) -> None:
        self.keyed, self.framework, self.start = keyed, framework, start
        self.groups: dict[tuple[Side, str], _Group] = {}

    def empty_row(self, side: Side, level2: str) -> int | None:
        """The index of the next empty row of the group, each once; None when they are used up."""
        group = self._group(side, level2)
        if not group.empty:
            return None
        index = group.empty.pop(0)
        group.last = self.keyed.keys[side][index]
        return index

    def added(self, side: Side, level2: str, key: str) -> tuple[str, str | None]:
        """The spelling of the 二级指标 for a new row and the row it goes behind; the next one goes behind it."""
        group = self._group(side, level2)
        after, group.last = group.last, key
        return group.level2, after

    def _group(self, side: Side, level2: str) -> _Group:
        if (side, level2) not in self.groups:
            self.groups[side, level2] = self._found(side, level2)
        return self.groups[side, level2]

    def _found(self, side: Side, level2: str) -> _Group:
        rows = self.keyed.rows(side)
        spelled = spelled_as_here(rows, level2, self.framework) if self.framework.has_level2(level2) else level2
        members = [index for index, row in enumerate(rows) if row.level2 == spelled]
        here = self.start is not None and self.start[0] == side and self.start[1] in members
        if here and self.start is not None:
            members = [index for index in members if index >= self.start[1]]
        empty = [index for index in members if not rows[index].has_content]
        last = members[0] if here else members[-1] if members else None
        return _Group(spelled, empty, None if last is None else self.keyed.keys[side][last])
