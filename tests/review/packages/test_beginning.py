"""二上 begins as 一上 stands: same rows, texts and amounts, one draft for every project with a 控制数, all or none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from perfgoals.accounts.models import User
from perfgoals.review.deciding import NotDone
from perfgoals.review.packages.beginning import begin_second
from perfgoals.tables.editing.keyed import keyed_of
from perfgoals.tables.models import TargetTable
from tests.cast import PEOPLE, Cast, make_cast, published, stored
from tests.dumping import dump
from tests.review.acting import bring, now
from tests.review.packages.packing import YEAR, drafts, fresh, issue_controls
from tests.tables.test_parallel import at_once


@pytest.fixture
def made(cast: Cast) -> list[TargetTable]:
    return drafts(cast)


def begin(cast: Cast, who: str = "author") -> list[TargetTable]:
    return begin_second(fresh(cast.people[who]), cast.building.pk, YEAR)


def test_a_draft_for_every_project_with_a_control(cast: Cast, made: list[TargetTable]) -> None:
    issue_controls(cast.performance_reviewer, henan_02=50, henan_04=0)
    (new,) = begin(cast)
    assert (new.project, new.round, new.state, new.version) == (made[0].project, "second", "drafting", 1)
    assert new.source == "由2021年度一上的绩效目标表开始（第1版）"
    assert keyed_of(now(new)) == keyed_of(now(made[0]))


@pytest.mark.parametrize("state", ["passed", "returned", "rejected", "approved"])
def test_whatever_became_of_it_in_the_first_round(cast: Cast, made: list[TargetTable], state: str) -> None:
    bring(cast, made[0], state)
    issue_controls(cast.performance_reviewer, henan_02=50)
    (new,) = begin(cast)
    assert (new.state, new.approval_number, new.approved_on) == ("drafting", "", None)


def test_what_is_there_stays_and_a_second_click_does_nothing(cast: Cast, made: list[TargetTable]) -> None:
    issue_controls(cast.performance_reviewer, henan_02=50, henan_04=900, henan_10=10)
    TargetTable.objects.create(project=made[0].project, year=YEAR, round="second", layout="henan", annual_goal="自己建的")
    assert [table.project for table in begin(cast)] == [made[1].project, made[2].project]
    before = dump()
    assert begin(cast) == []
    assert dump() == before


def refused(kind: type[Exception], ask: Callable[[], object]) -> None:
    before = dump()
    with pytest.raises(kind):
        ask()
    assert dump() == before


def test_before_the_controls_are_issued(cast: Cast, made: list[TargetTable]) -> None:
    refused(NotDone, lambda: begin(cast))


def test_only_the_units_authors_begin(cast: Cast, made: list[TargetTable]) -> None:
    issue_controls(cast.performance_reviewer, henan_02=50)
    strangers = {"other_author", "other_section_reviewer", "nobody"}
    for who in set(PEOPLE) - {"author", "colleague"}:
        refused(Http404 if who in strangers else PermissionDenied, lambda who=who: begin(cast, who))  # type: ignore[misc]


def test_one_that_cannot_be_begun_keeps_all_from_it(cast: Cast, made: list[TargetTable], monkeypatch: pytest.MonkeyPatch) -> None:
    from perfgoals.review.packages import beginning

    issue_controls(cast.performance_reviewer, henan_02=50, henan_04=900)
    real, calls = beginning.store, []

    def fails_the_second_time(*args: object, **kwargs: object) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError("the disk is full")
        real(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(beginning, "store", fails_the_second_time)
    refused(RuntimeError, lambda: begin(cast))


def test_fifty_at_once(cast: Cast) -> None:
    for number in range(50):
        stored(published("henan-10"), cast.building, by=cast.author, code=f"p-{number}")
    issue_controls(cast.performance_reviewer, **{f"p_{number}": 10 for number in range(50)})
    assert len(begin(cast)) == 50


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_at_the_same_moment_begin_once(transactional_db: None) -> None:
    cast = make_cast()
    drafts(cast)
    issue_controls(cast.performance_reviewer, henan_02=50, henan_04=900)

    def beginning_by(who: User) -> Callable[[], list[TargetTable]]:
        return lambda: begin_second(fresh(who), cast.building.pk, YEAR)

    results = at_once(*[beginning_by(who) for who in (cast.author, cast.colleague) * 2])
    assert sorted(len(result) if isinstance(result, list) else -1 for result in results) == [0, 0, 0, 2], results
