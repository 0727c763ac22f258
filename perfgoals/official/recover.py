"""Grid and layout files -> Snapshot and problems: published tables read by their labels, wherever these stand.

The way back of ``layout``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from perfgoals.grid.model import Grid
from perfgoals.official.department_goals import DepartmentGoals, Unit, recover_goals
from perfgoals.official.fixed_part import FixedPart, read_fixed_part
from perfgoals.official.funding_totals import by_side
from perfgoals.official.indicator_heads import HeadRow, find_heads
from perfgoals.official.indicator_rows import goes_on, read_rows
from perfgoals.official.labels import bare, label_of, layouts_by_likeness, printed_labels
from perfgoals.official.layout_file import Layout
from perfgoals.official.mending import mend
from perfgoals.official.problem import Problem
from perfgoals.official.regions import Region, Slice, find_regions, narrow
from perfgoals.official.snapshot import Side, Snapshot


@dataclass(frozen=True, slots=True)
class Recovered:
    """One table: what it says, and what was mended or not understood on the way."""

    snapshot: Snapshot
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Everything in one file. ``other_forms``: names of tables that are no target tables, such as a 绩效自评表;
    ``lines``: text outside the tables that is no part of 部门整体绩效目标."""

    tables: tuple[Recovered, ...] = ()
    goals: tuple[DepartmentGoals, ...] = ()
    other_forms: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


def recover(grids: Sequence[Grid]) -> Found:
    """The tables and 部门整体绩效目标 in the grids of one file, in reading order."""
    regions, lines_between = find_regions(grids)
    remembered = dict(grids[0].properties) if grids else {}
    goals: list[DepartmentGoals] = []
    lines: list[str] = []
    tables: list[Recovered] = []
    other_forms: list[str] = []
    for number, texts in enumerate(lines_between):
        here, rest = recover_goals(texts, remembered)
        goals += here
        lines += rest
        if number < len(regions):
            table = _table(regions[number], remembered.get("year", ""))
            if isinstance(table, Recovered):
                tables.append(table)
            else:
                other_forms.append(table)
    return Found(tuple(tables), tuple(_of_the_same_unit(goals, tables)), tuple(other_forms), tuple(lines))


def _of_the_same_unit(goals: Iterable[DepartmentGoals], tables: Sequence[Recovered]) -> list[DepartmentGoals]:
    """A volume prints its unit in the tables, not above the goals: they take it, and the year, from there."""
    if not tables:
        return list(goals)
    first = tables[0].snapshot
    unit = Unit(first.department.code, first.department.name)
    return [replace(each, department=each.department if each.department.name else unit, year=each.year or first.year) for each in goals]


_PROJECT_TITLE = re.compile("项目.*目标.*表")  # such a table with indicators is read even where the label of its name is not known


def _table(region: Region, remembered_year: str) -> Recovered | str:
    """The region's table; the title alone where it is no 绩效目标表."""
    foreign = [cell.text for cell in region.cells() if (label := label_of(cell.text)) and label.kind == "foreign"]
    title = next((cell.text.strip() for cell in region.cells() if cell.text.strip()), "")
    if len(set(foreign)) >= 2 or (foreign and "自评" in title) or not (region.names_project or _PROJECT_TITLE.search(narrow(title))):
        return title
    block = _Indicators()
    outside = [rest for piece in region.slices for rest in block.read(piece)]
    part = read_fixed_part(outside)
    if not block.heads and not (region.names_project and part.labels & {"年度目标", "绩效目标", "总体目标"}):
        return title
    return _recovered(part, block, remembered_year)


