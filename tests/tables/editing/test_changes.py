"""Wishes carried out on a record: what they may not, what they leave as it was, and the way back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.official.layout_file import load
from perfgoals.official.snapshot import SIDES, Indicator, IndicatorSides, Snapshot
from perfgoals.official.texts import clean
from perfgoals.tables.editing.changes import MOST_ROWS, Performed, Refused, perform
from perfgoals.tables.editing.keyed import Keyed, fixed_texts, to_data, with_text
from perfgoals.tables.editing.undoing import replaced, undo
from perfgoals.tables.editing.wishes import wishes_in
from tests.cast import PUBLISHED, published
from tests.tables.editing.wishing import acts, changes_of, key, keyed, one_year, steps_of, tickings

NAMES = sorted(path.stem for path in PUBLISHED.glob("*.json") if "goals" not in path.stem)
TWINS = [name for name in NAMES if len(load(published(name).layout).sides) == 2]
several = st.lists(st.one_of(acts, tickings), max_size=12)


def performed(before: Keyed, *changes: dict[str, Any]) -> Performed:
    return perform(before, wishes_in(list(changes)), load(before.snapshot.layout))


def small(*places: tuple[str, str, str], layout: str = "hebei") -> Keyed:
    return keyed(Snapshot(layout, 2027, indicators=IndicatorSides(annual=tuple(Indicator(*place) for place in places))))


def level3s(of: Keyed) -> list[str]:
    return [row.level3 for row in of.rows("annual")]


# Whatever is wished in whatever order.


@given(st.sampled_from(NAMES), st.booleans(), several)
def test_everything_can_be_undone_from_what_was_told(name: str, mirrored: bool, done: Sequence[Any]) -> None:
    before = keyed(published(name), mirrored=mirrored)
    after = performed(before, *changes_of(before, done))
    told = json.loads(json.dumps(after.done))
    assert to_data(undo(after.keyed, told)) == to_data(before)
    for number in range(len(told)):
        assert to_data(undo(undo(after.keyed, told[number:]), told[:number])) == to_data(before)


@given(st.sampled_from(NAMES), st.booleans(), several)
def test_at_once_is_the_same_as_one_by_one(name: str, mirrored: bool, done: Sequence[Any]) -> None:
    before = keyed(published(name), mirrored=mirrored)
    steps = list(steps_of(before, done))
    after = performed(before, *(change for change, _ in steps))
    assert to_data(after.keyed) == to_data(steps[-1][1] if steps else before)


@given(st.sampled_from(NAMES), st.booleans(), several)
def test_no_group_is_torn_that_was_whole(name: str, mirrored: bool, done: Sequence[Any]) -> None:
    before = keyed(published(name), mirrored=mirrored)
    after = performed(before, *changes_of(before, done)).keyed
    for side in SIDES:
        for group in (lambda row: row.level1, lambda row: (row.level1, row.level2)):
            was, now = ([name for name, _ in groupby(map(group, each.rows(side)))] for each in (before, after))
            assert all(now.count(each) <= max(1, was.count(each)) for each in now)


@given(st.sampled_from(NAMES), st.booleans(), several)
def test_every_row_has_a_key_of_its_own(name: str, mirrored: bool, done: Sequence[Any]) -> None:
    before = keyed(published(name), mirrored=mirrored)
    after = performed(before, *changes_of(before, done)).keyed
    every = [each for side in SIDES for each in after.keys[side]]
    assert len(set(every)) == len(every)
    assert all(len(after.keys[side]) == len(after.rows(side)) for side in SIDES)


@given(st.sampled_from(NAMES), several)
def test_a_row_that_was_added_or_moved_stands_in_the_framework(name: str, done: Sequence[Any]) -> None:
    before = keyed(published(name))
    framework = load(before.snapshot.layout).hierarchy
    places = {one: (row.level1, row.level2) for side in SIDES for one, row in zip(before.keys[side], before.rows(side), strict=True)}
    after = performed(before, *changes_of(before, done)).keyed
    for side in SIDES:
        for one, row in zip(after.keys[side], after.rows(side), strict=True):
            assert (row.level1, row.level2) == places.get(one) or framework.parent_of(row.level2) == row.level1 != ""


@given(st.sampled_from(TWINS), st.lists(acts, max_size=12))
def test_what_is_mirrored_stays_the_same_on_both_sides(name: str, done: Sequence[Any]) -> None:
    before = one_year(published(name))
    after = performed(before, *changes_of(before, done)).keyed.snapshot
    assert after.indicators.period == after.indicators.annual
    assert after.goals.period == after.goals.annual
    assert after.funding.period == after.funding.annual


@given(st.sampled_from(NAMES), st.text(max_size=20))
def test_a_value_keeps_what_was_typed(name: str, text: str) -> None:
    before = keyed(published(name))
    after = performed(before, {"do": "set", "row": before.keys["annual"][0], "field": "value", "text": text})
    assert after.keyed.rows("annual")[0].value == clean(text, paragraphs=False)[0] == after.answers[0].reading.text


# One by one.


def test_a_cell_of_the_fixed_part() -> None:
    after = performed(keyed(published("henan-10")), {"do": "set", "path": "goals.annual", "text": "甲\n乙"})
    assert after.keyed.snapshot == replace(published("henan-10"), goals=replace(published("henan-10").goals, annual="甲\n乙"))
    was = published("henan-10").goals.annual
    assert after.done == [{"do": "set", "path": "goals.annual", "before": was, "after": "甲\n乙"}]


def test_what_stands_there_already_is_answered_and_not_done() -> None:
    before = keyed(published("henan-10"))
    after = performed(before, {"do": "set", "path": "goals.annual", "text": f" {published('henan-10').goals.annual} "})
    assert (after.done, len(after.answers)) == ([], 1)


def test_a_row_is_added_at_the_end_of_its_group_or_where_it_is_wished() -> None:
    before = small(("产出指标", "数量指标", "甲"), ("产出指标", "数量指标", "乙"), ("产出指标", "质量指标", "丙"))
    for after, wanted in ((None, "甲乙新丙"), ("", "新甲乙丙"), (key(1), "甲新乙丙"), (key(3), "甲乙新丙"), (key(99), "甲乙新丙")):
        add = {"do": "add", "row": key(50), "side": "annual", "level2": "数量指标", "after": after, "texts": {"level3": "新"}}
        assert "".join(level3s(performed(before, add).keyed)) == wanted


def test_a_row_that_is_moved_takes_the_level1_of_its_new_group() -> None:
    before = small(("产出指标", "数量指标", "甲"), ("效益指标", "社会效益指标", "乙"))
    after = performed(before, {"do": "move", "row": key(1), "level2": "社会效益指标", "after": key(2)})
    assert [(row.level1, row.level2, row.level3) for row in after.keyed.rows("annual")] == [
        ("效益指标", "社会效益指标", "乙"),
        ("效益指标", "社会效益指标", "甲"),
    ]
    assert after.keyed.keys["annual"] == (key(2), key(1))


def test_a_row_behind_itself_stays_in_its_group() -> None:
    before = small(("产出指标", "数量指标", "甲"), ("产出指标", "质量指标", "乙"))
    assert performed(before, {"do": "move", "row": key(1), "level2": "数量指标", "after": key(1)}).done == []


def test_removing_what_is_gone_is_no_error() -> None:
    before = keyed(published("henan-10"))
    gone = {"do": "remove", "row": before.keys["annual"][0]}
    after = performed(before, gone, gone)
    assert len(after.done) == 1
    assert len(after.keyed.rows("annual")) == len(before.rows("annual")) - 1


def test_a_level2_typed_with_white_space_is_the_one_of_the_framework() -> None:
    added = {"do": "add", "row": key(50), "side": "annual", "level2": " 质 量\n指标" + " " * 200, "texts": {}}
    assert performed(small(), added).keyed.rows("annual") == (Indicator("产出指标", "质量指标"),)


def test_the_cells_of_a_new_row_are_answered_each() -> None:
    texts = {"level3": "<p>甲</p>", "value": "1" * 1001}
    after = performed(small(), {"do": "add", "row": key(50), "side": "annual", "level2": "数量指标", "texts": texts})
    assert after.keyed.rows("annual") == (Indicator("产出指标", "数量指标", "甲"),)
    assert [(answer.at["field"], bool(answer.reading.refused)) for answer in after.answers] == [("level3", False), ("value", True)]


def test_a_whole_record_in_place_of_another_is_undone_too() -> None:
    before, after = keyed(published("henan-10")), keyed(published("hebei-01"), mirrored=True)
    assert to_data(undo(after, json.loads(json.dumps([replaced(before, after)])))) == to_data(before)


def test_what_was_never_done_cannot_be_undone() -> None:
    with pytest.raises(ValueError, match="not a thing that was done"):
        undo(small(), [{"do": "shuffle"}])


# 一年期项目同年度.


def test_a_tick_counts_for_the_wishes_behind_it() -> None:
    before = one_year(published("henan-10"), mirrored=False)
    goal = {"do": "set", "path": "goals.annual", "text": "甲"}
    assert performed(before, goal, {"do": "set", "path": "mirrored", "text": "1"}).keyed.snapshot.goals.period != "甲"
    assert performed(before, {"do": "set", "path": "mirrored", "text": "1"}, goal).keyed.snapshot.goals.period == "甲"


def test_a_twin_gets_the_key_that_was_sent_for_it() -> None:
    before = one_year(published("henan-10"))
    added = {"do": "add", "row": key(500), "twin": key(501), "side": "annual", "level2": "数量指标", "after": ""}
    after = performed(before, added).keyed
    assert (after.keys["annual"][0], after.keys["period"][0]) == (key(500), key(501))
    with pytest.raises(Refused, match="已经在表中"):
        performed(before, added | {"twin": key(500)})


def test_a_form_of_one_side_mirrors_nothing() -> None:
    before = keyed(published("hebei-01"), mirrored=True)
    after = performed(before, {"do": "set", "path": "goals.annual", "text": "甲"})
    assert [each["path"] for each in after.done] == ["goals.annual"]


def test_the_side_without_a_row_there_has_nothing_to_mirror() -> None:
    snapshot = published("henan-10")
    rows = replace(snapshot.indicators, period=())
    before = keyed(replace(snapshot, indicators=rows), mirrored=True)
    after = performed(before, {"do": "set", "row": before.keys["annual"][0], "field": "value", "text": "甲"})
    assert len(after.done) == 1


# What may not be.

CLOSED_PATHS = [
    *("year", "layout", "department.code", "department.name", "project.name", "project.code", "money_unit"),
    *("disbursement[0].by", "disbursement[].value", "disbursement[9].value", "disbursement[０].value", "funding", "funding.annual"),
    *("funding.annual.parts[0].name", "funding.annual.parts[0].amount", "indicators.annual[0].value", "indicators.annual[0].level1"),
    *("", ".", "__class__", "goals.annual.__class__", "goals", "goals.annual ", "contacts", "is_mirrored", "version", "state"),
]


@pytest.mark.parametrize("path", CLOSED_PATHS)
@pytest.mark.parametrize("name", ["henan-10", "hebei-01", "henan-04"])
def test_closed_cells_are_refused(name: str, path: str) -> None:
    with pytest.raises(Refused, match=r"单元格|这一格"):
        performed(keyed(published(name)), {"do": "set", "path": path, "text": "1"})


@pytest.mark.parametrize("field", ["level1", "level2", "key", "order", "weight", "unit", "__class__", "is_apart", "has_content", ""])
@pytest.mark.parametrize("name", ["henan-10", "hebei-01"])
def test_closed_fields_of_a_row_are_refused(name: str, field: str) -> None:
    before = keyed(published(name))
    with pytest.raises(Refused, match="一栏"):
        performed(before, {"do": "set", "row": before.keys["annual"][0], "field": field, "text": "甲"})
    with pytest.raises(Refused, match="一栏"):
        performed(before, {"do": "add", "row": key(500), "side": "annual", "level2": "数量指标", "texts": {field: "甲"}})


@pytest.mark.parametrize("level2", ["", "产出指标", "我的指标", "数量指标2", "数量指标\0", "<b>数量指标</b>"])
def test_a_level2_outside_the_framework_is_refused(level2: str) -> None:
    before = keyed(published("henan-10"))
    with pytest.raises(Refused, match="不是本表指标框架中的二级指标"):
        performed(before, {"do": "add", "row": key(500), "side": "annual", "level2": level2})
    with pytest.raises(Refused, match="不是本表指标框架中的二级指标"):
        performed(before, {"do": "move", "row": before.keys["annual"][0], "level2": level2, "after": None})


def test_a_misfit_may_move_within_its_own_place_only() -> None:
    before = keyed(published("henan-10"))
    index = next(index for index, row in enumerate(before.rows("period")) if row.level1 == "")
    row, one = before.rows("period")[index], before.keys["period"][index]
    after = performed(before, {"do": "move", "row": one, "level2": row.level2, "after": ""})
    assert row in after.keyed.rows("period")
    assert to_data(undo(after.keyed, after.done)) == to_data(before)


def test_a_side_that_the_form_does_not_print_takes_no_rows() -> None:
    with pytest.raises(Refused, match="没有这一侧"):
        performed(keyed(published("hebei-01")), {"do": "add", "row": key(500), "side": "period", "level2": "数量指标"})


def test_a_row_that_is_gone_cannot_be_written_or_moved() -> None:
    before = keyed(published("henan-10"))
    with pytest.raises(Refused, match="已被删除"):
        performed(before, {"do": "set", "row": key(500), "field": "value", "text": "1"})
    with pytest.raises(Refused, match="已被删除"):
        performed(before, {"do": "move", "row": key(500), "level2": "数量指标", "after": None})


def test_a_key_is_used_once_on_both_sides_together() -> None:
    before = keyed(published("henan-10"))
    with pytest.raises(Refused, match="已经在表中"):
        performed(before, {"do": "add", "row": before.keys["period"][0], "side": "annual", "level2": "数量指标"})


def test_a_side_has_an_end() -> None:
    before = small(*[("产出指标", "数量指标", f"{number}") for number in range(MOST_ROWS)])
    with pytest.raises(Refused, match=f"最多 {MOST_ROWS} 行"):
        performed(before, {"do": "add", "row": key(9_999), "side": "annual", "level2": "数量指标"})


def test_the_refusal_says_which_wish_it_was() -> None:
    good = {"do": "set", "path": "goals.annual", "text": "甲"}
    with pytest.raises(Refused) as refusal:
        performed(keyed(published("henan-10")), good, good, good | {"path": "year"}, good)
    assert refusal.value.wish == 2


def test_the_texts_of_the_fixed_part_can_each_be_put_back() -> None:
    before = keyed(published("hebei-01"))
    for path, text in fixed_texts(before).items():
        if path != "year":
            assert to_data(with_text(before, path, text)) == to_data(before)
