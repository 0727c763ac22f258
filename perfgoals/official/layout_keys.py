"""The keys that a layout file may hold, and what may stand under each: the first thing that is asked of a new file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, get_args

from perfgoals.grid.model import Role
from perfgoals.official.hierarchy import all_hierarchies
from perfgoals.official.money import shown
from perfgoals.official.paths import leaves
from perfgoals.official.snapshot import SIDES, Funding, FundingSides, Indicator, Snapshot


class LayoutError(ValueError):
    """A layout file contradicts itself, or there is no such layout."""


@dataclass(frozen=True, slots=True)
class Key:
    """What stands under a key: its type, whether it must be there, and the values it is chosen from, if any."""

    kind: type
    needed: bool = False
    among: tuple[str, ...] = ()


PATHS = tuple(path for path, _ in leaves(Snapshot(funding=FundingSides(Funding(), Funding()))))
"""Every path of the fixed part that a cell may show."""

NAMES = frozenset({*PATHS, "unit"})
"""What may stand in braces in a cell's text."""

_ROLES: tuple[str, ...] = get_args(Role)
_SPANS = {"columns": Key(int)}

KEYS: Mapping[str, Mapping[str, Key]] = {
    "form": {
        "id": Key(str, needed=True),
        "name": Key(str, needed=True),
        "source": Key(str, needed=True),
        "hierarchy": Key(str, needed=True, among=all_hierarchies()),
        "money_unit": Key(str, needed=True, among=("万元", "元")),
        "amount_format": Key(str, needed=True),
        "landscape": Key(bool, needed=True),
        "columns": Key(list, needed=True),
        "blank_rows": Key(int, needed=True),
        "stages": Key(list),
        "rows": Key(list, needed=True),
        "signs": Key(list),
        "blocks": Key(list, needed=True),
    },
    "cell": {
        "label": Key(str),
        "path": Key(str, among=PATHS),
        "text": Key(str),
        "blank": Key(str),
        "role": Key(str, among=_ROLES),
        "rows": Key(int),
        **_SPANS,
        "stages": Key(str, among=("by", "value")),
        "required": Key(bool),
        "limit": Key(int),
        "lines": Key(int),
        "options": Key(list),
    },
    "sign": {
        "text": Key(str, needed=True),
        "contact": Key(str, among=("head", "author", "telephone", "date")),
        **_SPANS,
    },
    "block": {
        "label": Key(str),
        "columns": Key(list, needed=True),
    },
    "column": {
        "head": Key(str, needed=True),
        "field": Key(str, needed=True, among=tuple(item.name for item in fields(Indicator))),
        "side": Key(str, among=SIDES),
        "role": Key(str, among=_ROLES),
        **_SPANS,
        "limit": Key(int),
    },
}
"""The tables of a layout file: the file itself, a cell of its ``rows``, of its ``signs``, a block and its columns."""


def refuse_unknown(data: Mapping[str, Any]) -> None:
    """Raises LayoutError at the first key that is unknown, missing or has a value that cannot stand there."""
    name = str(data.get("id", "?"))
    _check(data, "form", name)
    for part, table in (("rows", "cell"), ("signs", "sign")):
        for number, row in enumerate(data.get(part, ())):
            for place, cell in enumerate(_expect(list, row, f"{name}: {part}[{number}]")):
                _check(cell, table, f"{name}: {part}[{number}][{place}]")
    for number, block in enumerate(data["blocks"]):
        _check(block, "block", f"{name}: blocks[{number}]")
        for place, column in enumerate(block["columns"]):
            _check(column, "column", f"{name}: blocks[{number}].columns[{place}]")
    _check_format(data["amount_format"], name)


def _check(data: Any, table: str, where: str) -> None:
    known = KEYS[table]
    for name, value in _expect(dict, data, where).items():
        if name not in known:
            raise LayoutError(f"{where}：没有“{name}”这个键，可用的有：{'、'.join(known)}")
        _expect(known[name].kind, value, f"{where}.{name}")
        if known[name].among and value not in known[name].among:
            raise LayoutError(f"{where}.{name}：“{value}”不可用，可用的有：{'、'.join(known[name].among)}")
        if known[name].kind is int and value < 1:
            raise LayoutError(f"{where}.{name}：应为正整数，而不是 {value}")
    for name, key in known.items():
        if key.needed and name not in data:
            raise LayoutError(f"{where}：缺少“{name}”")


def _expect(kind: type, value: Any, where: str) -> Any:
    if type(value) is not kind:
        raise LayoutError(f"{where}：应为 {kind.__name__}，而不是 {value!r}")
    return value


def _check_format(number_format: str, name: str) -> None:
    try:
        shown(Decimal(1), number_format)
    except ValueError as error:
        raise LayoutError(f"{name}.amount_format：{error}") from error
