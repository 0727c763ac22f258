"""二上 from 一上: a draft for every project that has a 控制数, as its table of 一上 stands, in one act."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from perfgoals.accounts.models import Department, User
from perfgoals.accounts.posts import posts_of
from perfgoals.review.deciding import NotDone
from perfgoals.review.packages.gathering import gather
from perfgoals.review.transitions import Role
from perfgoals.tables.access import get_unit
from perfgoals.tables.editing.keyed import keyed_of
from perfgoals.tables.models import Revision, TargetTable
from perfgoals.tables.storing import store

SECOND = TargetTable.Round.SECOND


def may_begin(user: User, department: Department) -> bool:
    """Whether the person is 经办岗 of the unit."""
    return any(post.role == Role.AUTHOR and post.department_id == department.pk for post in posts_of(user))


def begin_second(user: User, department: int, year: int) -> list[TargetTable]:
    """The new tables, all or none; empty where every project with a 控制数 has its table already, so that a second click does nothing.

    Http404 for somebody else's unit, PermissionDenied for whoever is not its 经办岗, NotDone before the 控制数 are issued.
    """
    unit = get_unit(user, department)
    if not may_begin(user, unit):
        raise PermissionDenied("您可以查看这个送审包，但不能开始二上：由本单位经办岗办理。")
    try:
        with transaction.atomic():
            return _begun(user, unit, year)
    except IntegrityError as error:  # somebody made one of them by hand in the same moment
        raise NotDone("其中一个项目的二上表刚刚由他人新建，请再按一次") from error


def _begun(user: User, unit: Department, year: int) -> list[TargetTable]:
    Department.objects.select_for_update(no_key=True).get(pk=unit.pk)
    found = gather(unit, year, SECOND)
    if not found.are_controls_issued:
        raise NotDone(f"{year}年度的控制数还没有下达，下达后再开始二上")
    tables = TargetTable.objects.with_contents().filter(pk__in=found.to_begin).order_by("pk")
    return [_begun_from(table, user) for table in tables]


def _begun_from(first: TargetTable, by: User) -> TargetTable:
    """Rows keep their keys, for they are the same indicators; amounts too, so that what has to go is seen beside the 控制数."""
    keyed = keyed_of(first)
    table = TargetTable(project=first.project, round=SECOND, source=f"由{first.year}年度一上的绩效目标表开始（第{first.version}版）")
    store(table, keyed.snapshot, by=by, act=Revision.Act.START, keys=keyed.keys, beside=keyed.beside)
    return table
