"""A record in its form: every value in its place with its path, what has no place told, nothing printed twice."""

from __future__ import annotations

import copy
import json
import tomllib
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.grid.model import Grid
from perfgoals.official.layout import blank, layout, unplaced
from perfgoals.official.layout_file import FOLDER, Layout, layout_ids, load, parse
from perfgoals.official.mending import mend
from perfgoals.official.paths import leaves, value_at
from perfgoals.official.recover import recover
from perfgoals.official.snapshot import (
    Department,
    Funding,
    FundingSides,
    Goals,
    Indicator,
    IndicatorSides,
    Part,
    Project,
    Snapshot,
    Stage,
)
from tests.official.records import snapshots

HENAN, HEBEI = load("henan"), load("hebei")
any_snapshot = st.sampled_from(layout_ids()).flatmap(snapshots)


def texts(grid: Grid) -> list[str]:
    return [cell.text for cell in grid.cells]


def at(grid: Grid, path: str) -> str:
    return next(cell.text for cell in grid.cells if cell.path == path)


def in_yuan() -> Layout:
    data = copy.deepcopy(tomllib.loads((FOLDER / "henan.toml").read_text("utf-8")))
    data |= {"id": "yuan", "money_unit": "元", "amount_format": "#,##0.00"}
    data["rows"][4][0]["label"] = "项目资金\n（元）"
    return parse(data)


@given(any_snapshot)
def test_every_value_stands_in_a_cell_with_its_path(snapshot: Snapshot) -> None:
    grid = layout(snapshot, load(snapshot.layout))
    shown = {cell.path: cell.text for cell in grid.cells if cell.path}
    for path, leaf in leaves(snapshot):
        if path in shown and isinstance(leaf, str) and leaf:
            assert leaf in shown[path], path


@given(any_snapshot)
def test_every_path_in_the_form_leads_to_a_value_and_none_comes_twice(snapshot: Snapshot) -> None:
    """But the project's name, which the heading may repeat."""
    paths = [cell.path for cell in layout(snapshot, load(snapshot.layout)).cells if cell.path and cell.role != "heading"]
    assert [path for path, times in Counter(paths).items() if times > 1] == []
    for path in paths:
        if not (path.startswith("funding.") and value_at(snapshot, path.rpartition(".")[0]) is None):
            value_at(snapshot, path)


@given(any_snapshot)
def test_a_number_shows_as_its_text(snapshot: Snapshot) -> None:
    for cell in layout(snapshot, load(snapshot.layout)).cells:
        if cell.number is not None:
            assert Decimal(cell.text.replace(",", "")) == cell.number


def test_amounts_are_printed_as_the_form_wants_them() -> None:
    money = FundingSides(annual=Funding(Decimal(19), Decimal("0.5"), Decimal("776.98853")))
    henan, hebei = (layout(Snapshot(form.id, funding=money), form) for form in (HENAN, HEBEI))
    assert [at(henan, f"funding.annual.{name}") for name in ("total", "fiscal", "other")] == ["19", "0.5", "776.98853"]
    assert [at(hebei, f"funding.annual.{name}") for name in ("total", "fiscal", "other")] == ["19.00", "0.50", "776.98853"]
    cell = next(cell for cell in hebei.cells if cell.path == "funding.annual.total")
    assert (cell.number, cell.number_format, cell.role) == (Decimal(19), "0.00", "amount")


def test_an_empty_amount_prints_nothing_and_zero_prints_zero() -> None:
    grid = layout(Snapshot(funding=FundingSides(annual=Funding("", Decimal(0), "约5万"))), HENAN)
    assert [at(grid, f"funding.annual.{name}") for name in ("total", "fiscal", "other")] == ["", "0", "约5万"]
    assert at(grid, "funding.period.total") == ""


def test_a_form_in_yuan_prints_yuan() -> None:
    form = in_yuan()
    snapshot = mend({"layout": "henan", "year": 2026, "funding": {"annual": {"total": "350.5", "fiscal": "0.00001", "other": "约5万"}}})[0]
    grid = layout(snapshot, form)
    assert at(grid, "funding.annual.total") == "3,505,000.00"
    assert at(grid, "funding.annual.fiscal") == "0.10"
    assert at(grid, "funding.annual.other") == "约5万"
    assert next(cell for cell in grid.cells if cell.path == "funding.annual.total").number == Decimal(3505000)


