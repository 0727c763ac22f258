"""Which 单位 and 项目 in the register an imported record belongs to: by code, else by name, else made if that is wished."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import QuerySet

from perfgoals.accounts.models import Department
from perfgoals.official.snapshot import Snapshot
from perfgoals.tables.fitting import fitting
from perfgoals.tables.models import Project

Record = TypeVar("Record", Department, Project)


class NotInRegister(Exception):
    """str: one sentence for the user, saying what was looked for and what to do."""


def department_of(snapshot: Snapshot, *, create: bool) -> Department:
    """The unit that uses the money. A new one gets its 主管部门 by name, if that is another unit."""
    code, name = snapshot.department.code, snapshot.department.name
    if not (code or name):
        raise NotInRegister(f"“{snapshot.project.name}”一表没有单位名称，无法归入单位，请先补填单位名称")
    units = Department.objects.filter(valid_until__isnull=True)
    found = units.filter(code=code).first() if code else None
    found = found or _only(units.filter(name=_name(name)), f"名册中有几个单位都叫“{name}”，请在表中写明单位编码")
    if found:
        return found
    if not create:
        raise NotInRegister(f"单位“{code}{name}”不在单位名册中，请先在管理页登记，或加上 --create 一并新建")
    made = fitting(Department(code=code, name=_name(name) or code, supervisor=_supervisor(snapshot, create)))
    made.save()
    return made


def _only(found: QuerySet[Record], sentence: str) -> Record | None:
    """The one there is. Which of several is meant is not ours to guess."""
    records = list(found[:2])
    if len(records) > 1:
        raise NotInRegister(sentence)
    return records[0] if records else None


def _supervisor(snapshot: Snapshot, create: bool) -> Department | None:
    name = _name(snapshot.department.supervisor)
    if not name or name == _name(snapshot.department.name):
        return None
    found = Department.objects.filter(valid_until__isnull=True, name=name).first()
    if found is None and create:
        found = fitting(Department(name=name))
        found.save()
    return found


def project_of(snapshot: Snapshot, department: Department, *, create: bool) -> Project:
    """The unit's project with this code, else with this name; one that had no code yet takes it."""
    code, name = snapshot.project.code, snapshot.project.name
    if code and (found := Project.objects.filter(code=code).first()):
        if found.department_id != department.pk:
            raise NotInRegister(f"项目编码 {code} 已属于“{found.department.name}”的“{found.name}”，请核对项目编码和单位")
        return found
    if not name:
        raise NotInRegister("有一张表没有项目名称，请先补填项目名称")
    same_name = Project.objects.filter(department=department, name=name)
    # With a code of its own it is another project of the same name.
    found = _only(same_name.filter(code="") if code else same_name, f"“{department.name}”有几个项目都叫“{name}”，请在表中写明项目编码")
    if found:
        return _with_its_code(found, code)
    if not create:
        raise NotInRegister(f"“{department.name}”没有项目“{name}”，请先登记项目，或加上 --create 一并新建")
    made = fitting(Project(department=department, code=code, name=name))
    made.save()
    return made


def _with_its_code(project: Project, code: str) -> Project:
    """The register learns the 项目编码 that a project was given later."""
    if code and not project.code:
        project.code = code
        fitting(project).save(update_fields=["code"])
    return project


def _name(text: str) -> str:
    """Without the blanks that a narrow cell breaks a name with."""
    return "".join(text.split())
