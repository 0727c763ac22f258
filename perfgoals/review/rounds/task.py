"""A year's task (申报任务): the projects, tables and figures of the units a person sees, in as many queries whatever their number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import F
from django.utils import timezone

from perfgoals.accounts.models import Department, User
from perfgoals.accounts.posts import holds, posts_of
from perfgoals.review.packages.gathering import active_projects
from perfgoals.review.rounds.calendar import CAMPAIGNS, Calendar
from perfgoals.review.transitions import Role, State
from perfgoals.tables.access import EVERYWHERE, departments_of, visible_to
from perfgoals.tables.listing import with_annual
from perfgoals.tables.models import BudgetFigures, Project, TargetTable
from perfgoals.tables.states import STATE_COLOURS

Round = TargetTable.Round


@dataclass(frozen=True, slots=True)
class Tabled:
    """A table of the year. ``asked`` is its 申报数 (年度资金总额), None where that is empty or no number; ``entry`` as it was made."""

    pk: int
    project: int
    unit: int
    round: str
    state: State
    asked: Decimal | None
    entry: str

    @property
    def is_no_number(self) -> bool:
        return self.asked is None and bool(self.entry.strip())

    @property
    def colour(self) -> str:
        return STATE_COLOURS[self.state]


@dataclass(frozen=True, slots=True)
class Figures:
    """控制数 and 批复数 of a project, as far as the person may know them; None is no figure, which is not zero."""

    control: Decimal | None = None
    approved: Decimal | None = None


class Task:
    """What ``user`` sees of a year; ``unit``, a key, leaves one unit of it."""

    def __init__(self, user: User, year: int, calendar: Calendar, *, acting_for: Department | None = None, unit: int | None = None) -> None:
        self.user, self.year, self.calendar, self.acting_for, self.unit = user, year, calendar, acting_for, unit
        self.today = timezone.localdate()

    @cached_property
    def all_units(self) -> list[Department]:
        """The units seen, 业务股室 left out, in their order."""
        condition = departments_of(self.user, acting_for=self.acting_for)
        return list(Department.objects.exclude(kind=Department.Kind.SECTION).filter(condition).order_by("code", "name", "pk"))

    @cached_property
    def units(self) -> list[Department]:
        """Those of them that exist now, or have a table of the year."""
        with_tables = {table.unit for table in self.tables}
        return [each for each in self._chosen if each.pk in with_tables or each.exists_on(self.today)]

    @property
    def _chosen(self) -> list[Department]:
        return [each for each in self.all_units if self.unit in (None, each.pk)]

    @property
    def _keys(self) -> list[int]:
        return [each.pk for each in self._chosen]

    @cached_property
    def tables(self) -> list[Tabled]:
        """Every table of the year, in the order of projects' codes and of rounds."""
        tables = visible_to(self.user, acting_for=self.acting_for).filter(year=self.year, project__department__in=self._keys)
        columns = ("pk", "project", "project__department", "round", "state", "annual__total", "annual__total_text")
        rows = with_annual(tables).order_by("pk").values_list(*columns)
        return [Tabled(pk, of, unit, kind, State(state), asked, entry or "") for pk, of, unit, kind, state, asked, entry in rows]

    @cached_property
    def projects(self) -> dict[int, Project]:
        """The projects of the units by their keys, in the order of their codes."""
        projects = Project.objects.filter(department__in=self._keys).order_by("code", "name", "pk")
        return {each.pk: each for each in projects.only("pk", "code", "name", "department")}

    @cached_property
    def _all_figures(self) -> list[Any]:
        """Each with its ``unit``."""
        figures = BudgetFigures.objects.filter(project__department__in=self._keys, year=self.year)
        return list(figures.annotate(unit=F("project__department")))

    @cached_property
    def _known_units(self) -> set[int]:
        """The units of which the person knows 控制数 and 批复数 before they are given out: those that they deal with at finance, and
        not those in which they hold another post."""
        if holds(self.user, EVERYWHERE):
            return {each.pk for each in self.all_units}
        sections = {post.department_id for post in posts_of(self.user) if post.role == Role.SECTION_REVIEWER}
        return {each.pk for each in self.all_units if each.section_id in sections}

    @property
    def shows_controls(self) -> bool:
        """Whether the person may know the 控制数 of the year, of all the units that are shown."""
        return self.calendar.are_controls_issued(self.year) or self._known_units.issuperset(self._keys)

    @cached_property
    def figures(self) -> dict[int, Figures]:
        """By the keys of the projects: of 控制数 a unit and its 主管部门 know nothing before 一下, of 批复数 nothing before 批复."""
        settled = {table.project for table in self.tables if table.state == State.APPROVED}
        issued = self.calendar.are_controls_issued(self.year)
        known: set[int] = {each.project_id for each in self._all_figures if each.unit in self._known_units}
        shown = settled | known
        return {
            each.project_id: Figures(
                each.control if issued or each.project_id in known else None,
                each.approved if each.project_id in shown else None,
            )
            for each in self._all_figures
        }

    @cached_property
    def _active(self) -> dict[int, int]:
        """The units of the projects of the year, by the keys of the projects."""
        return dict(active_projects(self.year).filter(department__in=self._keys).values_list("pk", "department"))

    def expected(self, kind: str) -> Mapping[int, int]:
        """The projects that a round waits for and their units, by keys: in 一上 those of the year, in 二上 after 一下 those of them with
        a 控制数 that is not zero. 调整 and 追加 wait for none."""
        if kind not in CAMPAIGNS:
            return {}
        if kind == Round.FIRST or not self.calendar.are_controls_issued(self.year):
            return self._active
        given = {each.project_id for each in self._all_figures if each.control}
        return {pk: unit for pk, unit in self._active.items() if pk in given}
