"""How far the units are in a round of a year: numbers and money by unit, and who is to be reminded (催报)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from perfgoals.accounts.models import Department, Post, User
from perfgoals.official.money import total_of
from perfgoals.review.rounds.calendar import Calendar
from perfgoals.review.rounds.task import Round, Tabled, Task
from perfgoals.review.transitions import Role
from perfgoals.review.windows import shown_minute
from perfgoals.tables.models import TargetTable
from perfgoals.tables.states import GROUPS, Group


@dataclass(frozen=True, slots=True)
class Progress:
    """A unit's row, or the last one that sums them up (``unit`` is None). ``counts``: tables by the code of their group."""

    unit: Department | None
    projects: int
    unbegun: int
    counts: Mapping[str, int]
    asked: Decimal | None
    control: Decimal | None
    approved: Decimal | None
    no_numbers: int
    closes_at: datetime | None = None

    @property
    def missing(self) -> int:
        """What has not left the unit yet."""
        return self.unbegun + self.counts["drafting"] + self.counts["unit_review"]

    @property
    def returned(self) -> int:
        return self.counts["returned"]

    @property
    def cells(self) -> list[tuple[Group, int]]:
        """The groups in their order, each with its number."""
        return [(group, self.counts[group.code]) for group in GROUPS]


@dataclass(frozen=True, slots=True)
class Reminder:
    """Who of a unit is to be called, and what for. ``person`` is None where nobody holds a post there."""

    row: Progress
    person: User | None

    @property
    def unit(self) -> Department:
        assert self.row.unit is not None, "the last row is nobody's"
        return self.row.unit

    @property
    def wanting(self) -> str:
        """What the unit has still to do."""
        said = [f"{number} {told}" for number, told in ((self.row.unbegun, "个未建表"), (self._begun, "张未上报")) if number]
        said += [f"{self.row.returned} 张退回待改"] if self.row.returned else []
        return "，".join(said) or "没有录入项目"

    @property
    def _begun(self) -> int:
        return self.row.missing - self.row.unbegun


class RoundProgress:
    """The rows of a round, in the order of the units or with those first that miss most."""

    def __init__(self, task: Task, kind: str, *, sort: str = "unit") -> None:
        self.task, self.kind, self.sort = task, kind, sort

    @property
    def name(self) -> str:
        return f"{self.task.year}年度{TargetTable.Round(self.kind).label}"

    @property
    def calendar(self) -> Calendar:
        return self.task.calendar

    @cached_property
    def rows(self) -> list[Progress]:
        tables: dict[int, list[Tabled]] = {}
        for table in self.task.tables:
            if table.round == self.kind:
                tables.setdefault(table.unit, []).append(table)
        waited_for: dict[int, set[int]] = {}
        for project, unit in self.task.expected(self.kind).items():
            waited_for.setdefault(unit, set()).add(project)
        rows = [self._row(unit, tables.get(unit.pk, []), waited_for.get(unit.pk, set())) for unit in self.task.units]
        return sorted(rows, key=lambda row: (-row.missing, -row.returned)) if self.sort == "missing" else rows

    def _row(self, unit: Department, tables: Sequence[Tabled], waited_for: set[int]) -> Progress:
        projects = waited_for | {table.project for table in tables}
        figures = [self.task.figures[pk] for pk in projects if pk in self.task.figures]
        return Progress(
            unit=unit,
            projects=len(projects),
            unbegun=len(projects) - len({table.project for table in tables}),
            counts=_counted(tables),
            asked=total_of(table.asked for table in tables),
            control=total_of(each.control for each in figures),
            approved=total_of(each.approved for each in figures),
            no_numbers=sum(table.is_no_number for table in tables),
            closes_at=self.calendar.closes_at((self.task.year, self.kind), unit.pk),
        )

    @cached_property
    def total(self) -> Progress:
        rows = self.rows
        counts: Counter[str] = Counter()
        for row in rows:
            counts.update(row.counts)
        return Progress(
            unit=None,
            projects=sum(row.projects for row in rows),
            unbegun=sum(row.unbegun for row in rows),
            counts=counts,
            asked=total_of(row.asked for row in rows),
            control=total_of(row.control for row in rows),
            approved=total_of(row.approved for row in rows),
            no_numbers=sum(row.no_numbers for row in rows),
        )

    @cached_property
    def reminders(self) -> list[Reminder]:
        """催报名单: whoever fills in for a unit that has not reported all its projects, in a unit without such the one who reviews.
        A unit without any project is reminded in 一上."""
        late = [row for row in self.rows if row.missing or row.returned or (self.kind == Round.FIRST and not row.projects)]
        people = _people_by_unit(row.unit.pk for row in late if row.unit)
        return [Reminder(row, person) for row in late if row.unit for person in people.get(row.unit.pk, [None])]

    @property
    def reminded(self) -> int:
        """How many units the list has."""
        return len({each.unit.pk for each in self.reminders})

    @property
    def reminder_text(self) -> str:
        """The list as a text for a chat, one line a unit."""
        people: dict[int, list[str]] = {}
        rows = {}
        for each in self.reminders:
            rows[each.unit.pk] = each
            if each.person is not None:
                people.setdefault(each.unit.pk, []).append(f"{each.person} {each.person.telephone}".strip())
        lines = [
            f"{number}. {each.unit.name}（{'、'.join(people.get(pk, ['没有经办人']))}）：{each.wanting}{_until(each.row.closes_at)}"
            for number, (pk, each) in enumerate(rows.items(), start=1)
        ]
        return "\n".join([f"{self.name}，下列单位请抓紧上报：", *lines])


def _until(moment: datetime | None) -> str:
    return f"，{shown_minute(moment)} 截止" if moment else ""


def _counted(tables: Iterable[Tabled]) -> Counter[str]:
    group_of = {state: group.code for group in GROUPS for state in group.states}
    return Counter(group_of[table.state] for table in tables)


def _people_by_unit(units: Iterable[int]) -> dict[int, list[User | None]]:
    posts = Post.objects.filter(department__in=list(units), role__in=(Role.AUTHOR, Role.UNIT_REVIEWER), user__is_active=True)
    found: dict[tuple[int, str], list[User | None]] = {}
    for post in posts.select_related("user").order_by("user__pk"):
        found.setdefault((post.department_id, post.role), []).append(post.user)
    reviewers = {unit: people for (unit, role), people in found.items() if role == Role.UNIT_REVIEWER}
    return reviewers | {unit: people for (unit, role), people in found.items() if role == Role.AUTHOR}
