"""A layout file says all there is to say about a form, and is told where it is wrong."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from perfgoals.official import layout_file
from perfgoals.official.layout import blank, layout
from perfgoals.official.layout_file import FOLDER, LayoutError, all_layouts, layout_ids, load, load_goals, parse
from perfgoals.official.layout_keys import PATHS
from perfgoals.official.snapshot import Snapshot

TOML = tomllib.loads((FOLDER / "henan.toml").read_text("utf-8"))


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    data = copy.deepcopy(TOML)
    change(data)
    return data


def test_the_forms_there_are() -> None:
    assert layout_ids() == ("hebei", "henan", "national-2015")
    assert [form.id for form in all_layouts()] == list(layout_ids())


@pytest.mark.parametrize("id", layout_ids())
def test_a_form_names_itself_as_its_file_and_its_source(id: str) -> None:
    form = load(id)
    assert form.id == id
    assert form.name
    assert form.source
    assert f"{id}.toml" in {path.name for path in FOLDER.iterdir()}


def test_a_form_that_there_is_not() -> None:
    for id in ("", "labels", "department-goals", "../layouts/henan", "HENAN"):
        with pytest.raises(LayoutError, match=re.escape(f"没有版式“{id}”；现有版式：hebei、henan、national-2015")):
            load(id)


def test_a_file_under_another_name_than_its_own_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "copy.toml").write_text((FOLDER / "henan.toml").read_text("utf-8"), "utf-8")
    monkeypatch.setattr(layout_file, "FOLDER", tmp_path)
    for cached in (layout_file.layout_ids, layout_file.load):
        cached.cache_clear()
    try:
        with pytest.raises(LayoutError, match=r"copy\.toml 中的 id 是“henan”"):
            load("copy")
    finally:
        monkeypatch.undo()
        for cached in (layout_file.layout_ids, layout_file.load):
            cached.cache_clear()


def test_the_paths_a_form_prints() -> None:
    henan, hebei = load("henan").bound, load("hebei").bound
    assert {"funding.period.total", "goals.period", "indicators.period[].level1", "indicators.annual[].level1", "year"} <= henan
    assert not {"project.code", "disbursement[].by", "indicators.annual[].basis", "unit"} & henan
    assert {"department.code", "department.name", "number", "project.name", "disbursement[].value", "indicators.annual[].basis"} <= hebei
    assert not {"funding.period.total", "indicators.period[].level1", "year"} & hebei


def test_the_sides_of_a_form() -> None:
    assert load("henan").sides == ("period", "annual")
    assert load("hebei").sides == ("annual",)


def test_the_limits_of_a_form() -> None:
    limits = load("henan").limits
    assert limits["project.name"] == 180
    assert limits["indicators.period[].value"] == limits["indicators.annual[].value"] == 60
    assert limits["goals.annual"] == 2000
    assert limits.keys() <= load("henan").bound


def test_required_fields_are_marked() -> None:
    for form in all_layouts():
        required = {cell.path for row in form.rows for cell in row if cell.required}
        assert {"project.name", "department.name", "funding.annual.total", "goals.annual"} <= required, form.id


def test_department_goals() -> None:
    goals = load_goals()
    assert (goals.id, goals.title, goals.part) == ("department-goals", "部门整体绩效目标", "第一部分")
    assert [section[:2] for section in goals.sections] == ["一、", "二、", "三、"]


def test_a_copy_of_a_form_is_that_form() -> None:
    assert parse(TOML) == load("henan")


@pytest.mark.parametrize("id", layout_ids())
def test_every_form_fills_its_columns_whatever_is_added(id: str) -> None:
    form = load(id)
    for grid in (layout(Snapshot(id), form), blank(form), blank(form, 2027, contacts={})):
        assert grid.columns == len(form.shares)
    assert blank(form, contacts={}).rows == blank(form).rows + len(form.signs)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data.update(colour="red"), "henan：没有“colour”这个键"),
        (lambda data: data.pop("hierarchy"), "henan：缺少“hierarchy”"),
        (lambda data: data.pop("blocks"), "henan：缺少“blocks”"),
        (lambda data: data.update(blocks=[]), "henan: 至少要有一个 blocks"),
        (lambda data: data.update(hierarchy="2016"), "henan.hierarchy：“2016”不可用，可用的有：2015、2021"),
        (lambda data: data.update(money_unit="亿元"), "henan.money_unit：“亿元”不可用"),
        (lambda data: data.update(amount_format="%.2f"), "henan.amount_format："),
        (lambda data: data.update(landscape="no"), "henan.landscape：应为 bool"),
        (lambda data: data.update(blank_rows=0), "henan.blank_rows：应为正整数"),
        (lambda data: data.update(blank_rows=True), "henan.blank_rows：应为 int"),
        (lambda data: data["rows"][2][1].update(path="project.nmae"), "henan: rows[2][1].path：“project.nmae”不可用"),
        (lambda data: data["rows"][2][1].update(path="project"), "henan: rows[2][1].path：“project”不可用"),
        (lambda data: data["rows"][2][1].update(path="disbursement[0].by"), "henan: rows[2][1].path："),
        (lambda data: data["rows"][2][1].update(colums=2), "henan: rows[2][1]：没有“colums”这个键"),
        (lambda data: data["rows"][2][1].update(columns=0), "henan: rows[2][1].columns：应为正整数"),
        (lambda data: data["rows"][2][1].update(role="tilte"), "henan: rows[2][1].role：“tilte”不可用"),
        (lambda data: data["rows"][2][1].update(columns=5), "henan: rows[2] 占 7 列，此行空着的是 8 列"),
        (lambda data: data["rows"][3][3].update(text="{uint}"), "henan: 花括号中的“uint”不是数据项"),
        (lambda data: data["rows"][2][0].update(label="{year}年"), "henan: “{year}年”有花括号"),
        (lambda data: data["rows"][-1][0].update(rows=2), "henan: rows 中有单元格伸到了固定部分以下"),
        (lambda data: data["rows"].append("x"), "henan: rows[9]：应为 list"),
        (lambda data: data["signs"][0][0].update(columns=2), "henan: signs[0] 占 7 列，应为 8 列"),
        (lambda data: data["signs"][0][0].update(contact="boss"), "henan: signs[0][0].contact：“boss”不可用"),
        (lambda data: data["signs"][0][0].update(path="year"), "henan: signs[0][0]：没有“path”这个键"),
        (lambda data: data["blocks"][0]["columns"].pop(), "henan: blocks[0] 没有占满 8 列"),
        (lambda data: data["blocks"][0]["columns"][1].update(field="level4"), "henan: blocks[0].columns[1].field：“level4”不可用"),
        (lambda data: data["blocks"][0]["columns"][1].update(side="both"), "henan: blocks[0].columns[1].side：“both”不可用"),
        (lambda data: data["blocks"][0]["columns"][1].pop("side"), "henan: blocks[0] 除一级指标外，每一列都要写明 side"),
        (lambda data: data["blocks"][0]["columns"][1].pop("head"), "henan: blocks[0].columns[1]：缺少“head”"),
        (lambda data: data["blocks"][0].update(side="annual"), "henan: blocks[0]：没有“side”这个键"),
    ],
)
def test_a_file_that_contradicts_itself_is_told_where(change: Callable[[dict[str, Any]], object], said: str) -> None:
    with pytest.raises(LayoutError) as refused:
        parse(changed(change))
    assert str(refused.value).startswith(said)


def test_every_path_of_the_fixed_part_may_be_printed() -> None:
    assert {"year", "number", "project.start", "funding.period.other", "goals.period_label", "money_unit"} <= set(PATHS)
    for path in PATHS:
        parse(changed(lambda data, path=path: data["rows"][2][1].update(path=path)))  # type: ignore[misc]
