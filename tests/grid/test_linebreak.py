"""Line breaks: the same as uniseg's own but for the Chinese additions, and never a lost character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uniseg.linebreak import line_break_boundaries

from perfgoals.grid.linebreak import PARAGRAPHS, breaks, longest_word, wrap
from perfgoals.grid.measure import SIMSUN

TEXTS = st.text(alphabet="中文年度万元，。、：；（）《》“”…—≥％%·0123456789.,-/ abXé①㎡\u0301", max_size=40)


def lines(text: str, ems: float) -> tuple[str, ...]:
    return wrap(text, ems * 10, 10, SIMSUN)


@pytest.mark.parametrize(
    ("text", "ems", "expected"),
    [
        ("绩效目标", 4, ("绩效目标",)),
        ("完成情况良好。", 6, ("完成情况良", "好。")),  # 。 may not begin a line
        ("覆盖率（含农村）", 4, ("覆盖率", "（含农", "村）")),  # （ may not end a line
        ("按照《办法》执行", 3, ("按照", "《办", "法》", "执行")),
        ("资金776.98853万元", 5, ("资金", "776.98853", "万元")),  # a number is kept whole
        ("满意度≥90百分数", 4, ("满意度", "≥90百", "分数")),
        ("2021—2025年", 4, ("2021—", "2025年")),  # a dash may not begin a line
        ("面积126.5万㎡", 5, ("面积126.5", "万㎡")),
        ("服务对象满意度指标", 4, ("服务对象", "满意度", "指标")),  # no single character is left over
        ("第一段\n第二段", 9, ("第一段", "第二段")),
        ("第一段\n\n第三段", 9, ("第一段", "", "第三段")),
        ("甲\r\n乙", 9, ("甲", "乙")),
        ("", 5, ("",)),
    ],
)
def test_lines_of_a_form(text: str, ems: float, expected: tuple[str, ...]) -> None:
    assert lines(text, ems) == expected


def test_a_word_wider_than_the_line_is_broken_anywhere() -> None:
    assert lines("13091626P00016110003L", 3) == ("130916", "26P000", "161100", "03L")


def test_the_line_after_a_broken_word_is_used_up() -> None:
    assert lines("1234567890万元起", 3) == ("123456", "7890万", "元起")


def test_a_character_wider_than_the_line_stands_alone() -> None:
    assert lines("中文", 0.5) == ("中", "文")


def test_spaces_hang_over_the_end() -> None:
    assert lines("甲乙   丙丁", 2) == ("甲乙   ", "丙丁")


def test_a_broken_word_keeps_its_accents() -> None:
    assert lines("e\u0301e\u0301e\u0301", 0.5) == ("e\u0301", "e\u0301", "e\u0301")


def test_the_longest_word_is_the_number() -> None:
    assert longest_word("约776.98853万元\n甲", 10, SIMSUN) == pytest.approx(45)


@given(TEXTS)
def test_breaks_are_those_of_uax_14_less_the_chinese_ones(text: str) -> None:
    everywhere = set(line_break_boundaries(text)) - {0} if text else set()
    ours = set(breaks(text))
    assert ours <= everywhere
    for place in everywhere - ours:
        assert text[place] in "—～~·％%‰℃°㎡" or text[:place].rstrip()[-1:] in tuple("≥≤＞＜>＝≠±≈￥¥№")


@given(TEXTS, st.floats(min_value=1, max_value=15))
def test_nothing_is_lost_or_added(text: str, ems: float) -> None:
    assert "".join(lines(text, ems)) == "".join(PARAGRAPHS.split(text))


@given(TEXTS, st.floats(min_value=1.5, max_value=15))
def test_no_line_is_too_wide(text: str, ems: float) -> None:
    for line in lines(text, ems):
        assert sum(map(SIMSUN.advance, line.rstrip(" "))) <= ems + 1e-9


@given(TEXTS, st.floats(min_value=4, max_value=15))
def test_no_line_begins_with_what_may_not(text: str, ems: float) -> None:
    for before, line in zip(lines(text, ems), lines(text, ems)[1:], strict=False):
        if line and line[0] in "，。、：；）》”" and before.strip():
            # Only a chain of signs that fits no line whole may be torn.
            assert longest_word(text, 1, SIMSUN) > ems
