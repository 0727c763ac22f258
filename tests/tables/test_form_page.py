"""The form in a page: doubtful cells are marked and found, and nothing else is."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from perfgoals.grid.formats.html import _FAMILIES, role_rules, table
from perfgoals.official.layout import layout
from perfgoals.official.layout_file import load
from perfgoals.official.snapshot import Funding, FundingSides, Goals, Indicator, IndicatorSides, Project, Snapshot
from perfgoals.tables.form_page import form_html

OUTPUT = tuple(Indicator("产出指标", "数量指标", name, value="≥3次") for name in ("会议", "培训", "宣传"))
BENEFIT = Indicator("效益指标", "社会效益指标", "知晓率", value="≥90%")
TWIN = Snapshot(
    "henan",
    2027,
    project=Project(name="<修路>"),
    funding=FundingSides(Funding("约50万"), Funding()),
    goals=Goals(annual="修好路"),
    indicators=IndicatorSides((*OUTPUT, BENEFIT), (*OUTPUT[:1], BENEFIT)),
)


def problem(path: str, text: str = "") -> dict[str, str]:
    return {"path": path, "message": "请核对", "text": text}


def marked(html: str) -> list[str]:
    return re.findall(r'data-path="([^"]*)" data-problem="1"', html)


def targets(html: str) -> list[str]:
    return re.findall(r' id="cell-([^"]*)"', html)


def test_without_problems_it_is_the_form() -> None:
    html, notes = form_html(TWIN, load("henan"), [])
    assert html == table(layout(TWIN, load("henan")))
    assert notes == []


@pytest.mark.parametrize(
    ("path", "cells"),
    [
        ("funding.period.total", ["funding.period.total"]),
        ("goals.annual", ["goals.annual"]),
        ("indicators.annual[1].value", ["indicators.annual[1].value"]),
        ("indicators.period[1]", ["indicators.period[1].level3", "indicators.period[1].value"]),
        ("indicators.period[2].level2", ["indicators.period[0].level2"]),  # merged into one cell with the rows above
        ("indicators.period[2].level1", ["indicators.period[0].level1"]),
        ("indicators.annual[1].level1", ["indicators.period[3].level1"]),  # the column that both sides share
        ("indicators.annual[1].basis", ["indicators.annual[1].level2"]),  # a column that this form does not have
    ],
)
def test_a_problem_leads_to_its_cell(path: str, cells: list[str]) -> None:
    html, (note,) = form_html(TWIN, load("henan"), [problem(path)])
    assert marked(html) == cells
    assert targets(html) == cells
    assert note.target == f"cell-{cells[0]}"


@pytest.mark.parametrize(
    "path", ["", "layout", "indicators.annual[9].value", "indicators.annual[9].level1", "purpose", "elsewhere", "a[b].c"]
)
def test_a_problem_without_a_cell_is_told_all_the_same(path: str) -> None:
    html, (note,) = form_html(TWIN, load("henan"), [problem(path, "原文")])
    assert marked(html) == []
    assert (note.message, note.text, note.target) == ("请核对", "原文", "")


def test_every_place_is_said_in_words_and_in_order() -> None:
    _, notes = form_html(TWIN, load("henan"), [problem("indicators.annual[1].value"), problem("goals.annual")])
    assert [note.place for note in notes] == ["年度绩效指标第 2 行 指标值", "年度目标"]


def test_two_problems_of_a_cell_mark_it_once() -> None:
    html, notes = form_html(TWIN, load("henan"), [problem("indicators.period[1].level1"), problem("indicators.period[2].level1")])
    assert len(targets(html)) == len(marked(html)) == 1
    assert len(notes) == 2


def test_what_the_form_has_no_place_for_is_told() -> None:
    _, notes = form_html(replace(TWIN, purpose="买设备"), load("henan"), [])
    assert [(note.place, note.message, note.text) for note in notes] == [("资金用途", "本版式没有这一栏，不会印出", "买设备")]


def test_texts_cannot_make_marks_or_markup() -> None:
    forged = replace(TWIN, goals=Goals(annual='x" data-path="goals.annual" <b>'))
    html, _ = form_html(forged, load("henan"), [problem("goals.annual")])
    assert marked(html) == ["goals.annual"]
    assert "<b>" not in html
    assert "<修路>" not in html


def test_the_page_draws_the_form_as_a_download_does(root: Path) -> None:
    sheet = (root / "static" / "form.css").read_text(encoding="utf-8")
    assert role_rules(_FAMILIES, "table.form ") in sheet


def test_where_something_else_stood_it_is_said_in_the_cell() -> None:
    former = [
        ("goals.annual", '原文："修<路>"'),
        ("indicators.annual[1]", "新增的一行"),
        ("indicators.annual[9].value", "没有这一行"),
        ("purpose", "x"),
    ]
    html, notes = form_html(TWIN, load("henan"), [problem("goals.annual")], former)
    said = dict(re.findall(r'data-path="([^"]*)"[^>]* data-changed="1" title="([^"]*)"', html))
    assert said["goals.annual"] == "原文：&quot;修&lt;路&gt;&quot;"
    assert set(said) == {"goals.annual", *(f"indicators.annual[1].{column}" for column in ("level2", "level3", "value"))}
    assert marked(html) == ["goals.annual"]
    assert len(notes) == 1
