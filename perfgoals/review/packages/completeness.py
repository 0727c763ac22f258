"""Is a unit's package complete? Every source looks at one thing in one table, or in the unit, and says what is lacking, where.

Plain functions over what ``gathering`` has read: nothing here asks the database.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from perfgoals.official.layout_file import Layout, layout_ids, load
from perfgoals.official.paths import PathError, value_at
from perfgoals.official.place_names import place_name
from perfgoals.official.snapshot import Indicator, Side
from perfgoals.review.controls import exceeding
from perfgoals.review.packages.gathering import Packed, UnitRound
from perfgoals.review.points import untouched
from perfgoals.tables.models import Attachment

ANNUAL_TOTAL = "funding.annual.total"
NEEDED = ("产出", "效益")
"""The 一级指标 of which a table has at least one indicator, by the beginning of their names in any framework."""


class Level(StrEnum):
    """必须修改 keeps the package from being reported; 请核实 is shown, and reported once it was seen."""

    MUST = "必须修改"
    CHECK = "请核实"


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is lacking. ``path``: the cell it is to be filled in; ``anchor``: else the part of the table's page."""

    level: Level
    sentence: str
    path: str = ""
    anchor: str = ""


def lacks_of(packed: Packed, unit: UnitRound) -> list[Lack]:
    """What a table lacks, the gravest first."""
    found = [lack for source in SOURCES for lack in source(packed, unit)]
    return sorted(found, key=lambda lack: lack.level != Level.MUST)


def required_cells(packed: Packed, unit: UnitRound) -> Iterator[Lack]:
    """The cells that the official form requires, the amounts among them as numbers; 年度目标 and 年度资金总额 in any form."""
    if packed.table.layout not in layout_ids():
        yield Lack(Level.MUST, f"版式“{packed.table.layout}”已不在本系统，请联系系统管理员")
        return
    form = load(packed.table.layout)
    required = [cell.path for row in form.rows for cell in row if cell.required or cell.path == "goals.annual"]
    for path in dict.fromkeys([*required, ANNUAL_TOTAL]):
        value = _value(packed, path)
        if value == "":
            yield Lack(Level.MUST, f"{place_name(path)}没有填", path)
        elif path.startswith("funding.") and not isinstance(value, Decimal):
            yield Lack(Level.MUST, f"{place_name(path)}“{str(value)[:20]}”不是数字，请改为以万元为单位的数字", path)


def _value(packed: Packed, path: str) -> object:
    try:
        value = value_at(packed.snapshot, path)
    except PathError:  # the amounts of a side that the record does not have
        return ""
    return value.strip() if isinstance(value, str) else value


def indicators(packed: Packed, unit: UnitRound) -> Iterator[Lack]:
    """At least one indicator with name and value below each needed 一级指标: of the year, where the form has that side."""
    form = _form(packed)
    if form is None:
        return
    side: Side = "annual" if "annual" in form.sides else form.sides[0]
    rows: Sequence[Indicator] = getattr(packed.snapshot.indicators, side)
    for level1 in (one.name for one in form.hierarchy.level1 if one.name.startswith(NEEDED)):
        below = [place for place, row in enumerate(rows) if _level1(form, row) == level1]
        if not any(rows[place].level3.strip() and (rows[place].value.strip() or rows[place].number.strip()) for place in below):
            path = f"indicators.{side}[{below[0]}].level3" if below else ""
            yield Lack(Level.MUST, f"{level1}至少要有一条，三级指标和指标值都要填", path)


def _level1(form: Layout, row: Indicator) -> str:
    return form.hierarchy.parent_of(row.level2) or row.level1


def attachments(packed: Packed, unit: UnitRound) -> Iterator[Lack]:
    """The kinds of attachment that the round asks for."""
    wanted = unit.round.required_kinds if unit.round else []
    for kind in wanted:
        if kind not in packed.kinds:
            yield Lack(Level.MUST, f"缺少附件：{Attachment.Kind(kind).label}", anchor="attachments")


def within_control(packed: Packed, unit: UnitRound) -> Iterator[Lack]:
    """二上 within its 控制数; what has none is asked about."""
    if not unit.are_controls_issued:
        return
    if not packed.control:
        yield Lack(Level.CHECK, "这个项目没有控制数，不再申报的请删除这张表", ANNUAL_TOTAL)
    if packed.amount is not None and (sentence := exceeding(packed.amount, packed.control)):
        yield Lack(Level.MUST, sentence, ANNUAL_TOTAL)


def answers(packed: Packed, unit: UnitRound) -> Iterator[Lack]:
    """The points of the latest return: refused where nothing at all was done about them, as on the table's own page."""
    returned = packed.returned
    if returned is None or not returned.unanswered:
        return
    if returned.is_untouched:
        yield Lack(Level.MUST, untouched(returned.points), anchor="points")
    else:
        yield Lack(Level.CHECK, f"{returned.unanswered} 条退回意见没有答复", anchor="points")


def source_problems(packed: Packed, unit: UnitRound) -> Iterator[Lack]:
    """What was mended or not understood when the table was read in, and has not been looked at since."""
    if count := len(packed.table.source_problems):
        yield Lack(Level.CHECK, f"来源问题 {count} 处，请与原件核对", anchor="problems")


def _form(packed: Packed) -> Layout | None:
    return load(packed.table.layout) if packed.table.layout in layout_ids() else None


SOURCES: Sequence[Callable[[Packed, UnitRound], Iterator[Lack]]] = (
    required_cells,
    indicators,
    attachments,
    within_control,
    answers,
    source_problems,
)
"""Whatever looks at a table before it is reported, in the order in which it is told; findings of checks come in here."""


def lacks_of_unit(unit: UnitRound, left_behind: Sequence[Packed]) -> list[Lack]:
    """What is to be looked at in the unit as a whole; ``left_behind``: the tables that do not go with the others."""
    found = []
    if unit.missing:
        names = "、".join(project.name for project in unit.missing)
        found.append(Lack(Level.CHECK, f"{len(unit.missing)} 个项目没有本轮的表，上报后记为本轮不申报：{names}"))
    if left_behind:
        names = "、".join(packed.name for packed in left_behind)
        found.append(Lack(Level.CHECK, f"{len(left_behind)} 张表还在经办岗手中，不随这次上报：{names}"))
    if unit.is_second and not unit.are_controls_issued:
        found.append(Lack(Level.CHECK, "控制数还没有下达，不能核对申报数是否超出"))
    return found


def signature(lacks: Sequence[tuple[int, Lack]]) -> str:
    """Stands for what a person has seen to be looked at, table by table (0 for the unit), so that anything new is known as such."""
    seen = sorted(f"{pk} {lack.path} {lack.sentence}" for pk, lack in lacks if lack.level == Level.CHECK)
    return hashlib.sha256("\n".join(seen).encode("utf-8", "surrogatepass")).hexdigest() if seen else ""
