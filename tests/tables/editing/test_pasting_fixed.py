"""A block pasted into the fixed part of the form: down and to the right, into inputs only, and what is passed over is told."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.official.layout import layout
from perfgoals.official.layout_file import Layout, load
from perfgoals.official.snapshot import SIDES, Funding, FundingSides, Snapshot, Stage
from perfgoals.tables.editing.block import NotPasted
from perfgoals.tables.editing.cells import open_paths
from perfgoals.tables.editing.changes import perform
from perfgoals.tables.editing.clipboard import read_clipboard
from perfgoals.tables.editing.keyed import MIRRORED, Keyed, fixed_texts
from perfgoals.tables.editing.pasting import Pasted
from perfgoals.tables.editing.pasting_fixed import paste_fixed
from perfgoals.tables.editing.wishes import wishes_in
from tests.cast import published
from tests.tables.editing.clipboards import in_excel, table_of

HENAN, HEBEI, NATIONAL = load("henan"), load("hebei"), load("national-2015")


def empty(form: Layout = HENAN, **fields: Any) -> Keyed:
    stages = tuple(Stage(by) for by in form.stages)
    funding = FundingSides(Funding() if form is not HEBEI else None, Funding())
    return Keyed(replace(Snapshot(form.id, 2027, funding=funding, disbursement=stages), **fields), {"period": (), "annual": ()}, {})


def paste(block: str, path: str, form: Layout = HENAN, *, keyed: Keyed | None = None, text: str = "") -> Pasted:
    return paste_fixed(keyed or empty(form), form, read_clipboard(block, text), path)


def changed(pasted: Pasted) -> dict[str, str]:
    return {each["path"]: each["text"] for each in pasted.changes}


def said(pasted: Pasted) -> list[tuple[int, str]]:
    return [(each.line, each.message) for each in pasted.unclear]


def test_a_column_goes_down_the_cells_below() -> None:
    pasted = paste(table_of(["100"], ["80"], ["20"]), "funding.annual.total")
    assert changed(pasted) == {"funding.annual.total": "100", "funding.annual.fiscal": "80", "funding.annual.other": "20"}
    assert said(pasted) == []


def test_a_row_goes_to_the_right() -> None:
    pasted = paste(table_of(["25", "50", "75", "100"]), "disbursement[0].value", HEBEI)
    assert changed(pasted) == {f"disbursement[{index}].value": str(25 * (index + 1)) for index in range(4)}
    assert said(pasted) == []


def test_labels_between_are_passed_over_and_told() -> None:
    pasted = paste(table_of(["300", "100"], ["240", "80"]), "funding.period.total")
    assert changed(pasted) == {
        "funding.period.total": "300",
        "funding.annual.total": "100",
        "funding.period.fiscal": "240",
        "funding.annual.fiscal": "80",
    }
    assert said(pasted) == [(1, "“年度资金总额：”不是填写的格，已跳过"), (2, "“其中：财政拨款”不是填写的格，已跳过")]


def test_labels_that_were_copied_along_stand_where_the_form_has_them() -> None:
    block = table_of(["实施期资金总额：", "300", "年度资金总额：", "100"], ["其中：财政拨款", "240", "其中：财政拨款", ""])
    pasted = paste(block, "funding.period.total")
    assert changed(pasted) == {"funding.period.total": "300", "funding.annual.total": "100", "funding.period.fiscal": "240"}
    assert said(pasted) == []


def test_an_empty_cell_keeps_its_place() -> None:
    assert changed(paste(table_of(["25", "", "", "100"]), "disbursement[0].value", HEBEI)) == {
        "disbursement[0].value": "25",
        "disbursement[3].value": "100",
    }
    assert changed(paste(table_of(["100"], [""], ["20"]), "funding.annual.total")) == {
        "funding.annual.total": "100",
        "funding.annual.other": "20",
    }


def test_texts_go_down_into_texts() -> None:
    pasted = paste(table_of(["新增项目", "2027年"]), "project.attribute", NATIONAL)
    assert changed(pasted) == {"project.attribute": "新增项目", "project.period": "2027年"}


def test_amounts_never_run_into_texts() -> None:
    pasted = paste(table_of(["20"], ["修好路"], ["更多"]), "funding.annual.other")
    assert changed(pasted) == {"funding.annual.other": "20"}
    assert [message for _, message in said(pasted) if "没有粘贴" in message] == [
        "没有可以填写的格，没有粘贴“修好路”",
        "没有可以填写的格，没有粘贴“更多”",
    ]


def test_what_finds_no_cell_is_told() -> None:
    pasted = paste(table_of(["75", "100", "125"]), "disbursement[2].value", HEBEI)
    assert changed(pasted) == {"disbursement[2].value": "75", "disbursement[3].value": "100"}
    assert said(pasted) == [(1, "没有可以填写的格，没有粘贴“125”")]


def test_amounts_are_understood_and_told() -> None:
    pasted = paste(table_of(["350,000元"], ["1,234.5"], ["约50万"]), "funding.annual.total")
    assert changed(pasted) == {"funding.annual.total": "35", "funding.annual.fiscal": "1234.5", "funding.annual.other": "约50万"}
    assert said(pasted) == [
        (1, "年度资金总额：「350,000元」读作 35 万元"),
        (3, "年度资金 其他资金：看不懂“约50万”是多少万元，已按原文保存，请改为数字，如 35 或 35.5"),
    ]


def test_an_amount_shown_rounded_is_pasted_as_it_is() -> None:
    pasted = paste('<table><tr><td x:num="776.98853">776.99<tr><td x:num="60">60.00<tr><td x:num="0.5">50%', "funding.annual.total")
    assert changed(pasted) == {"funding.annual.total": "776.98853", "funding.annual.fiscal": "60.00", "funding.annual.other": "50%"}
    assert said(pasted)[0] == (1, "年度资金总额：Excel 中显示为 776.99，按实际的 776.98853 粘贴")


def test_what_is_replaced_is_told_and_what_is_the_same_is_not() -> None:
    keyed = empty(funding=FundingSides(Funding(), Funding(Decimal(100), Decimal(80))))
    pasted = paste(table_of(["100"], ["90"]), "funding.annual.total", keyed=keyed)
    assert changed(pasted) == {"funding.annual.fiscal": "90"}
    assert said(pasted) == [(2, "年度资金 财政拨款：原有的“80”将被替换")]
    assert said(paste(table_of(["100"], ["80"]), "funding.annual.total", keyed=keyed)) == [(0, "粘贴的内容与表中相同")]


def test_while_both_sides_are_kept_equal_only_one_is_pasted() -> None:
    keyed = replace(empty(), beside={MIRRORED: "1"})
    pasted = paste(table_of(["300", "300"], ["240", "80"]), "funding.period.total", keyed=keyed)
    assert changed(pasted) == {"funding.period.total": "300", "funding.period.fiscal": "240"}
    assert said(pasted)[-1] == (2, "年度资金 财政拨款：已勾选“一年期项目同年度”，两侧相同，没有粘贴“80”")


def test_lines_of_text_in_a_goal_are_its_text() -> None:
    pasted = paste("", "goals.annual", text="目标1：甲\r\n目标2：乙\r\n")
    assert changed(pasted) == {"goals.annual": "目标1：甲\n目标2：乙"}


def test_the_preview_names_the_cells() -> None:
    pasted = paste(table_of(["100"], ["约50万"]), "funding.annual.total")
    assert pasted.head == ("栏目", "内容", "说明")
    assert [(each.place, each.texts["text"], bool(each.note)) for each in pasted.shown] == [
        ("年度资金总额", "100", False),
        ("年度资金 财政拨款", "约50万", True),
    ]


@pytest.mark.parametrize(
    "path", ["", "year", "project.name", "department.name", "indicators.annual[0].value", "funding.annual", "__class__", "x" * 400]
)
def test_a_cell_that_is_no_input_is_refused(path: str) -> None:
    with pytest.raises(NotPasted):
        paste(table_of(["甲"], ["乙"]), path)


def test_a_cell_that_this_form_does_not_have_is_refused() -> None:
    with pytest.raises(NotPasted):
        paste(table_of(["1"], ["2"]), "disbursement[0].value", HENAN)


def test_indicators_are_sent_where_they_belong() -> None:
    with pytest.raises(NotPasted, match="绩效指标"):
        paste(in_excel(layout(published("henan-10"), HENAN)), "goals.annual")


@pytest.mark.parametrize("name", ["henan-10", "henan-01", "made-02", "hebei-01"])
def test_the_published_amounts_pasted_with_their_labels_are_the_published_amounts(name: str) -> None:
    record = published(name)
    form = load(record.layout)
    whole = layout(record, form)
    rows = sorted({cell.row for cell in whole.cells if cell.path.startswith("funding.")})
    path = next(cell.path for cell in whole.cells if cell.path.startswith("funding."))
    block = table_of(*([cell.text for cell in whole.starting(row) if cell.rows < 2] for row in rows))
    keyed = empty(form)
    pasted = paste(block, path, form, keyed=keyed)
    assert said(pasted) == []
    funding = perform(keyed, wishes_in([dict(each) for each in pasted.changes]), form).keyed.snapshot.funding
    assert [getattr(funding, side) or Funding() for side in SIDES] == [getattr(record.funding, side) or Funding() for side in SIDES]


TEXT = st.sampled_from(
    ["", "100", "350000元", "约50万", "实施期资金总额：", "其中：财政拨款", "甲", "<p>乙</p>", "25%", "-1", "年度目标", "长" * 20_001]
)
PATHS = [(form, path) for form in (HENAN, HEBEI, NATIONAL) for path in sorted(fixed_texts(empty(form))) if path in open_paths(form)]


@given(
    st.lists(st.lists(TEXT, min_size=1, max_size=6), min_size=1, max_size=8).filter(lambda rows: any(map(any, rows))),
    st.sampled_from(PATHS),
)
def test_whatever_is_pasted_can_be_carried_out(rows: list[list[str]], place: tuple[Layout, str]) -> None:
    form, path = place
    keyed = empty(form)
    try:
        pasted = paste(table_of(*rows), path, form, keyed=keyed)
    except NotPasted:
        assert path in ("number", "goals.period_label")
        return
    perform(keyed, wishes_in([dict(each) for each in pasted.changes]), form)
    assert pasted.changes or pasted.unclear
