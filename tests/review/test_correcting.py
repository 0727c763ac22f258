"""财政代改: proposed with 良, seen by the unit, written into the table only when it is confirmed."""

from __future__ import annotations

import pytest

from perfgoals.review.deciding import NotDone
from perfgoals.review.points import mark_point
from perfgoals.review.transitions import State
from perfgoals.tables.models import Revision, TargetTable
from tests.cast import Cast
from tests.dumping import dump
from tests.review.acting import act, bring, correct, lead, now


def test_a_confirmed_correction_stands_in_the_table_and_it_goes_on(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    proposed = correct(cast.section_reviewer, table, "新建公厕 3 座")
    assert (proposed.to, proposed.grade) == (State.UNIT_CONFIRMATION, "良")
    assert now(table).annual_goal != "新建公厕 3 座"
    confirmed = act(cast.author, table, "confirm")
    assert confirmed.to == now(table).state == State.PERFORMANCE_REVIEW
    assert now(table).annual_goal == confirmed.record.snapshot.goals.annual == "新建公厕 3 座"
    written = table.revisions.get(act=Revision.Act.CORRECT)
    assert (written.saved_by, written.changes[0]["after"]) == (cast.author, "新建公厕 3 座")
    assert now(table).version == confirmed.version == written.version + 1


def test_a_cell_of_a_row_is_corrected_whatever_its_place(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    mark_point(cast.section_reviewer, table.pk, path="indicators.annual[1].value", kind="correct", text="改", correction="≥98%")
    act(cast.section_reviewer, table, "pass", grade="良")
    act(cast.author, table, "confirm")
    assert now(table).indicator_rows.get(side="annual", order=1).value == "≥98%"


def test_a_disputed_correction_leaves_the_table_as_it_was_and_is_graded_anew(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    before = now(table).annual_goal
    correct(cast.section_reviewer, table)
    disputed = act(cast.author, table, "dispute", opinion="数据以统计公报为准")
    assert (disputed.to, now(table).annual_goal) == ("section_review", before)
    with pytest.raises(NotDone, match="请选择综合评定等级"):
        act(cast.section_reviewer, table, "pass", grade="")
    assert lead(cast, table, "pass").state == "performance_review"


def test_a_correction_can_be_taken_back_while_the_unit_has_not_decided(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "unit_confirmation")
    assert act(cast.section_reviewer, table, "withdraw").to == "section_review"
    correct(cast.section_reviewer, table, "另一种改法")
    act(cast.author, table, "confirm")
    assert now(table).annual_goal == "另一种改法"


@pytest.mark.parametrize(
    ("state", "path", "text", "sentence"),
    [
        ("unit_review", "goals.annual", "新", "只有财政审核环节可以代改"),
        ("section_review", "", "新", "代改只能改一个格"),
        ("section_review", "indicators.annual[0]", "新", "代改只能改一个格"),
        ("section_review", "project.name", "新", "不是这张表可以填写的单元格"),
        ("section_review", "indicators.annual[0].level2", "新", "没有可以填写的"),
    ],
)
def test_what_cannot_be_corrected_is_refused(cast: Cast, table: TargetTable, state: str, path: str, text: str, sentence: str) -> None:
    bring(cast, table, state)
    who, before = cast.people["unit_reviewer" if state == "unit_review" else "section_reviewer"], dump()
    with pytest.raises(NotDone, match=sentence):
        mark_point(who, table.pk, path=path, kind="correct", text="改", correction=text)
    assert dump() == before


def test_a_correction_that_changes_nothing_is_refused(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    same = now(table).annual_goal
    with pytest.raises(NotDone, match="与现在的一样"):
        mark_point(cast.section_reviewer, table.pk, path="goals.annual", kind="correct", text="改", correction=same)


def test_points_of_another_kind_do_not_pass_with_it(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    mark_point(cast.section_reviewer, table.pk, path="goals.annual", kind="must", text="请量化")
    with pytest.raises(NotDone, match="标出的意见中有 1 条不是"):
        correct(cast.section_reviewer, table)
