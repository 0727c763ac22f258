"""How 部门整体绩效目标 begin: the empty official document of a unit for a year."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from perfgoals.accounts.models import Department, User
from perfgoals.official.layout_file import load_goals
from perfgoals.tables.models import DepartmentGoals, GoalSection, Revision


class GoalsThere(Exception):
    """The unit has goals for this year: ``goals``. str: one sentence."""

    def __init__(self, goals: DepartmentGoals) -> None:
        super().__init__(f"“{goals.department.name}”{goals.year}年度已有部门整体绩效目标")
        self.goals = goals


def begin_goals(department: Department, year: int, by: User | None = None) -> DepartmentGoals:
    """Title and headings of the official document, to be filled; GoalsThere, and nothing changed, when there is one."""
    form = load_goals()
    try:
        with transaction.atomic():
            goals = DepartmentGoals.objects.create(department=department, year=year, part=form.part, title=form.title)
            sections = (GoalSection(goals=goals, order=order, heading=heading) for order, heading in enumerate(form.sections, 1))
            GoalSection.objects.bulk_create(sections)
            Revision.objects.create(goals=goals, version=goals.version, act=Revision.Act.START, saved_by=by)
    except IntegrityError:
        there = DepartmentGoals.objects.select_related("department").filter(department=department, year=year).first()
        if there is None:
            raise
        raise GoalsThere(there) from None
    return goals
