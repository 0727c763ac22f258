"""Where rows stood before they were last removed or moved away, looked up in a table's history."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from perfgoals.tables.editing.changes import Done
from perfgoals.tables.models import TargetTable

MOST_SEARCHED = 200
"""Versions that are looked through: somebody undoes what they have just done."""

_Place = tuple[str, str]
"""The key of a row and the 二级指标 it stood in."""


class EarlierPlaces:
    """As ``perform`` asks for it. The history is read at the first question and once only, however many rows are put back."""

    def __init__(self, table: TargetTable) -> None:
        self.table = table

    def __call__(self, key: str, level2: str) -> str:
        """The 一级指标 under which the row stood in this 二级指标 last; "" where it never did."""
        return self._level1.get((key, level2), "")

    @cached_property
    def _level1(self) -> dict[_Place, str]:
        found: dict[_Place, str] = {}
        latest = self.table.revisions.order_by("-version").values_list("changes", flat=True)[:MOST_SEARCHED]
        for changes in latest:
            for place, level1 in _left(changes):
                found.setdefault(place, level1)
        return found


def _left(changes: list[Done]) -> Iterator[tuple[_Place, str]]:
    """The places that rows left by these, the last first, and the 一级指标 of each."""
    for done in reversed(changes):
        match done:
            case {"do": "remove", "row": key, "texts": {"level1": level1, "level2": level2}}:
                yield (key, level2), level1
            case {"do": "move", "row": key, "before": [_, level1, level2]}:
                yield (key, level2), level1