class _Indicators:
    """The indicator blocks of a table, read piece by piece."""

    def __init__(self) -> None:
        self.rows: dict[Side, list[dict[str, str]]] = {"period": [], "annual": []}
        self.heads: list[HeadRow] = []
        self.problems: list[Problem] = []
        self.open: HeadRow | None = None  # the head whose rows reached the end of the piece before

    def read(self, piece: Slice) -> Iterator[Slice]:
        """Takes the blocks out of a piece, and gives what is left of it."""
        heads = find_heads(piece)
        start = piece.start
        if self.open and (not heads or heads[0].top > piece.start) and goes_on(self.open, piece):
            start = self._take(self.open.going_on(piece), min([piece.stop, *(head.top for head in heads)]), self.rows)
        for head, stop in zip(heads, [*(head.top for head in heads[1:]), piece.stop], strict=False):
            if start < head.top:
                yield Slice(piece.grid, start, head.top)
            start = self._take(head, stop, {})
            self.heads.append(head)
            self.open = head
        if start < piece.stop:
            self.open = None
            yield Slice(piece.grid, start, piece.stop)

    def _take(self, head: HeadRow, stop: int, before: Mapping[Side, Sequence[Mapping[str, str]]]) -> int:
        sides, met, end = read_rows(head, stop, before)
        self.problems += [_behind(problem, self.rows) for problem in met]
        for side, read in sides.items():
            self.rows[side] += read
        return end


def _behind(problem: Problem, rows: dict[Side, list[dict[str, str]]]) -> Problem:
    """The problem's path in a block that follows rows of the same side."""
    for side, before in rows.items():
        prefix = f"indicators.{side}["
        if before and problem.path.startswith(prefix):
            index, _, rest = problem.path.removeprefix(prefix).partition("]")
            return replace(problem, path=f"{prefix}{int(index) + len(before)}]{rest}")
    return problem


def _recovered(part: FixedPart, block: _Indicators, year: str) -> Recovered:
    heads = block.heads
    labels = frozenset(part.labels).union(*(head.labels for head in heads))
    form = _form(part, labels, heads)
    funding, not_placed = by_side(part.totals)
    data: dict[str, Any] = {
        "layout": form.id,
        "year": part.texts.get("year") or (int(year) if re.fullmatch("[0-9]{4}", year) else 0),
        "number": part.texts.get("number", ""),
        "purpose": part.texts.get("purpose", ""),
        "funding": {side: funding.get(side) for side in ("period", "annual")},
        "disbursement": part.stages,
        "indicators": {side: [_with_whole_value(row) for row in listed] for side, listed in block.rows.items()},
    }
    for path, text in part.texts.items():
        group, _, name = path.rpartition(".")
        if group:
            data.setdefault(group, {})[name] = text
    snapshot, mended = mend(data, money_unit=part.money_unit)
    unlike = _unlike(form, labels - {bare(part.texts.get("goals.period_label", ""))})
    return Recovered(snapshot, (*unlike, *part.problems, *not_placed, *block.problems, *mended))


def _form(part: FixedPart, labels: frozenset[str], heads: Sequence[HeadRow]) -> Layout:
    paths = {path for path, text in part.texts.items() if text and path not in ("year", "number", "department.code")}
    paths |= {column.field for head in heads for column in head.columns}
    sides = len({side for head in heads for side in head.sides})
    return layouts_by_likeness(labels, frozenset(paths), sides)[0]


def _unlike(form: Layout, labels: frozenset[str]) -> list[Problem]:
    """A form of another place is read as the likeliest one there is, and that is said."""
    strange = sorted(labels - printed_labels(form))
    if not strange:
        return []
    return [Problem("layout", f"表样与“{form.name}”不完全相同，已按它读入，请核对", "、".join(strange))]


def _with_whole_value(row: dict[str, str]) -> dict[str, str]:
    """Where a form prints 指标性质, 指标值 and 度量单位 apart, the 指标值 is all three together."""
    comparator, unit, value = (row.get(name, "").strip() for name in ("comparator", "unit", "value"))
    if not value or not (comparator or unit):
        return row
    sign = "" if comparator == "定性" or value.startswith(comparator) else comparator
    whole = f"{sign}{value}{'' if value.endswith(unit) else unit}"
    return row | {"value": whole, "number": value if comparator != "定性" else ""}
