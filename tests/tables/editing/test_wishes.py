"""What a page asks, read from JSON that anybody may have made."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.tables.editing.wishes import (
    MOST_CHANGES,
    AddRow,
    Malformed,
    MoveRow,
    RemoveRow,
    SetCell,
    SetInRow,
    key_in,
    wishes_in,
)
from tests.tables.editing.wishing import key

ONE, TWO, THREE = key(1), key(2), key(3)
SET = {"do": "set", "path": "goals.annual", "text": "甲"}
SET_IN_ROW = {"do": "set", "row": ONE, "field": "value", "text": "甲"}
ADD = {"do": "add", "row": ONE, "side": "annual", "level2": "数量指标", "after": TWO, "texts": {"value": "1"}, "twin": THREE}
REMOVE = {"do": "remove", "row": ONE}
MOVE = {"do": "move", "row": ONE, "level2": "数量指标", "after": ""}


@pytest.mark.parametrize(
    ("change", "wish"),
    [
        (SET, SetCell("goals.annual", "甲")),
        (SET_IN_ROW, SetInRow(ONE, "value", "甲")),
        (ADD, AddRow(ONE, "annual", "数量指标", TWO, {"value": "1"}, THREE)),
        (ADD | {"after": None, "twin": None}, AddRow(ONE, "annual", "数量指标", None, {"value": "1"})),
        ({"do": "add", "row": ONE, "side": "period", "level2": "数量指标"}, AddRow(ONE, "period", "数量指标", None, {})),
        (REMOVE, RemoveRow(ONE)),
        (MOVE, MoveRow(ONE, "数量指标", "")),
        (REMOVE | {"more": ["never", "looked", "at"]}, RemoveRow(ONE)),
    ],
)
def test_each_reads_as_its_class_says(change: dict[str, Any], wish: object) -> None:
    assert wishes_in([change]) == [wish]


def test_their_order_is_kept() -> None:
    assert [type(wish) for wish in wishes_in([REMOVE, SET, ADD, SET])] == [RemoveRow, SetCell, AddRow, SetCell]


def test_a_key_is_a_uuid_in_one_spelling() -> None:
    assert key_in("AB0E8400-E29B-41D4-A716-446655440000") == "ab0e8400-e29b-41d4-a716-446655440000"
    for forged in (
        *(
            None,
            1,
            True,
            [],
            {},
            "",
            "1",
            "{ab0e8400-e29b-41d4-a716-446655440000}",
            "ab0e8400e29b41d4a716446655440000",
            ONE + "\n",
            " " + ONE,
        ),
        *("urn:uuid:" + ONE, "ab0e8400-e29b-41d4-a716-44665544000０", "g" + ONE[1:], ONE + "0", ONE.replace("-", "_"), "\0" + ONE[1:]),
    ):
        with pytest.raises(Malformed):
            key_in(forged)


@pytest.mark.parametrize("data", [None, {}, "", "[]", 1, True, [None], [1], ["set"], [[]], [{}], [SET] * (MOST_CHANGES + 1)])
def test_what_is_no_list_of_changes_is_malformed(data: Any) -> None:
    with pytest.raises(Malformed):
        wishes_in(data)


def test_a_long_day_is_not_malformed() -> None:
    assert len(wishes_in([SET] * MOST_CHANGES)) == MOST_CHANGES


WRONG: dict[str, list[Any]] = {
    "do": [None, "", "SET", "drop", 1, ["set"], {"do": "set"}],
    "path": [None, 1, ["goals"], {}, "长" * 301],
    "text": [None, 1, 1.5, True, ["甲"], {"text": "甲"}],
    "row": [None, "", 1, "1", [ONE], ONE[:-1]],
    "field": [None, 1, ["value"], "长" * 301],
    "side": [None, "", 1, "both", "level1", ["annual"], {}],
    "level2": [None, 1, ["数量指标"], "长" * 301],
    "after": [0, False, 1, "x", [TWO], {}],
    "texts": [None, 1, "value", [], ["value"], {"value": None}, {"value": 1}, {"value": ["1"]}],
    "twin": [1, "x", [THREE], {"a": 1}],
}


@pytest.mark.parametrize("change", [SET, SET_IN_ROW, ADD, REMOVE, MOVE], ids=["set", "set-in-row", "add", "remove", "move"])
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_part_is_malformed(change: dict[str, Any], name: str) -> None:
    if name not in change:
        return
    for wrong in WRONG[name]:
        with pytest.raises(Malformed):
            wishes_in([SET, change | {name: wrong}])


@pytest.mark.parametrize("change", [SET, SET_IN_ROW, ADD, REMOVE, MOVE], ids=["set", "set-in-row", "add", "remove", "move"])
def test_a_missing_part_is_malformed(change: dict[str, Any]) -> None:
    for name in change.keys() - {"after", "texts", "twin"}:
        if change is SET_IN_ROW and name == "row":
            continue  # then it is a cell of the fixed part without a path, which the next line is about
        with pytest.raises(Malformed):
            wishes_in([{each: value for each, value in change.items() if each != name}])
    with pytest.raises(Malformed):
        wishes_in([{"do": "set", "field": "value", "text": "甲"}])


json_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.lists(
        st.fixed_dictionaries(
            {"do": st.sampled_from(["set", "add", "remove", "move"]) | json_data},
            optional=dict.fromkeys(("path", "row", "field", "text", "side", "level2", "after", "texts", "twin"), st.just(ONE) | json_data),
        ),
        max_size=4,
    )
    | json_data
)
def test_anything_else_is_malformed_and_nothing_worse(data: Any) -> None:
    try:
        wishes = wishes_in(data)
    except Malformed:
        return
    assert len(wishes) == len(data)
