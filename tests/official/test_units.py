"""Spellings, kinds and multiples of units."""

from __future__ import annotations

import pytest

from perfgoals.official.units import base_unit, each_at_end, standard_unit, unit_at_start, unit_kind


@pytest.mark.parametrize("spelling", ["%", "％", "(%)", "（%）", "百分数", "百分比", " 百分数 "])
def test_every_spelling_of_percent(spelling: str) -> None:
    assert standard_unit(spelling) == "%"
    assert unit_kind(spelling) == "share"


@pytest.mark.parametrize(
    ("spelling", "standard"),
    [
        ("m ²", "平方米"),
        ("平米", "平方米"),
        ("万平米", "万平方米"),
        ("个月", "月"),
        ("日", "天"),
        ("次每月", "次/月"),
        ("人／村", "人/村"),
        ("次/2年", "次/2年"),
        ("元/平米", "元/平方米"),
        ("元/人·月", "元/人·月"),
        ("台（套）", "台套"),
        ("航次", "航次"),
        ("百分点", "百分点"),
        ("", ""),
    ],
)
def test_standard_spelling(spelling: str, standard: str) -> None:
    assert standard_unit(spelling) == standard
    assert standard_unit(standard) == standard


@pytest.mark.parametrize(
    ("one", "other"), [("人", "人次"), ("元", "万元"), ("%", "百分点"), ("台", "台次"), ("天", "工作日"), ("米", "平方米")]
)
def test_what_counts_something_else_stays_apart(one: str, other: str) -> None:
    assert standard_unit(one) != standard_unit(other)


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("万元", "money"),
        ("元/亩", "money"),
        ("人次", "people"),
        ("个工作日", "time"),
        ("次/年", "count"),
        ("亩", "area"),
        ("倍", "multiple"),
        ("航次", ""),
    ],
)
def test_kinds(unit: str, kind: str) -> None:
    assert unit_kind(unit) == kind


@pytest.mark.parametrize(
    ("unit", "base"),
    [
        ("万元", ("元", 4)),
        ("亿元", ("元", 8)),
        ("万元/公里", ("元/公里", 4)),
        ("比例", ("%", 2)),
        ("‰", ("%", -1)),
        ("百分数", ("%", 0)),
        ("千米", ("公里", 0)),
    ],
)
def test_base_units(unit: str, base: tuple[str, int]) -> None:
    assert base_unit(unit) == base


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("百分数", "百分数"),
        ("人次以上", "人次"),
        ("%完成", "%"),
        ("(%)", "(%)"),
        ("次/月", "次/月"),
        ("万", "万"),
        ("msec", ""),
        ("完成", ""),
        ("以上", ""),
    ],
)
def test_the_longest_unit_at_the_start(text: str, unit: str) -> None:
    assert unit_at_start(text) == unit


def test_each() -> None:
    assert each_at_end("培训每月") == ("培训", "月")
    assert each_at_end("每人每月") == ("", "人/月")
    assert each_at_end("每到") == ("每到", "")
