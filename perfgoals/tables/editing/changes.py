"""Wishes carried out on a record; what is done is told so that it can be undone from what was told (``undoing``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from perfgoals.official.layout_file import Layout
from perfgoals.official.snapshot import SIDES, Indicator, IndicatorSides, Side
from perfgoals.tables.editing.cells import Reading, as_filled_in, open_fields, open_paths, read_cell
from perfgoals.tables.editing.keyed import MIRRORED, Keyed, fixed_texts, with_text
from perfgoals.tables.editing.opening import EVERYTHING, LOCKED, LOCKED_ROWS, Opening
from perfgoals.tables.editing.placing import index_for, spelled_as_here
from perfgoals.tables.editing.wishes import AddRow, MoveRow, RemoveRow, SetCell, SetInRow, Wish

MOST_ROWS = 500
"""Of one side; the longest published one has twenty."""

Done = dict[str, Any]
"""One thing that was done, with before and after, as it is kept in a revision."""


class Refused(ValueError):
    """str: one sentence for the user. Nothing of the request was done; ``wish`` is the place of the one that could not be."""

    wish = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one cell: its address on the wire, the text that is kept, and what is to be said."""

    at: Mapping[str, str]
    reading: Reading


@dataclass(slots=True)
class Performed:
    """``keyed`` is the record as it is now; ``done`` what changed, in order; ``answers`` one a cell that was written."""

    keyed: Keyed
    done: list[Done] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)


WhereItWas = Callable[[str, str], str]
"""Of a row's key and a 二级指标: the 一级指标 under which the row stood there before, "" where it never did."""


def never(key: str, level2: str) -> str:
    return ""


def perform(
    keyed: Keyed, wishes: Iterable[Wish], form: Layout, where_it_was: WhereItWas = never, opening: Opening = EVERYTHING
) -> Performed:
    """All wishes in their order; Refused, with nothing to keep, when one cannot be.

    A row that is gone is no error for removing it. While 一年期项目同年度 is ticked what is done on one side is done on the other.
    A row put back may go where the framework has no place, if that is ``where_it_was``. What ``opening`` leaves out is not changed:
    a cell is answered as refused, rows that come, go or move are Refused.
    """
    work = _Work(keyed, form, where_it_was, opening)
    for number, wish in enumerate(wishes):
        try:
            for each in work.mirrored(wish):
                work.perform(each)
        except Refused as refusal:
            refusal.wish = number
            raise
    return work.performed()


def is_open(form: Layout, path: str) -> bool:
    """Whether the form has a cell there that is filled in by hand."""
    return re.sub(r"\[\d+\]", "[]", path) in open_paths(form)


def refuse_closed(form: Layout, path: str) -> None:
    """Refused for a path that the form has no cell for, or none that is filled in by hand."""
    if not is_open(form, path):
        raise Refused(f"“{path}”不是这张表可以填写的单元格")


def refuse_closed_field(form: Layout, side: Side, name: str) -> None:
    if name not in open_fields(form, side):
        raise Refused(f"这张表的指标行没有可以填写的“{name}”一栏")


def twin_path(path: str) -> str:
    """The same cell of the other side; "" for a cell that has none."""
    group, _, rest = path.partition(".")
    side, dot, name = rest.partition(".")
    if group not in ("funding", "goals") or side not in SIDES:
        return ""
    return f"{group}.{_other(side)}{dot}{name}"


def _other(side: str) -> Side:
    return "period" if side == "annual" else "annual"


