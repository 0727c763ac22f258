"""The rows of a pasted block with their 一级 and 二级指标: merged names repeat downwards, and so do names left blank below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from perfgoals.grid.model import Cell, Grid
from perfgoals.official import values
from perfgoals.official.hierarchy import Hierarchy
from perfgoals.official.indicator_heads import HeadColumn
from perfgoals.official.labels import bare, label_of
from perfgoals.official.snapshot import Side
from perfgoals.tables.editing.block import Told
from perfgoals.tables.editing.pasted_columns import Piece, shortened

_TOTALS = frozenset({"合计", "总计", "小计", "总分"})


@dataclass(frozen=True, slots=True)
class PastedRow:
    """One row of one side. ``level1`` and ``level2`` as the block prints them beside it, ``under`` the last 一级 above it."""

    line: int
    side: Side
    level1: str
    level2: str
    under: str
    texts: Mapping[str, str]

    @property
    def is_named(self) -> bool:
        return bool(self.level1 or self.level2)


@dataclass(slots=True)
class _Names:
    """The names that hold at the row that is being read."""

    level1: str = ""
    level2: str = ""
    under: str = ""

    def enter(self, level1: str, level2: str) -> None:
        if level1 and level1 != self.under:
            self.under, self.level1, self.level2 = level1, level1, ""
        if level2 and level2 != self.level2:
            self.level1, self.level2 = level1, level2


@dataclass(slots=True)
class _Reader:
    grid: Grid
    framework: Hierarchy
    names: dict[Side, _Names] = field(default_factory=dict)
    rows: list[PastedRow] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    def read(self, piece: Piece) -> None:
        for row in range(piece.top, piece.bottom):
            if said := self._aside(row):
                self.told.append(Told(row + 1, said))
            elif name := self._section(piece, row):
                self._enter_section(piece, name)
            else:
                for side in piece.sides:
                    self._read_side(piece.of(side), side, row)

    def _read_side(self, columns: Sequence[HeadColumn], side: Side, row: int) -> None:
        names = self.names.setdefault(side, _Names())
        texts: dict[str, str] = {}
        begins = False
        for column in columns:
            cell = self.grid.covering[row][column.start]
            text = cell.text.strip() if cell.column >= column.start else ""  # else the cell before runs on
            texts[column.field] = text
            begins = begins or bool(text and cell.row == row and column.field not in ("level1", "level2"))
        names.enter(texts.pop("level1", ""), texts.pop("level2", ""))
        if begins:
            whole, said = with_whole_value(texts)
            self.told += (Told(row + 1, each) for each in said)
            self.rows.append(PastedRow(row + 1, side, names.level1, names.level2, names.under, whole))

    def _aside(self, row: int) -> str:
        """Why the row is none of indicators, or ""."""
        cells = [cell for cell in self.grid.starting(row) if cell.text.strip()]
        if not cells:
            return ""
        text = cells[0].text.strip()
        if bare(text) in _TOTALS:
            return f"“{shortened(text)}”一行没有粘贴"
        label = label_of(text.replace(":", "：").partition("：")[0]) if ":" in text or "：" in text else None
        if (label and label.kind == "sign") or (self._is_across(cells[0]) and not self._is_known(text)):
            return f"“{shortened(text)}”不是指标，没有粘贴"
        return ""

    def _is_across(self, cell: Cell) -> bool:
        return self.grid.columns > 2 and cell.columns * 5 >= self.grid.columns * 4

    def _section(self, piece: Piece, row: int) -> str:
        """The name where the row holds nothing but one, outside the columns for names: a heading for the rows below."""
        cells = [cell for cell in self.grid.row(row) if cell.text.strip()]
        if len(piece.columns) < 2 or len(cells) != 1 or cells[0].row != row or not self._is_known(cells[0].text):
            return ""
        named = {column.start for column in piece.columns if column.field in ("level1", "level2")}
        return "" if cells[0].column in named and cells[0].columns == 1 else cells[0].text.strip()

    def _is_known(self, text: str) -> bool:
        return self.framework.has_level1(bare(text)) or self.framework.has_level2(bare(text))

    def _enter_section(self, piece: Piece, name: str) -> None:
        for side in piece.sides:
            names = self.names.setdefault(side, _Names())
            if self.framework.has_level2(bare(name)):
                names.enter("", name)
            else:
                names.enter(name, "")


def rows_of(grid: Grid, pieces: Sequence[Piece], framework: Hierarchy) -> tuple[list[PastedRow], list[Told]]:
    """The rows that say something, and the lines that are none."""
    reader = _Reader(grid, framework)
    for piece in pieces:
        reader.read(piece)
    return reader.rows, reader.told


def with_whole_value(texts: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The texts that say something, with 指标性质, 指标值 and 度量单位 as the one 指标值; and what of these could not be joined."""
    whole = {name: text for name, text in texts.items() if text and name not in ("comparator", "unit")}
    sign, unit, value = (texts.get(name, "") for name in ("comparator", "unit", "value"))
    if not value:
        return whole, [f"只有“{shortened(sign + unit)}”，没有指标值，没有粘贴这一格"] if sign or unit else []
    whole["value"] = f"{_sign_before(sign, value)}{value}{'' if value.endswith(unit) else unit}"
    return whole, list(_contradictions(sign, value))


def _sign_before(sign: str, value: str) -> str:
    return "" if sign == "定性" or values.parse(value).comparator else sign


def _contradictions(sign: str, value: str) -> Iterator[str]:
    said, own = values.parse(sign).comparator, values.parse(value).comparator
    if own and said and said != own and sign != "定性":
        yield f"指标性质“{sign}”与指标值“{shortened(value)}”不一致，按指标值粘贴"
