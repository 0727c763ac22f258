"""What Excel would show, case by case; and that no format makes the reader fall over."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.grid.formats.number_format import builtin, shown

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '

NUMBERS = [
    # General: what was typed, without the noise of binary fractions
    (19.0, "General", "19"),
    (776.98853, "General", "776.98853"),
    (0.1 + 0.2, "General", "0.3"),
    (-0.5, "General", "-0.5"),
    (0, "General", "0"),
    (100000000000000, "General", "100000000000000"),
    (1e15, "General", "1000000000000000"),
    (0.0001, "General", "0.0001"),
    (1.5e-12, "General", "1.5E-12"),
    (1.2e25, "General", "1.2E+25"),
    (410000202112345678, "General", "410000202112345678"),
    (3.5, "G/通用格式", "3.5"),
    (3.5, 'General"万元"', "3.5万元"),
    # places
    (19, "0.00", "19.00"),
    (2.5, "0", "3"),
    (1.005, "0.00", "1.01"),
    (776.98853, "0.0000", "776.9885"),
    (0.5, "#.##", ".5"),
    (5, "00000", "00005"),
    (1234.5, ".00", "1234.50"),
    (-0.3, "0", "0"),
    (1e25, "0", "10000000000000000000000000"),
    # thousands
    (1234567.891, "#,##0.00", "1,234,567.89"),
    (999, "#,##0", "999"),
    (-1000, "#,##0", "-1,000"),
    (12345678, "0,", "12346"),
    (13812345678, "000-0000-0000", "138-1234-5678"),
    # percent
    (1, "0%", "100%"),
    (0.9, "0%", "90%"),
    (0.955, "0.0%", "95.5%"),
    (0.2875, "0.00%", "28.75%"),
    (0.58, "0%", "58%"),
    # words
    (35, '0.00"万元"', "35.00万元"),
    (3, '0"个"', "3个"),
    (3, "0个", "3个"),
    (3, r"0\个", "3个"),
    (0.9, '"≥"0%', "≥90%"),
    (0.9, "≥0%", "≥90%"),
    (9, '0"万', "9万"),
    # sections
    (5, '0;(0);"零"', "5"),
    (-5, '0;(0);"零"', "(5)"),
    (0, '0;(0);"零"', "零"),
    (-7, "0;[Red]-0", "-7"),
    (-7, "[Red]0", "-7"),
    (3, ";;;", ""),
    (85, '[>=80]"优";"差"', "优"),
    (60, '[>=80]"优";"差"', "差"),
    (1, '"含;分号"0', "含;分号1"),
    (1234.5, ACCOUNTING, "1,234.50"),
    (-1234.5, ACCOUNTING, "-1,234.50"),
    (0, ACCOUNTING, "-"),
    (12, "0_);(0)", "12"),
    (1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
    (1234.5, "[$-804]#,##0.00", "1,234.50"),
    # a number in a cell meant for text
    (12, "@", "12"),
    (45, '"第"@"期"', "第45期"),
    # fractions and powers, roughly
    (0.5, "# ?/?", "1/2"),
    (1.25, "# ?/4", "1 1/4"),
    (3, "# ?/?", "3"),
    (12345.6, "0.00E+00", "1.23E+04"),
    (9.999, "0.0E+0", "1.0E+1"),
    # no format at all
    (3.5, "", "3.5"),
    (3.5, "0;0;0;0;0", "3.5"),
    (3.5, "0" * 300, "3.5"),
    (3.5, "0.0yyyy", "3.5"),
]

MOMENTS = [
    (44621, "yyyy/m/d", "2022/3/1"),
    (44621, "yyyy-mm-dd", "2022-03-01"),
    (44621, 'yyyy"年"m"月"d"日"', "2022年3月1日"),
    (44621, 'yyyy"年"m"月"', "2022年3月"),
    (44621, 'm"月"d"日"', "3月1日"),
    (44621, "aaaa", "星期二"),
    (44621, "d-mmm-yy", "1-Mar-22"),
    (44621.75, r'[$-804]yyyy"年"m"月"d"日"\ 上午/下午h"时"mm"分";@', "2022年3月1日 下午6时00分"),
    (44621.5, "h:mm AM/PM", "12:00 PM"),
    (1.5, "[h]:mm", "36:00"),
    (59, "m/d", "2/28"),
    (61, "m/d", "3/1"),
    (datetime(2021, 3, 1), "mm-dd-yy", "2021/3/1"),
    (datetime(2021, 3, 1, 8, 5), "m/d/yy h:mm", "2021/3/1 8:05"),
    (datetime(2021, 3, 1), "General", "2021/3/1"),
    (date(2021, 12, 31), 'yyyy"年"m"月"d"日"', "2021年12月31日"),
    (time(9, 5, 7), "h:mm:ss", "9:05:07"),
    (time(9, 5, 7), "General", "9:05:07"),
    (timedelta(hours=26), "[h]:mm", "26:00"),
]

TEXTS = [
    ("≥90%", "General", "≥90%"),
    ("0123", "0", "0123"),
    ("及时", "@", "及时"),
    ("2021", '@"年度"', "2021年度"),
    ("甲", ACCOUNTING, "甲"),
    ("甲", ";;;", ""),
    (True, "0", "TRUE"),
    (None, "0", ""),
    (float("inf"), "0", "inf"),
]


@pytest.mark.parametrize(("value", "code", "text"), NUMBERS)
def test_numbers(value: float, code: str, text: str) -> None:
    assert shown(value, code) == (text, Decimal(repr(value)))


@pytest.mark.parametrize(("value", "code", "text"), [*MOMENTS, *TEXTS])
def test_what_is_no_number(value: object, code: str, text: str) -> None:
    assert shown(value, code) == (text, None)


def test_a_day_that_excel_does_not_have_stays_a_number() -> None:
    assert shown(-1, "yyyy/m/d") == ("-1", Decimal(-1))
    assert shown(1e9, "yyyy/m/d") == ("1000000000", Decimal(10**9))


def test_ids_that_spell_no_format_are_chinese() -> None:
    assert shown(44621, builtin(57) or "")[0] == "2022年3月"
    assert shown(44621, builtin(58) or "")[0] == "3月1日"
    assert shown(44621, builtin(31) or "")[0] == "2022年3月1日"
    assert builtin(9) == "0%"
    assert builtin(164) is None


PIECES = st.sampled_from(
    [*'0#?.,%;@"\\_*[]/ymdhs!年- ', "[Red]", "[>=1]", "[<1e9]", "[$¥-804]", "[h]", "E+", "E-", "General", "AM/PM", "aaa", "ss.0"]
)
VALUES = st.one_of(
    st.integers(), st.floats(), st.booleans(), st.text(), st.datetimes(), st.dates(), st.times(), st.timedeltas(), st.none(), st.decimals()
)


@given(VALUES, st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=12))
def test_nothing_raises(value: object, code: str) -> None:
    text, number = shown(value, code)
    assert isinstance(text, str)
    assert number is None or number == value or number == Decimal(repr(value))


@given(st.integers(-(10**15), 10**15))
def test_percent_is_a_hundred_times(number: int) -> None:
    assert shown(number, "0%") == (f"{number * 100}%", Decimal(number))
    assert shown(number / 100, "0.##%")[0].rstrip("%").rstrip(".") == shown(float(number), "General")[0] or abs(number) > 10**13


@given(st.decimals(-(10**9), 10**9, places=4, allow_nan=False))
def test_amounts_show_every_place(amount: Decimal) -> None:
    assert Decimal(shown(float(amount), "0.0000")[0]) == amount
    assert Decimal(shown(float(amount), "#,##0.0000")[0].replace(",", "")) == amount
    assert Decimal(shown(float(amount), "General")[0]) == amount


@given(st.integers(10**16, 10**30))
def test_integers_keep_every_digit(number: int) -> None:
    assert Decimal(shown(number, "0")[0]) == number
