"""The path grammar, and the difference of two snapshots by path.

A path is ``name(.name | [index])*``: ``indicators.annual[4].value``, ``funding.period.total``, ``disbursement[0].by``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Any

from perfgoals.official.snapshot import Indicator, Part, Snapshot, Stage

_STEP = re.compile(r"(?:^|\.)([a-z_][a-z0-9_]*)|\[(0|[1-9][0-9]{0,8})\]")

Leaf = str | int | Decimal | None


class PathError(LookupError):
    """No value stands at this path."""


@lru_cache(maxsize=4096)
def steps(path: str) -> tuple[str | int, ...]:
    """``funding.annual.parts[0].name`` -> ``("funding", "annual", "parts", 0, "name")``; a PathError when it does not read so."""
    found: list[str | int] = []
    position = 0
    while position < len(path):
        step = _STEP.match(path, position)
        if step is None or (step[0].startswith(".") and position == 0):
            raise PathError(f"not a path: {path!r}")
        found.append(step[1] if step[1] is not None else int(step[2]))
        position = step.end()
    return tuple(found)


def value_at(record: Any, path: str) -> Any:
    """What stands at the path: a leaf, a record or a tuple of records. Paths come from outside: only fields and rows are walked."""
    for step in steps(path):
        if isinstance(step, int) and isinstance(record, tuple) and step < len(record):
            record = record[step]
        elif step in _field_names(record.__class__):
            record = getattr(record, str(step))
        else:
            raise PathError(f"nothing at {path!r}")
    return record


@cache
def _field_names(kind: type) -> frozenset[str]:
    return frozenset(item.name for item in fields(kind)) if is_dataclass(kind) else frozenset()


def leaves(record: Any, path: str = "") -> Iterator[tuple[str, Leaf]]:
    """Every leaf of the record with its path, in printed order."""
    if isinstance(record, tuple):
        for index, item in enumerate(record):
            yield from leaves(item, f"{path}[{index}]")
    elif is_dataclass(record):
        dot = f"{path}." if path else ""
        for item in fields(record):
            yield from leaves(getattr(record, item.name), f"{dot}{item.name}")
    else:
        yield path, record


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a diff. ``path`` is where the value stands now, or stood if it is gone; ``None`` is "no such row"."""

    path: str
    before: Leaf
    after: Leaf


def diff(before: Snapshot, after: Snapshot) -> list[Change]:
    """What changed, leaf by leaf, in printed order. Rows are matched by what they say: one row added is one row's change."""
    return list(_differ(before, after, ""))


def _differ(before: Any, after: Any, path: str) -> Iterator[Change]:
    if isinstance(before, tuple) and isinstance(after, tuple):
        yield from _differ_rows(before, after, path)
    elif is_dataclass(before) and type(before) is type(after):
        dot = f"{path}." if path else ""
        for item in fields(before):
            yield from _differ(getattr(before, item.name), getattr(after, item.name), f"{dot}{item.name}")
    elif is_dataclass(before) or is_dataclass(after):  # a block that came or went
        yield from _came(after, path) if is_dataclass(after) else _went(before, path)
    elif before != after or type(before) is not type(after):
        yield Change(path, before, after)


def _differ_rows(before: Sequence[Any], after: Sequence[Any], path: str) -> Iterator[Change]:
    matcher = SequenceMatcher(None, [_identity(row) for row in before], [_identity(row) for row in after], autojunk=False)
    for _, start, stop, new_start, new_stop in matcher.get_opcodes():
        paired = min(stop - start, new_stop - new_start)
        for step in range(paired):
            yield from _differ(before[start + step], after[new_start + step], f"{path}[{new_start + step}]")
        for index in range(start + paired, stop):
            yield from _went(before[index], f"{path}[{index}]")
        for index in range(new_start + paired, new_stop):
            yield from _came(after[index], f"{path}[{index}]")


def _came(record: Any, path: str) -> Iterator[Change]:
    return (Change(where, None, leaf) for where, leaf in _said(record, path))


def _went(record: Any, path: str) -> Iterator[Change]:
    return (Change(where, leaf, None) for where, leaf in _said(record, path))


def _said(record: Any, path: str) -> list[tuple[str, Leaf]]:
    """The leaves that say something; of a record that says nothing the first, so that its coming or going is told."""
    every = list(leaves(record, path))
    return [(where, leaf) for where, leaf in every if leaf != ""] or every[:1]


def _identity(row: Any) -> tuple[str, ...]:
    """What makes a row the same row although its value changed."""
    if isinstance(row, Indicator):
        return (row.level1, row.level2, row.level3)
    if isinstance(row, Stage):
        return (row.by,)
    return (row.name,) if isinstance(row, Part) else (repr(row),)
