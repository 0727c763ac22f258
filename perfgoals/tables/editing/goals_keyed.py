"""部门整体绩效目标 as the editor works on it: the texts above, and one list of lines, each under its key.

A heading begins a section, the items below it are its paragraphs. What stands before the first heading is a section without one; in
the database that is the one section of order 0 with an empty heading. A heading that is empty for a moment, while somebody writes it
anew, is a line all the same: sections that a heading begins are counted from 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID, uuid4

from perfgoals.official import department_goals as record
from perfgoals.tables.fitting import fitting
from perfgoals.tables.models import DepartmentGoals, GoalItem, GoalSection

Kind = Literal["heading", "item"]
TEXTS = ("part", "title")
"""The paths of the texts above the lines, and the fields that hold them."""

LINES = "lines"
"""What the list is called on the wire, where a table has its sides."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line."""

    key: str
    kind: Kind
    text: str = ""


@dataclass(frozen=True, slots=True)
class KeyedGoals:
    """The whole document but for its unit and year."""

    texts: Mapping[str, str]
    lines: tuple[Line, ...] = field(default=())

    def index(self, key: str) -> int | None:
        """The place of the line with this key."""
        return next((place for place, line in enumerate(self.lines) if line.key == key), None)


def keyed_goals(goals: DepartmentGoals) -> KeyedGoals:
    """The document as it stands in the database, in one query."""
    columns = ("order", "key", "heading", "items__key", "items__text")
    rows = GoalSection.objects.filter(goals=goals).order_by("order", "items__order").values_list(*columns)
    return KeyedGoals({name: getattr(goals, name) for name in TEXTS}, tuple(_lines(rows)))


def _lines(rows: Iterable[tuple[int, UUID, str, UUID | None, str | None]]) -> Iterator[Line]:
    begun: UUID | None = None
    for order, key, heading, item, text in rows:
        if key != begun and (heading or order):
            yield Line(str(key), "heading", heading)
        begun = key
        if item is not None:
            yield Line(str(item), "item", text or "")


def store_lines(goals: DepartmentGoals, lines: Sequence[Line]) -> None:
    """Puts the lines in place of those there are; DoesNotFit where one is too long."""
    GoalSection.objects.filter(goals=goals).delete()
    sections: list[GoalSection] = []
    items: list[tuple[GoalSection, Line]] = []
    for line in lines:
        if line.kind == "heading":
            order = sections[-1].order + 1 if sections else 1
            sections.append(GoalSection(goals=goals, key=line.key, order=order, heading=line.text))
            continue
        if not sections:
            sections.append(GoalSection(goals=goals, order=0))
        items.append((sections[-1], line))
    GoalSection.objects.bulk_create(map(fitting, sections))
    GoalItem.objects.bulk_create(
        fitting(GoalItem(section=section, key=line.key, order=order, text=line.text)) for order, (section, line) in enumerate(items)
    )


def sections_of(lines: Iterable[Line]) -> tuple[record.Section, ...]:
    """The sections as they are printed and given out: lines that say nothing are no part of the record."""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        if line.kind == "heading":
            found.append((line.text, []))
        elif line.text:
            if not found:
                found.append(("", []))
            found[-1][1].append(line.text)
    return tuple(record.Section(heading, tuple(items)) for heading, items in found if heading or items)


def lines_of(sections: Iterable[record.Section], was: Sequence[Line] = ()) -> tuple[Line, ...]:
    """The lines of a record; one that says what a line of ``was`` said keeps its key."""
    known: dict[tuple[Kind, str], list[str]] = {}
    for line in reversed(was):
        known.setdefault((line.kind, line.text), []).append(line.key)
    lines: list[Line] = []
    for kind, text in _printed(sections):
        keys = known.get((kind, text))
        lines.append(Line(keys.pop() if keys else str(uuid4()), kind, text))
    return tuple(lines)


def _printed(sections: Iterable[record.Section]) -> Iterator[tuple[Kind, str]]:
    for order, section in enumerate(sections):
        if order or section.heading:
            yield "heading", section.heading
        for item in section.items:
            yield "item", item


def to_data(keyed: KeyedGoals) -> dict[str, Any]:
    """As plain data, to be kept in a revision."""
    return {"texts": dict(keyed.texts), "lines": [[line.key, line.kind, line.text] for line in keyed.lines]}


def from_data(data: Mapping[str, Any]) -> KeyedGoals:
    """What ``to_data`` wrote."""
    return KeyedGoals(dict(data["texts"]), tuple(Line(key, kind, text) for key, kind, text in data["lines"]))
