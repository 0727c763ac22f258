"""/approvals/: what waits for 批复, and what was approved by which document."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of, published, stored
from tests.review.acting import bring
from tests.web.test_approve_tables import text_of


@pytest.fixture
def tables(cast: Cast) -> list[TargetTable]:
    return [stored(published(name), cast.building, by=cast.author) for name in ("henan-10", "henan-01", "made-01")]


def test_only_what_has_passed_waits(cast: Cast, tables: list[TargetTable]) -> None:
    client = client_of(cast.performance_reviewer)
    assert "没有待批复的表" in text_of(client.get("/approvals/"))
    bring(cast, tables[0], "passed")
    bring(cast, tables[1], "section_review")
    page = text_of(client.get("/approvals/"))
    assert f'name="id" value="{tables[0].pk}"' in page
    assert f'name="{tables[0].pk}-approved" value="10"' in page
    assert f'name="id" value="{tables[1].pk}"' not in page


def test_an_amount_that_is_no_number_is_said(cast: Cast, tables: list[TargetTable]) -> None:
    bring(cast, tables[0], "passed")
    tables[0].funding_splits.update(total=None)
    assert "不是数字" in text_of(client_of(cast.performance_reviewer).get("/approvals/"))


def test_documents_are_listed_for_those_who_may_see_their_tables(cast: Cast, tables: list[TargetTable]) -> None:
    for table in tables[:2]:
        bring(cast, table, "approved")
    page = text_of(client_of(cast.author).get("/approvals/"))
    assert page.count("某财预〔2027〕15号") == 1
    assert "待批复" not in page
    assert "还没有批复" in text_of(client_of(cast.other_author).get("/approvals/"))


def test_filters_hold_for_both(cast: Cast, tables: list[TargetTable]) -> None:
    bring(cast, tables[0], "passed")
    bring(cast, tables[1], "approved")
    page = text_of(client_of(cast.performance_reviewer).get("/approvals/", {"round": "second"}))
    assert "没有符合这些条件的待批复的表" in page
    assert "没有符合这些条件的批复" in page


def test_more_than_can_be_done_at_once_are_left_out_and_said(cast: Cast, tables: list[TargetTable]) -> None:
    for table in tables:
        bring(cast, table, "passed")
    with patch("perfgoals.review.approval_views.MOST_AT_ONCE", 2):
        page = text_of(client_of(cast.performance_reviewer).get("/approvals/"))
    assert "这里列出前 2 张，还有 1 张" in page
    assert page.count('name="id"') == 2


def test_its_queries_do_not_grow(cast: Cast, tables: list[TargetTable]) -> None:
    client = client_of(cast.performance_reviewer)
    counts = []
    for number in (1, 3):
        for table in tables[:number]:
            if TargetTable.objects.get(pk=table.pk).state == "drafting":
                bring(cast, table, "passed")
        with CaptureQueriesContext(connection) as met:
            client.get("/approvals/")
        counts.append(len(met))
    assert counts[0] == counts[1] <= 12
