"""An uploaded spreadsheet as a register: its heads, its rows, and what stands around them. Knows no database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from perfgoals.exchange.register.fields import Kind, folded, unit_in_head, year_in_text
from perfgoals.grid.formats.number_format import general
from perfgoals.grid.formats.opening import kind_of
from perfgoals.grid.formats.package import Unreadable
from perfgoals.grid.formats.reading import read
from perfgoals.grid.model import Cell, Grid

MOST_ROWS = 5_000
MOST_COLUMNS = 60
LONGEST = 1_100
"""Characters kept of a cell: more than any field takes, so that what is cut is refused all the same."""

_LOOKED_AT = 30  # rows in which the heads are looked for
_SUM = re.compile("(合|总|小|累)计[::]?")
_UNIT_LINE = re.compile(r"单位[::]?\(?(?:人民币)?(万元|元)\)?")


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell says. ``exact``: the number behind the text, where it is one. ``is_merged``: it stands over several rows.
    ``address``: C7."""

    text: str = ""
    exact: str = ""
    is_merged: bool = False
    address: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the sheet; ``number`` counts as Excel does."""

    number: int
    cells: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """``heads``: what each column is called, both lines of a head in two. ``money_unit`` and ``year`` as the file says them, or
    "" and None. ``skipped``: rows that are no entries (合计, notes), each with what stands there."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    money_unit: str = ""
    year: int | None = None
    skipped: tuple[tuple[int, str], ...] = ()

    def samples(self, column: int, count: int = 3) -> list[str]:
        """The first different texts of a column."""
        texts = dict.fromkeys(row.cells[column].text for row in self.rows if row.cells[column].text)
        return [*texts][:count]


def register_in(data: bytes, kind: Kind) -> Register:
    """The register in the file, from the sheet whose heads are most like one of this kind.

    Raises Unreadable, in one sentence, for what is no spreadsheet, is damaged, or holds no list.
    """
    if kind_of(data) == "docx":
        raise Unreadable("这是 Word 文件，登记导入只读 Excel 表格（.xlsx、.xls、.ods），请把表格复制到 Excel 中保存后再上传")
    grids = read(data)
    found = [(_likeness(grid, row, kind), -number, row, grid) for number, grid in enumerate(grids) for row in _head_rows(grid)]
    if not found:
        raise Unreadable("文件里没有表格，请核对是不是选错了文件")
    _, _, row, grid = max(found, key=lambda each: (each[0], each[1], -each[2]))
    return _register(grid, row)


def _head_rows(grid: Grid) -> range:
    return range(min(grid.rows, _LOOKED_AT))


def _likeness(grid: Grid, row: int, kind: Kind) -> tuple[int, int]:
    """How many fields a row names, then how many cells of it say something."""
    texts = {folded(cell.text) for cell in grid.row(row) if not _is_across(cell, grid)}
    named = sum(any(folded(name) in texts for name in field.names) for field in kind.fields)
    return named, min(len(texts - {""}), 3)


def _is_across(cell: Cell, grid: Grid) -> bool:
    """Whether a title or a note: one cell over the whole width."""
    return grid.columns > 1 and cell.columns == grid.columns


def _register(grid: Grid, row: int) -> Register:
    top, bottom = _head_span(grid, row)
    heads = tuple(_head(grid, column, range(top, bottom)) for column in range(grid.columns))
    while heads and not heads[-1]:
        heads = heads[:-1]
    if len(heads) > MOST_COLUMNS:
        raise Unreadable(f"表格有 {len(heads)} 列，最多 {MOST_COLUMNS} 列，请删去用不到的列后再上传")
    above = [cell.text for line in range(top) for cell in grid.starting(line) if cell.text]
    rows, skipped = _body(grid, bottom, len(heads))
    if not rows:
        raise Unreadable("表头下面没有内容，没有可以导入的")
    if len(rows) > MOST_ROWS:
        raise Unreadable(f"表格有 {len(rows)} 行，一次最多导入 {MOST_ROWS} 行，请分成几个文件后再上传")
    return Register(heads, tuple(rows), _money_unit(heads, above), _year([*heads, *above]), tuple(skipped))


def _head_span(grid: Grid, row: int) -> tuple[int, int]:
    """The rows of the heads: those that the cells of the row reach over, and the one below a head over several columns."""
    heads = [cell for cell in grid.row(row) if cell.text and not _is_across(cell, grid)]
    top, bottom = min((cell.row for cell in heads), default=row), max((cell.bottom for cell in heads), default=row + 1)
    if bottom == row + 1 and any(cell.columns > 1 for cell in heads) and _is_second_line(grid, row):
        bottom += 1
    return top, min(bottom, row + 3)


def _is_second_line(grid: Grid, row: int) -> bool:
    """Whether the row below names the columns under a head over several, as 合计 and 财政拨款 under 资金."""
    if row + 1 >= grid.rows:
        return False
    below = [cell for cell in grid.starting(row + 1) if cell.text]
    return bool(below) and all(cell.number is None for cell in below) and _stand_under_wide(grid, row, below)


def _stand_under_wide(grid: Grid, row: int, below: Iterable[Cell]) -> bool:
    return all(grid.covering[row][cell.column].columns > 1 for cell in below)


def _head(grid: Grid, column: int, lines: range) -> str:
    texts = dict.fromkeys(_tidy(cell.text) for line in lines if not _is_across(cell := grid.covering[line][column], grid))
    return " ".join(text for text in texts if text)[:200]


def _body(grid: Grid, top: int, width: int) -> tuple[list[Row], list[tuple[int, str]]]:
    rows, skipped = [], []
    for number in range(top, grid.rows):
        cells = grid.covering[number][:width]
        texts = [cell.text.strip() for cell in dict.fromkeys(cells) if cell.text.strip()]
        if not texts:
            continue
        if _is_across(cells[0], grid) or _is_sum(texts):
            skipped.append((number + 1, " ".join(texts)[:100]))
        else:
            rows.append(Row(number + 1, tuple(_said(cell, number, column) for column, cell in enumerate(cells))))
    return rows, skipped


def _is_sum(texts: Sequence[str]) -> bool:
    first = "".join(texts[0].split())
    return bool(_SUM.fullmatch(first)) or first.startswith(("注:", "注：", "说明:", "说明：", "填表人", "制表人"))


def _said(cell: Cell, row: int, column: int) -> Said:
    exact = general(cell.number) if cell.number is not None else ""
    return Said(_tidy(cell.text)[:LONGEST], exact, cell.rows > 1, address(row, column))


def address(row: int, column: int) -> str:
    """C7 for row 6, column 2."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _tidy(text: str) -> str:
    """One line: a break within a Chinese cell is no space."""
    return " ".join(re.sub(r"(?<=[^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])", "", text).split())


def _money_unit(heads: Iterable[str], above: Iterable[str]) -> str:
    """What a head says of itself, else what the line above the list says."""
    named = next(filter(None, map(unit_in_head, heads)), "")
    lines = ("".join(unicodedata.normalize("NFKC", text).split()) for text in above)
    return named or next((found[1] for line in lines if (found := _UNIT_LINE.search(line))), "")


def _year(texts: Iterable[str]) -> int | None:
    return next((year for text in texts if (year := year_in_text(text))), None)
