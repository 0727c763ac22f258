"""Keyed: a record together with the names of its rows, which is what the editor works on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from perfgoals.official.money import plain
from perfgoals.official.paths import leaves, steps
from perfgoals.official.snapshot import SIDES, Indicator, IndicatorSides, Side, Snapshot, amount_of, from_json, to_json
from perfgoals.tables.models import TargetTable
from perfgoals.tables.record import to_snapshot

MIRRORED = "mirrored"
"""The path of 一年期项目同年度 on the page; its text is ``1`` or empty."""

FIELDS_BESIDE: Mapping[str, str] = {
    "contacts.head": "head_name",
    "contacts.author": "author_name",
    "contacts.telephone": "telephone",
    MIRRORED: "is_mirrored",
}
"""What is filled in with the form but is no part of its record: the path on the page, and the field of the table."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """The record, the keys (UUIDs as text) of its indicator rows in their order, and the texts that stand beside the form."""

    snapshot: Snapshot
    keys: Mapping[Side, tuple[str, ...]]
    beside: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_mirrored(self) -> bool:
        return bool(self.beside.get(MIRRORED))

    def rows(self, side: Side) -> tuple[Indicator, ...]:
        listed: tuple[Indicator, ...] = getattr(self.snapshot.indicators, side)
        return listed

    def find(self, key: str) -> tuple[Side, int] | None:
        """Side and index of the row with this key."""
        for side in SIDES:
            if key in self.keys[side]:
                return side, self.keys[side].index(key)
        return None


def keyed_of(table: TargetTable) -> Keyed:
    """The record of a table read ``with_contents``."""
    keys = {side: tuple(str(row.key) for row in table.indicator_rows.all() if row.side == side) for side in SIDES}
    return Keyed(to_snapshot(table), keys, beside_of(table))


def beside_of(table: TargetTable) -> dict[str, str]:
    """The texts beside the record by path."""
    return {path: getattr(table, name) for path, name in FIELDS_BESIDE.items()} | {MIRRORED: "1" if table.is_mirrored else ""}


def fixed_texts(keyed: Keyed) -> dict[str, str]:
    """The text of every cell but those of the indicator rows, by path; amounts as plain decimals."""
    fixed = replace(keyed.snapshot, indicators=IndicatorSides())
    return {path: text_of(leaf) for path, leaf in leaves(fixed) if leaf is not None} | dict(keyed.beside)


def text_of(leaf: Any) -> str:
    return plain(leaf) if isinstance(leaf, Decimal) else str(leaf)


def with_text(keyed: Keyed, path: str, text: str) -> Keyed:
    """The record with this text in a cell of the fixed part. The path is one of ``fixed_texts``."""
    if path in keyed.beside:
        return replace(keyed, beside={**keyed.beside, path: text})
    return replace(keyed, snapshot=_replaced(keyed.snapshot, path, text))


def _replaced(snapshot: Snapshot, path: str, text: str) -> Snapshot:
    leaf = amount_of(text) if path.startswith("funding.") and not path.endswith(".name") else text
    changed: Snapshot = _rebuilt(snapshot, steps(path), leaf)
    return changed


def _rebuilt(record: Any, way: tuple[str | int, ...], leaf: Any) -> Any:
    if not way:
        return leaf
    step, rest = way[0], way[1:]
    if isinstance(step, int):
        return (*record[:step], _rebuilt(record[step], rest, leaf), *record[step + 1 :])
    return replace(record, **{step: _rebuilt(getattr(record, step), rest, leaf)})


def to_data(keyed: Keyed) -> dict[str, Any]:
    """As plain data, to be kept in a revision."""
    return {
        "record": to_json(keyed.snapshot),
        "keys": {side: list(keys) for side, keys in keyed.keys.items()},
        "beside": dict(keyed.beside),
    }


def from_data(data: Mapping[str, Any]) -> Keyed:
    """What ``to_data`` wrote."""
    return Keyed(from_json(data["record"]), {side: tuple(data["keys"][side]) for side in SIDES}, data["beside"])
