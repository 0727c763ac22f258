"""What is written comes back, prints on A4 as it should, and stays text that was text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from perfgoals.grid.formats import xlsx
from perfgoals.grid.formats.number_format import shown
from perfgoals.grid.geometry import a4
from perfgoals.grid.model import Cell, Grid, Role
from perfgoals.grid.style import CONTINUED, STYLES

AWKWARD = [
    *("=1+1", "+1", "-1", "@x", "'x", "<b>&amp;</b>", '"', "㐂𠮷䶮", "甲\n乙\n\n丙", " 前后 ", "\t", "≥90%", "0012", "1e5", "TRUE", "#N/A"),
    *("2021-03-01", "_x0041_", "_x005F_x0041_", "x005F_", "_x000D_", "_x0041", "]]>", "100%", "=" * 300, "长" * 2000, f"甲{CONTINUED}"),
    *("<r>&</r>", "<r></r>", "<r>\n_x0041_</r>", "_x0041_x0042_", "_x0041_x0042_x0043_", "甲_x000A_x000a_"),
]


def one(grid: Grid, **options: Any) -> Any:
    """The only sheet of the workbook, as another program opens it."""
    return openpyxl.load_workbook(io.BytesIO(xlsx.write([grid], **options))).worksheets[0]


def back(grid: Grid) -> Grid:
    (read,) = xlsx.read(xlsx.write([grid]))
    return read


def plain(grid: Grid) -> list[Cell]:
    return [replace(cell, role="text", path="") for cell in grid.cells]


def column(texts: Sequence[str], role: Role = "text", **options: Any) -> Grid:
    return Grid(tuple(Cell(row, 0, text, role=role) for row, text in enumerate(texts)), **options)


def long_form(rows: int = 70, role: Role = "group") -> Grid:
    """A title, a head and many rows under two merged labels."""
    half = rows // 2
    cells = [Cell(0, 0, "项目支出绩效目标申报表", columns=3, role="title")]
    cells += [Cell(1, place, text, role="head") for place, text in enumerate(("一级指标", "三级指标", "指标值"))]
    cells += [Cell(2, 0, "产出指标", rows=half, role=role), Cell(2 + half, 0, "效益指标", rows=rows - half, role=role)]
    for row in range(2, rows + 2):
        cells += [Cell(row, 1, f"培训第{row}批"), Cell(row, 2, "≥90%", role="value")]
    return Grid(tuple(cells), head=(1, 2))


# What comes back


@st.composite
def amounts(draw: st.DrawFn) -> dict[str, Any]:
    places = draw(st.integers(0, 5))
    number = draw(st.decimals(-(10**9), 10**9, places=places))
    code = draw(st.sampled_from(["0", "#,##0"])) + ("." + "0" * places if places else "")
    return {"text": shown(float(number), code)[0], "number": number, "number_format": code, "role": "amount"}


WORDS = st.sampled_from(AWKWARD) | st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=30)
TEXTS = WORDS.map(lambda text: {"text": text if text.strip() else ""})
FULL = WORDS.filter(lambda text: bool(text.strip())).map(lambda text: {"text": text})
ROLES = st.sampled_from(list(STYLES))


@st.composite
def tilings(draw: st.DrawFn, row: int, left: int, rows: int, columns: int) -> list[Cell]:
    """A rectangle cut again and again."""
    if rows > 1 and draw(st.booleans()):
        cut = draw(st.integers(1, rows - 1))
        return draw(tilings(row, left, cut, columns)) + draw(tilings(row + cut, left, rows - cut, columns))
    if columns > 1 and draw(st.booleans()):
        cut = draw(st.integers(1, columns - 1))
        return draw(tilings(row, left, rows, cut)) + draw(tilings(row, left + cut, rows, columns - cut))
    content = draw(FULL if row == 0 else TEXTS | amounts())
    return [Cell(row, left, rows=rows, columns=columns, **{"role": draw(ROLES), **content})]


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Every row begins with a cell of its own, which says something: what says nothing at the end is not read."""
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    firsts = [Cell(row, 0, role=draw(ROLES), **draw(FULL)) for row in range(rows)]
    start = draw(st.integers(0, rows))
    return Grid((*firsts, *draw(tilings(0, 1, rows, columns))), head=(start, rows), landscape=draw(st.booleans()))


