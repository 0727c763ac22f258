"""The rows of a grid as the body of a Word document: lines of text and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple
from xml.sax.saxutils import escape

from perfgoals.grid.formats.docx_package import SEAM, STYLE_NAMES, twips
from perfgoals.grid.geometry import SIMSUN, Paper, row_heights
from perfgoals.grid.model import Cell, Grid
from perfgoals.grid.style import BORDER, PADDING_X, PADDING_Y

SIDES = ("top", "left", "bottom", "right")
_LINE = f'w:val="single" w:sz="{round(BORDER * 8)}" w:space="0" w:color="000000"'
_NO_LINE = 'w:val="nil"'
_HIGH = 1 / 2
"""A row that fills more of a page than this may break and be parted from the next: moved as a whole it leaves a hole behind."""


_ALONE = (
    f'<w:spacing w:before="{round(PADDING_Y * 20)}" w:after="{round(PADDING_Y * 20)}"/>'
    f'<w:ind w:left="{round(PADDING_X * 20)}" w:right="{round(PADDING_X * 20)}"/>'
)
"""A line of text outside a table has the room around it that a cell has."""

_SPARE = 1.1
"""Word may need this much more room than was counted."""


class _Block(NamedTuple):
    """Rows ``start:stop`` that become one table, or one line of text."""

    start: int
    stop: int
    is_table: bool
    followed: bool
    """Another table follows at once: the two are to look like one."""


class _Piece(NamedTuple):
    """Rows ``row:bottom`` of a cell: the whole of it, or what stands on one side of a cut."""

    cell: Cell
    row: int
    bottom: int
    open_above: bool
    open_below: bool


def seam(properties: str = "") -> str:
    """The paragraph, next to invisible, that Word wants between two tables and behind the last of them."""
    return f'<w:p><w:pPr><w:pStyle w:val="{SEAM}"/>{properties}</w:pPr></w:p>'


def blocks(grid: Grid, paper: Paper) -> str:
    """The grid as paragraphs and tables, without the seam behind the last."""
    write_table = _table_writer(grid, paper)
    return "".join(
        write_table(block) + (seam("<w:keepNext/>") if block.followed else "")
        if block.is_table
        else _paragraphs(grid.covering[block.start][0], _ALONE)
        for block in _blocks(grid)
    )


def _blocks(grid: Grid) -> Iterator[_Block]:
    parts = list(_parts(grid))
    tables_after = [is_table for _, _, is_table in parts[1:]] + [False]
    for (start, stop, is_table), table_after in zip(parts, tables_after, strict=False):
        yield _Block(start, stop, is_table, followed=is_table and table_after)


def _parts(grid: Grid) -> Iterator[tuple[int, int, bool]]:
    """Rows ``start:stop`` and whether they are a table, which is cut above the head: Word repeats a table's first rows only."""
    start = row = 0
    while row < grid.rows:
        cell = grid.covering[row][0]
        alone = cell.columns == grid.columns and not cell.bordered
        if start < row and (alone or row == grid.head[0] < grid.head[1]):
            yield start, row, True
            start = row
        row = cell.bottom if alone else row + 1
        if alone:
            yield start, row, False
            start = row
    if start < grid.rows:
        yield start, grid.rows, True


def _table_writer(grid: Grid, paper: Paper) -> Callable[[_Block], str]:
    widths, heights = row_heights(grid, paper, SIMSUN)
    edges = [twips(sum(widths[:column])) for column in range(grid.columns + 1)]
    opening = _table_opening(edges)
    cut = grid.head[1] if sum(heights) * _SPARE > paper.body_height else 0
    high = paper.body_height * _HIGH

    def row_of(block: _Block, row: int, joined: bool) -> str:
        head = grid.head[0] <= row < grid.head[1]
        keep = "<w:keepNext/>" if head or (joined and row == block.stop - 1) else ""
        properties = ("<w:cantSplit/>" if heights[row] <= high else "") + ("<w:tblHeader/>" if head else "")
        cells = "".join(_cell(piece, row, edges, keep) for piece in _pieces(grid, block, row, cut, joined))
        return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"

    def write_table(block: _Block) -> str:
        # Two lines a hair apart look like a fault, so the last row leaves its own out; but not where a page may end in it.
        joined = block.followed and heights[block.stop - 1] <= high
        return f"{opening}{''.join(row_of(block, row, joined) for row in range(block.start, block.stop))}</w:tbl>"

    return write_table


def _table_opening(edges: Sequence[int]) -> str:
    columns = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(edges))
    margins = "".join(f'<w:{side} w:w="{twips(PADDING_Y if side in ("top", "bottom") else PADDING_X)}" w:type="dxa"/>' for side in SIDES)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{edges[-1]}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
    )


def _pieces(grid: Grid, block: _Block, row: int, cut: int, joined: bool) -> Iterator[_Piece]:
    """What row ``row`` shows of its cells.

    Where there may be a second page, ``cut`` is the row below the head. A cell that goes on there is cut and the line left
    out: programs that repeat the head leave the text of a merged cell behind on the first page and draw lines through the rest.
    """
    top, stop = (max(cut, block.start), block.stop) if row >= cut else (block.start, min(cut, block.stop))
    for cell in grid.row(row):
        first, last = max(cell.row, top), min(cell.bottom, stop)
        yield _Piece(
            cell,
            first,
            last,
            open_above=first == cut > max(cell.row, block.start),
            open_below=last == cut < min(cell.bottom, block.stop) or (joined and last == block.stop),
        )


def _cell(piece: _Piece, row: int, edges: Sequence[int], keep: str) -> str:
    cell = piece.cell
    width = edges[cell.right] - edges[cell.column]
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = ""
    if piece.bottom - piece.row > 1:
        merge = '<w:vMerge w:val="restart"/>' if row == piece.row else "<w:vMerge/>"
    content = _paragraphs(cell, keep) if row == cell.row else _paragraph("", cell, keep)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:tcBorders>{_borders(piece)}</w:tcBorders>'
        f'<w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'
    )


def _borders(piece: _Piece) -> str:
    missing = {"top": piece.open_above, "bottom": piece.open_below}
    drawn = (piece.cell.bordered and not missing.get(side) for side in SIDES)
    return "".join(f"<w:{side} {_LINE if line else _NO_LINE}/>" for side, line in zip(SIDES, drawn, strict=True))


def _paragraphs(cell: Cell, layout: str) -> str:
    return "".join(_paragraph(text, cell, layout) for text in cell.text.split("\n"))


def _paragraph(text: str, cell: Cell, layout: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{STYLE_NAMES[cell.role][0]}"/>{layout}</w:pPr>{_run(text)}</w:p>'


def _run(text: str) -> str:
    if not text:
        return ""
    # Every XML reader turns a bare carriage return into a line feed.
    parts = escape(text, {"\r": "&#13;"}).split("\t")
    return f"<w:r>{'<w:tab/>'.join(map(_text, parts))}</w:r>"


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{text}</w:t>' if text else ""
