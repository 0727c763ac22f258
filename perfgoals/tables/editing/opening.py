"""What of a table may be changed: everything, or in a round that wants it so only the places that a return named.

A place is (path, key of a row, cell): a cell, ``funding.annual`` with its amounts, a whole side (``indicators.annual``), where rows may
come and go, a row with all its cells, or one cell of a row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from perfgoals.official.snapshot import Side
from perfgoals.tables.models import TargetTable

LOCKED = "本轮退回后只能改标出的格，这一格没有保存"
LOCKED_ROWS = "本轮退回后只能改标出的格，不能增加、删除或移动没有标出的行"

Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Opening:
    """``places`` is None where everything may be changed. Who signs below the form is never locked."""

    places: frozenset[Place] | None = None

    def has_cell(self, path: str) -> bool:
        above = (path, path.rpartition(".")[0])
        return self.places is None or path.startswith("contacts.") or any((each, "", "") in self.places for each in above)

    def has_in_row(self, side: Side, key: str, field: str) -> bool:
        return self.has_row(side, key) or self.places is None or ("", key, field) in self.places

    def has_row(self, side: Side, key: str) -> bool:
        """Whether the row may be changed throughout, and taken out."""
        return self.has_rows(side) or self.places is None or ("", key, "") in self.places

    def has_rows(self, side: Side) -> bool:
        """Whether rows may come, go and move on this side."""
        return self.places is None or (f"indicators.{side}", "", "") in self.places


EVERYTHING = Opening()


def opening_of(table: TargetTable) -> Opening:
    """What may be changed of the table now: a return closes something only until the table is reported again."""
    return opening_in(table.open_places) if table.state == TargetTable.State.RETURNED else EVERYTHING


def opening_in(data: Iterable[Iterable[str]] | None) -> Opening:
    """From what ``TargetTable.open_places`` keeps."""
    if data is None:
        return EVERYTHING
    places: list[Place] = [(path, key, field) for path, key, field in data]
    return Opening(frozenset(places))
