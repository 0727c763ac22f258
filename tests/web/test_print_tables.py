"""/print/ makes one PDF of the tables chosen in the list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from perfgoals.exchange.giving_out import MOST_AT_ONCE
from perfgoals.official.check_code import check_code
from perfgoals.tables.models import TargetTable
from perfgoals.tables.record import to_snapshot
from tests.cast import Cast, client_of, published, stored
from tests.grid.formats.test_pdf import inside, read, squeeze

State = TargetTable.State


@pytest.fixture
def chosen(cast: Cast) -> list[TargetTable]:
    """城管综合治理 (2026), 智慧园区一期工程项目 and 人口变动抽样调查 (both 2021)."""
    return [stored(published(name), cast.building) for name in ("hebei-01", "henan-01", "henan-10")]


def post(cast: Cast, ids: Iterable[Any], somebody: str = "reader", **fields: str) -> HttpResponse:
    return client_of(cast.people[somebody]).post("/print/", {"id": list(ids), **fields}, follow=True)


def keys(tables: Iterable[TargetTable]) -> list[int]:
    return [table.pk for table in tables]


def test_they_are_one_pdf_in_the_lists_order(cast: Cast, chosen: list[TargetTable]) -> None:
    answer = post(cast, reversed(keys(chosen)), variant="draft")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f"inline; filename*=utf-8''{quote('绩效目标表送审稿（3张）.pdf')}"
    assert answer["Cache-Control"] == "private, no-store"
    text = squeeze("".join(read(answer.content, "-layout")))
    assert text.index("城管综合治理") < text.index("智慧园区一期工程项目") < text.index("人口变动抽样调查")


def test_the_order_is_the_one_of_the_page(cast: Cast, chosen: list[TargetTable]) -> None:
    text = squeeze("".join(read(post(cast, keys(chosen), sort="annual").content, "-layout")))
    assert text.index("人口变动抽样调查") < text.index("城管综合治理") < text.index("智慧园区一期工程项目")


def test_each_counts_its_own_pages_and_is_found_by_its_name(cast: Cast, chosen: list[TargetTable]) -> None:
    data = post(cast, keys(chosen)).content
    pages = [squeeze(page) for page in read(data, "-layout")]
    assert sum("第1页" in page for page in pages) == 3
    outline = inside(data).lower()
    for table in chosen:
        assert outline.count(table.project_name.encode("utf-16-be").hex().encode()) == 1


def test_each_has_its_own_code(cast: Cast, chosen: list[TargetTable]) -> None:
    text = squeeze("".join(read(post(cast, keys(chosen), variant="filed").content, "-layout")))
    assert all(check_code(to_snapshot(table), table.pk) in text for table in chosen)
    assert "单位盖章：" in text


def test_only_those_that_have_not_passed_are_marked(cast: Cast, chosen: list[TargetTable]) -> None:
    TargetTable.objects.filter(pk=chosen[0].pk).update(state=State.APPROVED)
    first, second, *_ = read(post(cast, keys(chosen), variant="draft").content)
    assert "稿" not in first
    assert "稿" in second


@pytest.mark.parametrize("somebody", ["other_author", "nobody"])
def test_strangers_find_nothing(cast: Cast, chosen: list[TargetTable], somebody: str) -> None:
    assert post(cast, keys(chosen), somebody).status_code == 404


def test_one_that_may_not_be_seen_hides_them_all(cast: Cast, chosen: list[TargetTable]) -> None:
    foreign = stored(published("made-01"), cast.water)
    assert post(cast, [*keys(chosen), foreign.pk]).status_code == 404


def test_one_in_the_bin_hides_them_all(cast: Cast, chosen: list[TargetTable]) -> None:
    TargetTable.objects.filter(pk=chosen[1].pk).update(deleted_at=timezone.now())
    assert post(cast, keys(chosen), "author").status_code == 404


@pytest.mark.parametrize("forged", ["x", "-1", "1 OR 1=1", "", "9" * 30, "999999", "１"])
def test_forged_ids_are_not_found(cast: Cast, chosen: list[TargetTable], forged: str) -> None:
    assert post(cast, [*keys(chosen), forged]).status_code == 404


def test_the_same_one_twice_is_one(cast: Cast, chosen: list[TargetTable]) -> None:
    assert len(read(post(cast, [chosen[0].pk] * 2).content)) == len(read(post(cast, [chosen[0].pk]).content))


def test_another_variant_is_not_found(cast: Cast, chosen: list[TargetTable]) -> None:
    assert post(cast, keys(chosen), variant="final").status_code == 404


def test_choosing_none_is_told(cast: Cast, chosen: list[TargetTable]) -> None:
    answer = post(cast, [])
    assert answer.redirect_chain == [("/", 302)]
    assert "没有选中任何表，请在列表左侧勾选要打印的表" in answer.content.decode()


def test_too_many_are_told(cast: Cast, chosen: list[TargetTable]) -> None:
    said = post(cast, range(1, MOST_AT_ONCE + 2)).content.decode()
    assert f"选中了 {MOST_AT_ONCE + 1} 张表，一次最多打印 {MOST_AT_ONCE} 张，请分几次打印" in said


def test_what_cannot_be_printed_is_told(cast: Cast, chosen: list[TargetTable]) -> None:
    TargetTable.objects.filter(pk=chosen[2].pk).update(layout="atlantis")
    assert "“人口变动抽样调查”印不出来" in post(cast, keys(chosen)).content.decode()


def test_the_list_itself_sends_what_is_chosen(cast: Cast, chosen: list[TargetTable]) -> None:
    page = client_of(cast.reader).get("/").content.decode()
    assert re.search(r'<form id="print" method="post" action="/print/"', page)
    assert all(f'name="id" value="{table.pk}" form="print"' in page for table in chosen)


def test_it_is_no_address_to_visit(cast: Cast) -> None:
    assert client_of(cast.reader).get("/print/").status_code == 405
    assert Client().post("/print/", {"id": "1"})["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("sort", ["", "-annual", "unit"])
def test_its_queries_do_not_grow_with_the_tables(cast: Cast, chosen: list[TargetTable], sort: str) -> None:
    client = client_of(cast.reader)
    counts = []
    for some in (chosen[:1], chosen):
        with CaptureQueriesContext(connection) as met:
            client.post("/print/", {"id": keys(some), "sort": sort})
        counts.append(len(met))
    assert counts[0] == counts[1] <= 8
