"""Earlier versions of 部门整体绩效目标: how they were, in words, and back to them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from perfgoals.official.department_goals import DepartmentGoals as Record
from perfgoals.official.department_goals import Section
from perfgoals.tables.editing.goals_history import goals_at, goals_between, restore_goals, tell_goals
from perfgoals.tables.editing.goals_keyed import KeyedGoals, keyed_goals
from perfgoals.tables.editing.goals_saving import save_goals
from perfgoals.tables.editing.history import NotKept, sittings
from perfgoals.tables.goals_beginning import begin_goals
from perfgoals.tables.goals_storing import StaleGoals, replace_goals
from perfgoals.tables.models import DepartmentGoals, Revision
from tests.cast import Cast
from tests.dumping import dump


@pytest.fixture
def goals(cast: Cast) -> DepartmentGoals:
    return begin_goals(cast.building, 2027, cast.author)


def save(cast: Cast, goals: DepartmentGoals, *changes: dict[str, Any]) -> None:
    goals.refresh_from_db()
    save_goals(cast.author, goals.pk, version=goals.version, changes=list(changes), save_id=str(uuid4()))
    goals.refresh_from_db()


def key(goals: DepartmentGoals, index: int) -> str:
    return keyed_goals(goals).lines[index].key


def add(goals: DepartmentGoals, below: int, text: str) -> dict[str, Any]:
    return {"do": "add", "row": str(uuid4()), "side": "lines", "level2": "item", "after": key(goals, below), "texts": {"text": text}}


def write(goals: DepartmentGoals, index: int, text: str) -> dict[str, Any]:
    return {"do": "set", "row": key(goals, index), "field": "text", "text": text}


def said(goals: DepartmentGoals) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
    told = tell_goals(goals, sittings(goals))
    return [(each.who, [(line.kind, line.place, line.before, line.after) for line in each.lines]) for each in told]


def test_every_version_can_be_had_again(cast: Cast, goals: DepartmentGoals) -> None:
    were: list[KeyedGoals] = [keyed_goals(goals)]
    save(cast, goals, add(goals, 0, "甲"))
    were.append(keyed_goals(goals))
    save(cast, goals, {"do": "move", "row": key(goals, 1), "level2": "heading", "after": ""}, {"do": "set", "path": "part", "text": ""})
    were.append(keyed_goals(goals))
    replace_goals(goals, Record(title="整体", sections=(Section("一、", ("乙",)),)), based_on=3, by=cast.author)
    were.append(keyed_goals(goals))
    goals.refresh_from_db()
    assert [goals_at(goals, version) for version in (1, 2, 3, 4)] == were


def test_going_back_is_the_next_version_and_can_itself_be_gone_back_from(cast: Cast, goals: DepartmentGoals) -> None:
    first = keyed_goals(goals)
    save(cast, goals, add(goals, 0, "甲"), {"do": "remove", "row": key(goals, 2)})
    second = keyed_goals(goals)
    assert restore_goals(cast.colleague, goals.pk, 1, based_on=2).version == 3
    assert keyed_goals(goals) == first
    assert Revision.objects.get(goals=goals, version=3).act == Revision.Act.RESTORE
    goals.refresh_from_db()
    assert goals_at(goals, 2) == second


def test_a_stale_page_restores_nothing(cast: Cast, goals: DepartmentGoals) -> None:
    save(cast, goals, add(goals, 0, "甲"))
    before = dump()
    with pytest.raises(StaleGoals, match="现在是第 2 版"):
        restore_goals(cast.author, goals.pk, 1, based_on=1)
    assert dump() == before


@pytest.mark.parametrize("version", [0, -1, 3, 10**30])
def test_a_version_that_never_was_is_said(cast: Cast, goals: DepartmentGoals, version: int) -> None:
    save(cast, goals, add(goals, 0, "甲"))
    with pytest.raises(NotKept, match=f"没有第 {version} 版"):
        goals_at(goals, version)


def test_a_gap_in_the_history_is_said(cast: Cast, goals: DepartmentGoals) -> None:
    save(cast, goals, add(goals, 0, "甲"))
    goals.revisions.filter(version=2).delete()
    with pytest.raises(NotKept, match="没有保留第 1 版"):
        goals_at(goals, 1)


def test_a_sitting_in_words(cast: Cast, goals: DepartmentGoals) -> None:
    save(cast, goals, add(goals, 0, "甲"))
    save(cast, goals, write(goals, 1, "甲乙"), write(goals, 2, "二、分项"))
    save(cast, goals, {"do": "set", "path": "title", "text": "整体目标"})
    assert said(goals) == [
        (
            "张建",
            [
                ("set", "分节标题", "二、分项绩效目标", "二、分项"),
                ("set", "标题", "部门整体绩效目标", "整体目标"),
                ("add", "段落", "", "甲乙"),
            ],
        ),
        ("张建", []),
    ]


def test_moved_turned_and_removed_lines_in_words(cast: Cast, goals: DepartmentGoals) -> None:
    save(cast, goals, add(goals, 0, "甲"), add(goals, 2, "乙"))
    replace_goals(goals, Record(title="部门整体绩效目标", part="第一部分", sections=(Section("一、总体绩效目标", ("甲",)),)), based_on=2)
    goals.refresh_from_db()
    first, second = key(goals, 0), key(goals, 1)
    save(cast, goals, {"do": "move", "row": second, "level2": "heading", "after": first})
    (_, turned), (who, removed), *_ = said(goals)
    assert turned == [("move", "分节标题“甲”", "段落", "分节标题")]
    assert who == "系统"
    assert sorted(place for kind, place, *_ in removed if kind == "remove") == ["分节标题", "分节标题", "段落"]


def test_a_line_put_back_by_undoing_is_no_change(cast: Cast, goals: DepartmentGoals) -> None:
    gone = key(goals, 1)
    save(cast, goals, {"do": "remove", "row": gone})
    back = {"do": "add", "row": gone, "side": "lines", "level2": "heading", "after": key(goals, 0), "texts": {"text": "二、分项绩效目标"}}
    save(cast, goals, back)
    assert said(goals)[0] == ("张建", [])
    save(cast, goals, {"do": "remove", "row": gone})
    save(cast, goals, back | {"texts": {"text": "二、别的"}})
    assert said(goals)[0] == ("张建", [("set", "分节标题", "二、分项绩效目标", "二、别的")])


def test_two_documents_differ_by_keys(cast: Cast, goals: DepartmentGoals) -> None:
    before = keyed_goals(goals)
    save(cast, goals, {"do": "move", "row": key(goals, 2), "level2": "heading", "after": ""})
    moved = list(goals_between(before, keyed_goals(goals)))
    assert [(each["do"], each["row"]) for each in moved] == [("move", before.lines[2].key)]


def test_the_words_cost_three_queries(cast: Cast, goals: DepartmentGoals, django_assert_num_queries: Any) -> None:
    for number in range(3):
        save(cast, goals, add(goals, 0, f"甲{number}"))
    listed = sittings(goals)
    with django_assert_num_queries(3):
        tell_goals(goals, listed)
