"""部门整体绩效目标 in the database: there and back, once a year, and never over somebody else's text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from perfgoals.official.department_goals import DepartmentGoals as Record
from perfgoals.official.department_goals import Section, Unit, mend_goals
from perfgoals.tables.goals_beginning import GoalsThere, begin_goals
from perfgoals.tables.goals_storing import StaleGoals, replace_goals, store_goals, to_record
from perfgoals.tables.matching import NotInRegister
from perfgoals.tables.models import DepartmentGoals, GoalItem, GoalSection
from tests.cast import Cast


@pytest.fixture
def hebei(tables: Path) -> Record:
    return mend_goals(json.loads((tables / "json" / "hebei-overall-goals.json").read_text(encoding="utf-8")))[0]


def everything() -> tuple[list[object], ...]:
    return tuple(list(model.objects.order_by("pk").values()) for model in (DepartmentGoals, GoalSection, GoalItem))


def test_the_published_goals_come_back_as_they_went_in(hebei: Record, db: None) -> None:
    kept = store_goals(hebei, create=True)
    assert to_record(DepartmentGoals.objects.get(pk=kept.pk)) == hebei


def test_reading_takes_one_query(hebei: Record, db: None, django_assert_num_queries: object) -> None:
    kept = DepartmentGoals.objects.select_related("department").get(pk=store_goals(hebei, create=True).pk)
    with django_assert_num_queries(1):  # type: ignore[operator]
        to_record(kept)


def test_an_unknown_unit_is_refused(hebei: Record, db: None) -> None:
    with pytest.raises(NotInRegister):
        store_goals(hebei, create=False)
    assert everything() == ([], [], [])


def test_new_goals_have_the_official_headings(cast: Cast) -> None:
    goals = begin_goals(cast.building, 2027)
    record = to_record(goals)
    assert (goals.version, record.department, record.year) == (1, Unit("101", "建设局"), 2027)
    assert (record.part, record.title) == ("第一部分", "部门整体绩效目标")
    assert record.sections == tuple(Section(each) for each in ("一、总体绩效目标", "二、分项绩效目标", "三、工作保障措施"))


def test_a_second_beginning_is_refused_and_says_what_is_there(cast: Cast) -> None:
    goals = begin_goals(cast.building, 2027)
    before = everything()
    with pytest.raises(GoalsThere, match="“建设局”2027年度已有") as refusal:
        begin_goals(cast.building, 2027)
    assert refusal.value.goals == goals
    assert everything() == before


def test_another_year_and_another_unit_begin_their_own(cast: Cast) -> None:
    for unit, year in ((cast.building, 2027), (cast.building, 2028), (cast.water, 2027)):
        begin_goals(unit, year)
    assert DepartmentGoals.objects.count() == 3


def test_a_change_is_the_next_version(cast: Cast) -> None:
    goals = begin_goals(cast.building, 2027)
    changed = Record(Unit("101", "建设局"), 2027, "", "整体目标", (Section("一、", ("甲", "乙")), Section("", ("丙",))))
    replace_goals(goals, changed, based_on=1)
    kept = DepartmentGoals.objects.get(pk=goals.pk)
    assert (kept.version, to_record(kept)) == (2, changed)


def test_a_stale_change_is_refused_and_leaves_the_other_text(cast: Cast) -> None:
    goals = begin_goals(cast.building, 2027)
    replace_goals(goals, Record(sections=(Section("一、", ("先到的",)),)), based_on=1)
    before = everything()
    with pytest.raises(StaleGoals, match="他人已修改，请核对"):
        replace_goals(goals, Record(sections=(Section("一、", ("后到的",)),)), based_on=1)
    assert everything() == before
