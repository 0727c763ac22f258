"""What is typed into a cell: kept as it is, cleaned, read as an amount, or answered at the cell."""

from __future__ import annotations

import tomllib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.official.layout_file import FOLDER, Layout, layout_ids, load, parse
from perfgoals.official.snapshot import SIDES, amount_of
from perfgoals.official.texts import clean
from perfgoals.tables.editing.cells import MOST_PARAGRAPH_CHARACTERS, Reading, as_filled_in, open_fields, open_paths, read_cell
from perfgoals.tables.storing import amount_columns, number_of
from tests.tables.editing.wishing import every_path, texts

HENAN, HEBEI, NATIONAL = (load(id) for id in ("henan", "hebei", "national-2015"))
AMOUNT, STAGE, VALUE, GOAL = "funding.annual.total", "disbursement[0].value", "indicators.annual[].value", "goals.annual"


def typed(path: str, text: str, form: Layout = HEBEI) -> Reading:
    return read_cell(form, path, text)


# Any text into any cell.


@given(st.sampled_from(layout_ids()).flatmap(lambda id: st.tuples(st.just(load(id)), st.sampled_from(every_path(load(id))))), texts)
def test_what_is_kept_stays_as_it_is_when_it_is_typed_again(at: tuple[Layout, str], text: str) -> None:
    form, path = at
    reading = read_cell(form, path, text)
    again = read_cell(form, path, reading.text)
    assert (again.text, again.mended) == (reading.text, "")
    assert bool(again.refused) == bool(reading.refused)


@given(st.sampled_from(layout_ids()).flatmap(lambda id: st.tuples(st.just(load(id)), st.sampled_from(every_path(load(id))))), texts)
def test_a_cell_has_at_most_one_thing_to_put_right(at: tuple[Layout, str], text: str) -> None:
    reading = read_cell(at[0], at[1], text)
    assert not (reading.refused and reading.remark)
    assert not any(character in reading.text for character in "\0\ud800\x07")
    if not text.strip():
        assert reading.remark == reading.refused == ""


@given(texts)
def test_an_amount_that_is_kept_has_room_in_its_columns(text: str) -> None:
    reading = typed(AMOUNT, text)
    columns = amount_columns("total", amount_of(reading.text))
    assert reading.refused or len(str(columns["total_text"])) <= 200
    assert columns["total_text"] == reading.text
    number = columns["total"]
    assert number is None or number == Decimal(reading.text)


@given(st.from_regex(r"\A-?[0-9]{1,210}(\.[0-9]{1,210})?(元|万|万元|亿|亿元)?\Z"))
def test_no_number_is_too_large_or_too_small_to_be_answered(text: str) -> None:
    for path in (AMOUNT, STAGE):
        reading = typed(path, text)
        assert reading.refused or len(reading.text) <= 200


@given(st.decimals(min_value=0, max_value=Decimal("999999999"), places=6))
def test_a_plain_amount_is_kept_digit_by_digit(number: Decimal) -> None:
    reading = typed(AMOUNT, f"{number:f}")
    assert (reading.text, reading.mended, reading.refused) == (f"{number:f}", "", "")
    assert number_of(amount_of(reading.text)) == number


# Amounts.


@pytest.mark.parametrize(
    ("text", "kept", "mended"),
    [
        ("35", "35", ""),
        ("35.50", "35.50", ""),
        ("0", "0", ""),
        ("350,000元", "35", "「350,000元」读作 35 万元"),
        ("35万", "35", "「35万」读作 35 万元"),
        ("35万元", "35", "「35万元」读作 35 万元"),
        ("３５", "35", ""),
        ("0.35亿元", "3500", "「0.35亿元」读作 3500 万元"),
        (" 1,234.5 ", "1234.5", ""),
        ("<p>35</p>", "35", "已去除网页标记"),
        ("3\x075", "35", "已去除控制字符"),
        ("1元", "0.0001", "「1元」读作 0.0001 万元"),
        ("", "", ""),
        ("　", "", ""),
    ],
)
def test_an_amount_is_read_in_wan(text: str, kept: str, mended: str) -> None:
    assert typed(AMOUNT, text) == Reading(kept, mended)


