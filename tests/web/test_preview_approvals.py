"""/approvals/preview/: unit by unit with sums, and nothing is changed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from perfgoals.accounts.models import Department
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of, published, stored
from tests.dumping import dump
from tests.review.acting import act, bring
from tests.web.forms_of import send
from tests.web.test_approve_tables import keys, preview, text_of


@pytest.fixture
def tables(cast: Cast) -> list[TargetTable]:
    """Two of 建设局 and two of 水利局."""
    mine = [bring(cast, stored(published(name), cast.building, by=cast.author), "passed") for name in ("henan-10", "henan-01")]
    others = [stored(published("henan-10"), cast.water) for _ in range(2)]
    TargetTable.objects.filter(pk__in=keys(others)).update(state="passed")
    return mine + others


def test_each_unit_has_its_list_and_its_sums(cast: Cast, tables: list[TargetTable]) -> None:
    before = dump()
    said = text_of(preview(client_of(cast.performance_reviewer), keys(tables)))
    assert said.index("建设局 <span") < said.index("水利局 <span")
    water = said.partition("水利局 <span")[2]
    assert water.count('<td class="text-end fw-bold">20</td>') == 2  # 申报数 and 批复数
    assert '<td class="text-end fw-bold"></td>' in water  # nobody gave a 控制数, and that is not zero
    assert dump() == before


def test_what_waits_no_more_is_told(cast: Cast, tables: list[TargetTable]) -> None:
    client = client_of(cast.performance_reviewer)
    page = client.get("/approvals/")
    act(cast.performance_reviewer, tables[0], "leave_unfunded")
    answer = send(client, page, "/approvals/preview/", keys(tables[:2]), act="approve", number="1号", day="2026-03-01")
    assert "有 1 张表已不在待批复，不会办理" in text_of(answer)
    assert "核对：批复 1 张" in text_of(answer)
    gone = send(client, page, "/approvals/preview/", keys(tables[:1]), act="approve", number="1号", day="2026-03-01")
    assert "确认批复" not in text_of(gone)


def test_its_queries_do_not_grow(cast: Cast, tables: list[TargetTable]) -> None:
    client = client_of(cast.performance_reviewer)
    counts = []
    for some in (tables[:1], tables):
        fields = {f"{key}-version": 9 for key in keys(some)} | {f"{key}-save": "1b671a64-40d5-491e-99b0-da01ff1f3341" for key in keys(some)}
        with CaptureQueriesContext(connection) as met:
            client.post("/approvals/preview/", {"id": keys(some), "act": "approve", "number": "1号", "day": "2026-03-01", **fields})
        counts.append(len(met))
    assert counts[0] == counts[1] <= 8


def test_another_unit_is_not_chosen_by_the_filter(cast: Cast, tables: list[TargetTable]) -> None:
    page = client_of(cast.performance_reviewer).get("/approvals/", {"unit": Department.objects.get(name="水利局").pk})
    assert f'name="id" value="{tables[0].pk}"' not in page.content.decode()
    assert f'name="id" value="{tables[2].pk}"' in page.content.decode()