def test_a_form_in_yuan_is_read_back_in_ten_thousands() -> None:
    project = {"name": "修路"}
    snapshot = mend({"layout": "henan", "year": 2026, "project": project, "funding": {"annual": {"total": "350.5"}}})[0]
    [table] = recover([layout(snapshot, in_yuan())]).tables
    assert table.snapshot.funding == snapshot.funding


def test_the_year_stands_in_its_line_or_is_remembered() -> None:
    henan = layout(Snapshot("henan", 2026), HENAN)
    assert at(henan, "year") == "（2026年度）"
    assert henan.properties == ()
    assert layout(Snapshot("hebei", 2026), HEBEI).properties == (("year", "2026"),)
    assert layout(Snapshot("hebei", 0), HEBEI).properties == ()
    assert at(layout(Snapshot("henan", 0), HENAN), "year") == "（    年度）"


def test_code_and_name_stand_in_one_cell() -> None:
    grid = layout(Snapshot(department=Department("342001", "某局", "某部门")), HENAN)
    assert at(grid, "department.name") == "342001某局"
    assert at(grid, "department.supervisor") == "某部门"


def test_the_heading_carries_number_and_name() -> None:
    assert at(layout(Snapshot(project=Project(name="修路"), number="4."), HEBEI), "project.name") == "4.修路绩效目标表"
    assert at(layout(Snapshot(), HEBEI), "project.name") == "绩效目标表"


def test_stages_share_the_columns() -> None:
    stages = tuple(Stage(f"{month}月底", str(month)) for month in (3, 6, 9, 10))
    grid = layout(Snapshot(disbursement=stages), HEBEI)
    cells = [cell for cell in grid.cells if cell.path.startswith("disbursement")]
    assert [(cell.text, cell.column, cell.columns) for cell in cells if cell.path.endswith("by")] == [
        ("3月底", 1, 2), ("6月底", 3, 1), ("9月底", 4, 1), ("10月底", 5, 2),
    ]  # fmt: skip
    assert [cell.text for cell in cells if cell.path.endswith("value")] == ["3", "6", "9", "10"]


def test_the_stages_of_the_empty_form_stand_where_the_record_has_none() -> None:
    assert {"3月底", "6月底", "10月底", "12月底"} <= set(texts(layout(Snapshot(), HEBEI)))


@pytest.mark.parametrize(
    ("value", "number", "number_format"),
    [
        ("50", Decimal(50), "0"),
        ("0.50", Decimal("0.50"), "0.00"),
        ("100.00", Decimal(100), "0.00"),
        ("50%", None, ""),
        ("约一半", None, ""),
        ("050", None, ""),
        ("1e5", None, ""),
        ("５０", None, ""),
        ("5０", None, ""),
        ("", None, ""),
        ("=50", None, ""),
    ],
)
def test_a_stage_is_a_number_only_where_excel_shows_the_same_text(value: str, number: Decimal | None, number_format: str) -> None:
    grid = layout(Snapshot(disbursement=(Stage("3月底", value),)), HEBEI)
    cell = next(cell for cell in grid.cells if cell.path == "disbursement[0].value")
    assert (cell.text, cell.number, cell.number_format) == (value, number, number_format)


def test_indicator_values_are_text_and_never_numbers() -> None:
    grid = layout(Snapshot(indicators=IndicatorSides(annual=(Indicator("产出指标", "数量指标", "里程", value="100"),))), HENAN)
    cell = next(cell for cell in grid.cells if cell.text == "100")
    assert (cell.number, cell.role) == (None, "value")


def test_the_head_of_the_indicators_repeats() -> None:
    for form in (HENAN, HEBEI):
        grid = layout(Snapshot(), form)
        start, stop = grid.head
        assert stop == start + 1
        assert {cell.role for cell in grid.row(start)} <= {"head", "group"}
        assert "一级指标" in [cell.text for cell in grid.row(start)]


