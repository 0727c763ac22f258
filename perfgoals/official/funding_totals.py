"""The money of a table: each 资金总额 with what belongs to it, and which side it is the total of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from perfgoals.grid.model import Cell
from perfgoals.official.labels import bare
from perfgoals.official.problem import Problem
from perfgoals.official.snapshot import Side


@dataclass(slots=True)
class Total:
    """A 资金总额 where it stands. ``side`` is None until known; ``amounts`` by name (total, fiscal, other) and the finer ``parts``."""

    cell: Cell
    side: Side | None
    amounts: dict[str, Any] = field(default_factory=dict)
    parts: list[dict[str, Any]] = field(default_factory=list)


def by_side(totals: Sequence[Total]) -> tuple[dict[Side, dict[str, Any]], list[Problem]]:
    """The funding block of each side, and the amounts that found no place in it."""
    totals, problems = _without_sums_of_other_things(totals)
    sides: dict[Side, dict[str, Any]] = {}
    for total, side in zip(totals, _sides(totals), strict=True):
        block = sides.setdefault(side, {})
        for name, amount in total.amounts.items():
            if block.get(name, "") == "":
                block[name] = amount
            elif amount not in ("", block[name]):
                problems.append(Problem(f"funding.{side}.{name}", "同一金额出现两次，后一处未读入", str(amount)))
        if total.parts:
            block.setdefault("parts", []).extend(total.parts)
    return sides, problems


def _sides(totals: Sequence[Total]) -> list[Side]:
    """A total that does not name its side is the long one beside an annual one, or the first of several; else the annual one."""
    beside_annual = any(total.side == "annual" for total in totals)
    unnamed = [total for total in totals if total.side is None]
    first = unnamed[0] if len(unnamed) > 1 else None
    return [total.side or ("period" if beside_annual or total is first else "annual") for total in totals]


def _without_sums_of_other_things(totals: Sequence[Total]) -> tuple[list[Total], list[Problem]]:
    """A 合计 below the 年度资金总额 that has no parts of its own sums up something else: a 测算明细, the weights."""
    annual = next((place for place, total in enumerate(totals) if total.side == "annual"), len(totals))
    kept, problems = list(totals[: annual + 1]), []
    for total in totals[annual + 1 :]:
        if total.side or total.parts or total.cell.row == totals[annual].cell.row or total.amounts.keys() != {"total"}:
            kept.append(total)
        elif total.amounts["total"] != "":
            problems.append(Problem("", f"“{bare(total.cell.text)}”一栏不是资金总额，未读入", str(total.amounts["total"])))
    return kept, problems
