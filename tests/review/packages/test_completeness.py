"""What a package lacks is said, table by table, with its place; each source for itself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from perfgoals.accounts.models import Department
from perfgoals.official.snapshot import Funding, FundingSides, Goals, IndicatorSides, Snapshot
from perfgoals.review.models import ReportingRound
from perfgoals.review.packages import completeness
from perfgoals.review.packages.completeness import Lack, Level, lacks_of, lacks_of_unit, signature
from perfgoals.review.packages.gathering import LastReturn, Packed, UnitRound
from perfgoals.tables.models import Project, TargetTable
from tests.cast import published
from tests.official.records import snapshots

BUREAU = Department(pk=1, name="建设局")
UNIT = UnitRound(BUREAU, 2021, "first")
SECOND = UnitRound(BUREAU, 2021, "second", are_controls_issued=True)


def packed(snapshot: Snapshot | None = None, **known: Any) -> Packed:
    record = snapshot or published("henan-10")
    return Packed(TargetTable(pk=7, layout=record.layout, project_name="修路"), record, **known)


def said(found: list[Lack]) -> list[tuple[str, str, str]]:
    return [(lack.level.value, lack.sentence, lack.path or lack.anchor) for lack in found]


@pytest.mark.parametrize("name", ["henan-01", "henan-10", "hebei-01", "made-01", "made-02"])
def test_a_published_table_lacks_nothing(name: str) -> None:
    assert lacks_of(packed(published(name)), UNIT) == []


def test_required_cells_are_told_by_their_names() -> None:
    record = replace(published("henan-10"), goals=Goals(annual=" \n"), funding=FundingSides(annual=Funding("约10万")))
    assert said(lacks_of(packed(record), UNIT)) == [
        ("必须修改", "实施期资金总额没有填", "funding.period.total"),
        ("必须修改", "年度资金总额“约10万”不是数字，请改为以万元为单位的数字", "funding.annual.total"),
        ("必须修改", "年度目标没有填", "goals.annual"),
    ]


def test_an_empty_amount_is_not_zero() -> None:
    zero = replace(published("hebei-01"), funding=FundingSides(annual=Funding(Decimal(0))))
    assert lacks_of(packed(zero), UNIT) == []


@pytest.mark.parametrize(("layout", "second"), [("henan", "period"), ("hebei", "annual")])
def test_indicators_of_output_and_benefit_with_name_and_value(layout: str, second: str) -> None:
    record = published("henan-10" if layout == "henan" else "hebei-01")
    half = tuple(replace(row, value="", number="") if row.level1 == "产出指标" else row for row in record.indicators.annual)
    found = said(lacks_of(packed(replace(record, indicators=replace(record.indicators, annual=half))), UNIT))
    assert found == [("必须修改", "产出指标至少要有一条，三级指标和指标值都要填", "indicators.annual[0].level3")]
    none = replace(record, indicators=IndicatorSides(period=record.indicators.period))
    assert [path for _, _, path in said(lacks_of(packed(none), UNIT))] == ["", ""]


def test_a_level1_called_otherwise_is_known_by_its_level2() -> None:
    record = published("henan-10")
    renamed = tuple(replace(row, level1="完成指标") for row in record.indicators.annual)
    assert lacks_of(packed(replace(record, indicators=replace(record.indicators, annual=renamed))), UNIT) == []


def test_the_attachments_that_the_round_asks_for() -> None:
    asked = replace(UNIT, round=ReportingRound(year=2021, kind="first", required_kinds=["grounds", "calculation"]))
    assert said(lacks_of(packed(kinds=frozenset({"grounds"})), asked)) == [("必须修改", "缺少附件：测算明细", "attachments")]


def test_second_round_keeps_within_the_controls() -> None:
    assert said(lacks_of(packed(control=Decimal("9.5")), SECOND)) == [
        ("必须修改", "年度资金总额 10 万元超过控制数 9.5 万元，请在控制数以内修改后再上报", "funding.annual.total")
    ]
    assert lacks_of(packed(control=Decimal(10)), SECOND) == []
    assert [lack.level for lack in lacks_of(packed(control=None), SECOND)] == [Level.CHECK]
    assert [lack.level for lack in lacks_of(packed(control=Decimal(0)), SECOND)] == [Level.MUST, Level.CHECK]
    assert lacks_of(packed(control=Decimal(1)), UNIT) == []


def test_points_of_a_return() -> None:
    untouched, begun, done = (LastReturn("section_review", 3, *each) for each in ((3, True), (1, False), (0, False)))
    assert said(lacks_of(packed(returned=untouched), UNIT)) == [
        ("必须修改", "退回后还没有修改，3 条退回意见也没有答复，请修改或逐条答复后再上报", "points")
    ]
    assert said(lacks_of(packed(returned=begun), UNIT)) == [("请核实", "1 条退回意见没有答复", "points")]
    assert lacks_of(packed(returned=done), UNIT) == []


def test_what_was_doubtful_in_the_file_it_came_from() -> None:
    one = packed()
    one.table.source_problems = [{"path": "", "message": "有一栏未读入", "text": ""}]
    assert said(lacks_of(one, UNIT)) == [("请核实", "来源问题 1 处，请与原件核对", "problems")]


def test_a_form_that_is_no_more() -> None:
    assert said(lacks_of(packed(replace(published("henan-10"), layout="atlantis")), UNIT)) == [
        ("必须修改", "版式“atlantis”已不在本系统，请联系系统管理员", "")
    ]


def test_the_unit_as_a_whole() -> None:
    whole = replace(UNIT, missing=(Project(name="甲"), Project(name="乙")))
    assert said(lacks_of_unit(whole, [packed()])) == [
        ("请核实", "2 个项目没有本轮的表，上报后记为本轮不申报：甲、乙", ""),
        ("请核实", "1 张表还在经办岗手中，不随这次上报：修路", ""),
    ]
    assert lacks_of_unit(UNIT, []) == []
    early = replace(SECOND, are_controls_issued=False)
    assert said(lacks_of_unit(early, [])) == [("请核实", "控制数还没有下达，不能核对申报数是否超出", "")]


def test_what_has_been_seen_is_known_again_and_anything_new_is_not() -> None:
    one, other = Lack(Level.CHECK, "甲"), Lack(Level.CHECK, "乙")
    assert signature([]) == signature([(1, Lack(Level.MUST, "甲"))]) == ""
    assert signature([(1, one), (2, other)]) == signature([(2, other), (1, one)])
    assert len({signature([(1, one)]), signature([(2, one)]), signature([(1, other)]), signature([(1, one), (1, other)])}) == 4


@given(snapshots("henan") | snapshots("hebei") | snapshots("national-2015"))
def test_any_record_can_be_looked_at_and_a_complete_one_has_what_it_must(snapshot: Snapshot) -> None:
    found = lacks_of(packed(snapshot), UNIT)
    assert all(lack.sentence for lack in found)
    assert found == sorted(found, key=lambda lack: lack.level != Level.MUST)
    paths = {lack.path for lack in found if lack.level == Level.MUST}
    annual = snapshot.funding.annual
    assert (completeness.ANNUAL_TOTAL in paths) == (annual is None or not isinstance(annual.total, Decimal))
    assert ("goals.annual" in paths) == (not snapshot.goals.annual.strip())
