"""Where a row goes in its side's list: where it is wished, if that leaves the groups whole, else where the framework has it.

A group is what prints as one cell: rows of the same 一级指标, and within it of the same 二级指标, one below the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from perfgoals.official.hierarchy import Hierarchy
from perfgoals.official.snapshot import Indicator


def spelled_as_here(rows: Sequence[Indicator], level2: str, framework: Hierarchy) -> str:
    """The 二级指标 in the spelling that the side uses already, for an alias would print as a group of its own."""
    place = framework.place_of(level2)
    return next((row.level2 for row in rows if framework.place_of(row.level2) == place), re.sub(r"\s+", "", level2))


def index_for(rows: Sequence[Indicator], level1: str, level2: str, wished: int | None, framework: Hierarchy) -> int:
    """The index at which a row of this place goes in. ``wished`` counts only where no 一级 or 二级 group is torn apart by it."""
    if wished is not None and _keeps_whole(rows, level1, level2, wished):
        return wished
    return _by_the_framework(rows, level1, level2, framework)


def _keeps_whole(rows: Sequence[Indicator], level1: str, level2: str, index: int) -> bool:
    around = [(row.level1, row.level2) for row in rows[max(index - 1, 0) : index + 1]]
    if any((row.level1, row.level2) == (level1, level2) for row in rows):
        return (level1, level2) in around
    between = index > 0 and len(around) > 1
    if between and around[0] == around[1]:
        return False
    if any(row.level1 == level1 for row in rows):
        return any(one == level1 for one, _ in around)
    return not (between and around[0][0] == around[1][0])


def _by_the_framework(rows: Sequence[Indicator], level1: str, level2: str, framework: Hierarchy) -> int:
    """Behind its own group; else behind the groups before it, those of its 一级指标 first."""
    own = [index for index, row in enumerate(rows) if (row.level1, row.level2) == (level1, level2)]
    if own:
        return own[-1] + 1
    place = framework.place_of(level2)
    siblings = [index for index, row in enumerate(rows) if row.level1 == level1]
    before = [index for index in siblings or range(len(rows)) if framework.place_of(rows[index].level2) < place]
    if siblings:
        return before[-1] + 1 if before else siblings[0]
    return _end_of_level1(rows, before[-1]) + 1 if before else 0


def _end_of_level1(rows: Sequence[Indicator], index: int) -> int:
    """The last row of the 一级 group that the row stands in, which may hold more than the framework gives it."""
    while index + 1 < len(rows) and rows[index + 1].level1 == rows[index].level1:
        index += 1
    return index
