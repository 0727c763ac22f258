"""Grids as PDF. The geometry has decided every line and its place, so nothing is left to lay out: the pages are drawn directly.

An HTML engine in between (WeasyPrint) spent a millisecond on every cell, forty times what drawing it takes, to arrive
at the same places.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise
from math import cos, radians, sin

import pydyf

from perfgoals.grid.faces import noto
from perfgoals.grid.formats.pdf_font import MISSING, Fonts, width_of
from perfgoals.grid.geometry import Page, Paper, Placed, a4, lay_out
from perfgoals.grid.model import Grid
from perfgoals.grid.style import BORDER, PADDING_X, PADDING_Y, STYLES, Family

_FLOWING = frozenset({"text", "paragraph"})
_OUTLINED = frozenset({"title", "heading"})
_UNDRAWABLE: dict[int, str | None] = dict.fromkeys((*range(0x20), 0x7F, *range(0xD800, 0xE000))) | {0x09: " "}
_COMPOSED = {"☑": "□√", "☒": "□×"}
"""Ticked boxes, which neither face has: each drawn of two signs of the same width."""
_FOOT = 26.0
"""Points from the sheet's lower edge to the line of the foot."""


def write(grids: Sequence[Grid], *, foot: str = "", mark: str = "", title: str = "") -> bytes:
    """A4 pages, every grid beginning on a new one and counting its own. The same grids give the same bytes.

    ``foot`` is printed at the right of every page's foot (the check code), ``mark`` across the page as a watermark.
    Raises MissingPart where the faces are not installed.
    """
    document = Document()
    for grid in grids:
        document.add(grid, foot=foot, mark=mark)
    return document.finished(title)


class Document:
    """A PDF being made, grid by grid."""

    def __init__(self) -> None:
        self.pdf = pydyf.PDF()
        self.fonts = Fonts()
        self.outline: list[tuple[str, bytes]] = []

    def add(self, grid: Grid, *, foot: str = "", mark: str = "", name: str = "") -> None:
        """The grid's pages, counted from 1. ``name`` is its bookmark; without one its first title or heading is."""
        paper = a4(grid.landscape, grid.binding)
        pages = lay_out(grid, paper, noto()).pages
        for number, page in enumerate(pages, 1):
            sheet = _Sheet(self.fonts, paper)
            if mark:
                sheet.watermark(mark.translate(_UNDRAWABLE))
            sheet.form(page)
            sheet.line(f"第 {number} 页 共 {len(pages)} 页", paper.width / 2, _FOOT, "宋体", 9, align=0.5)
            sheet.line(foot, paper.width - paper.right, _FOOT, "宋体", 8, align=1)
            self._add_page(sheet, paper)
            if number == 1:
                self._add_bookmark(name.translate(_UNDRAWABLE) or _title_of(grid))

    def _add_page(self, sheet: _Sheet, paper: Paper) -> None:
        self.pdf.add_object(sheet.stream)
        entries = {
            "Type": "/Page",
            "Parent": self.pdf.pages.reference,
            "MediaBox": pydyf.Array([0, 0, round(paper.width, 3), round(paper.height, 3)]),
            "Contents": sheet.stream.reference,
        }
        self.pdf.add_page(pydyf.Dictionary(entries))

    def _add_bookmark(self, name: str) -> None:
        if name:
            self.outline.append((name, self.pdf.page_references[-1]))

    def finished(self, title: str) -> bytes:
        """The whole file. Nothing is to be added after it."""
        self.fonts.embed(self.pdf)
        resources = pydyf.Dictionary({"Font": self.fonts.resources.reference})
        self.pdf.add_object(resources)
        self.pdf.pages["Resources"] = resources.reference
        self.pdf.catalog["Lang"] = pydyf.String("zh-CN")
        self.pdf.info["Producer"] = pydyf.String("perfgoals")
        if title := title.translate(_UNDRAWABLE):
            self.pdf.info["Title"] = pydyf.String(title)
            self.pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        self._write_outline()
        written = io.BytesIO()
        self.pdf.write(written, compress=True)
        return written.getvalue()

    def _write_outline(self) -> None:
        if not self.outline:
            return
        root = pydyf.Dictionary({"Type": "/Outlines", "Count": len(self.outline)})
        self.pdf.add_object(root)
        items = []
        for text, page in self.outline:
            item = pydyf.Dictionary({"Title": pydyf.String(text), "Parent": root.reference, "Dest": pydyf.Array([page, "/Fit"])})
            self.pdf.add_object(item)
            items.append(item)
        for one, following in pairwise(items):
            one["Next"], following["Prev"] = following.reference, one.reference
        root |= {"First": items[0].reference, "Last": items[-1].reference}
        self.pdf.catalog["Outlines"] = root.reference


