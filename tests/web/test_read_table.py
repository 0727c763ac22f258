"""/tables/<pk>/record/ tells a page what stands in the table now."""

from __future__ import annotations

from typing import Any

from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of


def test_it_is_the_record_the_page_began_with(cast: Cast, table: TargetTable) -> None:
    client = client_of(cast.reader)
    record = client.get(f"/tables/{table.pk}/record/").json()
    assert record["version"] == 1
    assert record["by"] == cast.author.name
    assert record["texts"]["funding.annual.total"] == "10"
    assert [row["texts"]["level3"] for row in record["rows"]["annual"]] == list(
        table.indicator_rows.filter(side="annual").order_by("order").values_list("level3", flat=True)
    )


def test_it_is_kept_nowhere_and_cheap(cast: Cast, table: TargetTable, django_assert_num_queries: Any) -> None:
    client = client_of(cast.reader)
    with django_assert_num_queries(9):
        answer = client.get(f"/tables/{table.pk}/record/")
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_table_whose_form_is_no_more_has_no_page_that_asks(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.filter(pk=table.pk).update(layout="atlantis")
    assert client_of(cast.reader).get(f"/tables/{table.pk}/record/").status_code == 404
