"""批复 of many: two batches at the same moment leave one decision a table, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest

from perfgoals.accounts.models import Post, User
from perfgoals.review.approving import Choice, Result, decide_many
from perfgoals.review.deciding import Said, Seen
from perfgoals.review.models import LogEntry
from perfgoals.review.transitions import APPROVE, LEAVE_UNFUNDED, Act
from perfgoals.review.verifying import verify
from perfgoals.tables.models import BudgetFigures, TargetTable
from tests.cast import Cast, make_cast, person, published, stored
from tests.review.acting import bring, now
from tests.tables.test_parallel import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("emptied_log")]
SAID = Said(number="某财预〔2027〕15号", day=date(2026, 3, 1))


def world() -> tuple[Cast, list[TargetTable]]:
    cast = make_cast()
    tables = [stored(published("made-02"), cast.building, by=cast.author) for _ in range(6)]
    return cast, [bring(cast, table, "passed") for table in tables]


def choices(tables: list[TargetTable]) -> list[Choice]:
    return [Choice(table.pk, Seen(now(table).version, str(uuid4()))) for table in tables]


def batch(who: User, act: Act, chosen: list[Choice]) -> Callable[[], list[Result]]:
    return lambda: decide_many(User.objects.get(pk=who.pk), act, chosen, SAID)


def test_two_batches_in_opposite_orders_decide_each_table_once(transactional_db: None) -> None:
    cast, tables = world()
    second = person("second", "吴绩", (cast.finance, Post.Role.PERFORMANCE_REVIEWER))
    results = at_once(
        batch(cast.performance_reviewer, APPROVE, choices(tables)), batch(second, LEAVE_UNFUNDED, choices(list(reversed(tables))))
    )
    assert all(isinstance(result, list) for result in results), results
    done = [each.pk for result in results if isinstance(result, list) for each in result if not each.sentence]
    assert sorted(done) == [table.pk for table in tables]
    refused = [each.sentence for result in results if isinstance(result, list) for each in result if each.sentence]
    assert len(refused) == 6
    assert all("已于" in sentence and "办理" in sentence for sentence in refused)
    assert BudgetFigures.objects.count() == TargetTable.objects.filter(state="approved").count()
    assert verify()[1] == []


def test_a_batch_clicked_many_times_at_once_is_done_once(transactional_db: None) -> None:
    cast, tables = world()
    chosen = choices(tables)
    results = at_once(*[batch(cast.performance_reviewer, APPROVE, chosen)] * 8)
    assert all(isinstance(result, list) and not any(each.sentence for each in result) for result in results), results
    assert LogEntry.objects.filter(act="approve").count() == 6
    assert verify()[1] == []
