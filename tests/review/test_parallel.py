"""A decision happens once: sixteen at the same moment leave one decision, one entry and one notice to each, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from perfgoals.accounts.models import Post, User
from perfgoals.review.actions import perform
from perfgoals.review.deciding import Decided, Said, Seen
from perfgoals.review.models import LogEntry, Notice
from perfgoals.review.verifying import verify
from perfgoals.tables.models import BudgetFigures, Revision, TargetTable
from perfgoals.tables.storing import store
from tests.cast import Cast, make_cast, person, published, stored
from tests.review.acting import WORDS, bring, now, seen
from tests.tables.test_parallel import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("emptied_log")]
MANY = 16


def decide(who: User, table: TargetTable, code: str, click: Seen) -> Callable[[], LogEntry]:
    return lambda: perform(User.objects.get(pk=who.pk), table.pk, code, seen=click, said=Said(**WORDS.get(code, {})))


@pytest.fixture
def cast_and_table(transactional_db: None) -> tuple[Cast, TargetTable]:
    cast = make_cast()
    table = stored(published("henan-10"), cast.building, by=cast.author)
    return cast, bring(cast, table, "section_review")


def test_of_sixteen_decisions_one_is_made(cast_and_table: tuple[Cast, TargetTable]) -> None:
    cast, table = cast_and_table
    reviewers = [person(f"r{number}", f"审{number}", (cast.section, Post.Role.SECTION_REVIEWER)) for number in range(MANY)]
    Notice.objects.all().delete()
    codes = ["pass", "reject", "send_back"]
    results = at_once(*(decide(who, table, codes[number % 3], seen(table)) for number, who in enumerate(reviewers)))
    (made,) = [result for result in results if isinstance(result, LogEntry)]
    assert all(isinstance(result, Decided) and made.actor_name in str(result) for result in results if result is not made), results
    assert LogEntry.objects.filter(source="section_review").count() == 1
    kept = now(table)
    assert (kept.state, kept.version) == (made.to, 5)
    assert Revision.objects.filter(table=table).count() == 5
    receivers = list(Notice.objects.values_list("to", flat=True))
    assert len(receivers) == len(set(receivers)) >= 1
    assert verify() == (4, [])


def test_a_click_that_comes_sixteen_times_files_once(cast_and_table: tuple[Cast, TargetTable]) -> None:
    cast, table = cast_and_table
    click = Seen(now(table).version, str(uuid4()))
    results = at_once(*[decide(cast.section_reviewer, table, "pass", click)] * MANY)
    assert {result.pk for result in results if isinstance(result, LogEntry)} == {4}, results
    assert len(results) == len([result for result in results if isinstance(result, LogEntry)])
    assert now(table).version == 5


def test_many_tables_at_once_make_one_chain(cast_and_table: tuple[Cast, TargetTable]) -> None:
    cast, _ = cast_and_table
    tables = [stored(published("made-02"), cast.building, by=cast.author) for _ in range(8)]
    results = at_once(*(decide(cast.author, table, "submit", seen(table)) for table in tables))
    assert all(isinstance(result, LogEntry) for result in results), results
    assert verify() == (3 + 8, [])


def test_submitting_and_withdrawing_against_reviewing_leave_a_whole_story(cast_and_table: tuple[Cast, TargetTable]) -> None:
    cast, table = cast_and_table
    click = seen(table).version
    acts = [("withdraw", cast.supervisor_reviewer), ("pass", cast.section_reviewer)] * 4
    results = at_once(*(decide(who, table, code, Seen(click, str(uuid4()))) for code, who in acts))
    assert len([result for result in results if isinstance(result, LogEntry)]) == 1, results
    assert verify() == (4, [])


def test_two_additions_of_one_project_approved_at_once_are_both_counted(cast_and_table: tuple[Cast, TargetTable]) -> None:
    cast, table = cast_and_table
    tables = [table]
    for _ in range(3):
        tables.append(TargetTable(project=table.project, round="addition", source="追加"))
        store(tables[-1], published("henan-10"), by=cast.author)
    TargetTable.objects.update(state="passed", round="addition")
    clicks = [(each, Seen(now(each).version, str(uuid4()))) for each in tables]
    said = Said(number="某财预〔2027〕15号", day=date(2026, 3, 1), approved=Decimal(10))
    reviewer = cast.performance_reviewer.pk
    results = at_once(
        *(
            lambda each=each, click=click: perform(User.objects.get(pk=reviewer), each.pk, "approve", seen=click, said=said)
            for each, click in clicks
        )
    )
    assert all(isinstance(result, LogEntry) for result in results), results
    assert BudgetFigures.objects.get().approved == 40
