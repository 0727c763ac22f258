"""The chain of a unit's steps, read from the register: what is not there is skipped by itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.accounts.models import Department, Post
from perfgoals.review.road import following, people_in, post_of, returning_to, steps_of, unit_of_post, with_the_post
from perfgoals.review.transitions import STEPS, State
from perfgoals.tables.models import Project, TargetTable
from tests.cast import Cast, person

DAY = date(2027, 3, 1)
ALL = tuple(STEPS)
Role = Post.Role


def test_a_unit_with_everything_has_every_step(cast: Cast) -> None:
    assert steps_of(cast.building, DAY) == ALL


def test_a_unit_that_is_its_own_authority_skips_it(cast: Cast) -> None:
    assert steps_of(cast.water, DAY) == (State.SECTION_REVIEW, State.PERFORMANCE_REVIEW)
    cast.water.supervisor = cast.water
    assert State.SUPERVISOR_REVIEW not in steps_of(cast.water, DAY)


def test_a_post_nobody_holds_is_no_step(cast: Cast) -> None:
    for name in ("unit_reviewer", "supervisor_reviewer"):
        cast.people[name].is_active = False
        cast.people[name].save()
    assert steps_of(cast.building, DAY) == (State.SECTION_REVIEW, State.PERFORMANCE_REVIEW)


def test_a_supervisor_reviewer_of_another_unit_is_none_of_this_one(cast: Cast) -> None:
    Post.objects.filter(role=Role.SUPERVISOR_REVIEWER).update(department=cast.building)
    assert State.SUPERVISOR_REVIEW not in steps_of(cast.building, DAY)


@pytest.mark.parametrize(("unit", "step"), [("section", State.SECTION_REVIEW), ("authority", State.SUPERVISOR_REVIEW)])
def test_a_unit_that_has_ended_is_no_step(cast: Cast, unit: str, step: State) -> None:
    Department.objects.filter(pk=getattr(cast, unit).pk).update(valid_until=DAY)
    assert step in steps_of(cast.building, DAY)
    assert step not in steps_of(cast.building, DAY + timedelta(days=1))


def test_the_second_review_is_a_setting(cast: Cast, settings: Any) -> None:
    settings.PERFORMANCE_REVIEW = False
    assert steps_of(cast.water, DAY) == (State.SECTION_REVIEW,)


def test_it_takes_two_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        steps_of(cast.building, DAY)


def test_a_unit_without_anybody_goes_straight_on(cast: Cast, settings: Any) -> None:
    settings.PERFORMANCE_REVIEW = False
    lone = Department.objects.create(code="301", name="某镇")
    assert steps_of(lone, DAY) == ()
    assert following(State.DRAFTING, ()) == State.PASSED


STEP_LISTS = st.sets(st.sampled_from(ALL)).map(lambda chosen: tuple(step for step in ALL if step in chosen))


@given(state=st.sampled_from([State.DRAFTING, State.RETURNED, *ALL]), steps=STEP_LISTS)
def test_forward_never_leads_back(state: State, steps: tuple[State, ...]) -> None:
    order = [State.DRAFTING, *ALL, State.PASSED]
    to = following(state, steps)
    assert to in (*steps, State.PASSED)
    here = order.index(State.DRAFTING if state == State.RETURNED else state)
    assert order.index(to) > here
    assert not [step for step in steps if here < order.index(step) < order.index(to)], "no step is jumped over"


@given(step=st.sampled_from([*ALL, State.PASSED]), steps=STEP_LISTS)
def test_what_was_returned_is_always_reviewed_again(step: State, steps: tuple[State, ...]) -> None:
    to = returning_to(step, steps)
    assert to in STEPS
    assert to == step or step not in steps


def table_of(unit: Department) -> TargetTable:
    return TargetTable(project=Project(department=unit))


def test_posts_count_where_they_are_held(cast: Cast) -> None:
    building, water, authority = (table_of(unit) for unit in (cast.building, cast.water, cast.authority))
    for name, role in (("author", Role.AUTHOR), ("unit_reviewer", Role.UNIT_REVIEWER), ("supervisor_reviewer", Role.SUPERVISOR_REVIEWER)):
        assert post_of(cast.people[name], role, building)
        assert post_of(cast.people[name], role, water) is None
    assert post_of(cast.performance_reviewer, Role.PERFORMANCE_REVIEWER, water)
    assert post_of(cast.other_section_reviewer, Role.SECTION_REVIEWER, building) is None
    # a unit without 主管部门: nobody holds that post for it, not even where the post has no unit to compare with
    assert post_of(cast.supervisor_reviewer, Role.SUPERVISOR_REVIEWER, authority) is None


def test_people_are_told_once_and_only_the_active(cast: Cast) -> None:
    twice = person("twice", "双岗", (cast.building, Role.AUTHOR), (cast.water, Role.AUTHOR))
    gone = person("gone", "离岗", (cast.building, Role.AUTHOR))
    gone.is_active = False
    gone.save()
    assert set(people_in(Role.AUTHOR, table_of(cast.building))) == {cast.author, cast.colleague, twice}
    assert set(people_in(Role.SECTION_REVIEWER, table_of(cast.building))) == {cast.section_reviewer}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("is_passed_on", [False, True])
def test_the_tables_of_a_post_are_those_that_are_with_it(cast: Cast, table: TargetTable, role: Post.Role, is_passed_on: bool) -> None:
    """The condition of the database says what is said of one table, wherever the post is held."""
    table.section = cast.other_section if is_passed_on else None
    table.save()
    for unit in Department.objects.all():
        found = TargetTable.objects.filter(with_the_post(role, [unit.pk])).exists()
        assert found == (unit_of_post(role, table) in (None, unit.pk)), unit.name
    assert not TargetTable.objects.filter(with_the_post(role, [])).exists() or role == Role.PERFORMANCE_REVIEWER
