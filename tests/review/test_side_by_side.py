"""Two tables compared: rows find each other by key, else by name, and it is the same from either end."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.official.snapshot import Funding, FundingSides, Goals, Indicator, IndicatorSides, Snapshot
from perfgoals.review.notes.side_by_side import AmountLine, aligned, amount_lines, counterpart_of, differences
from perfgoals.tables.editing.changes import Done
from perfgoals.tables.editing.keyed import Keyed
from perfgoals.tables.models import Project, TargetTable
from perfgoals.tables.storing import store
from tests.cast import Cast, published
from tests.review.acting import act, bring

KEYS = [str(UUID(int=number)) for number in range(1, 7)]

rows = st.builds(
    Indicator,
    level1=st.just("产出指标"),
    level2=st.sampled_from(["数量指标", "质量指标"]),
    level3=st.sampled_from(["甲", "乙", ""]),
    value=st.sampled_from(["1", "2", ""]),
)
sides = st.lists(st.tuples(st.sampled_from(KEYS), rows), max_size=5, unique_by=lambda pair: pair[0])


@st.composite
def records(draw: st.DrawFn) -> Keyed:
    """A record of a few rows, whose keys another may have too."""
    period, annual = draw(sides), draw(sides)
    indicators = IndicatorSides(tuple(row for _, row in period), tuple(row for _, row in annual))
    goals = Goals(annual=draw(st.sampled_from(["", "修路", "修桥"])))
    keys = {"period": tuple(f"p{key}" for key, _ in period), "annual": tuple(f"a{key}" for key, _ in annual)}
    return Keyed(Snapshot(goals=goals, indicators=indicators), keys)  # type: ignore[arg-type]


def compared(before: Keyed, after: Keyed) -> tuple[Keyed, list[Done]]:
    found = aligned(before, after)
    return found, differences(found, after)


def places(record: Keyed, dones: list[Done]) -> set[tuple[str, ...]]:
    """Where the changes are in this record: cells, and rows by what they say, whichever of the two has them."""
    found = set()
    for done in dones:
        if done["do"] in ("add", "remove"):
            found.add(("row", str(sorted(done["texts"].items()))))
        elif "row" in done and (at := record.find(done["row"])):
            found.add((*map(str, at), done.get("field", "")))
        elif "path" in done:
            found.add(("cell", done["path"]))
    return found


@given(records(), records())
def test_from_either_end_it_is_the_same_places(one: Keyed, other: Keyed) -> None:
    there, forth = compared(one, other)
    back_there, back = compared(other, one)
    assert len(forth) == len(back)
    assert places(other, forth) == places(back_there, back)
    assert places(there, forth) == places(one, back)
    opposite = {"add": "remove", "remove": "add"}
    assert sorted(done["do"] for done in forth) == sorted(opposite.get(done["do"], done["do"]) for done in back)


@given(records())
def test_a_record_differs_nowhere_from_itself_whatever_its_rows_are_called(record: Keyed) -> None:
    copied = replace(record, keys={side: tuple(f"copy of {key}" for key in keys) for side, keys in record.keys.items()})
    assert compared(record, record)[1] == []
    assert compared(copied, record)[1] == []


@given(records(), records())
def test_no_row_is_another_twice(one: Keyed, other: Keyed) -> None:
    for keys in aligned(one, other).keys.values():
        assert len(set(keys)) == len(keys)


def keyed(*listed: tuple[str, str, str]) -> Keyed:
    """Rows of the annual side: key, 三级指标, 指标值."""
    annual = tuple(Indicator("产出指标", "数量指标", name, value=value) for _, name, value in listed)
    return Keyed(Snapshot(indicators=IndicatorSides((), annual)), {"period": (), "annual": tuple(key for key, _, _ in listed)})


def test_a_row_is_known_by_its_key_before_its_name() -> None:
    _, dones = compared(keyed(("k", "甲", "1"), ("l", "乙", "2")), keyed(("k", "乙", "1"), ("m", "甲", "2")))
    assert [(done["do"], done.get("field")) for done in dones] == [("remove", None), ("set", "level3"), ("add", None)]


def test_another_order_is_no_difference() -> None:
    assert compared(keyed(("a", "甲", "1"), ("b", "乙", "2")), keyed(("c", "乙", "2"), ("d", "甲", "1")))[1] == []


def test_amounts_stand_beside_each_other_and_only_numbers_are_subtracted() -> None:
    before = Snapshot(funding=FundingSides(annual=Funding(Decimal("19.00"), Decimal(19), "")))
    after = Snapshot(funding=FundingSides(annual=Funding(Decimal("20.5"), "约50万", "")))
    total, fiscal = amount_lines(before, after)
    assert (total.name, total.difference) == ("年度资金总额", Decimal("1.50"))
    assert (fiscal, fiscal.difference) == (AmountLine("财政拨款", Decimal(19), "约50万"), None)
    assert list(amount_lines(Snapshot(), Snapshot())) == []


# which one it is compared with


def made(project: Project, year: int, kind: str) -> TargetTable:
    table = TargetTable(project=project, round=kind)
    store(table, replace(published("henan-10"), year=year), by=None)
    return table


def test_a_second_is_compared_with_its_first_before_last_years(cast: Cast, table: TargetTable) -> None:
    last_year = made(table.project, table.year - 1, "first")
    assert counterpart_of(cast.author, table) == last_year
    assert counterpart_of(cast.author, made(table.project, table.year, "second")) == table
    assert counterpart_of(cast.author, last_year) is None


def test_an_adjustment_is_compared_with_what_it_adjusts(cast: Cast, table: TargetTable) -> None:
    made(table.project, table.year - 1, "first")
    approved = bring(cast, table, "approved")
    adjustment = TargetTable.objects.get(pk=act(cast.author, approved, "request_adjustment").told["table"])
    assert counterpart_of(cast.author, adjustment) == approved


@pytest.mark.parametrize("who", ["other_author", "nobody"])
def test_nobody_is_led_to_what_they_may_not_see(cast: Cast, table: TargetTable, who: str) -> None:
    made(table.project, table.year - 1, "first")
    assert counterpart_of(cast.people[who], table) is None


def test_what_lies_in_the_bin_is_compared_with_nothing(cast: Cast, table: TargetTable) -> None:
    last_year = made(table.project, table.year - 1, "first")
    TargetTable.objects.filter(pk=last_year.pk).update(deleted_at="2027-01-01T00:00:00Z")
    assert counterpart_of(cast.author, table) is None
