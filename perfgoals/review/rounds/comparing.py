"""一上 and 二上 of a year side by side: what each project asked for, what finance gave, what it asks for again. All in 万元."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfgoals.accounts.models import Department
from perfgoals.official.money import total_of
from perfgoals.review.rounds.task import Figures, Round, Tabled, Task
from perfgoals.tables.models import Project


@dataclass(frozen=True, slots=True)
class Compared:
    """A project's row. ``first`` and ``second``: its tables of 一上 and 二上, None where there is none."""

    unit: Department
    project: Project
    first: Tabled | None
    second: Tabled | None
    figures: Figures

    @property
    def difference(self) -> Decimal | None:
        """How much more 二上 asks for than 一上; None where one of both is no number."""
        was, now = (table.asked if table else None for table in (self.first, self.second))
        return None if was is None or now is None else now - was

    @property
    def is_above(self) -> bool:
        """Whether 二上 asks for more than finance gave."""
        now, given = self.second.asked if self.second else None, self.figures.control
        return now is not None and given is not None and now > given


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of the numbers in the rows."""

    projects: int
    first: Decimal | None
    control: Decimal | None
    second: Decimal | None
    difference: Decimal | None
    approved: Decimal | None


def compared(task: Task) -> list[Compared]:
    """Every project with a table of 一上 or 二上, or with a 控制数 or 批复数, by unit and code."""
    first, second = ({table.project: table for table in task.tables if table.round == kind} for kind in (Round.FIRST, Round.SECOND))
    place = {unit.pk: number for number, unit in enumerate(task.all_units)}
    told = first.keys() | second.keys() | {pk for pk, each in task.figures.items() if each != Figures()}
    projects = [project for pk, project in task.projects.items() if pk in told]
    return [
        Compared(
            task.all_units[place[project.department_id]],
            project,
            first.get(project.pk),
            second.get(project.pk),
            task.figures.get(project.pk, Figures()),
        )
        for project in sorted(projects, key=lambda project: place[project.department_id])
    ]


def totals_of(rows: Sequence[Compared]) -> Totals:
    return Totals(
        projects=len(rows),
        first=_asked(row.first for row in rows),
        control=total_of(row.figures.control for row in rows),
        second=_asked(row.second for row in rows),
        difference=total_of(row.difference for row in rows),
        approved=total_of(row.figures.approved for row in rows),
    )


def _asked(tables: Iterable[Tabled | None]) -> Decimal | None:
    return total_of(table.asked for table in tables if table)
