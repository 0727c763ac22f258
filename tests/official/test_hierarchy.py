"""The indicator frameworks are data, and the data does not contradict itself."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from perfgoals.official.hierarchy import all_hierarchies, hierarchy
from perfgoals.official.layout_file import all_layouts


def test_both_frameworks_are_alive() -> None:
    assert {"2015", "2021"} <= set(all_hierarchies())


@pytest.mark.parametrize("id", all_hierarchies())
def test_a_framework_names_itself_and_its_source(id: str) -> None:
    framework = hierarchy(id)
    assert framework.id == id
    assert re.search(r"〔\d{4}〕\d+号", framework.source)


@pytest.mark.parametrize("id", all_hierarchies())
def test_no_name_stands_for_two_things(id: str) -> None:
    framework = hierarchy(id)
    seconds = Counter(name for one in framework.level1 for two in one.level2 for name in (two.name, *two.aliases))
    firsts = Counter(name for one in framework.level1 for name in (one.name, *one.aliases))
    assert [name for name, times in (seconds + firsts).items() if times > 1] == []


@pytest.mark.parametrize("id", all_hierarchies())
def test_every_second_level_knows_its_parent(id: str) -> None:
    framework = hierarchy(id)
    for one in framework.level1:
        assert framework.has_level1(one.name)
        for two in one.level2:
            for name in (two.name, *two.aliases):
                assert framework.parent_of(name) == one.name
                assert framework.has_level2(name)


def test_cost_is_a_second_level_in_2015_and_a_first_level_in_2021() -> None:
    assert hierarchy("2015").parent_of("成本指标") == "产出指标"
    assert not hierarchy("2015").has_level1("成本指标")
    assert hierarchy("2021").has_level1("成本指标")
    assert hierarchy("2021").parent_of("成本指标") == ""
    assert hierarchy("2021").parent_of("经济成本指标") == "成本指标"


def test_what_places_keep_is_marked() -> None:
    kept = [two.name for one in hierarchy("2021").level1 for two in one.level2 if two.local]
    assert kept == ["可持续影响指标"]


def test_white_space_in_a_name_does_not_matter() -> None:
    framework = hierarchy("2015")
    assert framework.parent_of(" 社会 效益\n指标 ") == "效益指标"
    assert framework.has_level1("产 出指标")


@pytest.mark.parametrize("name", ["", "指标", "数量指标值", "产出指标"])
def test_a_name_the_framework_does_not_have_has_no_parent(name: str) -> None:
    assert hierarchy("2015").parent_of(name) == ""
    assert not hierarchy("2015").has_level2(name)


@pytest.mark.parametrize("id", ["", "2016", "../layouts/henan", "2015.toml"])
def test_there_is_no_other_framework(id: str) -> None:
    with pytest.raises(KeyError):
        hierarchy(id)


def test_every_layout_has_a_framework() -> None:
    assert {form.hierarchy_id for form in all_layouts()} <= set(all_hierarchies())
