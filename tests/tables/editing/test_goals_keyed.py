"""部门整体绩效目标 as lines with keys: into the database and out of it, and as the record that is printed."""

from __future__ import annotations

from itertools import count
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from perfgoals.accounts.models import Department
from perfgoals.official.department_goals import Section
from perfgoals.tables.editing.goals_keyed import KeyedGoals, Line, from_data, keyed_goals, lines_of, sections_of, store_lines, to_data
from perfgoals.tables.fitting import DoesNotFit
from perfgoals.tables.goals_beginning import begin_goals
from perfgoals.tables.models import DepartmentGoals, GoalSection
from tests.cast import Cast

_TEXTS = st.text("甲乙丙1、 ", max_size=6)


def keys() -> Any:
    """New ones, always the same."""
    numbers = count(1)
    return lambda: str(UUID(int=next(numbers)))


@st.composite
def documents(draw: st.DrawFn) -> tuple[Line, ...]:
    key = keys()
    shapes = draw(st.lists(st.tuples(st.sampled_from(["heading", "item"]), _TEXTS), max_size=12))
    return tuple(Line(key(), kind, text) for kind, text in shapes)  # type: ignore[arg-type]


class Stored(TestCase):
    @given(documents())
    def test_lines_come_back_as_they_went_in_empty_ones_too(self, lines: tuple[Line, ...]) -> None:
        unit, _ = Department.objects.get_or_create(name="某单位")
        goals, _ = DepartmentGoals.objects.get_or_create(department=unit, year=2027)
        store_lines(goals, lines)
        assert keyed_goals(goals).lines == lines


@given(documents())
def test_the_record_says_what_the_lines_say(lines: tuple[Line, ...]) -> None:
    sections = sections_of(lines)
    said = [text for section in sections for text in (section.heading, *section.items) if text]
    assert said == [line.text for line in lines if line.text]
    assert all(section.heading or section.items for section in sections)
    assert all(all(section.items) for section in sections)


@given(documents())
def test_a_record_taken_apart_is_the_same_record(lines: tuple[Line, ...]) -> None:
    sections = sections_of(lines)
    assert sections_of(lines_of(sections)) == sections


@given(documents(), documents())
def test_a_line_that_says_the_same_keeps_its_key(was: tuple[Line, ...], now: tuple[Line, ...]) -> None:
    made = lines_of(sections_of(now), was)
    known = {line.key: line for line in was}
    assert len({line.key for line in made}) == len(made)
    assert all(known[line.key] == line for line in made if line.key in known)
    texts = [(line.kind, line.text) for line in was]
    for line in made:
        if (line.kind, line.text) in texts and line.key not in known:
            others = [each for each in made if (each.kind, each.text) == (line.kind, line.text)]
            assert len(others) > texts.count((line.kind, line.text))


@given(documents(), _TEXTS)
def test_plain_data_there_and_back(lines: tuple[Line, ...], title: str) -> None:
    keyed = KeyedGoals({"part": "", "title": title}, lines)
    assert from_data(to_data(keyed)) == keyed


def test_what_was_stored_earlier_is_read(cast: Cast) -> None:
    """Sections counted from 0, the first with a heading or without."""
    goals = DepartmentGoals.objects.create(department=cast.building, year=2027)
    first = GoalSection.objects.create(goals=goals, order=0, heading="")
    first.items.create(order=0, text="前言")
    second = GoalSection.objects.create(goals=goals, order=1, heading="一、")
    other = DepartmentGoals.objects.create(department=cast.water, year=2027)
    headed = GoalSection.objects.create(goals=other, order=0, heading="一、")
    item = headed.items.create(order=0, text="甲")
    assert [(line.kind, line.text) for line in keyed_goals(goals).lines] == [("item", "前言"), ("heading", "一、")]
    assert keyed_goals(goals).lines[1].key == str(second.key)
    assert keyed_goals(other).lines == (Line(str(headed.key), "heading", "一、"), Line(str(item.key), "item", "甲"))


def test_a_heading_in_the_middle_that_says_nothing_parts_what_stands_around_it() -> None:
    key = keys()
    lines = (Line(key(), "heading", "一、"), Line(key(), "item", "甲"), Line(key(), "heading"), Line(key(), "item", "乙"))
    assert sections_of(lines) == (Section("一、", ("甲",)), Section("", ("乙",)))


def test_reading_is_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    goals = begin_goals(cast.building, 2027)
    with django_assert_num_queries(1):
        assert len(keyed_goals(goals).lines) == 3


def test_a_heading_too_long_for_its_column_is_refused_in_a_sentence(cast: Cast) -> None:
    goals = begin_goals(cast.building, 2027)
    with pytest.raises(DoesNotFit, match=r"标题.*最多 300 个字"):
        store_lines(goals, [Line(keys()(), "heading", "一" * 301)])
