"""Where a row goes: groups stay whole, and the wish counts where it leaves them so."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.official.hierarchy import hierarchy
from perfgoals.official.snapshot import Indicator
from perfgoals.tables.editing.placing import index_for, spelled_as_here

FRAMEWORK = hierarchy("2015")
OUTPUT, EFFECT, CONTENT = "产出指标", "效益指标", "满意度指标"
Place = tuple[str, str]


def rows(*places: Place) -> list[Indicator]:
    return [Indicator(*place) for place in places]


def placed(there: list[Indicator], place: Place, wished: int | None = None) -> int:
    return index_for(there, *place, wished, FRAMEWORK)


FULL = rows(
    (OUTPUT, "数量指标"),
    (OUTPUT, "数量指标"),
    (OUTPUT, "质量指标"),
    (OUTPUT, "成本指标"),
    (EFFECT, "社会效益指标"),
    (CONTENT, "服务对象满意度指标"),
)


@pytest.mark.parametrize(
    ("place", "index"),
    [
        ((OUTPUT, "数量指标"), 2),  # behind its own group
        ((OUTPUT, "时效指标"), 3),  # between 质量 and 成本, as in the framework
        ((OUTPUT, "成本指标"), 4),
        ((EFFECT, "经济效益指标"), 4),  # first of its 一级指标
        ((EFFECT, "可持续影响指标"), 5),
        ((CONTENT, "服务对象满意度指标"), 6),
    ],
)
def test_without_a_wish_the_framework_has_it(place: Place, index: int) -> None:
    assert placed(FULL, place) == index


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ((OUTPUT, "数量指标"), {0, 1, 2}),
        ((OUTPUT, "质量指标"), {2, 3}),
        ((OUTPUT, "时效指标"), {0, 2, 3, 4}),  # anywhere in 产出指标 but between the two of 数量指标
        ((EFFECT, "经济效益指标"), {4, 5}),
    ],
)
def test_a_wish_counts_where_no_group_is_torn(place: Place, where: set[int]) -> None:
    for wished in range(len(FULL) + 1):
        index = placed(FULL, place, wished)
        assert index == (wished if wished in where else placed(FULL, place))


def test_a_new_level1_goes_between_the_others() -> None:
    there = rows((OUTPUT, "数量指标"), (OUTPUT, "质量指标"), (CONTENT, "服务对象满意度指标"))
    assert placed(there, (EFFECT, "社会效益指标")) == 2
    assert [placed(there, (EFFECT, "社会效益指标"), wished) for wished in range(4)] == [0, 2, 2, 3]


def test_the_first_row_of_all() -> None:
    assert placed([], (OUTPUT, "质量指标")) == 0
    assert placed([], (OUTPUT, "质量指标"), 0) == 0


# What was imported is not always as the framework has it.


def test_a_level2_under_another_level1_is_a_group_of_its_own() -> None:
    there = rows((OUTPUT, "数量指标"), (EFFECT, "数量指标"), (EFFECT, "社会效益指标"))
    assert placed(there, (OUTPUT, "数量指标")) == 1
    assert placed(there, (OUTPUT, "数量指标"), 2) == 1  # behind the misfit it would tear 效益指标
    assert placed(there, (EFFECT, "数量指标"), 0) == 2


def test_a_row_without_level1_keeps_to_its_own() -> None:
    there = rows((OUTPUT, "数量指标"), ("", "社会效益指标"), ("", "社会效益指标"), (EFFECT, "经济效益指标"))
    assert placed(there, ("", "社会效益指标"), 0) == 3
    assert placed(there, ("", "社会效益指标"), 2) == 2
    assert placed(there, (EFFECT, "社会效益指标"), 2) == 4


def test_a_level1_with_rows_that_are_not_its_own_is_not_torn_by_a_new_one() -> None:
    there = rows((CONTENT, "数量指标"), (CONTENT, "服务对象满意度指标"))
    assert placed(there, (OUTPUT, "质量指标")) == 2
    assert placed(there, (OUTPUT, "质量指标"), 1) == 2


def test_what_the_framework_does_not_know_goes_behind_its_level1() -> None:
    assert placed(FULL, (OUTPUT, "我的指标")) == 4
    assert placed(FULL, ("我的", "我的指标")) == 6


names = [(one.name, two.name) for one in FRAMEWORK.level1 for two in one.level2]
anywhere = st.one_of(
    st.sampled_from(names), st.tuples(st.sampled_from([OUTPUT, EFFECT, ""]), st.sampled_from(["数量指标", "社会效益指标", "甲", ""]))
)


@given(st.lists(anywhere, max_size=10), anywhere, st.none() | st.integers(0, 10))
def test_no_group_is_in_more_pieces_than_before(places: list[Place], place: Place, wished: int | None) -> None:
    there = rows(*places)
    index = placed(there, place, None if wished is None else min(wished, len(there)))
    assert 0 <= index <= len(there)
    after = [*there[:index], Indicator(*place), *there[index:]]
    for group in (lambda row: row.level1, lambda row: (row.level1, row.level2)):
        was, now = ([name for name, _ in groupby(map(group, each))] for each in (there, after))
        assert all(now.count(each) <= max(1, was.count(each)) for each in now)


# Spelling.


def test_a_level2_is_spelled_as_the_side_spells_it_already() -> None:
    there = rows((EFFECT, "社会 效益"), (OUTPUT, "数量"))
    aliases = {two.name: two.aliases for one in FRAMEWORK.level1 for two in one.level2}
    alias = next(name for name in aliases["社会效益指标"])
    assert spelled_as_here(rows((EFFECT, alias)), "社会效益指标", FRAMEWORK) == alias
    assert spelled_as_here(rows((EFFECT, "社会效益指标")), alias, FRAMEWORK) == "社会效益指标"
    assert spelled_as_here(there, "质量指标", FRAMEWORK) == "质量指标"


def test_white_space_is_no_spelling() -> None:
    assert spelled_as_here([], " 质 量\n指标　", FRAMEWORK) == "质量指标"
