"""What comes from outside -> a canonical Snapshot and the problems met on the way.

Office files and JSON from outside go through the same mending, so the same slip is told in the same words whichever file
it came in. Canonical: texts clean, a 一级指标 that belongs to its 二级指标, no wholly empty row, the blocks its form has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

from perfgoals.official.hierarchy import Hierarchy, all_hierarchies, hierarchy
from perfgoals.official.layout_file import Layout, layout_ids, load
from perfgoals.official.money import parse_amount
from perfgoals.official.outside import Reader
from perfgoals.official.problem import Problem, one_a_path
from perfgoals.official.snapshot import SIDES, Amount, Funding, Indicator, IndicatorSides, Snapshot, Stage, field_types

PARAGRAPHS = frozenset({"goals.period", "goals.annual", "purpose", "description", "basis"})
"""Fields (a row's by their last name) whose line breaks are paragraphs; in all others they are broken words."""


def mend(data: Any, *, money_unit: Literal["万元", "元"] = "万元") -> tuple[Snapshot, list[Problem]]:
    """The snapshot that TABLE_JSON-like data stands for, and one problem for every path mended or not understood.

    Amounts may be text as found (``66万元``) or Decimal; ``money_unit`` is the unit they are in when they do not say.
    Never raises for a dictionary, whatever it holds.
    """
    reader = _Reader("元" if isinstance(data, Mapping) and data.get("money_unit") == "元" else money_unit)
    snapshot = reader.record(Snapshot, data, "")
    if snapshot.money_unit == "元":
        snapshot = replace(snapshot, money_unit="")
        reader.problems.append(Problem("money_unit", "金额以元为单位，已换算成万元", "元"))
    form = load(snapshot.layout) if snapshot.layout in layout_ids() else None
    snapshot = _with_rows_mended(snapshot, _framework(snapshot, form.hierarchy if form else hierarchy("2015")), reader.problems)
    snapshot = _with_year(snapshot, reader.problems)
    return _as_the_form_has_it(snapshot, form) if form else snapshot, one_a_path(reader.problems)


class _Reader(Reader):
    """Walks the data along the Snapshot's types."""

    def __init__(self, money_unit: Literal["万元", "元"]) -> None:
        super().__init__()
        self.money_unit = money_unit

    def record(self, kind: type, data: Any, path: str) -> Any:
        hints = field_types(kind)
        found = self.mapping(data, hints.keys(), path)
        dot = f"{path}." if path else ""
        return kind(**{name: self.value(hint, found.get(name), dot + name) for name, hint in hints.items()})

    def value(self, hint: Any, data: Any, path: str) -> Any:
        if hint == Amount:
            return self.amount(data, path)
        if hint is str:
            return self.field_text(data, path)
        if hint is int:
            return self.year(data, path)
        if get_origin(hint) is tuple:
            kind = get_args(hint)[0]
            return tuple(self.record(kind, row, f"{path}[{index}]") for index, row in enumerate(self.rows(data, path)))
        if type(None) in get_args(hint):
            return None if data is None else self.record(get_args(hint)[0], data, path)
        return self.record(hint, data, path)

    def field_text(self, data: Any, path: str) -> str:
        keep = path if path.startswith("goals") or path == "purpose" else path.rpartition(".")[2]
        return self.text(data, path, paragraphs=keep in PARAGRAPHS)

    def amount(self, data: Any, path: str) -> Amount:
        if isinstance(data, Decimal) and data.is_finite() and abs(data.adjusted()) < 100 and self.money_unit == "万元":
            return data
        text = self.field_text(data, path)
        amount = parse_amount(text, unit=self.money_unit)
        if amount.number is not None:
            if amount.mended:
                self.problems.append(Problem(path, amount.mended, text))
            return amount.number
        if text:
            self.problems.append(Problem(path, "不是金额，已按原文保留，请改为以万元为单位的数字", text))
        return text


def _framework(snapshot: Snapshot, own: Hierarchy) -> Hierarchy:
    """The framework that most rows fit, the form's own where another is no better: newer tables use 成本指标 as 一级 in an old form."""
    pairs = {(row.level1, row.level2) for side in SIDES for row in getattr(snapshot.indicators, side)}

    def fitting(framework: Hierarchy) -> int:
        return sum(1 for level1, level2 in pairs if framework.has_level1(level1) and framework.has_level2(level2))

    return max([own, *map(hierarchy, all_hierarchies())], key=fitting)


def _with_rows_mended(snapshot: Snapshot, framework: Hierarchy, problems: list[Problem]) -> Snapshot:
    """Drops the rows that say nothing, puts a missing or misplaced 一级指标 right, and makes paths told so far follow the rows."""
    sides = {}
    for side in SIDES:
        listed: Sequence[Indicator] = getattr(snapshot.indicators, side)
        kept = _rows_that_say_something(listed)
        named = {listed[old].level1 for old in kept}
        lost = dict.fromkeys(row.level1 for row in listed if row.level1 and row.level1 not in named)
        _follow(problems, f"indicators.{side}", {old: new for new, old in enumerate(kept)})
        problems += [Problem(f"indicators.{side}", f"一级指标“{name}”下没有内容，未读入", name) for name in lost]
        sides[side] = tuple(
            _with_level1(listed[old], framework, f"indicators.{side}[{new}].level1", problems) for new, old in enumerate(kept)
        )
    return replace(snapshot, indicators=IndicatorSides(**sides))


def _rows_that_say_something(rows: Sequence[Indicator]) -> list[int]:
    """Indexes of the rows with content, and of one row for a 二级指标 that is named without any."""
    kept: list[int] = []
    start = 0
    while start < len(rows):
        stop = start
        while stop < len(rows) and (rows[stop].level1, rows[stop].level2) == (rows[start].level1, rows[start].level2):
            stop += 1
        full = [index for index in range(start, stop) if rows[index].has_content]
        kept += full or ([start] if rows[start].level2 else [])
        start = stop
    return kept


def _follow(problems: list[Problem], rows: str, moved: Mapping[int, int]) -> None:
    for place, problem in enumerate(problems):
        if found := re.match(re.escape(rows) + r"\[(\d+)\]", problem.path):
            new = moved.get(int(found[1]))
            path = rows if new is None else f"{rows}[{new}]{problem.path[found.end() :]}"
            problems[place] = replace(problem, path=path)


def _with_level1(row: Indicator, framework: Hierarchy, path: str, problems: list[Problem]) -> Indicator:
    misplaced = framework.has_level2(row.level1) and not framework.has_level1(row.level1)
    if row.level1 and not misplaced:
        return row
    parent = framework.parent_of(row.level2)
    if not parent:
        said = f"一级指标栏中是二级指标“{row.level1}”，请核实" if row.level1 else "一级指标空白，请补填"
        problems.append(Problem(path, said, row.level1))
        return row
    said = f"一级指标栏中是二级指标“{row.level1}”" if row.level1 else "一级指标空白"
    problems.append(Problem(path, f"{said}，按二级指标“{row.level2}”归入“{parent}”", row.level1))
    return replace(row, level1=parent)


def _with_year(snapshot: Snapshot, problems: list[Problem]) -> Snapshot:
    """The year where none is given: guessed from the 项目编码, which holds the project's first year, and told as a guess."""
    if snapshot.year:
        return snapshot
    code = re.match(r"\d{6}(\d\d)[A-Z]", snapshot.project.code)
    if code is None:
        problems.append(Problem("year", "没有找到预算年度，请补填"))
        return snapshot
    year = 2000 + int(code[1])
    problems.append(Problem("year", f"表中没有预算年度，按项目编码推定为{year}年，请核实", snapshot.project.code))
    return replace(snapshot, year=year)


def _as_the_form_has_it(snapshot: Snapshot, form: Layout) -> Snapshot:
    """The blocks that the form prints exist, if empty; those it does not print and that say nothing do not."""
    funding = {side: _funding(getattr(snapshot.funding, side), f"funding.{side}.total" in form.bound) for side in SIDES}
    goals, stages = snapshot.goals, snapshot.disbursement
    if not goals.period_label:
        printed = (cell.blank for row in form.rows for cell in row if cell.path == "goals.period_label")
        goals = replace(goals, period_label=next(printed, ""))
    if form.stages and not stages:
        stages = tuple(Stage(by) for by in form.stages)
    return replace(snapshot, funding=replace(snapshot.funding, **funding), goals=goals, disbursement=stages)


def _funding(funding: Funding | None, printed: bool) -> Funding | None:
    if funding is None:
        return Funding() if printed else None
    return funding if printed or funding != Funding() else None
