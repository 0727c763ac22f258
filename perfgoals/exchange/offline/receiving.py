"""An uploaded file beside the tables in the system, for one person: whose tables they are, what they were, what is to be decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.db.models import Q

from perfgoals.accounts.models import User
from perfgoals.exchange.offline.comparing import Comparison, three_way
from perfgoals.exchange.offline.reading import FileTable
from perfgoals.official.layout_file import layout_ids, load
from perfgoals.official.snapshot import SIDES, Snapshot
from perfgoals.tables.access import OPEN_TO_THE_AUTHOR, may_write, visible_to
from perfgoals.tables.editing.changes import MOST_ROWS
from perfgoals.tables.editing.history import NotKept, record_at
from perfgoals.tables.editing.keyed import keyed_of
from perfgoals.tables.models import TargetTable

NOT_YOURS = "没有这张表或您不能修改，没有比较；请核对是否登录了填报本表的账号"

NOTHING = Comparison()


@dataclass(frozen=True, slots=True)
class Received:
    """A table of the file. Either ``refusal`` says why there is nothing to compare with, or the rest is filled.

    ``based_on`` is the version it was downloaded as, None where that is not known and the table itself stands for it.
    ``save_id`` names the save that may come of it, so that a second click does nothing twice.
    """

    file: FileTable
    refusal: str = ""
    table: TargetTable | None = None
    based_on: int | None = None
    comparison: Comparison = NOTHING
    save_id: str = ""

    @property
    def name(self) -> str:
        return (self.table.project_name or self.table.project.name) if self.table else self.file.snapshot.project.name or "（没有项目名称）"


def receive(user: User, files: Sequence[FileTable]) -> list[Received]:
    """Every table of the file beside the one it belongs to, in their order; of several sheets of one table the one that was changed."""
    marked = [file.mark.table for file in files if file.mark]
    known = {table.pk: table for table in visible_to(user).filter(pk__in=marked).with_contents()}
    received = [_receive(user, file, known) for file in files]
    return [_alone(each, received) for each in received if not _is_copy(each, received)]


def _receive(user: User, file: FileTable, known: Mapping[int, TargetTable]) -> Received:
    found = known.get(file.mark.table) if file.mark else _by_its_names(user, file.snapshot)
    if found is None or isinstance(found, str):
        return Received(file, found or NOT_YOURS)
    if not may_write(user, found):
        return Received(file, NOT_YOURS)
    return compared(file, found, str(uuid4()))


def compared(file: FileTable, table: TargetTable, save_id: str) -> Received:
    """The file beside a table read ``with_contents`` that the person may write."""
    if table.layout not in layout_ids():
        return Received(file, f"这张表用的版式“{table.layout}”已不在本系统，不能修改，请联系系统管理员")
    now = keyed_of(table)
    if any(len(file.keys[side]) > max(MOST_ROWS, len(now.keys[side])) for side in SIDES):
        return Received(file, f"一侧的指标超过 {MOST_ROWS} 行，没有比较，请删去多余的行后再上传")
    base, based_on = now, file.mark.version if file.mark else None
    if based_on not in (None, table.version):
        try:
            base = record_at(table, based_on)
        except NotKept:
            based_on = None
    comparison = three_way(base, now, file, load(table.layout), UUID(save_id))
    return Received(file, "", table, based_on, comparison, save_id)


def _by_its_names(user: User, snapshot: Snapshot) -> TargetTable | str:
    """The table of a file without a mark, by 项目编码 or 项目名称, and 年度 where the form prints it."""
    code, name = snapshot.project.code, "".join(snapshot.project.name.split())
    named = Q(project_name=name) | Q(project__name=name)
    wanted = Q(project_code=code) | Q(project__code=code) if code else named
    tables = visible_to(user).filter(wanted if code or name else Q(pk__in=()), state__in=OPEN_TO_THE_AUTHOR)
    found = [table for table in tables.with_contents()[:20] if may_write(user, table)]
    of_the_year = [table for table in found if table.year == snapshot.year]
    found = of_the_year if len(found) > 1 else found
    if not found:
        return "这张表没有本系统的标记，也没有您可以修改的同名项目的表，没有比较；请从系统下载离线表填写"
    if len(found) > 1:
        return "这张表没有本系统的标记，同名项目有几张表，不知道是哪一张，没有比较；请从系统下载离线表填写"
    return found[0]


def _is_copy(each: Received, every: Sequence[Received]) -> bool:
    """Whether another sheet speaks for the same table: one that was changed, or the first of them."""
    same = [other for other in every if each.table and other.table and other.table.pk == each.table.pk]
    chosen = next((other for other in same if other.comparison.differences), same[0] if same else each)
    return chosen is not each


def _alone(each: Received, every: Sequence[Received]) -> Received:
    """With a note where further sheets of the table were changed as well."""
    changed = [
        other.file.sheet
        for other in every
        if other is not each and each.table and other.table and other.table.pk == each.table.pk and other.comparison.differences
    ]
    if not changed:
        return each
    sheets = "、".join(str(sheet) for sheet in changed)
    said = f"同一张表在文件中有几份，只比较了第 {each.file.sheet} 个工作表，没有比较第 {sheets} 个，请核对后分开上传"
    return replace(each, comparison=replace(each.comparison, notes=(said, *each.comparison.notes)))
