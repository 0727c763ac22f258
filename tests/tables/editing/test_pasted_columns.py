"""Which column of a block is which: by its head row, by the names in it, by its place."""

from __future__ import annotations

import pytest

from tests.tables.editing.clipboards import table_of
from tests.tables.editing.pasted import HEBEI, empty, named, paste, pasted_rows, rows_after, told


def test_columns_are_those_of_the_form_from_the_focused_one_on() -> None:
    assert pasted_rows(table_of(["会议", "≥3次"])) == [("数量指标", "会议", "≥3次")]
    assert pasted_rows(table_of(["会议", "≥3次"]), side="period", at=1) == [("质量指标", "会议", "≥3次")]
    assert pasted_rows(table_of(["会议", "全年会议", "≥3次", "计划"]), HEBEI) == [("数量指标", "会议", "≥3次", "全年会议", "计划")]


def test_a_head_row_names_the_columns_and_is_not_pasted() -> None:
    block = table_of(["序号", "目标值", "指标名称"], ["1", "≥3次", "会议"], ["2", "≥5次", "培训"])
    assert pasted_rows(block) == [("数量指标", "会议", "≥3次"), ("数量指标", "培训", "≥5次")]
    keyed = empty(HEBEI, annual=named("甲", "乙"))
    pasted = paste(keyed, table_of(["指标值"], ["3次"], ["5次"]), HEBEI, field="basis")
    assert rows_after(keyed, pasted, HEBEI) == [("数量指标", "甲", "3次", "", ""), ("数量指标", "乙", "5次", "", "")]


def test_a_whole_head_names_the_columns() -> None:
    block = table_of(["一级指标", "二级指标", "三级指标", "指标值确定依据", "指标值"], ["产出指标", "质量指标", "合格率", "合同", "≥95%"])
    assert pasted_rows(block, HEBEI) == [("质量指标", "合格率", "≥95%", "", "合同")]


def test_what_the_form_has_no_column_for_is_told() -> None:
    assert told(table_of(["会议", "≥3次", "多余", "也多"])) == [
        (0, "第 3 列在表样中没有相应的栏，没有粘贴：多余"),
        (0, "第 4 列在表样中没有相应的栏，没有粘贴：也多"),
    ]
    assert told(table_of(["三级指标", "指标值", "分值", "责任科室"], ["会议", "≥3次", "10", "办公室"])) == [
        (0, "“分值”一栏表样中没有，没有粘贴：10"),
        (0, "“责任科室”一栏表样中没有，没有粘贴：办公室"),
    ]
    assert told(table_of(["三级指标", "指标值", "备注"], ["会议", "≥3次", ""])) == []


def test_running_numbers_and_the_label_of_the_block_are_no_columns() -> None:
    assert pasted_rows(table_of(["1", "会议", "≥3次"], ["2", "培训", "≥5次"])) == [
        ("数量指标", "会议", "≥3次"),
        ("数量指标", "培训", "≥5次"),
    ]
    block = "<table><tr><td rowspan=2>绩效指标<td>数量指标<td>会议<td>≥3次<tr><td>质量指标<td>合格率<td>≥95%"
    assert pasted_rows(block) == [("数量指标", "会议", "≥3次"), ("质量指标", "合格率", "≥95%")]


def test_a_column_that_cells_only_run_over_does_not_count() -> None:
    assert pasted_rows("<table><tr><td colspan=2>会议<td>≥3次<tr><td colspan=2>培训<td>≥5次")[1] == ("数量指标", "培训", "≥5次")


@pytest.mark.parametrize(
    ("parts", "value"),
    [
        (["≥", "95", "%"], "≥95%"),
        (["=", "3", "次"], "=3次"),
        (["定性", "显著", ""], "显著"),
        (["≥", "95%", "%"], "≥95%"),
        (["", "95", "%"], "95%"),
    ],
)
def test_comparator_number_and_unit_are_one_value(parts: list[str], value: str) -> None:
    more = ["≤", "3", "万元"]
    assert pasted_rows(table_of(["三级指标", "指标性质", "指标值", "度量单位"], ["甲", *parts]))[0][2] == value
    assert [each[2] for each in pasted_rows(table_of(["甲", *parts], ["乙", *more]))] == [value, "≤3万元"]
    rows = pasted_rows(table_of(["数量指标", "甲", "说明", *parts, "合同"], ["数量指标", "乙", "说明", *more, "计划"]), HEBEI)
    assert [each[2:] for each in rows] == [(value, "说明", "合同"), ("≤3万元", "说明", "计划")]


def test_number_and_unit_are_one_value() -> None:
    assert pasted_rows(table_of(["甲", "95", "%"], ["乙", "3", "次"])) == [("数量指标", "甲", "95%"), ("数量指标", "乙", "3次")]


def test_what_cannot_be_joined_is_told() -> None:
    head = ["三级指标", "指标性质", "指标值", "度量单位"]
    assert told(table_of(head, ["甲", "≥", "", "次"])) == [(2, "只有“≥次”，没有指标值，没有粘贴这一格"), (2, "没有指标值")]
    assert told(table_of(head, ["甲", "≤", "≥95%", ""])) == [(2, "指标性质“≤”与指标值“≥95%”不一致，按指标值粘贴")]
