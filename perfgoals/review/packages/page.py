"""What the page of a package shows one person: the tables with what they lack, what may be done, and what was reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from perfgoals.accounts.models import User
from perfgoals.official.money import total_of
from perfgoals.review.models import LogEntry, Package, PackagedTable, Scan
from perfgoals.review.packages.beginning import may_begin
from perfgoals.review.packages.completeness import Lack, Level, lacks_of, lacks_of_unit
from perfgoals.review.packages.gathering import Packed, UnitRound, tables_in
from perfgoals.review.packages.reporting import Duty, SeenPackage, duties_of
from perfgoals.review.packages.scans import decided_among, may_scan
from perfgoals.review.transitions import NOT_REPORTED, SEND_BACK, State
from perfgoals.review.windows import closed_because, closes_at
from perfgoals.tables.access import may_write
from perfgoals.tables.models import Project
from perfgoals.tables.states import STATE_COLOURS


@dataclass(frozen=True, slots=True)
class ShownLack:
    """A lack with the address of its place: the cell in the editor for whoever may fill it in, else the table's page."""

    lack: Lack
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    packed: Packed
    colour: str
    lacks: Sequence[ShownLack]


@dataclass(frozen=True, slots=True)
class Button:
    """A duty as the page offers it; ``closed`` is why it cannot be done now."""

    duty: Duty
    seen: SeenPackage
    must: int
    check: int
    closed: str

    @property
    def label(self) -> str:
        return f"已核实，{self.duty.label}" if self.check else self.duty.label


@dataclass(frozen=True, slots=True)
class Reported:
    """A package of the past, with its sum; ``is_decided``: its scans stay."""

    package: Package
    lines: Sequence[PackagedTable]
    scans: Sequence[Scan]
    is_decided: bool
    may_scan: bool

    @property
    def amount(self) -> Decimal | None:
        return total_of(line.amount for line in self.lines)


class PackagePage:
    """Everything is asked of the database once, and only where the page shows it."""

    def __init__(self, user: User, unit: UnitRound) -> None:
        self.user, self.unit = user, unit

    @cached_property
    def rows(self) -> list[Row]:
        return [Row(packed, STATE_COLOURS[packed.table.state], self._lacks(packed)) for packed in self.unit.tables]

    @property
    def missing(self) -> list[tuple[Project, Decimal | None, Decimal | None]]:
        """The projects without a table, with the 申报数 of 一上 and the 控制数."""
        return [(project, self.unit.first.get(project.pk), self.unit.controls.get(project.pk)) for project in self.unit.missing]

    def _lacks(self, packed: Packed) -> list[ShownLack]:
        if packed.table.state not in NOT_REPORTED:
            return []
        return [ShownLack(lack, self._place(packed, lack)) for lack in lacks_of(packed, self.unit)]

    def _place(self, packed: Packed, lack: Lack) -> str:
        if lack.path and may_write(self.user, packed.table):
            return f"{reverse('edit_table', args=[packed.table.pk])}#{lack.path}"
        return reverse("view_table", args=[packed.table.pk]) + (f"#{lack.anchor}" if lack.anchor else "")

    @property
    def amount(self) -> Decimal | None:
        return total_of(packed.amount for packed in self.unit.tables)

    @property
    def control(self) -> Decimal | None:
        return total_of(packed.control for packed in self.unit.tables)

    @property
    def first(self) -> Decimal | None:
        return total_of(packed.first for packed in self.unit.tables)

    # what may be done

    @cached_property
    def buttons(self) -> list[Button]:
        return [self._button(duty) for duty in duties_of(self.user, self.unit)]

    def _button(self, duty: Duty) -> Button:
        lacks = [lack for _, lack in duty.lacks(self.unit)]
        must = sum(lack.level == Level.MUST for lack in lacks)
        begins = any(packed.table.state != State.RETURNED for packed in duty.going)
        return Button(duty, duty.shown(self.unit), must, len(lacks) - must, self.closed if begins else "")

    @cached_property
    def closed(self) -> str:
        return closed_because(self.unit.round, self.unit.department, timezone.now())

    @cached_property
    def closes_at(self) -> datetime | None:
        return closes_at(self.unit.round, self.unit.department)

    @property
    def lacks_of_unit(self) -> list[Lack]:
        """Of the unit as a whole, as whoever reports is told it; to be seen while anything is still to be reported."""
        reporting = next((button.duty for button in self.buttons if button.duty.is_report), None)
        return lacks_of_unit(self.unit, reporting.staying if reporting else ())

    @property
    def may_begin(self) -> bool:
        return may_begin(self.user, self.unit.department)

    @property
    def is_printed(self) -> bool:
        """Whether there is anything that has not left the unit."""
        return any(packed.table.state in NOT_REPORTED for packed in self.unit.tables)

    @property
    def has_feedback(self) -> bool:
        """Whether reviewers have said something that stands in the 审核意见反馈表."""
        tables = tables_in(self.unit.department, self.unit.year, self.unit.kind)
        return LogEntry.objects.filter(Q(act=SEND_BACK.code) | ~Q(grade=""), table__in=tables).exists()

    # what was reported

    @cached_property
    def reported(self) -> list[Reported]:
        found = Package.objects.filter(department=self.unit.department, year=self.unit.year, round=self.unit.kind).order_by("-number")
        lines = Prefetch("tables", PackagedTable.objects.select_related("table").order_by("order"))
        packages = list(found.prefetch_related(lines, Prefetch("scans", Scan.objects.select_related("uploaded_by"))))
        decided = decided_among(packages)
        return [
            Reported(package, list(package.tables.all()), list(package.scans.all()), package.pk in decided, may_scan(self.user, package))
            for package in packages
        ]
