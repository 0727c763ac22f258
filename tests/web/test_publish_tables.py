"""/publications/publish/: chosen, looked at once more, made public, each table on its own."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from perfgoals.review.models import LogEntry
from perfgoals.tables.models import IndicatorRow, Project, TargetTable
from tests.cast import Cast, client_of, published, stored
from tests.dumping import dump
from tests.review.acting import act, bring, now
from tests.web.forms_of import send
from tests.web.test_approve_tables import keys, text_of


@pytest.fixture
def tables(cast: Cast) -> list[TargetTable]:
    """Three approved ones; the last tells a telephone number."""
    made = [stored(published(name), cast.building, by=cast.author) for name in ("henan-10", "henan-01", "henan-04")]
    IndicatorRow.objects.filter(table=made[2]).update(value="找老王13800138000")
    return [bring(cast, table, "approved") for table in made]


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast.performance_reviewer)


def preview(client: Client, ids: list[int]) -> Any:
    return send(client, client.get("/publications/"), "/publications/preview/", ids)


def test_what_was_chosen_becomes_public(client: Client, tables: list[TargetTable]) -> None:
    page = preview(client, keys(tables[:2]))
    assert "核对：公开 2 张" in text_of(page)
    assert "请核实，见下表" not in text_of(page)
    done = send(client, page, "/publications/publish/")
    assert "公开：办成 2 张" in text_of(done)
    assert [now(table).published_on for table in tables] == [timezone.localdate()] * 2 + [None]
    assert LogEntry.objects.filter(act="publish").count() == 2


def test_numbers_of_persons_are_told_before(client: Client, tables: list[TargetTable]) -> None:
    page = text_of(preview(client, keys(tables)))
    assert "有 1 张请核实" in page
    assert "有手机号码 13800138000" in page


def test_what_is_withheld_can_not_be_chosen(client: Client, tables: list[TargetTable]) -> None:
    old = client.get("/publications/")
    Project.objects.filter(pk=tables[0].project_id).update(is_withheld=True)
    page = client.get("/publications/")
    assert f'name="id" value="{tables[0].pk}"' not in page.content.decode()
    assert "不宜公开，不列入（1）" in text_of(page)
    again = send(client, old, "/publications/preview/", keys(tables[:2]))
    assert "有 1 张表不能公开" in text_of(again)
    said = text_of(send(client, again, "/publications/publish/", keys(tables[1:2])))
    assert "办成 1 张" in said
    forced = {"id": tables[0].pk, f"{tables[0].pk}-version": now(tables[0]).version, f"{tables[0].pk}-save": LogEntry.objects.count() * "1"}
    assert client.post("/publications/publish/", forced).status_code == 422  # no name of a page
    assert now(tables[0]).published_on is None


def test_what_was_superseded_can_not_be_chosen(cast: Cast, client: Client, tables: list[TargetTable]) -> None:
    bring(cast, TargetTable.objects.get(pk=act(cast.author, tables[0], "request_adjustment").told["table"]), "approved")
    assert f'name="id" value="{tables[0].pk}"' not in client.get("/publications/").content.decode()


def test_a_double_click_publishes_once(client: Client, tables: list[TargetTable]) -> None:
    page = preview(client, keys(tables[:1]))
    for _ in range(2):
        assert "公开：办成 1 张" in text_of(send(client, page, "/publications/publish/"))
    assert LogEntry.objects.filter(act="publish").count() == 1


def test_none_is_told_and_nothing_changes(client: Client, tables: list[TargetTable]) -> None:
    before = dump()
    assert "没有选中任何表，请先勾选要公开的表" in text_of(preview(client, []))
    assert dump() == before
