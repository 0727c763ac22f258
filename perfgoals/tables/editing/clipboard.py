"""What the clipboard holds after 复制 in Excel, WPS or Word, as a Grid: untrusted, bounded, merged cells kept as they are.

The HTML is read where it holds a table, for it knows the merged cells; else the plain text, whose columns are parted by tabs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfgoals.grid.model import Cell, Grid, fill
from perfgoals.tables.editing.block import MOST_CHARACTERS, Block, NotPasted, refuse_what_is_too_large
from perfgoals.tables.editing.clipboard_html import read_tables

_TO_THE_NEXT = re.compile(r"[^\t\n]+")


def read_clipboard(html: str, text: str) -> Block:
    """The block that was copied; NotPasted when there is none or it is too large. Never another exception, whatever it is given."""
    if max(len(html), len(text)) > MOST_CHARACTERS:
        raise NotPasted("复制的内容太多（超过 1 MB），请分几次复制粘贴")
    found = read_tables(html) if "<" in html else None
    if found is not None:
        return found
    return Block(_trimmed(_cells_of(split_text(text.encode("utf-8", "replace").decode()))))


def _cells_of(rows: list[list[str]]) -> Iterator[Cell]:
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text and not text.isspace():
                refuse_what_is_too_large(row + 1, column + 1)
                yield Cell(row, column, text.replace("\xa0", " ").strip())


def _trimmed(cells: Iterator[Cell]) -> Grid:
    told = list(cells)
    if not told:
        raise NotPasted("剪贴板里没有可以粘贴的文字，请先在 Excel、WPS 或 Word 中选中表格再复制")
    return Grid(fill(told))


def split_text(text: str) -> list[list[str]]:
    """Tab-separated text as rows of cells. A cell that is quoted holds line breaks, tabs or doubled quotes; other quotes are text."""
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    rows: list[list[str]] = [[]]
    position = 0
    while True:
        cell, position = _quoted(text, position) or _plain(text, position)
        rows[-1].append(cell)
        if position >= len(text):
            return rows
        if text[position] == "\n":
            rows.append([])
        position += 1


def _plain(text: str, start: int) -> tuple[str, int]:
    found = _TO_THE_NEXT.match(text, start)
    return (found[0], found.end()) if found else ("", start)


def _quoted(text: str, start: int) -> tuple[str, int] | None:
    """The cell that is quoted from here on and where it ends; None where the quotes are the cell's own, as in ``"双高"建设``."""
    if not text.startswith('"', start):
        return None
    end = text.find('"', start + 1)
    while text.startswith('""', end) and end >= 0:
        end = text.find('"', end + 2)
    if end < 0 or text[end + 1 : end + 2] not in ("", "\t", "\n"):
        return None
    inside = text[start + 1 : end]
    return (inside.replace('""', '"'), end + 1) if any(sign in inside for sign in ("\n", "\t", '""')) else None
