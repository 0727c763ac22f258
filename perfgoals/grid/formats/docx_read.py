"""Word documents (.docx) read as they are seen: each table a Grid, and the lines of text between tables."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence

from lxml import etree

from perfgoals.grid.formats.docx_numbering import Numbering
from perfgoals.grid.formats.docx_package import W
from perfgoals.grid.formats.docx_spans import measured
from perfgoals.grid.formats.docx_text import Story
from perfgoals.grid.formats.package import MAX_CELLS, Unreadable, open_package, parse_xml, read_part
from perfgoals.grid.formats.xlsx_parts import properties, relations
from perfgoals.grid.model import Cell, Grid

MAX_PLACES = 2 * MAX_CELLS
"""Places of all tables of a document together, the ones that nothing covers included."""


def read(data: bytes) -> list[Grid]:
    """Each table of the body a Grid; the lines of text between two tables one Grid of one column, blank lines left out.

    Headers and footers are not read. A table in a cell is text of the cell. A row that is too short is filled with empty
    cells; rows that repeat on every page are the Grid's ``head``. Every role is "text".

    Raises Unreadable for what is damaged or too large.
    """
    with open_package(data) as package:
        top = relations(package, "")
        main = next((part for kind, part in top.values() if kind == "officeDocument"), "word/document.xml")
        parts = {kind: part for kind, part in (*top.values(), *relations(package, main).values()) if part in package.NameToInfo}
        body = parse_xml(read_part(package, main)).find(f"{{{W}}}body")
        if body is None:
            raise Unreadable("文件中没有 Word 正文，请用 Word 或 WPS 打开，另存为新的 .docx 文件后再上传")
        story = Story(Numbering(_part(package, parts.get("numbering")), _part(package, parts.get("styles"))))
        kept = properties(package, parts.get("custom-properties", ""))
    return list(_grids(body, story, kept))


def _part(package: zipfile.ZipFile, name: str | None) -> etree._Element | None:
    return parse_xml(read_part(package, name)) if name else None


def _grids(body: etree._Element, story: Story, kept: tuple[tuple[str, str], ...]) -> Iterator[Grid]:
    lines: list[str] = []
    places = 0
    for block in story.blocks(body):
        if isinstance(block, str):
            lines.extend([block] if block.strip() else [])
            continue
        yield from _text_grid(lines, kept)
        lines = []
        table = measured(block, story)
        places += table.rows * table.columns
        if places > MAX_PLACES:
            raise Unreadable(f"文件中的表格合计超过 {MAX_PLACES} 个单元格，请删去无关的表格，或拆分成几个文件后再上传")
        if table.spans:
            yield table.grid(kept)
    yield from _text_grid(lines, kept)


def _text_grid(lines: Sequence[str], kept: tuple[tuple[str, str], ...]) -> Iterator[Grid]:
    if lines:
        yield Grid(tuple(Cell(row, 0, text) for row, text in enumerate(lines)), properties=kept)
