"""A block pasted into the indicator rows: which rows it fills, which it adds, what is told, and that nothing else changes."""

from __future__ import annotations

import pytest

from perfgoals.official.layout import layout
from perfgoals.official.snapshot import Indicator
from perfgoals.tables.editing.block import NotPasted
from perfgoals.tables.editing.changes import MOST_ROWS
from perfgoals.tables.editing.clipboard import read_clipboard
from perfgoals.tables.editing.pasting import InRow, paste_rows
from tests.cast import published
from tests.tables.editing.clipboards import in_excel, table_of
from tests.tables.editing.pasted import HEBEI, HENAN, after, empty, key, named, paste, pasted_rows, row, rows_after, said, told


def test_empty_rows_are_filled_first_and_new_ones_follow_them() -> None:
    keyed = empty(annual=[row("数量指标"), row("数量指标", "旧"), row("数量指标"), row("数量指标", "末"), row("质量指标")])
    pasted = paste(keyed, table_of(["甲", "1个"], ["乙", "2个"], ["丙", "3个"], ["丁", "4个"]))
    names = [each.level3 for each in after(keyed, pasted).rows("annual")]
    assert names == ["甲", "旧", "乙", "丙", "丁", "末", ""]
    assert said(pasted) == []


def test_a_filled_row_is_never_overwritten() -> None:
    keyed = empty(annual=[row("数量指标", "旧", "1个"), row("数量指标", "末", "2个"), row("质量指标", "合格率", "95%")])
    pasted = paste(keyed, table_of(["甲", "1个"], ["乙", "2个"]))
    assert [each.level3 for each in after(keyed, pasted).rows("annual")] == ["旧", "甲", "乙", "末", "合格率"]
    assert [each["do"] for each in pasted.changes] == ["add", "add"]


def test_rows_of_another_group_go_to_its_end() -> None:
    keyed = empty(annual=[row("数量指标"), row("质量指标", "甲"), row("质量指标", "乙"), row("时效指标")])
    pasted = paste(keyed, table_of(["质量指标", "丙", "95%"], ["社会效益指标", "丁", "90%"]))
    rows = [(each.level2, each.level3) for each in after(keyed, pasted).rows("annual")]
    assert rows == [
        ("数量指标", ""),
        ("质量指标", "甲"),
        ("质量指标", "乙"),
        ("质量指标", "丙"),
        ("时效指标", ""),
        ("社会效益指标", "丁"),
    ]


def test_a_group_keeps_its_spelling() -> None:
    keyed = empty(annual=[row("数量"), row("质量", "甲")])
    pasted = paste(keyed, table_of(["质量指标", "乙", "95%"], ["质量指标", "丙", "90%"]))
    assert [each.level2 for each in after(keyed, pasted).rows("annual")] == ["数量", "质量", "质量", "质量"]


def test_empty_lines_are_skipped() -> None:
    assert len(pasted_rows(table_of(["会议", "3次"], ["", ""], ["培训", "5次"]))) == 2


def test_a_merged_name_holds_for_all_its_values() -> None:
    assert pasted_rows("<table><tr><td rowspan=2>会议<td>3次<tr><td>60人") == [("数量指标", "会议", "3次"), ("数量指标", "会议", "60人")]


def test_a_row_without_name_or_value_is_told() -> None:
    assert told(table_of(["会议", "3次"], ["培训", ""], ["", "5次"])) == [(2, "没有指标值"), (3, "没有三级指标名称")]


def test_names_alone_are_clear() -> None:
    assert pasted_rows(table_of(["会议"], ["培训"])) == [("数量指标", "会议", ""), ("数量指标", "培训", "")]


@pytest.mark.parametrize("block", [table_of(["会议", "3次"], ["合计", "3次"]), table_of(["会议", "3次"], ["合 计", ""])])
def test_totals_are_told(block: str) -> None:
    keyed = empty()
    pasted = paste(keyed, block)
    assert len(rows_after(keyed, pasted)) == 1
    assert [line for line, message in said(pasted) if "没有粘贴" in message] == [2]


def test_a_repeated_head_is_told() -> None:
    head = ["二级指标", "三级指标", "指标值"]
    keyed = empty()
    pasted = paste(keyed, table_of(head, ["数量指标", "会议", "3次"], head, ["", "培训", "5次"]))
    assert rows_after(keyed, pasted) == [("数量指标", "会议", "3次"), ("数量指标", "培训", "5次")]
    assert said(pasted) == [(3, "重复的表头，没有粘贴")]


def test_rows_cut_from_their_head_at_a_page_are_read_with_the_next() -> None:
    block = table_of(["数量指标", "3次", "会议"], ["二级指标", "指标值", "三级指标"], ["质量指标", "95%", "合格率"])
    assert pasted_rows(block) == [("数量指标", "会议", "3次"), ("质量指标", "合格率", "95%")]


def test_of_a_whole_form_the_indicators_are_pasted() -> None:
    keyed, form = empty(), layout(published("henan-10"), HENAN, contacts={"head": "某人"})
    pasted = paste(keyed, in_excel(form))
    assert len(rows_after(keyed, pasted)) == 16
    messages = [message for _, message in said(pasted)]
    assert "表头以上的 9 行不是绩效指标，没有粘贴" in messages
    assert any("单位盖章" in message for message in messages)


# one column, and columns beside names


def test_a_column_of_values_goes_down_beside_the_names() -> None:
    keyed = empty(annual=named("甲", "乙", "丙"))
    pasted = paste(keyed, table_of(["1个"], ["2个"], ["95%"]), field="value")
    assert [each.value for each in after(keyed, pasted).rows("annual")] == ["1个", "2个", "95%"]
    assert said(pasted) == []


