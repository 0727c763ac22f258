"""The places of a table that points may be marked at, and the corrections that finance proposes there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import mark_safe

from perfgoals.official.layout_file import Layout, layout_ids, load
from perfgoals.official.place_names import place_name
from perfgoals.official.snapshot import SIDES
from perfgoals.review.correcting import wish_of
from perfgoals.review.log import in_proposal
from perfgoals.review.models import LogEntry, ReturnPoint
from perfgoals.review.points import Shown, path_now, text_at
from perfgoals.review.transitions import DISPUTE, State
from perfgoals.tables.editing.cells import as_filled_in, open_fields, open_paths
from perfgoals.tables.editing.changes import Refused, perform
from perfgoals.tables.editing.keyed import Keyed, fixed_texts
from perfgoals.tables.editing.wording import column_name
from perfgoals.tables.form_page import form_html
from perfgoals.tables.models import TargetTable


@dataclass(frozen=True, slots=True)
class Place:
    """``text``: what stands in a cell that can be corrected, as it is filled in; None for any other place."""

    path: str
    name: str
    text: str | None = None


def places_of(table: TargetTable, keyed: Keyed) -> list[tuple[str, list[Place]]]:
    """Every place that can be marked, grouped under a name."""
    if table.layout not in layout_ids():
        return []
    form = load(table.layout)
    groups = [("表内各栏", [*_printed(form, keyed), *(_plain(f"indicators.{side}") for side in form.sides)])]
    return [*groups, *_rows(form, keyed)]


def _plain(path: str) -> Place:
    return Place(path, place_name(path))


def _printed(form: Layout, keyed: Keyed) -> Iterator[Place]:
    for path, text in fixed_texts(keyed).items():
        general = re.sub(r"\[\d+\]", "[]", path)
        if general in form.bound:
            yield Place(path, place_name(path), as_filled_in(form, path, text) if general in open_paths(form) else None)


def _rows(form: Layout, keyed: Keyed) -> Iterator[tuple[str, list[Place]]]:
    for side in SIDES:
        for index, row in enumerate(keyed.rows(side)):
            path = f"indicators.{side}[{index}]"
            name = f"{place_name(path)} {row.level3[:20]}".strip()
            cells = [
                Place(f"{path}.{column}", f"{name} › {column_name(column)}", getattr(row, column)) for column in open_fields(form, side)
            ]
            yield name, [Place(path, f"{name}（整行）"), *cells]


class Proposal:
    """财政代改 of the entry that proposed them: before the unit (``is_open``), or come back to finance, with the reason of ``answered``."""

    def __init__(self, table: TargetTable, keyed: Keyed, entries: list[LogEntry]) -> None:
        found = in_proposal(entries)
        assert found is not None, "asked for where there is one"
        self.entry, self.answered = found
        self.table, self.keyed = table, keyed
        self.is_open = table.state == State.UNIT_CONFIRMATION

    @property
    def is_disputed(self) -> bool:
        return self.answered is not None and self.answered.of == DISPUTE

    @property
    def corrections(self) -> list[Shown]:
        """Each with the text that stands in its cell and the one that finance wants there."""
        return [correction(self.table, self.keyed, point) for point in self.entry.points.all()]

    @property
    def corrected_html(self) -> str:
        """The form as it would be; empty where it cannot be shown."""
        if self.table.layout not in layout_ids():
            return ""
        form = load(self.table.layout)
        try:
            performed = perform(self.keyed, [wish_of(point) for point in self.entry.points.all()], form)
        except Refused:  # confirming says why
            return ""
        return mark_safe(form_html(performed.keyed.snapshot, form, ())[0])  # noqa: S308  # it escapes every text it writes


def correction(table: TargetTable, keyed: Keyed, point: ReturnPoint) -> Shown:
    """A point with what stands in its cell and, for 财政代改, what is to stand there."""
    path, text = path_now(keyed, point), text_at(keyed, point)
    if text is not None and path and table.layout in layout_ids():
        text = as_filled_in(load(table.layout), path, text)
    return Shown(point, path or "", text, point.correction, path is None)
