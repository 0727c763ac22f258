"""Paths walk the record and nothing else; a diff tells every leaf that changed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.official.paths import Change, PathError, diff, leaves, steps, value_at
from perfgoals.official.snapshot import Funding, FundingSides, Goals, Indicator, IndicatorSides, Part, Project, Snapshot, Stage
from tests.official.records import snapshots

twins = snapshots("henan")

ROWS = (Indicator("产出指标", "数量指标", "里程", value="5"), Indicator("产出指标", "质量指标", "合格率", value="95%"))
TABLE = Snapshot(
    "henan",
    2026,
    project=Project(name="修路"),
    funding=FundingSides(annual=Funding(Decimal(10), parts=(Part("上年结转", Decimal(2)),))),
    disbursement=(Stage("3月底", "25"), Stage("6月底", "50")),
    indicators=IndicatorSides(annual=ROWS),
)


def with_annual(*rows: Indicator) -> Snapshot:
    return replace(TABLE, indicators=IndicatorSides(annual=rows))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("year", ("year",)),
        ("indicators.annual[4].value", ("indicators", "annual", 4, "value")),
        ("funding.annual.parts[0].name", ("funding", "annual", "parts", 0, "name")),
        ("disbursement[10]", ("disbursement", 10)),
        ("", ()),
    ],
)
def test_a_path_read_as_steps(path: str, expected: tuple[str | int, ...]) -> None:
    assert steps(path) == expected


@pytest.mark.parametrize(
    "path",
    [
        ".year",
        "year.",
        "a..b",
        "a[",
        "a[]",
        "a[x]",
        "a[-1]",
        "a[1",
        "a]",
        "a b",
        "Year",
        "年度",
        "a[01]",
        "a[１]",
        "a[1]b",
        "a\n",
        "a[1]\n",
        "1",
    ],
)
def test_what_is_no_path(path: str) -> None:
    with pytest.raises(PathError):
        steps(path)


def test_an_index_of_thousands_of_digits_is_no_path() -> None:
    with pytest.raises(PathError):
        steps(f"disbursement[{'9' * 5000}]")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("year", 2026),
        ("project.name", "修路"),
        ("disbursement[1].by", "6月底"),
        ("funding.annual.total", Decimal(10)),
        ("funding.annual.parts[0].amount", Decimal(2)),
        ("indicators.annual[1].value", "95%"),
        ("indicators.annual[1]", ROWS[1]),
        ("indicators.annual", ROWS),
        ("funding.period", None),
    ],
)
def test_what_stands_at_a_path(path: str, expected: object) -> None:
    assert value_at(TABLE, path) == expected


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "project.nothing",
        "disbursement[2]",
        "disbursement[99999999999999999999]",
        "disbursement.by",
        "project[0]",
        "funding.period.total",
        "project.name[0]",  # a letter of a text is no value
        "project.name.upper",
        "indicators.annual[0].has_content",  # nor is what a row can be asked
        "__class__",
        "project.__class__.__init__.__globals__",
        "disbursement.count",
    ],
)
def test_nothing_else_can_be_reached(path: str) -> None:
    with pytest.raises(PathError):
        value_at(TABLE, path)


@given(twins)
def test_every_leaf_stands_at_its_path(table: Snapshot) -> None:
    found = list(leaves(table))
    assert len({path for path, _ in found}) == len(found)
    assert all(value_at(table, path) == leaf for path, leaf in found)


@given(st.lists(st.one_of(st.from_regex(r"\A[a-z_][a-z0-9_]{0,8}\Z"), st.integers(0, 10**9 - 1)), min_size=1, max_size=6))
def test_steps_put_together_are_the_path(parts: list[str | int]) -> None:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    if isinstance(parts[0], str):
        assert steps(path[1:]) == tuple(parts)


def test_leaves_come_in_printed_order() -> None:
    paths = [path for path, _ in leaves(TABLE)]
    assert paths[:3] == ["layout", "year", "department.code"]
    assert paths.index("disbursement[0].value") < paths.index("disbursement[1].by") < paths.index("indicators.annual[0].level1")


def test_nothing_changed_nothing_told() -> None:
    assert diff(TABLE, TABLE) == []


def test_one_value_changed() -> None:
    after = replace(TABLE, year=2027, project=replace(TABLE.project, name="修桥"))
    assert diff(TABLE, after) == [Change("year", 2026, 2027), Change("project.name", "修路", "修桥")]


def test_an_empty_cell_that_becomes_zero_is_a_change() -> None:
    after = replace(TABLE, funding=FundingSides(annual=replace(TABLE.funding.annual or Funding(), other=Decimal(0))))
    assert diff(TABLE, after) == [Change("funding.annual.other", "", Decimal(0))]


def test_a_number_that_becomes_text_is_a_change() -> None:
    after = replace(TABLE, funding=FundingSides(annual=replace(TABLE.funding.annual or Funding(), total="约10")))
    assert diff(TABLE, after) == [Change("funding.annual.total", Decimal(10), "约10")]


def test_a_block_that_came_is_told_by_what_it_says_zero_included() -> None:
    after = replace(TABLE, funding=replace(TABLE.funding, period=Funding(Decimal(0), fiscal=Decimal(5))))
    assert diff(TABLE, after) == [Change("funding.period.total", None, Decimal(0)), Change("funding.period.fiscal", None, Decimal(5))]
    assert diff(after, TABLE) == [Change("funding.period.total", Decimal(0), None), Change("funding.period.fiscal", Decimal(5), None)]


def test_an_empty_block_that_came_is_told_too() -> None:
    after = replace(TABLE, funding=replace(TABLE.funding, period=Funding()))
    assert diff(TABLE, after) == [Change("funding.period.total", None, "")]


def test_a_row_put_in_between_is_the_only_change() -> None:
    new = Indicator("产出指标", "时效指标", "工期", value="及时")
    changes = diff(TABLE, with_annual(ROWS[0], new, ROWS[1]))
    assert [change.path for change in changes] == [f"indicators.annual[1].{name}" for name in ("level1", "level2", "level3", "value")]
    assert all(change.before is None for change in changes)


def test_a_row_taken_out_is_told_where_it_stood() -> None:
    changes = diff(TABLE, with_annual(ROWS[1]))
    assert {change.path.partition("]")[0] for change in changes} == {"indicators.annual[0"}
    assert all(change.after is None for change in changes)


def test_a_row_whose_value_changed_is_the_same_row() -> None:
    after = with_annual(replace(ROWS[0], value="6"), ROWS[1])
    assert diff(TABLE, after) == [Change("indicators.annual[0].value", "5", "6")]


def test_a_renamed_row_is_told_by_its_name() -> None:
    after = with_annual(replace(ROWS[0], level3="长度"), ROWS[1])
    assert diff(TABLE, after) == [Change("indicators.annual[0].level3", "里程", "长度")]


def test_a_row_that_says_nothing_is_told_when_it_comes() -> None:
    assert diff(TABLE, with_annual(*ROWS, Indicator())) == [Change("indicators.annual[2].level1", None, "")]


def test_stages_and_parts_are_matched_by_their_names() -> None:
    after = replace(TABLE, disbursement=TABLE.disbursement[1:])
    assert diff(TABLE, after) == [Change("disbursement[0].by", "3月底", None), Change("disbursement[0].value", "25", None)]
    parts = (Part("上级资金", Decimal(1)), Part("上年结转", Decimal(3)))
    after = replace(TABLE, funding=FundingSides(annual=Funding(Decimal(10), parts=parts)))
    assert [change.path for change in diff(TABLE, after)] == [
        "funding.annual.parts[0].name",
        "funding.annual.parts[0].amount",
        "funding.annual.parts[1].amount",
    ]


@given(twins, twins)
def test_a_diff_is_empty_only_between_equals(before: Snapshot, after: Snapshot) -> None:
    assert (diff(before, after) == []) == (before == after)
    assert diff(before, before) == []


@given(twins, twins)
def test_a_change_says_what_stands_there(before: Snapshot, after: Snapshot) -> None:
    """With rows left out, where a leaf changes its path: there a change's ``before`` may have stood elsewhere."""
    rowless = [replace(table, indicators=IndicatorSides()) for table in (before, after)]
    told = {change.path: (change.before, change.after) for change in diff(*rowless)}
    was, now = (dict(leaves(table)) for table in rowless)
    assert told == {path: (was[path], now[path]) for path in was if was[path] != now[path]}


@given(twins, twins)
def test_every_changed_text_of_a_row_is_listed(before: Snapshot, after: Snapshot) -> None:
    """Whatever is in one table's rows and not in the other's is said by some change."""
    for side in ("period", "annual"):
        was = {leaf for row in getattr(before.indicators, side) for _, leaf in leaves(row)}
        now = {leaf for row in getattr(after.indicators, side) for _, leaf in leaves(row)}
        changes = [change for change in diff(before, after) if change.path.startswith(f"indicators.{side}")]
        assert was - now - {""} <= {change.before for change in changes}
        assert now - was - {""} <= {change.after for change in changes}
        assert all(value_at(after, change.path) == change.after for change in changes if change.after is not None)
        assert all(value_at(before, change.path) == change.before for change in changes if change.after is None)


def test_goals_are_told_whole() -> None:
    after = replace(TABLE, goals=Goals(annual="目标1\n目标2"))
    assert diff(TABLE, after) == [Change("goals.annual", "", "目标1\n目标2")]
