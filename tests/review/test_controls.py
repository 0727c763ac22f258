"""控制数: known to the unit once it is issued, shown where the amount is filled in, kept within in 二上."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.review.controls import control_of, exceeding
from perfgoals.review.models import ReportingRound
from perfgoals.tables.models import BudgetFigures, TargetTable
from tests.cast import Cast, client_of

AMOUNTS = st.decimals(min_value=0, max_value=10**8, places=6)


@pytest.fixture
def second(table: TargetTable) -> TargetTable:
    TargetTable.objects.filter(pk=table.pk).update(round="second")
    BudgetFigures.objects.create(project=table.project, year=table.year, control=Decimal("9.5"))
    return TargetTable.objects.get(pk=table.pk)


def issue(table: TargetTable) -> None:
    ReportingRound.objects.create(year=table.year, kind="second", controls_issued_at=timezone.now())


def test_it_is_known_once_it_is_issued_and_asked_for_in_one_query(second: TargetTable, django_assert_num_queries: Any) -> None:
    assert control_of(second) is None
    issue(second)
    with django_assert_num_queries(1):
        assert control_of(second) == Decimal("9.5")


def test_another_year_issued_says_nothing(second: TargetTable) -> None:
    ReportingRound.objects.create(year=second.year + 1, kind="second", controls_issued_at=timezone.now())
    ReportingRound.objects.create(year=second.year, kind="second")
    assert control_of(second) is None


@pytest.mark.parametrize("address", ["", "edit/"])
def test_it_stands_beside_the_table_and_beside_the_inputs(cast: Cast, second: TargetTable, address: str) -> None:
    client = client_of(cast.author)

    def shown() -> tuple[bool, int]:
        with CaptureQueriesContext(connection) as met:
            html = client.get(f"/tables/{second.pk}/{address}").content.decode()
        return "控制数" in html and "9.5" in html, len(met)

    is_shown, before = shown()
    assert not is_shown
    issue(second)
    assert shown()[0]
    TargetTable.objects.filter(pk=second.pk).update(round="first")
    is_shown, elsewhere = shown()
    assert not is_shown
    assert before - elsewhere == 1  # the one query that it costs, and only in 二上


@given(total=AMOUNTS, control=AMOUNTS)
def test_what_exceeds_is_told_exactly(total: Decimal, control: Decimal) -> None:
    sentence = exceeding(total, control)
    assert bool(sentence) == (total > control)
    if sentence:
        assert f"年度资金总额 {total:f} 万元" in sentence
        assert "E" not in sentence
