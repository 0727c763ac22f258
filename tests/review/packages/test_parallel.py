"""A package is reported once: of many at the same moment one is made, whoever presses, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from perfgoals.accounts.models import Post, User
from perfgoals.review.actions import perform
from perfgoals.review.deciding import Decided, Said, Seen
from perfgoals.review.models import LogEntry, Package, PackagedTable
from perfgoals.review.packages.reporting import SeenPackage
from perfgoals.review.verifying import verify
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, make_cast, person
from tests.review.acting import now
from tests.review.packages.packing import drafts, report, seen_by, submit
from tests.tables.test_parallel import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("emptied_log")]
MANY = 8


@pytest.fixture
def cast_and_tables(transactional_db: None) -> tuple[Cast, list[TargetTable]]:
    cast = make_cast()
    made = drafts(cast)
    submit(cast.author, cast.building)
    return cast, made


def reporting(cast: Cast, who: User, seen: SeenPackage) -> Callable[[], object]:
    return lambda: report(who, cast.building, seen)


def returning(who: User, table: TargetTable, version: int) -> Callable[[], object]:
    click = Seen(version, str(uuid4()))
    return lambda: perform(User.objects.get(pk=who.pk), table.pk, "send_back", seen=click, said=Said("请修改"))


def test_of_many_who_report_one_does(cast_and_tables: tuple[Cast, list[TargetTable]]) -> None:
    cast, made = cast_and_tables
    reviewers = [person(f"r{number}", f"审{number}", (cast.building, Post.Role.UNIT_REVIEWER)) for number in range(MANY)]
    results = at_once(*(reporting(cast, who, seen_by(who, cast.building)) for who in reviewers))
    (package,) = [result for result in results if isinstance(result, Package)]
    assert all(isinstance(result, Decided) and package.reporter_name in str(result) for result in results if result is not package), results
    assert PackagedTable.objects.count() == len(made)
    assert LogEntry.objects.filter(act="pass").count() == len(made)
    assert [now(table).version for table in made] == [3] * len(made)
    assert verify() == (6, [])


def test_a_click_that_comes_many_times_files_once(cast_and_tables: tuple[Cast, list[TargetTable]]) -> None:
    cast, _ = cast_and_tables
    results = at_once(*[reporting(cast, cast.unit_reviewer, seen_by(cast.unit_reviewer, cast.building))] * MANY)
    assert {result.pk for result in results if isinstance(result, Package)} == {Package.objects.get().pk}, results
    assert len([result for result in results if isinstance(result, Package)]) == MANY
    assert verify() == (6, [])


def test_against_returns_of_its_tables_all_or_none_goes(cast_and_tables: tuple[Cast, list[TargetTable]]) -> None:
    """Nobody waits for somebody who waits for them, and the package is whole or is not."""
    cast, made = cast_and_tables
    seen = seen_by(cast.unit_reviewer, cast.building)
    others = [returning(cast.unit_reviewer, table, now(table).version) for table in reversed(made)]
    results = at_once(*others[:2], reporting(cast, cast.unit_reviewer, seen), *others[2:])
    assert all(isinstance(result, Package | LogEntry | Decided) for result in results), results
    packages = [result for result in results if isinstance(result, Package)]
    states = {now(table).state for table in made}
    assert states == ({"supervisor_review"} if packages else {"returned"})
    assert PackagedTable.objects.count() == (len(made) if packages else 0)
    assert verify()[1] == []