class _Sheet:
    """One page being drawn. Places are in points from the lower left corner, as PDF counts."""

    def __init__(self, fonts: Fonts, paper: Paper) -> None:
        self.fonts = fonts
        self.paper = paper
        self.stream = pydyf.Stream(compress=True)
        self.stream.set_line_width(BORDER)
        self.stream.set_line_join(0)

    def form(self, page: Page) -> None:
        for placed in page.cells:
            if placed.cell.bordered:
                left, bottom = self.paper.left + placed.x, self.paper.height - self.paper.top - placed.y - placed.height
                self.stream.rectangle(*(round(each, 2) for each in (left, bottom, placed.width, placed.height)))
        self.stream.stroke()
        for placed in page.cells:
            self._text(placed)

    def _text(self, placed: Placed) -> None:
        style = STYLES[placed.cell.role]
        centred = style.align == "center"
        x = self.paper.left + placed.x + (placed.width / 2 if centred else PADDING_X)
        top = self.paper.height - self.paper.top - placed.y - _above(placed)
        for number, line in enumerate(placed.lines):
            baseline = top - number * style.line - _to_baseline(style.size, style.line)
            self.line(line.strip() if centred else line.rstrip(), x, baseline, style.family, style.size, align=0.5 if centred else 0)

    def line(self, text: str, x: float, y: float, family: Family, size: float, *, align: float) -> None:
        """A line of text that begins at x, is centred on it (align 0.5) or ends at it (1)."""
        text = text.translate(_UNDRAWABLE)
        if not text:
            return
        start = x - align * width_of(text, family) * size if align else x
        self.stream.begin_text()
        self.stream.set_text_matrix(1, 0, 0, 1, round(start, 2), round(y, 2))
        self._show(text, family, size)
        self.stream.end_text()

    def watermark(self, text: str) -> None:
        """Grey, large, rising across the middle of the sheet, beneath the form."""
        size = min(96.0, 480 / max(width_of(text, "黑体"), 1))
        half = width_of(text, "黑体") * size / 2
        rise, run = sin(radians(35)), cos(radians(35))
        self.stream.push_state()
        self.stream.set_color_rgb(0.92, 0.92, 0.92)
        self.stream.begin_text()
        self.stream.set_text_matrix(run, rise, -rise, run, self.paper.width / 2 - half * run, self.paper.height / 2 - half * rise)
        self._show(text, "黑体", size)
        self.stream.end_text()
        self.stream.pop_state()

    def _show(self, text: str, family: Family, size: float) -> None:
        for face, glyphs, characters in self.fonts.runs(text, family):
            self.stream.set_font_size(face, size)
            if int(glyphs[:4], 16) == MISSING:  # drawn as a box, yet found and copied as what it is
                said = pydyf.Dictionary({"ActualText": pydyf.String(characters)})
                self.stream.begin_marked_content("Span", said)
                self.stream.show_text(self._composed(characters, family) or f"<{glyphs}>")
                self.stream.end_marked_content()
            else:
                self.stream.show_text(f"<{glyphs}>")

    def _composed(self, sign: str, family: Family) -> str:
        """A sign that the faces lack, drawn of two that they have, one over the other; empty for any other."""
        parts = [glyphs for _, glyphs, _ in self.fonts.runs(_COMPOSED.get(sign, ""), family)]
        pair = "".join(parts)
        return f"<{pair[:4]}> 1000 <{pair[4:]}>" if pair else ""


def _title_of(grid: Grid) -> str:
    titles = (cell.text.translate(_UNDRAWABLE) for cell in grid.cells if cell.role in _OUTLINED)
    return next((title for title in titles if title), "")


def _to_baseline(size: float, line: float) -> float:
    """From the top of a line down to where its letters stand: the em box in the middle of the line."""
    return (line - size) / 2 + size * 0.88


def _above(placed: Placed) -> float:
    """The room above a cell's lines: they stand in the middle, but text that flows over pages stands at the top."""
    shown = sum(map(len, placed.lines))
    if placed.cell.role in _FLOWING and (placed.continued or shown < len(placed.cell.text) - placed.cell.text.count("\n")):
        return PADDING_Y
    return max((placed.height - len(placed.lines) * STYLES[placed.cell.role].line) / 2, 0.0)
