"""Earlier versions of a table: who did what, how it was, and back to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from perfgoals.accounts.models import User
from perfgoals.official.problem import Problem
from perfgoals.official.snapshot import Side
from perfgoals.tables.access import get_table
from perfgoals.tables.editing.changes import Done
from perfgoals.tables.editing.keyed import Keyed, keyed_of
from perfgoals.tables.editing.net_changes import net, unfolded
from perfgoals.tables.editing.opening import EVERYTHING, opening_of
from perfgoals.tables.editing.sittings import Sitting, Stamp, sittings_of
from perfgoals.tables.editing.undoing import undo
from perfgoals.tables.editing.wording import Line, add_names, names_of, told
from perfgoals.tables.models import DepartmentGoals, Revision, TargetTable
from perfgoals.tables.storing import StaleVersion, store

MOST_LINES = 20
"""Of one sitting in the list; the version itself shows all of them in their places."""

_IN_A_ROW = re.compile(r"indicators\.(period|annual)\[(\d{1,6})\]")


class NotKept(LookupError):
    """str: one sentence; this version is from before the history begins, or has not been."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sitting in words. ``left_out`` changes are not in ``lines``."""

    sitting: Sitting
    who: str
    act: str
    lines: tuple[Line, ...]
    left_out: int


def sittings(of: TargetTable | DepartmentGoals) -> list[Sitting]:
    """All that is known of who wrote the table, or 部门整体绩效目标, and when, the newest first."""
    columns = ("version", "saved_at", "saved_by_id", "act")
    return sittings_of(Stamp(*each) for each in of.revisions.order_by("version").values_list(*columns))


def tell(table: TargetTable, listed: Sequence[Sitting]) -> list[Told]:
    """These sittings in words, in two queries: ``table`` is read ``with_contents``, for a row is called as it is called now."""
    if not listed:
        return []
    changes = _changes_since(table, min(each.versions[0] for each in listed))
    names = names_of(keyed_of(table))
    for version in sorted(changes, reverse=True):
        add_names(names, reversed(changes[version]))
    people = User.objects.in_bulk({each.by for each in listed if each.by})
    return [_told(each, changes, names, people[each.by].name if each.by else "系统") for each in listed]


def _changes_since(table: TargetTable, first: int) -> dict[int, list[Done]]:
    """What every version from this one on changed; the later ones too, for they know what rows were called that are gone."""
    return dict(table.revisions.filter(version__gte=first).order_by("version").values_list("version", "changes"))


def _told(sitting: Sitting, changes: Mapping[int, list[Done]], names: Mapping[str, Any], who: str) -> Told:
    left = net(done for version in sitting.versions for done in unfolded(changes[version]))
    lines = tuple(told(done, names) for done in left[:MOST_LINES])
    return Told(sitting, who, Revision.Act(sitting.act).label, lines, len(left) - len(lines))


def record_at(table: TargetTable, version: int) -> Keyed:
    """The record of an earlier version of a table read ``with_contents``, by going back from the present one; or NotKept."""
    later = later_than(table, version)
    keyed = keyed_of(table)
    for revision in later:
        keyed = undo(keyed, revision.changes)
    return keyed


def later_than(of: TargetTable | DepartmentGoals, version: int) -> list[Revision]:
    """What came after this version, the latest first; NotKept where something of it is missing."""
    if not 1 <= version <= of.version:
        raise NotKept(f"没有第 {version} 版，现在是第 {of.version} 版，请在修改历史中选择")
    later = list(of.revisions.filter(version__gt=version, version__lte=of.version).order_by("-version"))
    if len(later) != of.version - version:
        raise NotKept(f"没有保留第 {version} 版，不能查看或恢复，请在修改历史中另选一版")
    return later


def restore_version(user: User, pk: int, version: int, *, based_on: int) -> TargetTable:
    """Makes an earlier version the next one; nothing of what came between is lost. NotKept or StaleVersion, and nothing changed."""
    with transaction.atomic():
        get_table(user, pk, to_write=True, locked=True)
        table = TargetTable.objects.with_contents().get(pk=pk)
        if table.version != based_on:
            raise StaleVersion(table)
        if opening_of(table) != EVERYTHING:
            raise NotKept("本轮退回后只能改标出的格，不能恢复以前的一版，请在填写页面逐格修改")
        earlier = record_at(table, version)
        store(
            table,
            earlier.snapshot,
            by=user,
            based_on=based_on,
            problems=list(_followed(table.source_problems, keyed_of(table), earlier)),
            act=Revision.Act.RESTORE,
            keys=earlier.keys,
            beside=earlier.beside,
        )
    return table


def _followed(problems: Sequence[Mapping[str, str]], now: Keyed, earlier: Keyed) -> Iterator[Problem]:
    """What is still to be looked at, each at the place that its row has in the earlier version; none for a row it does not have."""
    for problem in problems:
        path = _path_in(earlier, now, problem["path"])
        if path is not None:
            yield Problem(path, problem["message"], problem.get("text", ""))


def _path_in(earlier: Keyed, now: Keyed, path: str) -> str | None:
    at = _IN_A_ROW.match(path)
    if at is None:
        return path
    side: Side = "period" if at[1] == "period" else "annual"
    key = next(iter(now.keys[side][int(at[2]) :]), "")
    if key not in earlier.keys[side]:
        return None
    return f"indicators.{side}[{earlier.keys[side].index(key)}]{path[at.end() :]}"
