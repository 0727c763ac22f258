"""A block pasted into the form: what is to be changed, what its author should look at first, and what that would look like.

Nothing is written here: the page carries the changes out as one thing that can be undone, and saves them like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from perfgoals.official.layout_file import Layout
from perfgoals.official.mending import PARAGRAPHS
from perfgoals.official.snapshot import Side
from perfgoals.tables.editing.block import Block, NotPasted, Told
from perfgoals.tables.editing.cells import open_fields, read_cell
from perfgoals.tables.editing.changes import MOST_ROWS
from perfgoals.tables.editing.keyed import Keyed
from perfgoals.tables.editing.pasted_columns import Piece, shortened
from perfgoals.tables.editing.pasted_groups import Groups, home_of
from perfgoals.tables.editing.pasted_heads import pieces_of
from perfgoals.tables.editing.pasted_rows import PastedRow, rows_of
from perfgoals.tables.editing.sheet import SIDE_NAMES

Change = dict[str, Any]
"""As a page sends it: see ``wishes``."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of the preview. ``place`` is its 二级指标, or the name of a cell of the fixed part; ``texts`` one a column between."""

    line: int
    place: str
    texts: Mapping[str, str]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pasted:
    """``unclear`` empty: nobody needs to be asked. ``head`` names the columns of ``shown``: place, texts, note."""

    changes: tuple[Change, ...]
    unclear: tuple[Told, ...]
    head: tuple[str, ...]
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class InRow:
    """The cell of an indicator row that is pasted into."""

    side: Side
    row: str
    field: str


def _new_key() -> str:
    return str(uuid4())


def paste_rows(keyed: Keyed, form: Layout, block: Block, at: InRow, new_key: Callable[[], str] = _new_key) -> Pasted:
    """The block from a cell of an indicator row on. NotPasted where nothing can be made of it."""
    if at.row not in keyed.keys.get(at.side, ()):
        raise NotPasted("光标所在的行还没有保存或已被删除，请等页面显示“已保存”后，重新点一下要粘贴的格再粘贴")
    if at.side not in form.sides or at.field not in ("level1", "level2", *open_fields(form, at.side)):
        raise NotPasted("光标所在的格不能粘贴，请点一下三级指标或指标值的格再粘贴")
    work = _Work(keyed, form, at, new_key, [Told(0, note) for note in block.notes])
    if not block.is_table and block.grid.columns == 1 and at.field in PARAGRAPHS:
        work.put_paragraphs([cell.text for cell in block.grid.cells])
        return work.pasted()
    pieces, told = pieces_of(block.grid, form, at.side, at.field)
    rows, aside = rows_of(block.grid, pieces, form.hierarchy)
    work.told += (*told, *aside)
    work.put(rows, pieces, is_part=_has_more(block, pieces))
    return work.pasted()


def _has_more(block: Block, pieces: Sequence[Piece]) -> bool:
    taken = {place for piece in pieces for column in piece.columns for place in range(column.start, column.stop)}
    return any(cell.text.strip() and cell.column not in taken for cell in block.grid.cells)


