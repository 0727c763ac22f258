"""What was approved, as it was on the day: told by the entries of 批复 and not by the tables, which may be adjusted since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.db.models import QuerySet

from perfgoals.official.money import total_of
from perfgoals.official.snapshot import Snapshot
from perfgoals.review.figures import approved_by
from perfgoals.review.models import LogEntry
from perfgoals.review.transitions import APPROVE, State
from perfgoals.tables.models import TargetTable


@dataclass(frozen=True, slots=True)
class Approved:
    """A table as it was approved. ``is_superseded``: an adjustment has taken its place since."""

    table_id: int
    snapshot: Snapshot
    number: str
    day: date
    amount: Decimal | None
    code: str
    is_superseded: bool


@dataclass(frozen=True, slots=True)
class Document:
    """The tables of a unit and year that one 文号 approved."""

    department: int
    unit: str
    year: int
    number: str
    day: date
    count: int
    amount: Decimal | None


def superseded(tables: QuerySet[TargetTable]) -> set[int]:
    """The keys of those that an approved adjustment has taken the place of."""
    return {key for key in TargetTable.objects.filter(adjusts__in=tables, state=State.APPROVED).values_list("adjusts", flat=True) if key}


def latest_approvals(tables: QuerySet[TargetTable]) -> QuerySet[LogEntry]:
    """The entry by which each approved table was; unit by unit in the order of the tables."""
    frozen = tables.filter(state=State.APPROVED).order_by().values("pk")
    order = ("table__project__department__code", "table__project__department", "table__year", "table__project__code", "table")
    return LogEntry.objects.filter(act=APPROVE.code, table__in=frozen).order_by(*order)


def approved_of(entries: QuerySet[LogEntry], gone: set[int]) -> Iterator[Approved]:
    """The records behind the entries, a few at a time."""
    for entry in entries.select_related("printed_code").iterator(chunk_size=50):
        told = entry.told
        yield Approved(
            entry.table_id,
            entry.record.snapshot,
            told["number"],
            date.fromisoformat(told["day"]),
            approved_by(entry),
            entry.printed_code.code,
            entry.table_id in gone,
        )


def documents(tables: QuerySet[TargetTable]) -> list[Document]:
    """By which 文号 how many of the tables were approved, the latest year and document first."""
    entries = latest_approvals(tables).defer("snapshot").select_related("table__project__department")
    found = [_document(list(group)) for _, group in groupby(sorted(entries, key=_place), key=_place)]
    return sorted(found, key=lambda each: (-each.year, -each.day.toordinal(), each.number, each.unit))


def _place(entry: LogEntry) -> tuple[int, int, str]:
    return entry.table.project.department_id, entry.table.year, entry.told["number"]


def _document(entries: list[LogEntry]) -> Document:
    first = entries[0]
    unit = first.table.project.department
    amount = total_of(approved_by(entry) for entry in entries)
    return Document(unit.pk, unit.name, first.table.year, first.told["number"], date.fromisoformat(first.told["day"]), len(entries), amount)