@pytest.mark.parametrize(
    ("text", "kept", "remark"),
    [
        ("约50万", "约50万", "看不懂“约50万”是多少万元，已按原文保存，请改为数字"),
        ("5O", "5O", "看不懂“5O”"),
        ("35;", "35;", "看不懂"),
        ("1e5", "1e5", "看不懂"),
        ("=1+1", "=1+1", "看不懂"),
        ("NaN", "NaN", "看不懂"),
        ("Infinity", "Infinity", "看不懂"),
        ("😀", "😀", "看不懂"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>", "看不懂"),
        ("-3", "-3", "金额不能是负数（-3），请核对"),
        ("1.1234567", "1.1234567", "最多到分，即万元后 6 位小数，现在是 7 位，请核对"),
        ("0.001元", "0.0000001", "现在是 7 位"),
        ("1." + "1" * 40, "1." + "1" * 40, "现在是 40 位"),
        ("1000000000", "1000000000", "金额过大（整数超过 9 位），请核对单位是不是万元"),
        ("1" * 40, "1" * 40, "金额过大"),
        ("1" * 150 + "." + "1" * 40, "1" * 150 + "." + "1" * 40, "金额过大"),
        ("350000", "350000", "350000 万元就是 35 亿元，请核对单位是不是万元"),
        ("100000", "100000", "10 亿元"),
    ],
)
def test_an_amount_that_cannot_be_right_is_kept_and_told(text: str, kept: str, remark: str) -> None:
    reading = typed(AMOUNT, text)
    assert (reading.text, reading.refused) == (kept, "")
    assert remark in reading.remark


@pytest.mark.parametrize("amount", ["1.1234560", "1.000000000", "0.00"])
def test_idle_zeros_are_no_mistake(amount: str) -> None:
    assert typed(AMOUNT, amount) == Reading(amount)


def test_an_amount_has_an_end() -> None:
    assert typed(AMOUNT, "1" * 201).refused.startswith("有 201 个字，最多能存 200 个字，这一格没有保存")
    assert "换算成万元有 203 位，最多能存 200 位，这一格没有保存" in typed(AMOUNT, "9" * 199 + "亿").refused
    assert typed(AMOUNT, "0." + "1" * 196 + "元").refused


# Stages of the 资金支出计划.


@pytest.mark.parametrize(
    ("text", "kept", "said"),
    [
        ("25", "25", ""),
        ("100.00", "100.00", ""),
        ("0", "0", ""),
        ("", "", ""),
        ("25%", "25", "「25%」读作 25，百分号已印在栏目中"),
        ("25 ％", "25", "读作 25"),
        ("100.01", "100.01", "不在 0 与 100 之间"),
        ("-1", "-1", "不在 0 与 100 之间"),
        ("约一半", "约一半", "不是数字，已按原文保存，请填累计百分比，如 25"),
        ("1e1", "1e1", "不是数字"),
        ("9" * 100, "9" * 100, "不在 0 与 100 之间"),
    ],
)
def test_a_stage_is_a_cumulative_percentage(text: str, kept: str, said: str) -> None:
    reading = typed(STAGE, text)
    assert (reading.text, reading.refused) == (kept, "")
    assert said in reading.mended + reading.remark
    assert bool(said) == bool(reading.mended + reading.remark)


# Texts.


@given(texts)
def test_a_text_is_kept_as_clean_makes_it(text: str) -> None:
    assert typed(VALUE, text).text == clean(text, paragraphs=False)[0]
    assert typed(GOAL, text).text == clean(text, paragraphs=True)[0]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "≥95%", "★★★☆", "㎡", "①", "𠮷", "♀", "√"])
def test_what_an_office_writes_is_kept_and_passed_over(text: str) -> None:
    assert typed(VALUE, text) == Reading(text)


@pytest.mark.parametrize("text", ["好😀", "☀", "❤️", "👨‍👩‍👧"])
def test_an_emoji_is_kept_and_told(text: str) -> None:
    reading = typed(VALUE, text)
    assert reading.text == text
    assert "打印时可能印不出，请删去" in reading.remark


def test_lines_of_a_goal_are_paragraphs_and_those_of_a_value_are_joined() -> None:
    assert typed(GOAL, "甲\r\n\r\n乙").text == "甲\n乙"
    assert typed(VALUE, "甲\r\n乙").text == "甲乙"


