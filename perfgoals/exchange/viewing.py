"""Attachments looked at without leaving the site. Nothing in them is trusted: what office files say becomes text in tables of ours, read
within the bounds of the readers; pictures and PDF go to the browser as what their first bytes say they are, and as nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfgoals.grid.formats.package import Unreadable
from perfgoals.grid.formats.reading import read
from perfgoals.grid.model import Grid

MOST_SHEETS = 10
MOST_ROWS = 300
MOST_COLUMNS = 40
MOST_CHARACTERS = 1000
"""Of a cell. What is beyond these is in the file itself."""

_MEDIA = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def media_type(beginning: bytes) -> str:
    """What a browser may show by itself, told by the first bytes; empty for everything else."""
    return next((kind for magic, kind in _MEDIA.items() if beginning.startswith(magic)), "")


def is_office(beginning: bytes) -> bool:
    """Whether it may be a file that our readers read."""
    return beginning.startswith(_OFFICE)


@dataclass(frozen=True, slots=True)
class Place:
    """A cell as it is shown."""

    text: str
    rows: int
    columns: int
    is_number: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet or table, row by row; ``cut`` says what was left out, empty where nothing was."""

    lines: Sequence[Sequence[Place]]
    cut: str


def sheets_of(data: bytes) -> list[Sheet]:
    """What an office file holds, the first ``MOST_SHEETS`` of it. Unreadable with a sentence, and nothing else."""
    grids = [grid for grid in read(data) if any(cell.text for cell in grid.cells)]
    if not grids:
        raise Unreadable("文件中没有文字和表格")
    sheets = [_sheet(grid) for grid in grids[:MOST_SHEETS]]
    if len(grids) > MOST_SHEETS:
        sheets.append(Sheet((), f"还有 {len(grids) - MOST_SHEETS} 张表没有显示，请下载查看。"))
    return sheets


def _sheet(grid: Grid) -> Sheet:
    rows, columns = min(grid.rows, MOST_ROWS), min(grid.columns, MOST_COLUMNS)
    lines = [
        [
            Place(_cut(cell.text), min(cell.bottom, rows) - row, min(cell.right, columns) - cell.column, cell.number is not None)
            for cell in grid.starting(row)
            if cell.column < columns
        ]
        for row in range(rows)
    ]
    is_whole = (rows, columns) == (grid.rows, grid.columns)
    cut = "" if is_whole else f"这张表有 {grid.rows} 行 {grid.columns} 列，只显示前 {rows} 行 {columns} 列，其余请下载查看。"
    return Sheet(lines, cut)


def _cut(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}…（其余请下载查看）"
