"""Two batches over the same tables at the same moment: each table is decided once, and whoever was slower is told, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from perfgoals.accounts.models import Post, User
from perfgoals.review.approving import Choice, Result, decide_many
from perfgoals.review.deciding import Said, Seen
from perfgoals.review.models import LogEntry
from perfgoals.review.transitions import PASS
from perfgoals.review.verifying import verify
from perfgoals.tables.models import TargetTable
from tests.cast import make_cast, person, published, stored
from tests.review.acting import bring, now
from tests.tables.test_parallel import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("emptied_log")]
TABLES, REVIEWERS = 6, 3


def batch(who: User, tables: list[TargetTable]) -> Callable[[], list[Result]]:
    choices = [Choice(table.pk, Seen(now(table).version, str(uuid4())), grade="优") for table in tables]
    return lambda: decide_many(User.objects.get(pk=who.pk), PASS, choices, Said())


def test_every_table_is_passed_once_whoever_comes_first(transactional_db: None) -> None:
    cast = make_cast()
    tables = [bring(cast, stored(published("made-02"), cast.building, by=cast.author), "section_review") for _ in range(TABLES)]
    people = [person(f"r{number}", f"审{number}", (cast.section, Post.Role.SECTION_REVIEWER)) for number in range(REVIEWERS)]
    before = LogEntry.objects.count()
    batches = [batch(who, tables if number % 2 else tables[::-1]) for number, who in enumerate(people)]
    told = at_once(*batches)
    results = [result for each in told if isinstance(each, list) for result in each]
    assert len(results) == TABLES * REVIEWERS, told
    done = [result.pk for result in results if not result.sentence]
    assert sorted(done) == sorted(table.pk for table in tables)
    assert all("办理“审核通过”" in result.sentence for result in results if result.sentence)
    assert LogEntry.objects.filter(source="section_review").count() == TABLES
    assert {now(table).state for table in tables} == {"performance_review"}
    assert verify() == (before + TABLES, [])


def test_one_batch_sent_twice_at_once_is_done_once(transactional_db: None) -> None:
    cast = make_cast()
    tables = [bring(cast, stored(published("made-02"), cast.building, by=cast.author), "section_review") for _ in range(TABLES)]
    told = at_once(*[batch(cast.section_reviewer, tables)] * 4)
    assert [result.sentence for each in told if isinstance(each, list) for result in each] == [""] * TABLES * 4, told
    assert LogEntry.objects.filter(source="section_review").count() == TABLES
