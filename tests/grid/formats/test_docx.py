"""Word documents: what was written is read again, and the published documents are read as they look."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from perfgoals.grid.formats import reading
from perfgoals.grid.formats.docx import read, write
from perfgoals.grid.model import Cell, Grid, Role, fill

TABLES = Path(__file__).parents[2] / "data" / "tables"
PUBLISHED = sorted((TABLES / "docx").glob("*.docx"))
NASTY = ["", "=1+1", "<b>粗</b>", "“引号”'\"&amp;", "㐂𠮷䶮", "目标1：…\n目标2：…", "\n", " 前后 ", "a\tb", "回\r车", "_x0041_", "]]>"]
BORDERED: list[Role] = ["text", "label", "value", "group", "amount", "head"]

Place = tuple[int, int, int, int, str]


def places(grid: Grid, offset: int = 0) -> list[Place]:
    return [(cell.row + offset, cell.column, cell.rows, cell.columns, cell.text) for cell in grid.cells]


def stacked(grids: Sequence[Grid]) -> list[Place]:
    """The pieces a table was cut into, put together again."""
    found: list[Place] = []
    offset = 0
    for grid in grids:
        found += places(grid, offset)
        offset += grid.rows
    return sorted(found)


def texts(grid: Grid) -> list[str]:
    return [cell.text for cell in grid.cells]


@st.composite
def grids(draw: st.DrawFn, tall: bool = False) -> Grid:
    """Any grid whose cells all have borders; a ``tall`` one takes several pages."""
    rows, columns = draw(st.integers(1, 7)), draw(st.integers(1, 6))
    text = st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12)
    free = {(row, column) for row in range(rows) for column in range(columns)}
    cells = []
    for _ in range(draw(st.integers(0, 6))):
        row, column = draw(st.integers(0, rows - 1)), draw(st.integers(0, columns - 1))
        down, right = draw(st.integers(1, rows - row)), draw(st.integers(1, columns - column))
        covered = {(row + below, column + beside) for below in range(down) for beside in range(right)}
        if covered <= free:
            free -= covered
            cells.append(Cell(row, column, draw(text), down, right, draw(st.sampled_from(BORDERED))))
    cells += [Cell(row, column, draw(text), role=draw(st.sampled_from(BORDERED))) for row, column in sorted(free)]
    if tall:
        cells[-1] = replace(cells[-1], text="很长的绩效目标。" * 600)
    start = draw(st.integers(0, rows - 1))
    stop = draw(st.integers(start, rows))
    assume(not any(cell.row < start < cell.bottom for cell in cells))
    return Grid(tuple(cells), shares=tuple(draw(st.integers(1, 20)) for _ in range(columns)), head=(start, stop))


@given(grids())
@settings(max_examples=100, deadline=None)
def test_every_grid_comes_back(grid: Grid) -> None:
    assert stacked(read(write([grid]))) == sorted(places(grid))


@given(grids(tall=True))
@settings(max_examples=20, deadline=None)
def test_a_grid_of_several_pages_comes_back(grid: Grid) -> None:
    assert stacked(read(write([grid]))) == sorted(places(grid))


def test_the_real_door_takes_what_we_write() -> None:
    grid = Grid((Cell(0, 0, "项目名称"), Cell(0, 1, "㐂𠮷䶮")))
    assert [texts(found) for found in reading.read(write([grid]))] == [["项目名称", "㐂𠮷䶮"]]


def test_title_heading_and_note_come_back_as_lines() -> None:
    grid = Grid(
        (
            Cell(0, 0, "1.城管综合治理绩效目标表", columns=2, role="heading"),
            Cell(1, 0, "项目支出绩效目标申报表", columns=2, role="title"),
            Cell(2, 0, "（2026年度）", columns=2, role="subtitle"),
            Cell(3, 0, "项目名称", role="label"),
            Cell(3, 1, "城管综合治理"),
            Cell(4, 0, "填报人：\n日期：", columns=2, role="sign"),
        )
    )
    assert [texts(found) for found in read(write([grid]))] == [
        ["1.城管综合治理绩效目标表", "项目支出绩效目标申报表", "（2026年度）"],
        ["项目名称", "城管综合治理"],
        ["填报人：", "日期："],
    ]


def test_several_cells_without_borders_in_one_row_come_back_apart() -> None:
    cells = (Cell(0, 0, "342001某局本级", role="note"), Cell(0, 1, "单位：万元", role="note"), Cell(1, 0, "项目编码"), Cell(1, 1, ""))
    (found,) = read(write([Grid(cells)]))
    assert places(found) == places(Grid(cells))


def test_an_empty_cell_without_borders_below_the_head_is_not_joined_to_it() -> None:
    long = "很长的绩效目标。" * 2000
    cells = (Cell(0, 0, "说明", role="note"), Cell(0, 1, "指标"), Cell(1, 0, "", role="note"), Cell(1, 1, long))
    (found,) = read(write([Grid(cells, head=(0, 1))]))
    assert places(found) == places(Grid(cells))


def test_a_cell_across_the_beginning_of_the_head_keeps_its_text_once() -> None:
    cells = (Cell(0, 0, "跨"), Cell(0, 1, "上"), Cell(1, 1, "表头"), Cell(2, 1, "下"))
    crossing = (Cell(0, 0, "跨", rows=3), *cells[1:])
    found = read(write([Grid(crossing, head=(1, 2))]))
    assert [texts(piece) for piece in found] == [["跨", "上"], ["", "表头", "下"]]


def test_grids_come_back_in_order_with_their_head() -> None:
    first = Grid((Cell(0, 0, "甲"), Cell(1, 0, "乙")), head=(0, 1))
    found = read(write([first, Grid((Cell(0, 0, "丙"),), landscape=True)]))
    assert [(texts(grid), grid.head) for grid in found] == [(["甲", "乙"], (0, 1)), (["丙"], (0, 0))]


def test_properties_come_back_where_all_grids_agree() -> None:
    kept = (("perfgoals.layout", "henan"), ("说明 <1>", "第1行\n_x0041_&"))
    one, other = Grid((Cell(0, 0, "甲"),), properties=kept), Grid((Cell(0, 0, "乙"),), properties=(("perfgoals.layout", "hebei"),))
    assert [grid.properties for grid in read(write([one, one]))] == [kept, kept]
    assert [grid.properties for grid in read(write([one, other]))] == [(), ()]


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_published_documents_say_what_the_truth_says(path: Path) -> None:
    found = "".join("".join(text.split()) for grid in read(path.read_bytes()) for text in texts(grid))
    names = (
        [path.stem] if not path.stem.endswith("-all") else [truth.stem for truth in (TABLES / "json").glob(f"{path.stem[:5]}-[0-9]*.json")]
    )
    for name in names:
        truth = json.loads((TABLES / "json" / f"{name}.json").read_text("utf-8"))
        for text in (truth["project"]["name"], truth["goals"]["annual"], *(row["level3"] for row in truth["indicators"]["annual"])):
            assert "".join(text.split()) in found


def test_there_are_published_documents() -> None:
    assert len(PUBLISHED) == 27


def test_the_published_twin_form() -> None:
    title, form = read((TABLES / "docx" / "henan-10.docx").read_bytes())
    assert texts(title) == ["项目支出绩效目标申报表", "(2021年度)"]
    assert (form.rows, form.columns, len(form.shares)) == (24, 8, 8)
    starting = {(cell.row, cell.column): (cell.rows, cell.columns, cell.text) for cell in form.cells}
    assert starting[0, 2] == (1, 6, "人口变动抽样调查")
    assert starting[2, 0] == (3, 2, "项目资金 (万元)")
    assert starting[7, 0] == (17, 1, "绩效指标")
    assert [cell.text for cell in form.row(7)][1:] == ["一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"]
    assert [cell.text for cell in form.row(23)][-3:] == ["服务对象满意度指标", "园区各办事处对人口普查工作满意度", "≥90%"]


def test_a_volume_is_many_tables_and_the_lines_between_them() -> None:
    found = read((TABLES / "docx" / "hebei-all.docx").read_bytes())
    assert texts(found[0])[:4] == ["第一部分", "部门整体绩效目标", "一、总体绩效目标", found[0].cells[3].text]
    assert texts(found[0])[-1] == "1.城管综合治理绩效目标表"
    # Two tables stand side by side in the file with nothing between them.
    assert [(grid.rows, grid.columns) for grid in found[1:4]] == [(7, 7), (6, 6), (1, 1)]
    assert len([grid for grid in found if grid.columns > 1]) == 20


def test_an_independent_reader_sees_the_same_table() -> None:
    cells = (Cell(0, 0, "组", rows=2), Cell(0, 1, "一\n二", columns=2), Cell(1, 1, "=1+1"), Cell(1, 2, "<b>"))
    (table,) = docx.Document(io.BytesIO(write([Grid(cells)]))).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["组", "一\n二", "一\n二"], ["组", "=1+1", "<b>"]]


def test_fill_is_not_needed_after_reading() -> None:
    for grid in read((TABLES / "docx" / "made-01.docx").read_bytes()):
        assert len(fill(grid.cells)) == len(grid.cells)
