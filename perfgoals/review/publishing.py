"""公开: which approved tables may be made public, what in them should be looked at before, and what of each unit is public."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import uuid4

from django.db.models import QuerySet

from perfgoals.official.layout import layout
from perfgoals.official.layout_file import load
from perfgoals.official.money import plain, total_of, without_idle_zeros
from perfgoals.official.personal_data import personal_numbers
from perfgoals.official.place_names import place_name
from perfgoals.official.snapshot import Snapshot
from perfgoals.review.approved import approved_of, latest_approvals, superseded
from perfgoals.review.figures import approved_by
from perfgoals.tables.models import TargetTable


@dataclass(frozen=True, slots=True)
class Row:
    """An approved table that counts today: ``amount`` is its 批复数."""

    pk: int
    version: int
    unit: str
    project: str
    year: int
    amount: Decimal | None
    is_withheld: bool
    published_on: date | None
    save_id: str = field(default_factory=lambda: str(uuid4()))
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a unit's year is public, by number; 不宜公开 is not counted."""

    unit: str
    year: int
    published: int
    whole: int

    @property
    def percent(self) -> int:
        return 100 * self.published // self.whole


def valid_rows(tables: QuerySet[TargetTable]) -> list[Row]:
    """The approved tables that no adjustment has taken the place of, unit by unit."""
    gone = superseded(tables)
    entries = latest_approvals(tables).defer("snapshot").select_related("table__project__department")
    return [_row(entry.table, approved_by(entry)) for entry in entries if entry.table_id not in gone]


def _row(table: TargetTable, amount: Decimal | None) -> Row:
    project = table.project
    return Row(
        pk=table.pk,
        version=table.version,
        unit=project.department.name,
        project=table.project_name or project.name,
        year=table.year,
        amount=amount,
        is_withheld=project.is_withheld,
        published_on=table.published_on,
    )


def shares(rows: Sequence[Row]) -> list[Share]:
    """Unit by unit and year by year, the latest year first."""
    counted: dict[tuple[int, str], list[bool]] = {}
    for row in rows:
        if not row.is_withheld:
            counted.setdefault((-row.year, row.unit), []).append(row.published_on is not None)
    return [Share(unit, -year, sum(each), len(each)) for (year, unit), each in sorted(counted.items())]


def sentence_of(rows: Sequence[Row]) -> str:
    """The sentence that goes into the document of disclosure."""
    total = total_of(row.amount for row in rows) or Decimal(0)
    unknown = sum(row.amount is None for row in rows)
    left = f"（另有 {unknown} 个项目没有金额）" if unknown else ""
    return f"编报绩效目标的项目 {len(rows)} 个，涉及项目预算资金 {plain(without_idle_zeros(total))} 万元{left}。"


def doubts_in(tables: QuerySet[TargetTable]) -> dict[int, list[str]]:
    """Of each table what in its printed texts should be looked at before it is made public."""
    found = {each.table_id: list(_doubts(each.snapshot)) for each in approved_of(latest_approvals(tables), set())}
    return {key: said for key, said in found.items() if said}


def _doubts(snapshot: Snapshot) -> Iterator[str]:
    try:
        cells = layout(snapshot, load(snapshot.layout)).cells
    except ValueError as error:
        yield f"印不出来：{error}"
        return
    for cell in cells:
        for kind, text in personal_numbers(cell.text):
            yield f"{place_name(cell.path) if cell.path else '表中'}有{kind} {text}"
