"""The hidden mark of an offline form: which table it is, in which version it was downloaded, which row is which.

It stands beside the form in hidden columns of the same sheet, one a side: at the height of the indicators' head the mark, below
it the key of every row. So it goes wherever the sheet goes: renamed, moved, copied into another workbook, saved in an older
format, rows inserted. Nobody is trusted for it: it says what to compare with, never what may be seen or written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from perfgoals.grid.model import Cell
from perfgoals.official.snapshot import Side

_MARK = re.compile(r"perfgoals-offline:1:([1-9][0-9]{0,17}):([1-9][0-9]{0,8}):(period|annual)", re.ASCII)
KEY = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.ASCII)
"""How the key of a row is written."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of one side."""

    table: int
    version: int
    side: Side

    def __str__(self) -> str:
        return f"perfgoals-offline:1:{self.table}:{self.version}:{self.side}"


def mark_in(text: str) -> Mark | None:
    """The mark that a cell holds; None for anything else."""
    found = _MARK.fullmatch(text.strip())
    return Mark(int(found[1]), int(found[2]), cast(Side, found[3])) if found else None


def marks_among(cells: Iterable[Cell]) -> list[tuple[Cell, Mark]]:
    """The cells that hold a mark, and their marks."""
    return [(cell, mark) for cell in cells if (mark := mark_in(cell.text))]