class _Work:
    """The record taken apart into lists that can be changed in place."""

    def __init__(self, keyed: Keyed, form: Layout, where_it_was: WhereItWas, opening: Opening) -> None:
        self.keyed, self.form, self.where_it_was, self.opening = keyed, form, where_it_was, opening
        self.left: dict[tuple[str, str], str] = {}  # the places that rows have left just now
        self.texts = fixed_texts(keyed)
        self.rows: dict[Side, list[Indicator]] = {side: list(keyed.rows(side)) for side in SIDES}
        self.keys: dict[Side, list[str]] = {side: list(keyed.keys[side]) for side in SIDES}
        self.done: list[Done] = []
        self.answers: list[Answer] = []

    def performed(self) -> Performed:
        snapshot = replace(self.keyed.snapshot, indicators=IndicatorSides(**{side: tuple(self.rows[side]) for side in SIDES}))
        keys: dict[Side, tuple[str, ...]] = {side: tuple(self.keys[side]) for side in SIDES}
        return Performed(replace(self.keyed, snapshot=snapshot, keys=keys), self.done, self.answers)

    def mirrored(self, wish: Wish) -> list[Wish]:
        """The wish, and the same for the other side while both are kept equal."""
        if not self.texts.get(MIRRORED) or len(self.form.sides) < 2:
            return [wish]
        return [wish, *self._twin(wish)]

    def _twin(self, wish: Wish) -> list[Wish]:
        match wish:
            case SetCell(path, text) if (other := twin_path(path)) in self.texts and is_open(self.form, other):
                return [SetCell(other, text)]
            case SetInRow(row, name) if (twin := self._row_beside(row)) and name in open_fields(self.form, self._other_side(row)):
                return [replace(wish, row=twin)]
            case RemoveRow(row) if twin := self._row_beside(row):
                return [RemoveRow(twin)]
            case MoveRow(row, _, after) if twin := self._row_beside(row):
                return [replace(wish, row=twin, after=self._row_beside(after) if after else after)]
            case AddRow(_, side, _, after, texts):
                beside = self._row_beside(after) if after else after
                known = {name: text for name, text in texts.items() if name in open_fields(self.form, _other(side))}
                return [replace(wish, row=wish.twin or str(uuid4()), side=_other(side), after=beside, texts=known, twin="")]
        return []

    def _other_side(self, key: str) -> Side:
        return _other(self._where(key)[0])

    def _row_beside(self, key: str) -> str | None:
        """The row at the same place of the other side."""
        for side in SIDES:
            if key in self.keys[side]:
                index = self.keys[side].index(key)
                return next(iter(self.keys[_other(side)][index : index + 1]), None)
        return None

    def perform(self, wish: Wish) -> None:
        match wish:
            case SetCell(path, text):
                self._set_cell(path, text)
            case SetInRow(row, name, text):
                self._set_in_row(row, name, text)
            case AddRow():
                self._add(wish)
            case RemoveRow(row):
                self._remove(row)
            case MoveRow():
                self._move(wish)

    def _set_cell(self, path: str, text: str) -> None:
        refuse_closed(self.form, path)
        if path not in self.texts:
            raise Refused(f"这张表没有“{path}”这一格")
        reading = Reading("1" if text else "") if path == MIRRORED else read_cell(self.form, path, text)
        if not self.opening.has_cell(path):
            reading = replace(reading, refused=LOCKED)
        self.answers.append(Answer({"path": path}, replace(reading, text=as_filled_in(self.form, path, reading.text))))
        before = self.texts[path]
        if reading.refused or reading.text == before:
            return
        self.texts[path] = reading.text
        self.keyed = with_text(self.keyed, path, reading.text)
        self.done.append({"do": "set", "path": path, "before": before, "after": reading.text})

    def _where(self, key: str) -> tuple[Side, int]:
        for side in SIDES:
            if key in self.keys[side]:
                return side, self.keys[side].index(key)
        raise Refused("这一行已被删除，请核对后重新添加")

    def _set_in_row(self, key: str, name: str, text: str) -> None:
        side, index = self._where(key)
        refuse_closed_field(self.form, side, name)
        reading = read_cell(self.form, f"indicators.{side}[].{name}", text)
        if not self.opening.has_in_row(side, key, name):
            reading = replace(reading, refused=LOCKED)
        self.answers.append(Answer({"row": key, "field": name}, reading))
        before = getattr(self.rows[side][index], name)
        if reading.refused or reading.text == before:
            return
        self.rows[side][index] = replace(self.rows[side][index], **{name: reading.text})
        self.done.append({"do": "set", "row": key, "field": name, "before": before, "after": reading.text})

    def _add(self, wish: AddRow) -> None:
        side = wish.side
        self._refuse_locked(self.opening.has_rows(side))
        if any(wish.row in keys for keys in self.keys.values()):
            raise Refused("这一行已经在表中")
        if len(self.rows[side]) >= MOST_ROWS:
            raise Refused(f"一侧最多 {MOST_ROWS} 行指标，没有再添加")
        level1, level2 = self._place_of(wish, side)
        row = Indicator(level1, level2)
        for name, text in wish.texts.items():
            refuse_closed_field(self.form, side, name)
            reading = read_cell(self.form, f"indicators.{side}[].{name}", text)
            self.answers.append(Answer({"row": wish.row, "field": name}, reading))
            row = row if reading.refused else replace(row, **{name: reading.text})
        index = self._index(side, row, wish.after)
        self._insert(side, index, wish.row, row)
        self.done.append({"do": "add", "row": wish.row, "side": side, "index": index, "texts": _texts_of(row)})

    @staticmethod
    def _refuse_locked(is_open: bool) -> None:
        if not is_open:
            raise Refused(LOCKED_ROWS)

    def _place_of(self, wish: AddRow | MoveRow, side: Side) -> tuple[str, str]:
        """一级 and 二级 of a row that comes or moves: those that it had there before, if it is put back."""
        if wish.is_back and side in self.form.sides:
            level1 = self.left.get((wish.row, wish.level2)) or self.where_it_was(wish.row, wish.level2)
            if level1:
                return level1, wish.level2
        return self._place(side, wish.level2)

    def _place(self, side: Side, level2: str) -> tuple[str, str]:
        """一级 and 二级 as the framework of the form binds them."""
        if side not in self.form.sides:
            raise Refused("本版式没有这一侧的指标")
        framework = self.form.hierarchy
        if not framework.has_level2(level2):
            raise Refused(f"“{level2}”不是本表指标框架中的二级指标，请从列出的二级指标中选择")
        return framework.parent_of(level2), spelled_as_here(self.rows[side], level2, framework)

    def _index(self, side: Side, row: Indicator, after: str | None) -> int:
        keys = self.keys[side]
        wished = 0 if after == "" else keys.index(after) + 1 if after in keys else None
        return index_for(self.rows[side], row.level1, row.level2, wished, self.form.hierarchy)

    def _insert(self, side: Side, index: int, key: str, row: Indicator) -> None:
        self.rows[side].insert(index, row)
        self.keys[side].insert(index, key)

    def _remove(self, key: str) -> None:
        if not any(key in keys for keys in self.keys.values()):
            return
        side, index = self._where(key)
        self._refuse_locked(self.opening.has_row(side, key))
        row = self.rows[side].pop(index)
        self.keys[side].pop(index)
        self.left[key, row.level2] = row.level1
        self.done.append({"do": "remove", "row": key, "side": side, "index": index, "texts": _texts_of(row)})

    def _move(self, wish: MoveRow) -> None:
        side, old = self._where(wish.row)
        self._refuse_locked(self.opening.has_rows(side))
        row = self.rows[side].pop(old)
        self.keys[side].pop(old)
        self.left[wish.row, row.level2] = row.level1
        one, two = (row.level1, row.level2) if wish.level2 == row.level2 else self._place_of(wish, side)
        moved = replace(row, level1=one, level2=two)
        new = self._index(side, moved, wish.after)
        self._insert(side, new, wish.row, moved)
        before, now = [old, row.level1, row.level2], [new, one, two]
        if before != now:
            self.done.append({"do": "move", "row": wish.row, "side": side, "before": before, "after": now})


def _texts_of(row: Indicator) -> dict[str, str]:
    return {name: text for name in Indicator.__dataclass_fields__ if (text := getattr(row, name))}
