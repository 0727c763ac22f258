"""Tables -> entries: what is usual, how many projects use it, and nothing that tells one project from another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.official.snapshot import Department, Indicator, IndicatorSides, Project, Snapshot
from perfgoals.tables.library.filling import published_in
from perfgoals.tables.library.gathering import Entry, gather
from perfgoals.tables.library.naming import has_quantity, tells
from tests.official.records import snapshots


def a_table(
    *rows: Indicator, project: str = "公厕改造", department: str = "环境卫生所", year: int = 2027, layout: str = "henan"
) -> Snapshot:
    return Snapshot(layout, year, Department("", department), Project(name=project), indicators=IndicatorSides(annual=rows))


def a_row(value: str, level3: str = "市民满意度", level2: str = "服务对象满意度指标", **texts: str) -> Indicator:
    return Indicator("满意度指标", level2, level3, value=value, **texts)


def only(entries: list[Entry]) -> Entry:
    assert len(entries) == 1
    return entries[0]


def test_an_entry_says_what_is_usual() -> None:
    entry = only(gather([a_table(a_row("≥90百分数", basis="问卷调查", description="市民的满意程度"))]))
    assert (entry.level1, entry.level2, entry.level3) == ("满意度指标", "服务对象满意度指标", "市民满意度")
    assert (entry.value, entry.comparator, entry.unit) == ("≥90%", "≥", "%")
    assert (entry.basis, entry.description) == ("问卷调查", "市民的满意程度")
    assert (entry.initials, entry.sector, entry.uses) == ("smmyd", "城乡社区", 1)


def test_what_most_projects_say_is_usual() -> None:
    tables = [a_table(a_row(value), project=name) for value, name in (("≥95%", "甲路"), ("≥90%", "乙路"), ("≥90%", "丙路"))]
    entry = only(gather(tables))
    assert (entry.value, entry.uses) == ("≥90%", 3)


def test_of_equals_the_latest_is_usual() -> None:
    tables = [a_table(a_row("≥95%"), project="甲路", year=2026), a_table(a_row("≥90%"), project="乙路", year=2027)]
    assert only(gather(tables)).value == "≥90%"
    assert only(gather(tables[::-1])).value == "≥90%"


def test_a_project_counts_once_with_its_latest_year() -> None:
    before, after = a_table(a_row("≥85%"), year=2026), a_table(a_row("≥95%"), year=2027)
    both_sides = replace(after, indicators=replace(after.indicators, period=after.indicators.annual))
    entry = only(gather([both_sides, before]))
    assert (entry.value, entry.uses) == ("≥95%", 1)


def test_names_that_differ_in_spelling_only_are_one() -> None:
    spelled = {"甲路": "指标1：市民满意度", "乙路": "市民 满意度", "丙路": "市民满意度（%）"}
    tables = [a_table(a_row("≥90%", name), project=project) for project, name in spelled.items()]
    entry = only(gather(tables))
    assert (entry.level3, entry.uses) == ("市民满意度", 3)


def test_the_same_name_under_another_level2_is_another() -> None:
    rows = (a_row("100%", "任务完成率", "数量指标"), a_row("100%", "任务完成率", "质量指标"))
    assert [entry.level2 for entry in gather([a_table(*rows)])] == ["数量指标", "质量指标"]


@pytest.mark.parametrize("written", ["满意度", "服务对象满意度", "社会公众或服务对象满意度指标", "服务对象 满意度指标"])
def test_aliases_of_the_level2_become_its_standard_name(written: str) -> None:
    known = [entry.level2 for entry in gather([a_table(a_row("≥90%", level2=written))])]
    assert known == ([] if written == "满意度" else ["服务对象满意度指标"])  # that is a 一级指标, and says no 二级


def test_a_level2_of_another_framework_than_the_forms_is_kept_as_its_own() -> None:
    entry = only(gather([a_table(a_row("≤8万元", "单座改造成本", "经济成本指标"))]))
    assert (entry.level1, entry.level2) == ("成本指标", "经济成本指标")


@pytest.mark.parametrize(
    ("level3", "value", "usual", "comparator", "unit"),
    [
        ("改造公厕数量", "12座", "", "", "座"),
        ("服务人次", "≥6000人次", "", "≥", "人次"),
        ("单座造价", "≤8万元", "", "≤", "万元"),
        ("发布及时性", "及时", "及时", "", ""),
        ("完工时间", "2027年9月底前", "", "", ""),
        ("绿化面积", "≥90百分数", "", "", ""),  # not an area
        ("市民满意度", "满意度达到较好水平", "", "", ""),  # not a number
        ("提升公厕形象", "提升公厕形象", "", "", ""),  # says the name again
        ("优化环境", "在公厕改造中优化", "在公厕改造中优化", "", ""),  # 公厕改造 is nobody's own
        ("优化环境", "使甲乙馆更优化", "", "", ""),
        ("合格率", "", "", "", ""),
    ],
)
def test_the_number_of_a_project_is_its_own(level3: str, value: str, usual: str, comparator: str, unit: str) -> None:
    entry = only(gather([a_table(a_row(value, level3, "数量指标"), project="公厕改造" if "甲乙" not in value else "甲乙馆")]))
    assert (entry.value, entry.comparator, entry.unit) == (usual, comparator, unit)


def test_a_form_that_prints_the_parts_apart() -> None:
    entry = only(gather([a_table(Indicator("", "质量指标", "合格率", value="95", comparator="≥", number="95", unit="%"))]))
    assert (entry.value, entry.comparator, entry.unit) == ("≥95%", "≥", "%")


def test_an_indicator_of_several_sectors_is_general() -> None:
    tables = [a_table(a_row("≥90%"), project="公厕改造"), a_table(a_row("≥90%"), project="农村饮水", department="水利局")]
    assert only(gather(tables)).sector == "通用"


def test_rows_without_a_place_or_a_name_are_left_out() -> None:
    assert gather([a_table(a_row("≥90%", ""), a_row("≥90%", level2="没有这一项"), a_row("≥90%", level2=""))]) == []


@pytest.mark.parametrize("field", ["basis", "description"])
def test_texts_with_numbers_or_names_of_the_project_are_left_out(field: str) -> None:
    for text in ("按照2026年12座计算", "甲乙馆合同", "长" * 201):
        entry = only(gather([a_table(a_row("≥90%", **{field: text}), project="甲乙馆")]))
        assert getattr(entry, field) == ""


def test_the_order_of_the_tables_does_not_matter(tables: Path) -> None:
    published = published_in(tables / "json")
    shuffled = Random(7).sample(published, len(published))
    assert gather(shuffled) == gather(published)


def test_what_is_gathered_from_the_published_tables(tables: Path) -> None:
    published = published_in(tables / "json")
    entries = gather(published)
    assert len(published) == 25
    assert len(entries) > 200
    named = {entry.level3: entry for entry in entries if entry.uses > 1}
    assert (named["群众满意度"].value, named["群众满意度"].uses) == ("≥90%", 4)
    names = [name for each in published for name in (each.project.name, each.department.name, each.department.supervisor) if name]
    for entry in entries:
        assert not tells(entry.level3, names), entry
        assert not has_quantity(entry.level3)
        assert len({entry.level1, entry.level2, entry.level3, entry.folded}) >= 3


@given(st.sampled_from(["henan", "hebei"]).flatmap(snapshots))
def test_any_table_is_gathered(snapshot: Snapshot) -> None:
    for entry in gather([snapshot, snapshot]):
        assert entry.uses == 1
        assert not tells(entry.level3, [snapshot.project.name, snapshot.department.name])
