"""指标值: what is read out of it, and above all what is not."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.official.dates import PrintedDate
from perfgoals.official.money import plain
from perfgoals.official.values import Value, parse

SIGNS = ["≥", "≤", ">", "<", "=", "＞＝", "≧", "不低于", "不超过", "超过", "以上", "以内", "以下", "内", "左右", "余", "（含）"]
MARKS = ["至", "~", "-", "—", ".", ",", "，", "、", "/", "**", "×", "±", " ", "\n", "<p>", "²"]
MEASURES = ["％", "%", "(%)", "百分数", "百分之", "比例", "个", "次", "人次", "万", "元", "m", "天", "年", "月", "日", "季度", "航次"]
FIGURES = ["0", "1", "3", "12", "95", "2026", "2023.07", "1,584", "５", "一", "三", "十", "百", "半"]
SPOKEN = ["完成", "及时", "达到", "指标1:", "定性", "较", "每", "第", "底", "前", "本"]
WRITTEN = st.lists(st.sampled_from(SIGNS + MARKS + MEASURES + FIGURES + SPOKEN), max_size=8).map("".join)
UNITS = st.sampled_from(["", "%", "百分数", "(%)", "次", "人次", "万元", "元/亩", "次/月", "平方米", "m²", "个工作日", "万人"])


def parts(value: Value) -> tuple[str, str, str]:
    return value.comparator, "" if value.number is None else plain(value.number), value.unit


@pytest.mark.parametrize(
    ("text", "comparator", "number", "unit"),
    [
        ("≥90百分数", "≥", "90", "百分数"),
        ("≥90 百分数", "≥", "90", "百分数"),
        ("≥90百\n分数", "≥", "90", "百分数"),
        ("＞＝95％", "≥", "95", "％"),
        ("≧95%", "≥", "95", "%"),
        ("≥≥95%", "≥", "95", "%"),
        (">=95%", "≥", "95", "%"),
        ("=<3", "≤", "3", ""),
        ("≦3", "≤", "3", ""),
        ("＝100％", "=", "100", "％"),
        ("=100.00(%)", "=", "100.00", "(%)"),
        ("不低于95%", "≥", "95", "%"),
        ("不少于3次", "≥", "3", "次"),
        ("不小于3次", "≥", "3", "次"),
        ("至少 3 次", "≥", "3", "次"),
        ("大于等于95%", "≥", "95", "%"),
        ("400人次以上", "≥", "400", "人次"),
        ("99.9%及以上", "≥", "99.9", "%"),
        ("90％（含）以上", "≥", "90", "％"),
        ("5人以上（含5人）", "≥", "5", "人"),
        ("≥95%（含）", "≥", "95", "%"),
        ("不超过8万元", "≤", "8", "万元"),
        ("控制在10%以内", "≤", "10", "%"),
        ("3个工作日内", "≤", "3", "个工作日"),
        ("5天以下", "≤", "5", "天"),
        ("至多5次", "≤", "5", "次"),
        ("小于等于5", "≤", "5", ""),
        ("超过95%", ">", "95", "%"),
        ("大于5年", ">", "5", "年"),
        ("低于5%", "<", "5", "%"),
        ("等于0", "=", "0", ""),
        (">5年", ">", "5", "年"),
        ("≤12月", "≤", "12", "月"),
        ("1次/月", "", "1", "次/月"),
        ("每月1次", "", "1", "次/月"),
        ("每年不少于2次", "≥", "2", "次/年"),
        ("每人500元", "", "500", "元/人"),
        ("每人每月100元", "", "100", "元/人/月"),
        ("2人/村", "", "2", "人/村"),
        ("≤500元/人·月", "≤", "500", "元/人·月"),
        ("≥0.97比例", "≥", "0.97", "比例"),
        ("20000m ²", "", "20000", "m²"),
        ("1,584.85平方", "", "1584.85", "平方"),
        ("13250元", "", "13250", "元"),
        ("2.4万人", "", "2.4", "万人"),
        ("7000万美元", "", "7000", "万美元"),
        ("16亿元", "", "16", "亿元"),
        ("5台（套）", "", "5", "台（套）"),
        ("指标1: 95%", "", "95", "%"),
        ("*指标2：≥3次", "≥", "3", "次"),
        ("%=99", "=", "99", "%"),
        ("292%", "", "292", "%"),
        ("0", "", "0", ""),
        ("≥60", "≥", "60", ""),
        ("-5%", "", "-5", "%"),
        ("≤－3℃", "≤", "-3", "℃"),
        ("９５%", "", "95", "%"),
        ("三年", "", "3", "年"),
        ("一年", "", "1", "年"),
        ("十二座", "", "12", "座"),
        ("两次", "", "2", "次"),
        ("每年一次", "", "1", "次/年"),
        ("三百万元", "", "300", "万元"),
        ("百分之九十", "", "90", "%"),
        ("百分之九十五以上", "≥", "95", "%"),
        ("百分之百", "", "100", "%"),
        ("百分之95", "", "95", "%"),
        ("百分百", "", "100", "%"),
        ("千分之五", "", "5", "‰"),
        ("95%；", "", "95", "%"),
        ("≥3航次", "≥", "3", "航次"),
        ("3航次以上", "≥", "3", "航次"),
        ("1200.00年", "", "1200.00", "年"),
    ],
)
def test_a_number(text: str, comparator: str, number: str, unit: str) -> None:
    value = parse(text)
    assert (value.kind, value.words) == ("number", "")
    assert parts(value) == (comparator, number, unit)


@pytest.mark.parametrize(
    ("text", "comparator", "number", "unit", "words"),
    [
        ("100%完成", "", "100", "%", "完成"),
        ("合格率≥95%", "≥", "95", "%", "合格率"),
        ("满意度：95%", "", "95", "%", "满意度:"),
        ("较上年提高5%", "", "5", "%", "较上年提高"),
        ("较2025年提高5个百分点", "", "5", "个百分点", "较2025年提高"),
        ("完成5座污水处理站建设", "", "5", "座", "完成污水处理站建设"),
        ("95%左右", "", "95", "%", "左右"),
        ("2小时内到达", "≤", "2", "小时", "到达"),
        ("约50个", "", "50", "个", "约"),
        ("100余人", "", "100", "人", "余"),
        ("≤±5%", "≤", "5", "%", "±"),
        ("达到80分以上", "≥", "80", "分", "达到"),
    ],
)
def test_words_around_a_number_are_kept(text: str, comparator: str, number: str, unit: str, words: str) -> None:
    value = parse(text)
    assert value.kind == "number"
    assert parts(value) == (comparator, number, unit)
    assert value.words == words
    assert value.date is None


@pytest.mark.parametrize(
    ("text", "lower", "upper", "unit"),
    [
        ("3至5天", "3", "5", "天"),
        ("80%-90%", "80", "90", "%"),
        ("3~5", "3", "5", ""),
        ("3～5", "3", "5", ""),
        ("3—5", "3", "5", ""),
        ("3——5", "3", "5", ""),
        ("3到5个工作日", "3", "5", "个工作日"),
        ("5万-10万元", "5", "10", "万元"),
        ("-5~-3℃", "-5", "-3", "℃"),
        ("2000-3000元", "2000", "3000", "元"),
    ],
)
def test_a_range(text: str, lower: str, upper: str, unit: str) -> None:
    value = parse(text)
    assert (value.kind, value.number, value.upper, value.unit) == ("range", Decimal(lower), Decimal(upper), unit)


SAID_IN_WORDS = [
    "是",
    "否",
    "及时",
    "无",
    "/",
    "半年",
    "一年半",
    "十分满意",
    "一次性完成",
    "一等奖",
    "一流",
    "零投诉",
    "三分之一",
    "<p>完成</p>",
]
NOT_A_QUANTITY = ["第5次", "每月10日前", "每季度末", "5日前", "3A级", "5G", "PM2.5≤35", "型号-5", "未达95%", "100及时", "20××年", "指标1："]
TWO_NUMBERS = [
    "1:3",
    "1/3",
    "7×24小时",
    "1年1次",
    "一月一次",
    "3次5人",
    "3天、5人",
    "3 5",
    "3  5",
    "1.建成5座",
    "12季度~3一",
    "2026年3月、9月",
]
NOT_WELL_FORMED = ["12,34", "1.2.3", "90%-80%", "2025-2023年", "5天-3人", "≤95%以上", "<p>95%</p>"]
AGAINST_SOMETHING_ELSE = ["高于国家标准", "不低于国家标准", "不低于2025年水平", "不超过预算10%"]


@pytest.mark.parametrize("text", [*SAID_IN_WORDS, *NOT_A_QUANTITY, *TWO_NUMBERS, *NOT_WELL_FORMED, *AGAINST_SOMETHING_ELSE])
def test_what_is_not_certain_stays_text(text: str) -> None:
    value = parse(text)
    assert (value.kind, value.number, value.unit, value.date) == ("text", None, "", None)
    assert value.text == text


@pytest.mark.parametrize(
    ("text", "comparator", "words"),
    [
        ("≥显著", "≥", "显著"),
        ("≥**个", "≥", "**个"),
        ("≧", "≥", ""),
        ("定性优", "定性", "优"),
        ("定性：显著", "定性", "显著"),
        ("指标1：及时", "", "及时"),
        ("促进县区经济 高质\n量发展", "", "促进县区经济高质量发展"),
        ("<p>完成</p>", "", "<p>完成</p>"),
    ],
)
def test_a_sign_before_words(text: str, comparator: str, words: str) -> None:
    value = parse(text)
    assert (value.kind, value.comparator, value.words) == ("text", comparator, words)


@pytest.mark.parametrize("text", ["", " ", "\n\u3000"])
def test_nothing_is_said(text: str) -> None:
    assert parse(text) == Value(text, "empty")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2021年6月底前", PrintedDate(2021, 6, end=True, before=True)),
        ("2019年", PrintedDate(2019)),
        ("12月31日前", PrintedDate(month=12, day=31, before=True)),
        ("2023.07", PrintedDate(2023, 7)),
        ("12月", PrintedDate(month=12)),
        ("指标1：2026-12-31", PrintedDate(2026, 12, 31)),
    ],
)
def test_a_date(text: str, date: PrintedDate) -> None:
    assert parse(text) == Value(text, "date", date=date)


def test_a_span_of_dates_has_its_start() -> None:
    value = parse("2026年1-12月")
    assert (value.kind, value.start, value.date) == ("date", PrintedDate(2026, 1), PrintedDate(2026, 12))


def test_words_and_comparators_around_a_date() -> None:
    assert parse("计划2026年9月完工").words == "计划完工"
    assert parse("≤2027年12月").comparator == "≤"
    assert parse("下半年完成").date == PrintedDate(month=12)


def test_a_number_with_a_deadline_has_both() -> None:
    value = parse("2026年12月底前完成80%")
    assert value.kind == "number"
    assert parts(value) == ("", "80", "%")
    assert value.date == PrintedDate(2026, 12, end=True, before=True)


@pytest.mark.parametrize("text", ["2023.07万元", "≥2023.07", "2023.50", "2026个"])
def test_a_number_that_only_looks_like_a_date(text: str) -> None:
    assert parse(text).kind == "number"


@pytest.mark.parametrize(
    ("text", "standard", "kind", "magnitude", "base"),
    [
        ("≥90百分数", "%", "share", "90", "%"),
        ("0.97比例", "比例", "share", "97", "%"),
        ("2.4万人", "万人", "people", "24000", "人"),
        ("400人次", "人次", "people", "400", "人次"),
        ("6.5万元", "万元", "money", "65000", "元"),
        ("≤8万元/公里", "万元/公里", "money", "80000", "元/公里"),
        ("60", "", "", "60", ""),
    ],
)
def test_units_in_their_usual_spelling(text: str, standard: str, kind: str, magnitude: str, base: str) -> None:
    value = parse(text)
    assert (value.standard_unit, value.unit_kind, value.base_unit) == (standard, kind, base)
    assert value.magnitude == Decimal(magnitude)


def test_a_text_has_no_magnitude_and_is_not_restated() -> None:
    assert parse("及时").magnitude is None
    assert parse("及时").restated == ""


@pytest.fixture(scope="session")
def published(tables: Path) -> list[str]:
    files = [json.loads(path.read_text(encoding="utf-8")) for path in (tables / "json").glob("*.json")]
    sides = [rows for file in files for rows in (file.get("indicators") or {}).values()]
    return sorted({row["value"] for rows in sides for row in rows or []})


IRREGULAR = {
    "400人次以上": "≥400人次",
    "20000m ²": "20000m²",
    "541.34m ²": "541.34m²",
    "≥90 百分数": "≥90百分数",
    "100%完成": "100%",
    "100%配合": "100%",
}


def test_every_published_value_with_a_figure_is_read(published: list[str]) -> None:
    values = [parse(text) for text in published if any(sign.isdigit() for sign in text)]
    assert len(values) > 60
    for value in values:
        if "底前" in value.text or value.text == "2019年":
            assert value.kind == "date"
        else:
            assert (value.kind, value.restated) == ("number", IRREGULAR.get(value.text, value.text))


def test_every_published_value_without_a_figure_is_text(published: list[str]) -> None:
    values = [parse(text) for text in published if not any(sign.isdigit() for sign in text)]
    assert len(values) > 40
    assert {value.kind for value in values if value.text} == {"text"}
    assert {value.comparator for value in values} == {""}


@given(st.text() | WRITTEN)
def test_never_raises_and_keeps_the_text(text: str) -> None:
    value = parse(text)
    assert value.text == text
    assert parse(value.text) == value
    assert (value.number is not None) == (value.kind in ("number", "range"))
    assert (value.upper is not None) == (value.kind == "range")
    assert value.date is not None or value.kind != "date"
    assert (value.magnitude is None) == (value.number is None)
    assert value.kind in ("number", "range") or not value.unit


@given(WRITTEN)
def test_what_was_read_says_the_same_when_restated(text: str) -> None:
    value = parse(text)
    if value.number is not None:
        again = parse(value.restated)
        assert (parts(again), again.upper, again.kind) == (parts(value), value.upper, value.kind)


@given(st.sampled_from(["", "≥", "≤", ">", "<", "="]), st.decimals(0, 10**9, places=2) | st.integers(0, 10**6).map(Decimal), UNITS)
def test_parts_printed_and_read_back(comparator: str, number: Decimal, unit: str) -> None:
    value = parse(f"{comparator}{number}{unit}")
    if value.kind != "date":  # 2023.07 alone
        assert (value.comparator, value.number, value.unit) == (comparator, number, unit)
