"""The way back: a record as it was before the things that are told were done to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from perfgoals.official.snapshot import Indicator, Side
from perfgoals.tables.editing.changes import Done
from perfgoals.tables.editing.keyed import Keyed, from_data, to_data, with_text


def undo(keyed: Keyed, done: Sequence[Done]) -> Keyed:
    """The record as it was before all of these were done to it, the last first."""
    for each in reversed(done):
        keyed = _undo_one(keyed, each)
    return keyed


def _undo_one(keyed: Keyed, done: Done) -> Keyed:
    match done:
        case {"do": "replace", "before": before}:
            return from_data(before)
        case {"do": "set", "path": path, "before": before}:
            return with_text(keyed, path, before)
        case {"do": "set", "row": key, "field": name, "before": before}:
            side, index = _found(keyed, key)
            row = replace(keyed.rows(side)[index], **{name: before})
            return _with_rows(keyed, side, _put(keyed.rows(side), index, row), keyed.keys[side])
        case {"do": "add", "row": key}:
            return _without(keyed, key)
        case {"do": "remove", "row": key, "side": side, "index": index, "texts": texts}:
            return _with(keyed, side, index, key, Indicator(**texts))
        case {"do": "move", "row": key, "side": side, "before": [index, level1, level2]}:
            row = keyed.rows(side)[keyed.keys[side].index(key)]
            return _with(_without(keyed, key), side, index, key, replace(row, level1=level1, level2=level2))
    raise ValueError(f"not a thing that was done: {done!r}")


def replaced(before: Keyed, after: Keyed) -> Done:
    """A whole record put in place of another, as one thing done."""
    return {"do": "replace", "before": to_data(before), "after": to_data(after)}


def _found(keyed: Keyed, key: str) -> tuple[Side, int]:
    found = keyed.find(key)
    if found is None:
        raise ValueError(f"no row {key}")
    return found


def _put(rows: tuple[Indicator, ...], index: int, row: Indicator) -> tuple[Indicator, ...]:
    return (*rows[:index], row, *rows[index + 1 :])


def _with_rows(keyed: Keyed, side: Side, rows: tuple[Indicator, ...], keys: tuple[str, ...]) -> Keyed:
    sides = replace(keyed.snapshot.indicators, **{side: rows})
    return replace(keyed, snapshot=replace(keyed.snapshot, indicators=sides), keys={**keyed.keys, side: keys})


def _without(keyed: Keyed, key: str) -> Keyed:
    side, index = _found(keyed, key)
    rows, keys = keyed.rows(side), keyed.keys[side]
    return _with_rows(keyed, side, (*rows[:index], *rows[index + 1 :]), (*keys[:index], *keys[index + 1 :]))


def _with(keyed: Keyed, side: Side, index: int, key: str, row: Indicator) -> Keyed:
    rows, keys = keyed.rows(side), keyed.keys[side]
    return _with_rows(keyed, side, (*rows[:index], row, *rows[index:]), (*keys[:index], key, *keys[index:]))
