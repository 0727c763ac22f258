"""A block pasted into the fixed part of the form: a column goes down the cells below, a row to the right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from perfgoals.grid.model import Cell, Grid
from perfgoals.official.indicator_heads import find_heads
from perfgoals.official.labels import bare, label_of, printed_labels
from perfgoals.official.layout import layout
from perfgoals.official.layout_file import Layout
from perfgoals.official.mending import PARAGRAPHS
from perfgoals.official.money import parse_amount, plain
from perfgoals.official.place_names import place_name
from perfgoals.official.regions import Slice
from perfgoals.tables.editing.block import Block, NotPasted, Told
from perfgoals.tables.editing.cells import as_filled_in, open_paths, read_cell
from perfgoals.tables.editing.changes import twin_path
from perfgoals.tables.editing.keyed import Keyed, fixed_texts
from perfgoals.tables.editing.pasted_columns import shortened
from perfgoals.tables.editing.pasting import Change, Pasted, Shown

_HEAD = ("栏目", "内容", "说明")
_NO_PLACE = frozenset({"title", "subtitle", "heading"})


def paste_fixed(keyed: Keyed, form: Layout, block: Block, path: str) -> Pasted:
    """The block from the cell at ``path`` on. NotPasted where nothing can be made of it."""
    work = _Work(keyed, form, layout(keyed.snapshot, form), [Told(0, note) for note in block.notes])
    start = next((cell for cell in work.form_grid.cells if cell.path == path and work.is_input(cell)), None)
    if start is None:
        raise NotPasted("光标所在的格不能粘贴，请点一下要填写的格再粘贴")
    if find_heads(Slice(block.grid, 0, block.grid.rows)):
        raise NotPasted("复制的是绩效指标，请点一下三级指标的格再粘贴")
    if not block.is_table and block.grid.columns == 1 and path in PARAGRAPHS:
        work.put(1, start, "\n".join(cell.text for cell in block.grid.cells), None)
    else:
        work.put_block(block.grid, start)
    return work.pasted()


@dataclass
class _Work:
    keyed: Keyed
    form: Layout
    form_grid: Grid
    told: list[Told]
    changes: list[Change] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.texts = fixed_texts(self.keyed)
        self.open = open_paths(self.form)

    def pasted(self) -> Pasted:
        if not self.changes and not self.told:
            self.told.append(Told(0, "粘贴的内容与表中相同"))
        said = sorted(dict.fromkeys(self.told), key=lambda each: each.line)
        return Pasted(tuple(self.changes), tuple(said), _HEAD, tuple(self.shown))

    def is_input(self, cell: Cell) -> bool:
        return cell.path in self.texts and re.sub(r"\[\d+\]", "[]", cell.path) in self.open and cell.role not in _NO_PLACE

    def put_block(self, grid: Grid, start: Cell) -> None:
        row: int | None = start.row
        for line in range(grid.rows):
            cells = [cell for cell in grid.row(line) if cell.row == line]
            texts = [cell for cell in cells if cell.text.strip() and not self._is_label(cell)]
            if line and row is not None:
                row = self._row_below(line, row, start, is_needed=bool(texts))
            if row is None:
                self._left_over(line, texts)
            else:
                self._put_row(line, cells, row, start)

    def _is_label(self, cell: Cell) -> bool:
        return bare(cell.text) in printed_labels(self.form) or label_of(cell.text) is not None

    def _row_below(self, line: int, row: int, start: Cell, *, is_needed: bool) -> int | None:
        """The form's next row with a cell of the same kind below the one pasted into; what is no such cell is passed over and told."""
        below = self.form_grid.covering[row][start.column].bottom
        while below < self.form_grid.rows:
            cell = self.form_grid.covering[below][start.column]
            if self.is_input(cell) or not is_needed:
                return below if not self.is_input(cell) or _is_alike(cell, start) else None
            self.told.append(Told(line + 1, f"“{shortened(cell.text)}”不是填写的格，已跳过"))
            below = cell.bottom
        return None

    def _put_row(self, line: int, cells: Sequence[Cell], row: int, start: Cell) -> None:
        places = self._places(row, start)
        here = next(places, None)
        for number, cell in enumerate(cells):
            if self._is_label(cell) and len(cells) > 1:
                here = next(places, None) if here and not self.is_input(here) else here
                continue
            while here and not self.is_input(here):
                if number and cell.text.strip():
                    self.told.append(Told(line + 1, f"“{shortened(here.text)}”不是填写的格，已跳过"))
                here = next(places, None)
            if here is None or not _is_alike(here, start):
                self._left_over(line, [each for each in cells[number:] if each.text.strip() and not self._is_label(each)])
                return
            if cell.text.strip():
                self.put(line + 1, here, cell.text, cell.number)
            here = next(places, None)

    def _places(self, row: int, start: Cell) -> Iterator[Cell]:
        return (cell for cell in self.form_grid.row(row) if cell.column >= start.column)

    def _left_over(self, line: int, cells: Sequence[Cell]) -> None:
        if cells:
            texts = "；".join(cell.text for cell in cells)
            self.told.append(Told(line + 1, f"没有可以填写的格，没有粘贴“{shortened(texts)}”"))

    def put(self, line: int, place: Cell, text: str, number: Decimal | None) -> None:
        text, said = _exact(text, number) if place.path.startswith("funding.") else (text, [])
        reading = read_cell(self.form, place.path, text)
        said += (each for each in (reading.mended, reading.remark, reading.refused) if each)
        kept = text if reading.refused else as_filled_in(self.form, place.path, reading.text)
        before = as_filled_in(self.form, place.path, self.texts[place.path])
        if self._is_filled_by_its_twin(place.path, kept, line):
            return
        if before != kept:
            said += [f"原有的“{shortened(before)}”将被替换"] if before else []
            self.changes.append({"do": "set", "path": place.path, "text": kept})
        name = place_name(place.path)
        self.told += (Told(line, f"{name}：{each}") for each in said)
        self.shown.append(Shown(line, name, {"text": kept}, "；".join(said)))

    def _is_filled_by_its_twin(self, path: str, text: str, line: int) -> bool:
        """While 一年期项目同年度 is ticked what was put into one side is put into the other by the page itself."""
        other = twin_path(path) if self.keyed.is_mirrored else ""
        twin = next((change["text"] for change in self.changes if change["path"] == other), None)
        if twin is not None and twin != text:
            said = f"已勾选“一年期项目同年度”，两侧相同，没有粘贴“{shortened(text)}”"
            self.told.append(Told(line, f"{place_name(path)}：{said}"))
        return twin is not None


def _is_alike(cell: Cell, other: Cell) -> bool:
    """Amounts go on into amounts only, texts into texts only."""
    return (cell.role == "amount") == (other.role == "amount")


def _exact(text: str, number: Decimal | None) -> tuple[str, list[str]]:
    """The number that a sheet shows rounded, as it is."""
    shown = parse_amount(text).number
    if number is None or shown is None or shown == number or not re.fullmatch(r"[-0-9.,\s]+", text):
        return text, []
    return plain(number), [f"Excel 中显示为 {text.strip()}，按实际的 {plain(number)} 粘贴"]
