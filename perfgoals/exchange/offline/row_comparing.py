"""The indicator rows of one side compared three ways: cells, and rows that came, went or moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID, uuid5

from perfgoals.exchange.offline.difference import Difference, Kind, kind_of, same
from perfgoals.exchange.offline.identity import keys_by_words, with_known_keys
from perfgoals.exchange.offline.reading import FileTable
from perfgoals.official.layout_file import Layout
from perfgoals.official.place_names import place_name
from perfgoals.official.snapshot import Indicator, Side
from perfgoals.tables.editing.cells import open_fields, read_cell
from perfgoals.tables.editing.keyed import Keyed

Found = Iterator[Difference | str]
"""Differences, and sentences on what was not taken."""


def compare_rows(side: Side, base: Keyed, now: Keyed, file: FileTable, form: Layout, names: UUID) -> Found:
    """What the file changes in the rows of a side."""
    matched = (with_known_keys if file.mark else keys_by_words)(file.rows(side), base.keys[side], base.rows(side))
    rows = [(each.key or str(uuid5(names, f"{side} {index}")), each.row) for index, each in enumerate(matched)]
    work = _Side(side, base, now, rows, form, names)
    for index, (key, row) in enumerate(rows):
        yield from work.compare(index, key, row)
    yield from work.removed()
    yield from work.reordered()


GONE = "（已删除）"


class _Side:
    def __init__(self, side: Side, base: Keyed, now: Keyed, rows: Sequence[tuple[str, Indicator]], form: Layout, names: UUID) -> None:
        self.side, self.rows, self.form, self.names = side, rows, form, names
        self.fields = open_fields(form, side)
        self.name = place_name(f"indicators.{side}")
        self.then: Mapping[str, Indicator] = dict(zip(base.keys[side], base.rows(side), strict=True))
        self.today: Mapping[str, Indicator] = dict(zip(now.keys[side], now.rows(side), strict=True))
        self.order_today = {key: index for index, key in enumerate(now.keys[side])}
        self.new_here = Counter(self._identity(row) for key, row in self.today.items() if key not in self.then)

    # what a row is

    def _group(self, level2: str) -> int | str:
        framework = self.form.hierarchy
        return framework.place_of(level2) if framework.has_level2(level2) else level2

    def _kept(self, row: Indicator) -> dict[str, str]:
        """Its texts as they would be kept."""
        return {name: read_cell(self.form, self._path(name), getattr(row, name)).text for name in self.fields}

    def _identity(self, row: Indicator) -> tuple[Any, ...]:
        return (self._group(row.level2), *self._kept(row).values())

    def _path(self, name: str) -> str:
        return f"indicators.{self.side}[].{name}"

    def _same(self, name: str, one: Indicator, other: Indicator) -> bool:
        return same(self.form, self._path(name), getattr(one, name), getattr(other, name))

    def _whole(self, row: Indicator) -> str:
        return " ｜ ".join(filter(None, (row.level2, *self._kept(row).values())))

    def _place(self, key: str, name: str = "") -> str:
        path = f"indicators.{self.side}[{self.order_today[key]}]"
        return place_name(f"{path}.{name}" if name else path)

    def _above(self, index: int, level2: str) -> tuple[str, ...]:
        """The rows above it in the file under the same 二级指标, the nearest first."""
        group = self._group(level2)
        before = reversed(self.rows[:index])
        return tuple(key for key, row in before if self._group(row.level2 or self.then.get(key, row).level2) == group)

    # what became of it

    def compare(self, index: int, key: str, row: Indicator) -> Found:
        if not row.has_content:
            return  # empty before: nothing; else it is gone: see removed
        if key not in self.then:
            yield from self._added(index, key, row)
        elif key not in self.today:
            yield from self._without_its_row(index, key, row)
        else:
            yield from self._cells(key, row) if self.then[key].has_content or self.today[key].has_content else self._filled(key, row)
            yield from self._regrouped(index, key, row)

    def _added(self, index: int, key: str, row: Indicator) -> Found:
        if self._is_there(row):
            return
        yield self._coming(index, key, row, "新增一行", ("", ""), kind_of(True))

    def _without_its_row(self, index: int, key: str, row: Indicator) -> Found:
        """The row has been removed here while it was filled in offline; unless that, too, has been settled before."""
        then, anew = self.then[key], str(uuid5(self.names, key))
        row = row if row.level2 else replace(row, level1=then.level1, level2=then.level2)
        if not then.has_content:
            yield from self._added(index, anew, row)
        elif self._identity(row) != self._identity(then) and not self._is_there(row):
            yield self._coming(index, anew, row, "已被他人删除的一行", (self._whole(then), GONE), kind_of(False))

    def _coming(self, index: int, key: str, row: Indicator, what: str, before: tuple[str, str], kind: Kind) -> Difference | str:
        """A row that is to be added, or why it cannot be."""
        if self._has_no_place(row):
            return self._no_place(row)
        texts = {name: text for name in self.fields if (text := getattr(row, name))}
        change = {"do": "add", "row": key, "side": self.side, "level2": row.level2, "after": None, "texts": texts}
        place, above = f"{self.name} {what}", self._above(index, row.level2)
        return Difference(f"{key}.add", place, row.level3, *before, self._whole(row), kind, (change,), self.side, index, above)

    def _is_there(self, row: Indicator) -> bool:
        """Whether the table has got such a row since: the same file, accepted before."""
        identity = self._identity(row)
        there = self.new_here[identity] > 0
        self.new_here[identity] -= there
        return there

    def _has_no_place(self, row: Indicator) -> bool:
        return not self.form.hierarchy.has_level2(row.level2)

    def _no_place(self, row: Indicator) -> str:
        told = f"二级指标“{row.level2}”不在本表的指标框架中" if row.level2 else "没有二级指标"
        return f"{self.name}：“{row.level3 or self._whole(row)}”一行{told}，没有列入比较，请改选后再上传"

    def _cells(self, key: str, row: Indicator) -> Found:
        then, today = self.then[key], self.today[key]
        for name in self.fields:
            if self._same(name, then, row) or self._same(name, today, row):
                continue
            typed, place = getattr(row, name), self._place(key, name)
            reading = read_cell(self.form, self._path(name), typed)
            if reading.refused:
                yield f"{place}：{reading.refused}"
                continue
            shown = (getattr(then, name), getattr(today, name), reading.text)
            kind = kind_of(self._same(name, then, today))
            changes = (self._setting(key, name, typed),)
            yield Difference(f"{key}.{name}", place, today.level3, *shown, kind, changes, self.side, remark=reading.remark)

    def _filled(self, key: str, row: Indicator) -> Found:
        """An empty row that is empty no more: one difference, whatever its cells."""
        changes = tuple(self._setting(key, name, text) for name in self.fields if (text := getattr(row, name)))
        named = replace(row, level2=self.today[key].level2)
        yield Difference(f"{key}.fill", f"{self._place(key)} 填写", row.level3, "", "", self._whole(named), "file only", changes, self.side)

    def _setting(self, key: str, name: str, text: str) -> dict[str, str]:
        return {"do": "set", "row": key, "field": name, "text": text}

    def _regrouped(self, index: int, key: str, row: Indicator) -> Found:
        then, today = self.then[key], self.today[key]
        groups = [self._group(each.level2) for each in (then, today, row)]
        if not row.level2 or groups[2] in groups[:2]:
            return
        if self._has_no_place(row):
            yield self._no_place(row)
            return
        shown = (then.level2, today.level2, row.level2)
        kind, above = kind_of(groups[0] == groups[1]), self._above(index, row.level2)
        changes = (self._moving(key, row.level2),)
        yield Difference(f"{key}.move", self._place(key, "level2"), today.level3, *shown, kind, changes, self.side, index, above)

    def _moving(self, key: str, level2: str) -> dict[str, Any]:
        return {"do": "move", "row": key, "level2": level2, "after": None}

    def removed(self) -> Found:
        """Rows that are no longer in the file, or have been emptied in it."""
        kept = {key for key, row in self.rows if row.has_content}
        for key, then in self.then.items():
            if not then.has_content or key in kept or key not in self.today:
                continue
            today = self.today[key]
            place, changes = f"{self._place(key)} 删除", ({"do": "remove", "row": key},)
            kind = kind_of(self._identity(then) == self._identity(today))
            yield Difference(f"{key}.remove", place, today.level3, self._whole(then), self._whole(today), GONE, kind, changes, self.side)

    def reordered(self) -> Found:
        """Rows that stand elsewhere among those of their 二级指标."""
        staying = [key for key, row in self.rows if self._stays(key, row)]
        chosen = set(staying)
        then, today = ([key for key in keys if key in chosen] for keys in (self.then, self.today))
        blocks = SequenceMatcher(None, then, staying, autojunk=False).get_matching_blocks()
        steady = {key for block in blocks for key in staying[block.b : block.b + block.size]}
        if staying == today:
            return
        for index, (key, _) in enumerate(self.rows):
            if key not in chosen or key in steady:
                continue
            then_at, now_at, file_at = (self._behind(key, keys) for keys in (then, today, staying))
            level2, about = self.today[key].level2, self.today[key].level3
            kind, changes = kind_of(then_at == now_at), (self._moving(key, level2),)
            place, above = f"{self._place(key)} 次序", self._above(index, level2)
            yield Difference(f"{key}.move", place, about, then_at, now_at, file_at, kind, changes, self.side, index, above)

    def _stays(self, key: str, row: Indicator) -> bool:
        if key not in self.then or key not in self.today or not row.has_content:
            return False
        return len({self._group(each.level2) for each in (self.then[key], self.today[key], row) if each.level2}) == 1

    def _behind(self, key: str, keys: Sequence[str]) -> str:
        index = keys.index(key)
        group = self._group(self.today[key].level2)
        above = [each for each in keys[:index] if self._group(self.today[each].level2) == group]
        return f"排在“{self.today[above[-1]].level3}”之后" if above else "排在最前"
