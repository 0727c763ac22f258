"""Workbooks that others made: what Excel shows of them is what is read."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from perfgoals.grid.formats import xlsx
from perfgoals.grid.formats.package import Unreadable
from perfgoals.grid.model import Cell, Grid

PUBLISHED = sorted((Path(__file__).parents[2] / "data/tables/xlsx").glob("*.xlsx"))

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'


def workbook(sheet: str, *, texts: str = "", formats: str = "", setting: str = "", kind: str = "worksheet") -> bytes:
    """A workbook of one sheet whose parts hold what is given; ``formats`` are the xf elements, ``texts`` the si elements."""
    parts = {
        "_rels/.rels": (
            f'<Relationships {PACKAGE}><Relationship Id="a" Type="{R}/officeDocument" Target="/xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{R}">{setting}<sheets><sheet name="甲" sheetId="1" r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships {PACKAGE}><Relationship Id="s" Type="{R}/{kind}" Target="sheet.xml"/>'
            f'<Relationship Id="t" Type="{R}/sharedStrings" Target="texts.xml"/>'
            f'<Relationship Id="f" Type="{R}/styles" Target="styles.xml"/></Relationships>'
        ),
        "xl/sheet.xml": f"<worksheet {MAIN}>{sheet}</worksheet>",
        "xl/texts.xml": f"<sst {MAIN}>{texts}</sst>",
        "xl/styles.xml": f"<styleSheet {MAIN}>{formats}</styleSheet>",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def cells(*elements: str, behind: str = "", **parts: str) -> list[Cell]:
    """What is read of a sheet with one row of these cells."""
    grids = xlsx.read(workbook(f"<sheetData><row>{''.join(elements)}</row></sheetData>{behind}", **parts))
    return [cell for grid in grids for cell in grid.cells]


def texts(*elements: str, **parts: str) -> list[str]:
    return [cell.text for cell in cells(*elements, **parts)]


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_published_workbooks_say_what_another_reader_finds(path: Path) -> None:
    grids = xlsx.read(path.read_bytes())
    sheets = openpyxl.load_workbook(path).worksheets
    assert len(grids) == len(sheets)
    for grid, sheet in zip(grids, sheets, strict=True):
        found = {
            (c.row - 1, c.column - 1): c.value for row in sheet.iter_rows() for c in row if c.value is not None and str(c.value).strip()
        }
        said = {(c.row, c.column): c.text if c.number is None else float(c.number) for c in grid.cells if c.text}
        assert said == found
        spans = {(a.min_row - 1, a.min_col - 1): (a.size["rows"], a.size["columns"]) for a in sheet.merged_cells.ranges}
        assert {(c.row, c.column): (c.rows, c.columns) for c in grid.cells if c.rows > 1 or c.columns > 1} == spans


def test_percents_are_read_as_they_are_shown() -> None:
    (grid,) = xlsx.read(next(path for path in PUBLISHED if path.stem == "henan-02").read_bytes())
    percents = [cell for cell in grid.cells if cell.number_format == "0%"]
    assert percents
    assert {(cell.text, cell.number) for cell in percents} == {("100%", Decimal(1))}


def test_there_are_published_workbooks() -> None:
    assert len(PUBLISHED) == 27


# Values


@pytest.mark.parametrize(
    ("element", "text", "number"),
    [
        ('<c t="s"><v>0</v></c>', "甲", None),
        ('<c t="inlineStr"><is><t>_x0041_乙</t></is></c>', "A乙", None),
        ('<c t="str"><f>A2</f><v>丙</v></c>', "丙", None),
        ("<c><v>19</v></c>", "19", Decimal(19)),
        ('<c t="n"><v>7.7698853E2</v></c>', "776.98853", Decimal("776.98853")),
        ('<c t="b"><v>1</v></c>', "TRUE", None),
        ('<c t="e"><v>#DIV/0!</v></c>', "#DIV/0!", None),
        ('<c t="d"><v>2021-03-01T00:00:00</v></c>', "2021/3/1", None),
        ('<c t="d"><v>昨天</v></c>', "昨天", None),
        ("<c><v>约50</v></c>", "约50", None),
        ("<c><v>1_000</v></c>", "1_000", None),
        ("<c><v>.</v></c>", ".", None),
        ("<c><v>+.5e1</v></c>", "5", Decimal(5)),
        ("<c><v>1e999</v></c>", "inf", None),
        ("<c><f>A2</f><v/></c>", "=A2", None),
        ("<c><f>SUM(A1:B1)</f><v>3</v></c>", "3", Decimal(3)),
        ("<c><f>SUM(A1:B1)</f></c>", "=SUM(A1:B1)", None),
    ],
)
def test_values(element: str, text: str, number: Decimal | None) -> None:
    assert cells(element, texts="<si><t>甲</t></si>") == [Cell(0, 0, text, number=number)]


def test_a_formula_whose_result_is_empty_says_nothing() -> None:
    assert cells('<c t="str"><f>IF(A2,1,"")</f><v></v></c>', '<c t="s"><v/></c>') == []


def test_texts_in_pieces_are_one_and_their_pinyin_is_none() -> None:
    item = "<si><r><rPr><b/></rPr><t>绩</t></r><r><t xml:space='preserve'>效 </t></r><rPh sb='0' eb='1'><t>jixiao</t></rPh></si>"
    assert texts('<c t="s"><v>0</v></c>', texts=item) == ["绩效 "]
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = CellRichText("年度", TextBlock(InlineFont(b=True), "目标"))
    assert [cell.text for grid in xlsx.read(saved(book)) for cell in grid.cells] == ["年度目标"]


def test_line_ends_are_one_character_whoever_wrote_them() -> None:
    assert texts('<c t="inlineStr"><is><t>甲_x000D_\n乙&#13;&#10;丙_x000D_丁_x0007_</t></is></c>') == ["甲\n乙\n丙\n丁"]
    assert texts('<c t="inlineStr"><is><t>_xD800_</t></is></c>') == ["_xD800_"]


def test_formats_spelled_and_unspelled() -> None:
    formats = (
        '<numFmts><numFmt numFmtId="176" formatCode="0.00&quot;万元&quot;"/><numFmt numFmtId="58" formatCode="0.0"/></numFmts>'
        '<cellXfs><xf numFmtId="176"/><xf numFmtId="57"/><xf numFmtId="9"/><xf numFmtId="58"/></cellXfs>'
    )
    values = ((0, 35), (1, 44621), (2, 0.9), (3, 1.25), (9, 7))
    assert texts(*(f'<c s="{style}"><v>{value}</v></c>' for style, value in values), formats=formats) == [
        *("35.00万元", "2022年3月", "90%", "1.3", "7"),
    ]


def test_days_counted_from_1904() -> None:
    formats = '<cellXfs><xf numFmtId="14"/><xf numFmtId="1"/></cellXfs>'
    row = ('<c s="0"><v>43159</v></c>', '<c s="1"><v>43159</v></c>')
    assert texts(*row, formats=formats, setting='<workbookPr date1904="1"/>') == ["2022/3/1", "43159"]
    assert texts(*row, formats=formats) == ["2018/2/28", "43159"]


# Sheets


def test_hidden_things_are_read() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["甲", "乙"])
    sheet.append(["丙", "丁"])
    sheet.row_dimensions[2].hidden = sheet.column_dimensions["B"].hidden = True
    for state in ("hidden", "veryHidden"):
        more = book.create_sheet(state)
        more["A1"], more.sheet_state = state, state
    book.create_sheet("空")
    book.create_chartsheet("图")
    assert [[cell.text for cell in grid.cells] for grid in xlsx.read(saved(book))] == [["甲", "乙", "丙", "丁"], ["hidden"], ["veryHidden"]]


def test_what_says_nothing_at_the_end_is_cut_off() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["B2"], sheet["D9"] = "甲", " "
    sheet.merge_cells("B2:C3")
    sheet.merge_cells("A5:F8")
    (grid,) = xlsx.read(saved(book))
    assert (grid.rows, grid.columns) == (3, 3)
    assert Cell(1, 1, "甲", rows=2, columns=2) in grid.cells


def test_cells_and_rows_without_a_reference_follow_each_other() -> None:
    data = workbook('<sheetData><row><c><v>1</v></c></row><row><c r="C2"><v>2</v></c><c><v>3</v></c></row></sheetData>')
    (grid,) = xlsx.read(data)
    assert [(cell.row, cell.column) for cell in grid.cells if cell.text] == [(0, 0), (1, 2), (1, 3)]


def test_a_row_numbered_zero_follows_the_one_before() -> None:
    read = xlsx.read(workbook('<sheetData><row r="0"><c><v>1</v></c></row><row r="0"><c><v>2</v></c></row></sheetData>'))
    assert [(cell.row, cell.text) for cell in read[0].cells] == [(0, "1"), (1, "2")]


def test_a_break_above_the_first_row_joins_nothing() -> None:
    row = '<c t="str"><v>甲\n（续）</v></c>'
    sheet = f'<sheetData><row r="1">{row}</row><row r="2"><c t="str"><v>甲</v></c></row></sheetData><rowBreaks><brk id="0"/></rowBreaks>'
    assert [cell.text for cell in xlsx.read(workbook(sheet))[0].cells] == ["甲\n（续）", "甲"]


def test_merges_that_overlap_or_make_no_sense() -> None:
    merges = (
        '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="B1:C1"/><mergeCell ref="x"/><mergeCell/><mergeCell ref="A0:B2"/></mergeCells>'
    )
    found = cells('<c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c>', behind=merges)
    assert [(cell.text, cell.columns) for cell in found] == [("1", 2), ("3", 1)]


def test_a_title_merged_over_all_columns_is_as_wide_as_the_form() -> None:
    merge = '<mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>'
    data = workbook(f'<sheetData><row><c r="A1"><v>1</v></c></row><row r="2"><c r="C2"><v>2</v></c></row></sheetData>{merge}')
    (grid,) = xlsx.read(data)
    assert grid.columns == 3
    assert grid.cells[0].columns == 3


def test_a_merge_of_a_whole_sheet_costs_nothing() -> None:
    assert cells('<c r="A1"><v>1</v></c>', behind='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>') == [
        Cell(0, 0, "1", number=Decimal(1))
    ]


def test_rows_in_which_nothing_begins_are_no_rows() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["B1"], sheet["A4"], sheet["B4"] = "目标", "长文", "值", "甲"
    sheet.merge_cells("A1:A3")
    sheet.merge_cells("B1:B3")
    assert xlsx.read(saved(book)) == [Grid((Cell(0, 0, "目标"), Cell(0, 1, "长文"), Cell(1, 0, "值"), Cell(1, 1, "甲")))]


# What cannot be read


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (workbook('<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'), "表格过大"),
        (workbook('<sheetData><row><c t="s"><v>3</v></c></row></sheetData>'), "文字缺失"),
        (workbook("<sheetData><row>").replace(b"</worksheet>", b"</worksheex>"), "已损坏"),
        (b"PK\x03\x04", "已损坏"),
    ],
)
def test_refusals_say_what_to_do(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=rf"{sentence}.*请"):
        xlsx.read(data)


def test_a_sheet_whose_part_is_missing_is_said() -> None:
    data = workbook("<sheetData/>")
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as package:
        for name in source.namelist():
            if name != "xl/sheet.xml":
                package.writestr(name, source.read(name))
    with pytest.raises(Unreadable, match=r"sheet\.xml"):
        xlsx.read(stream.getvalue())


def test_a_chart_alone_is_no_grid() -> None:
    assert xlsx.read(workbook("", kind="chartsheet")) == []
