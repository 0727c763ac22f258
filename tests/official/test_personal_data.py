"""Numbers of persons are found in a text, and what is none is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.official.personal_data import personal_numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("联系人张三13800138000。", [("手机号码", "13800138000")]),
        ("１３８００１３８０００", [("手机号码", "13800138000")]),
        ("138 0013 8000或139-0013-9000", [("手机号码", "138 0013 8000"), ("手机号码", "139-0013-9000")]),
        ("身份证410901199001011234、41090119900101123x", [("身份证号码", "410901199001011234"), ("身份证号码", "41090119900101123x")]),
        ("项目编码4109002100000000138001", []),
        ("410901199013011234", []),  # there is no 13th month
        ("12800138000", []),
        ("资金138001380001元", []),
        ("", []),
    ],
)
def test_what_is_found(text: str, found: list[tuple[str, str]]) -> None:
    assert list(personal_numbers(text)) == found


@given(st.text(max_size=20), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text(max_size=20))
def test_a_telephone_is_found_in_any_text(before: str, number: str, after: str) -> None:
    assert ("手机号码", number) in list(personal_numbers(f"{before}，{number}，{after}"))
