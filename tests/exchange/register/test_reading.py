"""Heads, rows and what stands around them, in the files that offices have."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from perfgoals.exchange.register.fields import KINDS, folded, unit_in_head, year_in_text
from perfgoals.exchange.register.mapping import guessed_columns, money_unit_of
from perfgoals.exchange.register.reading import LONGEST, MOST_ROWS, address, register_in
from perfgoals.grid.formats.package import Unreadable
from tests.exchange.register.books import book, read

TITLE = ["2027年部门预算项目控制数明细表"] + [None] * 6
UNIT_LINE = ["导出时间：2026-11-20"] + [None] * 5 + ["单位：元"]


def test_heads_under_a_title_and_a_unit_line() -> None:
    heads = ["序号", "预算单位编码", "单位名称", "项目代码", "项目名称", "项目类别", "控制数"]
    register = read("projects", TITLE, UNIT_LINE, heads, [1, "101", "建设局", "4109", "道路", "特定目标类", 1200000], merges=["A1:G1"])
    assert register.heads == tuple(heads)
    assert (register.money_unit, register.year) == ("元", 2027)
    assert [row.number for row in register.rows] == [4]
    assert register.rows[0].cells[6].address == "G4"
    assert guessed_columns(KINDS["projects"], register.heads) == ("", "unit_code", "unit", "code", "name", "", "control")


def test_merged_heads_in_two_rows() -> None:
    register = read(
        "projects",
        ["项目编码", "项目名称", "单位名称", "资金（万元）", None],
        [None, None, None, "预算数", "其中：财政拨款"],
        ["4109", "道路", "建设局", 120, 100],
        merges=["A1:A2", "B1:B2", "C1:C2", "D1:E1"],
    )
    assert register.heads == ("项目编码", "项目名称", "单位名称", "资金（万元） 预算数", "资金（万元） 其中：财政拨款")
    assert [row.number for row in register.rows] == [3]
    columns = guessed_columns(KINDS["projects"], register.heads)
    assert columns[3] == "control"
    assert money_unit_of(KINDS["projects"], register, columns) == "万元"


def test_a_head_over_several_columns_without_merged_neighbours() -> None:
    register = read("projects", ["项目名称", "控制数", None], [None, "合计", "财政拨款"], ["道路", 1, 2], merges=["B1:C1"])
    assert register.heads == ("项目名称", "控制数 合计", "控制数 财政拨款")
    assert [row.number for row in register.rows] == [3]


def test_sums_and_notes_are_told_apart_from_rows() -> None:
    register = read("units", ["单位编码", "单位名称"], ["101", "建设局"], ["合计", "1 个"], [None, None], ["注：截至年底", None])
    assert [row.number for row in register.rows] == [2]
    assert register.skipped == ((3, "合计 1 个"), (5, "注：截至年底"))


def test_a_merged_unit_stands_in_each_of_its_rows() -> None:
    register = read("projects", ["单位名称", "项目名称"], ["建设局", "道路"], [None, "绿化"], merges=["A2:A3"])
    assert [(row.cells[0].text, row.cells[0].is_merged) for row in register.rows] == [("建设局", True), ("建设局", True)]


def test_the_sheet_that_looks_like_the_register_is_taken() -> None:
    workbook = Workbook()
    first, second = workbook.active, workbook.create_sheet()
    assert first is not None
    first.append(["说明", "填表要求", "其他"])
    first.append(["一", "二", "三"])
    second.append(["用户名", "姓名"])
    second.append(["zhang", "张三"])
    stream = BytesIO()
    workbook.save(stream)
    assert register_in(stream.getvalue(), KINDS["people"]).heads == ("用户名", "姓名")


def test_the_exact_number_behind_what_is_shown() -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["项目名称", "控制数"])
    sheet.append(["道路", 119.6])
    sheet["B2"].number_format = "0"
    stream = BytesIO()
    workbook.save(stream)
    said = register_in(stream.getvalue(), KINDS["projects"]).rows[0].cells[1]
    assert (said.text, said.exact) == ("120", "119.6")


def test_a_line_break_within_a_chinese_name_is_no_space() -> None:
    register = read("units", ["单位\n名称"], ["园区\n建设局"])
    assert (register.heads, register.rows[0].cells[0].text) == (("单位名称",), "园区建设局")


def test_a_cell_of_ten_megabytes_is_cut() -> None:
    text = read("units", ["单位名称", "单位编码"], ["长" * 32_000, "1"]).rows[0].cells[0].text
    assert len(text) == LONGEST


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "空"),
        (b"username,name\nzhang,x\n", "文本"),
        (b"PK\x03\x04broken", "损坏"),
        (book(["单位编码", "单位名称"]), "表头下面没有内容"),
        (book([]), "没有表格"),
        (book(["单位名称", "单位编码"], *([f"单位{n}", n] for n in range(MOST_ROWS + 1))), f"最多导入 {MOST_ROWS} 行"),
        (book([f"列{n}" for n in range(61)], ["1"] * 61), "最多 60 列"),
    ],
)
def test_what_is_no_register_is_said(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        register_in(data, KINDS["units"])


def test_a_word_file_is_sent_to_excel() -> None:
    document, stream = Document(), BytesIO()
    document.add_table(rows=2, cols=2)
    document.save(stream)
    with pytest.raises(Unreadable, match="只读 Excel"):
        register_in(stream.getvalue(), KINDS["units"])


@pytest.mark.parametrize(
    ("head", "bare", "unit"),
    [
        ("控制数（元）", "控制数", "元"),
        ("控制数(单位：万元)", "控制数", "万元"),
        ("2027年 控制数,元", "控制数", "元"),
        ("* 项目名称：", "项目名称", ""),
        ("控制数（亿元）", "控制数", ""),
    ],
)
def test_a_head_without_what_is_not_its_name(head: str, bare: str, unit: str) -> None:
    assert (folded(head), unit_in_head(head)) == (bare, unit)


def test_the_year_in_a_text() -> None:
    assert year_in_text("某区２０２７年度控制数") == 2027
    assert year_in_text("第27年") is None


def test_every_field_is_known_by_every_one_of_its_names() -> None:
    for kind in KINDS.values():
        for field in kind.fields:
            for name in field.names:
                assert field.code in guessed_columns(kind, [name]) or name in {"单位编码", "单位名称", "名称"}, (kind.name, name)


@given(st.integers(0, 18_277))
def test_an_address_is_read_back(column: int) -> None:
    letters = address(6, column).rstrip("0123456789")
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    assert (number - 1, address(6, column)) == (column, f"{letters}7")