def test_what_it_overwrites_is_told() -> None:
    keyed = empty(annual=named("甲", "乙", "丙", value="1个"))
    pasted = paste(keyed, table_of(["1个"], [""], ["95%"]), field="value")
    assert [each.value for each in after(keyed, pasted).rows("annual")] == ["1个", "1个", "95%"]
    assert said(pasted) == [(3, "原有的“1个”将被替换")]


def test_values_without_a_row_are_told() -> None:
    keyed = empty(annual=named("甲"))
    pasted = paste(keyed, table_of(["1个"], ["2个"]), field="value")
    assert [each.value for each in after(keyed, pasted).rows("annual")] == ["1个"]
    assert said(pasted) == [(2, "下面没有这么多行，没有粘贴“2个”")]


def test_columns_go_beside_names_where_nothing_stands() -> None:
    keyed = empty(HEBEI, annual=named("甲", "乙"))
    block = table_of(["1个", "合同"], ["2个", "计划"])
    pasted = paste(keyed, block, HEBEI, field="value")
    assert rows_after(keyed, pasted, HEBEI) == [("数量指标", "甲", "1个", "", "合同"), ("数量指标", "乙", "2个", "", "计划")]
    full = empty(HEBEI, annual=named("甲", "乙", value="9个"))
    assert all(each["do"] == "add" for each in paste(full, block, HEBEI, field="value").changes)


def test_values_where_no_names_stand_fill_rows() -> None:
    keyed = empty()
    pasted = paste(keyed, table_of(["1个"], ["2个"]), field="value")
    assert rows_after(keyed, pasted) == [("数量指标", "", "1个"), ("数量指标", "", "2个")]
    assert said(pasted) == [(1, "没有三级指标名称"), (2, "没有三级指标名称")]


def test_the_same_again_changes_nothing() -> None:
    keyed = empty(annual=named("甲", "乙", value="1个"))
    pasted = paste(keyed, table_of(["1个"], ["1个"]), field="value")
    assert (pasted.changes, said(pasted)) == ((), [(0, "粘贴的内容与表中相同")])


def test_lines_of_text_in_a_cell_of_paragraphs_are_its_text() -> None:
    keyed = empty(HEBEI, annual=named("甲"))
    pasted = paste(keyed, read_clipboard("", "合同\r\n计划"), HEBEI, field="basis")
    assert rows_after(keyed, pasted, HEBEI) == [("数量指标", "甲", "", "", "合同\n计划")]


# texts


def test_what_is_taken_out_of_a_text_is_told() -> None:
    keyed = empty()
    pasted = paste(keyed, "<table><tr><td>&lt;p&gt;会议&lt;/p&gt;<td>≥3<br>次")
    assert rows_after(keyed, pasted) == [("数量指标", "会议", "≥3次")]
    assert said(pasted) == [(1, "三级指标：已去除网页标记")]


def test_a_text_too_long_is_pasted_whole_and_told() -> None:
    pasted = paste(empty(), table_of(["会议", "长" * 61]))
    assert pasted.changes[1]["text"] == "长" * 61
    assert said(pasted) == [(1, "指标值：有 61 个字，最多 60 个字，请精简")]
    assert "没有保存" in told(table_of(["会议", "长" * 1001]))[0][1]


def test_what_the_clipboard_left_out_is_told() -> None:
    assert told("<p>说明</p>" + table_of(["会议", "3次"])) == [(0, "表格以外的文字没有粘贴")]


def test_the_preview_has_the_columns_of_the_form() -> None:
    pasted = paste(empty(HEBEI), table_of(["会议", "", "3次"], ["培训"]), HEBEI)
    assert pasted.head == ("二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据", "说明")
    assert [(each.place, *each.texts.values(), each.note) for each in pasted.shown] == [
        ("数量指标", "会议", "", "3次", "", ""),
        ("数量指标", "培训", "", "", "", "没有指标值"),
    ]


# refusals


@pytest.mark.parametrize(
    "at",
    [
        InRow("annual", key("period", 0), "level3"),
        InRow("annual", key("annual", 99), "level3"),
        InRow("annual", key("annual", 0), "basis"),
        InRow("annual", key("annual", 0), "__class__"),
    ],
)
def test_a_cell_that_is_not_there_is_refused(at: InRow) -> None:
    with pytest.raises(NotPasted):
        paste_rows(empty(), HENAN, read_clipboard("", "甲\t1"), at)


def test_more_rows_than_a_table_holds_are_refused() -> None:
    keyed = empty(annual=[row("数量指标", "旧")] * (MOST_ROWS - 1))
    assert len(paste(keyed, table_of(["甲", "1个"])).changes) == 1
    with pytest.raises(NotPasted, match="超过 500 行"):
        paste(keyed, table_of(["甲", "1个"], ["乙", "2个"]))


def test_rows_cannot_be_added_under_a_level2_that_the_framework_does_not_have() -> None:
    keyed = empty(annual=[Indicator("其他", "进度指标", "旧", value="1")])
    pasted = paste(keyed, table_of(["甲", "1个"]))
    assert pasted.changes == ()
    assert "“进度指标”不在本表指标框架中，不能添加行" in said(pasted)[0][1]


def test_nothing_to_paste_is_told() -> None:
    assert told(table_of(["数量指标", "", ""], ["质量指标", "", ""], ["", "", ""], ["一级", "二级", ""]))[-1][1] != ""
    assert said(paste(empty(), table_of(["三级指标", "指标值"]))) == [(0, "没有看到可以粘贴的指标行")]
