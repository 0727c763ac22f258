"""The indicator rows of an offline form: under every 二级指标 those there are, and some to be filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from perfgoals.official.hierarchy import Hierarchy
from perfgoals.official.snapshot import IndicatorSides, Side

SPARE = 3
"""Empty rows at the end of every 二级指标."""

Place = tuple[str, str]
"""一级 and 二级指标."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One 二级指标 on the sheet. ``rows``: for each side the indexes of its rows that stand here, in their order."""

    level1: str
    level2: str
    rows: Mapping[Side, tuple[int, ...]]

    @property
    def height(self) -> int:
        return max(map(len, self.rows.values())) + SPARE


def slots(indicators: IndicatorSides, sides: Sequence[Side], framework: Hierarchy) -> list[Slot]:
    """From top to bottom. Each side's rows keep their order; where both sides have a 二级指标 it is printed once, for both.

    What the framework has and the table has not is there too, in its place, so that it can be filled in.
    """
    runs = {side: _runs(indicators, side) for side in sides}
    found = [Slot(*place, {side: rows.get(side, ()) for side in sides}) for place, rows in _side_by_side(runs)]
    for one in framework.level1:
        for two in one.level2:
            if not two.local:
                _make_room_for((one.name, two.name), found, sides, framework)
    return found


def _runs(indicators: IndicatorSides, side: Side) -> list[tuple[Place, tuple[int, ...]]]:
    rows = getattr(indicators, side)
    grouped = groupby(range(len(rows)), key=lambda index: (rows[index].level1, rows[index].level2))
    return [(place, tuple(indexes)) for place, indexes in grouped]


def _side_by_side(runs: Mapping[Side, Sequence[tuple[Place, tuple[int, ...]]]]) -> list[tuple[Place, dict[Side, tuple[int, ...]]]]:
    """The runs of all sides in one list, equal ones that come in the same order put together."""
    whole: list[tuple[Place, dict[Side, tuple[int, ...]]]] = []
    for side, listed in runs.items():
        before, whole = whole, []
        matcher = SequenceMatcher(None, [place for place, _ in before], [place for place, _ in listed], autojunk=False)
        for tag, start, stop, new_start, new_stop in matcher.get_opcodes():
            if tag == "equal":
                pairs = zip(before[start:stop], listed[new_start:new_stop], strict=True)
                whole += [(place, rows | {side: indexes}) for (place, rows), (_, indexes) in pairs]
            else:
                whole += [*before[start:stop], *((place, {side: indexes}) for place, indexes in listed[new_start:new_stop])]
    return whole


def _make_room_for(place: Place, found: list[Slot], sides: Sequence[Side], framework: Hierarchy) -> None:
    order = framework.place_of(place[1])
    places = [framework.place_of(slot.level2) for slot in found]
    if order not in places:
        above = [index for index, other in enumerate(places) if other < order]
        found.insert(above[-1] + 1 if above else 0, Slot(*place, dict.fromkeys(sides, ())))
