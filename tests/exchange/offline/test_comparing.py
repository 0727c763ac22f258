"""What a file really changes: three records compared, through the workbook that a person filled in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.exchange.offline.comparing import Comparison, Difference, changes_of, three_way
from perfgoals.exchange.offline.mark import Mark
from perfgoals.exchange.offline.reading import FileTable, read_offline
from perfgoals.official.layout_file import load
from perfgoals.official.snapshot import SIDES, Indicator
from perfgoals.tables.editing.changes import perform
from perfgoals.tables.editing.keyed import Keyed, with_text
from perfgoals.tables.editing.wishes import wishes_in
from tests.exchange.offline.excel import NAMES, Excel, keyed, record, with_row, with_rows, workbook


def compare(base: Keyed, data: bytes, now: Keyed | None = None) -> Comparison:
    [file] = read_offline(data)
    return three_way(base, now or base, file, load(base.snapshot.layout), NAMES)


def filled(base: Keyed, fill: Callable[[Excel], object]) -> bytes:
    excel = Excel(workbook(base))
    fill(excel)
    return excel.saved()


def only(comparison: Comparison) -> Difference:
    assert comparison.notes == ()
    [difference] = comparison.differences
    return difference


def accepted(comparison: Comparison, now: Keyed, *ids: str) -> Keyed:
    """The record when these, or all, differences have been accepted."""
    form = load(now.snapshot.layout)
    chosen = ids or [each.id for each in comparison.differences]
    return perform(now, wishes_in(changes_of(comparison.differences, chosen, now, form)), form).keyed


@pytest.fixture
def henan() -> Keyed:
    return record("henan-10")


def test_what_was_stored_as_it_was_found_is_no_difference() -> None:
    base = with_text(with_text(record("henan-07"), "funding.annual.total", "66万元"), "goals.annual", "<p>甲&nbsp;</p>\n 乙 ")
    assert compare(base, workbook(base)) == Comparison(notes=("年度资金总额：「66万元」读作 66 万元",))


@pytest.mark.parametrize("name", ["henan-10", "henan-01", "hebei-01", "hebei-04", "made-01", "made-02", "henan-13", "henan-17"])
def test_a_file_that_nobody_touched_has_no_differences(name: str) -> None:
    base = record(name)
    assert compare(base, workbook(base)) == Comparison()
    assert compare(base, Excel(workbook(base)).saved()) == Comparison()


def test_nor_has_it_when_the_table_has_been_changed_since(henan: Keyed) -> None:
    now = with_row(with_text(henan, "goals.annual", "改过"), "annual", 2, value="≥40人")
    now = with_rows(now, "period", list(now.rows("period"))[3:], now.keys["period"][3:])
    assert compare(henan, workbook(henan), now) == Comparison()


def test_a_cell_of_the_fixed_part(henan: Keyed) -> None:
    data = filled(henan, lambda excel: excel.type(excel.beside("年度资金总额"), 12.5))
    difference = only(compare(henan, data))
    assert (difference.place, difference.base, difference.now, difference.file) == ("年度资金总额", "10", "10", "12.5")
    assert (difference.kind, difference.changes) == ("file only", ({"do": "set", "path": "funding.annual.total", "text": "12.5"},))


def test_changed_on_both_sides_is_a_conflict_and_changed_alike_is_nothing(henan: Keyed) -> None:
    data = filled(henan, lambda excel: excel.type(excel.beside("年度资金总额"), 12.5))
    difference = only(compare(henan, data, with_text(henan, "funding.annual.total", "13")))
    assert (difference.base, difference.now, difference.file, difference.kind) == ("10", "13", "12.5", "both")
    assert compare(henan, data, with_text(henan, "funding.annual.total", "12.50")) == Comparison()


def test_an_amount_taken_out_is_empty_and_not_zero(henan: Keyed) -> None:
    data = filled(henan, lambda excel: excel.type(excel.beside("年度资金总额"), None))
    difference = only(compare(henan, data))
    assert difference.file == ""
    assert accepted(compare(henan, data), henan).snapshot.funding.annual.total == ""  # type: ignore[union-attr]


def test_what_is_no_amount_comes_with_a_remark(henan: Keyed) -> None:
    difference = only(compare(henan, filled(henan, lambda excel: excel.type(excel.beside("年度资金总额"), "约50万"))))
    assert difference.file == "约50万"
    assert "已按原文保存，请改为数字" in difference.remark


def test_stages_are_compared_as_numbers() -> None:
    base = with_text(record("hebei-01"), "disbursement[0].value", "25.00")
    assert compare(base, workbook(base)) == Comparison()
    excel = Excel(workbook(base))
    row = excel.row_of("3月底", "B") + 1
    excel.type(f"B{row}", 30)
    difference = only(compare(base, excel.saved()))
    assert (difference.place, difference.base, difference.file) == ("资金支出计划第 1 项 累计", "25.00", "30")


def test_a_cell_of_a_row(henan: Keyed) -> None:
    row = henan.rows("annual")[1]
    data = filled(henan, lambda excel: excel.type(f"H{excel.row_of(row.level3, 'G')}", "≥5次"))
    difference = only(compare(henan, data))
    assert difference.place == "年度绩效指标第 2 行 指标值"
    assert (difference.about, difference.base, difference.file) == (row.level3, row.value, "≥5次")
    assert accepted(compare(henan, data), henan).rows("annual")[1].value == "≥5次"


def test_a_renamed_row_is_still_the_same_row(henan: Keyed) -> None:
    name = henan.rows("annual")[1].level3
    data = filled(henan, lambda excel: excel.type(f"G{excel.row_of(name, 'G')}", "换了名字的指标"))
    difference = only(compare(henan, data))
    assert difference.changes[0] == {"do": "set", "row": henan.keys["annual"][1], "field": "level3", "text": "换了名字的指标"}


def add(excel: Excel, level2: str = "质量指标") -> None:
    row = excel.spare(level2, "G", "F")
    excel.type(f"G{row}", "资料归档率")
    excel.type(f"H{row}", "=100%")


def test_a_row_in_the_spare_rows_comes_behind_its_group(henan: Keyed) -> None:
    comparison = compare(henan, filled(henan, add))
    difference = only(comparison)
    assert (difference.place, difference.file) == ("年度绩效指标 新增一行", "质量指标 ｜ 资料归档率 ｜ =100%")
    rows = accepted(comparison, henan).rows("annual")
    place = [row.level3 for row in rows].index("资料归档率")
    assert rows[place] == Indicator("产出指标", "质量指标", "资料归档率", value="=100%")
    assert rows[place - 1].level2 == "质量指标"
    assert rows[place + 1].level2 != "质量指标"


def test_the_same_file_sent_again_adds_nothing_twice(henan: Keyed) -> None:
    data = filled(henan, add)
    assert compare(henan, data, accepted(compare(henan, data), henan)) == Comparison()


def test_a_row_put_in_between_stays_between(henan: Keyed) -> None:
    def insert(excel: Excel) -> None:
        at = excel.row_of(henan.rows("annual")[1].level3, "G")
        excel.sheet.insert_rows(at)
        excel.type(f"G{at}", "插进来的指标")

    comparison = compare(henan, filled(henan, insert))
    assert [row.level3 for row in accepted(comparison, henan).rows("annual")][:3] == [
        henan.rows("annual")[0].level3,
        "插进来的指标",
        henan.rows("annual")[1].level3,
    ]


def test_rows_of_a_table_that_was_empty_are_one_difference_each() -> None:
    form = load("henan")
    rows = [Indicator(one.name, two.name) for one in form.hierarchy.level1 for two in one.level2]
    full = record("henan-10")
    base = keyed(replace(full.snapshot, indicators=replace(full.snapshot.indicators, annual=tuple(rows), period=())))

    def fill(excel: Excel) -> None:
        row = excel.row_of("时效指标", "F")
        excel.type(f"G{row}", "完成时间")
        excel.type(f"H{row}", "12月底前")

    comparison = compare(base, filled(base, fill))
    difference = only(comparison)
    assert (difference.place, difference.file) == ("年度绩效指标第 3 行 填写", "时效指标 ｜ 完成时间 ｜ 12月底前")
    assert accepted(comparison, base).rows("annual")[2] == Indicator("产出指标", "时效指标", "完成时间", value="12月底前")


def clear(excel: Excel, name: str) -> None:
    row = excel.row_of(name, "G")
    excel.type(f"G{row}", None)
    excel.type(f"H{row}", None)


def test_an_emptied_row_is_removed(henan: Keyed) -> None:
    name = henan.rows("annual")[1].level3
    comparison = compare(henan, filled(henan, lambda excel: clear(excel, name)))
    difference = only(comparison)
    assert (difference.place, difference.file, difference.kind) == ("年度绩效指标第 2 行 删除", "（已删除）", "file only")
    assert name not in [row.level3 for row in accepted(comparison, henan).rows("annual")]


def test_a_row_taken_out_of_the_sheet_is_removed_on_both_sides(henan: Keyed) -> None:
    comparison = compare(henan, filled(henan, lambda excel: excel.sheet.delete_rows(excel.row_of(henan.rows("annual")[1].level3, "G"))))
    assert [each.id for each in comparison.differences] == [f"{henan.keys[side][1]}.remove" for side in SIDES]


def test_removing_what_others_have_changed_is_a_conflict_and_what_they_removed_too_is_nothing(henan: Keyed) -> None:
    data = filled(henan, lambda excel: clear(excel, henan.rows("annual")[1].level3))
    assert only(compare(henan, data, with_row(henan, "annual", 1, value="≥9次"))).kind == "both"
    gone = with_rows(
        henan, "annual", [*henan.rows("annual")[:1], *henan.rows("annual")[2:]], henan.keys["annual"][:1] + henan.keys["annual"][2:]
    )
    assert compare(henan, data, gone) == Comparison()


def test_changing_what_others_have_removed_is_a_conflict_that_brings_the_row_back(henan: Keyed) -> None:
    row = henan.rows("annual")[1]
    data = filled(henan, lambda excel: excel.type(f"H{excel.row_of(row.level3, 'G')}", "≥5次"))
    gone = with_rows(
        henan, "annual", [*henan.rows("annual")[:1], *henan.rows("annual")[2:]], henan.keys["annual"][:1] + henan.keys["annual"][2:]
    )
    comparison = compare(henan, data, gone)
    difference = only(comparison)
    assert (difference.kind, difference.now, difference.about) == ("both", "（已删除）", row.level3)
    back = accepted(comparison, gone)
    assert back.rows("annual")[1] == replace(row, value="≥5次")
    assert compare(henan, data, back) == Comparison()


def test_another_level2_moves_the_row(henan: Keyed) -> None:
    row = henan.rows("annual")[0]
    comparison = compare(henan, filled(henan, lambda excel: excel.type(f"F{excel.row_of(row.level3, 'G')}", "质量指标")))
    difference = only(comparison)
    assert (difference.place, difference.base, difference.file) == ("年度绩效指标第 1 行 二级指标", "数量指标", "质量指标")
    now = accepted(comparison, henan)
    assert now.rows("annual")[now.keys["annual"].index(henan.keys["annual"][0])] == replace(row, level2="质量指标")


def test_cut_and_pasted_it_is_the_same_row_moved(henan: Keyed) -> None:
    row = henan.rows("annual")[0]

    def cut(excel: Excel) -> None:
        clear(excel, row.level3)
        to = excel.spare("质量指标", "G", "F")
        excel.type(f"G{to}", row.level3)
        excel.type(f"H{to}", row.value)

    difference = only(compare(henan, filled(henan, cut)))
    assert difference.changes[0] == {"do": "move", "row": henan.keys["annual"][0], "level2": "质量指标", "after": None}


def test_another_order_moves_rows(henan: Keyed) -> None:
    first, second = henan.rows("annual")[:2]

    def swap(excel: Excel) -> None:
        one, two = excel.row_of(first.level3, "G"), excel.row_of(second.level3, "G")
        for column in "GHIJ":  # the hidden keys too, as when whole rows are cut
            a, b = excel.sheet[f"{column}{one}"], excel.sheet[f"{column}{two}"]
            if column != "I":
                a.value, b.value = b.value, a.value

    comparison = compare(henan, filled(henan, swap))
    difference = only(comparison)
    assert difference.place.endswith("次序")
    assert accepted(comparison, henan).rows("annual")[:2] == (second, first)


def test_a_level2_that_the_framework_has_not_is_told(henan: Keyed) -> None:
    row = henan.rows("annual")[0]
    comparison = compare(henan, filled(henan, lambda excel: excel.type(f"F{excel.row_of(row.level3, 'G')}", "想象指标")))
    assert comparison.differences == ()
    assert comparison.notes == (f"年度绩效指标：“{row.level3}”一行二级指标“想象指标”不在本表的指标框架中，没有列入比较，请改选后再上传",)


def test_names_of_the_register_are_not_taken(henan: Keyed) -> None:
    comparison = compare(henan, filled(henan, lambda excel: excel.type(excel.beside("项目名称"), "别的项目")))
    assert comparison.differences == ()
    assert comparison.notes == ("项目名称：文件中是“别的项目”，系统中是“人口变动抽样调查”；这一项不从离线表读入",)


def test_while_both_sides_are_kept_equal_one_is_filled_in(henan: Keyed) -> None:
    mirrored = replace(henan, beside={"mirrored": "1"})
    data = filled(mirrored, add)
    comparison = compare(mirrored, data)
    assert only(comparison).side == "annual"
    now = accepted(comparison, mirrored)
    assert [row.level3 for row in now.rows("period")] == [row.level3 for row in now.rows("annual")]


def test_a_text_that_cannot_be_kept_is_told(henan: Keyed) -> None:
    row = henan.rows("annual")[0]
    data = filled(henan, lambda excel: excel.type(f"H{excel.row_of(row.level3, 'G')}", "长" * 1001))
    comparison = compare(henan, data)
    assert comparison.differences == ()
    assert "年度绩效指标第 1 行 指标值：有 1001 个字" in comparison.notes[0]


def test_without_keys_rows_are_known_by_their_names(henan: Keyed) -> None:
    row = henan.rows("annual")[1]

    def unmark(excel: Excel) -> None:
        excel.type(f"H{excel.row_of(row.level3, 'G')}", "≥5次")
        excel.sheet.delete_cols(9, 2)

    data = filled(henan, unmark)
    assert read_offline(data)[0].mark is None
    difference = only(compare(henan, data))
    assert (difference.id, difference.file) == (f"{henan.keys['annual'][1]}.value", "≥5次")


def test_refused_differences_change_nothing(henan: Keyed) -> None:
    comparison = compare(henan, filled(henan, add))
    assert accepted(comparison, henan, "no such difference") == henan


# Whatever was changed in the table and in the file: what is accepted is what the file says, and then nothing is left to decide.

LEVELS2 = ("数量指标", "质量指标", "时效指标", "社会效益指标")
WORDS = st.sampled_from(["", "甲", "乙指标", "-丙", "=1+1", "≥95%", "99", "<r>x</r>"])
ROWS = st.lists(st.tuples(st.sampled_from(LEVELS2), WORDS, WORDS), max_size=6)


def table_of(rows: list[tuple[str, str, str]], keys: list[int]) -> Keyed:
    framework = load("henan").hierarchy
    listed = [
        (Indicator(framework.parent_of(level2), level2, name, value=value), key)
        for (level2, name, value), key in zip(rows, keys, strict=False)
    ]
    listed.sort(key=lambda pair: framework.place_of(pair[0].level2))
    full = record("henan-10")
    base = keyed(replace(full.snapshot, indicators=replace(full.snapshot.indicators, annual=(), period=())))
    return with_rows(base, "annual", [row for row, _ in listed], tuple(str(NAMES)[:-2] + f"{key:02}" for _, key in listed))


ORDERS = st.permutations(range(8))


def said(now: Keyed) -> list[tuple[str, str, str]]:
    return [(row.level2, row.level3, row.value) for row in now.rows("annual") if row.has_content]


def comparison_of(base: Keyed, now: Keyed, other: Keyed) -> Comparison:
    """As if ``other`` had been made of the file that was downloaded from ``base``."""
    file = FileTable(1, Mark(1, 1, "annual"), other.snapshot, other.keys)
    return three_way(base, now, file, load("henan"), NAMES)


@given(ROWS, ROWS, ORDERS, ORDERS)
def test_all_accepted_the_table_says_what_the_file_says(then: Any, there: Any, one: Any, two: Any) -> None:
    base, other = table_of(then, one), table_of(there, two)
    got = said(accepted(comparison_of(base, base, other), base))
    assert sorted(got) == sorted(said(other))
    if all(row.has_content for row in (*base.rows("annual"), *other.rows("annual"))):  # rows that say nothing have no order
        assert got == said(other)


@given(ROWS, ROWS, ROWS, ORDERS, ORDERS, ORDERS)
def test_what_has_been_accepted_is_not_asked_again(then: Any, here: Any, there: Any, one: Any, two: Any, three: Any) -> None:
    base, now, other = table_of(then, one), table_of(here, two), table_of(there, three)
    comparison = comparison_of(base, now, other)
    assert comparison_of(base, now, other) == comparison
    again = comparison_of(base, accepted(comparison, now), other)
    # Where both have put rows in another order, the order may be asked about once more.
    assert [each for each in again.differences if not each.id.endswith(".move")] == []


@given(ROWS, ORDERS)
def test_through_the_workbook_rows_keep_their_keys_and_order(rows: Any, order: Any) -> None:
    base = table_of(rows, order)
    [file] = read_offline(workbook(base))
    assert file.keys["annual"] == base.keys["annual"]
    assert [row.row for row in file.rows("annual")] == list(base.rows("annual"))
