"""/tables/<pk>/reference/ shows last year's table of the project beside this one, and similar projects' approved indicators."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.test import Client

from perfgoals.official.snapshot import Indicator, IndicatorSides, Snapshot
from perfgoals.tables.carrying import carry_over
from perfgoals.tables.library.filling import fill
from perfgoals.tables.models import IndicatorRow, Project, TargetTable
from tests.cast import Cast, client_of, published, stored
from tests.dumping import dump

Change = dict[str, Any]


def fragment(cast: Cast, table: TargetTable, who: str = "author") -> str:
    answer = client_of(cast.people[who]).get(f"/tables/{table.pk}/reference/")
    assert answer.status_code == 200
    return answer.content.decode()


def adopted(shown: str) -> list[Change]:
    return [json.loads(unescape(each)) for each in re.findall(r'data-adopt="([^"]*)"', shown)]


def last_years(shown: str) -> str:
    return shown.partition("同类项目已批复的指标")[0]


def others(shown: str) -> str:
    return shown.partition("同类项目已批复的指标")[2]


def approve(table: TargetTable, **changes: Any) -> None:
    TargetTable.objects.filter(pk=table.pk).update(state=TargetTable.State.APPROVED, **changes)


def named(snapshot: Snapshot, name: str, *rows: Indicator) -> Snapshot:
    project = replace(snapshot.project, name=name)
    return replace(snapshot, project=project, indicators=IndicatorSides(annual=rows) if rows else snapshot.indicators)


@pytest.fixture
def carried(cast: Cast, table: TargetTable) -> TargetTable:
    """henan-10 carried over into 2022."""
    return carry_over(table, by=cast.author)


def row_of(table: TargetTable, level3: str, side: str = "annual") -> IndicatorRow:
    return table.indicator_rows.get(side=side, level3=level3)


# last year's table


def test_last_years_value_stands_beside_this_years(cast: Cast, carried: TargetTable) -> None:
    IndicatorRow.objects.filter(pk=row_of(carried, "调查员培训率").pk).update(value="≥99%")
    shown = last_years(fragment(cast, carried))
    assert "2021年一上" in shown
    cells = re.search(r"调查员培训率</th>\s*<td>(.*?)</td>\s*<td>(.*?)</td>", shown)
    assert cells
    assert cells.groups() == ("≥95%", "≥99%")


def test_a_value_that_changed_is_adopted_into_its_own_row(cast: Cast, carried: TargetTable) -> None:
    row = row_of(carried, "调查员培训率")
    IndicatorRow.objects.filter(pk=row.pk).update(value="≥99%")
    assert adopted(last_years(fragment(cast, carried))) == [
        {"side": "annual", "level2": "质量指标", "texts": {"value": "≥95%"}, "row": str(row.key)}
    ]


def test_where_nothing_changed_there_is_nothing_to_adopt(cast: Cast, carried: TargetTable) -> None:
    assert adopted(last_years(fragment(cast, carried))) == []


def test_a_row_that_is_gone_is_adopted_anew(cast: Cast, carried: TargetTable) -> None:
    row_of(carried, "调查员培训率").delete()
    shown = last_years(fragment(cast, carried))
    assert "本年没有" in shown
    assert adopted(shown) == [{"side": "annual", "level2": "质量指标", "texts": {"level3": "调查员培训率", "value": "≥95%"}}]


def test_a_carried_row_is_the_same_one_under_a_new_name(cast: Cast, carried: TargetTable) -> None:
    IndicatorRow.objects.filter(pk=row_of(carried, "调查员培训率").pk).update(level3="调查员参训率")
    shown = last_years(fragment(cast, carried))
    assert "本年没有" not in shown
    assert adopted(shown)[0]["texts"] == {"level3": "调查员培训率"}


def test_a_row_typed_anew_is_known_by_its_name(cast: Cast, table: TargetTable) -> None:
    snapshot = published("henan-10")
    rows = (
        Indicator("产出指标", "质量指标", "指标1：调查员培训率", value="≥90%"),
        Indicator("产出指标", "质量指标", "全新指标", value="1次"),
    )
    again = replace(snapshot, year=2022, indicators=IndicatorSides(annual=rows))
    other = stored(again, cast.building)
    TargetTable.objects.filter(pk=other.pk).update(project=table.project)
    shown = last_years(fragment(cast, other))
    assert re.search(r"<td>≥95%</td>\s*<td>≥90%</td>", shown)
    assert re.search(r"全新指标</th>\s*<td><span[^>]*>上年没有</span></td>\s*<td>1次</td>", shown)


def test_of_several_rounds_the_approved_one_is_last_years(cast: Cast, table: TargetTable, carried: TargetTable) -> None:
    approved = stored(named(published("henan-10"), "批复的", Indicator("产出指标", "质量指标", "批复的指标", value="≥1%")), cast.building)
    approve(approved, project=table.project, round="second")
    TargetTable.objects.filter(pk=table.pk).update(changed_at="2099-01-01T00:00:00Z")
    shown = last_years(fragment(cast, carried))
    assert "2021年二上" in shown
    assert "批复的指标" in shown


def test_a_deleted_table_is_not_last_years(cast: Cast, table: TargetTable, carried: TargetTable) -> None:
    TargetTable.objects.filter(pk=table.pk).update(deleted_at="2027-01-01T00:00:00Z")
    assert "本项目没有以前年度的绩效目标表" in fragment(cast, carried)


@pytest.mark.parametrize("year", [0, 2021])
def test_the_first_table_has_no_last_year(cast: Cast, table: TargetTable, year: int) -> None:
    TargetTable.objects.filter(pk=table.pk).update(year=year)
    assert "本项目没有以前年度的绩效目标表" in fragment(cast, table)


# similar projects


@pytest.fixture
def similar(cast: Cast, table: TargetTable) -> TargetTable:
    """The same survey done by 建设局 in another project, approved."""
    rows = (
        Indicator("产出指标", "质量", "入户调查完成率", value="≥97%", basis="统计制度"),
        Indicator("产出指标", "质量指标", "调查员培训率", value="≥80%"),
    )
    made = stored(named(published("henan-10"), "劳动力抽样调查", *rows), cast.building)
    approve(made)
    return made


def test_a_similar_projects_approved_indicator_is_offered(cast: Cast, table: TargetTable, similar: TargetTable) -> None:
    shown = others(fragment(cast, table))
    assert "劳动力抽样调查" in shown
    assert adopted(shown) == [{"side": "annual", "level2": "质量指标", "texts": {"level3": "入户调查完成率", "value": "≥97%"}}]


def test_what_the_table_has_already_is_said_so(cast: Cast, table: TargetTable, similar: TargetTable) -> None:
    assert others(fragment(cast, table)).count("本表已有") == 1


def test_only_what_the_form_prints_is_adopted(cast: Cast, similar: TargetTable) -> None:
    of_hebei = stored(named(published("hebei-01"), "经济抽样调查"), cast.building)
    change = next(each for each in adopted(others(fragment(cast, of_hebei))) if each["texts"]["level3"] == "入户调查完成率")
    assert change["texts"] == {"level3": "入户调查完成率", "value": "≥97%", "basis": "统计制度"}


@pytest.mark.parametrize("state", ["drafting", "passed", "returned"])
def test_what_is_not_approved_is_not_offered(cast: Cast, table: TargetTable, similar: TargetTable, state: str) -> None:
    TargetTable.objects.filter(pk=similar.pk).update(state=state)
    assert "劳动力抽样调查" not in fragment(cast, table)


def test_what_is_not_similar_is_not_offered(cast: Cast, table: TargetTable) -> None:
    approve(stored(published("made-01"), cast.building))
    assert "农村饮水" not in fragment(cast, table)


def test_tables_of_a_unit_that_one_may_not_see_are_not_offered(cast: Cast, table: TargetTable, similar: TargetTable) -> None:
    Project.objects.filter(pk=similar.project_id).update(department=cast.water)
    assert "劳动力抽样调查" not in fragment(cast, table, "author")
    assert "劳动力抽样调查" in fragment(cast, table, "performance_reviewer")


def test_the_library_stands_in_where_there_is_none(cast: Cast, table: TargetTable) -> None:
    fill()
    shown = others(fragment(cast, table))
    assert "以下取自指标库" in shown
    changes = adopted(shown)
    assert {"side": "annual", "level2": "服务对象满意度指标", "texts": {"level3": "社会公众满意度", "value": "≥90%"}} in changes
    assert all(change["texts"].keys() <= {"level3", "value"} for change in changes)


def test_an_empty_library_has_nothing_to_say(cast: Cast, table: TargetTable) -> None:
    assert "指标库中也没有可参照的指标" in fragment(cast, table)


def test_a_form_that_is_no_longer_there_takes_nothing(cast: Cast, table: TargetTable, similar: TargetTable) -> None:
    TargetTable.objects.filter(pk=table.pk).update(layout="gone")
    assert adopted(fragment(cast, table)) == []


def test_texts_are_texts(cast: Cast, table: TargetTable, similar: TargetTable) -> None:
    hostile = "\"><script>alert('1')</script>"
    similar.indicator_rows.filter(level3="入户调查完成率").update(level3=hostile)
    shown = fragment(cast, table)
    assert "<script" not in shown
    assert adopted(shown)[0]["texts"]["level3"] == hostile


def test_a_long_table_is_cut_and_says_so(cast: Cast, table: TargetTable) -> None:
    rows = [Indicator("产出指标", "质量指标", f"指标甲{n}乙", value="1") for n in range(45)]
    approve(stored(named(published("henan-10"), "劳动力抽样调查", *rows), cast.building))
    shown = others(fragment(cast, table))
    assert "另有 5 行" in shown
    assert len(adopted(shown)) == 40


# who, and at what cost


@pytest.mark.parametrize("who", ["reader", "unit_reviewer", "section_reviewer", "administrator"])
def test_a_reader_looks_and_adopts_nothing(cast: Cast, table: TargetTable, similar: TargetTable, who: str) -> None:
    shown = fragment(cast, table, who)
    assert "入户调查完成率" in shown
    assert "采用" not in shown


@pytest.mark.parametrize("who", ["other_author", "other_section_reviewer", "nobody"])
def test_a_stranger_finds_nothing(cast: Cast, table: TargetTable, who: str) -> None:
    before = dump()
    assert client_of(cast.people[who]).get(f"/tables/{table.pk}/reference/").status_code == 404
    assert dump() == before


def test_it_only_reads(cast: Cast, carried: TargetTable, similar: TargetTable) -> None:
    before = dump()
    fragment(cast, carried)
    assert client_of(cast.author).post(f"/tables/{carried.pk}/reference/").status_code == 405
    assert dump() == before


def test_the_number_of_queries_does_not_grow(
    cast: Cast, carried: TargetTable, similar: TargetTable, django_assert_num_queries: Callable[[int], Any]
) -> None:
    client = client_of(cast.author)
    for more in (0, 3):
        for number in range(more):
            approve(stored(named(published("henan-10"), f"住户抽样调查{number}"), cast.building))
        with django_assert_num_queries(10):
            client.get(f"/tables/{carried.pk}/reference/")


def test_an_anonymous_visitor_is_not_answered(table: TargetTable) -> None:
    assert Client().get(f"/tables/{table.pk}/reference/").status_code == 401
