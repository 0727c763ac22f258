"""Many pages save at once, each in a thread with a connection of its own: real locks, on both databases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from uuid import uuid4

import pytest

from perfgoals.tables.editing.keyed import Keyed, keyed_of, to_data
from perfgoals.tables.editing.saving import Saved, save
from perfgoals.tables.editing.undoing import undo
from perfgoals.tables.models import Revision, TargetTable
from perfgoals.tables.storing import StaleVersion, store
from tests.cast import Cast, make_cast, published, stored
from tests.tables.editing.wishing import key
from tests.tables.test_parallel import MANY, at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def written(people: Cast) -> TargetTable:
    return stored(published("henan-10"), people.building, by=people.author)


def read(table: TargetTable) -> Keyed:
    return keyed_of(TargetTable.objects.with_contents().get(pk=table.pk))


def saver(people: Cast, table: TargetTable, number: int, *, save_id: str = "", version: int = 1) -> Callable[[], Saved]:
    """Writes a goal and an amount, adds a row and removes one."""
    gone = str(table.indicator_rows.filter(side="annual").order_by("order")[number % 3].key)
    changes = [
        {"do": "set", "path": "goals.annual", "text": f"第{number}人"},
        {"do": "set", "path": "funding.annual.total", "text": f"{number}"},
        {"do": "add", "row": key(1_000 + number), "side": "period", "level2": "数量指标", "texts": {"level3": f"第{number}人"}},
        {"do": "remove", "row": gone},
    ]
    user = people.author if number % 2 else people.colleague
    return lambda: save(user, table.pk, version=version, changes=changes, save_id=save_id or str(uuid4()))


def test_of_sixteen_who_saw_the_same_version_exactly_one_is_saved(people: Cast, written: TargetTable) -> None:
    before = read(written)
    results = at_once(*(saver(people, written, number) for number in range(MANY)))
    assert Counter(type(result) for result in results) == {Saved: 1, StaleVersion: MANY - 1}, results
    winner = next(number for number, result in enumerate(results) if isinstance(result, Saved))
    assert all(result.table.version == 2 for result in results if isinstance(result, StaleVersion))
    now, note = read(written), Revision.objects.get(version__gt=1)
    assert (note.version, TargetTable.objects.get().version) == (2, 2)
    assert (now.snapshot.goals.annual, str(now.snapshot.funding.annual.total)) == (f"第{winner}人", f"{winner}")  # type: ignore[union-attr]
    assert [row.level3 for row in now.rows("period") if row.level3.startswith("第")] == [f"第{winner}人"]
    assert to_data(undo(now, note.changes)) == to_data(before)  # whole: nothing of another's save is in it


def test_the_same_save_sent_by_many_at_once_is_done_once_and_answered_alike(people: Cast, written: TargetTable) -> None:
    mine = str(uuid4())
    results = at_once(*[saver(people, written, 3, save_id=mine)] * 8)
    assert {result.version for result in results if isinstance(result, Saved)} == {2}
    assert all(isinstance(result, Saved) for result in results), results
    assert Revision.objects.filter(version__gt=1).count() == 1
    assert TargetTable.objects.get().version == 2
    assert read(written).keys["period"].count(key(1_003)) == 1


def test_nothing_is_lost_when_the_same_and_other_saves_come_at_once(people: Cast, written: TargetTable) -> None:
    """Two pages, each sending its own save four times over: one of the two is saved, and only it is answered as saved."""
    one, other = str(uuid4()), str(uuid4())
    results = at_once(*[saver(people, written, 1, save_id=one)] * 4, *[saver(people, written, 2, save_id=other)] * 4)
    kinds = [{type(result) for result in half} for half in (results[:4], results[4:])]
    assert sorted(kinds, key=repr) == sorted([{Saved}, {StaleVersion}], key=repr), results
    winner = 1 if kinds[0] == {Saved} else 2
    assert read(written).snapshot.goals.annual == f"第{winner}人"


def test_a_save_and_an_import_do_not_mix(people: Cast, written: TargetTable) -> None:
    def imported() -> None:
        store(TargetTable.objects.get(pk=written.pk), published("henan-01"), by=people.colleague, based_on=1)

    results = at_once(*[imported] * 4, *(saver(people, written, number) for number in range(4)))
    assert sum(not isinstance(result, StaleVersion) for result in results) == 1, results
    assert [result for result in results if isinstance(result, Exception) and not isinstance(result, StaleVersion)] == []
    now, wanted = read(written).snapshot, published("henan-01")
    assert TargetTable.objects.get().version == 2
    assert now == wanted or now.goals.annual.startswith("第")


def test_all_arrive_when_everybody_tries_again(people: Cast, written: TargetTable) -> None:
    def adder(number: int) -> Callable[[], int]:
        def add() -> int:
            change = {"do": "add", "row": key(2_000 + number), "side": "annual", "level2": "质量指标", "texts": {"level3": f"{number}"}}
            mine = str(uuid4())
            for _ in range(200):
                version = TargetTable.objects.get(pk=written.pk).version
                try:
                    return save(people.author, written.pk, version=version, changes=[change], save_id=mine).version
                except StaleVersion:
                    continue
            raise AssertionError("never had a turn")

        return add

    results = at_once(*(adder(number) for number in range(8)))
    assert set(results) == set(range(2, 10)), results
    assert set(read(written).keys["annual"]) >= {key(2_000 + number) for number in range(8)}
    assert list(written.revisions.values_list("version", flat=True)) == list(range(1, 10))
