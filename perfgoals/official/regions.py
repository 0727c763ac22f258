"""Where in a file the tables are: rows in reading order, cut into one region a table and the lines between them.

A table is known by the label 项目名称 with a place for its value, never by coordinates. What stands above it (title, year,
money unit, unit line) belongs to it, be it paragraphs in Word or merged rows in a sheet. A table of another kind that follows
it, known by a title of its own or by a sheet of its own, is a region too, so that nothing of it is taken for a part of the first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from perfgoals.grid.model import Cell, Grid
from perfgoals.official.labels import head_of, label_of

TITLE = re.compile(r"^.{0,60}(?:绩效|目标).{0,12}表(?:\([^()]*\))?$")
_ANY_TITLE = re.compile(r"^[^。；，:]{2,60}表(?:\([^()]*\))?$")
YEAR_LINE = re.compile(r"^[\(\[]?(?:19|20)?\d{0,2}年度?[\)\]]?$")
UNIT_LINE = re.compile(r"^(?:金额)?单位:(?:人民币)?(万元|元)$")
NUMBERED = re.compile(r"^(\d{1,4}[.、．])\s*(.+)$")


@dataclass(frozen=True, slots=True)
class Slice:
    """Rows ``start:stop`` of one grid."""

    grid: Grid
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Region:
    """One table: its rows, which may lie in several grids (Hebei's forms are two tables in Word).

    ``names_project``: it has the label 项目名称; without, it is a table of another kind.
    """

    slices: tuple[Slice, ...]
    names_project: bool = True

    def cells(self) -> Iterator[Cell]:
        for piece in self.slices:
            for row in range(piece.start, piece.stop):
                yield from piece.grid.starting(row)


def narrow(text: str) -> str:
    """Half width and without spaces, for matching."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


class _Row:
    """One row of the stream, looked at once."""

    __slots__ = ("grid", "index", "texts")

    def __init__(self, grid: Grid, index: int) -> None:
        self.grid = grid
        self.index = index
        self.texts = [cell for cell in grid.starting(index) if cell.text and not cell.text.isspace()]

    @property
    def is_anchor(self) -> bool:
        return any(_names_a_project(self.grid, cell) for cell in self.texts)

    @property
    def is_table_row(self) -> bool:
        return len(self.texts) > 1 and self.grid.columns > 1

    @property
    def line(self) -> str:
        """The text of a row that holds only one, "" of any other."""
        return self.texts[0].text.strip() if len(self.texts) == 1 else ""


def _names_a_project(grid: Grid, cell: Cell) -> bool:
    label = label_of(cell.text)
    if label is None or label.name != "project.name":
        return bool(re.match(r"^(?:项目名称|项目支出名称):.", narrow(cell.text[:40])))
    if cell.right >= grid.columns:
        return False
    beside = grid.covering[cell.row][cell.right]
    return label_of(beside.text) is None and head_of(beside.text) is None


def find_regions(grids: Sequence[Grid]) -> tuple[list[Region], list[list[str]]]:
    """The tables in reading order, and the lines outside them: ``lines[i]`` before table i, the last list behind the last."""
    rows = [_Row(grid, index) for grid in grids for index in range(grid.rows)]
    anchors = dict.fromkeys(number for number, row in enumerate(rows) if row.texts and row.is_anchor)
    starts: dict[int, int] = {}  # the first row of each region, and the row of its 项目名称 or, for another table, of its title
    floor = 0
    for anchor in anchors:
        start = _with_what_stands_above(rows, anchor, floor)
        starts |= {other: other for other in _other_tables(rows, floor, start)}
        starts[start] = anchor
        floor = anchor + 1
    starts |= {other: other for other in _other_tables(rows, floor, len(rows))}
    regions: list[Region] = []
    lines: list[list[str]] = [_lines(rows[: min(starts, default=len(rows))])]
    for start, stop in pairwise([*starts, len(rows)]):
        end = _without_the_lines_below(rows, starts[start] + 1, stop)
        regions.append(Region(tuple(_slices(rows[start:end])), names_project=starts[start] in anchors))
        lines.append(_lines(rows[end:stop]))
    return regions, lines


def _other_tables(rows: Sequence[_Row], start: int, stop: int) -> Iterator[int]:
    """Where tables of another kind begin between two 项目名称: with a title over a table's row, or a grid that is no piece of the form."""
    form = rows[start - 1].grid if start else None
    for number in range(start, stop):
        row = rows[number]
        if _is_other_title(row) and _stands_over_a_table(rows, number + 1, stop):
            form = None
            yield number
        elif row.grid.columns > 1 and row.grid is not rows[number - 1].grid:
            if form and not _goes_on(row.grid, form):
                yield number
            form = row.grid


def _is_other_title(row: _Row) -> bool:
    alone = len(row.texts) == 1 and row.texts[0].column == 0
    return alone and _ANY_TITLE.match(narrow(row.line)) is not None and sum(1 for cell in row.grid.row(row.index) if cell.text.strip()) == 1


def _stands_over_a_table(rows: Sequence[_Row], start: int, stop: int) -> bool:
    """Whether, but for the year and unit lines of a head, a row of several cells comes next: a contents list has none."""
    for number in range(start, stop):
        row = rows[number]
        line = narrow(row.line)
        if row.texts and not (line and any(pattern.match(line) for pattern in (YEAR_LINE, UNIT_LINE, _UNIT_INLINE))):
            return row.is_table_row
    return False


def _goes_on(grid: Grid, form: Grid) -> bool:
    """Whether a grid can be a further piece of a form: it is as wide, or begins with a label or head of ours or with one line."""
    if grid.columns == form.columns:
        return True
    first = next((cell for cell in grid.cells if cell.text.strip()), None)
    return first is None or first.columns == grid.columns or bool(label_of(first.text) or head_of(first.text))


def _with_what_stands_above(rows: Sequence[_Row], anchor: int, floor: int) -> int:
    """The table's first row: up over what belongs to its head, no further than its title and an 附件 line over that."""
    start, titled = anchor, False
    while start > floor:
        row = rows[start - 1]
        if row.texts and not (_ANNEX.match(narrow(row.line)) if titled else _belongs_above(row, rows[anchor])):
            break
        titled = titled or TITLE.match(narrow(row.line)) is not None
        start -= 1
    while start < anchor and not rows[start].texts:
        start += 1
    return start if titled else _its_title(rows, start, floor)


def _its_title(rows: Sequence[_Row], start: int, floor: int) -> int:
    """Rows unknown to us may stand between a table's title and what is known of it: up to the title, if no empty row parts them."""
    for number in range(start - 1, max(floor, start - _MOST_UNKNOWN) - 1, -1):
        if not rows[number].texts:
            return start
        if TITLE.match(narrow(rows[number].line)) and rows[number].texts[0].column == 0:
            return number
    return start


_MOST_UNKNOWN = 8


_ANNEX = re.compile(r"^附(?:件|表)[\d一二三四五六七八九十]*(?:-\d+)?:?$")
_UNIT_INLINE = re.compile(r"^(?:填报|预算|申报|编制)?(?:单位|部门)(?:名称)?(?:\([^)]*\))?:")


def _belongs_above(row: _Row, anchor: _Row) -> bool:
    line = narrow(row.line)
    if any(pattern.match(narrow(cell.text)) for cell in row.texts for pattern in (TITLE, YEAR_LINE, UNIT_LINE, _UNIT_INLINE, _ANNEX)):
        return True
    if row.grid.columns == 1:
        return False
    first = label_of(row.texts[0].text)
    if first is not None:
        return first.kind in ("field", "total", "block")
    wide = len(row.texts) == 1 and row.texts[0].columns * 2 > row.grid.columns
    return row.grid is anchor.grid and wide and len(line) <= 40 and not re.search("[。；，:]|^[一二三四五六七八九十]+、", line)


def _without_the_lines_below(rows: Sequence[_Row], start: int, stop: int) -> int:
    """The region ends with the last row that is part of a grid of several columns and is no running line."""
    end = start
    for number in range(start, stop):
        if rows[number].texts and not _is_running_line(rows[number]):
            end = number + 1
    return end


def _is_running_line(row: _Row) -> bool:
    """A line across the whole form, or in a sheet without merges a sentence that stands alone in the first column."""
    if len(row.texts) > 1 or row.texts[0].columns == row.grid.columns:
        return len(row.texts) == 1
    cell = row.texts[0]
    unmerged = cell.column == 0 and cell.rows == cell.columns == 1
    return unmerged and ("：" in cell.text or len(cell.text) > 15) and label_of(cell.text) is None


def _slices(rows: Sequence[_Row]) -> Iterator[Slice]:
    start = 0
    for number, row in enumerate(rows):
        if number + 1 == len(rows) or rows[number + 1].grid is not row.grid:
            yield Slice(row.grid, rows[start].index, row.index + 1)
            start = number + 1


def _lines(rows: Sequence[_Row]) -> list[str]:
    return [" ".join(cell.text.strip() for cell in row.texts) for row in rows if row.texts]