@dataclass
class _Work:
    keyed: Keyed
    form: Layout
    at: InRow
    new_key: Callable[[], str]
    told: list[Told]
    changes: list[Change] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    of_both: bool = False

    def pasted(self) -> Pasted:
        self._refuse_too_many()
        if not self.changes and not self.told:
            self.told.append(Told(0, "粘贴的内容与表中相同" if self.shown else "没有看到可以粘贴的指标行"))
        said = sorted(dict.fromkeys(self.told), key=lambda each: each.line)
        return Pasted(tuple(self.changes), tuple(said), ("二级指标", *self._heads().values(), "说明"), tuple(self.shown))

    def _refuse_too_many(self) -> None:
        for side in self.form.sides:
            added = sum(1 for change in self.changes if change["do"] == "add" and (change["side"] == side or self.keyed.is_mirrored))
            if added and added + len(self.keyed.keys[side]) > MOST_ROWS:
                raise NotPasted(f"粘贴后一侧会超过 {MOST_ROWS} 行指标，没有粘贴，请只复制需要的行")

    def _heads(self) -> dict[str, str]:
        """The printed head of every field of a row, in the order of the form."""
        columns = (column for block in self.form.blocks for column in block.columns)
        return {column.field: column.head for column in columns if column.field not in ("level1", "level2")}

    def put_paragraphs(self, lines: Sequence[str]) -> None:
        """Lines of plain text in a cell that holds paragraphs are its text, no rows."""
        row = PastedRow(1, self.at.side, "", "", "", {self.at.field: "\n".join(lines)})
        self._fill(row, self.keyed.keys[self.at.side].index(self.at.row), may_replace=True)

    def put(self, rows: list[PastedRow], pieces: Sequence[Piece], *, is_part: bool) -> None:
        """``is_part``: the block has columns beside those that are pasted."""
        rows = self._without_the_twin(rows)
        self.of_both = len({row.side for row in rows}) > 1
        if self._goes_beside_names(rows, pieces, is_part=is_part):
            self._fill_down(rows, first=min(piece.top for piece in pieces) + 1)
        else:
            self._put_each(rows, {(side, column.field) for piece in pieces for side in piece.sides for column in piece.of(side)})

    def _without_the_twin(self, rows: list[PastedRow]) -> list[PastedRow]:
        """While 一年期项目同年度 is ticked the page itself does on the other side what is done on this one."""
        other = [row for row in rows if row.side != self.at.side]
        if not self.keyed.is_mirrored or not other:
            return rows
        own = [row for row in rows if row.side == self.at.side]
        if [(row.level2, row.texts) for row in own] != [(row.level2, row.texts) for row in other]:
            self.told.append(Told(0, "已勾选“一年期项目同年度”，只粘贴光标所在的一侧，另一侧的不同内容没有粘贴"))
        return own

    def _goes_beside_names(self, rows: Sequence[PastedRow], pieces: Sequence[Piece], *, is_part: bool) -> bool:
        """Whether the block is what belongs beside 三级指标 that stand there: a column, or columns over cells that are empty."""
        fields = {"value" if column.field in ("comparator", "unit") else column.field for piece in pieces for column in piece.columns}
        at = self.keyed.keys[self.at.side].index(self.at.row)
        listed = self.keyed.rows(self.at.side)
        if fields & {"level1", "level2", "level3"} or not listed[at].level3 or any(row.side != self.at.side for row in rows):
            return False
        last = max((row.line for row in rows), default=1) - min(piece.top for piece in pieces)
        return (len(fields) == 1 and not is_part) or not any(getattr(each, name) for each in listed[at : at + last] for name in fields)

    def _fill_down(self, rows: Sequence[PastedRow], first: int) -> None:
        """Each line into the row as far below the first one, as in a sheet."""
        at = self.keyed.keys[self.at.side].index(self.at.row)
        for row in rows:
            index = at + row.line - first
            if index < len(self.keyed.keys[self.at.side]):
                self._fill(row, index, may_replace=True)
            else:
                self.told.append(Told(row.line, f"下面没有这么多行，没有粘贴“{shortened('；'.join(row.texts.values()))}”"))

    def _put_each(self, rows: Sequence[PastedRow], columns: set[tuple[Side, str]]) -> None:
        named = any(row.is_named for row in rows)
        start = self.keyed.keys[self.at.side].index(self.at.row)
        own = self.keyed.rows(self.at.side)[start].level2
        doubts: set[str] = set()
        groups = Groups(self.keyed, self.form.hierarchy, None if named else (self.at.side, start))
        for row in rows:
            home, doubt = home_of(row, own, self.form.hierarchy)
            said = [each for each in doubt if each not in doubts]  # once a group, not once a row
            doubts.update(doubt)
            if not row.texts.get("level3"):
                said.append("没有三级指标名称")
            if not row.texts.get("value") and (row.side, "value") in columns:
                said.append("没有指标值")
            index = groups.empty_row(row.side, home)
            if index is not None:
                self._fill(row, index, said)
            elif self.form.hierarchy.has_level2(home):
                self._add(row, groups, home, said)
            else:
                self.told.append(Told(row.line, f"光标所在行的二级指标“{home}”不在本表指标框架中，不能添加行，没有粘贴"))

    def _fill(self, row: PastedRow, index: int, said: Sequence[str] = (), *, may_replace: bool = False) -> None:
        key, now = self.keyed.keys[row.side][index], self.keyed.rows(row.side)[index]
        texts, notes = self._read(row)
        said = [*said, *notes]
        if may_replace and not now.level3 and "level3" not in texts:
            said.append("这一行没有三级指标名称")
        for name, text in texts.items():
            before = getattr(now, name)
            if before and before != text:
                said.append(f"原有的“{shortened(before)}”将被替换")
            if before != text:
                self.changes.append({"do": "set", "row": key, "field": name, "text": text})
        self._show(row, now.level2, texts, said)

    def _add(self, row: PastedRow, groups: Groups, home: str, said: Sequence[str]) -> None:
        texts, notes = self._read(row)
        key = self.new_key()
        level2, after = groups.added(row.side, home, key)
        self.changes.append({"do": "add", "row": key, "side": row.side, "level2": level2, "after": after, "texts": texts})
        self._show(row, level2, texts, [*said, *notes])

    def _show(self, row: PastedRow, level2: str, texts: Mapping[str, str], said: Sequence[str]) -> None:
        self.told += (Told(row.line, each) for each in said)
        place = f"{level2}（{SIDE_NAMES[row.side]}）" if self.of_both else level2
        whole = {name: texts.get(name, "") for name in self._heads()}
        self.shown.append(Shown(row.line, place, whole, "；".join(said)))

    def _read(self, row: PastedRow) -> tuple[dict[str, str], list[str]]:
        """The texts as they will be kept, and what is to be said of them."""
        texts: dict[str, str] = {}
        said: list[str] = []
        heads = self._heads()
        for name, text in row.texts.items():
            reading = read_cell(self.form, f"indicators.{row.side}[].{name}", text)
            texts[name] = text if reading.refused else reading.text
            said += (f"{heads[name]}：{each}" for each in (reading.mended, reading.remark, reading.refused) if each)
        return texts, said
