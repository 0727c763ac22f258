"""部门整体绩效目标 in the database and as a record, either way."""

from __future__ import annotations

from django.db import transaction

from perfgoals.accounts.models import User
from perfgoals.official import department_goals as record
from perfgoals.official.snapshot import Department as Unit
from perfgoals.official.snapshot import Project, Snapshot
from perfgoals.tables.editing.goals_changes import replaced_goals
from perfgoals.tables.editing.goals_keyed import KeyedGoals, keyed_goals, lines_of, sections_of, store_lines
from perfgoals.tables.fitting import fitting
from perfgoals.tables.matching import department_of
from perfgoals.tables.models import DepartmentGoals, Revision


class StaleGoals(Exception):
    """Somebody else has changed the goals since."""

    def __init__(self, latest: int) -> None:
        super().__init__(f"他人已修改，请核对：现在是第 {latest} 版")


class AlreadyStored(Exception):
    """str: one sentence; the unit has goals for the year, and nobody said that they may be replaced."""


def to_record(goals: DepartmentGoals) -> record.DepartmentGoals:
    """The goals as a record; reads the lines in one query."""
    return as_record(goals, keyed_goals(goals))


def as_record(goals: DepartmentGoals, keyed: KeyedGoals) -> record.DepartmentGoals:
    """The document of this unit and year with these texts and lines."""
    unit = record.Unit(goals.department.code, goals.department.name)
    return record.DepartmentGoals(unit, goals.year, keyed.texts["part"], keyed.texts["title"], sections_of(keyed.lines))


def store_goals(goals: record.DepartmentGoals, *, create: bool, replace: bool = False, by: User | None = None) -> DepartmentGoals:
    """Puts an imported record into the register under its unit and year; with ``replace`` in place of what is there."""
    described = Snapshot(department=Unit(goals.department.code, goals.department.name), project=Project(name=goals.title))
    department = department_of(described, create=create)
    with transaction.atomic():
        kept, is_new = DepartmentGoals.objects.get_or_create(department=department, year=goals.year)
        if not is_new and not replace:
            raise AlreadyStored(f"“{department.name}”{goals.year}年度已有部门整体绩效目标，没有导入；确要替换，请加上 --replace")
        replace_goals(kept, goals, based_on=kept.version, by=by)
    return kept


def replace_goals(kept: DepartmentGoals, goals: record.DepartmentGoals, *, based_on: int, by: User | None = None) -> None:
    """The record as the next version of the goals; a line keeps its key where its text is the same. See ``put_in_place``."""
    with transaction.atomic():
        lines = lines_of(goals.sections, keyed_goals(kept).lines)
        keyed = KeyedGoals({"part": goals.part, "title": goals.title}, lines)
        put_in_place(kept, keyed, based_on=based_on, act=Revision.Act.IMPORT, by=by)


def put_in_place(kept: DepartmentGoals, keyed: KeyedGoals, *, based_on: int, act: Revision.Act, by: User | None) -> None:
    """The next version of the goals, noted in the history as this ``act``.

    StaleGoals, and nothing changed, when ``based_on`` is no longer the latest; DoesNotFit when a text is longer than its column.
    """
    with transaction.atomic():
        latest = DepartmentGoals.objects.select_for_update().get(pk=kept.pk)
        if latest.version != based_on:
            raise StaleGoals(latest.version)
        done = [replaced_goals(keyed_goals(latest), keyed)]
        kept.version, kept.part, kept.title = latest.version + 1, keyed.texts["part"], keyed.texts["title"]
        fitting(kept).save(update_fields=["version", "part", "title", "changed_at"])
        store_lines(kept, keyed.lines)
        Revision.objects.create(goals=kept, version=kept.version, act=act, changes=done, saved_by=by)
