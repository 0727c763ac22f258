"""校验码: equal for equal records, different for anything that is printed differently."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.official.check_code import ALPHABET, NotACode, check_code, package_code, read_code
from perfgoals.official.snapshot import Funding, FundingSides, Indicator, IndicatorSides, Project, Snapshot, from_json, to_json
from tests.official.records import snapshots

TABLE = Snapshot(
    "henan",
    2027,
    project=Project(name="修路"),
    funding=FundingSides(annual=Funding(Decimal("60"))),
    indicators=IndicatorSides(annual=(Indicator("产出指标", "数量指标", "里程", value="≥3公里"),)),
)


def test_it_is_three_groups_of_four_unmistakable_signs() -> None:
    assert re.fullmatch(rf"([{ALPHABET}]{{4}}-){{2}}[{ALPHABET}]{{4}}", check_code(TABLE, 7))
    assert len(set(ALPHABET)) == 32
    assert not set("01OI") & set(ALPHABET)


def test_it_never_changes_from_one_release_to_the_next() -> None:
    """The codes on paper in the archives were made by this rule."""
    assert check_code(TABLE, 7) == "AX6T-KTWG-49LK"


def test_one_letter_makes_another_code() -> None:
    row = replace(TABLE.indicators.annual[0], value="≥8公里")
    changed = replace(TABLE, indicators=IndicatorSides(annual=(row,)))
    assert check_code(changed, 7) != check_code(TABLE, 7)


def test_an_empty_amount_is_not_zero() -> None:
    nothing, zero = (replace(TABLE, funding=FundingSides(annual=Funding(amount))) for amount in ("", Decimal(0)))
    assert check_code(nothing, 7) != check_code(zero, 7)


def test_two_tables_that_say_the_same_have_codes_of_their_own() -> None:
    assert check_code(TABLE, 7) != check_code(TABLE, 8)
    assert check_code(TABLE, 1) != check_code(TABLE, 11)


@given(snapshots("national-2015"))
def test_it_outlives_being_stored_and_read_back(snapshot: Snapshot) -> None:
    assert check_code(from_json(to_json(snapshot)), 3) == check_code(snapshot, 3)


@given(snapshots("hebei"), snapshots("hebei"))
def test_records_have_the_same_code_when_they_say_the_same(one: Snapshot, other: Snapshot) -> None:
    assert (check_code(one, 3) == check_code(other, 3)) == (to_json(one) == to_json(other))


# A code typed from paper.

CODE = "7KQM-2X9D-HT4W"


@pytest.mark.parametrize(
    "typed",
    [
        "7kqm2x9dht4w",
        " 7KQM 2X9D HT4W ",
        "７ｋｑｍ－２Ｘ９Ｄ－ＨＴ４Ｗ",
        "校验码：7KQM-2X9D-HT4W",
        "7KQM—2X9D–HT4W",
        "7KQM\t2X9D.HT4W",
        "7K-QM2X9D\u3000HT4W",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == CODE


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("7KQM-2X9D-HT4", "校验码有 12 位，您输入了 11 位"),
        ("7KQM-2X9D-HT4WW", "您输入了 13 位"),
        ("", "您输入了 0 位"),
        ("7KQM-2X9D-HT40", "校验码中没有“0”"),
        ("7KQM-2X9D-HTIW", "校验码中没有“I”"),
        ("7KQM-2X9D-HT4汉", "校验码中没有“汉”"),
        ("' OR 1=1 --", "校验码中没有“'”"),
    ],
)
def test_what_is_no_code_is_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(NotACode, match=re.escape(sentence)):
        read_code(typed)


@given(snapshots("henan"), st.integers(1, 10**9))
def test_every_code_is_read_back(snapshot: Snapshot, key: int) -> None:
    code = check_code(snapshot, key)
    assert read_code(code) == read_code(code.lower().replace("-", " ")) == code


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_or_a_sentence(typed: str) -> None:
    try:
        said = read_code(typed)
    except NotACode as refusal:
        said = str(refusal)
    assert re.fullmatch(f"[{ALPHABET}]{{4}}(-[{ALPHABET}]{{4}}){{2}}|校验码.*请对照纸上再输一次", said, re.DOTALL)


def test_a_package_has_a_code_of_the_same_shape_that_never_changes() -> None:
    code = package_code("12/2027/first/1", [check_code(TABLE, 7), check_code(TABLE, 8)])
    assert re.fullmatch(rf"([{ALPHABET}]{{4}}-){{2}}[{ALPHABET}]{{4}}", code)
    assert code == "EYGU-A7YY-BHL3"


PACKAGES = st.tuples(st.text(max_size=4), st.lists(st.text(max_size=4), max_size=4))


@given(PACKAGES, PACKAGES)
def test_packages_have_the_same_code_when_they_hold_the_same_in_the_same_order(
    one: tuple[str, list[str]], other: tuple[str, list[str]]
) -> None:
    assert (package_code(*one) == package_code(*other)) == (one == other)
