"""Chinese numerals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.official.numerals import NUMERALS, figures, whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("零", 0),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("九十九", 99),
        ("一百零五", 105),
        ("一百一十二", 112),
        ("两千三百", 2300),
        ("三千零五", 3005),
        ("一千二百三十四", 1234),
    ],
)
def test_a_number(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", "百", "千", "二三", "十十", "一百二", "两千三", "二百零", "九点五", "万"])
def test_no_number_or_two_readings(text: str) -> None:
    assert whole_number(text) is None


def test_figure_by_figure() -> None:
    assert figures("二〇二六年") == "2026年"


@given(st.text(alphabet=NUMERALS, max_size=8))
def test_never_raises_and_stays_below_ten_thousand(text: str) -> None:
    number = whole_number(text)
    assert number is None or 0 <= number < 10_000
