"""One unit merged into another: projects and posts go over at once, the old unit stays with its name for what was printed.

Tables go with their projects. What was submitted keeps the printed name of its day; what is still with its author says the new one.
部门整体绩效目标 are documents of the old unit and stay there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from perfgoals.accounts.log import note_each
from perfgoals.accounts.models import Department, Post, User, chain
from perfgoals.tables.access import OPEN_TO_THE_AUTHOR
from perfgoals.tables.editing.changes import Done
from perfgoals.tables.models import Project, TargetTable
from perfgoals.tables.renaming import has_place, write_printed

_PRINTED = {"department.code": "department_code", "department.name": "department_name", "department.supervisor": "supervisor_name"}


class NotMerged(Exception):
    """str: one sentence on why nothing was merged."""


@dataclass(frozen=True, slots=True)
class Merged:
    """How many of each went over; ``drafts`` print the new name."""

    projects: int
    posts: int
    drafts: int


def merge_unit(unit: Department, into: Department, *, last_day: date, by: User, with_posts: bool = True) -> Merged:
    """Closes the unit at the end of its last day. Raises NotMerged, and nothing has changed, where the two do not go together."""
    with transaction.atomic():
        locked = Department.objects.select_for_update(no_key=True).filter(pk__in=[unit.pk, into.pk]).order_by("pk")
        units = {each.pk: each for each in locked}
        unit, into = units[unit.pk], units[into.pk]
        _refuse(unit, into, last_day)
        drafts = _drafts(unit, into)
        projects = Project.objects.filter(department=unit).update(department=into)
        TargetTable.objects.filter(section=unit).update(section=into)
        for relation in ("parent", "supervisor", "section"):
            Department.objects.filter(**{relation: unit}).update(**{relation: into})
        posts = _move_posts(unit, into) if with_posts else 0
        unit.merged_into, unit.valid_until = into, last_day
        unit.save(update_fields=["merged_into", "valid_until"])
        said = f"{last_day:%Y-%m-%d}；项目 {projects} 个，岗位 {posts} 个"
        note_each(by, [(unit, f"并入{into.name}：{said}"), (into, f"{unit.name}并入：{said}")])
    return Merged(projects, posts, drafts)


def _refuse(unit: Department, into: Department, last_day: date) -> None:
    section = Department.Kind.SECTION
    if unit.pk == into.pk:
        raise NotMerged("不能并入本单位，请选择另一个单位")
    if unit.merged_into_id or (unit.valid_until and unit.valid_until < last_day):
        raise NotMerged(f"{unit.name}已经停用或并入别的单位")
    if into.valid_until is not None:
        raise NotMerged(f"{into.name}已经停用或将要停用，请选择使用中的单位")
    if (unit.kind == section) != (into.kind == section):
        raise NotMerged(f"{section.label}只能并入{section.label}，单位只能并入单位")
    if any(unit.pk in chain(into, relation) for relation in ("parent", "supervisor")):
        raise NotMerged(f"{into.name}是{unit.name}的下属，请先修改它的上级单位和主管部门")
    if unit.valid_from and last_day < unit.valid_from:
        raise NotMerged(f"停用日期早于{unit.name}的启用日期")


def _move_posts(unit: Department, into: Department) -> int:
    """A post that somebody holds there already is not held twice."""
    held = set(into.posts.values_list("user_id", "role"))
    doubled = [post.pk for post in unit.posts.all() if (post.user_id, post.role) in held]
    Post.objects.filter(pk__in=doubled).delete()
    return len(doubled) + unit.posts.update(department=into)


def _drafts(unit: Department, into: Department) -> int:
    """Every table that is with its author says the new unit, as its next version; nobody is taken to have written it."""
    open_tables = TargetTable.objects.filter(project__department=unit, state__in=OPEN_TO_THE_AUTHOR, deleted_at=None)
    changed = 0
    for table in open_tables.select_for_update(of=("self",)).order_by("pk"):
        dones = list(_changes(table, into))
        if dones:
            write_printed(table, dones, _PRINTED, by=None)
            changed += 1
    return changed


def _changes(table: TargetTable, into: Department) -> Iterator[Done]:
    above = into.supervisor.name if into.supervisor else ""
    for path, after in (("department.code", into.code), ("department.name", into.name), ("department.supervisor", above)):
        before = getattr(table, _PRINTED[path])
        if before != after and (before or has_place(table, path)):
            yield {"do": "set", "path": path, "before": before, "after": after}
