"""The official forms as data: one TOML file each in ``layouts/``. A new province is added there and nowhere else.

``docs/layouts.md`` describes every key of the file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, cast

from perfgoals.grid.model import Role
from perfgoals.official.hierarchy import Hierarchy, hierarchy
from perfgoals.official.layout_keys import NAMES, LayoutError, refuse_unknown
from perfgoals.official.snapshot import Side

__all__ = [
    "FOLDER",
    "GOALS_ID",
    "Block",
    "Column",
    "FormCell",
    "GoalsLayout",
    "Layout",
    "LayoutError",
    "StagePart",
    "all_layouts",
    "layout_ids",
    "load",
    "load_goals",
    "parse",
]

FOLDER = Path(__file__).parent / "layouts"
GOALS_ID = "department-goals"

StagePart = Literal["by", "value"]


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell of the fixed part of a form: a label, or the place of the value at ``path``.

    ``text`` is what is printed, with ``{path}`` for values and ``{unit}`` for 单位 code and name together; ``blank`` what
    stands there while the value is empty. ``limit`` is the longest text in characters, ``options`` the texts offered.
    """

    role: Role
    path: str = ""
    text: str = ""
    blank: str = ""
    rows: int = 1
    columns: int = 1
    stages: StagePart | None = None
    contact: str = ""
    required: bool = False
    limit: int | None = None
    lines: int = 1
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an indicator block. ``side`` is None for a 一级指标 column that two sides share."""

    head: str
    field: str
    side: Side | None = None
    role: Role = "value"
    columns: int = 1
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """An indicator block: its columns, and the label merged down its left, if any. Two sides in one block are a twin."""

    columns: tuple[Column, ...]
    label: str = ""

    @property
    def sides(self) -> tuple[Side, ...]:
        return tuple(dict.fromkeys(column.side for column in self.columns if column.side))


@dataclass(frozen=True)
class Layout:
    """One official form. ``source`` names the 文号 or the published volume it is taken from."""

    id: str
    name: str
    source: str
    hierarchy_id: str
    money_unit: str
    amount_format: str
    landscape: bool
    shares: tuple[float, ...]
    rows: tuple[tuple[FormCell, ...], ...]
    blocks: tuple[Block, ...]
    signs: tuple[tuple[FormCell, ...], ...]
    stages: tuple[str, ...]
    blank_rows: int

    @cached_property
    def hierarchy(self) -> Hierarchy:
        return hierarchy(self.hierarchy_id)

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        """The sides of the indicators that the form prints."""
        return tuple(dict.fromkeys(side for block in self.blocks for side in block.sides))

    @cached_property
    def bound(self) -> frozenset[str]:
        """The paths that the form prints; rows of lists as ``indicators.annual[].value`` and ``disbursement[].by``."""
        cells = {cell.path for row in self.rows for cell in row if cell.path}
        inside = {name for row in self.rows for cell in row for name in _names_in(cell.text)}
        if "unit" in inside:
            inside = inside - {"unit"} | {"department.code", "department.name"}
        stages = {f"disbursement[].{cell.stages}" for row in self.rows for cell in row if cell.stages}
        return frozenset(cells | inside | stages | set(self._columns_bound()))

    def _columns_bound(self) -> Mapping[str, Column]:
        return {
            f"indicators.{side}[].{column.field}": column
            for block in self.blocks
            for column in block.columns
            for side in ((column.side,) if column.side else block.sides)
        }

    @cached_property
    def limits(self) -> Mapping[str, int]:
        """The longest text in characters by path, rows of lists as in ``bound``."""
        cells = {cell.path: cell.limit for row in self.rows for cell in row if cell.limit}
        columns = {path: column.limit for path, column in self._columns_bound().items() if column.limit}
        return cells | columns


@dataclass(frozen=True, slots=True)
class GoalsLayout:
    """The document 部门整体绩效目标: what is printed above its sections, and the sections of the empty one."""

    id: str
    name: str
    source: str
    part: str
    title: str
    sections: tuple[str, ...]


@cache
def layout_ids() -> tuple[str, ...]:
    """The ids of all forms, in the order of their file names."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem not in (GOALS_ID, "labels")))


@cache
def load(id: str) -> Layout:
    """The form with this id; a LayoutError that lists the ids there are when there is none."""
    if id not in layout_ids():
        raise LayoutError(f"没有版式“{id}”；现有版式：{'、'.join(layout_ids())}")
    form = parse(tomllib.loads((FOLDER / f"{id}.toml").read_text("utf-8")))
    if form.id != id:
        raise LayoutError(f"{id}.toml 中的 id 是“{form.id}”，应与文件名相同")
    return form