@settings(max_examples=60, deadline=None)
@given(st.lists(grids(), min_size=1, max_size=3))
def test_random_grids_come_back(written: list[Grid]) -> None:
    assert [plain(grid) for grid in xlsx.read(xlsx.write(written))] == [plain(grid) for grid in written]


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_texts_come_back_and_are_texts(text: str) -> None:
    grid = column(["上", text, "下"])
    assert plain(back(grid))[1] == Cell(1, 0, text if text.strip() else "")
    cell = one(grid)["A2"]
    assert cell.data_type == "s"


def test_amounts_are_numbers() -> None:
    grid = Grid((Cell(0, 0, "19.00", number=Decimal("19.00"), number_format="0.00", role="amount"),))
    cell = one(grid)["A1"]
    assert (cell.value, cell.data_type, cell.number_format) == (19, "n", "0.00")
    assert cell.alignment.shrink_to_fit  # Excel breaks no number: where the column is narrow it would show ###
    assert back(grid).cells == (Cell(0, 0, "19.00", number=Decimal(19), number_format="0.00"),)


@pytest.mark.parametrize("number", ["776.98853", "0.1", "123456789012345", "-0.00001", "1E+22"])
def test_a_number_keeps_its_value(number: str) -> None:
    grid = Grid((Cell(0, 0, number, number=Decimal(number)),))
    assert back(grid).cells[0].number == Decimal(number)


@pytest.mark.parametrize("number", ["0.12345678901234567890", "0.30000000000000004", "12345678901234567890123", "1E+400", "NaN"])
def test_a_number_that_no_workbook_holds_is_text(number: str) -> None:
    grid = Grid((Cell(0, 0, number, number=Decimal(number), number_format="0.00"),))
    assert back(grid).cells == (Cell(0, 0, number),)


@pytest.mark.parametrize("character", ["\0", "\x07", "\r", "\x1f", "\ud800", "\uffff"])
def test_characters_that_no_workbook_holds_are_refused(character: str) -> None:
    with pytest.raises(ValueError, match=rf"“绩效”第 2 行第 1 列.*U\+{ord(character):04X}"):
        xlsx.write([column(["好", f"坏{character}"])], sheet_names=["绩效"])
    with pytest.raises(ValueError, match="页脚"):
        xlsx.write([column(["好"])], foot=character)
    with pytest.raises(ValueError, match="属性"):
        xlsx.write([replace(column(["好"]), properties=(("layout", character),))])


def test_a_text_longer_than_a_cell_holds_is_refused() -> None:
    assert plain(back(column(["长" * 20_000]))) == [Cell(0, 0, "长" * 20_000)]
    with pytest.raises(ValueError, match=r"第 1 行第 1 列.*32768"):
        xlsx.write([column(["𠮷" * 16_384])])


def test_properties_come_back_with_their_sheet() -> None:
    first = column(["甲"], properties=(("layout", "henan"), ("year", "2021")))
    second = column(["乙"], properties=(("layout", "_x0041_<&>"),))
    read = xlsx.read(xlsx.write([first, second, column(["丙"])]))
    assert [grid.properties for grid in read] == [first.properties, second.properties, ()]


def test_an_empty_grid_is_an_empty_sheet() -> None:
    data = xlsx.write([Grid(()), column(["甲"])])
    assert len(openpyxl.load_workbook(io.BytesIO(data)).worksheets) == 2
    assert [grid.cells for grid in xlsx.read(data)] == [(Cell(0, 0, "甲"),)]
    with pytest.raises(ValueError, match="没有"):
        xlsx.write([])


# Rows that are not rows of the form


