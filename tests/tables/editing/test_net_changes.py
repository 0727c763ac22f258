"""Many things done come to the few that are left of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.official.layout_file import load
from perfgoals.official.snapshot import IndicatorSides
from perfgoals.tables.editing.changes import Done, perform
from perfgoals.tables.editing.keyed import Keyed
from perfgoals.tables.editing.net_changes import between, net, unfolded
from perfgoals.tables.editing.undoing import replaced
from perfgoals.tables.editing.wishes import wishes_in
from tests.cast import published
from tests.tables.editing.wishing import acts, changes_of, key, keyed

BEFORE = keyed(published("henan-02"))
FORM = load("henan")


def done_to(before: Keyed, *changes: dict[str, Any]) -> tuple[list[Done], Keyed]:
    performed = perform(before, wishes_in(list(changes)), load(before.snapshot.layout))
    return performed.done, performed.keyed


def plain(dones: Iterable[Done]) -> list[str]:
    """What was done without the order of rows, which can be told in several ways."""
    told = []
    for done in dones:
        one = {name: part for name, part in done.items() if name not in ("index", "side")}
        if "texts" in done:
            one["texts"] = sorted(done["texts"].items())
        if done["do"] == "move":
            one |= {"before": done["before"][1:], "after": done["after"][1:]}
            if one["before"] == one["after"]:
                continue
        told.append(repr(sorted(one.items())))
    return sorted(told)


@pytest.mark.parametrize("name", ["henan-02", "hebei-01", "made-01"])
@given(wished=st.lists(acts, max_size=25))
def test_what_is_left_is_what_tells_the_last_record_from_the_first(name: str, wished: list[Any]) -> None:
    before = keyed(published(name))
    dones, after = done_to(before, *changes_of(before, wished))
    assert plain(net(dones)) == plain(between(before, after))


@given(wished=st.lists(acts, max_size=15), parted=st.integers(0, 15))
def test_a_record_put_in_place_of_another_is_told_cell_by_cell(wished: list[Any], parted: int) -> None:
    changes = changes_of(BEFORE, wished)
    first, middle = done_to(BEFORE, *changes[:parted])
    _, after = done_to(middle, *changes[parted:])
    assert plain(net(unfolded([*first, replaced(middle, after)]))) == plain(between(BEFORE, after))


def test_a_cell_written_twice_is_one_change() -> None:
    dones, _ = done_to(BEFORE, {"do": "set", "path": "goals.annual", "text": "甲"}, {"do": "set", "path": "goals.annual", "text": "乙"})
    assert net(dones) == [{"do": "set", "path": "goals.annual", "before": BEFORE.snapshot.goals.annual, "after": "乙"}]


def test_a_cell_written_and_put_back_is_none() -> None:
    was = BEFORE.snapshot.goals.annual
    dones, _ = done_to(BEFORE, {"do": "set", "path": "goals.annual", "text": "甲"}, {"do": "set", "path": "goals.annual", "text": was})
    assert len(dones) == 2
    assert net(dones) == []


ADDED = {"do": "add", "row": key(7001), "side": "annual", "level2": "数量指标", "after": None, "texts": {"level3": "里程"}}


def test_a_row_added_and_filled_in_is_one_row() -> None:
    dones, _ = done_to(BEFORE, ADDED, {"do": "set", "row": key(7001), "field": "value", "text": "≥9公里"})
    (done,) = net(dones)
    assert (done["do"], done["texts"]) == (
        "add",
        {"level1": "产出指标", "level2": "数量指标", "level3": "里程", "value": "≥9公里"},
    )


def test_a_row_added_and_removed_is_none() -> None:
    dones, _ = done_to(BEFORE, ADDED, {"do": "remove", "row": key(7001)})
    assert net(dones) == []


def test_a_row_that_was_changed_before_it_went_is_told_as_it_had_been() -> None:
    row, first = BEFORE.keys["annual"][0], BEFORE.rows("annual")[0]
    dones, _ = done_to(BEFORE, {"do": "set", "row": row, "field": "level3", "text": "另一个"}, {"do": "remove", "row": row})
    (done,) = net(dones)
    assert (done["do"], done["texts"]["level3"]) == ("remove", first.level3)


def test_a_row_put_back_by_undoing_is_no_change_but_for_what_differs() -> None:
    row = BEFORE.keys["annual"][0]
    first = BEFORE.rows("annual")[0]
    back = {
        "do": "add",
        "row": row,
        "side": "annual",
        "level2": first.level2,
        "after": "",
        "texts": {"level3": first.level3, "value": "≥1"},
    }
    dones, _ = done_to(BEFORE, {"do": "remove", "row": row}, back)
    told = {done["field"]: done["after"] for done in net(dones)}
    assert told["value"] == "≥1"
    assert "level3" not in told


def test_rows_that_only_gave_way_have_not_moved() -> None:
    rows = BEFORE.snapshot.indicators.annual
    last_first = (rows[-1], *rows[:-1])
    keys = BEFORE.keys["annual"]
    moved = Keyed(
        replace(BEFORE.snapshot, indicators=IndicatorSides(BEFORE.snapshot.indicators.period, last_first)),
        {**BEFORE.keys, "annual": (keys[-1], *keys[:-1])},
        BEFORE.beside,
    )
    (done,) = between(BEFORE, moved)
    assert (done["do"], done["row"], done["before"][0], done["after"][0]) == ("move", keys[-1], len(rows) - 1, 0)