def test_signature_lines_are_off_unless_wished() -> None:
    assert not any(cell.role == "sign" for cell in layout(Snapshot(), HENAN).cells)
    grid = layout(Snapshot(), HENAN, contacts={})
    signs = [cell.text for cell in grid.cells if cell.role == "sign"]
    assert signs == ["单位盖章：", "单位负责人：", "填报人：", "联系电话：", "填报日期："]
    signed = layout(Snapshot(), HENAN, contacts={"head": "张三", "author": "李四", "telephone": "0317-1", "date": "2026年1月1日"})
    assert "单位负责人：张三" in texts(signed)
    assert "填报日期：2026年1月1日" in texts(signed)


@pytest.mark.parametrize("id", layout_ids())
def test_the_empty_form_lists_its_framework(id: str) -> None:
    form = load(id)
    grid = blank(form, 2027)
    seconds = [two.name for one in form.hierarchy.level1 for two in one.level2 if not two.local]
    for name in seconds:
        assert texts(grid).count(name) == len(form.sides), name
    assert grid.rows - grid.head[1] == len(seconds) * form.blank_rows
    assert all(cell.number is None for cell in grid.cells)


def test_what_has_a_place_is_not_told() -> None:
    assert unplaced(Snapshot(), HENAN) == []
    assert unplaced(Snapshot("x", 2026, money_unit="万元"), HEBEI) == []


def test_the_parts_of_a_value_are_printed_with_it() -> None:
    row = Indicator("产出指标", "数量指标", "里程", value="≥5公里", comparator="≥", number="5", unit="公里")
    assert unplaced(Snapshot(indicators=IndicatorSides(annual=(row,))), HENAN) == []


def test_what_has_no_place_is_told_with_path_and_text() -> None:
    snapshot = Snapshot(
        project=Project("P1", "修路", "新增项目"),
        purpose="修路",
        number="4.",
        disbursement=(Stage("3月底", "25"),),
        indicators=IndicatorSides(annual=(Indicator("产出指标", "数量指标", "里程", weight="10", basis="计划"),)),
    )
    assert unplaced(snapshot, HENAN) == [
        ("project.code", "P1"),
        ("project.attribute", "新增项目"),
        ("purpose", "修路"),
        ("disbursement[0].by", "3月底"),
        ("disbursement[0].value", "25"),
        ("indicators.annual[0].basis", "计划"),
        ("indicators.annual[0].weight", "10"),
        ("number", "4."),
    ]


def test_an_amount_of_nought_without_a_place_is_told() -> None:
    money = FundingSides(period=Funding(Decimal(0)), annual=Funding(parts=(Part("上年结转", Decimal(0)),)))
    assert unplaced(Snapshot(funding=money), HEBEI) == [
        ("funding.period.total", "0"),
        ("funding.annual.parts[0].name", "上年结转"),
        ("funding.annual.parts[0].amount", "0"),
    ]


def test_the_long_side_has_no_place_in_a_form_of_one_side() -> None:
    snapshot = Snapshot(goals=Goals("中期目标", "修路"), indicators=IndicatorSides(period=(Indicator("产出指标"),)))
    assert [path for path, _ in unplaced(snapshot, HEBEI)] == ["goals.period_label", "goals.period", "indicators.period[0].level1"]


def test_stages_beyond_the_columns_are_told_whole() -> None:
    stages = tuple(Stage(f"{month}月底", str(month)) for month in range(1, 9))
    assert unplaced(Snapshot(disbursement=stages), HEBEI) == [
        ("disbursement[6].by", "7月底"), ("disbursement[6].value", "7"), ("disbursement[7].by", "8月底"), ("disbursement[7].value", "8"),
    ]  # fmt: skip


@given(any_snapshot, st.sampled_from(layout_ids()))
def test_in_any_form_a_value_is_printed_or_told(snapshot: Snapshot, id: str) -> None:
    form = load(id)
    printed = {cell.path for cell in layout(replace(snapshot, layout=id), form).cells if cell.path}
    told = {path for path, _ in unplaced(snapshot, form)}
    for path, leaf in leaves(snapshot):
        if leaf in ("", None) or path in ("layout", "year", "department.code", "number") or path.endswith(("level1", "level2")):
            continue
        assert (path in printed) != (path in told), path


def test_published_tables_fit_their_forms(tables: Path) -> None:
    for path in sorted((tables / "json").glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        if "indicators" in data:
            snapshot, _ = mend(data)
            assert unplaced(snapshot, load(snapshot.layout)) == [], path.name
