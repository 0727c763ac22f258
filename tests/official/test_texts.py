"""Texts made clean: markup and control characters go and are told, everything that can be seen stays."""

from __future__ import annotations

import re
import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.grid.formats.xlsx_text import unprintable
from perfgoals.official.texts import as_text, clean, printable, year_in

PIECES = st.sampled_from(
    ["<p>", "</p>", "<P class='a'>", "<br/>", "<BR>", "<div>", "</div>", "<span style='x'>", "</span>", "<font>", "&nbsp;", "&nbsp",
     "\n", "\r\n", "\t", "\x00", "\x0b", "\u200b", "\ufeff", "\u2028", "\xa0", "\u3000", "<", ">", "p", "&", "/", "≥90%",
     "目标1：", "a", "1", " ", "\ud800"]
)  # fmt: skip
texts = st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=12).map("".join)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "目标1：完成",
        "≥90%",
        "a < b 且 c > d",
        "<b>粗</b>",
        "<td>",
        "p<0.05",
        "A&B",
        "&amp;",
        "&lt;p&gt;",
        "<<规定>>",
        "<pre>",
        "<parts>",
        "=1+1",
    ],
)
@pytest.mark.parametrize("paragraphs", [True, False])
def test_a_clean_text_stays_and_nothing_is_said(text: str, paragraphs: bool) -> None:
    assert clean(text, paragraphs=paragraphs) == (text, "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  目标 1  ", "目标 1"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("一\n\n\n 二 ", "一\n二"),
        ("一\u2028二\x0b三\x0c四\x85五", "一\n二\n三\n四\n五"),
        ("一\t二\xa0三", "一 二 三"),
        ("\ufeff一\u200b二\u2060", "一二"),
        ("\u3000\u3000一", "一"),
    ],
)
def test_white_space_is_put_in_order_without_a_word(text: str, expected: str) -> None:
    assert clean(text, paragraphs=True) == (expected, "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>一</p>", "一"),
        ("<p>一;</p> <p>二</p>", "一;\n二"),
        ("<P CLASS='x'>一</P>\n<p>二</p>", "一\n二"),
        ("一<br>二<br/>三<BR />四", "一\n二\n三\n四"),
        ("<div><p>一</p></div>", "一"),
        ('<span style="color:red">一</span>二', "一二"),
        ("一&nbsp;二&nbsp三", "一 二 三"),
        ("<<span>p>一", "一"),
        ("<sp<span>an>一", "一"),
    ],
)
def test_markup_is_taken_out_and_told(text: str, expected: str) -> None:
    assert clean(text, paragraphs=True) == (expected, "已去除网页标记")


def test_control_characters_are_taken_out_and_told() -> None:
    assert clean("一\x00二\x07\ud800", paragraphs=True) == ("一二", "已去除控制字符")
    assert clean("<\x00p>一", paragraphs=True) == ("一", "已去除网页标记；已去除控制字符")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("产出\n指标", "产出指标"),
        ("A\nB", "A B"),
        ("2026\n年", "2026年"),
        ("达到\n95%", "达到95%"),
        ("PM\n2.5", "PM 2.5"),
        ("一、\n二", "一、二"),
    ],
)
def test_words_broken_in_a_narrow_cell_are_joined(text: str, expected: str) -> None:
    assert clean(text, paragraphs=False) == (expected, "")


@given(texts, st.booleans())
def test_what_is_clean_stays_as_it_is(text: str, paragraphs: bool) -> None:
    once, _ = clean(text, paragraphs=paragraphs)
    assert clean(once, paragraphs=paragraphs) == (once, "")


@given(st.text(), st.booleans())
def test_no_visible_character_is_lost(text: str, paragraphs: bool) -> None:
    text = re.sub("[<&]", "", text)
    cleaned, said = clean(text, paragraphs=paragraphs)
    visible = [sign for sign in text if not re.match(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b\u2060\ufeff\ufffe\uffff]", sign)]
    assert [sign for sign in cleaned if not sign.isspace()] == visible
    assert said in ("", "已去除控制字符")


@given(texts)
def test_nothing_that_cannot_be_printed_comes_through(text: str) -> None:
    cleaned, _ = clean(text, paragraphs=True)
    cleaned.encode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\ufeff]", cleaned)
    assert cleaned == cleaned.strip()
    assert "\n\n" not in cleaned


@given(texts)
def test_in_one_line_there_is_no_line_break(text: str) -> None:
    assert "\n" not in clean(text, paragraphs=False)[0]


@pytest.mark.parametrize("piece", ["<p ", "<span", "&nbsp;", "</p>  ", "<", "\n ", "a\n"])
def test_a_hostile_text_takes_no_longer_than_its_length(piece: str) -> None:
    start = time.process_time()
    clean(piece * 100_000 + ">" * 100_000, paragraphs=False)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (None, (0, "")),
        ("", (0, "")),
        (0, (0, "")),
        (2026, (2026, "")),
        ("2026", (2026, "年度按 2026 读入")),
        ("2026年度", (2026, "年度按 2026 读入")),
        (Decimal("2026.0"), (2026, "年度按 2026 读入")),
        ("二〇二六", (0, "不是年度，未读入")),
        ("120265", (0, "不是年度，未读入")),
        (26, (0, "不是年度，未读入")),
        (1900, (0, "不是年度，未读入")),
        (1949, (1949, "")),
        ("1949", (1949, "年度按 1949 读入")),
        (2100, (0, "不是年度，未读入")),
        ("2100年", (0, "不是年度，未读入")),
        (True, (0, "不是年度，未读入")),
        ([], (0, "不是年度，未读入")),
    ],
)
def test_the_year_in_what_comes_from_outside(data: Any, expected: tuple[int, str]) -> None:
    assert year_in(data) == expected


def test_anything_as_text() -> None:
    assert as_text(None) == ""
    assert as_text("一") == "一"
    assert as_text(5) == "5"
    assert as_text(Decimal("1E+3")) == "1000"
    assert as_text(Decimal("NaN")) == "NaN"


def test_what_would_fill_the_memory_is_not_written_out() -> None:
    assert len(as_text(Decimal("1E+999999999"))) < 30
    assert as_text(10**5000) == "（int）"
    assert year_in(10**5000) == (0, "不是年度，未读入")
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert as_text(deep) == "（list）"


def test_what_no_file_can_hold_is_left_out() -> None:
    assert printable("年度\x02目标\x1b\r\n第二行\ud83d\uffff😀") == "年度目标\n第二行😀"


@given(st.text(st.characters(exclude_categories=())))
def test_what_is_left_can_be_written(text: str) -> None:
    left = printable(text)
    left.encode()
    assert not unprintable(left)
    assert printable(left) == left
