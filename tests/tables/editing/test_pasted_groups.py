"""Which 二级指标 and which side each row of a block goes to."""

from __future__ import annotations

from perfgoals.official.snapshot import SIDES
from perfgoals.tables.editing.keyed import MIRRORED
from tests.tables.editing.clipboards import table_of
from tests.tables.editing.pasted import HEBEI, after, empty, paste, pasted_rows, rows_after, said


def test_names_send_each_row_to_its_own_level2() -> None:
    block = "<table><tr><td rowspan=3>产出指标<td rowspan=2>数量指标<td>会议<td>≥3次<tr><td>培训<td>≥5次<tr><td>质 量<td>合格率<td>≥95%"
    assert pasted_rows(block, at=5) == [("数量指标", "会议", "≥3次"), ("数量指标", "培训", "≥5次"), ("质量指标", "合格率", "≥95%")]


def test_a_name_left_blank_below_is_the_same_name() -> None:
    block = table_of(
        ["产出指标", "数量", "会议", "≥3次"],
        ["", "", "培训", "≥5次"],
        ["", "质量", "合格率", "≥95%"],
        ["满意度", "", "群众满意度", "≥90%"],
    )
    home = "服务对象满意度指标"
    assert pasted_rows(block.replace("<td></td><td>群众", f"<td>{home}</td><td>群众"))[2:] == [
        ("质量指标", "合格率", "≥95%"),
        (home, "群众满意度", "≥90%"),
    ]
    pasted = paste(empty(), block)
    assert rows_after(empty(), pasted)[-1] == (home, "群众满意度", "≥90%")
    assert said(pasted) == [(4, f"二级指标空白，放在“{home}”下，请核对")]


def test_a_name_on_a_line_of_its_own_is_a_heading() -> None:
    block = "<table><tr><td colspan=2>一、数量指标<tr><td>会议<td>≥3次<tr><td colspan=2>二、质量指标<tr><td>合格率<td>≥95%"
    assert pasted_rows(block, at=4) == [("数量指标", "会议", "≥3次"), ("质量指标", "合格率", "≥95%")]


def test_a_level2_alone_before_the_value_is_the_name_of_the_indicator() -> None:
    assert pasted_rows(table_of(["成本指标", "≤3万元"]), at=3) == [("成本指标", "成本指标", "≤3万元")]
    block = table_of(["成本指标", "成本指标", "≤3万元"], ["质量指标", "质量指标", "≥95%"])
    assert pasted_rows(block) == [("质量指标", "质量指标", "≥95%"), ("成本指标", "成本指标", "≤3万元")]


def test_a_twin_fills_both_sides() -> None:
    first = "<td rowspan=2>产出指标<td>数量指标<td>会议<td>9次<td rowspan=2>质量指标<td>合格率<td>≥95%"
    block = f"<table><tr>{first}<tr><td>时效指标<td>完成<td>2029年<td><td>"
    keyed = empty()
    pasted = paste(keyed, block, side="period")
    assert said(pasted) == []
    assert rows_after(keyed, pasted, side="period") == [("数量指标", "会议", "9次"), ("时效指标", "完成", "2029年")]
    assert rows_after(keyed, pasted) == [("质量指标", "合格率", "≥95%")]
    assert [each.place for each in pasted.shown] == ["数量指标（实施期）", "质量指标（年度）", "时效指标（实施期）"]


def test_a_twin_with_heads_fills_both_sides() -> None:
    block = table_of(["二级指标", "三级指标", "中期指标值", "年度指标值"], ["数量指标", "会议", "9次", "3次"])
    keyed = empty()
    pasted = paste(keyed, block)
    assert rows_after(keyed, pasted, side="period") == [("数量指标", "会议", "9次")]
    assert rows_after(keyed, pasted) == [("数量指标", "会议", "3次")]


def test_of_a_twin_a_form_with_one_side_takes_its_own_half() -> None:
    keyed = empty(HEBEI)
    pasted = paste(keyed, table_of(["数量指标", "会议", "9次", "质量指标", "合格率", "≥95%"]), HEBEI)
    assert rows_after(keyed, pasted, HEBEI) == [("质量指标", "合格率", "≥95%", "", "")]
    assert said(pasted) == [
        (0, "第 1 列在表样中没有相应的栏，没有粘贴：数量指标"),
        (0, "第 2 列在表样中没有相应的栏，没有粘贴：会议"),
        (0, "第 3 列在表样中没有相应的栏，没有粘贴：9次"),
        (0, "第 6 列都是数值，放在“指标值”一栏，请核对"),
    ]


def test_while_both_sides_are_kept_equal_only_one_is_pasted() -> None:
    keyed = empty(beside={MIRRORED: "1"})
    same, other = ["数量指标", "会议", "3次"], ["数量指标", "会议", "5次"]
    pasted = paste(keyed, table_of(same + same))
    assert said(pasted) == []
    assert {rows_after(keyed, pasted, side=side)[0] for side in SIDES} == {("数量指标", "会议", "3次")}
    assert "另一侧的不同内容没有粘贴" in said(paste(keyed, table_of(same + other)))[0][1]


def test_a_level2_that_the_framework_does_not_have_is_told() -> None:
    keyed = empty()
    block = table_of(
        ["产出指标", "数量指标", "会议", "3次"], ["成本指标", "经济成本指标", "造价", "≤3万元"], ["其他", "进度", "进度", "50%"]
    )
    pasted = paste(keyed, block, at=2)
    assert rows_after(keyed, pasted) == [("数量指标", "会议", "3次"), ("时效指标", "进度", "50%"), ("成本指标", "造价", "≤3万元")]
    assert said(pasted) == [
        (2, "本表指标框架中没有二级指标“经济成本指标”，放在“成本指标”下，请核对"),
        (3, "本表指标框架中没有二级指标“进度”，放在“时效指标”下，请核对"),
    ]


def test_a_level2_under_the_wrong_level1_goes_where_it_belongs_and_is_told_once() -> None:
    keyed = empty()
    pasted = paste(keyed, table_of(["效益指标", "数量指标", "会议", "3次"], ["效益指标", "数量指标", "培训", "5次"]))
    assert [each.level1 for each in after(keyed, pasted).rows("annual") if each.has_content] == ["产出指标"] * 2
    assert said(pasted) == [(1, "一级指标“效益指标”与二级指标“数量指标”不符，按二级归入“产出指标”")]
