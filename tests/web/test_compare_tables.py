"""/tables/<pk>/compare/ shows a table beside an earlier one, with what differs marked on both."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from perfgoals.official.snapshot import Funding, IndicatorSides
from perfgoals.review.models import ReportingRound
from perfgoals.tables.models import BudgetFigures, TargetTable
from perfgoals.tables.record import to_snapshot
from perfgoals.tables.storing import store
from tests.cast import Cast, client_of, published, stored
from tests.dumping import dump
from tests.review.acting import act, bring, now


@pytest.fixture
def adjustment(cast: Cast, table: TargetTable) -> TargetTable:
    """Of henan-10: another annual goal, and another 总额."""
    entry = act(cast.author, bring(cast, table, "approved"), "request_adjustment")
    adjustment = now(TargetTable.objects.get(pk=entry.told["table"]))
    record = to_snapshot(adjustment)
    funding = replace(record.funding, annual=Funding(Decimal("9.5"), Decimal("9.5"), ""))
    changed = replace(record, goals=replace(record.goals, annual="换了<b>目标"), funding=funding)
    store(adjustment, changed, by=cast.author, based_on=adjustment.version)
    return now(adjustment)


def page(cast: Cast, who: str, address: str) -> str:
    answer = client_of(cast.people[who]).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_adjustment_stands_beside_the_approved_table(cast: Cast, table: TargetTable, adjustment: TargetTable) -> None:
    shown = page(cast, "section_reviewer", f"/tables/{adjustment.pk}/compare/")
    assert shown.count('<table class="form') == 2
    for name in ("before", "after"):
        assert f'data-path="goals.annual" data-problem="1" id="{name}-goals.annual"' in shown
    assert '<a href="#after-goals.annual">年度目标</a>' in shown
    assert "换了&lt;b&gt;目标" in shown
    assert shown.index(f'href="/tables/{table.pk}/">2021年 一上') < shown.index(f'href="/tables/{adjustment.pk}/">2021年 调整')


def test_the_amounts_are_listed_with_what_finance_gave(cast: Cast, table: TargetTable, adjustment: TargetTable) -> None:
    ReportingRound.objects.create(
        year=table.year, kind="second", opens_at=timezone.now(), closes_at=timezone.now(), controls_issued_at=timezone.now()
    )
    BudgetFigures.objects.update_or_create(project=table.project, year=table.year, defaults={"control": "8", "approved": "7.25"})
    shown = re.sub(r"<[^>]+>", " ", page(cast, "author", f"/tables/{adjustment.pk}/compare/"))
    was = to_snapshot(now(table)).funding.annual
    assert was is not None
    assert re.search(rf"年度资金总额\s+{was.total}\s+9.5\s+[+-]", shown)
    assert re.search(r"控制数\s+8\s+8\s+0", shown)
    assert re.search(r"批复数\s+7.25\s+金额|批复数\s+7.25\s+不同", shown)


def test_another_one_may_be_named(cast: Cast, table: TargetTable) -> None:
    other = stored(published("henan-04"), cast.building)
    shown = page(cast, "reader", f"/tables/{table.pk}/compare/?with={other.pk}")
    assert other.project_name in shown
    assert "内容相同" in page(cast, "reader", f"/tables/{table.pk}/compare/?with={table.pk}")


def test_forms_of_two_provinces_are_compared_too(cast: Cast, table: TargetTable, hebei_table: TargetTable) -> None:
    assert "增加一行" in page(cast, "reader", f"/tables/{table.pk}/compare/?with={hebei_table.pk}")
    TargetTable.objects.filter(pk=hebei_table.pk).update(layout="atlantis")
    assert "版式“atlantis”已不在本系统" in page(cast, "reader", f"/tables/{table.pk}/compare/?with={hebei_table.pk}")


def test_where_there_is_none_it_says_so(cast: Cast, table: TargetTable) -> None:
    assert "没有可以对照的表" in page(cast, "reader", f"/tables/{table.pk}/compare/")
    assert "compare/" not in page(cast, "reader", f"/tables/{table.pk}/")


def test_the_tables_lead_there(cast: Cast, table: TargetTable, adjustment: TargetTable) -> None:
    assert f'href="/tables/{adjustment.pk}/compare/?with={table.pk}"' in page(cast, "author", f"/tables/{table.pk}/")
    assert page(cast, "author", f"/tables/{adjustment.pk}/").count(f'href="/tables/{adjustment.pk}/compare/"') == 1


@pytest.mark.parametrize("other", ["water", "0", "x", "9" * 30, "-1"])
def test_one_that_may_not_be_seen_is_not_found(cast: Cast, table: TargetTable, other: str) -> None:
    of_water = stored(published("made-01"), cast.water)
    chosen = str(of_water.pk) if other == "water" else other
    for pk, wanted in ((table.pk, chosen), (of_water.pk, str(table.pk))):
        assert client_of(cast.author).get(f"/tables/{pk}/compare/?with={wanted}").status_code == 404


def test_looking_changes_nothing(cast: Cast, adjustment: TargetTable) -> None:
    before = dump()
    page(cast, "section_reviewer", f"/tables/{adjustment.pk}/compare/")
    assert dump() == before


def test_it_takes_as_many_queries_whatever_differs(cast: Cast, adjustment: TargetTable) -> None:
    client = client_of(cast.section_reviewer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as met:
            client.get(f"/tables/{adjustment.pk}/compare/")
            return len(met)

    before = queries()
    changed = replace(to_snapshot(adjustment), purpose="另外", indicators=IndicatorSides())
    store(adjustment, changed, by=cast.author, based_on=adjustment.version)
    assert queries() == before <= 20  # the page's own, both tables with their contents, the round and the figures of each
