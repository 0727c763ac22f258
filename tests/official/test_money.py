"""Amounts: what is read without a word, what is read and said, what is refused; and printing that loses nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.official.money import Amount, in_yuan, moved, parse_amount, plain, shown, total_of

AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False) | st.decimals(-(10**9), 10**9, places=5)
FORMATS = st.sampled_from(["plain", "0", "0.0", "0.00", "0.00000", "#,##0", "#,##0.00"])
MONEYLIKE = st.text(alphabet="0123456789０５.,，． \n-¥￥万亿元约()（）整E+", max_size=20)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("776.98853", "776.98853"),
        ("19.00", "19.00"),
        (" 50 ", "50"),
        ("５０", "50"),
        ("５０．２５", "50.25"),
        ("1,179.21", "1179.21"),
        ("1,000,000", "1000000"),
        ("１，１７９", "1179"),
        ("-50", "-50"),
        ("−50", "-50"),
        ("0", "0"),
    ],
)
def test_a_plain_number_is_read_without_a_word(text: str, number: str) -> None:
    amount = parse_amount(text)
    assert (str(amount.number), amount.text, amount.mended) == (number, text, "")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("35万", "35"),
        ("66万元", "66"),
        ("66.50万元", "66.50"),
        ("10000万元", "10000"),
        ("66（万元）", "66"),
        ("35 万 元", "35"),
        ("350,000元", "35"),
        ("350000 元", "35"),
        ("3498000.00元整", "349.8"),
        ("1元", "0.0001"),
        ("0元", "0"),
        ("1.2亿元", "12000"),
        ("968.191 8", "968.1918"),
        ("968.\n1918", "968.1918"),
        ("968.191  8", "968.1918"),
        ("968 .19", "968.19"),
        ("1 179.21", "1179.21"),
        ("￥50", "50"),
        ("¥ 1,050.5", "1050.5"),
        ("人民币50万元", "50"),
        ("-￥5", "-5"),
        ("¥-5", "-5"),
        (".5", "0.5"),
        ("5.", "5"),
    ],
)
def test_more_than_a_number_is_read_and_said(text: str, number: str) -> None:
    amount = parse_amount(text)
    assert str(amount.number) == number
    assert amount.text == text
    assert amount.mended == f"「{' '.join(text.split())}」读作 {number} 万元"


@pytest.mark.parametrize(
    "text",
    [
        "约50万",
        "50-60",
        "50左右",
        "待定",
        "-",
        "￥",
        "1,17",
        "1,234,5",
        "1.2.3",
        "--5",
        "-¥-5",
        "50万美元",
        "35(万",
        "1E+3",
        "NaN",
        "**",
        "５０～６０",
        "50万-60万",
        "50 60",
        "50  60",
        "50 \n 60",
        "117 9.21",
        "1.5 2.5",
        "35万 45万",
    ],
)
def test_what_is_not_certain_stays_text(text: str) -> None:
    assert parse_amount(text) == Amount(None, text, "")


@pytest.mark.parametrize("text", ["", "  ", "\n", "\u3000"])
def test_a_blank_cell_is_empty_and_not_zero(text: str) -> None:
    assert parse_amount(text) == Amount(None, "", "")


@pytest.mark.parametrize(
    ("text", "number", "mended"),
    [
        ("350000", "35", ""),
        ("350,000.00", "35", ""),
        ("0.01", "0.000001", ""),
        ("3498000", "349.8", ""),
        ("35万元", "35", "「35万元」读作 350000 元"),
        ("350000元", "35", "「350000元」读作 350000 元"),
    ],
)
def test_a_cell_counted_in_yuan(text: str, number: str, mended: str) -> None:
    amount = parse_amount(text, unit="元")
    assert amount.number is not None
    assert (plain(amount.number), amount.mended) == (number, mended)


def test_more_digits_than_the_decimal_context_holds_are_not_rounded() -> None:
    digits = "123456789" * 10
    assert parse_amount(digits, unit="元").number == Decimal(f"{digits[:-4]}.{digits[-4:]}")
    assert in_yuan(Decimal(f"{digits}.12345")) == Decimal(f"{digits}1234.5")


@pytest.mark.parametrize(("number", "text"), [("19.00", "19.00"), ("1E+3", "1000"), ("1E-7", "0.0000001"), ("-0.50", "-0.50")])
def test_plain_has_no_exponent_and_keeps_zeros(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


@pytest.mark.parametrize(("number", "yuan"), [("19.00", "190000"), ("776.98853", "7769885.3"), ("1E+3", "10000000"), ("0", "0")])
def test_in_yuan(number: str, yuan: str) -> None:
    assert str(in_yuan(Decimal(number))) == yuan


@pytest.mark.parametrize(
    ("number", "number_format", "text", "excel"),
    [
        ("19", "0.00", "19.00", "0.00"),
        ("19.00", "0.00", "19.00", "0.00"),
        ("19.005", "0.00", "19.005", "0.000"),
        ("19.00", "plain", "19.00", "0.00"),
        ("60", "plain", "60", "0"),
        ("776.98853", "plain", "776.98853", "0.00000"),
        ("1E+3", "plain", "1000", "0"),
        ("1E+3", "0.00", "1000.00", "0.00"),
        ("-0.5", "0.00", "-0.50", "0.00"),
        ("-0", "plain", "0", "0"),
        ("190000", "#,##0.00", "190,000.00", "#,##0.00"),
        ("-1234567.5", "#,##0", "-1,234,567.5", "#,##0.0"),
        ("123456789012345", "0", "123456789012345", "0"),
        ("1000000000000000000", "0", "1000000000000000000", "0"),
        ("1234567890123456", "0", "1234567890123456", "@"),
    ],
)
def test_shown(number: str, number_format: str, text: str, excel: str) -> None:
    assert shown(Decimal(number), number_format) == (text, excel)


@pytest.mark.parametrize("number_format", ["", "0.00元", "0,0", "General"])
def test_a_format_no_layout_may_name_is_refused(number_format: str) -> None:
    with pytest.raises(ValueError, match="数字格式"):
        shown(Decimal(1), number_format)


@given(st.text() | MONEYLIKE, st.sampled_from(["万元", "元"]))
def test_never_raises_and_keeps_what_it_does_not_read(text: str, unit: str) -> None:
    amount = parse_amount(text, unit=unit)  # type: ignore[arg-type]
    assert amount.text == (text if text.strip() else "")
    if amount.number is None:
        assert amount.mended == ""
    else:
        assert amount.number.is_finite()


@given(AMOUNTS)
def test_what_plain_prints_is_read_back(number: Decimal) -> None:
    amount = parse_amount(plain(number))
    assert (amount.number, amount.mended) == (number, "")


@given(AMOUNTS)
def test_yuan_and_back(number: Decimal) -> None:
    assert parse_amount(plain(in_yuan(number)), unit="元").number == number
    assert parse_amount(plain(number), unit="元").number == moved(number, -4)


@given(AMOUNTS, FORMATS)
def test_shown_never_loses_a_digit(number: Decimal, number_format: str) -> None:
    text, excel = shown(number, number_format)
    assert parse_amount(text).number == number
    assert text.replace(",", "").startswith(plain(number if number else abs(number)))
    if excel != "@":
        assert len(excel.partition(".")[2]) == len(text.partition(".")[2])


def test_a_total_is_exact_and_of_nothing_there_is_none() -> None:
    assert total_of([]) is None
    assert total_of([None, None]) is None
    assert total_of([None, Decimal(0)]) == 0
    assert total_of([Decimal(10) ** 40, None, Decimal("0.01")]) == Decimal(f"1{'0' * 40}.01")


@given(st.lists(st.none() | st.decimals(-(10**9), 10**9, places=6)))
def test_a_total_is_the_same_in_any_order_and_none_counts_nothing(amounts: list[Decimal | None]) -> None:
    assert total_of(amounts) == total_of(reversed(amounts)) == total_of(amount for amount in amounts if amount is not None)
