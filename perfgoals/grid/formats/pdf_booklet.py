"""Several forms in one PDF, each with a foot, a mark and a bookmark of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from perfgoals.grid.formats.pdf import Document
from perfgoals.grid.model import Grid


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid as it is printed. ``name`` is its bookmark, ``foot`` stands at the foot of its pages, ``mark`` lies across them."""

    grid: Grid
    name: str = ""
    foot: str = ""
    mark: str = ""


def write_booklet(sheets: Iterable[Sheet], *, title: str = "") -> bytes:
    """One PDF: every sheet begins on a new page and counts its own, and fonts are embedded once. Raises MissingPart."""
    document = Document()
    for sheet in sheets:
        document.add(sheet.grid, foot=sheet.foot, mark=sheet.mark, name=sheet.name)
    return document.finished(title)
