"""Many at once, each in a thread with a connection of its own: real locks, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection

from perfgoals.accounts.models import Department
from perfgoals.exchange.importing import ImportedFile, NotImported, import_file
from perfgoals.official.department_goals import Section
from perfgoals.tables.goals_storing import StaleGoals, replace_goals, to_record
from perfgoals.tables.models import DepartmentGoals, Project, TargetTable
from perfgoals.tables.record import to_snapshot
from perfgoals.tables.storing import StaleVersion, store
from tests.cast import PUBLISHED, published, stored

pytestmark = pytest.mark.django_db(transaction=True)
Result = TypeVar("Result")
MANY = 16


def at_once(*acts: Callable[[], Result]) -> list[Result | Exception]:
    """What each act returned or raised, all begun in the same moment."""
    ready = Barrier(len(acts), timeout=30)

    def run(act: Callable[[], Result]) -> Result | Exception:
        connection.ensure_connection()
        ready.wait()
        try:
            return act()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is looked at
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def writer(table: TargetTable, number: int) -> Callable[[], int]:
    def write() -> int:
        record = replace(published("henan-10"), purpose=f"第{number}人")
        store(TargetTable.objects.get(pk=table.pk), record, by=None, based_on=1)
        return number

    return write


def test_of_sixteen_who_saw_the_same_version_exactly_one_writes(transactional_db: None) -> None:
    table = stored(published("henan-10"), Department.objects.create(name="某单位"))
    results = at_once(*(writer(table, number) for number in range(MANY)))
    winners = [result for result in results if isinstance(result, int)]
    assert len(winners) == 1, results
    assert all(isinstance(result, StaleVersion) for result in results if result not in winners), results
    kept = TargetTable.objects.with_contents().get()
    assert (kept.version, kept.purpose) == (2, f"第{winners[0]}人")
    assert to_snapshot(kept) == replace(published("henan-10"), purpose=kept.purpose)  # whole: no row twice, none missing


def test_nothing_is_lost_when_all_try_again(transactional_db: None) -> None:
    """Each adds a line to what is there and begins anew when told that it is stale: all lines arrive."""
    table = stored(published("made-02"), Department.objects.create(name="某单位"))

    def adder(number: int) -> Callable[[], None]:
        def add() -> None:
            for _ in range(200):
                latest = TargetTable.objects.with_contents().get(pk=table.pk)
                record = to_snapshot(latest)
                try:
                    return store(latest, replace(record, purpose=f"{record.purpose}{number};"), by=None, based_on=latest.version)
                except StaleVersion:
                    continue
            raise AssertionError("never had a turn")

        return add

    results = at_once(*(adder(number) for number in range(8)))
    assert results == [None] * 8
    latest = TargetTable.objects.get()
    assert sorted(latest.purpose.removeprefix(published("made-02").purpose).split(";")[:-1]) == [str(number) for number in range(8)]
    assert latest.version == 9


@pytest.mark.parametrize("name", ["henan-10", "hebei-01", "hebei-overall-goals"])
@pytest.mark.parametrize("register", ["empty", "filled"])
def test_two_imports_of_one_file_make_one_table(transactional_db: None, name: str, register: str) -> None:
    """Whoever is second is told so: no second unit, project or table, and no error of the database."""
    path = PUBLISHED / f"{name}.json"
    if register == "filled":
        import_file(path)
        TargetTable.objects.all().delete()
        Project.objects.all().delete()
        DepartmentGoals.objects.all().delete()
    results: list[ImportedFile | Exception] = at_once(*[lambda: import_file(path, create=True)] * 4)
    refusals = [result for result in results if isinstance(result, NotImported)]
    assert [type(result).__name__ for result in results if result not in refusals] == ["ImportedFile"], results
    assert all("确要替换，请加上 --replace" in str(refusal) for refusal in refusals)
    assert (TargetTable.objects.count(), DepartmentGoals.objects.count()) == ((0, 1) if "goals" in name else (1, 0))
    assert Project.objects.count() == TargetTable.objects.count()
    assert Department.objects.values("name").distinct().count() == Department.objects.count()


def test_two_imports_that_replace_both_arrive_one_after_the_other(transactional_db: None, tmp_path: Path) -> None:
    path = PUBLISHED / "henan-10.json"
    import_file(path)
    results = at_once(*[lambda: import_file(path, replace=True)] * 4)
    assert all(isinstance(result, ImportedFile) for result in results), results
    assert TargetTable.objects.get().version == 5
    assert TargetTable.objects.get().indicator_rows.count() == 32


def test_files_that_name_the_same_units_in_another_order_do_not_block_each_other(transactional_db: None, tables: Path) -> None:
    results = at_once(
        lambda: import_file(tables / "docx" / "henan-all.docx", create=True),
        lambda: import_file(tables / "xlsx" / "hebei-all.xlsx", create=True),
        *(lambda name=name: import_file(PUBLISHED / f"{name}.json", create=True) for name in ("henan-17", "henan-01", "henan-06")),  # type: ignore[misc]
    )
    assert all(isinstance(result, ImportedFile | NotImported) for result in results), results
    keys = TargetTable.objects.values_list("project__department__name", "project__name", "year")
    assert len(set(keys)) == len(keys) >= 13


def test_of_many_who_saw_the_same_goals_exactly_one_writes(transactional_db: None) -> None:
    goals = DepartmentGoals.objects.create(department=Department.objects.create(name="某单位"), year=2027)

    def write(number: int) -> Callable[[], int]:
        def act() -> int:
            kept = DepartmentGoals.objects.get(pk=goals.pk)
            replace_goals(kept, replace(to_record(kept), sections=(Section(f"{number}", ("甲", "乙")),)), based_on=1)
            return number

        return act

    results = at_once(*(write(number) for number in range(MANY)))
    (winner,) = [result for result in results if isinstance(result, int)]
    assert all(isinstance(result, StaleGoals) for result in results if result != winner), results
    goals.refresh_from_db()
    assert (goals.version, to_record(goals).sections) == (2, (Section(f"{winner}", ("甲", "乙")),))
