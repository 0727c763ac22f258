"""The version a save is based on, and a save that is sent twice because its answer was lost."""

from __future__ import annotations

from uuid import uuid4

import pytest

from perfgoals.tables.models import TargetTable
from perfgoals.tables.storing import StaleVersion
from tests.cast import Cast, published, stored
from tests.dumping import dump
from tests.tables.editing.saves import cell, read, saved
from tests.tables.editing.wishing import key


@pytest.mark.parametrize("version", [-1, 0, 1, 3, 10**30])
def test_a_stale_save_changes_nothing(cast: Cast, table: TargetTable, version: int) -> None:
    saved(cast.colleague, table, cell("goals.annual", "甲"))
    before = dump()
    with pytest.raises(StaleVersion, match="他人已修改，请核对：现在是第 2 版") as refusal:
        saved(cast.author, table, cell("goals.annual", "乙"), version=version)
    assert refusal.value.table.version == 2
    assert dump() == before


def test_the_same_save_sent_twice_is_done_once(cast: Cast, table: TargetTable) -> None:
    add = {"do": "add", "row": key(1), "side": "annual", "level2": "数量指标"}
    mine = str(uuid4())
    first = saved(cast.author, table, add, version=1, save_id=mine)
    before = dump()
    again = saved(cast.author, table, add, version=1, save_id=mine)
    assert (first.version, again.version) == (2, 2)
    assert dump() == before


def test_a_save_sent_again_after_anothers_is_answered_with_its_own_version(cast: Cast, table: TargetTable) -> None:
    mine = str(uuid4())
    saved(cast.author, table, cell("goals.annual", "我"), version=1, save_id=mine)
    saved(cast.colleague, table, cell("goals.annual", "他"), version=2)
    before = dump()
    assert saved(cast.author, table, cell("goals.annual", "我"), version=1, save_id=mine).version == 2
    assert dump() == before


@pytest.mark.parametrize("version", [2, 3])
def test_a_known_save_is_not_done_again_on_whatever_version(cast: Cast, table: TargetTable, version: int) -> None:
    mine = str(uuid4())
    saved(cast.author, table, cell("goals.annual", "我"), version=1, save_id=mine)
    if version == 3:
        saved(cast.colleague, table, cell("goals.annual", "他"), version=2)
    before = dump()
    assert saved(cast.author, table, cell("goals.annual", "再"), version=version, save_id=mine).version == 2
    assert dump() == before


def test_a_save_of_another_table_is_another_save(cast: Cast, table: TargetTable) -> None:
    other = stored(published("henan-10"), cast.building)
    mine = str(uuid4())
    saved(cast.author, table, cell("goals.annual", "甲"), version=1, save_id=mine)
    assert saved(cast.author, other, cell("goals.annual", "乙"), version=1, save_id=mine).version == 2
    assert [each.snapshot.goals.annual for each in (read(table), read(other))] == ["甲", "乙"]
    saved(cast.author, other, cell("goals.annual", "丙"))
    with pytest.raises(StaleVersion):  # and a stale one is not taken for known because another table knows it
        saved(cast.author, stored(published("henan-10"), cast.building), cell("goals.annual", "丁"), version=9, save_id=mine)


def test_a_save_that_changed_nothing_may_be_sent_again(cast: Cast, table: TargetTable) -> None:
    mine = str(uuid4())
    goal = published("henan-10").goals.annual
    assert [saved(cast.author, table, cell("goals.annual", goal), version=1, save_id=mine).version for _ in range(2)] == [1, 1]
