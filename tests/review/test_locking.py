"""退回后只能改标出的格: in a round that wants it, what a return did not name stays as it was reported."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from perfgoals.review.deciding import NotDone
from perfgoals.review.models import ReportingRound
from perfgoals.review.points import mark_point
from perfgoals.tables.editing.changes import Refused
from perfgoals.tables.editing.history import NotKept, restore_version
from perfgoals.tables.editing.saving import Saved, save
from perfgoals.tables.models import TargetTable
from tests.cast import Cast
from tests.dumping import dump
from tests.review.acting import act, bring, correct, now


def returned(cast: Cast, table: TargetTable, *paths: str) -> TargetTable:
    ReportingRound.objects.create(year=table.year, kind="first", locks_others=True)
    bring(cast, table, "section_review")
    for path in paths:
        mark_point(cast.section_reviewer, table.pk, path=path, kind="must", text="请改")
    act(cast.section_reviewer, table, "send_back", opinion="")
    return now(table)


def write(cast: Cast, table: TargetTable, *changes: dict[str, Any]) -> Saved:
    return save(cast.author, table.pk, version=now(table).version, changes=list(changes), save_id=str(uuid4()))


def key(table: TargetTable, index: int, side: str = "annual") -> str:
    return str(table.indicator_rows.get(side=side, order=index).key)


def put(path: str, text: str = "改过") -> dict[str, Any]:
    return {"do": "set", "path": path, "text": text}


def put_in(row: str, field: str, text: str = "改过") -> dict[str, Any]:
    return {"do": "set", "row": row, "field": field, "text": text}


def test_a_marked_cell_is_saved_and_any_other_answered_at_the_cell(cast: Cast, table: TargetTable) -> None:
    locked = returned(cast, table, "goals.annual")
    saved = write(cast, locked, put("goals.annual"), put("goals.period"), put("contacts.author", "张三"))
    assert [bool(answer.reading.refused) for answer in saved.answers] == [False, True, False]
    assert "只能改标出的格" in saved.answers[1].reading.refused
    assert (now(table).annual_goal, now(table).period_goal) == ("改过", locked.period_goal)


def test_a_marked_cell_of_a_row_leaves_its_neighbours_closed(cast: Cast, table: TargetTable) -> None:
    locked = returned(cast, table, "indicators.annual[1].value")
    row = key(locked, 1)
    saved = write(cast, locked, put_in(row, "value", "≥9"), put_in(row, "level3"), put_in(key(locked, 0), "value"))
    assert [bool(answer.reading.refused) for answer in saved.answers] == [False, True, True]
    for change in ({"do": "remove", "row": row}, {"do": "move", "row": row, "level2": "质量指标", "after": None}):
        before = dump()
        with pytest.raises(Refused, match="不能增加、删除或移动"):
            write(cast, locked, change)
        assert dump() == before


def test_a_marked_row_may_be_rewritten_and_taken_out(cast: Cast, table: TargetTable) -> None:
    locked = returned(cast, table, "indicators.annual[1]")
    row = key(locked, 1)
    assert not write(cast, locked, put_in(row, "level3")).answers[0].reading.refused
    write(cast, locked, {"do": "remove", "row": row})
    assert not now(table).indicator_rows.filter(key=row).exists()


def test_a_side_that_lacks_indicators_takes_new_ones_and_the_other_does_not(cast: Cast, table: TargetTable) -> None:
    locked = returned(cast, table, "indicators.annual")
    new = {"do": "add", "row": str(uuid4()), "side": "annual", "level2": "社会效益指标", "after": None, "texts": {"level3": "受益人数"}}
    write(cast, locked, new)
    assert now(table).indicator_rows.filter(side="annual", level3="受益人数").exists()
    with pytest.raises(Refused):
        write(cast, locked, {**new, "row": str(uuid4()), "side": "period"})


def test_an_amount_opens_its_block_for_they_have_to_add_up(cast: Cast, table: TargetTable) -> None:
    locked = returned(cast, table, "funding.annual.fiscal")
    saved = write(cast, locked, put("funding.annual.fiscal", "3"), put("funding.annual.total", "3"), put("funding.period.total", "3"))
    assert [bool(answer.reading.refused) for answer in saved.answers] == [False, False, True]


@pytest.mark.parametrize("path", ["goals.annual", "indicators.annual[0].value"])
def test_while_both_sides_are_kept_equal_both_are_open(cast: Cast, table: TargetTable, path: str) -> None:
    write(cast, table, put("mirrored", "1"))
    locked = returned(cast, table, path)
    change = put(path) if path.startswith("goals") else put_in(key(locked, 0), "value")
    saved = write(cast, locked, change)
    assert [answer.reading.refused for answer in saved.answers] == ["", ""]


def test_a_point_on_the_whole_table_opens_it_all_and_so_does_a_round_that_locks_nothing(cast: Cast, table: TargetTable) -> None:
    assert returned(cast, table, "", "goals.annual").open_places is None


def test_no_earlier_version_is_restored_over_what_is_locked(cast: Cast, table: TargetTable) -> None:
    locked = returned(cast, table, "goals.annual")
    before = dump()
    with pytest.raises(NotKept, match="只能改标出的格"):
        restore_version(cast.author, table.pk, 1, based_on=locked.version)
    assert dump() == before


def test_what_was_reported_and_taken_back_is_as_locked_as_before(cast: Cast, table: TargetTable) -> None:
    locked = returned(cast, table, "goals.annual")
    with pytest.raises(NotDone):
        act(cast.author, locked, "submit")
    write(cast, locked, put("goals.annual"))
    act(cast.author, table, "submit")
    act(cast.author, table, "withdraw")
    assert write(cast, table, put("goals.period")).answers[0].reading.refused


def test_what_is_begun_anew_is_open(cast: Cast, table: TargetTable) -> None:
    locked = returned(cast, table, "goals.annual")
    write(cast, locked, put("goals.annual"))
    act(cast.author, table, "submit")
    act(cast.section_reviewer, table, "reject")
    act(cast.performance_reviewer, table, "reopen")
    assert not write(cast, table, put("goals.period")).answers[0].reading.refused


def test_what_finance_corrects_later_is_written_all_the_same(cast: Cast, table: TargetTable) -> None:
    write(cast, returned(cast, table, "goals.period"), put("goals.period"))
    act(cast.author, table, "submit")
    correct(cast.section_reviewer, table, "新的年度目标")
    act(cast.author, table, "confirm")
    assert now(table).annual_goal == "新的年度目标"
