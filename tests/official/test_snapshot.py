"""The record and its JSON: what is written is read again, and nothing else is."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from perfgoals.official.snapshot import (
    Department,
    Funding,
    FundingSides,
    Indicator,
    IndicatorSides,
    Part,
    Project,
    Snapshot,
    SnapshotError,
    Stage,
    amount_of,
    from_json,
    to_json,
)

FULL = Snapshot(
    "henan",
    2026,
    Department("342001", "某局", "某部门"),
    Project("P1", "修路", "新增项目", "2026年", "2026-01", "2026-12"),
    FundingSides(Funding(Decimal("10.50"), "", "约5万", (Part("上年结转", Decimal(0)),)), None),
    "修路",
    (Stage("3月底", "0.25"),),
    indicators=IndicatorSides(annual=(Indicator("产出指标", "数量指标", "里程", value="≥5公里", weight="10"),)),
    number="4.",
    money_unit="万元",
)


def test_what_is_written_is_read_again() -> None:
    assert from_json(json.loads(json.dumps(to_json(FULL)))) == FULL
    assert from_json(to_json(Snapshot())) == Snapshot()


def test_an_amount_keeps_the_decimals_it_was_entered_with() -> None:
    funding = to_json(FULL)["funding"]["period"]
    assert (funding["total"], funding["fiscal"], funding["other"]) == ("10.50", "", "约5万")
    assert funding["parts"] == [{"name": "上年结转", "amount": "0"}]


def test_a_large_amount_is_written_without_an_exponent() -> None:
    snapshot = Snapshot(funding=FundingSides(annual=Funding(Decimal("1E+3"), Decimal("1E-7"))))
    written = to_json(snapshot)["funding"]["annual"]
    assert (written["total"], written["fiscal"]) == ("1000", "0.0000001")


def test_an_empty_cell_is_not_zero() -> None:
    assert amount_of("") == ""
    assert amount_of("0") == Decimal(0)
    assert Funding(total=Decimal(0)) != Funding(total="")


@pytest.mark.parametrize("text", ["1,000", "66万元", "１２", "007", "1e5", "+5", "NaN", ".5", "5.", " 5", "5\n", "--1"])
def test_a_text_that_is_no_plain_decimal_stays_the_text_it_is(text: str) -> None:
    assert amount_of(text) == text


@pytest.mark.parametrize("text", ["0", "0.10", "-3.5", "99999999.99999", "1" + "0" * 60])
def test_a_plain_decimal_is_exact(text: str) -> None:
    amount = amount_of(text)
    assert isinstance(amount, Decimal)
    assert format(amount, "f") == text


def test_keys_come_in_the_order_of_the_format() -> None:
    assert list(to_json(FULL)) == [
        "layout", "year", "department", "project", "funding", "purpose", "disbursement", "goals", "indicators", "number", "money_unit",
    ]  # fmt: skip


def test_what_only_some_forms_print_is_left_out_where_it_is_empty() -> None:
    plain = to_json(Snapshot(funding=FundingSides(annual=Funding()), indicators=IndicatorSides(annual=(Indicator(),))))
    assert not {"number", "money_unit"} & plain.keys()
    assert plain["project"].keys() == {"code", "name", "attribute", "period"}
    assert plain["funding"]["annual"].keys() == {"total", "fiscal", "other"}
    assert plain["indicators"]["annual"][0].keys() == {"level1", "level2", "level3", "description", "value", "basis"}


def test_a_block_the_form_does_not_have_is_null_and_not_empty() -> None:
    written = to_json(FULL)
    assert written["funding"]["annual"] is None
    assert from_json(written).funding.annual is None
    assert from_json({"funding": {"annual": {}}}).funding.annual == Funding()


def test_a_key_left_out_is_empty() -> None:
    assert from_json({}) == Snapshot()
    assert from_json({"project": {"name": "修路"}}) == Snapshot(project=Project(name="修路"))


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ([], "table"),
        (None, "table"),
        ({"yaer": 2026}, "table"),
        ({"year": "2026"}, "year"),
        ({"year": True}, "year"),
        ({"purpose": None}, "purpose"),
        ({"project": {"nmae": "x"}}, "project"),
        ({"project": None}, "project"),
        ({"funding": {"annual": {"total": 5}}}, "funding.annual.total"),
        ({"disbursement": {}}, "disbursement"),
        ({"disbursement": [{"by": "3月底"}, {"by": 6}]}, "disbursement[1].by"),
        ({"indicators": {"annual": [{}, {}, {"value": 5}]}}, "indicators.annual[2].value"),
        ({"funding": {"annual": {"parts": [5]}}}, "funding.annual.parts[0]"),
    ],
)
def test_anything_else_is_refused_with_its_path(data: Any, path: str) -> None:
    with pytest.raises(SnapshotError) as refused:
        from_json(data)
    assert str(refused.value).partition(": ")[0] == path


def test_a_snapshot_is_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        FULL.year = 2027  # type: ignore[misc]
    assert hash(FULL) == hash(from_json(to_json(FULL)))


def test_a_row_has_content_when_it_says_more_than_its_place() -> None:
    assert not Indicator("产出指标", "数量指标").has_content
    for name in ("level3", "description", "value", "basis", "comparator", "number", "unit", "weight"):
        assert Indicator(**{name: "0"}).has_content, name


def test_the_published_files_keep_every_key(tables: Path) -> None:
    for path in sorted((tables / "json").glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        if "indicators" in data:
            assert to_json(from_json(data)) == data, path.name
