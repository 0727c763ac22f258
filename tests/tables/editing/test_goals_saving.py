"""The changes of a page of 部门整体绩效目标 saved: atomic, compared with their version, done once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from perfgoals.tables.editing.changes import Refused
from perfgoals.tables.editing.goals_changes import goals_wishes_in, perform_goals, undo_goals
from perfgoals.tables.editing.goals_keyed import keyed_goals
from perfgoals.tables.editing.goals_saving import SavedGoals, save_goals
from perfgoals.tables.goals_beginning import begin_goals
from perfgoals.tables.goals_storing import StaleGoals, to_record
from perfgoals.tables.models import DepartmentGoals, GoalItem, Revision
from tests.cast import Cast, make_cast
from tests.dumping import dump

MANY = 8


@pytest.fixture
def goals(cast: Cast) -> DepartmentGoals:
    """The three official headings, and a paragraph under the first."""
    begun = begin_goals(cast.building, 2027, cast.author)
    save(cast, begun, added(begun, 0, "甲"))
    begun.refresh_from_db()
    return begun


def save(cast: Cast, goals: DepartmentGoals, *changes: Any, version: int = 1, save_id: str = "") -> SavedGoals:
    return save_goals(cast.author, goals.pk, version=version, changes=list(changes), save_id=save_id or str(uuid4()))


def keys(goals: DepartmentGoals) -> list[str]:
    return [line.key for line in keyed_goals(goals).lines]


def texts(goals: DepartmentGoals) -> list[str]:
    return [line.text for line in keyed_goals(goals).lines]


def added(goals: DepartmentGoals, below: int, text: str) -> dict[str, Any]:
    return {"do": "add", "row": str(uuid4()), "side": "lines", "level2": "item", "after": keys(goals)[below], "texts": {"text": text}}


def written(goals: DepartmentGoals, index: int, text: str) -> dict[str, Any]:
    return {"do": "set", "row": keys(goals)[index], "field": "text", "text": text}


def test_the_next_version_is_written_and_remembered(cast: Cast, goals: DepartmentGoals) -> None:
    before = keyed_goals(goals)
    saved = save(cast, goals, written(goals, 1, "乙"), {"do": "set", "path": "title", "text": "整体目标"}, version=2)
    goals.refresh_from_db()
    assert (saved.version, goals.version, goals.title) == (3, 3, "整体目标")
    assert texts(goals) == ["一、总体绩效目标", "乙", "二、分项绩效目标", "三、工作保障措施"]
    assert saved.orders is None, "nothing moved"
    revision = Revision.objects.get(goals=goals, version=3)
    assert (revision.saved_by, revision.act) == (cast.author, Revision.Act.EDIT)
    assert undo_goals(keyed_goals(goals), revision.changes) == before


def test_lines_that_move_keep_their_keys(cast: Cast, goals: DepartmentGoals) -> None:
    before = keys(goals)
    wish = {"do": "move", "row": before[1], "level2": "heading", "after": before[3]}
    saved = save(cast, goals, wish, version=2)
    assert keys(goals) == [before[0], before[2], before[3], before[1]]
    assert saved.orders == {"lines": tuple(keys(goals))}
    assert [section.heading for section in to_record(goals).sections][-1] == "甲"


def test_an_empty_line_is_kept_for_the_editor_and_is_no_part_of_the_record(cast: Cast, goals: DepartmentGoals) -> None:
    record = to_record(goals)
    save(cast, goals, added(goals, 1, ""), version=2)
    assert texts(goals)[2] == ""
    assert to_record(goals) == record


def test_a_heading_written_anew_may_be_empty_in_between(cast: Cast, goals: DepartmentGoals) -> None:
    before = keys(goals)
    save(cast, goals, written(goals, 0, ""), version=2)
    assert keys(goals) == before
    save(cast, goals, written(goals, 0, "一、目标"), version=3)
    assert to_record(goals).sections[0].heading == "一、目标"


def test_what_was_saved_on_another_version_is_refused(cast: Cast, goals: DepartmentGoals) -> None:
    before = dump()
    for version in (0, 1, 3):
        with pytest.raises(StaleGoals, match="他人已修改，请核对：现在是第 2 版"):
            save(cast, goals, written(goals, 1, "后到的"), version=version)
    assert dump() == before


def test_a_save_that_is_known_is_answered_and_not_done_again(cast: Cast, goals: DepartmentGoals) -> None:
    save_id, wish = str(uuid4()), added(goals, 1, "乙")
    first = save(cast, goals, wish, version=2, save_id=save_id)
    save(cast, goals, written(goals, 1, "丙"), version=3)
    before = dump()
    assert save(cast, goals, wish, version=2, save_id=save_id).version == first.version == 3
    assert dump() == before


def test_a_known_save_sent_as_if_it_were_new_is_not_done_again(cast: Cast, goals: DepartmentGoals) -> None:
    save_id = str(uuid4())
    save(cast, goals, written(goals, 1, "乙"), version=2, save_id=save_id)
    before = dump()
    assert save(cast, goals, written(goals, 1, "丙"), version=3, save_id=save_id).version == 3
    assert dump() == before


def test_one_that_cannot_be_keeps_all_from_being_done(cast: Cast, goals: DepartmentGoals) -> None:
    before = dump()
    with pytest.raises(Refused):
        save(cast, goals, written(goals, 1, "乙"), {"do": "set", "path": "year", "text": "2030"}, version=2)
    assert dump() == before


def test_nothing_changed_is_no_version(cast: Cast, goals: DepartmentGoals) -> None:
    before = dump()
    assert save(cast, goals, written(goals, 1, "甲"), version=2).version == 2
    assert dump() == before


def test_lines_of_another_document_are_none_of_this_one(cast: Cast, goals: DepartmentGoals) -> None:
    other = begin_goals(cast.water, 2027)
    before = dump()
    with pytest.raises(Refused, match="这一行已被删除"):
        save(cast, goals, written(other, 0, "别家的"), version=2)
    assert dump() == before


@pytest.mark.parametrize("index", [0, 1])
def test_a_line_costs_six_statements(cast: Cast, goals: DepartmentGoals, index: int) -> None:
    wish = written(goals, index, "新")
    with CaptureQueriesContext(connection) as captured:
        save(cast, goals, wish, version=2)
    statements = [each["sql"] for each in captured if not each["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    assert len(statements) <= 6, statements


class SavedAsPerformed(TestCase):
    """The database holds what the pure function says."""

    @given(st.lists(st.tuples(st.sampled_from("sarm"), st.integers(0, 5), st.integers(-1, 5), st.booleans()), max_size=8))
    def test_the_database_equals_the_pure_result(self, acts: list[tuple[str, int, int, bool]]) -> None:
        cast = make_cast()
        goals = begin_goals(cast.building, 2027)
        for number, act in enumerate(acts):
            before = keyed_goals(goals)
            wish = self.wish([line.key for line in before.lines], number, *act)
            if wish is None:
                continue
            goals.refresh_from_db()
            save(cast, goals, wish, version=goals.version)
            assert keyed_goals(goals) == perform_goals(before, goals_wishes_in([wish])).keyed

    def wish(self, there: list[str], number: int, do: str, at: int, after: int, is_heading: bool) -> dict[str, Any] | None:
        kind = "heading" if is_heading else "item"
        below = "" if after < 0 or not there else there[after % len(there)]
        if do == "a":
            key = str(UUID(int=number + 1))
            return {"do": "add", "row": key, "side": "lines", "level2": kind, "after": below, "texts": {"text": f"文{number}" * (at % 2)}}
        if not there:
            return None
        row = there[at % len(there)]
        match do:
            case "s":
                return {"do": "set", "row": row, "field": "text", "text": f"改{number}" * (after % 2)}
            case "r":
                return {"do": "remove", "row": row}
        return {"do": "move", "row": row, "level2": kind, "after": below}


def at_once(cast: Cast, goals: DepartmentGoals, save_ids: list[str]) -> list[SavedGoals | StaleGoals]:
    wish = added(goals, 0, "同时")

    def act(save_id: str) -> SavedGoals | StaleGoals:
        try:
            return save(cast, goals, wish, save_id=save_id)
        except StaleGoals as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(MANY) as threads:
        return list(threads.map(act, save_ids))


@pytest.mark.django_db(transaction=True)
def test_of_many_who_saw_the_same_version_one_writes() -> None:
    cast = make_cast()
    goals = begin_goals(cast.building, 2027)
    answers = at_once(cast, goals, [str(uuid4()) for _ in range(MANY)])
    assert sum(isinstance(each, SavedGoals) for each in answers) == 1
    assert GoalItem.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_save_from_many_sides_at_once_is_done_once() -> None:
    cast = make_cast()
    goals = begin_goals(cast.building, 2027)
    answers = at_once(cast, goals, [str(uuid4())] * MANY)
    assert [each.version for each in answers if isinstance(each, SavedGoals)] == [2] * MANY
    assert Revision.objects.filter(goals=goals, version__gt=1).count() == GoalItem.objects.count() == 1
