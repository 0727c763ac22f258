"""Names as they enter the library: without numbering, years, units in brackets and whatever is the project's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.official.hierarchy import all_hierarchies, hierarchy
from perfgoals.tables.library.naming import common_name, folded, has_quantity, initials, level1_of, level2_names, standard_level2, tells


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("群众满意度", "群众满意度"),
        ("指标1: 硬件设备购买完成率", "硬件设备购买完成率"),
        ("指标二：设备验收达标率", "设备验收达标率"),
        ("1、培训合格率", "培训合格率"),
        ("（1）培训合格率", "培训合格率"),
        ("①培训合格率", "培训合格率"),
        ("促进县区经济高质量 发展", "促进县区经济高质量发展"),
        ("2027年度完工及时率", "完工及时率"),
        ("群众满意率（%）", "群众满意率"),
        ("群众满意率（%0", "群众满意率"),
        ("满意度（问卷）", "满意度（问卷）"),
        ("食堂“6S”标准化管理推行率", "食堂“6S”标准化管理推行率"),
        ("PPP 项目落地率", "PPP项目落地率"),
    ],
)
def test_what_is_kept_of_a_name(printed: str, kept: str) -> None:
    assert common_name(printed, []) == kept


@pytest.mark.parametrize("printed", ["", "群众", "成本指标", "产出指标", "新建12座公厕", "完成10.5公里道路硬化", "107国道改造", "甲" * 31])
def test_what_is_nobody_elses_indicator(printed: str) -> None:
    assert common_name(printed, []) == ""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("修建经二路南延道路", ["经二路南延"]),
        ("经二路南延道路面积", ["经二路南延建设项目"]),
        ("财政局满意度", ["财政局"]),
        ("促进濮阳市经济发展", ["濮阳市政务服务和大数据管理局"]),
        ("廉政教育馆 建设成本", ["廉政教育馆建设"]),
    ],
)
def test_a_name_that_tells_where_it_comes_from_stays_out(text: str, names: list[str]) -> None:
    assert tells(text, names)
    assert common_name(text, names) == ""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("垃圾清运数量", ["垃圾清运"]),
        ("环卫清扫面积", ["环卫清扫项目"]),
        ("工业园区绿化率", ["工业园区市政道路维修"]),
        ("群众满意度", [""]),
    ],
)
def test_a_name_that_is_nobodys_own_tells_nothing(text: str, names: list[str]) -> None:
    assert common_name(text, names) == text


@pytest.mark.parametrize(("text", "has"), [("6S标准", False), ("12座", True), ("5 座", True), ("９０％", True), ("一类监控点", False)])
def test_quantities(text: str, has: bool) -> None:
    assert has_quantity(text) == has


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("群众满意度", "qzmyd"),
        ("重点项目执行率", "zdxmzxl"),
        ("管网长度", "gwcd"),
        ("“6S”标准化", "6sbzh"),
        ("ＰＰＰ 项目", "pppxm"),
        ("！？", ""),
    ],
)
def test_initials(text: str, read: str) -> None:
    assert initials(text) == read


@pytest.mark.parametrize(
    ("written", "standard"),
    [
        ("数量指标", "数量指标"),
        ("数量", "数量指标"),
        ("产出 质量", "质量指标"),
        ("社会公众或服务对象满意度指标", "服务对象满意度指标"),
        ("经济成本指标", "经济成本指标"),
        ("三级指标", ""),
    ],
)
def test_the_standard_name_of_a_level2(written: str, standard: str) -> None:
    assert standard_level2(written) == standard


def test_a_framework_knows_only_its_own() -> None:
    assert standard_level2("经济成本指标", hierarchy("2015")) == ""
    assert standard_level2("成本指标", hierarchy("2021")) == ""
    assert standard_level2("成本指标", hierarchy("2015")) == "成本指标"


def test_every_level2_of_every_framework_has_its_level1() -> None:
    expected = {two.name: one.name for id in all_hierarchies() for one in hierarchy(id).level1 for two in one.level2}
    assert {name: level1_of(name) for name in level2_names()} == expected


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3))
def test_any_text_is_a_name_or_none(text: str, names: list[str]) -> None:
    name = common_name(text, names)
    assert name == "" or (3 <= len(name) <= 30 and not tells(name, names) and not has_quantity(name))


@given(st.text(max_size=60))
def test_folding_and_reading_are_plain_and_stable(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert all(character.isascii() and character.isalnum() for character in initials(text))
