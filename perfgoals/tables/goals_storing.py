"""部门整体绩效目标 in the database and as a record, either way."""

from __future__ import annotations

from django.db import transaction

from perfgoals.official import department_goals as record
from perfgoals.official.snapshot import Department as Unit
from perfgoals.official.snapshot import Project, Snapshot
from perfgoals.tables.fitting import fitting
from perfgoals.tables.matching import department_of
from perfgoals.tables.models import DepartmentGoals, GoalItem, GoalSection


class StaleGoals(Exception):
    """Somebody else has changed the goals since."""


class AlreadyStored(Exception):
    """str: one sentence; the unit has goals for the year, and nobody said that they may be replaced."""


def to_record(goals: DepartmentGoals) -> record.DepartmentGoals:
    """The goals as a record; reads sections and items in two queries."""
    sections = goals.sections.prefetch_related("items")
    return record.DepartmentGoals(
        record.Unit(goals.department.code, goals.department.name),
        goals.year,
        goals.part,
        goals.title,
        tuple(record.Section(section.heading, tuple(item.text for item in section.items.all())) for section in sections),
    )


def store_goals(goals: record.DepartmentGoals, *, create: bool, replace: bool = False) -> DepartmentGoals:
    """Puts an imported record into the register under its unit and year; with ``replace`` in place of what is there."""
    described = Snapshot(department=Unit(goals.department.code, goals.department.name), project=Project(name=goals.title))
    department = department_of(described, create=create)
    with transaction.atomic():
        kept, is_new = DepartmentGoals.objects.get_or_create(department=department, year=goals.year)
        if not is_new and not replace:
            raise AlreadyStored(f"“{department.name}”{goals.year}年度已有部门整体绩效目标，没有导入；确要替换，请加上 --replace")
        replace_goals(kept, goals, based_on=kept.version)
    return kept


def replace_goals(kept: DepartmentGoals, goals: record.DepartmentGoals, *, based_on: int) -> None:
    """The next version of the goals; StaleGoals, and nothing changed, when ``based_on`` is no longer the latest."""
    with transaction.atomic():
        latest = DepartmentGoals.objects.select_for_update().get(pk=kept.pk)
        if latest.version != based_on:
            raise StaleGoals(f"他人已修改，请核对：现在是第 {latest.version} 版")
        kept.version, kept.part, kept.title = latest.version + 1, goals.part, goals.title
        fitting(kept).save(update_fields=["version", "part", "title", "changed_at"])
        kept.sections.all().delete()
        for order, section in enumerate(goals.sections):
            stored = fitting(GoalSection(goals=kept, order=order, heading=section.heading))
            stored.save()
            items = (GoalItem(section=stored, order=place, text=text) for place, text in enumerate(section.items))
            GoalItem.objects.bulk_create(fitting(item) for item in items)
