"""Grids as workbooks (.xlsx) that print on A4 as they are: one sheet a grid, columns as wide as the paper, pages set.

The XML is written here: openpyxl takes four times as long, puts the time of day into every file, and has no way to write a
text such as ``_x0041_`` that Excel would not change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from xml.sax.saxutils import escape

from perfgoals.grid.formats.xlsx_package import POINTS_PER_CHARACTER, DrawnSheet, Style, Styles, package, quoted
from perfgoals.grid.formats.xlsx_rows import Rows, physical
from perfgoals.grid.formats.xlsx_text import MAX_TEXT, escaped, length, unprintable
from perfgoals.grid.geometry import Paper, a4
from perfgoals.grid.model import Cell, Grid

_LONGEST_TEXT_FORMAT = 255  # older versions of Excel show a longer text as ### where its format is @
_LONGEST_FOOT = 180  # of the 255 characters of a footer, page numbers and fonts taken off
_FOOTER_FONT = '&"宋体,常规"&9'
_NAMESPACES = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_ILLEGAL_IN_NAME = re.compile(r"[\[\]:*?/\\!\x00-\x1f\ud800-\udfff\ufffe\uffff]+")


def write(grids: Sequence[Grid], *, foot: str = "", title: str = "", sheet_names: Sequence[str] = ()) -> bytes:
    """The workbook, one sheet a grid; the same grids give the same bytes.

    ``foot`` is printed at the left of every page's foot, beside the page number; ``title`` is the document's title. A sheet
    without a name is called 表1, 表2 …; names are made such that Excel takes them. A cell's ``number`` is written as a number
    if a double holds it exactly; everything else is text, whatever it looks like.

    Raises ValueError for a character that no workbook can hold, for a cell of more than 32767 characters, for a foot of more
    than 180, and where there is no grid.
    """
    if not grids:
        raise ValueError("没有可写入 Excel 的表")
    for what, text in (("标题", title), ("页脚", foot)):
        if unprintable(text):
            raise ValueError(f"{what}含有不能写入 Excel 的字符 {unprintable(text)}，请删去后再导出")
    if len(foot) > _LONGEST_FOOT:
        raise ValueError(f"页脚有 {len(foot)} 个字，超过 {_LONGEST_FOOT} 个，请缩短后再导出")
    names = _legal_names(sheet_names, len(grids))
    styles, texts = Styles(), _Texts()
    sheets = [_sheet(grid, name, foot, styles, texts) for grid, name in zip(grids, names, strict=True)]
    return package(sheets, styles, texts.xml(), title)


class _Texts:
    """The texts of all sheets, each kept once."""

    def __init__(self) -> None:
        self._index: dict[str, int] = {}
        self._uses = 0

    def add(self, text: str) -> int:
        self._uses += 1
        return self._index.setdefault(text, len(self._index))

    def xml(self) -> str:
        items = "".join(f'<si><t xml:space="preserve">{escape(escaped(text))}</t></si>' for text in self._index)
        space = _NAMESPACES.partition(" ")[0]
        return f'<sst {space} count="{self._uses}" uniqueCount="{len(self._index)}">{items}</sst>'


def _sheet(grid: Grid, name: str, foot: str, styles: Styles, texts: _Texts) -> DrawnSheet:
    paper = a4(grid.landscape)
    if not grid.cells:
        empty = Rows((), (), (), (), (0,))
        return DrawnSheet(name, _xml(grid, empty, paper, foot, ""), "", "", grid.properties)
    for cell in grid.cells:
        _refuse_unwritable(cell, name)
    rows = physical(grid, paper)
    area = f"{quoted(name)}!$A$1:${column_name(grid.columns - 1)}${len(rows.heights)}"
    start, stop = (rows.starts[row] for row in grid.head)
    head = f"{quoted(name)}!${start + 1}:${stop}" if stop > start else ""
    data = "".join(_rows(rows, styles, texts))
    return DrawnSheet(name, _xml(grid, rows, paper, foot, data), area, head, grid.properties)


def _rows(rows: Rows, styles: Styles, texts: _Texts) -> Iterator[str]:
    """Every place of every row: those that a merge covers hold its borders."""
    columns = len(rows.widths)
    places = [[""] * columns for _ in rows.heights]
    for cell in rows.cells:
        style, content = _content(cell, texts)
        number = styles.number(style._replace(top=_goes_on(cell, rows)))
        if cell.rows > 1 or cell.columns > 1:
            covered = f'" s="{number}"/>'
            for line in places[cell.row : cell.bottom]:
                line[cell.column : cell.right] = [covered] * cell.columns
        places[cell.row][cell.column] = f'" s="{number}"{content}'
    letters = [f'<c r="{column_name(column)}' for column in range(columns)]
    for index, (line, height) in enumerate(zip(places, rows.heights, strict=True), 1):
        cells = "".join([f"{letter}{index}{place}" for letter, place in zip(letters, line, strict=True)])
        yield f'<row r="{index}" ht="{height:g}" customHeight="1">{cells}</row>'


def _content(cell: Cell, texts: _Texts) -> tuple[Style, str]:
    """The style of a cell and the rest of its element, behind the style."""
    number = _exact(cell.number)
    if number:
        return Style(cell.role, cell.number_format or "General", number=True), f"><v>{number}</v></c>"
    text = cell.text
    long = len(text) > _LONGEST_TEXT_FORMAT
    style = Style(cell.role, "General" if long else "@", kept_text=long and text[0] in "=+-@")
    if not text:
        return style, "/>"
    return style, f' t="s"><v>{texts.add(text)}</v></c>'


def _goes_on(cell: Cell, rows: Rows) -> bool:
    """Whether a running text crosses a page."""
    return cell.role == "text" and cell.rows > 1 and any(cell.row < row < cell.bottom for row in rows.breaks)


def _refuse_unwritable(cell: Cell, name: str) -> None:
    where = f"工作表“{name}”第 {cell.row + 1} 行第 {cell.column + 1} 列"
    if found := unprintable(cell.text):
        raise ValueError(f"{where}的文字含有不能写入 Excel 的字符 {found}，请删去后再导出")
    if len(cell.text) > MAX_TEXT // 2 and length(cell.text) > MAX_TEXT:
        raise ValueError(f"{where}的文字有 {length(cell.text)} 个字，超过 Excel 单元格的 {MAX_TEXT} 个，请缩短后再导出")


def _exact(number: Decimal | None) -> str:
    """The number as a workbook spells it; empty where a double would not be the same number."""
    if number is None or not number.is_finite():
        return ""
    spelled = repr(float(number))
    return spelled.removesuffix(".0") if Decimal(spelled) == number else ""


def _xml(grid: Grid, rows: Rows, paper: Paper, foot: str, data: str) -> str:
    side = "landscape" if grid.landscape else "portrait"
    merges = [f'<mergeCell ref="{_range(cell)}"/>' for cell in rows.cells if cell.rows > 1 or cell.columns > 1]
    columns = [
        f'<col min="{index}" max="{index}" width="{width / POINTS_PER_CHARACTER:.4f}" customWidth="1"/>'
        for index, width in enumerate(rows.widths, 1)
    ]
    breaks = [f'<brk id="{row}" max="16383" man="1"/>' for row in rows.breaks]
    margins = " ".join(
        f'{edge}="{points / 72:.4f}"'
        for edge, points in (("left", paper.left), ("right", paper.right), ("top", paper.top), ("bottom", paper.bottom))
    )
    return (
        f'<worksheet {_NAMESPACES}><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews>'
        '<sheetFormatPr defaultRowHeight="14.25"/>'
        f"{_list('cols', columns, counted=False)}<sheetData>{data}</sheetData>{_list('mergeCells', merges)}"
        f'<printOptions horizontalCentered="1"/><pageMargins {margins} header="0.3" footer="0.4"/>'
        f'<pageSetup paperSize="9" orientation="{side}" fitToWidth="1" fitToHeight="0"/>'
        f"<headerFooter><oddFooter>{escape(_footer(foot))}</oddFooter></headerFooter>"
        f"{_list('rowBreaks', breaks, manual=True)}{_ignored(rows)}</worksheet>"
    )


def _ignored(rows: Rows) -> str:
    """Keeps Excel from marking every amount that is text with a green corner."""
    if not rows.heights:
        return ""
    area = f"A1:{column_name(len(rows.widths) - 1)}{len(rows.heights)}"
    return f'<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors>'


def _list(tag: str, items: Sequence[str], counted: bool = True, manual: bool = False) -> str:
    if not items:
        return ""
    count = f' count="{len(items)}"' if counted else ""
    by_hand = f' manualBreakCount="{len(items)}"' if manual else ""
    return f"<{tag}{count}{by_hand}>{''.join(items)}</{tag}>"


def _footer(foot: str) -> str:
    # The blank keeps a number at the foot's beginning from being read as part of the font size.
    left = f"&L{_FOOTER_FONT} {foot.replace('&', '&&')}" if foot else ""
    return f"{left}&C{_FOOTER_FONT}第 &P 页 共 &N 页"


def _range(cell: Cell) -> str:
    return f"{column_name(cell.column)}{cell.row + 1}:{column_name(cell.right - 1)}{cell.bottom}"


@cache
def column_name(index: int) -> str:
    """``A`` for column 0, ``AA`` for column 26."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _legal_names(wanted: Sequence[str], count: int) -> list[str]:
    """A name for every sheet that Excel accepts: not empty, at most 31 characters, none twice whatever the case."""
    names: list[str] = []
    taken = {"history", "历史记录"}  # Excel keeps this one for itself
    for index in range(count):
        base = _ILLEGAL_IN_NAME.sub(" ", wanted[index] if index < len(wanted) else "").strip(" '")
        base = base or f"表{index + 1}"
        name, again = _shortened(base, ""), 1
        while name.casefold() in taken:
            again += 1
            name = _shortened(base, f"({again})")
        taken.add(name.casefold())
        names.append(name)
    return names


def _shortened(base: str, behind: str) -> str:
    while length(base + behind) > 31:
        base = base[:-1]
    return base.rstrip(" '") + behind
