"""What a save costs in statements. BEGIN and COMMIT are not counted, nor the savepoints that stand for them in a test."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from perfgoals.accounts.models import User
from perfgoals.official.snapshot import Indicator, IndicatorSides
from perfgoals.tables.editing.saving import save
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, published
from tests.tables.editing.saves import Change, cell, first_row, in_row, saved, with_keys
from tests.tables.editing.wishing import keyed


def long_table(cast: Cast, *, mirrored: bool = False) -> TargetTable:
    places = [("产出指标", "数量指标"), ("产出指标", "质量指标"), ("效益指标", "社会效益指标")]
    rows = tuple(Indicator(*places[number // 40], f"指标{number}", value="≥95%") for number in range(120))
    record = replace(published("henan-10"), indicators=IndicatorSides(period=rows, annual=rows))
    return with_keys(keyed(record, mirrored=mirrored), cast.building)


def statements(user: User, table: TargetTable, *changes: Change) -> int:
    fresh = User.objects.get(pk=user.pk)  # nothing is remembered of the person's posts
    version = TargetTable.objects.get(pk=table.pk).version
    with CaptureQueriesContext(connection) as captured:
        save(fresh, table.pk, version=version, changes=list(changes), save_id=str(uuid4()))
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for query in captured)


@pytest.mark.parametrize("length", ["as published", "120 rows a side"])
def test_one_cell_costs_no_more_than_six_statements(cast: Cast, table: TargetTable, length: str) -> None:
    written = long_table(cast) if length != "as published" else table
    assert statements(cast.author, written, cell("goals.annual", "甲")) == 4
    assert statements(cast.author, written, in_row(first_row(written), "value", "甲")) == 6
    assert statements(cast.author, written, cell("funding.annual.total", "35")) == 6


def test_one_stage_costs_no_more_than_six_statements(cast: Cast, hebei_table: TargetTable) -> None:
    assert statements(cast.author, hebei_table, cell("disbursement[0].value", "35")) == 6


def test_a_mirrored_cell_costs_no_more(cast: Cast) -> None:
    written = long_table(cast, mirrored=True)
    assert statements(cast.author, written, cell("goals.annual", "甲")) == 4
    assert statements(cast.author, written, in_row(first_row(written), "value", "甲")) == 6
    assert statements(cast.author, written, cell("funding.annual.total", "35")) == 6


def test_rows_that_come_and_go_cost_hardly_more_when_there_are_many(cast: Cast, table: TargetTable) -> None:
    def cost(written: TargetTable) -> int:
        add = {"do": "add", "row": str(uuid4()), "side": "annual", "level2": "数量指标"}
        return statements(cast.author, written, add, {"do": "remove", "row": first_row(written)})

    assert cost(table) == 7
    assert cost(long_table(cast)) <= 8  # SQLite takes a statement's first thousand values, and another for the rest


def test_a_save_reads_one_row_of_many(cast: Cast) -> None:
    written = long_table(cast)
    row = first_row(written)
    with CaptureQueriesContext(connection) as captured:
        saved(cast.author, written, in_row(row, "value", "甲"))
    reading = [query["sql"] for query in captured if query["sql"].startswith("SELECT") and "tables_indicatorrow" in query["sql"]]
    assert len(reading) == 1
    assert row.replace("-", "") in reading[0].replace("-", "")


def test_the_history_is_read_once_however_many_rows_are_put_back(cast: Cast) -> None:
    written = long_table(cast)
    keys = [str(row.key) for row in written.indicator_rows.filter(side="annual").order_by("order")[:30]]
    saved(cast.author, written, *({"do": "remove", "row": key} for key in keys))
    back = [{"do": "add", "row": key, "side": "annual", "level2": "数量指标", "after": "", "back": True} for key in keys]
    with CaptureQueriesContext(connection) as captured:
        saved(cast.author, written, *back)
    reading = [query["sql"] for query in captured if query["sql"].startswith("SELECT") and '"tables_revision"."changes"' in query["sql"]]
    assert len(reading) == 1
