"""The table of states and acts is whole: every state is reached and left, every act has its words, and ROAD's names."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfgoals.accounts.models import Post
from perfgoals.review.actions import _FUNCTIONS
from perfgoals.review.transitions import (
    ACTS,
    AT_FINANCE,
    POST_IN,
    STEPS,
    SUBMIT,
    TRANSITIONS,
    Act,
    Ask,
    State,
    Transition,
    Way,
    label_of,
    posts_for,
    transitions_from,
)

Role = Post.Role
ROWS = list(TRANSITIONS.values())


def leads_to(row: Transition) -> set[State]:
    """Every state the row may lead to, for some unit."""
    if row.to == Way.FORWARD:
        return {*STEPS, State.UNIT_CONFIRMATION, State.PASSED}
    if row.to == Way.SENDER:
        return {State.DRAFTING, State.RETURNED, *STEPS}
    return {State(row.to)}


def test_every_state_is_reached_from_a_new_table() -> None:
    reached = {State.DRAFTING}
    while more := {to for row in ROWS if row.source in reached for to in leads_to(row)} - reached:
        reached |= more
    assert reached == set(State)


@pytest.mark.parametrize("state", State)
def test_no_state_is_a_dead_end(state: State) -> None:
    assert transitions_from(state)
    assert state in POST_IN


@pytest.mark.parametrize("act", ACTS.values(), ids=str)
def test_every_act_has_its_words(act: Act) -> None:
    assert all((act.label, act.told, act.bid, act.help))
    assert [row for row in ROWS if row.act == act], "an act that can never be done"
    assert act.code in _FUNCTIONS
    assert len(act.code) <= 20


def test_every_function_has_its_act() -> None:
    assert _FUNCTIONS.keys() == ACTS.keys()


def test_reasons_are_asked_where_the_road_says_so() -> None:
    with_reason = {row.act.code for row in ROWS if Ask.REASON in row.asks}
    assert with_reason == {"reject", "dispute", "reopen", "request_adjustment"}
    assert {row.act.code for row in ROWS if Ask.DOCUMENT in row.asks} == {"approve"}
    assert {row.act.code for row in ROWS if Ask.POINTS in row.asks} == {"send_back"}


def test_grades_are_given_at_finance_only() -> None:
    graded = {row.source for row in ROWS if row.grade or {Ask.GRADE, Ask.GRADE_UNLESS_GIVEN} & set(row.asks)}
    assert graded == set(AT_FINANCE)


def test_a_step_is_reviewed_by_its_own_post_alone() -> None:
    for state, role in STEPS.items():
        assert {row.by for row in transitions_from(state)} == {role, None}  # None: whoever sent it may withdraw


def test_whoever_only_advises_or_reads_decides_nothing() -> None:
    deciding = {role for act in ACTS.values() for role in posts_for(act)}
    assert deciding == set(Role) - {Role.EXPERT, Role.READER, Role.ADMINISTRATOR}


def test_inside_the_unit_it_is_called_otherwise() -> None:
    assert label_of(SUBMIT, State.DRAFTING, State.UNIT_REVIEW) == "提交"
    assert label_of(SUBMIT, State.DRAFTING, State.SECTION_REVIEW) == "上报"
    assert label_of(ACTS["pass"], State.UNIT_REVIEW, State.SECTION_REVIEW) == "审核通过并上报"
    assert label_of(ACTS["pass"], State.SECTION_REVIEW, State.PASSED) == "审核通过"


def test_buttons_and_guards_have_no_second_list(root: Path) -> None:
    """No other module of the house spells an act's name in Chinese as a button."""
    templates = "".join(path.read_text(encoding="utf-8") for path in (root / "templates" / "review").glob("*.html"))
    for act in ACTS.values():
        assert f">{act.label}</button>" not in templates, act
        assert f">{act.label}</summary>" not in templates, act
