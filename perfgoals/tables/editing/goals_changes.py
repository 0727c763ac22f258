"""Wishes carried out on 部门整体绩效目标, as ``changes`` does on a table: one list of lines instead of sides, and no framework."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from perfgoals.tables.editing.cells import MOST_PARAGRAPH_CHARACTERS, CellField, Reading
from perfgoals.tables.editing.changes import Answer, Done, Refused
from perfgoals.tables.editing.goals_keyed import LINES, KeyedGoals, Kind, Line, from_data, to_data
from perfgoals.tables.editing.wishes import AddRow, MoveRow, RemoveRow, SetCell, SetInRow, Wish, wishes_in

MOST_LINES = 1_000
"""Of one document; the published one has eighteen."""

LONGEST_HEADING = 300
_KIND_NAMES: Mapping[Kind, str] = {"heading": "标题", "item": "段落"}


class TitleCell(CellField):
    """The title, which no document goes without."""

    def read(self, text: str) -> Reading:
        reading = super().read(text)
        return reading if reading.text else replace(reading, remark="请填写标题，一般是“部门整体绩效目标”")


_FIELDS: Mapping[str, CellField] = {
    "part": CellField(paragraphs=False, limit=None, longest=100),
    "title": TitleCell(paragraphs=False, limit=None, longest=200),
    "heading": CellField(paragraphs=False, limit=None, longest=LONGEST_HEADING),
    "item": CellField(paragraphs=False, limit=None, longest=MOST_PARAGRAPH_CHARACTERS),
}


@dataclass(slots=True)
class PerformedGoals:
    """As ``changes.Performed``."""

    keyed: KeyedGoals
    done: list[Done] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)


def goals_wishes_in(data: Any) -> list[Wish]:
    """As ``wishes.wishes_in``: a line is added to the ``"side": "lines"``, and its ``level2`` is heading or item."""
    return wishes_in(data, (LINES,))


def perform_goals(keyed: KeyedGoals, wishes: Iterable[Wish]) -> PerformedGoals:
    """All wishes in their order; Refused, with nothing to keep, when one cannot be. Removing what is gone is no error."""
    work = _Work(keyed)
    for number, wish in enumerate(wishes):
        try:
            work.perform(wish)
        except Refused as refusal:
            refusal.wish = number
            raise
    return PerformedGoals(KeyedGoals(work.texts, tuple(work.lines)), work.done, work.answers)


class _Work:
    """The document taken apart into what can be changed in place."""

    def __init__(self, keyed: KeyedGoals) -> None:
        self.texts = dict(keyed.texts)
        self.lines = list(keyed.lines)
        self.done: list[Done] = []
        self.answers: list[Answer] = []

    def perform(self, wish: Wish) -> None:
        match wish:
            case SetCell(path, text):
                self._set_text(path, text)
            case SetInRow(row, name, text):
                self._set_in_line(row, name, text)
            case AddRow():
                self._add(wish)
            case RemoveRow(row):
                self._remove(row)
            case MoveRow(row, level2, after):
                self._move(row, _kind(level2), after)

    def _set_text(self, path: str, text: str) -> None:
        if path not in self.texts:
            raise Refused(f"“{path}”不是部门整体绩效目标可以填写的地方")
        reading = _FIELDS[path].read(text)
        self.answers.append(Answer({"path": path}, reading))
        before = self.texts[path]
        if reading.refused or reading.text == before:
            return
        self.texts[path] = reading.text
        self.done.append({"do": "set", "path": path, "before": before, "after": reading.text})

    def _set_in_line(self, key: str, name: str, text: str) -> None:
        index = self._where(key)
        line = self.lines[index]
        reading = self._read(key, line.kind, name, text)
        if reading.refused or reading.text == line.text:
            return
        self.lines[index] = replace(line, text=reading.text)
        self.done.append({"do": "set", "row": key, "field": name, "before": line.text, "after": reading.text})

    def _read(self, key: str, kind: Kind, name: str, text: str) -> Reading:
        if name != "text":
            raise Refused(f"部门整体绩效目标的一行没有“{name}”")
        reading = _FIELDS[kind].read(text)
        self.answers.append(Answer({"row": key, "field": name}, reading))
        return reading

    def _where(self, key: str) -> int:
        index = self._index(key)
        if index is None:
            raise Refused("这一行已被删除，请核对后重新添加")
        return index

    def _index(self, key: str) -> int | None:
        return next((place for place, line in enumerate(self.lines) if line.key == key), None)

    def _add(self, wish: AddRow) -> None:
        if self._index(wish.row) is not None:
            raise Refused("这一行已经在文中")
        if len(self.lines) >= MOST_LINES:
            raise Refused(f"最多 {MOST_LINES} 行，没有再添加，请检查是否粘贴了别的内容")
        line = Line(wish.row, _kind(wish.level2))
        for name, text in wish.texts.items():
            reading = self._read(wish.row, line.kind, name, text)
            line = line if reading.refused else replace(line, text=reading.text)
        index = self._place(wish.after)
        self.lines.insert(index, line)
        self.done.append({"do": "add", "row": line.key, "side": LINES, "index": index, "texts": _told(line)})

    def _place(self, after: str | None) -> int:
        """Below that line; at the end where there is no such line."""
        if after == "":
            return 0
        index = self._index(after) if after else None
        return len(self.lines) if index is None else index + 1

    def _remove(self, key: str) -> None:
        index = self._index(key)
        if index is None:
            return
        line = self.lines.pop(index)
        self.done.append({"do": "remove", "row": key, "side": LINES, "index": index, "texts": _told(line)})

    def _move(self, key: str, kind: Kind, after: str | None) -> None:
        old = self._where(key)
        line = self.lines[old]
        if kind != line.kind and len(line.text) > _FIELDS[kind].longest:
            most = _FIELDS[kind].longest
            raise Refused(f"这一行有 {len(line.text)} 个字，{_KIND_NAMES[kind]}最多 {most} 个字，没有改为{_KIND_NAMES[kind]}，请先精简")
        self.lines.pop(old)
        new = self._place(after)
        self.lines.insert(new, replace(line, kind=kind))
        before, now = [old, "", line.kind], [new, "", kind]  # as in a table, where 一级 and 二级 stand there
        if before != now:
            self.done.append({"do": "move", "row": key, "side": LINES, "before": before, "after": now})


def _kind(level2: str) -> Kind:
    if level2 not in _KIND_NAMES:
        raise Refused(f"“{level2}”既不是标题也不是段落")
    return cast(Kind, level2)


def _told(line: Line) -> dict[str, str]:
    return {"level2": line.kind, "text": line.text}


def undo_goals(keyed: KeyedGoals, done: Sequence[Done]) -> KeyedGoals:
    """The document as it was before all of these were done to it, the last first."""
    for each in reversed(done):
        keyed = _undo_one(keyed, each)
    return keyed


def _undo_one(keyed: KeyedGoals, done: Done) -> KeyedGoals:
    lines = list(keyed.lines)
    match done:
        case {"do": "replace", "before": before}:
            return from_data(before)
        case {"do": "set", "path": path, "before": before}:
            return replace(keyed, texts={**keyed.texts, path: before})
        case {"do": "set", "row": key, "before": before}:
            index = _found(keyed, key)
            lines[index] = replace(lines[index], text=before)
        case {"do": "add", "row": key}:
            lines.pop(_found(keyed, key))
        case {"do": "remove", "row": key, "index": index, "texts": {"level2": kind, "text": text}}:
            lines.insert(index, Line(key, kind, text))
        case {"do": "move", "row": key, "before": [index, _, kind]}:
            lines.insert(index, replace(lines.pop(_found(keyed, key)), kind=kind))
        case _:
            raise ValueError(f"not a thing that was done: {done!r}")
    return replace(keyed, lines=tuple(lines))


def _found(keyed: KeyedGoals, key: str) -> int:
    index = keyed.index(key)
    if index is None:
        raise ValueError(f"no line {key}")
    return index


def replaced_goals(before: KeyedGoals, after: KeyedGoals) -> Done:
    """A whole document put in place of another, as one thing done."""
    return {"do": "replace", "before": to_data(before), "after": to_data(after)}
