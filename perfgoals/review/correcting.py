"""财政代改: what finance corrects in a table graded 良, written into it once the unit has confirmed it."""

from __future__ import annotations

from collections.abc import Sequence

from perfgoals.accounts.models import User
from perfgoals.official.layout_file import layout_ids, load
from perfgoals.review.deciding import NotDone
from perfgoals.review.models import ReturnPoint
from perfgoals.review.transitions import AT_FINANCE
from perfgoals.tables.editing.changes import Refused, perform
from perfgoals.tables.editing.keyed import Keyed, fixed_texts
from perfgoals.tables.editing.saving import write_wishes
from perfgoals.tables.editing.wishes import SetCell, SetInRow, Wish
from perfgoals.tables.models import Revision, TargetTable


def write_corrections(table: TargetTable, points: Sequence[ReturnPoint], *, by: User) -> None:
    """Every correction in its cell, as the next version of a locked table; in the history it is theirs who confirmed it."""
    fresh = TargetTable.objects.select_related("project__department").get(pk=table.pk)
    write_wishes(fresh, [wish_of(point) for point in points], by=by, act=Revision.Act.CORRECT)


def refuse_uncorrectable(table: TargetTable, keyed: Keyed, point: ReturnPoint) -> None:
    """NotDone for a correction that could not be written into the table as it stands, or that would change nothing."""
    if table.state not in AT_FINANCE:
        raise NotDone("只有财政审核环节可以代改，其他环节请标出意见后退回")
    if not point.field and point.path not in fixed_texts(keyed):
        raise NotDone("代改只能改一个格，请选择具体的格")
    if table.layout not in layout_ids():
        raise NotDone(f"这张表用的版式“{table.layout}”已不在本系统，不能代改")
    try:
        performed = perform(keyed, [wish_of(point)], load(table.layout))
    except Refused as refusal:
        raise NotDone(str(refusal)) from refusal
    if not performed.done:
        raise NotDone("代改的内容与现在的一样，请写改成什么")


def wish_of(point: ReturnPoint) -> Wish:
    """What is to be done to the table; a point on a whole row or table is no correction."""
    if point.row is None:
        return SetCell(point.path, point.correction)
    return SetInRow(str(point.row), point.field, point.correction)
