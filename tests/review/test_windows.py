"""Reporting is open until just before the closing minute, for the unit, with an extension, and whatever was returned."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from perfgoals.accounts.models import Department
from perfgoals.review import actions
from perfgoals.review.deciding import NotDone
from perfgoals.review.models import Extension, ReportingRound
from perfgoals.review.windows import closed_because, closes_at
from perfgoals.tables.models import BudgetFigures, TargetTable
from tests.cast import Cast
from tests.dumping import dump
from tests.review.acting import act, answer_all, bring, now

CLOSES = timezone.make_aware(datetime(2026, 10, 20, 18, 0))
SECOND = timedelta(seconds=1)


@pytest.fixture
def first_round(table: TargetTable) -> ReportingRound:
    return ReportingRound.objects.create(year=table.year, kind="first", opens_at=CLOSES - timedelta(days=20), closes_at=CLOSES)


def extend(found: ReportingRound, cast: Cast, until: datetime, department: Department | None = None) -> None:
    Extension.objects.create(round=found, department=department, until=until, reason="停电", granted_by=cast.performance_reviewer)


@pytest.mark.parametrize(("moment", "is_open"), [(CLOSES - SECOND, True), (CLOSES, False), (CLOSES + SECOND, False)])
def test_the_unit_reports_until_just_before_the_end(
    cast: Cast, table: TargetTable, first_round: ReportingRound, monkeypatch: Any, moment: datetime, is_open: bool
) -> None:
    monkeypatch.setattr(actions.timezone, "now", lambda: moment)
    before = dump()
    if is_open:
        assert act(cast.author, table, "submit").to == "unit_review"
        return
    with pytest.raises(NotDone, match="已于 2026-10-20 18:00 截止，不能再上报；需要补报的，请联系财政局绩效审核岗延期"):
        act(cast.author, table, "submit")
    assert dump() == before


@pytest.mark.parametrize(("from_opening", "is_open"), [(-SECOND, False), (timedelta(), True), (SECOND, True)])
def test_before_it_opens_nothing_is_reported(cast: Cast, first_round: ReportingRound, from_opening: timedelta, is_open: bool) -> None:
    assert first_round.opens_at is not None
    assert (closed_because(first_round, cast.building, first_round.opens_at + from_opening) == "") is is_open


@pytest.mark.parametrize(("from_end", "is_open"), [(-SECOND, True), (timedelta(), False), (SECOND, False)])
@pytest.mark.parametrize("is_for_all", [True, False])
def test_an_extension_ends_to_the_second(
    cast: Cast, first_round: ReportingRound, from_end: timedelta, is_open: bool, is_for_all: bool
) -> None:
    end = CLOSES + timedelta(days=2)
    extend(first_round, cast, end, None if is_for_all else cast.building)
    assert (closed_because(first_round, cast.building, end + from_end) == "") is is_open
    assert (closed_because(first_round, cast.water, CLOSES) == "") is is_for_all
    assert closes_at(first_round, cast.building) == end


def test_what_left_the_unit_in_time_goes_on_and_what_was_returned_comes_again(
    cast: Cast, table: TargetTable, first_round: ReportingRound, monkeypatch: Any
) -> None:
    monkeypatch.setattr(actions.timezone, "now", lambda: CLOSES - SECOND)
    bring(cast, table, "section_review")
    monkeypatch.setattr(actions.timezone, "now", lambda: CLOSES + SECOND)
    act(cast.section_reviewer, table, "send_back")
    answer_all(cast, table)
    assert act(cast.author, table, "submit").to == "section_review"


def test_the_units_own_review_reports_in_time_too(cast: Cast, table: TargetTable, first_round: ReportingRound, monkeypatch: Any) -> None:
    monkeypatch.setattr(actions.timezone, "now", lambda: CLOSES - SECOND)
    bring(cast, table, "unit_review")
    monkeypatch.setattr(actions.timezone, "now", lambda: CLOSES)
    with pytest.raises(NotDone, match="截止"):
        act(cast.unit_reviewer, table, "pass")
    assert now(table).state == "unit_review"


def test_a_round_in_packages_lets_no_single_table_leave_the_unit(cast: Cast, table: TargetTable) -> None:
    ReportingRound.objects.create(year=table.year, kind="first", in_packages=True)
    bring(cast, table, "unit_review")
    with pytest.raises(NotDone, match="须整包上报，请到“送审包”"):
        act(cast.unit_reviewer, table, "pass")


@pytest.mark.parametrize(("control", "sentence"), [("0.5", "超过控制数 0.5 万元"), ("100000", "")])
def test_the_second_round_stays_within_its_control(cast: Cast, table: TargetTable, control: str, sentence: str) -> None:
    TargetTable.objects.filter(pk=table.pk).update(round="second")
    BudgetFigures.objects.create(project=table.project, year=table.year, control=control)
    ReportingRound.objects.create(year=table.year, kind="second", controls_issued_at=CLOSES, controls_issued_by=cast.performance_reviewer)
    if not sentence:
        assert act(cast.author, table, "submit").to == "unit_review"
        return
    before = dump()
    with pytest.raises(NotDone, match=sentence):
        act(cast.author, table, "submit")
    assert dump() == before