def test_a_row_higher_than_excel_allows_is_spread_and_comes_back() -> None:
    grid = Grid((Cell(0, 0, "目标", role="label"), Cell(0, 1, "保障群众满意" * 130), Cell(1, 0, "值", role="label"), Cell(1, 1, "甲")))
    sheet = one(grid)
    heights = [sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)]
    assert len(heights) > 2
    assert max(heights) <= 409
    assert sheet["B1"].value == "保障群众满意" * 130
    assert f"B1:B{len(heights) - 1}" in {str(area) for area in sheet.merged_cells.ranges}
    assert plain(back(grid)) == plain(grid)


@pytest.mark.parametrize("length", [2000, 6000])
def test_goals_over_several_pages_come_back(length: int) -> None:
    goal = Grid((*long_form(40).cells, Cell(42, 0, "目标", role="label"), Cell(42, 1, "字" * length, columns=2)), head=(1, 2))
    assert plain(back(goal)) == plain(goal)
    sheet = one(goal)
    text = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "字" * length)
    assert text.alignment.vertical == "top"  # in the middle of three pages nobody would look for the beginning
    pages = [brk.id for brk in sheet.row_breaks.brk]
    assert all(
        page_height(sheet, start, stop) <= a4().body_height for start, stop in zip([0, *pages], [*pages, sheet.max_row], strict=True)
    )


def page_height(sheet: Any, start: int, stop: int) -> float:
    return sum(sheet.row_dimensions[row].height for row in range(start + 1, stop + 1))


@pytest.mark.parametrize("role", ["group", "label"])
def test_a_label_that_crosses_a_page_is_repeated_there(role: Role) -> None:
    grid = long_form(70, role)
    sheet = one(grid)
    pages = [brk.id for brk in sheet.row_breaks.brk]
    assert len(pages) == 2
    assert all(brk.man for brk in sheet.row_breaks.brk)
    assert [sheet.cell(page + 1, 1).value for page in pages] == [f"产出指标{CONTINUED}", f"效益指标{CONTINUED}"]
    assert not any(area.min_row <= page < area.max_row for area in sheet.merged_cells.ranges for page in pages)
    assert plain(back(grid)) == plain(grid)


def test_a_text_that_only_looks_continued_is_left_alone() -> None:
    grid = column(["甲", f"甲{CONTINUED}", f"甲{CONTINUED}"])
    assert plain(back(grid)) == plain(grid)
    long = column(["培训人数", f"培训人数{CONTINUED}"] * 60)
    assert plain(back(long)) == plain(long)


# How it prints


def test_it_prints_on_a4() -> None:
    sheet = one(long_form(), foot="绩效 & 预算 2021")
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)  # as wide as one page if nothing is said
    assert sheet.print_options.horizontalCentered
    assert sheet.print_title_rows == "$2:$2"
    assert sheet.print_area == f"'表1'!$A$1:$C${sheet.max_row}"
    assert "第 &P 页 共 &N 页" in sheet.oddFooter.center.text.replace("&[Page]", "&P")
    assert sheet.oddFooter.left.text.strip() == "绩效 && 预算 2021"
    assert sheet.page_margins.left * 72 == pytest.approx(a4().left, abs=0.1)
    assert sheet.page_margins.bottom * 72 == pytest.approx(a4().bottom, abs=0.1)


@pytest.mark.parametrize("foot", ["R&G 公司", "&[Picture]", "&&G", "12 月", "&" * 80])
def test_a_foot_stands_there_as_it_is(foot: str) -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx.write([column(["甲"])], foot=foot))) as package:
        sheet = etree.fromstring(package.read("xl/worksheets/sheet1.xml"))
    left = re.match(r'&L&"宋体,常规"&9 ((?:&&|&"宋体,常规"|[^&])*)&C', sheet.findtext(".//{*}oddFooter"))
    assert left is not None
    assert re.sub('(&&)|&"[^"]*"', r"\1", left[1]).replace("&&", "&") == foot


