"""Several forms in one PDF, each with a foot, a mark and a bookmark of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from perfgoals.grid.formats.pdf import _UNDRAWABLE, _Document
from perfgoals.grid.model import Grid


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid as it is printed: ``name`` is its bookmark, ``foot`` stands in its pages' foot, ``mark`` lies across them."""

    grid: Grid
    name: str = ""
    foot: str = ""
    mark: str = ""


def write_booklet(sheets: Iterable[Sheet], *, title: str = "") -> bytes:
    """One PDF: every sheet begins on a new page and counts its own, and fonts are embedded once. Raises MissingPart."""
    document = _Booklet()
    for sheet in sheets:
        document.add_sheet(sheet)
    return document.finished(title)


class _Booklet(_Document):
    """The forms of one kind all have the same title: here they are told apart by the sheet's name."""

    def __init__(self) -> None:
        super().__init__("", "")
        self.name = ""

    def add_sheet(self, sheet: Sheet) -> None:
        self.foot, self.mark, self.name = sheet.foot, sheet.mark, sheet.name
        self.add(sheet.grid)

    def _name(self, grid: Grid) -> None:
        if name := self.name.translate(_UNDRAWABLE):
            self.outline.append((name, self.pdf.page_references[-1]))
        else:
            super()._name(grid)
