"""Snapshot: one 绩效目标表 as frozen plain data, and its JSON form.

The attribute names are the paths used everywhere (``indicators.annual[4].value``), so a path walks the record directly:
see ``paths.py``. Amounts are in 万元.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from perfgoals.official.money import plain

Amount = Decimal | str
"""A Decimal in 万元; ``""`` for an empty cell, which is not zero; any other text is an entry that does not parse."""

Side = Literal["period", "annual"]
SIDES: tuple[Side, Side] = ("period", "annual")


class SnapshotError(ValueError):
    """The JSON is not a table in the form that this program writes."""


@dataclass(frozen=True, slots=True)
class Department:
    """单位: its code (may be empty), its name, and its 主管部门."""

    code: str = ""
    name: str = ""
    supervisor: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """项目编码, 项目名称, 项目属性, 项目期 and, where a form has them, 开始 and 完成 dates: all as printed."""

    code: str = ""
    name: str = ""
    attribute: str = ""
    period: str = ""
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A finer split of an amount, such as 上年结转."""

    name: str = ""
    amount: Amount = ""


@dataclass(frozen=True, slots=True)
class Funding:
    """总额, 财政拨款 and 其他资金 of one side, in 万元."""

    total: Amount = ""
    fiscal: Amount = ""
    other: Amount = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class FundingSides:
    """``None`` on a side whose block the layout does not have."""

    period: Funding | None = None
    annual: Funding | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the 资金支出计划: ``by`` 3月底, and the cumulative value as printed."""

    by: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Goals:
    """The goal texts, paragraphs separated by ``\\n``; ``period_label`` is the printed label of the long side."""

    period_label: str = ""
    period: str = ""
    annual: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One 三级指标. ``value`` is the 指标值 as printed; comparator, number and unit only where a form prints them apart."""

    level1: str = ""
    level2: str = ""
    level3: str = ""
    description: str = ""
    value: str = ""
    basis: str = ""
    comparator: str = ""
    number: str = ""
    unit: str = ""
    weight: str = ""

    @property
    def has_content(self) -> bool:
        """Whether the row says anything beside its place in the hierarchy."""
        texts = (self.level3, self.description, self.value, self.basis, self.comparator, self.number, self.unit, self.weight)
        return any(texts)


@dataclass(frozen=True, slots=True)
class IndicatorSides:
    """The two sides are two lists of their own, each in printed order."""

    period: tuple[Indicator, ...] = ()
    annual: tuple[Indicator, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One table. ``year`` is the budget year, 0 where it is not known; ``number`` the heading's number in a volume."""

    layout: str = ""
    year: int = 0
    department: Department = field(default_factory=Department)
    project: Project = field(default_factory=Project)
    funding: FundingSides = field(default_factory=FundingSides)
    purpose: str = ""
    disbursement: tuple[Stage, ...] = ()
    goals: Goals = field(default_factory=Goals)
    indicators: IndicatorSides = field(default_factory=IndicatorSides)
    number: str = ""
    money_unit: str = ""


_OPTIONAL_OF: Mapping[type, frozenset[str]] = {  # absent from the JSON when empty: only some layouts have them
    Project: frozenset({"start", "end"}),
    Funding: frozenset({"parts"}),
    Indicator: frozenset({"comparator", "number", "unit", "weight"}),
    Snapshot: frozenset({"number", "money_unit"}),
}


def to_json(snapshot: Snapshot) -> dict[str, Any]:
    """The snapshot as the plain dictionary that TABLE_JSON describes, keys in its order."""
    return _plain(snapshot)  # type: ignore[no-any-return]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if not is_dataclass(value):
        return value
    optional = _OPTIONAL_OF.get(type(value), frozenset())
    pairs = ((item.name, getattr(value, item.name)) for item in fields(value))
    return {name: _plain(content) for name, content in pairs if content or name not in optional}


def from_json(data: Any) -> Snapshot:
    """The snapshot that ``to_json`` wrote; a key left out is empty.

    Anything else is a SnapshotError that names the path: see ``mending`` for JSON from outside.
    """
    return _build(Snapshot, data, "")  # type: ignore[no-any-return]


_PLAIN_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


def amount_of(text: str) -> Amount:
    """The amount that a JSON string stands for: a Decimal where it is a plain decimal, else the text itself."""
    return Decimal(text) if _PLAIN_DECIMAL.fullmatch(text) else text


@cache
def field_types(record: type) -> Mapping[str, Any]:
    """The fields of a record type in their order, and their types. Kept: asking costs more than reading a row."""
    return get_type_hints(record)


def _build(kind: Any, data: Any, path: str) -> Any:
    if kind == Amount:
        return amount_of(_expect(str, data, path))
    if kind in (str, int):
        return _expect(kind, data, path)
    if get_origin(kind) is tuple:
        item = get_args(kind)[0]
        return tuple(_build(item, each, f"{path}[{index}]") for index, each in enumerate(_expect(list, data, path)))
    if type(None) in get_args(kind):
        return None if data is None else _build(get_args(kind)[0], data, path)
    return _build_record(kind, _expect(dict, data, path), path)


def _build_record(kind: type, data: dict[str, Any], path: str) -> Any:
    hints = field_types(kind)
    if unknown := [name for name in data if name not in hints]:
        raise SnapshotError(f"{path or 'table'}: no such key: {unknown[0]}")
    dot = f"{path}." if path else ""
    return kind(**{name: _build(hints[name], content, f"{dot}{name}") for name, content in data.items()})


def _expect(kind: type, data: Any, path: str) -> Any:
    if type(data) is not kind:
        raise SnapshotError(f"{path or 'table'}: {kind.__name__} expected, {type(data).__name__} found")
    return data
