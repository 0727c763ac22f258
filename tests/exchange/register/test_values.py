"""What cells mean, and the sentences for what they do not."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.exchange.register import values
from perfgoals.exchange.register.reading import Said
from perfgoals.exchange.register.values import Wrong, readable
from perfgoals.official.money import in_yuan, plain


@pytest.mark.parametrize(
    ("text", "exact", "unit", "number"),
    [
        ("1,200,000", "", "元", "120"),
        ("1200000", "1200000", "元", "120"),
        ("0.01", "0.01", "元", "0.000001"),
        ("120", "119.6", "万元", "119.6"),  # shown without its decimals
        ("38.4", "38.4", "万元", "38.4"),
        ("35万", "", "元", "35"),
        ("0", "0", "万元", "0"),
    ],
)
def test_an_amount_to_the_last_place(text: str, exact: str, unit: str, number: str) -> None:
    assert values.amount(Said(text, exact), unit) == Decimal(number)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("约50万", "不是数字"),
        ("待定", "不是数字"),
        ("10%", "不是数字"),
        ("-5", "负数"),
        ("0.005", "不四舍五入"),
        ("9" * 20, "不四舍五入"),
        ("=SUM(A1:A9)", "公式"),
    ],
)
def test_an_amount_that_is_none_is_said(text: str, sentence: str) -> None:
    with pytest.raises(Wrong, match=sentence):
        values.amount(Said(text), "元")


def test_an_amount_over_several_rows_belongs_to_none() -> None:
    with pytest.raises(Wrong, match="合并了几行"):
        values.amount(Said("100", "100", is_merged=True), "万元")


@given(st.decimals(0, 99_999, places=6), st.sampled_from(["元", "万元"]))
def test_no_amount_is_changed_by_its_unit(number: Decimal, unit: str) -> None:
    text = plain(in_yuan(number)) if unit == "元" else plain(number)
    assert values.amount(Said(text), unit) == number  # type: ignore[arg-type]


@given(st.decimals(0, 10**12, allow_nan=False, places=4))
def test_a_readable_amount_is_the_same_amount(number: Decimal) -> None:
    assert Decimal(readable(number).replace(",", "")) == number


@given(
    st.dates(date(1950, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["{0.year}-{0.month}-{0.day}", "{0:%Y%m%d}", "{0.year}年{0.month}月{0.day}日"]),
)
def test_a_day_however_it_is_written(day: date, form: str) -> None:
    assert values.day(Said(form.format(day))) == day


@pytest.mark.parametrize("text", ["2027-02-30", "2027年", "46000", "明年", "2027-1-1 12:00"])
def test_what_is_no_day_is_said(text: str) -> None:
    with pytest.raises(Wrong, match="不是日期"):
        values.day(Said(text))


@pytest.mark.parametrize(
    ("text", "mark"), [("是", True), ("√", True), ("重点项目", True), ("否", False), ("一般性项目", False), ("Ｎ", False)]
)
def test_a_mark_however_it_is_ticked(text: str, mark: bool) -> None:
    assert values.flag(Said(text), ("重点项目",), ("一般性项目",)) is mark


def test_a_mark_that_is_none_is_said() -> None:
    with pytest.raises(Wrong, match="请写“是”或“否”"):
        values.flag(Said("可能"))


def test_a_code_is_narrow_and_has_no_spaces() -> None:
    assert values.code(Said(" ４10９t 001"), 40) == "4109T001"


@pytest.mark.parametrize("said", [Said("410900270001000000000", "410900270001000000000"), Said("4.109E+20", "")])
def test_a_code_that_excel_has_cut_is_said(said: Said) -> None:
    with pytest.raises(Wrong, match="设为文本格式"):
        values.code(said, 40)


@pytest.mark.parametrize(("text", "sentence"), [("长" * 301, "超过 300 个字"), ("a\x07b", "控制字符"), ("=A1&B1", "公式")])
def test_a_text_that_cannot_be_kept_is_said(text: str, sentence: str) -> None:
    with pytest.raises(Wrong, match=sentence):
        values.words(Said(text), 300)


@given(st.text())
def test_nothing_else_than_wrong_is_raised(text: str) -> None:
    for read in (values.day, values.flag, lambda said: values.amount(said, "元"), lambda said: values.code(said, 20)):
        with suppress(Wrong):
            read(Said(text))
