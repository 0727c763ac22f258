"""What a workbook consists of besides its sheets: styles, names, properties, the zip itself.

Everything is made of the arguments alone: the same workbook is the same bytes, today and tomorrow.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from perfgoals.grid.formats.xlsx_text import escaped, unprintable
from perfgoals.grid.model import UNBORDERED, Role
from perfgoals.grid.style import STYLES

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the zip format knows no time before this one
_BORDER = "".join(f'<{side} style="thin"><color auto="1"/></{side}>' for side in ("left", "right", "top", "bottom"))
_FIRST_OWN_FORMAT = 164
# The workbook's default font, whose digits are the unit of column widths. No cell uses it: it is chosen because its digits
# are 6 points wide at every scale of the screen, on Windows, on a Macintosh, and where neither it nor 宋体 is installed.
POINTS_PER_CHARACTER = 6.0
_UNIT_FONT = '<font><sz val="10"/><name val="Courier New"/><family val="3"/></font>'
_BUILTIN_FORMATS = {"General": 0, "0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10, "@": 49}


class DrawnSheet(NamedTuple):
    """A worksheet's XML with what the workbook has to say of it: print area and head rows as references, or empty."""

    name: str
    xml: str
    area: str
    head: str
    properties: tuple[tuple[str, str], ...]


class Style(NamedTuple):
    """How a cell is shown.

    ``number``: it is one, and is shrunk where the column is too narrow, for Excel breaks no number and shows ### instead.
    ``kept_text`` keeps what looks like a formula from becoming one when somebody edits the cell. ``top`` lets a text that
    goes over several pages begin at its top.
    """

    role: Role
    number_format: str
    number: bool = False
    kept_text: bool = False
    top: bool = False


class Styles:
    """The cell styles of a workbook, numbered in the order they are first asked for; 0 is Excel's own default."""

    def __init__(self) -> None:
        self._numbers: dict[Style, int] = {}

    def number(self, style: Style) -> int:
        return self._numbers.setdefault(style, len(self._numbers) + 1)

    def xml(self) -> str:
        fonts: dict[tuple[str, float], int] = {}
        own: dict[str, int] = {}
        cells = "".join([_cell_style(style, fonts, own) for style in self._numbers])
        formats = "".join(f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>' for code, number in own.items())
        formats = f'<numFmts count="{len(own)}">{formats}</numFmts>' if own else ""
        faces = "".join(f'<font><sz val="{size:g}"/><name val="{name}"/><charset val="134"/></font>' for name, size in fonts)
        return (
            f'<styleSheet {_MAIN}>{formats}<fonts count="{len(fonts) + 1}">{_UNIT_FONT}{faces}</fonts>'
            '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
            '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
            f"<border>{_BORDER}<diagonal/></border></borders>"
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{len(self._numbers) + 1}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>{cells}</cellXfs>'
            '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        )


def _cell_style(style: Style, fonts: dict[tuple[str, float], int], own: dict[str, int]) -> str:
    face = STYLES[style.role]
    font = fonts.setdefault((face.family, face.size), len(fonts) + 1)
    number_format = _BUILTIN_FORMATS.get(style.number_format)
    if number_format is None:
        number_format = own.setdefault(style.number_format, len(own) + _FIRST_OWN_FORMAT)
    border = 0 if style.role in UNBORDERED else 1
    kept = ' quotePrefix="1"' if style.kept_text else ""
    fit = "shrinkToFit" if style.number else "wrapText"
    upright = "top" if style.top else "center"
    return (
        f'<xf numFmtId="{number_format}" fontId="{font}" fillId="0" borderId="{border}" xfId="0"{kept} applyNumberFormat="1" '
        f'applyFont="1" applyBorder="1" applyAlignment="1"><alignment horizontal="{face.align}" vertical="{upright}" {fit}="1"/></xf>'
    )


def quoted(name: str) -> str:
    """A sheet's name as it stands in a reference."""
    return "'" + name.replace("'", "''") + "'"


def package(sheets: Sequence[DrawnSheet], styles: Styles, texts: str, title: str) -> bytes:
    """The workbook. ``texts`` is the part of shared texts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _parts(sheets, styles, texts, title):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _DECLARATION + content)
    return stream.getvalue()


def _parts(sheets: Sequence[DrawnSheet], styles: Styles, texts: str, title: str) -> Iterator[tuple[str, str]]:
    yield "[Content_Types].xml", _content_types(len(sheets))
    yield (
        "_rels/.rels",
        _relationships(
            [
                (f"{_R}/officeDocument", "xl/workbook.xml"),
                (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                (f"{_R}/custom-properties", "docProps/custom.xml"),
            ]
        ),
    )
    yield "docProps/core.xml", _core(title)
    yield "docProps/custom.xml", _custom(sheets)
    yield "xl/workbook.xml", _workbook(sheets)
    of_sheets = [(f"{_R}/worksheet", f"worksheets/sheet{index}.xml") for index in range(1, len(sheets) + 1)]
    yield (
        "xl/_rels/workbook.xml.rels",
        _relationships([*of_sheets, (f"{_R}/styles", "styles.xml"), (f"{_R}/sharedStrings", "sharedStrings.xml")]),
    )
    yield "xl/styles.xml", styles.xml()
    yield "xl/sharedStrings.xml", texts
    for index, sheet in enumerate(sheets, 1):
        yield f"xl/worksheets/sheet{index}.xml", sheet.xml


def _content_types(sheets: int) -> str:
    kinds = {
        "/xl/workbook.xml": f"{_SHEETML}.sheet.main+xml",
        "/xl/styles.xml": f"{_SHEETML}.styles+xml",
        "/xl/sharedStrings.xml": f"{_SHEETML}.sharedStrings+xml",
        **{f"/xl/worksheets/sheet{index}.xml": f"{_SHEETML}.worksheet+xml" for index in range(1, sheets + 1)},
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    }
    parts = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )


def _relationships(targets: Sequence[tuple[str, str]]) -> str:
    items = (f'<Relationship Id="rId{index}" Type="{kind}" Target="{target}"/>' for index, (kind, target) in enumerate(targets, 1))
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(items)}</Relationships>'


def _workbook(sheets: Sequence[DrawnSheet]) -> str:
    tabs = "".join(f'<sheet name={quoteattr(sheet.name)} sheetId="{i}" r:id="rId{i}"/>' for i, sheet in enumerate(sheets, 1))
    names = "".join(
        f'<definedName name="_xlnm.{name}" localSheetId="{index}">{escape(reference)}</definedName>'
        for index, sheet in enumerate(sheets)
        for name, reference in (("Print_Area", sheet.area), ("Print_Titles", sheet.head))
        if reference
    )
    names = f"<definedNames>{names}</definedNames>" if names else ""
    return f'<workbook {_MAIN} xmlns:r="{_R}"><bookViews><workbookView/></bookViews><sheets>{tabs}</sheets>{names}</workbook>'


def _core(title: str) -> str:
    moment = "2000-01-01T00:00:00Z"
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>perfgoals</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified></cp:coreProperties>'
    )


def _custom(sheets: Sequence[DrawnSheet]) -> str:
    """What the grids remember, under the name of the sheet, so that a sheet moved or thrown away takes nobody else's."""
    named = [(f"{sheet.name}!{name}", value) for sheet in sheets for name, value in sheet.properties]
    for name, value in named:
        if unprintable(name + value):
            raise ValueError(f"属性“{name}”含有不能写入 Excel 的字符 {unprintable(name + value)}")
    items = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(escaped(value))}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(named, 2)
    )
    return (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{items}</Properties>'
    )
