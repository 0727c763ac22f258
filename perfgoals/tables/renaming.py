"""A project's new 项目名称 or 项目编码 put into its tables that are still with their author; what was submitted stays as it was printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction

from perfgoals.accounts.models import User
from perfgoals.official.layout_file import layout_ids, load
from perfgoals.tables.access import OPEN_TO_THE_AUTHOR
from perfgoals.tables.editing.changes import Done
from perfgoals.tables.models import Project, Revision, TargetTable

PRINTED: Mapping[str, str] = {"name": "project_name", "code": "project_code"}
"""The fields of a project that its tables print, and the columns in which they keep them."""

_COLUMNS = {f"project.{name}": column for name, column in PRINTED.items()}


@dataclass(frozen=True, slots=True)
class Renamed:
    """How many tables say it anew, and how many still say what they said because they are not with their author."""

    changed: int = 0
    kept: int = 0


def rename_tables(project: Project, fields: Iterable[str], *, by: User) -> Renamed:
    """Puts these of ``PRINTED`` into the project's tables, each as the table's next version and noted in its history."""
    names = [name for name in PRINTED if name in fields]
    changed = kept = 0
    with transaction.atomic():
        for table in project.tables.select_for_update(of=("self",)).filter(deleted_at__isnull=True).order_by("pk"):
            dones = list(_changes(table, project, names))
            if not dones:
                continue
            if table.state not in OPEN_TO_THE_AUTHOR:
                kept += 1
                continue
            write_printed(table, dones, _COLUMNS, by=by)
            changed += 1
    return Renamed(changed, kept)


def _changes(table: TargetTable, project: Project, names: Iterable[str]) -> Iterator[Done]:
    for name in names:
        path, before, after = f"project.{name}", getattr(table, PRINTED[name]), getattr(project, name)
        if before != after and (before or has_place(table, path)):
            yield {"do": "set", "path": path, "before": before, "after": after}


def has_place(table: TargetTable, path: str) -> bool:
    """Whether the form prints it: a value without a place would be missing from the print."""
    return table.layout in layout_ids() and path in load(table.layout).bound


def write_printed(table: TargetTable, dones: list[Done], columns: Mapping[str, str], *, by: User | None) -> None:
    """What a table prints of a register, said anew as its next version; ``columns`` by their paths. With ``by`` None nobody is taken
    to have written it. Within a transaction that has locked the table."""
    written = {done["path"]: done["after"] for done in dones}
    for path, text in written.items():
        setattr(table, columns[path], text)
    table.source_problems = [problem for problem in table.source_problems if problem["path"] not in written]
    table.version += 1
    if by:
        table.changed_by = by
    table.save(update_fields=[*(columns[path] for path in written), "source_problems", "version", "changed_by", "changed_at"])
    Revision.objects.create(table=table, version=table.version, act=Revision.Act.EDIT, changes=dones, saved_by=by)
