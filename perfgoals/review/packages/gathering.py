"""What a unit has in a round and what it is checked by, read in as many queries whatever the number of its tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from perfgoals.accounts.models import Department
from perfgoals.official.snapshot import Snapshot
from perfgoals.review.log import last_return
from perfgoals.review.models import LogEntry, ReportingRound
from perfgoals.review.points import is_untouched
from perfgoals.review.road import steps_of
from perfgoals.review.transitions import State
from perfgoals.review.windows import round_of
from perfgoals.tables.carrying import ONCE
from perfgoals.tables.listing import with_annual
from perfgoals.tables.models import Attachment, BudgetFigures, Project, TargetTable
from perfgoals.tables.models.target_table import TargetTableQuerySet
from perfgoals.tables.record import to_snapshot
from perfgoals.tables.storing import number_of

Round = TargetTable.Round


@dataclass(frozen=True, slots=True)
class LastReturn:
    """The latest return of a table: the step it was made in, how many points it has and how many of them are unanswered;
    ``is_untouched``: nothing was changed since."""

    source: str
    points: int
    unanswered: int
    is_untouched: bool


@dataclass(frozen=True, slots=True)
class Packed:
    """A table of the unit. ``kinds``: of its attachments; ``first``: the 申报数 of 一上 and ``control`` the 控制数, both in 二上 only."""

    table: TargetTable
    snapshot: Snapshot
    kinds: frozenset[str] = frozenset()
    control: Decimal | None = None
    first: Decimal | None = None
    returned: LastReturn | None = None

    @property
    def name(self) -> str:
        return self.table.project_name or self.table.project.name

    @property
    def amount(self) -> Decimal | None:
        """申报数: the 年度资金总额 where it is a number."""
        annual = self.snapshot.funding.annual
        return number_of(annual.total) if annual else None


@dataclass(frozen=True, slots=True)
class UnitRound:
    """A unit in a round of a year. ``missing``: its projects of the year that have no table in the round. In 二上, once the 控制数
    are issued, ``left_out``: projects of 一上 without a 控制数, which are not asked for again; ``to_begin``: the keys of the tables
    of 一上 whose projects have one and no table in 二上 yet. ``first`` and ``controls``: the 申报数 of 一上 and the 控制数 by project,
    in 二上 only."""

    department: Department
    year: int
    kind: str
    round: ReportingRound | None = None
    steps: tuple[State, ...] = ()
    tables: tuple[Packed, ...] = ()
    missing: tuple[Project, ...] = ()
    left_out: tuple[Project, ...] = ()
    to_begin: tuple[int, ...] = ()
    are_controls_issued: bool = False
    first: Mapping[int, Decimal | None] = field(default_factory=dict)
    controls: Mapping[int, Decimal | None] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """2027年度一上"""
        return f"{self.year}年度{Round(self.kind).label}"

    @property
    def is_second(self) -> bool:
        return self.kind == Round.SECOND


def gather(department: Department, year: int, kind: str) -> UnitRound:
    """The unit in this round as it is now."""
    found = round_of(year, kind)
    is_second = kind == Round.SECOND
    issued = is_second and found is not None and found.controls_issued_at is not None
    tables = list(tables_in(department, year, kind).with_contents().order_by("project__code", "project__name", "pk"))
    controls = _controls(department, year) if issued else {}
    first = _first(department, year) if is_second else {}
    projects = list(active_projects(year).filter(department=department)) if kind in ONCE else []
    without = [project for project in projects if project.pk not in {table.project_id for table in tables}]
    return UnitRound(
        department,
        year,
        kind,
        found,
        steps_of(department, timezone.localdate()),
        tuple(_packed(tables, controls, first)),
        tuple(project for project in without if controls.get(project.pk) or not issued),
        tuple(project for project in without if issued and not controls.get(project.pk) and project.pk in first),
        tuple(pk for project, (pk, _) in first.items() if controls.get(project) and project in {each.pk for each in without}),
        issued,
        {project: amount for project, (_, amount) in first.items()},
        controls,
    )


def tables_in(department: Department, year: int, kind: str) -> TargetTableQuerySet:
    """The tables of the unit in the round but those in the bin."""
    return TargetTable.objects.filter(project__department=department, year=year, round=kind, deleted_at__isnull=True)


def active_projects(year: int) -> QuerySet[Project]:
    """The projects of a year: by their dates, by a table or figures of that year; without dates those that had a table the year
    before, and those that have had none yet and no figures, which are new. One parted among units (分解) is asked for in its parts."""
    tables = TargetTable.objects.filter(project=OuterRef("pk"), deleted_at__isnull=True)
    figures = BudgetFigures.objects.filter(project=OuterRef("pk"))
    dated = Q(starts_on__isnull=False) | Q(ends_on__isnull=False)
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=date(year, 12, 31))
    not_over = Q(ends_on__isnull=True) | Q(ends_on__gte=date(year, 1, 1))
    goes_on = ~dated & (Exists(tables.filter(year=year - 1)) | (~Exists(tables) & ~Exists(figures)))
    of_the_year = Exists(tables.filter(year=year)) | Exists(figures.filter(year=year))
    return Project.objects.filter((dated & begun & not_over) | of_the_year | goes_on, parts__isnull=True)


def _controls(department: Department, year: int) -> dict[int, Decimal | None]:
    return dict(BudgetFigures.objects.filter(project__department=department, year=year).values_list("project", "control"))


def _first(department: Department, year: int) -> dict[int, tuple[int, Decimal | None]]:
    """Key and 申报数 of the table of 一上 by project."""
    columns = ("project", "pk", "annual__total")
    rows = with_annual(tables_in(department, year, Round.FIRST)).order_by("project__code", "project__name", "pk")
    return {project: (pk, total) for project, pk, total in rows.values_list(*columns)}


def _packed(
    tables: Sequence[TargetTable], controls: Mapping[int, Decimal | None], first: Mapping[int, tuple[int, Decimal | None]]
) -> list[Packed]:
    attachments = _attachments(tables)
    returns = _returns(tables, attachments)
    return [
        Packed(
            table,
            to_snapshot(table),
            frozenset(kind for kind, _ in attachments[table.pk]),
            controls.get(table.project_id),
            first.get(table.project_id, (0, None))[1],
            returns.get(table.pk),
        )
        for table in tables
    ]


def _attachments(tables: Sequence[TargetTable]) -> Mapping[int, list[tuple[str, str]]]:
    """Kind and sha256 of every attachment by table."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for table, kind, sha256 in Attachment.objects.filter(table__in=tables).values_list("table", "kind", "sha256"):
        found[table].append((kind, sha256))
    return found


def _returns(tables: Sequence[TargetTable], attachments: Mapping[int, list[tuple[str, str]]]) -> dict[int, LastReturn]:
    """The latest return of each table that is being corrected, or has been, and has not left the unit again."""
    inside = {table.pk: table for table in tables if table.state in (State.RETURNED, State.UNIT_REVIEW)}
    entries: dict[int, list[LogEntry]] = defaultdict(list)
    for entry in LogEntry.objects.filter(table__in=inside).defer("snapshot").order_by("number"):
        entries[entry.table_id].append(entry)
    latest = [found.pk for of_one in entries.values() if (found := last_return(of_one))]
    whole = LogEntry.objects.filter(pk__in=latest).prefetch_related("points")
    return {entry.table_id: _return(inside[entry.table_id], entry, attachments[entry.table_id]) for entry in whole}


def _return(table: TargetTable, entry: LogEntry, attachments: Sequence[tuple[str, str]]) -> LastReturn:
    points = list(entry.points.all())
    unanswered = sum(not point.answer for point in points)
    untouched = unanswered == len(points) and is_untouched(table, entry, sorted(sha256 for _, sha256 in attachments))
    return LastReturn(entry.source, len(points), unanswered, untouched)