def test_the_columns_are_as_wide_as_the_paper() -> None:
    for landscape in (False, True):
        sheet = one(Grid((Cell(0, 0, "甲"), Cell(0, 1, "乙")), shares=(1, 3), landscape=landscape))
        widths = [sheet.column_dimensions[letter].width * 6 for letter in "AB"]
        assert sum(widths) == pytest.approx(a4(landscape).body_width, abs=0.1)
        assert widths[1] == pytest.approx(3 * widths[0], abs=0.1)
        assert sheet.page_setup.orientation == ("landscape" if landscape else "portrait")
        unit = sheet.parent._named_styles["Normal"].font  # whose digits are 6 points wide
        assert (unit.name, unit.size) == ("Courier New", 10)


def test_head_rows_are_repeated_where_they_stand_on_the_sheet() -> None:
    tall = Grid((Cell(0, 0, "字" * 3000), Cell(1, 0, "列名", role="head"), Cell(2, 0, "值")), head=(1, 2))
    sheet = one(tall)
    row = next(cell.row for (cell,) in sheet.iter_rows() if cell.value == "列名")
    assert row > 2
    assert sheet.print_title_rows == f"${row}:${row}"


def test_a_row_whose_text_wraps_has_a_line_to_spare() -> None:
    sheet = one(column(["短", "字" * 60], role="value"))
    short, long = (sheet.row_dimensions[row].height for row in (1, 2))
    assert long - short > 1.9 * STYLES["value"].line


@pytest.mark.parametrize("role", STYLES)
def test_every_role_has_its_face(role: Role) -> None:
    sheet = one(Grid((Cell(0, 0, "甲", rows=2, columns=2, role=role), Cell(2, 0, "乙"), Cell(2, 1, "丙"))))
    style = STYLES[role]
    cell = sheet["A1"]
    assert (cell.font.name, cell.font.size, cell.alignment.horizontal) == (style.family, style.size, style.align)
    assert cell.alignment.vertical == "center"
    assert cell.alignment.wrap_text
    bordered = Cell(0, 0, role=role).bordered
    for place in ("A1", "B1", "A2", "B2"):  # a merge has borders only where every place has them
        assert (sheet[place].border.right.style or sheet[place].border.left.style) == ("thin" if bordered else None)


def test_long_texts_are_not_formatted_as_text() -> None:
    sheet = one(column(["字" * 255, "字" * 256, "=" + "1" * 255]))
    assert [sheet[place].number_format for place in ("A1", "A2", "A3")] == ["@", "General", "General"]
    assert [bool(sheet[place].quotePrefix) for place in ("A1", "A2", "A3")] == [False, False, True]


# The file


def test_sheet_names_are_made_legal() -> None:
    wanted = ["a/b:c", "长" * 40, "长" * 40, "", "'", "Abc", "ABC", "𠮷" * 31, "<&>", "History"]
    book = openpyxl.load_workbook(io.BytesIO(xlsx.write([column(["甲"])] * 11, sheet_names=wanted)))
    names = book.sheetnames
    assert names[:8] == ["a b c", "长" * 31, "长" * 28 + "(2)", "表4", "表5", "Abc", "ABC(2)", "𠮷" * 15]
    assert names[8:] == ["<&>", "History(2)", "表11"]


def test_names_with_quotes_stand_in_references() -> None:
    grid = column(["甲"], head=(0, 1))
    assert one(grid, sheet_names=["市's 表"]).print_title_rows == "$1:$1"


def test_nothing_personal_and_nothing_of_today() -> None:
    data = xlsx.write([long_form()], title="绩效 <目标>")
    assert data == xlsx.write([long_form()], title="绩效 <目标>")
    properties = openpyxl.load_workbook(io.BytesIO(data)).properties
    assert (properties.creator, properties.title, properties.lastModifiedBy) == ("perfgoals", "绩效 <目标>", "perfgoals")
    assert properties.modified.year == 2000
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_foot_that_excel_would_not_take_is_refused() -> None:
    with pytest.raises(ValueError, match="页脚有 181 个字"):
        xlsx.write([column(["甲"])], foot="脚" * 181)
    with pytest.raises(ValueError, match="页脚有 130 个字"):
        xlsx.write([column(["甲"])], foot="&" * 130)