def all_layouts() -> tuple[Layout, ...]:
    return tuple(load(id) for id in layout_ids())


@cache
def load_goals() -> GoalsLayout:
    data = tomllib.loads((FOLDER / f"{GOALS_ID}.toml").read_text("utf-8"))
    return GoalsLayout(data["id"], data["name"], data["source"], data["part"], data["title"], tuple(data["sections"]))


def parse(data: dict[str, Any]) -> Layout:
    """The Layout that the TOML says; a LayoutError where a key is not known or its rows do not fill the columns it declares."""
    refuse_unknown(data)
    layout = Layout(
        id=data["id"],
        name=data["name"],
        source=data["source"],
        hierarchy_id=data["hierarchy"],
        money_unit=data["money_unit"],
        amount_format=data["amount_format"],
        landscape=data["landscape"],
        shares=tuple(data["columns"]),
        rows=tuple(tuple(_form_cell(cell) for cell in row) for row in data["rows"]),
        blocks=tuple(_block(block) for block in data["blocks"]),
        signs=tuple(tuple(_form_cell({"role": "sign", **cell}) for cell in row) for row in data.get("signs", ())),
        stages=tuple(data.get("stages", ())),
        blank_rows=data["blank_rows"],
    )
    _refuse_contradictions(layout)
    return layout


def _form_cell(data: dict[str, Any]) -> FormCell:
    known = dict(data)
    if "label" in known:
        known |= {"role": "label", "text": known.pop("label")}
    known["options"] = tuple(known.get("options", ()))
    known.setdefault("role", _role_of(known.get("path", "")))
    return FormCell(**known)


def _role_of(path: str) -> Role:
    return "amount" if path.startswith("funding.") else "value"


def _block(data: dict[str, Any]) -> Block:
    columns = tuple(_column(column) for column in data["columns"])
    return Block(columns, data.get("label", ""))


def _column(data: dict[str, Any]) -> Column:
    role = cast(Role, "group" if data["field"] in ("level1", "level2") else data.get("role", "value"))
    return Column(**{**data, "role": role})


def _names_in(text: str) -> list[str]:
    return [part.partition("}")[0] for part in text.split("{")[1:]]


def _refuse_contradictions(layout: Layout) -> None:
    width = len(layout.shares)
    _refuse_ragged_rows(layout)
    for number, row in enumerate(layout.signs):
        if sum(cell.columns for cell in row) != width:
            raise LayoutError(f"{layout.id}: signs[{number}] 占 {sum(cell.columns for cell in row)} 列，应为 {width} 列")
    for number, block in enumerate(layout.blocks):
        if sum(column.columns for column in block.columns) + bool(block.label) != width:
            raise LayoutError(f"{layout.id}: blocks[{number}] 没有占满 {width} 列")
        if any(column.side is None and column.field != "level1" for column in block.columns) or not block.sides:
            raise LayoutError(f"{layout.id}: blocks[{number}] 除一级指标外，每一列都要写明 side")
    if not layout.blocks:
        raise LayoutError(f"{layout.id}: 至少要有一个 blocks")
    for cell in (cell for row in layout.rows for cell in row):
        names = set(_names_in(cell.text))
        if names - NAMES:
            raise LayoutError(f"{layout.id}: 花括号中的“{'、'.join(sorted(names - NAMES))}”不是数据项")
        if names and not cell.path:
            raise LayoutError(f"{layout.id}: “{cell.text}”有花括号，要用 path 写明它显示哪一项")


def _refuse_ragged_rows(layout: Layout) -> None:
    width = len(layout.shares)
    hanging = [0] * width
    for number, row in enumerate(layout.rows):
        free = [column for column in range(width) if hanging[column] <= number]
        if sum(cell.columns for cell in row) != len(free):
            raise LayoutError(f"{layout.id}: rows[{number}] 占 {sum(cell.columns for cell in row)} 列，此行空着的是 {len(free)} 列")
        for cell in row:
            for column in [free.pop(0) for _ in range(cell.columns)]:
                hanging[column] = number + cell.rows
    if max(hanging, default=0) > len(layout.rows):
        raise LayoutError(f"{layout.id}: rows 中有单元格伸到了固定部分以下")
