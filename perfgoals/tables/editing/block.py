"""What was copied, before anybody has asked what it means: cells with their spans, and how much of it is too much."""

from __future__ import annotations

from dataclasses import dataclass

from perfgoals.grid.model import Grid

MOST_ROWS = 500
MOST_COLUMNS = 40
MOST_CHARACTERS = 1_000_000
"""Of the HTML, and of the text; Excel's HTML of a whole table has thirty thousand."""


class NotPasted(ValueError):
    """str: one sentence for the user; nothing can be made of what was pasted."""


@dataclass(frozen=True, slots=True)
class Block:
    """The cells that say something, from the first to the last. ``notes``: what was left out of it, a sentence each.

    ``is_table``: whether it was copied out of a table; else it is lines of text, with or without tabs.
    """

    grid: Grid
    notes: tuple[str, ...] = ()
    is_table: bool = False


def refuse_what_is_too_large(rows: int, columns: int) -> None:
    """NotPasted where the part that says something has more rows or columns than any table of indicators."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise NotPasted(f"复制的表格太大（最多 {MOST_ROWS} 行、{MOST_COLUMNS} 列），请只选中要粘贴的部分，分几次复制粘贴")


@dataclass(frozen=True, slots=True)
class Told:
    """Something about what was pasted that its author should see. ``line`` counts the block's rows from 1; 0 is the whole block."""

    line: int
    message: str
