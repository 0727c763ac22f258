"""退回后只能改标出的格: which places of a returned table stay open in a round that locks the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from perfgoals.official.snapshot import SIDES
from perfgoals.review.models import ReturnPoint
from perfgoals.review.windows import round_of
from perfgoals.tables.editing.changes import twin_path
from perfgoals.tables.editing.keyed import MIRRORED, Keyed
from perfgoals.tables.editing.opening import Place
from perfgoals.tables.models import TargetTable


def places_left_open(table: TargetTable, keyed: Keyed, points: Sequence[ReturnPoint]) -> list[Place] | None:
    """What may be changed of the table once it is returned with these points; None for everything: where the round locks nothing, or
    a point is about the whole table."""
    found = round_of(table.year, table.round)
    if found is None or not found.locks_others or any(not point.path and point.row is None for point in points):
        return None
    named = [_place(point) for point in points]
    return sorted({*named, *(_twins(keyed, named) if keyed.beside.get(MIRRORED) else ())})


def _place(point: ReturnPoint) -> Place:
    """An amount opens its whole block, for its amounts have to add up."""
    if point.row is not None:
        return "", str(point.row), point.field
    return (point.path.rpartition(".")[0] if point.path.startswith("funding.") else point.path), "", ""


def _twins(keyed: Keyed, places: Iterable[Place]) -> Iterator[Place]:
    """The same places of the other side, while both are kept equal."""
    beside = {key: twin for one, two in (SIDES, SIDES[::-1]) for key, twin in zip(keyed.keys[one], keyed.keys[two], strict=False)}
    for path, key, field in places:
        if key:
            yield from [("", beside[key], field)] if key in beside else []
        elif path.startswith(("funding.", "indicators.")):
            group, _, side = path.partition(".")
            yield f"{group}.{'annual' if side == 'period' else 'period'}", "", ""
        elif twin := twin_path(path):
            yield twin, "", ""
