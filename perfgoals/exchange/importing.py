"""Records from files into drafts: all tables of a file, or none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, OperationalError, transaction

from perfgoals.accounts.models import Department, User
from perfgoals.exchange.reading import bytes_of, record_in_json, recover_file
from perfgoals.grid.formats.package import Unreadable
from perfgoals.official.department_goals import DepartmentGoals as GoalsRecord
from perfgoals.official.layout_file import layout_ids
from perfgoals.official.paths import Change, diff
from perfgoals.official.problem import Problem
from perfgoals.official.recover import Recovered
from perfgoals.official.snapshot import Snapshot
from perfgoals.tables.fitting import DoesNotFit
from perfgoals.tables.goals_storing import AlreadyStored, store_goals
from perfgoals.tables.matching import NotInRegister, department_of, project_of
from perfgoals.tables.models import DepartmentGoals, TargetTable
from perfgoals.tables.record import to_snapshot
from perfgoals.tables.storing import StaleVersion, store


class NotImported(Exception):
    """str: one sentence on why nothing of the file was saved."""


@dataclass(frozen=True, slots=True)
class Imported:
    """One table of a file as it was, or would be, stored. ``changes``: what differs from the draft it replaces."""

    table: TargetTable
    is_new: bool
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ImportedFile:
    tables: tuple[Imported, ...]
    goals: tuple[DepartmentGoals, ...]


@dataclass(frozen=True, slots=True)
class _Wishes:
    source: str
    by: User | None
    create: bool
    replace: bool
    dry_run: bool


@dataclass(frozen=True, slots=True)
class Contents:
    tables: tuple[Recovered, ...]
    goals: tuple[GoalsRecord, ...]


def contents_of(path: Path) -> Contents:
    """What a JSON or office file holds; Unreadable when it holds nothing."""
    data = bytes_of(path)
    if path.suffix.lower() != ".json":
        found = recover_file(data)
        return Contents(found.tables, found.goals)
    read = record_in_json(data)
    if isinstance(read.record, Snapshot):
        return Contents((Recovered(read.record, read.problems),), ())
    return Contents((), (read.record,))


def import_file(
    path: Path, *, by: User | None = None, create: bool | None = None, replace: bool = False, dry_run: bool = False
) -> ImportedFile:
    """Stores every table and the 部门整体绩效目标 of the file and returns them; NotImported, and nothing saved, when one cannot be.

    ``create`` makes units and projects that the register lacks; None: only while the register is still empty. ``replace``
    lets a table take the place of the draft there is. ``dry_run`` does it all and takes it back.
    """
    try:
        contents = contents_of(path)
        create = create if create is not None else not Department.objects.exists()
        wishes = _Wishes(path.name, by, create, replace, dry_run)
        try:
            return _import(contents, wishes)
        except (IntegrityError, OperationalError):  # another import was faster, or both waited for each other: now it is through
            return _import(contents, wishes)
    except (Unreadable, NotInRegister, DoesNotFit, AlreadyStored, StaleVersion) as error:
        raise NotImported(str(error)) from error


def _import(contents: Contents, wishes: _Wishes) -> ImportedFile:
    with transaction.atomic():
        imported: list[Imported] = []
        for each in contents.tables:
            imported.append(_import_table(each, wishes, [before.table for before in imported]))
        goals = tuple(store_goals(each, create=wishes.create, replace=wishes.replace, by=wishes.by) for each in contents.goals)
        if wishes.dry_run:
            transaction.set_rollback(True)
    return ImportedFile(tuple(imported), goals)


def import_files(paths: Sequence[Path], **wishes: bool | None) -> list[tuple[Path, ImportedFile | NotImported]]:
    """Each file on its own: one that fails leaves the others. Whether units may be made is settled before the first."""
    if wishes.get("create") is None:
        wishes["create"] = not Department.objects.exists()
    answers: list[tuple[Path, ImportedFile | NotImported]] = []
    for path in paths:
        try:
            answers.append((path, import_file(path, **wishes)))  # type: ignore[arg-type]
        except NotImported as error:
            answers.append((path, error))
    return answers


def _import_table(read: Recovered, wishes: _Wishes, before: Sequence[TargetTable]) -> Imported:
    snapshot = read.snapshot
    if snapshot.layout not in layout_ids():
        raise NotImported(f"没有版式“{snapshot.layout}”，请把 layout 写成 {'、'.join(layout_ids())} 中的一个")
    department = department_of(snapshot, create=wishes.create)
    # One import at a time in a unit: a project without a code has nothing else that keeps it from being made twice.
    Department.objects.select_for_update(no_key=True).get(pk=department.pk)
    project = project_of(snapshot, department, create=wishes.create)
    drafts = TargetTable.objects.with_contents().select_for_update(of=("self",))
    table = drafts.filter(project=project, year=snapshot.year, round=TargetTable.Round.FIRST, deleted_at__isnull=True).first()
    if table is None:
        made = TargetTable(project=project, source=wishes.source)
        store(made, snapshot, by=wishes.by, problems=read.problems)
        return Imported(made, True, (), read.problems)
    _refuse_replacing(table, wishes, before)
    changes = tuple(diff(to_snapshot(table), snapshot))
    table.source = wishes.source
    store(table, snapshot, by=wishes.by, based_on=table.version, problems=read.problems)
    return Imported(table, False, changes, read.problems)


def _refuse_replacing(table: TargetTable, wishes: _Wishes, before: Sequence[TargetTable]) -> None:
    which = f"“{table.project.name}”{table.year}年度"
    if table.pk in [each.pk for each in before]:
        raise NotImported(f"文件中有两张{which}的表，不知道以哪一张为准，没有导入；请删去一张，或写明各自的项目编码")
    if not wishes.replace:
        raise NotImported(f"{which}已有绩效目标表，没有导入；确要替换，请加上 --replace")
    if table.state != TargetTable.State.DRAFTING:
        raise NotImported(f"{which}的表处于“{table.get_state_display()}”，不能替换")