def test_longer_than_the_form_is_a_remark_and_longer_than_the_column_a_refusal() -> None:
    assert typed(VALUE, "长" * 60) == Reading("长" * 60)
    assert typed(VALUE, "长" * 61).remark == "有 61 个字，最多 60 个字，请精简"
    assert typed(VALUE, "长" * 1000).remark
    assert typed(VALUE, "长" * 1001).refused.startswith("有 1001 个字，最多能存 1000 个字")
    assert typed(GOAL, "长" * MOST_PARAGRAPH_CHARACTERS).remark
    assert typed(GOAL, "长" * (MOST_PARAGRAPH_CHARACTERS + 1)).refused
    assert typed("contacts.telephone", "1" * 51).refused
    assert typed("contacts.telephone", "1" * 50) == Reading("1" * 50)
    assert typed("department.supervisor", "长" * 301, HENAN).refused
    assert typed("goals.period_label", "长" * 201, HENAN).refused
    assert typed("number", "1" * 21).refused


# Which cells are filled in by hand.


def test_the_cells_of_each_form() -> None:
    beside = {"contacts.head", "contacts.author", "contacts.telephone", "mirrored"}
    amounts = {f"funding.annual.{name}" for name in ("total", "fiscal", "other", "parts[].amount")}
    both = amounts | {path.replace("annual", "period") for path in amounts}
    goals = {"goals.period_label", "goals.period", "goals.annual"}
    assert open_paths(HEBEI) == beside | amounts | {"purpose", "goals.annual", "disbursement[].value", "number"}
    assert open_paths(HENAN) == beside | both | goals | {"department.supervisor"}
    assert open_paths(NATIONAL) == beside | both | goals | {"department.supervisor", "project.attribute", "project.period"}
    assert open_fields(HEBEI, "annual") == ("level3", "description", "value", "basis")
    assert open_fields(HEBEI, "period") == ()
    assert open_fields(HENAN, "period") == ("level3", "value")


@pytest.mark.parametrize("id", layout_ids())
def test_who_and_what_the_table_is_about_is_not_typed(id: str) -> None:
    form = load(id)
    closed = {"year", "layout", "department.code", "department.name", "project.code", "project.name", "disbursement[].by", "money_unit"}
    assert not open_paths(form) & closed
    assert not any(field.startswith("level1") or field == "level2" for side in SIDES for field in open_fields(form, side))


@pytest.mark.parametrize("id", layout_ids())
def test_every_value_that_a_form_prints_can_be_typed_or_belongs_to_its_project(id: str) -> None:
    """A cell that is printed, and neither typed nor known from elsewhere, could never be filled in."""
    form = load(id)
    known = {"year", "department.code", "department.name", "project.code", "project.name", "disbursement[].by"}
    groups = {f"indicators.{side}[].{name}" for side in SIDES for name in ("level1", "level2")}
    assert form.bound - known - groups <= open_paths(form) | set(every_path(form))


def test_the_parts_of_an_amount_are_amounts() -> None:
    assert typed("funding.annual.parts[3].amount", "35万") == Reading("35", "「35万」读作 35 万元")


# A form in 元, as one of the places that print whole 元.


def in_yuan() -> Layout:
    data = tomllib.loads((FOLDER / "henan.toml").read_text("utf-8"))
    return parse(data | {"id": "yuan", "money_unit": "元", "amount_format": "#,##0.00"})


@pytest.mark.parametrize(
    ("typed_in", "kept", "shown"),
    [("350000", "35", "350000"), ("35万元", "35", "350000"), ("0.5", "0.00005", "0.5"), ("约50", "约50", "约50")],
)
def test_what_a_form_in_yuan_shows_can_be_typed_again(typed_in: str, kept: str, shown: str) -> None:
    form = in_yuan()
    reading = read_cell(form, AMOUNT, typed_in)
    assert reading.text == kept
    assert as_filled_in(form, AMOUNT, kept) == shown
    assert read_cell(form, AMOUNT, shown).text == kept


def test_a_form_in_wan_shows_what_is_kept() -> None:
    assert as_filled_in(HENAN, AMOUNT, "35.50") == "35.50"
