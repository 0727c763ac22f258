"""Paths in words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from perfgoals.official.mending import mend
from perfgoals.official.paths import leaves
from perfgoals.official.place_names import place_name
from perfgoals.official.snapshot import Funding, FundingSides, Indicator, IndicatorSides, Part, Snapshot, Stage


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("indicators.annual[2].level1", "年度绩效指标第 3 行 一级指标"),
        ("indicators.period[0]", "实施期绩效指标第 1 行"),
        ("indicators.annual", "年度绩效指标"),
        ("funding.annual.total", "年度资金总额"),
        ("funding.period.fiscal", "实施期资金 财政拨款"),
        ("funding.period", "实施期资金"),
        ("funding.annual.parts[1].amount", "年度资金明细第 2 项 金额"),
        ("disbursement[3].value", "资金支出计划第 4 项 累计"),
        ("goals.annual", "年度目标"),
        ("", "全表"),
    ],
)
def test_places(path: str, name: str) -> None:
    assert place_name(path) == name


@pytest.mark.parametrize(
    "path", ["nowhere", "indicators.future[1].value", "indicators.annual[1].colour", "goals.weekly", "funding.annual.rest", "[3]", "a.b[1]"]
)
def test_what_no_form_has_is_called_by_its_path(path: str) -> None:
    assert place_name(path) == path


def test_every_place_of_a_record_has_a_name() -> None:
    funding = Funding(parts=(Part("上年结转"),))
    sides = IndicatorSides((Indicator(),), (Indicator(),))
    full = Snapshot(funding=FundingSides(funding, funding), disbursement=(Stage(),), indicators=sides)
    for path, _ in leaves(full):
        assert not re.search("[a-z]", place_name(path)), path


def test_every_problem_of_the_published_tables_has_a_name(tables: Path) -> None:
    problems = [problem for path in (tables / "json").glob("h*-[01]*.json") for problem in mend(json.loads(path.read_text()))[1]]
    assert problems
    assert [problem.path for problem in problems if re.search("[a-z]", place_name(problem.path))] == []
