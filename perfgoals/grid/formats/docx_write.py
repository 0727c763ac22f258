"""Grids to a Word document: real tables with spans, one section a grid."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from perfgoals.grid.formats.docx_package import FOOTER, HEADER, footer, header, package, twips
from perfgoals.grid.formats.docx_table import SIDES, blocks, seam
from perfgoals.grid.geometry import SIMSUN, Paper, a4, lay_out
from perfgoals.grid.model import Grid

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(grids: Sequence[Grid], *, foot: str = "", mark: str = "", title: str = "") -> bytes:
    """A .docx file, each grid beginning a new page with its own page numbers. The same arguments give the same bytes.

    ``foot`` stands below the page number, ``mark`` lies across every page, ``title`` is the file's title property.
    The grids' ``properties`` are kept where all grids have the same.
    Raises ValueError, in Chinese and naming the place, for characters that the format cannot hold.
    """
    _refuse_unprintable(grids, {"页脚": foot, "水印": mark, "标题": title})
    papers = [a4(grid.landscape, grid.binding) for grid in grids] or [a4()]
    alone = len(papers) == 1
    counts = [1] if alone else [len(lay_out(grid, paper, SIMSUN).pages) for grid, paper in zip(grids, papers, strict=True)]
    footers = sorted(set(counts))
    sections = [_section(paper, footers.index(count)) for paper, count in zip(papers, counts, strict=True)]
    bodies = [blocks(grid, paper) for grid, paper in zip(grids, papers, strict=False)] or [""]
    # A section's properties stand in its last paragraph, those of the last section behind everything.
    inner = "".join(body + seam(section) for body, section in zip(bodies[:-1], sections[:-1], strict=True))
    return package(
        f"{inner}{bodies[-1]}{seam()}{sections[-1]}",
        header=header(mark),
        footers=[footer(foot, count, alone=alone) for count in footers],
        title=title,
        properties=_common_properties(grids),
    )


def _refuse_unprintable(grids: Sequence[Grid], others: Mapping[str, str]) -> None:
    for place, text in others.items():
        _refuse(text, place)
    for number, grid in enumerate(grids, start=1):
        for cell in grid.cells:
            _refuse(cell.text, f"第 {number} 张表第 {cell.row + 1} 行第 {cell.column + 1} 列的单元格")
        for name, value in grid.properties:
            _refuse(name + value, f"文档属性“{_UNPRINTABLE.sub('?', name)}”")


def _refuse(text: str, place: str) -> None:
    if found := _UNPRINTABLE.search(text):
        raise ValueError(f"{place}含有 Word 文件不能保存的控制字符（U+{ord(found.group()):04X}），请删去该字符后重试。")


def _common_properties(grids: Sequence[Grid]) -> tuple[tuple[str, str], ...]:
    kept = {grid.properties for grid in grids}
    if len(kept) != 1:
        return ()
    properties = kept.pop()
    if len({name.casefold() for name, _ in properties}) < len(properties):
        # Word calls a file damaged that has two properties of one name.
        raise ValueError("文档属性的名称有重复（不分大小写），Word 文件不能保存，请改为不同的名称。")
    return properties


def _section(paper: Paper, footer_number: int) -> str:
    orient = ' w:orient="landscape"' if paper.width > paper.height else ""
    margins = " ".join(f'w:{side}="{twips(getattr(paper, side))}"' for side in SIDES)
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{HEADER}"/>'
        f'<w:footerReference w:type="default" r:id="{FOOTER}{footer_number}"/>'
        f'<w:type w:val="nextPage"/><w:pgSz w:w="{twips(paper.width)}" w:h="{twips(paper.height)}"{orient}/>'
        # Header and foot stand half-way between the text and the paper's edge.
        f'<w:pgMar {margins} w:header="{twips(paper.top / 2)}" w:footer="{twips(paper.bottom / 2)}" w:gutter="0"/>'
        '<w:pgNumType w:start="1"/></w:sectPr>'
    )
