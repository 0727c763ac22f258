"""Blocks pasted into indicator rows, for the tests of where each cell goes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

from perfgoals.official.layout_file import Layout, load
from perfgoals.official.snapshot import SIDES, Indicator, IndicatorSides, Side, Snapshot
from perfgoals.tables.editing.block import Block
from perfgoals.tables.editing.changes import perform
from perfgoals.tables.editing.clipboard import read_clipboard
from perfgoals.tables.editing.keyed import Keyed
from perfgoals.tables.editing.pasting import InRow, Pasted, paste_rows
from perfgoals.tables.editing.wishes import wishes_in

HENAN, HEBEI = load("henan"), load("hebei")
NAMES = {two.name: one.name for one in HENAN.hierarchy.level1 for two in one.level2}
Row = tuple[str, ...]


def empty(form: Layout = HENAN, *, annual: Sequence[Indicator] = (), beside: dict[str, str] | None = None) -> Keyed:
    """The form with one empty row under every 二级指标, or these rows on the annual side."""
    rows = tuple(Indicator(level1, level2) for level2, level1 in NAMES.items())
    sides = {side: rows if side in form.sides else () for side in SIDES} | ({"annual": tuple(annual)} if annual else {})
    keys = {side: tuple(key(side, index) for index in range(len(sides[side]))) for side in SIDES}
    return Keyed(Snapshot(form.id, 2027, indicators=IndicatorSides(**sides)), keys, beside or {})


def key(side: Side, index: int) -> str:
    return f"{index:08x}-0000-4000-8000-{SIDES.index(side):012x}"


def row(level2: str, level3: str = "", value: str = "", **texts: str) -> Indicator:
    return Indicator(NAMES.get(level2, ""), level2, level3, value=value, **texts)


def paste(keyed: Keyed, block: Block | str, form: Layout = HENAN, *, side: Side = "annual", at: int = 0, field: str = "level3") -> Pasted:
    new = count()
    block = read_clipboard(block, "") if isinstance(block, str) else block
    return paste_rows(keyed, form, block, InRow(side, keyed.keys[side][at], field), lambda: f"ffffffff-0000-4000-8000-{next(new):012x}")


def after(keyed: Keyed, pasted: Pasted, form: Layout = HENAN) -> Keyed:
    return perform(keyed, wishes_in([dict(each) for each in pasted.changes]), form).keyed


def rows_after(keyed: Keyed, pasted: Pasted, form: Layout = HENAN, side: Side = "annual") -> list[Row]:
    """The rows with content once the changes are carried out: 二级, 三级 and 指标值, in Hebei description and basis too."""
    rows = [each for each in after(keyed, pasted, form).rows(side) if each.has_content]
    more = ("description", "basis") if form is HEBEI else ()
    return [(each.level2, each.level3, each.value, *(getattr(each, name) for name in more)) for each in rows]


def said(pasted: Pasted) -> list[tuple[int, str]]:
    return [(each.line, each.message) for each in pasted.unclear]


def pasted_rows(block: str, form: Layout = HENAN, **where: Any) -> list[Row]:
    """What a block that is clear makes of the empty form."""
    keyed = empty(form)
    pasted = paste(keyed, block, form, **where)
    assert said(pasted) == []
    return rows_after(keyed, pasted, form, where.get("side", "annual"))


def told(block: str, form: Layout = HENAN, **where: Any) -> list[tuple[int, str]]:
    """What is unclear about a block in the empty form."""
    return said(paste(empty(form), block, form, **where))


def named(*names: str, value: str = "") -> list[Indicator]:
    return [row("数量指标" if index < 2 else "质量指标", name, value) for index, name in enumerate(names)]
