"""部门整体绩效目标: printed whole, recovered from among other lines, and mended as forgivingly as a table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.grid.formats import docx
from perfgoals.grid.model import Cell, Grid
from perfgoals.official.department_goals import (
    INDENT,
    DepartmentGoals,
    Section,
    Unit,
    blank_goals,
    goals_to_json,
    is_goals,
    layout_goals,
    mend_goals,
    recover_goals,
)
from perfgoals.official.problem import Problem
from perfgoals.official.recover import recover

GOALS = DepartmentGoals(
    Unit("342001", "某局"),
    2026,
    "第一部分",
    "部门整体绩效目标",
    (Section("一、总体绩效目标", ("做好工作。",)), Section("二、分项绩效目标", ("1、治理。", "2、养护。"))),
)
LINES = ["第一部分", "部门整体绩效目标", "一、总体绩效目标", "做好工作。", "二、分项绩效目标", "1、治理。", "2、养护。"]

items = st.text("甲乙丙丁1２、。，（）<b>=\"' ", min_size=1, max_size=20).map(str.strip).filter(bool)
sections = st.builds(
    Section, st.sampled_from(["一、总体绩效目标", "二、分项绩效目标", "十一、工作保障措施"]), st.lists(items, max_size=3).map(tuple)
)
documents = st.builds(
    DepartmentGoals,
    st.builds(Unit, st.sampled_from(["", "342001"]), st.sampled_from(["", "某局"])),
    st.sampled_from([0, 2026]),
    st.sampled_from(["", "第一部分"]),
    st.sampled_from(["部门整体绩效目标", "部门（单位）整体绩效目标", "2026年部门总体目标"]),
    st.lists(sections, min_size=1, max_size=4).map(tuple),
)


def lines_of(grid: Grid) -> list[str]:
    return [cell.text for cell in grid.cells]


@given(documents)
def test_recover_undoes_layout(goals: DepartmentGoals) -> None:
    found = recover([layout_goals(goals)])
    assert found.goals == (goals,)
    assert found.lines == ()
    assert found.tables == ()


@given(documents)
def test_recover_undoes_printing(goals: DepartmentGoals) -> None:
    assert recover(docx.read(docx.write([layout_goals(goals)]))).goals == (goals,)


@given(documents)
def test_json_keeps_everything(goals: DepartmentGoals) -> None:
    assert mend_goals(json.loads(json.dumps(goals_to_json(goals)))) == (goals, [])


def test_the_printed_lines_and_their_paths() -> None:
    grid = layout_goals(GOALS)
    assert [(cell.text.removeprefix(INDENT), cell.role, cell.path) for cell in grid.cells] == [
        ("第一部分", "title", "part"),
        ("部门整体绩效目标", "title", "title"),
        ("一、总体绩效目标", "heading", "sections[0].heading"),
        ("做好工作。", "paragraph", "sections[0].items[0]"),
        ("二、分项绩效目标", "heading", "sections[1].heading"),
        ("1、治理。", "paragraph", "sections[1].items[0]"),
        ("2、养护。", "paragraph", "sections[1].items[1]"),
    ]
    assert dict(grid.properties) == {"year": "2026", "department.code": "342001", "department.name": "某局"}


def test_a_document_without_a_title_takes_that_of_the_form() -> None:
    assert lines_of(layout_goals(DepartmentGoals())) == ["部门整体绩效目标"]


def test_the_empty_document_has_its_headings() -> None:
    assert lines_of(blank_goals()) == ["第一部分", "部门整体绩效目标", "一、总体绩效目标", "二、分项绩效目标", "三、工作保障措施"]
    assert dict(blank_goals(2027).properties) == {"year": "2027"}


def test_a_document_among_other_lines() -> None:
    found, rest = recover_goals(["某市文件", *LINES, "第二部分", "预算项目绩效目标"], {})
    assert [each.sections for each in found] == [GOALS.sections]
    assert rest == ["某市文件", "第二部分", "预算项目绩效目标"]


def test_two_documents_in_one_file() -> None:
    found, rest = recover_goals([*LINES, *LINES], {})
    assert [each.part for each in found] == ["第一部分", "第一部分"]
    assert [each.sections for each in found] == [GOALS.sections] * 2
    assert rest == []


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["部门整体绩效目标"],
        ["部门整体绩效目标", "没有编号的话。"],
        ["目录", "部门整体绩效目标", "第二部分"],
        ["一、总体绩效目标", "做好工作。"],
        ["为实现部门整体绩效目标，要做好以下工作，其中包括若干内容与部门整体绩效目标", "一、总体"],
    ],
)
def test_what_is_no_document_is_left_as_lines(lines: list[str]) -> None:
    assert recover_goals(lines, {}) == ([], lines)


@pytest.mark.parametrize("year", ["", "²", "二〇二六", "2026年", "9" * 5000, "-1", "２０２６"])
def test_a_year_that_a_file_remembers_wrongly_is_no_year(year: str) -> None:
    assert recover_goals(LINES, {"year": year})[0][0].year == 0


def test_a_volume_prints_its_unit_in_the_tables(tables: Path) -> None:
    truth = json.loads((tables / "json" / "hebei-overall-goals.json").read_text("utf-8"))
    [found] = recover(docx.read((tables / "docx" / "hebei-all.docx").read_bytes())).goals
    assert goals_to_json(found) == truth


def test_what_is_a_document_and_what_a_table() -> None:
    assert is_goals({"sections": []})
    assert not is_goals({"sections": [], "indicators": {}})
    assert not is_goals({"project": {}})
    assert not is_goals([])


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"title": "<p>目标</p>"}, Problem("title", "已去除网页标记", "<p>目标</p>")),
        ({"year": "2026年"}, Problem("year", "年度按 2026 读入", "2026年")),
        ({"year": True}, Problem("year", "不是年度，未读入", "True")),
        ({"colour": "red"}, Problem("colour", "没有这个项目，未读入", "red")),
        ({"department": "某局"}, Problem("department", "此处应为一组项目，未读入", "某局")),
        ({"department": {"nmae": "某局"}}, Problem("department.nmae", "没有这个项目，未读入", "某局")),
        ({"part": ["第一部分"]}, Problem("part", "此处应为文字，未读入", "['第一部分']")),
        ({"sections": "一、"}, Problem("sections", "此处应为若干行，未读入", "一、")),
        ({"sections": ["一、"]}, Problem("sections", "此处应为一组项目，未读入", "一、")),
        ({"sections": [{"heading": "一、", "items": "做好。"}]}, Problem("sections[0].items", "此处应为若干行，未读入", "做好。")),
        ({"sections": [{"heading": "一、", "items": ["<br>好"]}]}, Problem("sections[0].items[0]", "已去除网页标记", "<br>好")),
        ({"sections": [{}, {"heading": "一、", "items": ["", "<br>好"]}]}, Problem("sections[0].items[0]", "已去除网页标记", "<br>好")),
        ({"sections": [{"heading": "一、", "items": ["<p></p>"]}]}, Problem("sections[0].items", "已去除网页标记", "<p></p>")),
        ({"sections": [{"heading": "<p></p>"}]}, Problem("sections", "已去除网页标记", "<p></p>")),
    ],
)
def test_what_was_mended_is_told_once_at_its_place(data: dict[str, Any], problem: Problem) -> None:
    goals, problems = mend_goals(data)
    assert problems == [problem]
    assert mend_goals(goals_to_json(goals)) == (goals, [])


def test_nothing_is_told_where_nothing_was_mended() -> None:
    data = {"department": None, "year": None, "title": None, "sections": [{"heading": 5, "items": [1, " 甲\n乙 ", None, ""]}]}
    goals, problems = mend_goals(data)
    assert problems == []
    assert goals.sections == (Section("5", ("1", "甲乙")),)


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["heading", "items", "code", "sections", "x"]), inner, max_size=3)
    ),
)


@given(st.dictionaries(st.sampled_from(["department", "year", "part", "title", "sections", "x"]), anything))
def test_nothing_breaks_the_mending(data: dict[str, Any]) -> None:
    goals, problems = mend_goals(data)
    assert len({problem.path for problem in problems}) == len(problems)
    assert mend_goals(goals_to_json(goals)) == (goals, [])


def test_a_document_of_paragraphs_is_no_table() -> None:
    grid = Grid(tuple(Cell(row, 0, text) for row, text in enumerate(LINES)))
    found = recover([grid])
    assert (found.tables, len(found.goals)) == ((), 1)
