"""Units offered by the name of an indicator and by its 二级指标."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.official.units import unit_kind
from perfgoals.tables.library.data import data_file
from perfgoals.tables.library.naming import level2_names
from perfgoals.tables.library.units import MOST, is_expected, suggest_units


@pytest.mark.parametrize(
    ("level2", "level3", "first"),
    [
        ("数量指标", "改造公厕数量", "座"),
        ("数量指标", "延伸管网长度", "公里"),
        ("数量指标", "环卫清扫面积", "平方米"),
        ("数量指标", "培训人次", "人次"),
        ("数量指标", "参与项目人数", "人"),
        ("数量指标", "外出招商次数", "次"),
        ("数量指标", "印刷资料数量", "份"),
        ("数量指标", "", "个"),
        ("质量指标", "工程验收合格率", "%"),
        ("时效指标", "设备安装工期", "天"),
        ("成本指标", "单座改造成本", "万元"),
        ("成本指标", "每公里综合造价", "万元"),
        ("成本", "", "万元"),
        ("服务对象满意度指标", "群众满意度", "%"),
        ("没有这个二级指标", "群众满意度", "%"),
    ],
)
def test_the_likeliest_unit_stands_first(level2: str, level3: str, first: str) -> None:
    assert suggest_units(level2, level3)[0] == first


def test_the_units_of_the_level2_follow_those_of_the_name() -> None:
    assert suggest_units("数量指标", "改造公厕数量")[:4] == ["座", "个", "处", "项"]
    assert suggest_units("数量指标", "改造公厕数量")[-1] in data_file("units.toml")["level2"]["数量指标"]


def test_of_nothing_known_nothing_is_offered() -> None:
    assert suggest_units("没有这个二级指标", "甲乙丙") == []


def test_every_level2_has_units() -> None:
    assert data_file("units.toml")["level2"].keys() == set(level2_names())


def test_every_unit_is_a_known_one() -> None:
    data = data_file("units.toml")
    offered = {unit for units in data["level2"].values() for unit in units} | {unit for each in data["names"] for unit in each["units"]}
    assert [unit for unit in sorted(offered) if not unit_kind(unit)] == []


@pytest.mark.parametrize(
    ("level3", "kind", "in_words", "expected"),
    [
        ("环卫清扫面积", "area", False, True),
        ("环卫清扫面积", "share", False, False),
        ("运行保障成本", "share", False, False),
        ("概算执行率", "share", False, True),
        ("群众满意度", "", True, False),  # 满意度达到较好水平
        ("项目持续发挥作用的期限", "", True, True),  # 长期
        ("长效管理机制", "", True, True),  # 健全
        ("分析报告完成及时性", "", True, True),
        ("新增设备数量", "", True, False),
        ("群众出行", "count", False, True),
    ],
)
def test_whether_a_value_is_what_the_name_leads_one_to_expect(level3: str, kind: str, in_words: bool, expected: bool) -> None:
    assert is_expected(level3, kind, in_words=in_words) == expected


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_answered(level2: str, level3: str) -> None:
    units = suggest_units(level2, level3)
    assert len(units) <= MOST
    assert len(set(units)) == len(units)
